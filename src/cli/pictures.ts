import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { imageSize } from 'image-size';
import type { Image } from '../articles/entry.ts';
import type { ArticleRecord } from '../articles/record.ts';
import type { Problem } from '../refusal.ts';
import { publicFile } from './public-file.ts';

/** The fields that are read from a picture's file. */
type Measures = Required<Pick<Image, 'width' | 'height' | 'type' | 'length'>>;

/** Media types of the pictures that browsers show, by the names that `image-size` gives them. */
const MEDIA_TYPES: Record<string, string> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};
const SIZES_FOLDER = 'sizes';
/** Pixels: partners that want large pictures want 1,200 to 1,500. */
export const SIZE_WIDTH = 1600;
/** Nearly every picture says its size in these first bytes; where one does not, the rest is read as well. */
const OPENING_BYTES = 65_536;
const MAX_BYTES = 4_000_000;
/** From this EXIF orientation on (JEITA CP-3451, tag 274) a picture is shown lying on its side. */
const FIRST_SIDEWAYS = 5;

/** Returns the file of a record's picture if that is on our own origin. */
export function pictureFile(record: ArticleRecord, publicFolder: string): string | undefined {
  return record.image && publicFile(record, record.image.url, publicFolder);
}

/**
 * Returns a record with the size, type and length of its picture's file, and notes where the record differed.
 * @returns `missing`: that there is no such file
 */
export function withMeasures(
  record: ArticleRecord,
  path: string,
): { record: ArticleRecord; notes: Problem[]; missing: Problem[] } {
  if (!record.image) return { record, notes: [], missing: [] };
  const measured = measure(path);
  if ('message' in measured) {
    const told = [{ field: 'image.url', message: measured.message }];
    if (!measured.isMissing) return { record, notes: told, missing: [] };
    // What is not there has no size: partners would get it.
    const { url, alt, credit, variants }: Image = record.image;
    const image = { url, ...(alt && { alt }), ...(credit && { credit }), ...(variants && { variants }) };
    return { record: { ...record, image }, notes: [], missing: told };
  }
  const { width, height, type, length, ...image }: Image = record.image;
  const given = { width, height, type, length };
  const notes = (Object.keys(given) as (keyof Measures)[])
    .filter((name) => given[name] !== undefined && given[name] !== measured[name])
    .map((name) => ({ field: `image.${name}`, message: `says ${given[name]}, the file has ${measured[name]}` }));
  // In the order of the schema: the hash that a push compares depends on it.
  return { record: { ...record, image: { ...image, ...measured } }, notes, missing: [] };
}

/** Returns the file of the JPEG that is made of a picture for partners (`tagwire pictures`). */
export function sizeFile(picture: string, publicFolder: string): string {
  const path = relative(publicFolder, picture);
  return join(publicFolder, SIZES_FOLDER, `${path.slice(0, path.length - extname(path).length)}-${SIZE_WIDTH}.jpg`);
}

/** Returns a record with the JPEG of its picture as a variant, if one was made and the record names none itself. */
export function withSizes(
  record: ArticleRecord,
  picture: string,
  publicFolder: string,
): { record: ArticleRecord; files: string[] } {
  const file = sizeFile(picture, publicFolder);
  const image: Image | undefined = record.image;
  if (!image || image.variants || !existsSync(file)) return { record, files: [] };
  const measured = measure(file);
  if ('message' in measured) return { record, files: [file] };
  const url = `/${relative(publicFolder, file).split(sep).map(encodeURIComponent).join('/')}`;
  return { record: { ...record, image: { ...image, variants: [{ url, ...measured }] } }, files: [file] };
}

/** Measures a picture's file. Reads synchronously: four turns of the event loop take longer than to read so little. */
export function measure(path: string): Measures | { message: string; isMissing?: boolean } {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (!stat.isFile()) return { message: `${path} is not a file` };
    const size = sizeOf(file, stat.size);
    if (!size) return { message: `${path} is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture` };
    return { ...size, length: stat.size };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    return { message: isMissing ? `${path} does not exist` : `${path}: ${message}`, isMissing };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The media type of a picture that browsers show; undefined of anything else. @param bytes the whole file */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  try {
    return MEDIA_TYPES[imageSize(bytes).type ?? ''];
  } catch {
    return undefined;
  }
}

/** Returns width and height as they are shown, and the type; undefined if the bytes are not a picture. */
function sizeOf(file: number, length: number): Omit<Measures, 'length'> | undefined {
  for (const most of length > OPENING_BYTES ? [OPENING_BYTES, MAX_BYTES] : [OPENING_BYTES]) {
    const end = Math.min(length, most);
    const bytes = new Uint8Array(end);
    readSync(file, bytes, 0, end, 0);
    try {
      const { width, height, type = '', orientation = 1 } = imageSize(bytes);
      const shown = orientation < FIRST_SIDEWAYS ? { width, height } : { width: height, height: width };
      const mediaType = MEDIA_TYPES[type];
      if (mediaType && shown.width > 0 && shown.height > 0) return { ...shown, type: mediaType };
    } catch {
      // Not a picture, or its size comes later.
    }
  }
  return undefined;
}
