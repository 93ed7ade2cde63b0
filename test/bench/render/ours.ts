import type { Entry } from '../../../src/articles/entry.ts';
import { encode } from '../../../src/bytes.ts';
import { assemble, renderEntry } from '../../../src/feeds/render.ts';
import type { Format } from '../../../src/feeds/types.ts';
import type { Edition } from './edition.ts';

/** Nothing is kept: every story and the frame are rendered. */
export function renderCold(format: Format, edition: Edition): Uint8Array {
  return assemble(format, edition.head, renderFragments(format, edition));
}

export function renderFragments(format: Format, { stored, head }: Edition): Uint8Array[] {
  return stored.map((it) => renderFragment(format, it, head.site));
}

function renderFragment(format: Format, entry: Entry, site: Edition['head']['site']): Uint8Array {
  return encode(renderEntry(entry, format, 'full', site));
}

/** One story is rendered anew, the other fragments are kept bytes, the frame is rendered anew. */
export function renderOneChanged(format: Format, edition: Edition, kept: Uint8Array[], changed: number): Uint8Array {
  const fragment = renderFragment(format, edition.stored[changed] as Entry, edition.head.site);
  return assemble(format, edition.head, kept.with(changed, fragment));
}
