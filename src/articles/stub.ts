import type { Entry } from './entry.ts';

const TITLE = 'Withdrawn';
export const NOTICE = 'This story has been withdrawn.';

/** What is kept of a story for its stub: its place in the listings, and the tags that it is filed under. */
export interface Remains {
  link: string;
  /** ISO 8601 in UTC. */
  published: string;
  /** As they were written, so that a new vocabulary files the stub as it files stories. */
  tags: string[];
}

/**
 * What is served of a withdrawn story to those who have it: where it was, and nothing of its own words. A withdrawn
 * text may be illegal to repeat.
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
