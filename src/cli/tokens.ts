import { randomBytes } from 'node:crypto';
import { addDevVar, readDevVar } from './dev-vars.ts';
import { CommandError } from './errors.ts';
import { isLocal } from './local.ts';

/** The publishing token's variable: here in the environment or in .dev.vars, on Cloudflare a secret. */
export const TOKEN_VARIABLE = 'PUBLISH_TOKEN';

/** Returns the token of a secret's first entry (src/publishing/tokens.ts): what a client sends. */
export function firstToken(secret: string): string {
  const [entry = ''] = secret.trim().split(/\s+/);
  return entry.slice(entry.lastIndexOf(':') + 1);
}

export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

async function localToken(): Promise<string | undefined> {
  const secret = await readDevVar(TOKEN_VARIABLE);
  return secret && firstToken(secret);
}

/** Returns the token in .dev.vars; a new one is put there if there is none. */
export async function ensureLocalToken(): Promise<string> {
  const existing = await localToken();
  if (existing) return existing;
  const token = randomToken();
  await addDevVar(TOKEN_VARIABLE, token);
  return token;
}

/** A publishing token, and the place that it comes from. */
interface SourcedToken {
  token: string;
  source: string;
}

/**
 * Returns the token for a wire.
 * @throws {CommandError} when there is none; the one in .dev.vars is never sent to another machine
 */
export async function publishToken(url: string): Promise<SourcedToken> {
  const fromEnvironment = process.env[TOKEN_VARIABLE];
  if (fromEnvironment) return { token: firstToken(fromEnvironment), source: `${TOKEN_VARIABLE} in the environment` };
  const token = isLocal(url) ? await localToken() : undefined;
  if (token) return { token, source: '.dev.vars' };
  throw new CommandError(
    isLocal(url)
      ? `${TOKEN_VARIABLE}: set neither in the environment nor in .dev.vars; \`npm start\` makes one there`
      : `${TOKEN_VARIABLE}: not set in the environment; expected a publishing token of ${new URL(url).host}`,
  );
}
