import { createHash } from 'node:crypto';

/** Roughly everything but letters and digits. Unicode's own classes would take five times as long. */
const NO_LETTERS = /[^a-z0-9\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufaff]+/g;

/** Signs that make another number: "1.5" is not "15", and "-5" is not "5". */
const IN_NUMBER = /(?<=\d)[.,](?=\d)|(?<![\p{L}\p{N}])[-−](?=\d)/gu;

/** Hashes the letters of a story. Two stories with the same words are the same story. */
export function fingerprintOf(letters: string): string {
  return createHash('sha256').update(letters).digest('base64');
}

/** Returns the letters and digits of a story, in lower case, with a letter for each sign in a number. */
export function lettersOf({ title, paragraphs }: { title: string; paragraphs: string[] }): string {
  const text = [title, ...paragraphs].join(' ').normalize('NFC').toLowerCase();
  return text.replace(IN_NUMBER, (sign) => (sign === '.' || sign === ',' ? 'p' : 'm')).replace(NO_LETTERS, '');
}

/** Returns the words of a title in lower case, to compare titles. */
export function titleWords(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
