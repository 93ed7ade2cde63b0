import { basename } from 'node:path';
import { parseDate } from '../articles/dates.ts';
import { isLive } from '../articles/lifecycle.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { readArticle } from '../articles/source.ts';
import { updatedAt } from '../articles/to-entry.ts';
import type { Problem } from '../refusal.ts';
import type { ArticleFile } from './folder.ts';

const UNDATED_CHANGE: Problem = {
  field: 'updated',
  message: 'the text has changed since the last commit but "updated" has not; set it if the change is significant',
};

/** Notes a change of the text that nobody who has the committed version would be told of. */
export function noteOnChange({ path, record }: ArticleFile, committed: Map<string, Uint8Array>, now: Date): Problem[] {
  const bytes = committed.get(path);
  const before = bytes && readArticle(bytes, 'text/markdown', { fallback: basename(path, '.md') });
  if (!record || !before?.ok || !isLive(before.value, now) || !isLive(record, now)) return [];
  const moves = noteOnMove(before.value, record);
  const same = before.value.title === record.title && before.value.body.trim() === record.body.trim();
  // A retraction moves the date by itself.
  const moved = updatedAt(record) > updatedAt(before.value) || before.value.status !== record.status;
  return same || moved ? moves : [...moves, UNDATED_CHANGE];
}

function noteOnMove(before: ArticleRecord, after: ArticleRecord): Problem[] {
  const [from, to] = [before.published, after.published];
  if (from === undefined || to === undefined || parseDate(from).getTime() === parseDate(to).getTime()) return [];
  const message = `moves from ${from} to ${to}: readers who have the story may show it as a new one, or not move it`;
  return [{ field: 'published', message }];
}
