import { HttpProblem } from '../http/problem.ts';

const digest = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** Equal or not, in a time that tells nothing of where they differ: both are digests of equal length. */
async function sameSecret(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  let difference = 0;
  for (let index = 0; index < left.length; index++) difference |= (left[index] as number) ^ (right[index] as number);
  return difference === 0;
}

/**
 * Lets a request pass whose Authorization header carries one of our bearer tokens (RFC 6750 §2.1).
 * @param secrets the tokens, separated by white space
 * @throws {HttpProblem} 401 with a challenge (RFC 6750 §3), whatever is wrong
 */
export async function authenticate(authorization: string | undefined, secrets: string | undefined): Promise<void> {
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization?.trim() ?? '') ?? [];
  const known = (secrets ?? '').split(/\s+/).filter((it) => it !== '');
  const matches = token === undefined ? [] : await Promise.all(known.map((it) => sameSecret(token, it)));
  if (matches.includes(true)) return;
  throw new HttpProblem(401, 'expected "Authorization: Bearer" with the publishing token', {
    headers: {
      'www-authenticate':
        token === undefined ? 'Bearer realm="tagwire"' : 'Bearer realm="tagwire", error="invalid_token"',
    },
  });
}
