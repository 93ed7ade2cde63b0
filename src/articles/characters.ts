/**
 * The characters that XML 1.0 §2.2 forbids, DEL, and lone surrogates. Tab, line feed and carriage return are allowed. The C1
 * controls, which XML discourages, are those of `WINDOWS`.
 */
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]|\p{Surrogate}/gu;

/**
 * What the bytes 80 to 9F mean in Windows-1252; a space where they mean nothing. Whoever has the C1 control of that number in
 * a text has read the byte as Latin-1: HTML Standard, "numeric character reference end state", reads `&#146;` so, too.
 */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const C1 = /[\u0080-\u009F]/g;

/** Characters that are not seen. */
const ZERO_WIDTH = '\\u200B-\\u200D\\u2060\\uFEFF';
/** Letters that are written side by side, whatever stands between them. Others need joiners, or have no spaces. */
const PLAIN = `(?:[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Armenian}\\p{Script=Georgian}\\p{Script=Hebrew}0-9]\\p{M}*)`;
const INVISIBLE = new RegExp(
  `(?<=${PLAIN})[${ZERO_WIDTH}]+(?=${PLAIN})|\\uFEFF|(?<![^\\s])[\\u200B\\u2060]+|(?<![\\u200B\\u2060])[\\u200B\\u2060]+(?![^\\s])`,
  'gu',
);

/** Begins and ends of embeddings and isolates (UAX #9 §2). */
const DIRECTIONS = /[\u202A-\u202E\u2066-\u2069]/g;
const END_OF_EMBEDDING = '\u202C';
const END_OF_ISOLATE = '\u2069';
const isIsolate = (mark: string) => mark >= '\u2066';

/** Everything that any function here changes: most texts have none of it. */
const SPECIAL =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200D\u202A-\u202E\u2060-\u2069\uFDD0-\uFDEF\uFEFF\uFFFD-\uFFFF]/;

/** True if a text has characters that are changed, or that tell of a loss. */
export const isSpecial = (text: string): boolean => SPECIAL.test(text) || !text.isWellFormed();

/** Removes the characters that no document may contain. What is a letter in Windows-1252 becomes that letter. */
export function cleanText(text: string): string {
  if (!isSpecial(text)) return text;
  return text.replace(C1, windowsLetter).replace(UNWANTED, '');
}

function windowsLetter(control: string): string {
  const letter = WINDOWS[control.charCodeAt(0) - 0x80] as string;
  return letter === ' ' ? control : letter;
}

/** Removes the characters inside words that nobody sees, but by which nobody finds them; joiners that a script needs stay. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/**
 * Removes marks of direction that nothing ends, and ends of nothing: they would turn around what is shown beside the text
 * (UAX #9 §3.3.2).
 * @param texts the pieces of one line or paragraph
 */
export function balanced(texts: string[]): string[] {
  const open: { mark: string; place: string }[] = [];
  let isolates = 0;
  const kept = new Set<string>();
  for (const [index, text] of texts.entries()) {
    for (const match of text.matchAll(DIRECTIONS)) {
      const place = `${index} ${match.index}`;
      const [mark] = match;
      if (mark !== END_OF_EMBEDDING && mark !== END_OF_ISOLATE) {
        open.push({ mark, place });
        if (isIsolate(mark)) isolates++;
        continue;
      }
      // The end of an isolate ends whatever is open in it.
      if (mark === END_OF_ISOLATE && isolates > 0) while (!isIsolate(open.at(-1)?.mark as string)) open.pop();
      const begun = open.at(-1);
      if (!begun || isIsolate(begun.mark) !== (mark === END_OF_ISOLATE)) continue;
      open.pop();
      if (mark === END_OF_ISOLATE) isolates--;
      kept.add(begun.place).add(place);
    }
  }
  return texts.map((text, index) =>
    text.replace(DIRECTIONS, (mark, at: number) => (kept.has(`${index} ${at}`) ? mark : '')),
  );
}

/** White space that is a line's layout, not its typography: no-break and ideographic spaces are not. */
const LAYOUT = /[\t\n\v\f\r \u0085\u2028\u2029]+/g;

/** Cleans the text and puts it on one line, with single spaces between words. No-break and ideographic spaces stay. */
export function cleanLine(text: string): string {
  const [line = ''] = isSpecial(text) ? balanced([cleanText(text)]).map(withoutInvisible) : [text];
  return line.replace(LAYOUT, ' ').trim();
}

/** Cleans the text and puts it on one line with plain spaces, whatever stood between words: for texts that are compared. */
export function plainWords(text: string): string {
  return cleanLine(text).replace(/\s+/g, ' ');
}

/** The number of characters in a text that are changed, by the words that tell of them. */
export type CharacterChanges = Record<keyof typeof CHANGES, number>;

const CHANGES = {
  controls: 'control characters or broken letters are left out',
  windows: 'control characters are read as the letters of Windows-1252 that they were',
  invisible: 'invisible characters inside words are left out',
  directions: 'marks of direction that nothing closes are left out',
  lost: 'letters were lost before they came here, and stand as \uFFFD',
};

const countOf = (pattern: RegExp, text: string) => text.match(pattern)?.length ?? 0;

/** Counts what `cleanText` changes, and letters that were lost before. */
export function textChanges(text: string): CharacterChanges {
  const letters = text.match(C1)?.filter((it) => windowsLetter(it) !== it).length ?? 0;
  const controls = countOf(UNWANTED, text) - letters;
  return { controls, windows: letters, invisible: 0, directions: 0, lost: countOf(/\uFFFD/g, text) };
}

/** Counts what `cleanLine` changes but for white space. */
export function lineChanges(text: string): CharacterChanges {
  const cleaned = cleanText(text);
  const [closed = ''] = balanced([cleaned]);
  const visible = withoutInvisible(closed);
  return {
    ...textChanges(text),
    invisible: closed.length - visible.length,
    directions: cleaned.length - closed.length,
  };
}

/** Tells of changes, each with how often. */
export function describeChanges(changes: Partial<CharacterChanges>): string[] {
  return Object.entries(CHANGES).flatMap(([name, what]) => {
    const count = changes[name as keyof CharacterChanges] ?? 0;
    return count > 0 ? [`${what}: ${count}`] : [];
  });
}
