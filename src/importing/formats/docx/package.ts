import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { ImportError } from '../../import-error.ts';

/** More than the texts of any document have; a bomb has more. Pictures are not counted: they are not read. */
const MAX_BYTES = 20_000_000;
/** Parts that are read: ECMA-376 part 2 §8 and part 1 §11. */
const XML = /\.(?:xml|rels)$/i;
const DOCUMENT = 'word/document.xml';
const MARGIN = /^word\/(?:header|footer)\d*\.xml$/;
const USED = /^(?:word\/(?:document|comments|(?:header|footer)\d*)|docProps\/core)\.xml$/;

/** The XML of parts of a document. */
export interface Parts {
  main: string;
  /** Headers and footers of its pages. */
  margins: string[];
  /** "" if it has none, as is `properties`. */
  comments: string;
  properties: string;
}

/**
 * Reads the parts of a Word document, and all other texts in it, once: so that nobody else reads more than there should be.
 * @throws {ImportError} for what is broken, or too large
 */
export async function partsOf(bytes: Buffer): Promise<Parts> {
  try {
    return await partsIn(await fromBufferPromise(bytes));
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`is a Word document that cannot be read: ${(error as Error).message}`, 'binary');
  }
}

async function partsIn(archive: ZipFile): Promise<Parts> {
  let size = 0;
  const texts = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    if (!XML.test(entry.fileName)) continue;
    size += entry.uncompressedSize;
    if (size > MAX_BYTES) throw new ImportError(`has more than ${MAX_BYTES} bytes of text`, 'binary');
    const content = await contentOf(archive, entry);
    if (USED.test(entry.fileName)) texts.set(entry.fileName, content.toString('utf8'));
  }
  const main = texts.get(DOCUMENT);
  if (main === undefined) throw new ImportError(`has no ${DOCUMENT}`, 'binary');
  return {
    main,
    margins: [...texts].filter(([name]) => MARGIN.test(name)).map(([, text]) => text),
    comments: texts.get('word/comments.xml') ?? '',
    properties: texts.get('docProps/core.xml') ?? '',
  };
}

/** The library refuses data that is longer than the archive says. */
async function contentOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of await archive.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
