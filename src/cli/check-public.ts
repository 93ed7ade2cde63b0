import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { seeMistake } from '../articles/mistakes.ts';
import type { Problem } from '../refusal.ts';
import { CommandError } from './errors.ts';
import { isFolder, isPublicPath, leadsOut, listFiles, PUBLIC_FOLDER } from './folder-paths.ts';
import { type Finding, problemLines } from './output.ts';

/** Cloudflare's limit for a static asset, in bytes. */
const MAX_ASSET_BYTES = 25 * 1024 * 1024;

/** A larger picture takes seconds on a phone (bytes). */
const LARGE_PICTURE_BYTES = 1_000_000;
/** Brands of the container that phones write pictures in (ISO/IEC 23008-12, 10.2), behind the size of its first box. */
const HEIC = /^.{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)/s;
const HEIC_BYTES = 12;

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
    findings.push({ path, problems, notes: problems.length > 0 ? [] : await pictureNotes(path) });
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

/** Notes a picture that many readers cannot see, or wait for. A phone's picture may have any name. */
async function pictureNotes(path: string): Promise<Problem[]> {
  if (!isPicture(path) && !UNSHOWN.test(path)) return [];
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read({ buffer: Buffer.alloc(HEIC_BYTES) });
    const isHeic = HEIC.test(buffer.toString('latin1')) && !/\.avif$/i.test(path);
    const kind = isHeic ? 'HEIC' : UNSHOWN.exec(path)?.[1]?.toUpperCase();
    if (kind !== undefined)
      return [
        {
          field: 'file',
          message: `is a ${kind} picture, which most browsers do not show: save it as JPEG or WebP (${seeMistake('picture')})`,
        },
      ];
    if (size <= LARGE_PICTURE_BYTES) return [];
    const megabytes = (size / 1_000_000).toFixed(1);
    return [
      {
        field: 'file',
        message: `is ${megabytes} MB long, which takes seconds on a phone: make it smaller than 1 MB (${seeMistake('picture')})`,
      },
    ];
  } finally {
    await file.close();
  }
}

/** Pictures that most browsers do not show. */
const UNSHOWN = /\.(heic|heif|tiff?|psd|jp2|jxl|raw|dng)$/i;

/** Notes pictures whose bytes have changed under the same name: caches keep a picture for a month. */
export function checkChangedPictures(folder: string, changed: string[]): Finding[] {
  return changed
    .filter((it) => isPublicPath(folder, it) && isPicture(it))
    .map((path) => ({ path, problems: [], notes: [CHANGED_PICTURE] }));
}

/** The publication's own icons keep their names. */
const isPicture = (path: string) =>
  /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(path) && !/^icon(-\d+)?\./.test(basename(path));
