import { readFile } from 'node:fs/promises';
import { DownloadError, download } from '../download.ts';
import { CommandError } from '../errors.ts';

const MAX_BYTES = 25 * 1024 * 1024;
const FAVICON_SIZE = 32;
/** Files of the public folder, and how wide and high they are, in pixels. RSS 2.0 allows 144 at most, podcasts want 1,400. */
const PNGS: Record<string, number> = { 'icon.png': 144, 'icon-512.png': 512, 'icon-1400.png': 1400 };
const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

/** The files of the publication's icons, by their names in the public folder, and what an editor should know of them. */
export interface Icons {
  files: Map<string, Uint8Array>;
  notes: string[];
}

/**
 * Makes the publication's icons of every size from one picture: AVIF, GIF, JPEG, PNG, SVG or WebP. What is not square is not cut:
 * it gets transparent margins.
 * @param source a file, or an address
 * @throws {CommandError} if it cannot be had, or is no picture
 */
export async function iconsFrom(source: string): Promise<Icons> {
  const picture = await pictureAt(source);
  const { default: sharp } = await import('sharp');
  const {
    width = 0,
    height = 0,
    format,
  } = await sharp(picture)
    .metadata()
    .catch(() => {
      throw new CommandError(`--logo: ${source}: expected a picture (PNG, SVG, JPEG, WebP, GIF or AVIF)`);
    });
  const sized = (size: number) =>
    sharp(picture, { density: densityFor(format, Math.max(width, height), size) })
      .resize(size, size, { fit: 'contain', background: TRANSPARENT })
      .png()
      .toBuffer();
  const files = new Map<string, Uint8Array>();
  for (const [name, size] of Object.entries(PNGS)) files.set(name, await sized(size));
  files.set('favicon.ico', icoOf(await sized(FAVICON_SIZE), FAVICON_SIZE));
  const notes = [
    ...(format !== 'svg' && Math.max(width, height) < 512
      ? [`${source} is only ${width} by ${height} pixels: icons larger than that are blurred; 512 by 512 is best`]
      : []),
    ...(width === height ? [] : [`${source} is not square: it gets margins`]),
  ];
  return { files, notes };
}

async function pictureAt(source: string): Promise<Uint8Array> {
  try {
    return /^https?:\/\//i.test(source)
      ? await download(source, { accept: 'image/*', maxBytes: MAX_BYTES, allowLoopback: true })
      : new Uint8Array(await readFile(source));
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    if (error instanceof DownloadError) throw new CommandError(`--logo: ${source}: ${message}`, 'wire');
    throw new CommandError(`--logo: ${source}: ${code === 'ENOENT' ? 'does not exist' : message}`);
  }
}

/** Dots per inch at which a drawing is as large as its icon; other pictures have their pixels. */
const densityFor = (format: string | undefined, drawn: number, size: number) =>
  format === 'svg' && drawn > 0 ? Math.min(2400, Math.max(72, Math.ceil((72 * size) / drawn))) : 72;

/** An icon file with one PNG in it: header, directory of one entry, picture. */
function icoOf(png: Uint8Array, size: number): Uint8Array {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2); // An icon,
  head.writeUInt16LE(1, 4); // of one picture,
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10); // in one plane
  head.writeUInt16LE(32, 12); // of 32 bits a pixel.
  head.writeUInt32LE(png.byteLength, 14);
  head.writeUInt32LE(head.byteLength, 18);
  return Buffer.concat([head, png]);
}
