import type { Note, Noted } from './notes.ts';
import type { StoryBody } from './story.ts';

const SOFT_HYPHEN = '\u00AD';
const SOFT_HYPHENS = /\u00AD|&(?:shy|#173|#x0*ad);/gi;
/** The word before a hyphen at the end of a line, and the one that goes on below. */
const LAST = /(?<![\p{L}\p{M}])([\p{L}\p{M}]+)([-‐\u00AD])$/u;
const FIRST = /^([\p{Ll}][\p{L}\p{M}]*)/u;
/** Words that compounds begin with. */
const FIRST_PARTS = new Set(
  `all anti by co cross double ex far first fore full half hard high ill in inter last late left long low mid multi near new non
  off old on one open out over part post pre pro quasi right second self semi short single so sub third three two ultra under
  up well wide twenty thirty forty fifty sixty seventy eighty ninety`.split(/\s+/),
);

/** A word that a line's end had broken. */
export interface Joint {
  line: number;
  /** The word as it is now. */
  word: string;
  /** Nothing in the text says that it is right. */
  isGuess: boolean;
}

/** Tells whether a line ends with a word and a hyphen. */
export const endsInWord = (line: string) => LAST.test(line);

/**
 * Joins two lines, with a space or at a hyphen. The hyphen goes, unless the text has the word with it, or it is that of a
 * compound ("well-known").
 * @param words those of the text, in lower case
 * @returns the two lines, to be put together; `word` is missing if there is no hyphen
 */
export function joinedAtHyphen(
  line: string,
  next: string,
  words: Set<string>,
): { parts: [string, string]; word?: undefined } | (Omit<Joint, 'line'> & { parts: [string, string] }) {
  const [, before = '', mark] = LAST.exec(line) ?? [];
  const [after = ''] = FIRST.exec(next) ?? [];
  if (mark === undefined || after === '') return { parts: [line, ` ${next}`] };
  const [whole, compound] = [before + after, `${before}-${after}`];
  const isWhole = mark === SOFT_HYPHEN || words.has(whole.toLowerCase());
  const isCompound = !isWhole && (words.has(compound.toLowerCase()) || FIRST_PARTS.has(before.toLowerCase()));
  const word = isCompound ? compound : whole;
  return {
    parts: [line.slice(0, -before.length - 1), word + next.slice(after.length)],
    word,
    isGuess: !isWhole && !words.has(compound.toLowerCase()),
  };
}

/** Tells of words that were joined, and of those that an editor should look at. */
export function jointNotes(joints: Joint[]): Note[] {
  const listed = (all: Joint[]) => all.map((it) => `"${it.word}" (line ${it.line})`).join(', ');
  const guesses = joints.filter((it) => it.isGuess);
  const sure = joints.filter((it) => !it.isGuess);
  const notes: Note[] = [];
  if (sure.length > 0)
    notes.push({ code: 'hyphens', message: `words that were broken at the end of a line are joined: ${listed(sure)}` });
  if (guesses.length > 0)
    notes.push({
      code: 'hyphen-guess',
      message: `words that were broken at the end of a line are joined, and stand nowhere else in the text; check them: ${listed(guesses)}`,
    });
  return notes;
}

/** Removes soft hyphens, by which words are not found, from a body. */
export function withoutSoftHyphens(body: StoryBody): Noted<StoryBody> {
  let count = 0;
  const clean = (text: string) =>
    text.replace(SOFT_HYPHENS, () => {
      count++;
      return '';
    });
  const value: StoryBody =
    body.type === 'lines'
      ? { ...body, lines: body.lines.map((it) => ({ ...it, text: clean(it.text) })) }
      : { ...body, text: clean(body.text) };
  const message = `soft hyphens inside words are left out: ${count}`;
  return count === 0 ? { value: body, notes: [] } : { value, notes: [{ code: 'hyphens', message }] };
}
