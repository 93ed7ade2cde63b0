import type { Database } from '../platform/database.ts';
import { notFound, Refused } from '../refusal.ts';
import type { Entry } from './entry.ts';
import { findBySlug } from './store.ts';

/** A story that people may see now. */
export interface Story {
  entry: Entry;
  /** The next moment at which it appears or disappears by itself, in milliseconds since 1970. */
  nextRelease: number | undefined;
}

/**
 * The story that has or had a slug.
 * @throws {Refused} `not-found` for a story that is not there, `gone` for one that was withdrawn
 */
export async function findStory(db: Database, slug: string): Promise<Story> {
  const found = await findBySlug(db, slug).ask();
  if (found?.status === 'withdrawn' && found.released)
    throw new Refused({ kind: 'gone', message: 'this story has been withdrawn' });
  if (!found?.live) throw notFound('there is no such story');
  return found;
}
