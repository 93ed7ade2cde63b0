import type { Entry } from './entry.ts';

const TITLE = 'Withdrawn';
/** The text of every stub. */
export const NOTICE = 'This story has been withdrawn.';

/**
 * The parts of a withdrawn story that its stub needs: its address, its date and its tags, which decide where it is
 * listed.
 */
export interface Remains {
  link: string;
  /** ISO 8601 in UTC. */
  published: string;
  /** As written in the record, so that a new vocabulary moves the stub together with the stories. */
  tags: string[];
}

/**
 * Makes the stub that replaces a withdrawn story in its channels, so that readers who have it learn of the withdrawal.
 * It has none of the story's words, which may be illegal to repeat.
 */
export function toStub({ key, id, slug, updated }: Entry, { link, published, tags }: Remains): Entry {
  return {
    key,
    id,
    slug,
    link,
    title: TITLE,
    summary: NOTICE,
    html: `<p>${NOTICE}</p>`,
    published,
    updated,
    tags: [],
    authors: [],
    withdrawn: { tags },
  };
}
