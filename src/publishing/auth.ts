import type { MiddlewareHandler } from 'hono';
import { digest } from '../hash.ts';
import { HttpProblem } from '../http/problem.ts';
import { type Client, readTokens, type Scope } from './tokens.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The owner of the token; only behind a guard. */
    client: Client;
  }
}

/**
 * Makes guards that let requests pass with one of our tokens that has any of the guard's scopes, before anything is read.
 * Every answer is `no-store`.
 * @param secret see `readTokens`
 * @example const guarded = guards(settings.PUBLISH_TOKEN); app.on(['GET', 'POST'], '/api/hub', guarded('operate'));
 */
export function guards(secret: string | undefined): (...scopes: Scope[]) => MiddlewareHandler {
  return (...scopes) =>
    async (c, next) => {
      c.set('client', await authenticate(c.req.header('authorization'), secret, scopes));
      await next();
      c.res.headers.set('cache-control', 'no-store');
    };
}

/** Equal or not, in a time that tells nothing of where they differ: both are digests of equal length. */
async function sameSecret(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest('SHA-256', a), digest('SHA-256', b)]);
  let difference = 0;
  for (let index = 0; index < left.length; index++) difference |= (left[index] as number) ^ (right[index] as number);
  return difference === 0;
}

/**
 * Whose token a request carries in its Authorization header (RFC 6750 §2.1).
 * @param secret see `readTokens`
 * @param scopes any of which is enough
 * @throws {HttpProblem} 401 with a challenge (RFC 6750 §3) without a token of ours, 403 if it has none of the scopes
 * @throws {Error} if the secret cannot be read
 */
async function authenticate(
  authorization: string | undefined,
  secret: string | undefined,
  scopes: Scope[],
): Promise<Client> {
  const tokens = readTokens(secret ?? '');
  const [, given] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization?.trim() ?? '') ?? [];
  const matches = given === undefined ? [] : await Promise.all(tokens.map((it) => sameSecret(given, it.token)));
  const client = tokens[matches.indexOf(true)];
  if (!client) {
    throw new HttpProblem(401, 'expected "Authorization: Bearer" with the publishing token', {
      headers: { 'www-authenticate': challenge(given === undefined ? {} : { error: 'invalid_token' }) },
    });
  }
  if (!scopes.some((it) => client.scopes.includes(it))) {
    throw new HttpProblem(
      403,
      `expected a token with the scope ${scopes.join(' or ')}, got ${client.scopes.join('+')}`,
      {
        // RFC 6750 §3.1
        headers: { 'www-authenticate': challenge({ error: 'insufficient_scope', scope: scopes.join(' ') }) },
      },
    );
  }
  return client;
}

const challenge = (parameters: Record<string, string>) =>
  `Bearer ${Object.entries({ realm: 'tagwire', ...parameters })
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
