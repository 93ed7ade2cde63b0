import { join, relative } from 'node:path';
import { absolute, ORIGIN_MARK, ownAddress } from '../articles/addresses.ts';
import type { ArticleRecord } from '../articles/record.ts';

/**
 * Returns the file that an address in a record leads to, if that is on our own origin: an address there is a path in the public
 * folder. An address relative to a story that lives elsewhere is elsewhere, too.
 */
export function publicFile(record: ArticleRecord, reference: string, publicFolder: string): string | undefined {
  const address = absolute(reference, record.url ?? ownAddress(record.slug ?? record.key));
  if (!address?.startsWith(ORIGIN_MARK)) return undefined;
  try {
    const path = join(publicFolder, decodeURIComponent(new URL(address.slice(1), 'http://x').pathname));
    return relative(publicFolder, path).startsWith('..') ? undefined : path;
  } catch {
    return undefined;
  }
}
