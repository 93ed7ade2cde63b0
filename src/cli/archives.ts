import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ImportError } from '../importing/import-error.ts';

const SIGNATURE = [0x50, 0x4b, 0x03, 0x04];
/** More than any newsroom's archive has; a bomb has more. */
const MAX_FILES = 200_000;
const MAX_BYTES = 4_000_000_000;

/** Unpacks archives into temporary folders. Call `close` when these have been read. */
export class Archives {
  readonly #folders: string[] = [];

  /**
   * Unpacks a ZIP archive.
   * @returns its folder; undefined of any other file, and of an office document, which is a ZIP archive, too
   * @throws {ImportError} of an archive that is broken, encrypted, or too large
   */
  async unpacked(path: string): Promise<string | undefined> {
    if (!(await beginsWith(path, SIGNATURE))) return undefined;
    try {
      return await this.#unpack(await openPromise(path));
    } catch (error) {
      if (error instanceof ImportError) throw error;
      throw new ImportError(`is a ZIP archive that cannot be read: ${(error as Error).message}`, 'binary');
    }
  }

  /** Removes what was unpacked. */
  async close(): Promise<void> {
    for (const it of this.#folders.splice(0)) await rm(it, { recursive: true, force: true });
  }

  async #unpack(archive: ZipFile): Promise<string | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'tagwire-import-'));
    this.#folders.push(folder);
    let [files, bytes] = [0, 0];
    for await (const entry of archive.eachEntry()) {
      const { fileName, uncompressedSize } = entry;
      if (isOfOffice(entry)) return undefined;
      if (fileName.endsWith('/')) continue;
      files++;
      bytes += uncompressedSize;
      if (files > MAX_FILES || bytes > MAX_BYTES)
        throw new ImportError(
          `holds more than ${MAX_FILES} files or ${MAX_BYTES} bytes; unpack it, and import its parts`,
        );
      if (entry.isEncrypted()) throw new ImportError('is a ZIP archive with a password; unpack it first', 'binary');
      await write(archive, entry, join(folder, fileName));
    }
    return folder;
  }
}

/** Open Packaging (ECMA-376 part 2) and OpenDocument say so in a file of this name. */
const isOfOffice = ({ fileName }: Entry) => fileName === '[Content_Types].xml' || fileName === 'mimetype';

/** The library refuses names that lead out of the folder, and data that is longer than the archive says. */
async function write(archive: ZipFile, entry: Entry, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path, { flags: 'wx' }));
}

async function beginsWith(path: string, signature: number[]): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    if (!(await file.stat()).isFile()) return false;
    const { buffer } = await file.read(Buffer.alloc(signature.length));
    return signature.every((it, index) => buffer[index] === it);
  } finally {
    await file.close();
  }
}
