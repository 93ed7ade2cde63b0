/** Headers by which pages on other sites may read a document, and these of its headers. */
export const CORS: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, IM, Last-Modified, Link',
};

/** Headers of every public document. */
export const PUBLIC_HEADERS: Record<string, string> = { ...CORS, 'x-content-type-options': 'nosniff' };

/** The answer to a preflight: what such pages may send, and for how long (seconds) they need not ask again. */
export function preflightHeaders(allow: string): Record<string, string> {
  return {
    ...CORS,
    'access-control-allow-headers': 'If-None-Match, If-Modified-Since, Accept, A-IM',
    'access-control-allow-methods': allow,
    'access-control-max-age': '86400',
  };
}
