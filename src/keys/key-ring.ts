import type { ChannelResolver } from '../channels/resolver.ts';
import type { FeedAddress, Format } from '../feeds/types.ts';
import { sha256 } from '../hash.ts';
import { type Credentials, credentialsIn } from '../http/credentials.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Database } from '../platform/database.ts';
import { countUse, findKey, type Key } from './key-store.ts';

interface Parts {
  db: Database;
  resolver: ChannelResolver;
  clock: () => Date;
  background: (work: Promise<unknown>) => void;
}

/** What a key is to open: a channel in a format. */
export type Locked = Pick<FeedAddress, 'name' | 'format'>;

/** The name of a format in the list of what a key opens: a partner's, or its extension. */
export const formatName = ({ profile, extension }: Format): string => profile?.name ?? extension;

/** Finds out what a key opens, and counts its uses. One per process. */
export class KeyRing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns the key, if it has not ended. */
  async find(secret: string): Promise<Key | undefined> {
    const { db, clock } = this.#parts;
    return findKey(db, await sha256(secret), clock()).ask();
  }

  /**
   * True if a key opens a channel in a format. The channel may have been renamed since; not if tags of it have become one, which
   * makes it a wider one.
   */
  async opens(key: Key, { name, format }: Locked): Promise<boolean> {
    if (!key.formats.includes(formatName(format))) return false;
    if (key.channel === name) return true;
    if (key.channel.split(/[+,]/).length !== name.split(/[+,]/).length) return false;
    const { resolver, clock } = this.#parts;
    return (await resolver.resolve(key.channel, clock()).catch(() => undefined))?.name === name;
  }

  /** Counts a use, after the answer. */
  count({ name }: Key): void {
    const { db, clock, background } = this.#parts;
    background(
      countUse(db, name, clock())
        .ask()
        .catch(() => {}),
    );
  }

  /**
   * Lets whoever asks for a closed feed show a key, as a bearer token (RFC 6750) or as the password of Basic authentication
   * (RFC 7617), and counts it.
   * @throws {HttpProblem} 401 without one that opens it
   */
  async admit(request: Request, locked: Locked): Promise<void> {
    const key = await this.#keyIn(credentialsIn(request.headers.get('authorization') ?? undefined));
    if (!key || !(await this.opens(key, locked)))
      throw new HttpProblem(401, 'this feed is closed: expected a key, as the password or as a bearer token', {
        headers: { 'www-authenticate': 'Basic realm="feed", charset="UTF-8"' },
      });
    this.count(key);
  }

  async #keyIn({ bearer, password }: Credentials): Promise<Key | undefined> {
    const secret = bearer ?? password;
    return secret === undefined ? undefined : this.find(secret);
  }
}
