const encoder = new TextEncoder();
const scratch = new Uint8Array(65_536);
/** The most bytes that UTF-8 takes for a character of a JavaScript string. */
export const MAX_BYTES_PER_CHARACTER = 3;

/** Encodes a text as UTF-8. Short texts go through one buffer: Node takes twice as long to encode each into a new one. */
export function encode(text: string): Uint8Array {
  if (text.length * MAX_BYTES_PER_CHARACTER > scratch.length) return encoder.encode(text);
  return scratch.slice(0, encoder.encodeInto(text, scratch).written);
}

/** Joins pieces of bytes. A single piece is returned as it is. */
export function concat(pieces: Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first) return first;
  const whole = new Uint8Array(pieces.reduce((sum, it) => sum + it.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}
