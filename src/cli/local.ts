import { randomBytes } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Something about the command line, a folder or a setting that its user has to mend. */
export class UsageError extends Error {}

export const DEFAULT_PORT = 8787;
/** Hosts of this machine. */
export const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** A path in this checkout. */
export function projectPath(...parts: string[]): string {
  return join(import.meta.dirname, '..', '..', ...parts);
}

/** @throws {UsageError} when PORT is none */
export function localPort(): number {
  const given = process.env.PORT;
  if (given === undefined || given === '') return DEFAULT_PORT;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65_535)
    throw new UsageError(`PORT: expected a number from 1 to 65535, got "${given}"`);
  return port;
}

export function localUrl(): string {
  return `http://127.0.0.1:${localPort()}`;
}

const secretsFile = () => projectPath('.dev.vars');

async function localToken(): Promise<string | undefined> {
  const vars = await readFile(secretsFile(), 'utf8').catch(() => '');
  const entry = /^PUBLISH_TOKEN=["']?([^\s"']+)/m.exec(vars)?.[1];
  return entry && firstToken(entry);
}

/** The token of a secret's first entry (src/publishing/tokens.ts): what a client sends. */
export function firstToken(secret: string): string {
  const [entry = ''] = secret.trim().split(/\s+/);
  return entry.slice(entry.lastIndexOf(':') + 1);
}

async function addLocalVariable(line: string): Promise<void> {
  const vars = await readFile(secretsFile(), 'utf8').catch(() => '');
  await appendFile(secretsFile(), `${vars === '' || vars.endsWith('\n') ? '' : '\n'}${line}\n`, { mode: 0o600 });
}

/** Lets the local hub call this machine. @returns whether .dev.vars did not say so yet */
export async function allowLoopback(): Promise<boolean> {
  const vars = await readFile(secretsFile(), 'utf8').catch(() => '');
  if (/^HUB_ALLOW_LOOPBACK=/m.test(vars)) return false;
  await addLocalVariable('HUB_ALLOW_LOOPBACK=true');
  return true;
}

/** The token in .dev.vars, made there if there is none. */
export async function ensureLocalToken(): Promise<string> {
  const existing = await localToken();
  if (existing) return existing;
  const token = randomToken();
  await addLocalVariable(`PUBLISH_TOKEN=${token}`);
  return token;
}

export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The token for a wire.
 * @throws {UsageError} when there is none; the one in .dev.vars is never sent to another machine
 */
export async function publishToken(url: string): Promise<string> {
  const fromEnvironment = process.env.PUBLISH_TOKEN;
  if (fromEnvironment) return firstToken(fromEnvironment);
  const local = LOOPBACK.test(new URL(url).hostname);
  const token = local ? await localToken() : undefined;
  if (token) return token;
  throw new UsageError(
    local
      ? 'PUBLISH_TOKEN: is neither in the environment nor in .dev.vars (npm start writes one there)'
      : `PUBLISH_TOKEN: is not in the environment; ${new URL(url).host} wants one`,
  );
}
