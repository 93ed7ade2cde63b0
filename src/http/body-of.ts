/** A body up to so many bytes is given to the runtime at once, which is quicker; it copies it for each response. */
const MAX_COPIED = 256_000;
/** Of a larger body, each response holds no more than this at a time, however slowly it is read. */
const CHUNK = 16384;

/** Makes a response's body of bytes that many responses share. */
export function bodyOf(bytes: Uint8Array): BodyInit {
  if (bytes.byteLength <= MAX_COPIED) return bytes as Uint8Array<ArrayBuffer>;
  let start = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        controller.enqueue(bytes.subarray(start, start + CHUNK));
        start += CHUNK;
        if (start >= bytes.byteLength) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
