import { sha256 } from '../hash.ts';
import { entityTags } from '../http/conditional.ts';
import type { Site } from '../site.ts';

/**
 * Counts the ways in which documents have been rendered. Part of every ETag: raise it when the same story renders to
 * other bytes than before (test/golden tells).
 */
export const RENDERING = 4;

/** `revision-seal`, and for a combination or search a hash of what it lists. */
const ETAG = /^(\d{1,15})-([0-9a-f]{12})(?:-[0-9a-f]{12})?$/;
const HASH_CHARACTERS = 12;
/** More tags than any reader sends in one header. */
const MAX_TAGS = 20;

/** The state of a document that its ETag tells. */
export interface Version {
  /** The number of the newest change that it shows. */
  revision: number;
  /** Hash of what it lists, if the revision alone does not tell. */
  listing?: string;
}

/** Hash of all that documents depend on besides articles. It is sealed into every ETag, and cannot be guessed. */
export function editionOf(site: Site, epoch: string): Promise<string> {
  return sha256(JSON.stringify([RENDERING, site, epoch]));
}

/**
 * The weak ETag (RFC 9110 §8.8.3) of a document. It names a revision, so that a delta can be made from it, and has a seal
 * that nobody else can make: of the edition, the address and the revision.
 */
export async function etagOf(edition: string, path: string, { revision, listing }: Version): Promise<string> {
  const suffix = listing === undefined ? '' : `-${listing.slice(0, HASH_CHARACTERS)}`;
  return `W/"${revision}-${await seal(edition, path, revision)}${suffix}"`;
}

/** The newest revision, not above `highest`, whose ETag of this address stands in an If-None-Match header. */
export async function newestRevision(
  edition: string,
  path: string,
  ifNoneMatch: string,
  highest: number,
): Promise<number | undefined> {
  const revisions: number[] = [];
  for (const tag of entityTags(ifNoneMatch).slice(0, MAX_TAGS)) {
    const [, digits = '', sealed] = ETAG.exec(tag) ?? [];
    const revision = Number(digits);
    if (sealed !== undefined && revision <= highest && sealed === (await seal(edition, path, revision)))
      revisions.push(revision);
  }
  return revisions.length > 0 ? Math.max(...revisions) : undefined;
}

async function seal(edition: string, path: string, revision: number): Promise<string> {
  return (await sha256(JSON.stringify([edition, path, revision]))).slice(0, HASH_CHARACTERS);
}
