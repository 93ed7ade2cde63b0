import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import type { ImportOptions } from '../importing/options.ts';
import type { TakenPicture, TakePicture } from '../importing/story-pictures.ts';
import { DownloadError, download } from './download.ts';
import { CommandError } from './errors.ts';
import { isFile, isFolder, PUBLIC_FOLDER } from './folder-paths.ts';
import { pictureTypeOf } from './pictures.ts';

/** Cloudflare's limit for a static asset, in bytes. */
const MAX_BYTES = 25 * 1024 * 1024;
/** A GIF of one pixel: stands for what nobody has asked for. */
const ANY_PICTURE = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64');
const ANY_ORIGIN = 'http://any.invalid';
/** The source that is no folder: the addresses themselves. */
export const WEB = 'web';
const EXTENSIONS: Record<string, RegExp> = {
  'image/avif': /^avif$/,
  'image/gif': /^gif$/,
  'image/jpeg': /^jpe?g$/,
  'image/png': /^png$/,
  'image/svg+xml': /^svg$/,
  'image/webp': /^webp$/,
};

/** The bytes of a picture, and where they come from; or why there are none. */
type Found = { bytes: Uint8Array; source: string } | { problem: string };

/** Pictures, each counted once. */
export interface PictureCounts {
  /** Paths of those that were taken over. */
  taken: Set<string>;
  /** Addresses of those that could not be. */
  left: Set<string>;
}

/** Counts what a run takes over and leaves. */
export function counting(take: TakePicture): { take: TakePicture; counts: PictureCounts } {
  const counts: PictureCounts = { taken: new Set(), left: new Set() };
  const counted: TakePicture = async (address, story) => {
    const result = await take(address, story);
    if ('path' in result) counts.taken.add(result.path);
    else counts.left.add(nameOf(address, story.file));
    return result;
  };
  return { take: counted, counts };
}

/**
 * Makes what takes pictures over: each keeps its path below `public/`, so that its old address works, too, once the newsroom's
 * domain leads to the wire.
 * @param sources folders with the pictures of the export, and `web`: the first that has a picture counts
 * @param options `writes` false: nothing is written and nobody is asked, so what may be on the web is taken to be there
 * @throws {CommandError} for a source that is no folder
 */
export async function picturesFrom(
  sources: string[],
  { out, 'allow-loopback': allowLoopback, writes }: Pick<ImportOptions, 'out' | 'allow-loopback'> & { writes: boolean },
): Promise<TakePicture> {
  for (const it of sources) {
    if (it !== WEB && !(await isFolder(it)))
      throw new CommandError(`--pictures: expected a folder, or "${WEB}" for the network; got "${it}"`);
  }
  const find = async (address: string, file: string): Promise<Found> => {
    let problem = 'is in no folder that --pictures names';
    if (isRelative(address) && file !== '-') {
      const beside = await fromFolder(dirname(file), address, false);
      if (beside) return { bytes: beside, source: dirname(file) };
    }
    for (const source of sources) {
      if (source === WEB && !writes && /^(?:https?:)?\/\//i.test(address)) return { bytes: ANY_PICTURE, source };
      const found = await (source === WEB ? fromWeb(address, allowLoopback) : fromFolder(source, address, true));
      if (found instanceof Uint8Array) return { bytes: found, source };
      problem = found ?? problem;
    }
    return { problem };
  };
  const publicFolder = writes ? join(out, PUBLIC_FOLDER) : undefined;
  const known = new Map<string, Promise<TakenPicture>>();
  return (address, { key, file, attached }) => {
    const own = attached.find((it) => it.address === address);
    if (own) return take(own.name, key, { bytes: Buffer.from(own.base64, 'base64'), source: file }, publicFolder);
    const name = nameOf(address, file);
    const taken = known.get(name) ?? find(address, file).then((it) => take(address, key, it, publicFolder));
    known.set(name, taken);
    return taken;
  };
}

/** An address without a host and without a slash before it. */
const isRelative = (address: string) => !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(address);

const nameOf = (address: string, file: string) => (isRelative(address) ? `${file} ${address}` : address);

/** @param publicFolder undefined: nothing is written */
async function take(
  address: string,
  key: string,
  found: Found,
  publicFolder: string | undefined,
): Promise<TakenPicture> {
  if ('problem' in found) return found;
  const { bytes, source } = found;
  const type = pictureTypeOf(bytes);
  if (type === undefined) return { problem: 'is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture' };
  const path = pathOf(address, key, source === WEB);
  if (path === undefined) return { problem: 'has a path that no file can have' };
  const isNamed = EXTENSIONS[type]?.test(extname(path).slice(1).toLowerCase());
  const named = isNamed ? path : `${path}.${type.slice('image/'.length).replace('+xml', '')}`;
  return { path: publicFolder === undefined ? named : await write(publicFolder, named, bytes) };
}

/** Writes a picture under a name that no other one has. @returns its path on the wire */
async function write(publicFolder: string, path: string, bytes: Uint8Array): Promise<string> {
  const present = await readFile(join(publicFolder, path)).catch(() => undefined);
  if (present && !present.equals(bytes)) {
    const end = path.length - extname(path).length;
    return write(publicFolder, `${path.slice(0, end)}-${hashOf(bytes)}${path.slice(end)}`, bytes);
  }
  if (!present) {
    const target = join(publicFolder, path);
    await mkdir(dirname(target), { recursive: true });
    const unfinished = join(dirname(target), `.${basename(target)}.unfinished`);
    await writeFile(unfinished, bytes);
    await rename(unfinished, target);
  }
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * The path of a picture below `public/`; undefined of an address whose path could lead out of it.
 * @param byQuery true if its parameters make it another picture: many systems make sizes so
 */
function pathOf(address: string, key: string, byQuery: boolean): string | undefined {
  const { pathname, search } = new URL(address, ANY_ORIGIN);
  const parts = partsOf(pathname);
  if (parts.length === 0 || parts.some((it) => !/^[^.\p{Cc}/\\][^\p{Cc}/\\]{0,150}$/u.test(it))) return undefined;
  const path = (isRelative(address) ? `/images/${key}/` : '/') + parts.join('/');
  if (!byQuery || search === '') return path;
  const end = path.length - extname(path).length;
  return `${path.slice(0, end)}-${hashOf(search)}${path.slice(end)}`;
}

const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 8);

const partsOf = (pathname: string) =>
  pathname
    .split('/')
    .filter((it) => it !== '')
    .map(decoded);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The bytes of a picture, or why it cannot be downloaded; undefined of what is no address of the network. */
async function fromWeb(address: string, allowLoopback: boolean): Promise<Uint8Array | string | undefined> {
  const url = address.startsWith('//') ? `https:${address}` : address;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  try {
    return await download(url, { accept: 'image/*', maxBytes: MAX_BYTES, allowLoopback });
  } catch (error) {
    if (error instanceof DownloadError) return error.message;
    throw error;
  }
}

/**
 * The bytes of a picture in a folder: at its whole path, or at the end of it, which must be more than a file's name, since many
 * pictures have the same. Undefined if it is not there.
 */
async function fromFolder(folder: string, address: string, byPath: boolean): Promise<Uint8Array | undefined> {
  const parts = partsOf(new URL(address, ANY_ORIGIN).pathname);
  const starts = byPath ? Array.from({ length: Math.max(1, parts.length - 1) }, (_, start) => start) : [0];
  for (const start of starts) {
    const path = join(folder, ...parts.slice(start));
    if (!(await isFile(path))) continue;
    // A link out of the folder, or "..", may lead to a secret.
    const place = relative(await realpath(folder), await realpath(path));
    if (place !== '..' && !place.startsWith(`..${sep}`)) return readFile(path);
  }
  return undefined;
}
