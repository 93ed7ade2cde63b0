/**
 * True if a client takes gzip (RFC 9110 §12.5.3): named or covered by `*`, with a quality above 0. Without the header
 * it may take anything, but most that send none cannot read it.
 */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  if (acceptEncoding === null) return false;
  let any = false;
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((it) => it.trim());
    const quality = Number(parameters.find((it) => it.startsWith('q='))?.slice(2) ?? 1);
    if (coding === 'gzip' || coding === 'x-gzip') return quality > 0;
    if (coding === '*') any = quality > 0;
  }
  return any;
}

/**
 * The Accept-Encoding header of the client itself. In front of a worker Cloudflare, and its local runtime too, replace the header by
 * `gzip, br`, and keep the client's own beside it. Looking there takes the runtime longer than all else that a document
 * from memory needs, so only a header that may be theirs makes us look.
 */
export function acceptEncodingOf(request: Request): string | null {
  const header = request.headers.get('accept-encoding');
  if (header === null || !header.includes('br')) return header;
  const { cf } = request as { cf?: { clientAcceptEncoding?: string } };
  return cf?.clientAcceptEncoding ?? header;
}

/** Gzipped bytes. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A response of bytes that are gzipped already. */
export function gzipped(bytes: Uint8Array, { status, headers }: { status?: number; headers: Headers }): Response {
  // Cloudflare's runtime would gzip them once more without `encodeBody`; others do not know it.
  const init: ResponseInit & { encodeBody: 'manual' } = { status: status ?? 200, headers, encodeBody: 'manual' };
  return new Response(bytes as Uint8Array<ArrayBuffer>, init);
}
