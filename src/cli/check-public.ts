import { realpath, stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import type { Problem } from '../refusal.ts';
import { isPublicPath, listFiles } from './folder-paths.ts';
import type { Finding } from './output.ts';

/** Cloudflare's limit for a static asset, in bytes. */
const MAX_ASSET_BYTES = 25 * 1024 * 1024;

const LINK_TO_OUTSIDE: Problem = {
  field: 'file',
  message: 'links to a file outside the public folder, which everybody could then read',
};
const CHANGED_PICTURE: Problem = {
  field: 'image',
  message:
    'has changed since the last commit under the same name, and caches keep the old one: give the new picture a new name',
};

/** Finds what cannot be served, or must not be: every file of the public folder goes up with the worker. */
export async function checkPublicFiles(folder: string): Promise<Finding[]> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return [];
  const findings: Finding[] = [];
  for (const path of await listFiles(folder).catch(() => [])) {
    const problems = [...((await isOutside(root, path)) ? [LINK_TO_OUTSIDE] : []), ...(await sizeProblems(path))];
    findings.push({ path, problems, notes: [] });
  }
  return findings;
}

async function isOutside(root: string, path: string): Promise<boolean> {
  const place = relative(root, await realpath(path).catch(() => path));
  return place === '..' || place.startsWith(`..${sep}`);
}

async function sizeProblems(path: string): Promise<Problem[]> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size <= MAX_ASSET_BYTES) return [];
  return [{ field: 'file', message: `is ${size} bytes long; at most ${MAX_ASSET_BYTES} can be served` }];
}

/** Notes pictures whose bytes have changed under the same name: caches keep a picture for a month. */
export function checkChangedPictures(folder: string, changed: string[]): Finding[] {
  return changed
    .filter((it) => isPublicPath(folder, it) && isPicture(it))
    .map((path) => ({ path, problems: [], notes: [CHANGED_PICTURE] }));
}

/** The publication's own icons keep their names. */
const isPicture = (path: string) =>
  /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(path) && !/^icon(-\d+)?\./.test(basename(path));
