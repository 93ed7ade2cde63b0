import type { Context, Hono, MiddlewareHandler } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { preflightHeaders } from './cors.ts';
import { HttpProblem } from './problem.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Answers a request. Handlers close over what they need, and know nothing of the runtime. */
export type Handler = (c: Context) => Response | Promise<Response>;

/** An address and its methods. */
export interface Route {
  path: string;
  methods: Partial<Record<Method, Handler>>;
  /** True if pages on other sites may read it (CORS). */
  open?: boolean;
  /** Decides who gets through to the handlers. */
  guard?: MiddlewareHandler;
}

/**
 * Registers routes, each with HEAD and OPTIONS (204). A GET finds one handler and goes through nothing else, so 405
 * (RFC 9110 §15.5.6) is told from 404 only when no handler was found.
 * @returns a function that says why a request has no handler: because of its method, or of its address
 */
export function addRoutes(app: Hono, routes: Route[]): (c: Context) => HttpProblem {
  const allowed = new TrieRouter<string>();
  for (const route of routes) {
    const allow = allowOf(route);
    addRoute(app, route, allow);
    allowed.add('ALL', route.path, allow);
  }
  return (c) => {
    const path = c.req.path.length > 1 ? c.req.path.replace(/\/$/, '') : c.req.path;
    const allow = allowed.match('ALL', path)[0][0]?.[0];
    if (allow === undefined) return new HttpProblem(404, 'there is nothing at this address');
    return new HttpProblem(405, `expected ${allow}, got ${c.req.method.slice(0, 20)}`, { headers: { allow } });
  };
}

function addRoute(app: Hono, { path, methods, open = false, guard }: Route, allow: string): void {
  if (guard) app.on(['GET', 'PUT', 'POST', 'DELETE'], path, guard);
  for (const [method, handler] of Object.entries(methods)) app.on(method, path, handler);
  app.options(path, () => {
    return new Response(null, { status: 204, headers: { allow, ...(open && preflightHeaders(allow)) } });
  });
}

/** The value of the Allow header. */
function allowOf({ methods }: Route): string {
  const names = Object.keys(methods).flatMap((it) => (it === 'GET' ? ['GET', 'HEAD'] : [it]));
  return [...names, 'OPTIONS'].join(', ');
}
