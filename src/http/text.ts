import { sha256 } from '../hash.ts';
import { acceptEncodingOf, acceptsGzip, gzip, gzipped } from './compression.ts';
import { isNotModified } from './conditional.ts';

/** What Cloudflare does not compress by itself. */
const UNCOMPRESSED = 'text/x-opml';

/**
 * A text as a whole, or 304 (RFC 9110 §15.4.5). Its ETag is made of it: what is quickly rendered has no revision of its own.
 * @param headers the others, with its type
 */
export async function respondText(request: Request, text: string, headers: Record<string, string>): Promise<Response> {
  const etag = `W/"${(await sha256(text)).slice(0, 16)}"`;
  const compressible = headers['content-type']?.startsWith(UNCOMPRESSED);
  const all = { ...headers, etag, ...(compressible && { vary: 'Accept-Encoding' }) };
  if (isNotModified(request.headers, { etag })) return new Response(null, { status: 304, headers: all });
  if (!compressible || !acceptsGzip(acceptEncodingOf(request))) return new Response(text, { headers: all });
  const bytes = await gzip(new TextEncoder().encode(text));
  return gzipped(bytes, { headers: new Headers({ ...all, 'content-encoding': 'gzip' }) });
}
