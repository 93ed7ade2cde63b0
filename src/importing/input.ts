import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { cleanText } from '../articles/characters.ts';
import { encodingOf } from './encoding.ts';
import { ImportError } from './import-error.ts';
import type { Note } from './notes.ts';

const HEAD_BYTES = 65_536;
/** The longest file that is read at once. Only formats that are read in pieces may have longer ones. */
const MAX_TEXT_BYTES = 200_000_000;

const SIGNATURES: [bytes: number[], what: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive (or an office document); unpack it first'],
  [[0x1f, 0x8b], 'compressed with gzip; unpack it first'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2; unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old office document'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a rich text document (RTF)'],
  [[0x89, 0x50, 0x4e, 0x47], 'an image'],
  [[0xff, 0xd8, 0xff], 'an image'],
  [[0x47, 0x49, 0x46, 0x38], 'an image'],
];

/** Reads bytes, from the beginning each time it is called. */
type Bytes = () => AsyncIterable<Uint8Array>;

/** A file or standard input. Characters that no document may contain are removed from its text. */
export interface Input {
  /** The path in the command, or "-". */
  path: string;
  /** The first 64 KB, decoded. The format is recognised by them. */
  head: string;
  /** The whole text. @throws {ImportError} if it is too long to be read at once */
  text(): Promise<string>;
  /** The text in pieces, from the beginning each time it is called. */
  chunks(): AsyncIterable<string>;
}

/** An input, and what an editor should know about it. */
export interface OpenInput extends Input {
  notes: Note[];
  /** The number of characters removed from the part that has been read so far. */
  unwanted(): number;
}

/**
 * Opens a file and finds its encoding.
 * @param encoding its name, if the user gives it
 * @throws {ImportError} for a file that is missing, empty or not text, or whose encoding cannot be detected
 */
export function openFile(path: string, encoding?: string): OpenInput {
  const { head, size, isFile } = readHead(path);
  // A pipe has no size, and can be read only once.
  if (!isFile) return openBytes(path, new Uint8Array(readFileSync(path)), encoding);
  if (size <= HEAD_BYTES) return openBytes(path, head, encoding);
  return inputOf(path, head, size, () => createReadStream(path), encoding);
}

/** Reads the beginning of a file. It is synchronous, as that is faster for small files. */
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

/** Opens bytes in memory, such as standard input, like a file. @throws {ImportError} as `openFile` does */
export function openBytes(path: string, bytes: Uint8Array, encoding?: string): OpenInput {
  const whole = async function* () {
    yield bytes;
  };
  return inputOf(path, bytes.subarray(0, HEAD_BYTES), bytes.byteLength, whole, encoding);
}

function inputOf(path: string, head: Uint8Array, size: number, bytes: Bytes, option?: string): OpenInput {
  if (size === 0) throw new ImportError('is empty', 'empty');
  const signature = SIGNATURES.find(([start]) => start.every((it, index) => head[index] === it));
  if (signature) throw new ImportError(`is ${signature[1]}`, 'binary');
  const cut = head.byteLength < size;
  const { value: encoding, notes } = encodingOf(head, cut, option);
  let unwanted = 0;
  async function* chunks() {
    let count = 0;
    for await (const chunk of decoded(bytes(), encoding)) {
      const clean = cleanText(chunk);
      count += chunk.length - clean.length;
      // Some formats read the text twice.
      unwanted = Math.max(unwanted, count);
      yield clean;
    }
  }
  return {
    path,
    notes,
    unwanted: () => unwanted,
    head: cleanText(new TextDecoder(encoding).decode(head, { stream: cut })),
    chunks,
    async text() {
      if (size > MAX_TEXT_BYTES)
        throw new ImportError(`is ${size} bytes long; the limit for this format is ${MAX_TEXT_BYTES}`);
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
