import type { Entry } from '../articles/entry.ts';
import { ownWords, retractionOf } from '../articles/own-words.ts';
import type { Site } from '../site.ts';

/**
 * The notice of a story that is withdrawn or retracted: an entry of its own, for readers that never change one which they have.
 * Undefined of any other story.
 */
export function noticeOf(entry: Entry, { tagAuthority, language, title }: Site): Entry | undefined {
  const { key, withdrawn, image: _image, media: _media, ...rest } = entry;
  const retraction = retractionOf(entry);
  if (!withdrawn && !retraction) return undefined;
  const words = ownWords(entry.language ?? language);
  // The validator finds two entries with the same `updated` suspicious.
  const date = new Date(Date.parse(entry.updated) - 1).toISOString();
  return {
    ...rest,
    key,
    id: `tag:${tagAuthority}:notice/${key}/${withdrawn ? 'withdrawn' : 'retracted'}`,
    published: date,
    updated: date,
    authors: [{ name: title }],
    summary: withdrawn ? words.notice : words.retraction,
    html: retraction ?? entry.html,
  };
}

/** True if an entry of a feed of ours has the id of a notice. */
export const isNotice = (id: string): boolean => /^tag:[^:]+:notice\//.test(id);
