import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import type { Settings } from '../settings.ts';
import { type Site, siteOf } from '../site.ts';
import { CommandError } from './errors.ts';
import { CONFIG_FILE } from './wrangler.ts';

/** Returns a variable (`[vars]`) of wrangler.toml; undefined if it is not there. @throws {Error} naming the line that is no TOML */
export function variableIn(config: string, name: string): string | undefined {
  const { vars } = parse(config) as { vars?: Record<string, unknown> };
  const value = vars?.[name];
  return value === undefined ? undefined : String(value);
}

/** Sets a variable of wrangler.toml. The rest stays as it is, the comment behind the value included. */
export function withVariable(config: string, name: string, value: string): string {
  const line = new RegExp(`^${name}[ \\t]*=[ \\t]*(?:"(?:[^"\\\\\\n]|\\\\.)*"|'[^'\\n]*')`, 'm');
  const written = `${name} = ${JSON.stringify(value)}`;
  return line.test(config)
    ? config.replace(line, () => written)
    : config.replace(/^\[vars\][^\n]*\n/m, (table) => `${table}${written}\n`);
}

/** Hosts that the platform gives to a worker by itself. */
const GIVEN_HOST = /\.workers\.dev$/;
const ROUTES = /^routes[ \t]*=[ \t]*\[[^\]]*\][^\n]*\n/m;

/** Has the worker answer at the host of its origin, if that is a domain of one's own. */
export function withDomain(config: string, origin: string): string {
  const { hostname } = new URL(origin);
  const without = config.replace(ROUTES, '');
  if (GIVEN_HOST.test(hostname)) return without;
  const routes = `routes = [{ pattern = "${hostname}", custom_domain = true }]\n`;
  return without.replace(/^workers_dev[^\n]*\n/m, (line) => line + routes);
}

/** The zone in which the newsroom reads dates. UTC where wrangler.toml cannot be read: other commands say what is wrong with it. */
export async function newsroomZone(): Promise<string> {
  try {
    return variableIn(await readFile(CONFIG_FILE, 'utf8'), 'SITE_TIME_ZONE') || 'UTC';
  } catch {
    return 'UTC';
  }
}

/**
 * Returns the publication as the settings of this checkout name it.
 * @throws {CommandError} naming the setting that cannot be used
 */
export async function siteHere(): Promise<Site> {
  const { vars } = parse(await readFile(CONFIG_FILE, 'utf8')) as { vars?: unknown };
  try {
    return siteOf(vars as Settings);
  } catch (error) {
    throw new CommandError(`wrangler.toml: ${(error as Error).message}`);
  }
}
