import type { LineReport } from './lines.ts';

/** Every kind of note. `review` makes the story a draft for an editor to look at; `info` only tells what was done. */
const NOTE_CODES = {
  address: 'info',
  alias: 'review',
  binary: 'review',
  'body-changed': 'info',
  caption: 'review',
  'control-characters': 'review',
  correction: 'info',
  duplicate: 'info',
  edited: 'info',
  'editors-note': 'review',
  embargo: 'review',
  empty: 'review',
  encoding: 'review',
  entities: 'info',
  format: 'review',
  invalid: 'review',
  'json-ld': 'review',
  'long-title': 'review',
  'main-text': 'review',
  media: 'review',
  'missing-date': 'review',
  'missing-title': 'review',
  'mostly-caps': 'review',
  'much-dropped': 'review',
  'no-body': 'review',
  'no-stories': 'review',
  'not-a-post': 'review',
  'not-stories': 'info',
  'page-parts': 'info',
  'published-given': 'info',
  'same-title': 'review',
  scope: 'review',
  shortcode: 'review',
  status: 'review',
  'summary-cut': 'info',
  'summary-only': 'review',
  template: 'review',
  trash: 'review',
  'unknown-tag': 'info',
  'unread-fields': 'info',
  unreadable: 'review',
  'unreadable-date': 'review',
  'unusable-id': 'info',
  'unusable-tag': 'review',
  unwritable: 'review',
  visibility: 'review',
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

/** Tells whether an editor should look at a story before it is published. */
export function needsReview({ notes, lines }: { notes: Note[]; lines: LineReport[] }): boolean {
  return notes.some((it) => NOTE_CODES[it.code] === 'review') || lines.some((it) => it.action === 'flagged');
}

/** Returns a story with more notes. */
export function withNotes<T extends { notes: Note[] }>(story: T, notes: Note[]): T {
  return { ...story, notes: [...story.notes, ...notes] };
}
