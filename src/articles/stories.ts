import type { NoteFault } from '../faults/faults.ts';
import type { Database, Query } from '../platform/database.ts';
import { notFound, Refused } from '../refusal.ts';
import type { Entry } from './entry.ts';
import { findByNames, type ServedArticle } from './entry-store.ts';

/** The parts of the wire that finding a story needs. */
export interface StoryParts {
  db: Database;
  noteFault: NoteFault;
}

/** A story that people can read now. */
export interface LiveStory {
  entry: Entry;
  /** The moment at which it disappears by itself, in milliseconds since 1970. */
  nextExpiry: number | undefined;
}

/**
 * Asks for the story that has or had the first of these slugs or former paths that is anybody's.
 * @throws {Refused} when it is asked: `not-found` if there is none that people can read now, `gone` if it was withdrawn after being
 *   public, `busy` if it cannot be read until it is derived anew
 */
export function findStory({ db, noteFault }: StoryParts, ...names: string[]): Query<LiveStory> {
  return findByNames(db, names).map((found) => liveOf(found, noteFault));
}

function liveOf(found: ServedArticle | undefined, noteFault: NoteFault): LiveStory {
  if (found?.status === 'withdrawn' && found.released)
    throw new Refused({ kind: 'gone', message: 'this story has been withdrawn' });
  if (!found?.live) throw notFound('there is no such story');
  const { key, entry, nextRelease } = found;
  // A live story can only disappear.
  if (entry) return { entry, nextExpiry: nextRelease };
  noteFault({ what: 'article', key, problem: 'the stored entry cannot be read' });
  throw new Refused({ kind: 'busy', message: 'this story cannot be read at the moment', retryAfterSeconds: 60 });
}
