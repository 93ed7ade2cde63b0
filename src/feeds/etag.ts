import { sha256Now } from '../hash.ts';
import { entityTags } from '../http/conditional.ts';
import type { Site } from '../site.ts';

/**
 * Counts the ways in which documents have been rendered. Part of every ETag: raise it when the same story renders to
 * other bytes than before (test/golden tells).
 */
export const RENDERING = 6;

/** A seal and a hidden revision, and for a combination or search a hash of what it lists. */
const ETAG = /^([0-9a-f]{12})([0-9a-f]{12})(?:-[0-9a-f]{12})?$/;
/** 48 bits: more changes than any wire makes. */
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
export function editionOf(site: Site, epoch: string): string {
  return sha256Now(JSON.stringify([RENDERING, site, epoch]));
}

/**
 * The weak ETag (RFC 9110 §8.8.3) of a document. It has a revision in it, so that a delta can be made from it, which nobody
 * else can read: it also counts drafts, and what is under an embargo. And it has a seal that nobody else can make: of the
 * edition, the address and the revision.
 */
export function etagOf(edition: string, path: string, { revision, listing }: Version): string {
  const suffix = listing === undefined ? '' : `-${listing.slice(0, HASH_CHARACTERS)}`;
  const sealed = seal(edition, path, revision);
  return `W/"${sealed}${hide(revision, mask(edition, sealed))}${suffix}"`;
}

/** The newest revision, not above `highest`, whose ETag of this address stands in an If-None-Match header. */
export function newestRevision(
  edition: string,
  path: string,
  ifNoneMatch: string,
  highest: number,
): number | undefined {
  const revisions: number[] = [];
  for (const tag of entityTags(ifNoneMatch).slice(0, MAX_TAGS)) {
    const [, sealed, hidden] = ETAG.exec(tag) ?? [];
    if (sealed === undefined || hidden === undefined) continue;
    const revision = reveal(hidden, mask(edition, sealed));
    if (revision <= highest && sealed === seal(edition, path, revision)) revisions.push(revision);
  }
  return revisions.length > 0 ? Math.max(...revisions) : undefined;
}

const seal = (edition: string, path: string, revision: number) =>
  sha256Now(JSON.stringify([edition, path, revision])).slice(0, HASH_CHARACTERS);

/** What hides a revision: as random as its seal, for all who do not know the edition. */
const mask = (edition: string, sealed: string) =>
  BigInt(`0x${sha256Now(JSON.stringify([edition, sealed])).slice(0, HASH_CHARACTERS)}`);

const hide = (revision: number, mask: bigint) =>
  (BigInt(revision) ^ mask).toString(16).padStart(HASH_CHARACTERS, '0').slice(-HASH_CHARACTERS);

const reveal = (hidden: string, mask: bigint) => Number(BigInt(`0x${hidden}`) ^ mask);
