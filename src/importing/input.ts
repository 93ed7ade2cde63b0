import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { cleanText } from '../articles/characters.ts';
import { decoded, decodeStart, withOddControls } from './decoding.ts';
import { encodingOf } from './encoding.ts';
import { ImportError } from './import-error.ts';
import { oneLine } from './markup.ts';
import type { Note, Noted } from './notes.ts';
import { printedBefore } from './printed.ts';

const HEAD_BYTES = 65_536;
/** The longest file that is read at once. Only formats that are read in pieces may have longer ones. */
const MAX_BYTES = 200_000_000;
/** The most characters of a server's messages that are told. */
const MAX_SHOWN = 300;

/** A file's bytes. */
interface Bytes {
  /** The first 64 KB. */
  head: Uint8Array;
  size: number;
  /** Reads them from the beginning each time it is called. */
  pieces(): AsyncIterable<Uint8Array>;
  /** The same, for a look at them before anything is read. */
  piecesNow(): Iterable<Uint8Array>;
}

/** A file or standard input. Characters that no document may contain are removed from its text. */
export interface Input {
  /** The path in the command, or "-". */
  path: string;
  /** The first 64 KB, as they are. */
  start: Uint8Array;
  /** The same, decoded. The format is recognised by them. Empty if the file is not text, or nobody knows its encoding. */
  head: string;
  /** The whole text. @throws {ImportError} if it is not text, or too long to be read at once */
  text(): Promise<string>;
  /** The text in pieces, from the beginning each time it is called. @throws {ImportError} if it is not text */
  chunks(): AsyncIterable<string>;
  /** The whole file, as it is. @throws {ImportError} if it is too long to be read at once */
  bytes(): Promise<Uint8Array>;
  /** The file as it is, in pieces, from the beginning each time it is called. */
  pieces(): AsyncIterable<Uint8Array>;
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
 * @throws {ImportError} for a file that is missing or empty
 */
export function openFile(path: string, encoding?: string): OpenInput {
  const { head, size, isFile } = readHead(path);
  // A pipe has no size, and can be read only once.
  if (!isFile) return openBytes(path, new Uint8Array(readFileSync(path)), encoding);
  if (size <= HEAD_BYTES) return openBytes(path, head, encoding);
  const piecesNow = () => readNow(path);
  return inputOf(path, { head, size, pieces: () => createReadStream(path), piecesNow }, encoding);
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

function* readNow(path: string): Iterable<Uint8Array> {
  const file = openSync(path, 'r');
  // Each piece is done with when the next one is read.
  const piece = new Uint8Array(HEAD_BYTES);
  try {
    for (;;) {
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Opens bytes in memory, such as standard input, like a file. @throws {ImportError} as `openFile` does */
export function openBytes(path: string, bytes: Uint8Array, encoding?: string): OpenInput {
  const pieces = async function* () {
    yield bytes;
  };
  const file = { head: bytes.subarray(0, HEAD_BYTES), size: bytes.byteLength, pieces, piecesNow: () => [bytes] };
  return inputOf(path, file, encoding);
}

function inputOf(path: string, file: Bytes, option: string | undefined): OpenInput {
  const { head: start, size } = file;
  if (size === 0) throw new ImportError('is empty', 'empty');
  const encoding = knownEncoding(file, option);
  const opening = 'error' in encoding ? '' : decodeStart(start, encoding.value);
  const printed = printedBefore(opening);
  let unwanted = 0;
  async function* chunks() {
    if ('error' in encoding) throw encoding.error;
    let count = 0;
    let hidden = printed;
    for await (const chunk of decoded(file.pieces(), encoding.value)) {
      const text = withOddControls(blanked(chunk, hidden));
      const clean = cleanText(text);
      hidden -= chunk.length;
      count += text.length - clean.length;
      // Some formats read the text twice.
      unwanted = Math.max(unwanted, count);
      yield clean;
    }
  }
  const whole = () => {
    if (size > MAX_BYTES) throw new ImportError(`is ${size} bytes long; the limit for this format is ${MAX_BYTES}`);
  };
  return {
    path,
    notes: 'error' in encoding ? [] : [...encoding.notes, ...printedNotes(opening.slice(0, printed))],
    unwanted: () => unwanted,
    start,
    head: cleanText(withOddControls(blanked(opening, printed))),
    chunks,
    pieces: file.pieces,
    async text() {
      whole();
      let text = '';
      for await (const chunk of chunks()) text += chunk;
      return text;
    },
    async bytes() {
      whole();
      const pieces: Uint8Array[] = [];
      for await (const piece of file.pieces()) pieces.push(piece);
      return new Uint8Array(Buffer.concat(pieces));
    },
  };
}

/** Returns the encoding, or says why there is none: a file that is not text can still be of a known format. */
function knownEncoding(file: Bytes, option: string | undefined): Noted<string> | { error: ImportError } {
  try {
    return encodingOf(file.head, file.piecesNow, option);
  } catch (error) {
    if (error instanceof ImportError) return { error };
    throw error;
  }
}

/** Turns what a server has printed before a document into blank lines, so that lines keep their numbers. */
function blanked(text: string, length: number): string {
  return length <= 0 ? text : text.slice(0, length).replace(/[^\n]+/g, '') + text.slice(length);
}

function printedNotes(printed: string): Note[] {
  const words = oneLine(printed.replace(/<[^<>]*>/g, ''));
  const shown = words.length > MAX_SHOWN ? `${words.slice(0, MAX_SHOWN)}…` : words;
  return words === ''
    ? []
    : [{ code: 'printed', message: `left out before the document, printed by its server: ${shown}` }];
}
