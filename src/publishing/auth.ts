import type { MiddlewareHandler } from 'hono';
import { digest } from '../hash.ts';
import { credentialsIn } from '../http/credentials.ts';
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
 * @param scheme how the token is asked for
 * @example const guarded = guards(settings.PUBLISH_TOKEN); app.on(['GET', 'POST'], '/api/hub', guarded('operate'));
 */
export function guards(
  secret: string | undefined,
  scheme: Scheme = 'Bearer',
): (...scopes: Scope[]) => MiddlewareHandler {
  return (...scopes) =>
    async (c, next) => {
      c.set('client', await authenticate(c.req.header('authorization'), { secret, scopes, scheme }));
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

/** The ways to send a token: as such (RFC 6750), or as the password that a browser asks a person for (RFC 7617). */
type Scheme = 'Bearer' | 'Basic';

interface Wanted {
  /** See `readTokens`. */
  secret: string | undefined;
  /** Any of which is enough. */
  scopes: Scope[];
  scheme: Scheme;
}

/**
 * Whose token a request carries in its Authorization header (RFC 6750 §2.1).
 * @throws {HttpProblem} 401 with a challenge (RFC 6750 §3) without a token of ours, 403 if it has none of the scopes
 * @throws {Error} if the secret cannot be read
 */
async function authenticate(authorization: string | undefined, { secret, scopes, scheme }: Wanted): Promise<Client> {
  const tokens = readTokens(secret ?? '');
  const { bearer, password } = credentialsIn(authorization);
  const given = bearer ?? (scheme === 'Basic' ? password : undefined);
  const matches = given === undefined ? [] : await Promise.all(tokens.map((it) => sameSecret(given, it.token)));
  const client = tokens[matches.indexOf(true)];
  if (!client && scheme === 'Basic')
    throw new HttpProblem(401, 'expected the publishing token as the password; any name will do', {
      headers: { 'www-authenticate': 'Basic realm="tagwire", charset="UTF-8"' },
    });
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
