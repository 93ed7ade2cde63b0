import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join, relative } from 'node:path';
import { imageSize } from 'image-size';
import type { Image } from '../articles/entry.ts';
import { absolute, ORIGIN_MARK, ownAddress } from '../articles/html.ts';
import type { Problem } from '../articles/problems.ts';
import type { ArticleRecord } from '../articles/record.ts';

/** What a picture's file says of itself. */
type Measures = Required<Pick<Image, 'width' | 'height' | 'type' | 'length'>>;

/** What browsers show, by the names that `image-size` gives. */
const TYPES: Record<string, string> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};
/** Nearly every picture says its size in these first bytes; where one does not, the rest is read as well. */
const OPENING_BYTES = 65_536;
const MOST_BYTES = 4_000_000;
/** From this EXIF orientation on (JEITA CP-3451, tag 274) a picture is shown lying on its side. */
const FIRST_SIDEWAYS = 5;

/**
 * The file of a record's picture, if that is on our own origin: an address there is a path in the public folder. An
 * address relative to a story that lives elsewhere is elsewhere, too.
 */
export function pictureFile(record: ArticleRecord, publicFolder: string): string | undefined {
  const address = record.image && absolute(record.image.url, record.url ?? ownAddress(record.slug ?? record.key));
  if (!address?.startsWith(ORIGIN_MARK)) return undefined;
  try {
    const path = join(publicFolder, decodeURIComponent(new URL(address.slice(1), 'http://x').pathname));
    return relative(publicFolder, path).startsWith('..') ? undefined : path;
  } catch {
    return undefined;
  }
}

/** A record with what its picture's file says of size, type and length, and what an editor should know of it. */
export function withMeasures(record: ArticleRecord, path: string): { record: ArticleRecord; notes: Problem[] } {
  const measured = measure(path);
  if (!record.image || 'message' in measured)
    return { record, notes: 'message' in measured ? [{ field: 'image.url', message: measured.message }] : [] };
  const { width, height, type, length, ...image }: Image = record.image;
  const said = { width, height, type, length };
  const notes = (Object.keys(said) as (keyof Measures)[])
    .filter((name) => said[name] !== undefined && said[name] !== measured[name])
    .map((name) => ({ field: `image.${name}`, message: `says ${said[name]}, the file has ${measured[name]}` }));
  // In the order of the schema: the hash that a push compares depends on it.
  return { record: { ...record, image: { ...image, ...measured } }, notes };
}

/** Synchronous: four turns of the event loop take longer than to read so little. */
function measure(path: string): Measures | { message: string } {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (!stat.isFile()) return { message: `${path} is no file` };
    const size = sizeOf(file, stat.size);
    return size
      ? { ...size, length: stat.size }
      : { message: `${path} is no AVIF, GIF, JPEG, PNG, SVG or WebP picture` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { message: code === 'ENOENT' || code === 'ENOTDIR' ? `there is no ${path}` : `${path}: ${message}` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Width and height as they are shown, and the type; undefined if the bytes are no picture. */
function sizeOf(file: number, length: number): Omit<Measures, 'length'> | undefined {
  for (const most of length > OPENING_BYTES ? [OPENING_BYTES, MOST_BYTES] : [OPENING_BYTES]) {
    const end = Math.min(length, most);
    const bytes = new Uint8Array(end);
    readSync(file, bytes, 0, end, 0);
    try {
      const { width, height, type = '', orientation = 1 } = imageSize(bytes);
      const shown = orientation < FIRST_SIDEWAYS ? { width, height } : { width: height, height: width };
      const mediaType = TYPES[type];
      if (mediaType && shown.width > 0 && shown.height > 0) return { ...shown, type: mediaType };
    } catch {
      // Not a picture, or its size comes later.
    }
  }
  return undefined;
}
