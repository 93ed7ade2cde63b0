import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Image } from '../articles/entry.ts';
import { counted } from './counted.ts';
import { type ArticleFile, readArticleFile, readFolder, readPartnersFile } from './folder.ts';
import { PARTNERS_FILE, PUBLIC_FOLDER } from './folder-paths.ts';
import type { Write } from './output.ts';
import { measure, pictureFile, SIZE_WIDTH, sizeFile } from './pictures.ts';

const QUALITY = 82;
/** What every partner shows. */
const TAKEN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
/** No partner takes a picture of more bytes. */
const MAX_BYTES = 15_000_000;
/** Dots per inch of a drawing, so that it is sharp at `SIZE_WIDTH`. */
const DENSITY = 300;

/** A JPEG that was made of a picture, or why it could not be. */
type Made = { picture: string } & (
  | { size: string; width: number; height: number; length: number }
  | { message: string }
);

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
  const all: Made[] = [];
  for (const picture of pictures) {
    const made = await makeSize(picture, publicFolder);
    if (made) all.push(made);
  }
  const made = all.filter((it) => 'size' in it);
  const failed = all.filter((it) => 'message' in it);
  if (json) write(JSON.stringify({ pictures: pictures.size, made, failed }));
  else {
    for (const it of [...failed, ...made]) write(lineOf(it));
    write(`${counted(pictures.size, 'lead picture')}, ${counted(made.length, 'JPEG')} made`);
  }
  return failed.length > 0 ? 1 : 0;
}

const lineOf = (made: Made) =>
  'message' in made
    ? `${made.picture}: ${made.message}`
    : `${made.picture}: ${made.size}, ${made.width} by ${made.height} pixels, ${Math.ceil(made.length / 1000)} kB`;

/**
 * Makes the JPEGs that partners need of the lead pictures of stories that are about to be sent, where partners.yaml names any partner.
 * @returns the stories with them
 */
export async function withMadeSizes(folder: string, files: ArticleFile[], write: Write): Promise<ArticleFile[]> {
  const publicFolder = join(folder, PUBLIC_FOLDER);
  const settings = join(folder, PARTNERS_FILE);
  const partners = existsSync(settings) ? (await readPartnersFile(settings)).file?.partners : undefined;
  if (Object.keys(partners ?? {}).length === 0) return files;
  const sized: ArticleFile[] = [];
  // One after another: a folder may have hundreds, and several stories one picture.
  for (const file of files) sized.push(await withMadeSize(folder, publicFolder, file, write));
  return sized;
}

async function withMadeSize(
  folder: string,
  publicFolder: string,
  file: ArticleFile,
  write: Write,
): Promise<ArticleFile> {
  const { record } = file;
  const image: Image | undefined = record?.image;
  const picture = record && pictureFile(record, publicFolder);
  if (!image || !picture || !existsSync(picture) || record.status === 'withdrawn') return file;
  const isThere = existsSync(sizeFile(picture, publicFolder));
  // The newsroom has named sizes of its own.
  if (image.variants && !isThere) return file;
  const made = await makeSize(picture, publicFolder);
  if (made) write(lineOf(made));
  else if (!isThere || image.variants) return file;
  const { record: sized = record, shown = [] } = await readArticleFile(folder, file.path);
  return { ...file, record: sized, shown };
}

/** Makes the JPEG of a picture; undefined if partners take the picture itself, or if it is there and not older. */
async function makeSize(picture: string, publicFolder: string): Promise<Made | undefined> {
  const measured = measure(picture);
  if ('message' in measured) return { picture, message: measured.message.replace(picture, '').replace(/^:?\s+/, '') };
  if (TAKEN.has(measured.type) && measured.length <= MAX_BYTES) return undefined;
  const size = sizeFile(picture, publicFolder);
  if (existsSync(size) && statSync(size).mtimeMs >= statSync(picture).mtimeMs) return undefined;
  try {
    return { picture, size, ...(await jpegOf(picture, size)) };
  } catch (error) {
    return { picture, message: `cannot be made into a JPEG: ${(error as Error).message}` };
  }
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
    .resize({ width: SIZE_WIDTH, withoutEnlargement: !isDrawing })
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY, mozjpeg: true })
    .toFile(size);
  return { width, height, length };
}
