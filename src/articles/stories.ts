import type { Database } from '../platform/database.ts';
import { notFound, Refused } from '../refusal.ts';
import type { Entry } from './entry.ts';
import { findBySlug } from './entry-store.ts';

/** A story that people can read now. */
export interface LiveStory {
  entry: Entry;
  /** The next moment at which it appears or disappears by itself, in milliseconds since 1970. */
  nextRelease: number | undefined;
}

/**
 * Finds the story that has or had a slug.
 * @throws {Refused} `not-found` if there is none that people can read now, `gone` if it was withdrawn after being
 *   public
 */
export async function findStory(db: Database, slug: string): Promise<LiveStory> {
  const found = await findBySlug(db, slug).ask();
  if (found?.status === 'withdrawn' && found.released)
    throw new Refused({ kind: 'gone', message: 'this story has been withdrawn' });
  if (!found?.live) throw notFound('there is no such story');
  return found;
}
