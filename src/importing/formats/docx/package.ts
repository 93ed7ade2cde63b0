import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { ImportError } from '../../import-error.ts';

/** More than the texts of any document have; a bomb has more. Pictures are not counted: they are not read. */
const MAX_BYTES = 20_000_000;
/** Parts that are read: ECMA-376 part 2 §8 and part 1 §11. */
const XML = /\.(?:xml|rels)$/i;
const DOCUMENT = 'word/document.xml';

/**
 * Reads the main part of a Word document, and all other texts in it, once: so that nobody else reads more than there should be.
 * @throws {ImportError} for what is broken, or too large
 */
export async function documentXml(bytes: Buffer): Promise<string> {
  try {
    return await mainPart(await fromBufferPromise(bytes));
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`is a Word document that cannot be read: ${(error as Error).message}`, 'binary');
  }
}

async function mainPart(archive: ZipFile): Promise<string> {
  let size = 0;
  let main: Buffer | undefined;
  for await (const entry of archive.eachEntry()) {
    if (!XML.test(entry.fileName)) continue;
    size += entry.uncompressedSize;
    if (size > MAX_BYTES) throw new ImportError(`has more than ${MAX_BYTES} bytes of text`, 'binary');
    const content = await contentOf(archive, entry);
    if (entry.fileName === DOCUMENT) main = content;
  }
  if (main === undefined) throw new ImportError(`has no ${DOCUMENT}`, 'binary');
  return main.toString('utf8');
}

/** The library refuses data that is longer than the archive says. */
async function contentOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of await archive.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
