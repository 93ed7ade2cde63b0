import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Problem } from '../refusal.ts';
import { CommandError } from './errors.ts';
import { isFolder, isPublicPath, leadsOut, listFiles, PUBLIC_FOLDER } from './folder-paths.ts';
import { type Finding, problemLines } from './output.ts';

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

/**
 * Finds what cannot be served, or must not be: every file of the public folder goes up with the worker.
 * @param folder the articles
 */
export async function checkPublicFiles(folder: string): Promise<Finding[]> {
  const publicFolder = join(folder, PUBLIC_FOLDER);
  if (!(await isFolder(publicFolder))) return [];
  if (await leadsOut(folder, publicFolder)) return [{ path: publicFolder, problems: [LINK_TO_OUTSIDE], notes: [] }];
  const findings: Finding[] = [];
  for (const { path, leadsOut } of await listFiles(publicFolder)) {
    const problems = [...(leadsOut ? [LINK_TO_OUTSIDE] : []), ...(await sizeProblems(path))];
    findings.push({ path, problems, notes: [] });
  }
  return findings;
}

/** @throws {CommandError} naming every file of the public folder that cannot be served, or must not be */
export async function refuseBadPublicFiles(folder: string): Promise<void> {
  const lines = (await checkPublicFiles(folder)).flatMap((it) => problemLines(it.path, it.problems));
  if (lines.length > 0) throw new CommandError(lines.join('\n'), 'folder');
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
