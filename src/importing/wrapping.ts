import { endsInWord, type Joint, joinedAtHyphen, jointNotes } from './hyphens.ts';
import type { Line } from './lines.ts';
import type { Noted } from './notes.ts';

/** The usual length of lines that a program has wrapped. */
const WRAPPED_CHARACTERS = { least: 45, most: 100 };
/** A line that is followed by another of its paragraph has at least this share of the usual length, with the next word. */
const FULL = 0.8;
/** A line that ends inside a sentence has at least this share. */
const HALF_FULL = 0.5;
/** The share of lines that are no longer than the usual one. */
const USUAL = 0.9;
const END_OF_SENTENCE = /[.!?…:]["'”’»)\]]*$/;
const ITEM = /^\s*(?:[-*•·–—]|\d{1,3}[.)]|[a-z]\))\s/;

/**
 * Joins the lines of each paragraph, if a program has wrapped the text; the lines as they are, if not.
 * @param usual programs wrap most texts of this kind, as those of e-mails: then fewer lines tell
 */
export function unwrapped(lines: Line[], usual = false): Noted<Line[]> {
  const width = widthOf(lines, usual);
  if (width === undefined) return { value: lines, notes: [] };
  const words = wordsOf(lines);
  const joints: Joint[] = [];
  const paragraphs: { number: number; parts: string[] }[] = [];
  let last: string | undefined;
  for (const { number, text } of lines) {
    const trimmed = text.trim();
    const parts = paragraphs.at(-1)?.parts;
    if (parts && last !== undefined && goesOn(last, text, width)) {
      const joint = joinedAtHyphen(parts.pop() as string, trimmed, words);
      parts.push(...joint.parts);
      if (joint.word) joints.push({ ...joint, line: number });
    } else if (trimmed !== '') paragraphs.push({ number, parts: [trimmed] });
    last = trimmed === '' ? undefined : trimmed;
  }
  return {
    value: paragraphs.map(({ number, parts }) => ({ number, text: parts.join('') })),
    notes: jointNotes(joints),
  };
}

/** Returns the length of the lines of a wrapped text; undefined if it is not wrapped. */
function widthOf(lines: Line[], usual: boolean): number | undefined {
  let followed = 0;
  const long: string[] = [];
  for (const [index, { text }] of lines.entries()) {
    const trimmed = text.trim();
    if (trimmed.length > WRAPPED_CHARACTERS.most && /\s/.test(trimmed)) return undefined;
    if (trimmed === '' || (lines[index + 1]?.text.trim() ?? '') === '') continue;
    followed++;
    if (trimmed.length >= WRAPPED_CHARACTERS.least) long.push(trimmed);
  }
  // One sentence a line is not wrapped.
  const ended = long.filter((it) => END_OF_SENTENCE.test(it)).length;
  const isEnough = usual ? long.length > 0 : long.length >= 3 && lines.some((it) => it.text.trim() === '');
  if (!isEnough || long.length < followed / 2 || ended >= long.length / 2) return undefined;
  const lengths = long.map((it) => it.length).sort((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) * USUAL)];
}

/** Tells whether a line goes on in the next one: the next word had no room in it, or is in the middle of a sentence or a word. */
function goesOn(line: string, next: string, width: number): boolean {
  const [word = ''] = next.trim().split(/\s/, 1);
  if (word === '' || ITEM.test(next)) return false;
  const isInside = /^\p{Ll}/u.test(word) && !END_OF_SENTENCE.test(line);
  if (isInside && (line.length >= width * HALF_FULL || endsInWord(line))) return true;
  return line.length + 1 + word.length >= width * FULL;
}

/** The words of a text that stand within a line, in lower case. */
function wordsOf(lines: Line[]): Set<string> {
  const words = new Set<string>();
  for (const { text } of lines)
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*/gu)) words.add(word);
  return words;
}
