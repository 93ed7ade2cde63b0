import { max } from 'date-fns/max';
import type { Problem } from '../refusal.ts';
import { parseDate } from './dates.ts';
import { seeMistake } from './mistakes.ts';
import { quoted } from './problems.ts';
import type { ArticleRecord } from './record.ts';

/** Milliseconds by which somebody else's clock may be ahead of ours. */
const AHEAD = 5 * 60_000;

/** True of a moment (milliseconds since 1970) that no clock can have reached. */
export const isFuture = (moment: number, now: Date): boolean => moment > now.getTime() + AHEAD;

/** The last moment that is not in the future, in milliseconds since 1970. */
export const lastMoment = (now: Date): number => now.getTime() + AHEAD;

/**
 * Finds dates of changes that would still be to come when the story appears: readers would take it for the newest one until then,
 * and no later change would be seen. A draft may have any, and so may what is withdrawn.
 */
export function futureProblems(record: ArticleRecord, now: Date): Problem[] {
  const { status, published, embargo, updated, corrections } = record;
  if (status === 'draft' || status === 'withdrawn') return [];
  const starts = [published, embargo].flatMap((it) => (it === undefined ? [] : [parseDate(it)]));
  const appears = max([now, ...starts]);
  const changes = [
    ...(updated === undefined ? [] : [{ field: 'updated', date: updated }]),
    ...corrections.map(({ date }, index) => ({ field: `corrections.${index}.date`, date })),
  ];
  return changes
    .filter((it) => isFuture(parseDate(it.date).getTime(), appears))
    .map(({ field, date }) => ({
      field,
      message: `is later than the story appears: ${quoted(date)}`,
    }));
}

/** No story can be older than the first newspaper. */
const FIRST_YEAR = 1600;
/** Years for which a newsroom plans: when a story appears, and when it expires. */
const PLANNED = { published: 2, embargo: 2, expires: 100 };

/** Notes dates that are so far away that a digit of the year may be wrong. */
export function notesOnFarYears(record: ArticleRecord, now: Date): Problem[] {
  return (['published', 'embargo', 'expires'] as const).flatMap((field): Problem[] => {
    const date = record[field];
    const year = date === undefined ? undefined : parseDate(date).getUTCFullYear();
    if (year === undefined || (year >= FIRST_YEAR && year <= now.getUTCFullYear() + PLANNED[field])) return [];
    const effect = field !== 'expires' && year > FIRST_YEAR ? ': nobody sees the story until then' : '';
    return [{ field, message: `is in the year ${year}${effect}; is a digit wrong? (${seeMistake('year')})` }];
  });
}
