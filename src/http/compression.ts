import { bodyOf } from './body-of.ts';

/**
 * True if a client takes gzip (RFC 9110 §12.5.3): it is named or covered by `*`, with a quality above 0. Without the header
 * a client may be sent any encoding, but most clients without it cannot read gzip.
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
 * Returns the Accept-Encoding that the client sent. Cloudflare, and its local runtime too, replace the header by `gzip, br`
 * before the worker sees it, and pass the client's own beside it. Reading that takes the runtime longer than everything
 * else that a document from memory needs, so it is read only if the header may be Cloudflare's.
 */
export function acceptEncodingOf(request: Request): string | null {
  const header = request.headers.get('accept-encoding');
  if (header === null || !header.includes('br')) return header;
  const { cf } = request as { cf?: { clientAcceptEncoding?: string } };
  return cf?.clientAcceptEncoding ?? header;
}

/** Compresses bytes. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Responds with bytes that are gzipped already. */
export function gzipResponse(bytes: Uint8Array, { status, headers }: { status?: number; headers: Headers }): Response {
  // Without `encodeBody`, Cloudflare's runtime would gzip them once more. Other runtimes do not know it.
  const init: ResponseInit & { encodeBody: 'manual' } = { status: status ?? 200, headers, encodeBody: 'manual' };
  return new Response(bodyOf(bytes), init);
}
