import { sha256 } from '../hash.ts';
import { acceptEncodingOf, acceptsGzip, gzip, gzipResponse } from './compression.ts';
import { isNotModified } from './conditional.ts';
import { MEDIA_TYPES } from './media-types.ts';

/**
 * Responds with a text, or with 304 (RFC 9110 §15.4.5). The ETag is made of the text: for what is quickly rendered, no
 * revision is counted.
 * @param headers all others, among them `content-type`
 */
export async function respondText(request: Request, text: string, headers: Record<string, string>): Promise<Response> {
  const etag = `W/"${(await sha256(text)).slice(0, 16)}"`;
  // Cloudflare compresses all other types by itself.
  const compressible = headers['content-type'] === MEDIA_TYPES.opml;
  const all = { ...headers, etag, ...(compressible && { vary: 'Accept-Encoding' }) };
  if (isNotModified(request.headers, { etag })) return new Response(null, { status: 304, headers: all });
  if (!compressible || !acceptsGzip(acceptEncodingOf(request))) return new Response(text, { headers: all });
  const bytes = await gzip(new TextEncoder().encode(text));
  return gzipResponse(bytes, { headers: new Headers({ ...all, 'content-encoding': 'gzip' }) });
}
