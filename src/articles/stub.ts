import type { Entry } from './entry.ts';
import { ownWords } from './own-words.ts';

/**
 * The parts of a withdrawn story that its stub needs: its address, its date, its language, and its tags, which decide where it is
 * listed.
 */
export interface Remains {
  link: string;
  /** ISO 8601 in UTC. */
  published: string;
  /** Of the story, or of our words in its stub; null if it is the site's. */
  language: string | null;
  /** As written in the record, so that a new vocabulary moves the stub together with the stories. */
  tags: string[];
}

/**
 * Makes the stub that replaces a withdrawn story in its channels, so that readers who have it learn of the withdrawal.
 * It has none of the story's words, which may be illegal to repeat; ours are in the story's language, where we know it.
 * @param siteLanguage BCP 47
 */
export function toStub(
  { key, id, slug, updated }: Entry,
  { link, published, language, tags }: Remains,
  siteLanguage: string,
): Entry {
  const words = ownWords(language ?? siteLanguage);
  const isOther = words.language !== siteLanguage.toLowerCase().split('-')[0];
  return {
    key,
    id,
    slug,
    link,
    title: words.withdrawn,
    summary: words.notice,
    html: `<p>${words.notice}</p>`,
    published,
    updated,
    tags: [],
    authors: [],
    ...(isOther && { language: words.language }),
    withdrawn: { tags },
  };
}
