/**
 * The least that a worker can do: no router, no look at the request beyond what the answer depends on. It answers bytes
 * that it was given, as the feed's worker would.
 */

interface HelloEnv {
  PLAIN: ArrayBuffer;
  GZIPPED: ArrayBuffer;
  TYPE: string;
  ETAG: string;
}

/** Copies, made once: workerd takes twice as long to answer the very buffer of a binding. */
let kept: { plain: Uint8Array<ArrayBuffer>; gzipped: Uint8Array<ArrayBuffer> } | undefined;

export default {
  fetch({ headers }, { PLAIN, GZIPPED, TYPE, ETAG }) {
    if (headers.has('if-none-match')) return new Response(null, { status: 304, headers: { etag: ETAG } });
    kept ??= { plain: new Uint8Array(PLAIN.slice(0)), gzipped: new Uint8Array(GZIPPED.slice(0)) };
    if (headers.get('accept-encoding') !== 'gzip')
      return new Response(kept.plain, { headers: { 'content-type': TYPE } });
    const gzip = { 'content-type': TYPE, 'content-encoding': 'gzip' };
    return new Response(kept.gzipped, { headers: gzip, encodeBody: 'manual' });
  },
} satisfies ExportedHandler<HelloEnv>;
