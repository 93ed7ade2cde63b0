import { sha256 } from '../hash.ts';
import { entityTags } from '../http/conditional.ts';

/** `revision-seal`, and for an expression a hash of what it lists. */
const VERSION = /^(\d{1,15})-([0-9a-f]{12})(?:-[0-9a-f]{12})?$/;
const HASH_CHARACTERS = 12;
/** More tags than any reader sends in one header. */
const MAX_TAGS = 20;

/**
 * The entity tags of feeds. A tag names a revision, so that a delta can be made from it, and has a seal that nobody else
 * can make: of the address, the revision, and what else the bytes depend on.
 */
export class Versions {
  readonly #edition: string;

  /** @param edition changes with everything that bytes depend on besides articles; not to be guessed */
  constructor(edition: string) {
    this.#edition = edition;
  }

  /**
   * The weak ETag (RFC 9110 §8.8.3) of a document.
   * @param revision the number of the newest change that it shows
   * @param listing hash of what it lists, if the revision alone does not tell
   */
  async etag(path: string, { revision, listing }: { revision: number; listing?: string }): Promise<string> {
    const suffix = listing === undefined ? '' : `-${listing.slice(0, HASH_CHARACTERS)}`;
    return `W/"${revision}-${await this.#seal(path, revision)}${suffix}"`;
  }

  /** The newest revision, not above `highest`, whose ETag of this address stands in If-None-Match. */
  async newestOf(path: string, ifNoneMatch: string, highest: number): Promise<number | undefined> {
    const revisions: number[] = [];
    for (const tag of entityTags(ifNoneMatch).slice(0, MAX_TAGS)) {
      const [, revision = '', seal] = VERSION.exec(tag) ?? [];
      if (seal !== undefined && Number(revision) <= highest && seal === (await this.#seal(path, Number(revision)))) {
        revisions.push(Number(revision));
      }
    }
    return revisions.length > 0 ? Math.max(...revisions) : undefined;
  }

  async #seal(path: string, revision: number): Promise<string> {
    return (await sha256(JSON.stringify([this.#edition, path, revision]))).slice(0, HASH_CHARACTERS);
  }
}
