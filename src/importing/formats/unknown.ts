import { firstTag } from '../first-tag.ts';
import { ImportError } from '../import-error.ts';
import { fieldNames } from '../json.ts';
import type { ImportFormat } from './format.ts';

/** XML and JSON that no other format recognises. They are not read as plain text. */
export const unknown: ImportFormat = {
  name: 'unknown',
  several: true,
  recognises: (head) => nameOf(head) !== undefined,
  read({ head }) {
    throw new ImportError(`is ${nameOf(head)}, which cannot be imported`, 'format');
  },
};

function nameOf(head: string): string | undefined {
  if (fieldNames(head)) return 'JSON of no known format';
  const tag = firstTag(head);
  const declared = /^\s*<\?xml\s/.test(head);
  if (tag === undefined) return declared ? 'XML without a root element' : undefined;
  // "<KELTMOUTH> The ferry ..." is text.
  const closed = head.includes(`</${tag.name}`) || declared || tag.doctype !== '';
  return closed ? `XML with the root element <${tag.name}>` : undefined;
}
