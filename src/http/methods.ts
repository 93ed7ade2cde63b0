import type { Context, Hono, Env as HonoEnv } from 'hono';
import { HttpProblem } from './problem.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
type Handler<E extends HonoEnv> = (c: Context<E>) => Response | Promise<Response>;

/** What pages on other sites may read of a public document's response. */
const EXPOSED = 'ETag, Last-Modified, Link';
const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED };
/** What a preflight lets them send, and for how long (seconds) they need not ask again. */
const PREFLIGHT = {
  'access-control-allow-headers': 'If-None-Match, If-Modified-Since, Accept, A-IM',
  'access-control-max-age': '86400',
};

/** Headers of every public document. */
export const PUBLIC_HEADERS: Record<string, string> = { ...CORS, 'x-content-type-options': 'nosniff' };

/**
 * Registers the methods of an address, and with them HEAD, OPTIONS (204) and 405 with Allow (RFC 9110 §15.5.6).
 * @param open whether pages on other sites may read it (CORS)
 */
export function resource<E extends HonoEnv>(
  app: Hono<E>,
  path: string,
  handlers: Partial<Record<Method, Handler<E>>>,
  { open = false } = {},
): void {
  const methods = Object.keys(handlers).flatMap((it) => (it === 'GET' ? ['GET', 'HEAD'] : [it]));
  const allow = [...methods, 'OPTIONS'].join(', ');
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  app.options(path, () => {
    const cors = open ? { ...CORS, ...PREFLIGHT, 'access-control-allow-methods': allow } : {};
    return new Response(null, { status: 204, headers: { allow, ...cors } });
  });
  app.all(path, (c) => {
    throw new HttpProblem(405, `expected ${allow}, got ${c.req.method.slice(0, 20)}`, { headers: { allow } });
  });
}
