import { fieldNames } from '../json.ts';
import type { Format } from '../story.ts';
import { firstTag, localName } from '../xml.ts';
import { feed } from './feed.ts';
import { ghost } from './ghost.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { ninjs } from './ninjs.ts';
import { nitf } from './nitf.ts';
import { wxr } from './wxr.ts';

/** In the order in which they are asked: WXR is RSS, too. */
export const FORMATS: Format[] = [wxr, nitf, feed, html, ghost, ninjs, markdown];

const NEWSML_G2 = ['newsItem', 'newsMessage', 'packageItem', 'conceptItem', 'knowledgeItem', 'planningItem'];

/** Says what a text is that none of the formats reads and that is not plain text either; undefined for any other. */
export function unknownFormat(head: string): string | undefined {
  if (FORMATS.some((it) => it.recognises(head))) return undefined;
  if (head.startsWith('%PDF-')) return 'a PDF document';
  if (head.startsWith('{\\rtf')) return 'an RTF document';
  if (head.startsWith('PK\u0003\u0004')) return 'a ZIP archive, or an office document';
  if (fieldNames(head)) return 'JSON that is none of Ghost, ninjs, JSON Feed';
  const tag = firstTag(head);
  if (tag === undefined) return /^\uFEFF?\s*<\?xml\s/.test(head) ? 'XML without a root element' : undefined;
  if (NEWSML_G2.includes(localName(tag.name))) return `NewsML-G2 (<${tag.name}>)`;
  // "<KELTMOUTH> The ferry ..." is text.
  const closed = head.includes(`</${tag.name}`) || /^\uFEFF?\s*<\?xml\s/.test(head) || tag.doctype !== '';
  return closed ? `XML with the root element <${tag.name}>` : undefined;
}
