/** Scopes of a token: `publish` allows everything about stories and tags, `operate` the hub. */
const SCOPES = ['publish', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whom a token belongs to. */
export interface Client {
  /** The name that the history of an article gives it. */
  name: string;
  scopes: readonly Scope[];
}

/** The name in the history for changes that nobody asked for at that moment; no token may have it. */
export const CLOCK_NAME = 'clock';
const UNNAMED = 'publisher';

/** Too short for what stands in the wrong place and is a token. */
const NAME = /^[a-z][\w.-]{0,19}$/i;
/** RFC 6750 §2.1: b64token. */
const TOKEN = /^[\w.~+/-]+=*$/;

/**
 * Reads the secret: entries separated by white space, each `name:scopes:token` with scopes joined by "+", or a token
 * alone, which has every scope. Several tokens may have one name: while one replaces the other, for instance.
 * @throws {Error} which entry is wrong and what was expected; nothing in it can be a token
 */
export function readTokens(secret: string): (Client & { token: string })[] {
  const entries = secret.split(/\s+/).filter((it) => it !== '');
  const tokens = entries.map((entry, index) => {
    const parts = entry.split(':');
    const [name = '', scopes = '', token = ''] = parts.length === 1 ? [UNNAMED, SCOPES.join('+'), entry] : parts;
    const problem = problemOfToken(parts.length, name, scopes, token);
    if (problem) throw entryError(index, name, problem);
    return { name, scopes: scopes.split('+') as Scope[], token };
  });
  const known = new Set<string>();
  for (const [index, { name, token }] of tokens.entries()) {
    if (known.has(token)) throw entryError(index, name, 'expected a token of its own, got that of an earlier entry');
    known.add(token);
  }
  return tokens;
}

function problemOfToken(parts: number, name: string, scopes: string, token: string): string | undefined {
  if (parts !== 1 && parts !== 3) return `expected a token or name:scopes:token, got ${parts} parts`;
  if (!NAME.test(name)) return `expected a name like "desk", of at most 20 letters, digits, ".", "_" and "-"`;
  if (name === CLOCK_NAME) return `"${CLOCK_NAME}" is the wire's own name`;
  if (!scopes.split('+').every((it) => SCOPES.some((scope) => scope === it)))
    return 'expected the scopes publish, operate or publish+operate';
  return TOKEN.test(token) ? undefined : 'expected a token of letters, digits and -._~+/ (RFC 6750 §2.1)';
}

function entryError(index: number, name: string, problem: string): Error {
  return new Error(`PUBLISH_TOKEN: entry ${index + 1}${NAME.test(name) ? ` (${name})` : ''}: ${problem}`);
}
