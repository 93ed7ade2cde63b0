import type { Context, Hono, MiddlewareHandler } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { HttpProblem } from './problem.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Answers a request. Handlers close over what they need, and know nothing of the runtime. */
export type Handler = (c: Context) => Response | Promise<Response>;

/** An address and the methods that it has. */
export interface Route {
  path: string;
  methods: Partial<Record<Method, Handler>>;
  /** True if pages on other sites may read it (CORS). */
  open?: boolean;
  /** Whom it lets pass. */
  guard?: MiddlewareHandler;
}

/** The headers that pages on other sites may read of a public document's response. */
const EXPOSED = 'ETag, IM, Last-Modified, Link';
export const CORS: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED,
};
/** What a preflight lets them send, and for how long (seconds) they need not ask again. */
const PREFLIGHT = {
  'access-control-allow-headers': 'If-None-Match, If-Modified-Since, Accept, A-IM',
  'access-control-max-age': '86400',
};

/** Headers of every public document. */
export const PUBLIC_HEADERS: Record<string, string> = { ...CORS, 'x-content-type-options': 'nosniff' };

/**
 * Registers routes, each with HEAD and OPTIONS (204). A GET finds one handler and goes through nothing else, so 405
 * (RFC 9110 §15.5.6) is told from 404 only when no handler was found.
 * @returns the problem of a request for which there is no handler: its method, or its address
 */
export function addRoutes(app: Hono, routes: Route[]): (c: Context) => HttpProblem {
  const allowed = new TrieRouter<string>();
  for (const { path, methods, open = false, guard } of routes) {
    const names = Object.keys(methods).flatMap((it) => (it === 'GET' ? ['GET', 'HEAD'] : [it]));
    const allow = [...names, 'OPTIONS'].join(', ');
    if (guard) app.on(['GET', 'PUT', 'POST', 'DELETE'], path, guard);
    for (const [method, handler] of Object.entries(methods)) app.on(method, path, handler);
    app.options(path, () => {
      const cors = open ? { ...CORS, ...PREFLIGHT, 'access-control-allow-methods': allow } : {};
      return new Response(null, { status: 204, headers: { allow, ...cors } });
    });
    allowed.add('ALL', path, allow);
  }
  return (c) => {
    const path = c.req.path.length > 1 ? c.req.path.replace(/\/$/, '') : c.req.path;
    const allow = allowed.match('ALL', path)[0][0]?.[0];
    if (allow === undefined) return new HttpProblem(404, 'there is nothing at this address');
    return new HttpProblem(405, `expected ${allow}, got ${c.req.method.slice(0, 20)}`, { headers: { allow } });
  };
}
