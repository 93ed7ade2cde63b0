import type { Context, Hono, MiddlewareHandler } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { preflightHeaders } from './cors.ts';
import { withKnownParameters } from './parameters.ts';
import { HttpProblem } from './problem.ts';
import { redirectTo } from './redirects.ts';
import { setTerms, type TermsOf } from './terms-headers.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Answers a request. Handlers close over what they need, and know nothing of the runtime. */
export type Handler = (c: Context) => Response | Promise<Response>;

/** An address and its methods. */
export interface Route {
  path: string;
  methods: Partial<Record<Method, Handler>>;
  /**
   * Names of the parameters that a GET may have: with others, it is redirected to the address without them, so that caches
   * hold one document once. Undefined if the handler makes the canonical address itself, or does not mind.
   */
  parameters?: readonly string[];
  /** True if pages on other sites may read it (CORS). */
  open?: boolean;
  /** Answers of which a client has a budget, since the database is asked for whoever comes: each, or only refusals. */
  counted?: 'each' | 'refusals';
  /** Decides who gets through to the handlers. */
  guard?: MiddlewareHandler;
}

/** What every route is registered with. */
interface Surrounding {
  /** Whose addresses redirects lead to. */
  site: TermsOf;
  /** Makes a handler whose answers are counted. */
  budget: { counted(what: 'each' | 'refusals', handler: Handler): Handler };
}

/**
 * Registers routes, each with HEAD and OPTIONS (204). A GET finds one handler and goes through nothing else, so 405
 * (RFC 9110 §15.5.6) is told from 404 only when no handler was found.
 * @returns a function that says why a request has no handler: because of its method, or of its address
 */
export function addRoutes(app: Hono, surrounding: Surrounding, routes: Route[]): (c: Context) => HttpProblem {
  const allowed = new TrieRouter<string>();
  for (const route of routes) {
    const allow = allowOf(route);
    addRoute(app, surrounding, route, allow);
    allowed.add('ALL', route.path, allow);
  }
  return (c) => {
    const path = c.req.path.length > 1 ? c.req.path.replace(/\/$/, '') : c.req.path;
    const allow = allowed.match('ALL', path)[0][0]?.[0];
    if (allow === undefined) return new HttpProblem(404, 'there is nothing at this address');
    return new HttpProblem(405, `expected ${allow}, got ${c.req.method.slice(0, 20)}`, { headers: { allow } });
  };
}

function addRoute(app: Hono, { site, budget }: Surrounding, route: Route, allow: string): void {
  const { path, methods, parameters, open = false, counted, guard } = route;
  if (guard) app.on(['GET', 'PUT', 'POST', 'DELETE'], path, guard);
  for (const [method, handler] of Object.entries(methods)) {
    const stating = site.terms && open ? withTerms(handler, site) : handler;
    const counting = counted ? budget.counted(counted, stating) : stating;
    app.on(method, path, method === 'GET' && parameters ? withOnly(parameters, site, counting) : counting);
  }
  app.options(path, () => {
    return new Response(null, { status: 204, headers: { allow, ...(open && preflightHeaders(allow)) } });
  });
}

/** A handler whose documents say what machines may do with them. */
function withTerms(handler: Handler, site: TermsOf): Handler {
  return async (c) => {
    const response = await handler(c);
    if (response.status === 200 && !response.headers.has('tdm-reservation')) setTerms(response.headers, site);
    return response;
  };
}

/** A handler that sees no other parameters than these. */
function withOnly(parameters: readonly string[], site: { origin: string }, handler: Handler): Handler {
  return (c) => {
    const url = new URL(c.req.url);
    const path = withKnownParameters(url, parameters);
    return path === url.pathname + url.search ? handler(c) : redirectTo(site, path);
  };
}

/** The value of the Allow header. */
function allowOf({ methods }: Route): string {
  const names = Object.keys(methods).flatMap((it) => (it === 'GET' ? ['GET', 'HEAD'] : [it]));
  return [...names, 'OPTIONS'].join(', ');
}
