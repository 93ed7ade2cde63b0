import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, extname, join, relative, sep } from 'node:path';
import type { Image } from '../articles/entry.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { counted } from './counted.ts';
import { readFolder } from './folder.ts';
import { PUBLIC_FOLDER } from './folder-paths.ts';
import type { Write } from './output.ts';
import { measure, pictureFile } from './pictures.ts';

const SIZES_FOLDER = 'sizes';
/** Pixels: partners that want large pictures want 1,200 to 1,500. */
const WIDTH = 1600;
const QUALITY = 82;
/** What every partner shows. */
const TAKEN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
/** No partner takes a picture of more bytes. */
const MAX_BYTES = 15_000_000;
/** Dots per inch of a drawing, so that it is sharp at `WIDTH`. */
const DENSITY = 300;

/** Returns the file of the JPEG that is made of a picture. */
function sizeFile(picture: string, publicFolder: string): string {
  const path = relative(publicFolder, picture);
  return join(publicFolder, SIZES_FOLDER, `${path.slice(0, path.length - extname(path).length)}-${WIDTH}.jpg`);
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

/**
 * Makes a JPEG of every lead picture in a folder that partners do not take: of another type, or too heavy. One that is there already
 * is made again if its picture is newer.
 * @returns the exit code: 1 if a picture cannot be read
 */
export async function makeSizes(folder: string, { json, write }: { json: boolean; write: Write }): Promise<number> {
  const publicFolder = join(folder, PUBLIC_FOLDER);
  const { files } = await readFolder(folder);
  const pictures = new Set(
    files.flatMap(({ record }) => (record?.image?.url ? (pictureFile(record, publicFolder) ?? []) : [])),
  );
  const made: { picture: string; size: string; width: number; height: number; length: number }[] = [];
  const failed: { picture: string; message: string }[] = [];
  for (const picture of pictures) {
    const measured = measure(picture);
    if ('message' in measured) {
      failed.push({ picture, message: measured.message.replace(picture, '').replace(/^:?\s+/, '') });
      continue;
    }
    if (TAKEN.has(measured.type) && measured.length <= MAX_BYTES) continue;
    const size = sizeFile(picture, publicFolder);
    if (existsSync(size) && statSync(size).mtimeMs >= statSync(picture).mtimeMs) continue;
    try {
      made.push({ picture, size, ...(await jpegOf(picture, size)) });
    } catch (error) {
      failed.push({ picture, message: `cannot be made into a JPEG: ${(error as Error).message}` });
    }
  }
  if (json) write(JSON.stringify({ pictures: pictures.size, made, failed }));
  else {
    for (const { picture, message } of failed) write(`${picture}: ${message}`);
    for (const { picture, size, width, height, length } of made)
      write(`${picture}: ${size}, ${width} by ${height} pixels, ${Math.ceil(length / 1000)} kB`);
    write(`${counted(pictures.size, 'lead picture')}, ${counted(made.length, 'JPEG')} made`);
  }
  return failed.length > 0 ? 1 : 0;
}

/** What is transparent becomes white, as on a page. A photograph is not made larger than it is. */
async function jpegOf(picture: string, size: string): Promise<{ width: number; height: number; length: number }> {
  const { default: sharp } = await import('sharp');
  const { format } = await sharp(picture).metadata();
  await mkdir(dirname(size), { recursive: true });
  const isDrawing = format === 'svg';
  const {
    width,
    height,
    size: length,
  } = await sharp(picture, { density: isDrawing ? DENSITY : 72 })
    .rotate()
    .resize({ width: WIDTH, withoutEnlargement: !isDrawing })
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY, mozjpeg: true })
    .toFile(size);
  return { width, height, length };
}
