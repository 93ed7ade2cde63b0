import type { Context, Hono, Env as HonoEnv } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { HttpProblem } from './problem.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
type Handler<E extends HonoEnv> = (c: Context<E>) => Response | Promise<Response>;

/** What pages on other sites may read of a public document's response. */
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
 * The addresses of an app with the methods that each has. A GET finds one handler and nothing else to go through, so
 * 405 (RFC 9110 §15.5.6) is told from 404 only when nothing was found: see `problemFor`.
 */
export class Resources<E extends HonoEnv> {
  readonly #app: Hono<E>;
  readonly #allowed = new TrieRouter<string>();

  constructor(app: Hono<E>) {
    this.#app = app;
  }

  /**
   * Registers the methods of an address, and with them HEAD and OPTIONS (204).
   * @param open whether pages on other sites may read it (CORS)
   */
  add(path: string, handlers: Partial<Record<Method, Handler<E>>>, { open = false } = {}): void {
    const methods = Object.keys(handlers).flatMap((it) => (it === 'GET' ? ['GET', 'HEAD'] : [it]));
    const allow = [...methods, 'OPTIONS'].join(', ');
    for (const [method, handler] of Object.entries(handlers)) this.#app.on(method, path, handler);
    this.#app.options(path, () => {
      const cors = open ? { ...CORS, ...PREFLIGHT, 'access-control-allow-methods': allow } : {};
      return new Response(null, { status: 204, headers: { allow, ...cors } });
    });
    this.#allowed.add('ALL', path, allow);
  }

  /** What is wrong with a request that found no handler: its method, or its address. */
  problemFor(c: Context<E>): HttpProblem {
    const path = c.req.path.length > 1 ? c.req.path.replace(/\/$/, '') : c.req.path;
    const allow = this.#allowed.match('ALL', path)[0][0]?.[0];
    if (allow === undefined) return new HttpProblem(404, 'there is nothing at this address');
    return new HttpProblem(405, `expected ${allow}, got ${c.req.method.slice(0, 20)}`, { headers: { allow } });
  }
}
