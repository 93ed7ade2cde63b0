import { isUtf8 } from 'node:buffer';

/**
 * A byte that is not UTF-8 is decoded as the character of this number plus the byte, as Python's `surrogateescape` does
 * (PEP 383). It is for private use, so XML, HTML, JSON and YAML may hold it; only the story that has it is changed.
 */
const LOST_BYTE = 0x10fe00;

/** Characters that stand for a byte. */
export const LOST_BYTES = '\u{10FE80}-\u{10FEFF}';

/** Returns the character that stands for a byte from 80 to FF. */
export const lostByte = (byte: number): string => String.fromCodePoint(LOST_BYTE + byte);

/** Returns the byte for which a character stands. */
export const byteOf = (lost: string): number => (lost.codePointAt(0) ?? 0) - LOST_BYTE;

/** The letters of The Unicode Standard, table 3-7, and any other byte beyond ASCII, in a text of bytes. */
const LETTERS =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** Decodes UTF-8 in pieces. No byte is lost: one that is not UTF-8 becomes a `lostByte`. */
export class Utf8Decoder {
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;

  decode(piece: Uint8Array): string {
    const bytes = Buffer.concat([this.#rest, piece]);
    const end = bytes.length - openBytesIn(bytes);
    this.#rest = bytes.subarray(end);
    return this.#decoded(bytes.subarray(0, end));
  }

  /** Decodes what is left when the last piece was not the end of a letter. */
  end(): string {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return this.#decoded(rest);
  }

  #decoded(bytes: Buffer): string {
    const text = isUtf8(bytes) ? bytes.toString('utf8') : withLostBytes(bytes);
    if (this.#begun || text === '') return text;
    this.#begun = true;
    return text.replace(/^\uFEFF/, '');
  }
}

/** Returns the number of bytes at the end that begin a letter which may go on. */
function openBytesIn(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc2) return byte >= (count === 1 ? 0xc2 : count === 2 ? 0xe0 : 0xf0) && byte <= 0xf4 ? count : 0;
  }
  return 0;
}

function withLostBytes(bytes: Buffer): string {
  const mended = bytes
    .toString('latin1')
    .replace(LETTERS, (it) => (it.length > 1 ? it : Buffer.from(lostByte(it.charCodeAt(0))).toString('latin1')));
  return Buffer.from(mended, 'latin1').toString('utf8');
}
