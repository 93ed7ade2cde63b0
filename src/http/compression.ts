/**
 * Whether a client takes gzip (RFC 9110 §12.5.3): named or covered by `*`, with a quality above 0. Without the header
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
 * What the client itself accepts. In front of a worker Cloudflare, and its local runtime too, replace the header by what
 * they can decode, and keep the client's own beside it.
 */
export function acceptEncodingOf(request: Request): string | null {
  const { cf } = request as { cf?: { clientAcceptEncoding?: string } };
  return cf?.clientAcceptEncoding ?? request.headers.get('accept-encoding');
}

/** Gzipped bytes. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
