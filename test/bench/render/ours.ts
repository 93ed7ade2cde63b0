import type { Entry } from '../../../src/articles/entry.ts';
import { renderEntry } from '../../../src/feeds/documents.ts';
import type { Format } from '../../../src/feeds/format.ts';
import type { Edition } from './edition.ts';

const encoder = new TextEncoder();

/** Nothing is kept: every story and the frame are rendered, and joined as src/feeds/documents.ts does. */
export function renderCold(format: Format, edition: Edition): Uint8Array {
  return join(format, edition, renderFragments(format, edition));
}

export function renderFragments(format: Format, { stored, head }: Edition): Uint8Array[] {
  return stored.map((it) => renderFragment(format, it, head.site));
}

function renderFragment(format: Format, entry: Entry, site: Edition['head']['site']): Uint8Array {
  return encoder.encode(renderEntry(entry, format, 'full', site));
}

/** One story is rendered anew, the other fragments are kept bytes, the frame is rendered anew. */
export function renderOneChanged(format: Format, edition: Edition, kept: Uint8Array[], changed: number): Uint8Array {
  const fragment = renderFragment(format, edition.stored[changed] as Entry, edition.head.site);
  return join(format, edition, kept.with(changed, fragment));
}

function join(format: Format, { head }: Edition, fragments: Uint8Array[]): Uint8Array {
  const frame = format.renderFrame(head);
  const separator = encoder.encode(format.separator);
  const parts = [
    encoder.encode(frame.head),
    ...fragments.flatMap((it, index) => (index === 0 ? [it] : [separator, it])),
    encoder.encode(frame.tail),
  ];
  const whole = new Uint8Array(parts.reduce((sum, it) => sum + it.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
