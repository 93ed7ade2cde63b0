import { createHash } from 'node:crypto';

/** All but letters and digits, roughly: Unicode's own classes take five times as long. */
const NO_LETTERS = /[^a-z0-9\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufaff]+/g;

/** A hash of the letters and digits of a story: stories with the same words are the same story. */
export function fingerprint(title: string, paragraphs: string[]): string {
  const letters = [title, ...paragraphs].join(' ').toLowerCase().replace(NO_LETTERS, '');
  return createHash('sha256').update(letters).digest('base64');
}

/** A title by its words alone. */
export function titleWords(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
