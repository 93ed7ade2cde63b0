import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { analyse } from 'chardet';
import { cleanText } from '../articles/text.ts';
import { ImportError, type Input, type Note } from './story.ts';

const HEAD_BYTES = 65_536;
/** The longest file that is read at once; what is longer must be of a format that is read in pieces. */
const MAX_TEXT_BYTES = 200_000_000;
/** How sure the detection must be of an encoding that nobody declares, in percent; what it says is looked at, too. */
const MIN_CONFIDENCE = 15;
/** A text whose bytes are to a tenth NUL is none. */
const BINARY_SHARE = 0.1;

const SIGNATURES: [bytes: number[], what: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive (or an office document); unpack it first'],
  [[0x1f, 0x8b], 'compressed with gzip; unpack it first'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2; unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old office document'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a rich text document (RTF)'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
];

/** Where bytes come from, from the beginning each time it is called. */
type Bytes = () => AsyncIterable<Uint8Array>;

/** An input that is ready to be read, and what an editor should know of how it is read. */
export interface OpenInput extends Input {
  notes: Note[];
  /** How many characters that no document may hold have been left out, as far as it has been read. */
  unwanted(): number;
}

/**
 * Opens a file and tells its encoding: a byte order mark, what XML or HTML declares, UTF-8, else what its letters look
 * like.
 * @param encoding its name, if it is known
 * @throws {ImportError} for a file that is empty, no text, or of an encoding that cannot be told
 */
export function openFile(path: string, encoding?: string): OpenInput {
  const { head, size, isFile } = readHead(path);
  // A pipe has no size, and can be read once.
  if (!isFile) return openBytes(path, new Uint8Array(readFileSync(path)), encoding);
  if (size <= HEAD_BYTES) return openBytes(path, head, encoding);
  return describe(path, head, size, () => createReadStream(path), encoding);
}

/** Synchronous: files come one after another, and a small one is read faster than a thread is asked to read it. */
function readHead(path: string): { head: Uint8Array; size: number; isFile: boolean } {
  let file: number | undefined;
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new ImportError('is a folder without files', 'empty');
    if (!stats.isFile()) return { head: new Uint8Array(), size: 0, isFile: false };
    const { size } = stats;
    file = openSync(path, 'r');
    const head = new Uint8Array(Math.min(size, HEAD_BYTES));
    readSync(file, head, 0, head.length, 0);
    return { head, size, isFile: true };
  } catch (error) {
    if (error instanceof ImportError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ImportError(code === 'ENOENT' ? 'does not exist' : message);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The same for bytes that are in memory, such as standard input. @throws {ImportError} */
export function openBytes(path: string, bytes: Uint8Array, encoding?: string): OpenInput {
  const whole = async function* () {
    yield bytes;
  };
  return describe(path, bytes.subarray(0, HEAD_BYTES), bytes.byteLength, whole, encoding);
}

function describe(path: string, head: Uint8Array, size: number, bytes: Bytes, given: string | undefined): OpenInput {
  if (size === 0) throw new ImportError('is empty', 'empty');
  const signature = SIGNATURES.find(([start]) => start.every((it, index) => head[index] === it));
  if (signature) throw new ImportError(`is ${signature[1]}`, 'binary');
  const cut = head.byteLength < size;
  const { name, notes } = encodingOf(head, cut, given);
  let unwanted = 0;
  async function* chunks() {
    let count = 0;
    for await (const chunk of decoded(bytes(), name)) {
      const clean = cleanText(chunk);
      count += chunk.length - clean.length;
      // Some formats are read twice.
      unwanted = Math.max(unwanted, count);
      yield clean;
    }
  }
  return {
    path,
    notes,
    unwanted: () => unwanted,
    head: cleanText(new TextDecoder(name).decode(head, { stream: cut })),
    chunks,
    async text() {
      if (size > MAX_TEXT_BYTES)
        throw new ImportError(`is ${size} bytes long; at most ${MAX_TEXT_BYTES} for a file of this format`);
      let text = '';
      for await (const chunk of chunks()) text += chunk;
      return text;
    },
  };
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, name: string): AsyncIterable<string> {
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: false });
  let offset = 0;
  try {
    for await (const chunk of bytes) {
      offset += chunk.byteLength;
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ImportError(`is not valid ${name} (before byte ${offset}); name its encoding with --encoding`);
  }
}

/** @throws {ImportError} where nothing fits */
function encodingOf(head: Uint8Array, cut: boolean, given: string | undefined): { name: string; notes: Note[] } {
  if (given !== undefined) return { name: given, notes: [] };
  if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', notes: [] };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', notes: [] };
  if (head.includes(0)) {
    const wide = utf16Without(head);
    if (wide) return { name: wide, notes: [guessed(wide)] };
    if (share(head, (it) => it === 0) > BINARY_SHARE) throw new ImportError('is binary, not text', 'binary');
  }
  const declared = declaredEncoding(head);
  if (declared && isEncoding(declared)) return { name: declared, notes: [] };
  if (isUtf8(head, cut)) return { name: 'utf-8', notes: [] };
  const likely = analyse(head).find(
    ({ name, confidence }) =>
      confidence >= MIN_CONFIDENCE && isEncoding(name) && isPlausible(new TextDecoder(name).decode(head)),
  );
  if (!likely)
    throw new ImportError('is not UTF-8, and its encoding cannot be told; name it with --encoding', 'encoding');
  return { name: new TextDecoder(likely.name).encoding, notes: [guessed(likely.name)] };
}

const guessed = (name: string): Note => ({
  code: 'encoding',
  message: `nothing declares the encoding; it is read as ${name}: look whether every letter is right`,
});

/** XML 1.0 §4.3.3, or what HTML's `<meta>` says. */
function declaredEncoding(head: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(head.subarray(0, 2048));
  return (
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ??
    (/^\s*<(?!\?xml)/.test(start) ? /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1] : undefined)
  );
}

/** Whether this runtime can decode it. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** @param cut whether there is more: half a letter at the end is no fault then */
function isUtf8(head: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(head, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

/** Whether a decoded text reads like one: letters and quotation marks, and words of one script and sensible case. */
function isPlausible(text: string): boolean {
  const foreign = text.match(/[^\x00-\x7f]/g) ?? [];
  const strange = foreign.filter((it) => !/[\p{L}“”„‘’‚«»‹›–—…№©®°§·•€£\u00a0]/u.test(it));
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const mixed = words.filter(
    (it) => (/\p{Script=Latin}/u.test(it) && /\p{Script=Cyrillic}/u.test(it)) || /^\p{Ll}\p{Lu}{2}/u.test(it),
  );
  return strange.length <= foreign.length * 0.02 && mixed.length <= words.length * 0.02;
}

/**
 * UTF-16 without a mark: every second byte is NUL in Latin text, and 4 in Cyrillic, and the bytes between are others.
 */
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
