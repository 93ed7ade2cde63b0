import { lostByte, Utf8Decoder } from './utf8.ts';

interface Decoder {
  decode(piece: Uint8Array): string;
  end(): string;
}

function decoderOf(name: string): Decoder {
  if (new TextDecoder(name).encoding === 'utf-8') return new Utf8Decoder();
  const decoder = new TextDecoder(name);
  return { decode: (piece) => decoder.decode(piece, { stream: true }), end: () => decoder.decode() };
}

/** Decodes the beginning of a text. A letter that is cut off at its end is left out. */
export const decodeStart = (bytes: Uint8Array, name: string): string => decoderOf(name).decode(bytes);

/** Decodes a text in pieces. What cannot be decoded is U+FFFD, in UTF-8 a character that stands for its byte. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, name: string): AsyncIterable<string> {
  const decoder = decoderOf(name);
  for await (const piece of bytes) yield decoder.decode(piece);
  yield decoder.end();
}

/** The C1 controls that are no letters of Windows-1252. UTF-8 that was decoded as that has them: "”" is "â€\u009D". */
const ODD_CONTROLS = /[\u0081\u008D\u008F\u0090\u009D]/g;

/** Keeps these controls until their story is read: they would be removed, and with them the rest of their letter is lost. */
export function withOddControls(text: string): string {
  return text.replace(ODD_CONTROLS, (it) => lostByte(it.charCodeAt(0)));
}
