import { concat } from '../bytes.ts';
import { HttpProblem } from './problem.ts';

const LINE_FEED = 0x0a;

/** Yields the bytes of a body as they come. A missing body is an empty one. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/**
 * Reads a whole body of limited size.
 * @throws {HttpProblem} 413 as soon as there are more than `maxBytes`
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new HttpProblem(413, `expected at most ${maxBytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(request.body)) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return concat(chunks);
}

/** A line of a body, counted from 1; `bytes` is undefined if it was too long. */
export interface BodyLine {
  line: number;
  bytes: Uint8Array | undefined;
}

/** Reads a body line by line, holding no more than one line of at most `maxBytes`. */
export async function* readLines(body: ReadableStream<Uint8Array> | null, maxBytes: number): AsyncGenerator<BodyLine> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  const add = (piece: Uint8Array) => {
    length += piece.byteLength;
    if (length <= maxBytes) pieces.push(piece);
  };
  const take = (): BodyLine => {
    const taken = { line, bytes: length <= maxBytes ? concat(pieces) : undefined };
    pieces = [];
    length = 0;
    line++;
    return taken;
  };
  for await (const chunk of chunksOf(body)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    // Copied, since the runtime may use the chunk's memory again.
    add(chunk.slice(start));
  }
  if (length > 0) yield take();
}
