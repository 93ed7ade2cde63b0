import { seeMistake } from '../articles/mistakes.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { sha256Now } from '../hash.ts';
import type { Problem } from '../refusal.ts';

/** A digest of a story's title and text: two files with the same are one story twice. Undefined of one that is withdrawn. */
export function wordsOf(record: ArticleRecord | undefined): string | undefined {
  if (!record || record.status === 'withdrawn') return undefined;
  return sha256Now(`${record.title}\n${record.body}`.replace(/\s+/g, ' ').trim());
}

/** Notes that another file has the title and text of a story. */
export const twinNote = (path: string): Problem => ({
  field: 'title',
  message: `is that of ${path}, whose text is the same, too: readers get the story twice (${seeMistake('twice')})`,
});

/** Says that a file is another one, whose story is on the wire, under a new name. */
export const renameProblem = (before: { path: string; key: string }): Problem => ({
  field: 'file',
  message: `is ${before.path} under another name, and readers would get its story twice: give the file its old name back, or write "key: ${before.key}" in it; for another address, give "slug" (${seeMistake('rename')})`,
});
