import { analyse } from 'chardet';
import { ImportError } from './import-error.ts';
import type { Note, Noted } from './notes.ts';
import { printedBefore } from './printed.ts';
import { LOST_BYTES, Utf8Decoder } from './utf8.ts';

/** The least confidence, in percent, for a detected encoding. The text must also be plausible. */
const MIN_CONFIDENCE = 15;
/** With a larger share of NUL bytes, a file is binary. */
const BINARY_SHARE = 0.1;
/** A file that is said to have another encoding is UTF-8 if it has this many more letters than bytes that are not UTF-8. */
const CLEARLY_UTF8 = 10;

/**
 * Finds the encoding of a text by its bytes; what the user or the text itself says counts only where they allow it: a text
 * with letters beyond ASCII that is valid UTF-8 is UTF-8. A note says what is doubtful.
 * @param head the first bytes
 * @param pieces all bytes, from the beginning each time it is called
 * @param option the encoding's name, if the user gives it
 * @throws {ImportError} where no encoding fits
 */
export function encodingOf(head: Uint8Array, pieces: () => Iterable<Uint8Array>, option?: string): Noted<string> {
  const certain = markedEncoding(head) ?? (option && isWide(option) ? option : undefined);
  if (certain !== undefined) return { value: certain, notes: [] };
  if (option === undefined && head.includes(0)) {
    const wide = utf16Without(head);
    if (wide) return { value: wide, notes: [undeclared(wide)] };
    if (share(head, (it) => it === 0) > BINARY_SHARE) throw new ImportError('is binary, not text', 'binary');
  }
  const said = option ?? declaredEncoding(head);
  const { letters, broken, sample } = asUtf8(pieces());
  const other = said !== undefined && new TextDecoder(said).encoding !== 'utf-8' ? said : undefined;
  if (other === undefined) {
    if (letters > broken || broken === 0) return { value: 'utf-8', notes: [] };
  } else if (letters + broken === 0 || (letters <= broken * CLEARLY_UTF8 && fits(other, sample))) {
    return { value: other, notes: [] };
  } else if (letters > broken) {
    return { value: 'utf-8', notes: [contrary(option ? '--encoding' : 'the file', other, 'utf-8')] };
  }
  if (option !== undefined) throw new ImportError(`is not ${option}; ${WAY_OUT}`, 'encoding');
  const likely = likelyEncoding(sample);
  if (likely === undefined)
    throw new ImportError(`is not ${said ?? 'UTF-8'}, and its encoding cannot be detected; ${WAY_OUT}`, 'encoding');
  const value = new TextDecoder(likely).encoding;
  return { value, notes: [said === undefined ? undeclared(value) : contrary('the file', said, value)] };
}

const WAY_OUT = 'name its encoding with --encoding, such as windows-1252 or windows-1251';

/** Encodings in which each character has two bytes. */
const isWide = (name: string) => new TextDecoder(name).encoding.startsWith('utf-16');

/** What a file's bytes are as UTF-8. */
interface Utf8Evidence {
  /** The number of letters beyond ASCII. */
  letters: number;
  /** The number of bytes that are not UTF-8. */
  broken: number;
  /** The first piece with such a byte. */
  sample: Uint8Array;
}

function asUtf8(pieces: Iterable<Uint8Array>): Utf8Evidence {
  const decoder = new Utf8Decoder();
  let [letters, broken] = [0, 0];
  let sample: Uint8Array | undefined;
  const take = (text: string, piece: Uint8Array) => {
    const found = text.match(LOST)?.length ?? 0;
    broken += found;
    letters += foreignIn(text) - 2 * found;
    // The same bytes are read into again.
    if (found > 0) sample ??= piece.slice();
  };
  let last: Uint8Array = new Uint8Array();
  for (const piece of pieces) {
    take(decoder.decode(piece), piece);
    last = piece;
  }
  take(decoder.end(), last);
  return { letters, broken, sample: sample ?? last };
}

const LOST = new RegExp(`[${LOST_BYTES}]`, 'gu');

/** The number of UTF-16 units beyond ASCII. Counting them one by one is faster than a regular expression. */
function foreignIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) count++;
  return count;
}

/** Tells whether most letters of a text beyond ASCII can be read. */
function fits(name: string, sample: Uint8Array): boolean {
  const text = new TextDecoder(name).decode(sample);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  return broken === 0 || foreignIn(text) - broken > broken;
}

/** Unicode with a byte order mark. */
function markedEncoding(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

function likelyEncoding(head: Uint8Array): string | undefined {
  return analyse(head).find(
    ({ name, confidence }) =>
      confidence >= MIN_CONFIDENCE && isEncoding(name) && isPlausible(new TextDecoder(name).decode(head)),
  )?.name;
}

const undeclared = (name: string): Note => ({
  code: 'encoding',
  message: `the encoding is not declared; read as ${name}: check that every letter is right`,
});

const contrary = (who: string, said: string, read: string): Note => ({
  code: 'encoding',
  message: `${who} says ${said}, but the bytes are ${read}; read as ${read}: check that every letter is right`,
});

/**
 * Returns the encoding that XML (1.0 §4.3.3) or HTML's `<meta>` declares, if it is known. What can be read here is not
 * UTF-16, whatever it says.
 */
function declaredEncoding(head: Uint8Array): string | undefined {
  const beginning = new TextDecoder('latin1').decode(head.subarray(0, 4096));
  const start = beginning.slice(printedBefore(beginning));
  const name =
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ??
    (/^\s*<(?!\?xml)/.test(start) ? /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1] : undefined);
  return name !== undefined && isEncoding(name) && !isWide(name) ? name : undefined;
}

/** Tells whether this runtime knows an encoding. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** Tells whether a decoded text is plausible: few strange characters, few words of mixed scripts or case. */
function isPlausible(text: string): boolean {
  const foreign = text.match(/[^\x00-\x7f]/g) ?? [];
  const strange = foreign.filter((it) => !/[\p{L}“”„‘’‚«»‹›–—…№©®°§·•€£\u00a0]/u.test(it));
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const mixed = words.filter(
    (it) => (/\p{Script=Latin}/u.test(it) && /\p{Script=Cyrillic}/u.test(it)) || /^\p{Ll}\p{Lu}{2}/u.test(it),
  );
  return strange.length <= foreign.length * 0.02 && mixed.length <= words.length * 0.02;
}

/** Recognises UTF-16 without a mark: every second byte is NUL (Latin letters) or 4 (Cyrillic). */
function utf16Without(head: Uint8Array): string | undefined {
  const even = share(head, (it, index) => (it === 0 || it === 4) && index % 2 === 0) * 2;
  const odd = share(head, (it, index) => (it === 0 || it === 4) && index % 2 === 1) * 2;
  if (odd > 0.8 && even < 0.1) return 'utf-16le';
  if (even > 0.8 && odd < 0.1) return 'utf-16be';
  return undefined;
}

function share(bytes: Uint8Array, matches: (byte: number, index: number) => boolean): number {
  let count = 0;
  for (const [index, byte] of bytes.entries()) if (matches(byte, index)) count++;
  return count / bytes.length;
}
