import type { LineReport } from './lines.ts';

/**
 * Every kind of note. `review` makes the story a draft for an editor to look at, unless the kind is accepted for all stories;
 * `held` makes it one in any case; `info` only tells what was done; `error` says why there is no story.
 */
const NOTE_CODES = {
  alias: 'info',
  'article-body': 'info',
  attachments: 'info',
  author: 'info',
  binary: 'error',
  blocks: 'review',
  'body-changed': 'info',
  'body-lost': 'review',
  'broken-letters': 'review',
  byline: 'review',
  card: 'review',
  columns: 'info',
  contact: 'info',
  comments: 'info',
  'control-characters': 'review',
  correction: 'info',
  counts: 'info',
  correspondence: 'held',
  draft: 'info',
  duplicate: 'info',
  edited: 'info',
  'editors-note': 'review',
  embargo: 'held',
  embeds: 'info',
  empty: 'error',
  encoding: 'review',
  entities: 'info',
  footnotes: 'review',
  format: 'error',
  'hidden-words': 'review',
  'html-part': 'info',
  'hyphen-guess': 'review',
  hyphens: 'info',
  invalid: 'held',
  'json-ld': 'review',
  letters: 'info',
  links: 'info',
  'links-left': 'info',
  'links-to-drafts': 'info',
  'long-title': 'review',
  'main-text': 'review',
  media: 'review',
  'missing-date': 'held',
  'missing-title': 'held',
  mojibake: 'review',
  'mostly-caps': 'review',
  'much-dropped': 'review',
  'near-duplicate': 'review',
  'no-address': 'info',
  'no-body': 'review',
  'no-language': 'info',
  'no-stories': 'error',
  noindex: 'review',
  'not-a-post': 'held',
  'not-before': 'info',
  'not-for-publication': 'held',
  'not-stories': 'info',
  'page-parts': 'info',
  paywall: 'held',
  pictures: 'info',
  'pictures-left': 'review',
  printed: 'info',
  'published-given': 'info',
  reply: 'review',
  'same-title': 'review',
  scheduled: 'held',
  scope: 'info',
  'shared-id': 'review',
  shortcode: 'review',
  'shown-tags': 'review',
  signature: 'info',
  slugline: 'info',
  status: 'held',
  'subject-codes': 'info',
  'summary-cut': 'info',
  'summary-only': 'review',
  taxonomies: 'info',
  template: 'review',
  'tracked-changes': 'review',
  trash: 'held',
  'unknown-tag': 'info',
  'unread-fields': 'info',
  unreadable: 'error',
  'unreadable-date': 'review',
  'unusable-id': 'info',
  'unusable-tag': 'review',
  unwritable: 'error',
  'usage-terms': 'info',
  visibility: 'held',
  withdrawn: 'info',
} as const;

export type NoteCode = keyof typeof NOTE_CODES;

/** A message to the editor about a story. `code` is for programs. */
export interface Note {
  code: NoteCode;
  message: string;
  /** What it names: fields, say. A report on many stories counts them. */
  names?: string[];
}

/** A value, and notes on it. */
export interface Noted<T> {
  value: T;
  notes: Note[];
}

/** The code of lines that may not be the story's. */
const FLAGGED = 'flagged-line';

const isCode = (code: string): code is NoteCode => Object.hasOwn(NOTE_CODES, code);

/** The kinds of doubts that can be accepted for all stories. */
export const ACCEPTABLE: string[] = [
  ...Object.keys(NOTE_CODES).filter((it) => isCode(it) && NOTE_CODES[it] === 'review'),
  FLAGGED,
].sort();

/** Says why a kind of doubt cannot be accepted for all stories; undefined if it can be. */
export function whyNotAccepted(code: string): string | undefined {
  if (ACCEPTABLE.includes(code)) return undefined;
  if (isCode(code) && NOTE_CODES[code] === 'held')
    return `"${code}" cannot be accepted for all stories: each of them was held back, or cannot be published as it is`;
  return `expected one of ${ACCEPTABLE.join(', ')}; got "${code}"`;
}

/** What a story is judged by. */
interface Judged {
  notes: Note[];
  lines: LineReport[];
  /** Kinds of doubts that are accepted. */
  accepted: readonly string[];
}

/** The kinds of doubts because of which an editor should look at a story before it is published. */
export function doubtsOf({ notes, lines, accepted }: Judged): string[] {
  const doubts = notes.map((it) => it.code).filter((it) => ['review', 'held'].includes(NOTE_CODES[it]));
  const all = [...doubts, ...(lines.some((it) => it.action === 'flagged') ? [FLAGGED] : [])];
  return [...new Set(all)].filter((it) => !ACCEPTABLE.includes(it) || !accepted.includes(it));
}

/** Tells whether an editor should look at a story before it is published. */
export const needsReview = (story: Judged): boolean => doubtsOf(story).length > 0;

/** Returns a story with more notes. */
export function withNotes<T extends { notes: Note[] }>(story: T, notes: Note[]): T {
  return { ...story, notes: [...story.notes, ...notes] };
}
