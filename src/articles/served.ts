import { HttpProblem } from '../http/problem.ts';
import type { Entry } from './entry.ts';
import { findBySlug } from './store.ts';

/** A story that people may see now. */
export interface Story {
  entry: Entry;
  /** When it appears or disappears by itself, in milliseconds since 1970. */
  flips: number | null;
}

/** The story that has or had a slug. @throws {HttpProblem} 404 for a story that is not there, 410 for one that was withdrawn */
export async function findStory(db: D1Database, slug: string): Promise<Story> {
  const found = await findBySlug(db, slug);
  if (found?.status === 'withdrawn' && found.released) throw new HttpProblem(410, 'this story has been withdrawn');
  if (!found?.live) throw new HttpProblem(404, 'there is no such story');
  return found;
}
