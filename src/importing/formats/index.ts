import { firstTag } from '../first-tag.ts';
import { ImportError } from '../import-error.ts';
import { fieldNames } from '../json.ts';
import { localName } from '../xml-element.ts';
import { blogger } from './blogger/blogger.ts';
import { feed } from './feed/feed.ts';
import type { ImportFormat } from './format.ts';
import { ghostApi } from './ghost/content-api.ts';
import { ghost } from './ghost/ghost.ts';
import { html } from './html/html.ts';
import { markdown } from './markdown/markdown.ts';
import { ninjs } from './ninjs/ninjs.ts';
import { nitf } from './nitf/nitf.ts';
import { text } from './text.ts';
import { wordpressRest } from './wordpress/rest-api.ts';
import { wxr } from './wordpress/wxr.ts';

/** All formats but plain text, in the order in which they are tried: WXR is also RSS, and Blogger's exports are Atom. */
export const IMPORT_FORMATS: ImportFormat[] = [
  wxr,
  nitf,
  blogger,
  feed,
  html,
  ghost,
  ghostApi,
  wordpressRest,
  ninjs,
  markdown,
];

const NEWSML_G2 = ['newsItem', 'newsMessage', 'packageItem', 'conceptItem', 'knowledgeItem', 'planningItem'];

/**
 * Finds the format of a text by its beginning. Plain text is any text without another format.
 * @throws {ImportError} for XML and JSON of other formats
 */
export function detectFormat(head: string): ImportFormat {
  const unknown = unknownFormat(head);
  if (unknown !== undefined) throw new ImportError(`is ${unknown}; it cannot be imported`, 'format');
  return IMPORT_FORMATS.find((it) => it.recognises(head)) ?? text;
}

/** Names the format of a text that cannot be imported; undefined for any other text. */
export function unknownFormat(head: string): string | undefined {
  if (IMPORT_FORMATS.some((it) => it.recognises(head))) return undefined;
  if (fieldNames(head)) return 'JSON, but not Ghost, ninjs or JSON Feed';
  const tag = firstTag(head);
  if (tag === undefined) return /^\uFEFF?\s*<\?xml\s/.test(head) ? 'XML without a root element' : undefined;
  if (NEWSML_G2.includes(localName(tag.name))) return `NewsML-G2 (<${tag.name}>)`;
  // "<KELTMOUTH> The ferry ..." is text.
  const closed = head.includes(`</${tag.name}`) || /^\uFEFF?\s*<\?xml\s/.test(head) || tag.doctype !== '';
  return closed ? `XML with the root element <${tag.name}>` : undefined;
}
