import { join } from 'node:path';
import { CommandError } from './errors.ts';

export const DEFAULT_PORT = 8787;
export const LAST_PORT = 65_535;
/** The address that everything on this machine listens on. */
export const LOCAL_HOST = '127.0.0.1';
/** Host names of this machine, as URLs have them. */
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Returns a path in this checkout. */
export function projectPath(...parts: string[]): string {
  return join(import.meta.dirname, '..', '..', ...parts);
}

/** Returns the port of the wire on this machine. @throws {CommandError} when PORT is not a number of a port */
export function localPort(): number {
  const given = process.env.PORT;
  if (given === undefined || given === '') return DEFAULT_PORT;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > LAST_PORT)
    throw new CommandError(`PORT: expected a number from 1 to ${LAST_PORT}, got "${given}"`);
  return port;
}

/** Returns the address of the wire that `tagwire start` runs. */
export function localUrl(): string {
  return `http://${LOCAL_HOST}:${localPort()}`;
}

export function isLocal(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}
