import { createHash } from 'node:crypto';

/** Roughly everything but letters and digits. Unicode's own classes would take five times as long. */
const NO_LETTERS = /[^a-z0-9\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufaff]+/g;

/** Hashes the letters and digits of a story. Two stories with the same words are the same story. */
export function storyFingerprint(title: string, paragraphs: string[]): string {
  return createHash('sha256').update(lettersOf(title, paragraphs)).digest('base64');
}

/** Returns the letters and digits of a story, in lower case. */
export function lettersOf(title: string, paragraphs: string[]): string {
  return [title, ...paragraphs].join(' ').normalize('NFC').toLowerCase().replace(NO_LETTERS, '');
}

/** Returns the words of a title in lower case, to compare titles. */
export function titleWords(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
