import { findRecords } from '../articles/lookup-store.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { findDue } from '../articles/release-store.ts';
import { type Precondition, publish, type Requester, refile, type WriteResult } from './publish.ts';
import type { TagDesk } from './tag-desk.ts';
import type { Writer } from './writer.ts';

/** Due articles that are read at a time. */
const DUE_AT_ONCE = 200;

/** Publishes, withdraws and releases articles. */
export class Newsroom {
  readonly #writer: Writer;
  readonly #tags: TagDesk;

  constructor(writer: Writer, tags: TagDesk) {
    this.#writer = writer;
    this.#tags = tags;
  }

  /** Publishes records with distinct keys. */
  publish(records: ArticleRecord[], requester: Requester, precondition?: Precondition): Promise<WriteResult> {
    return this.#writer.write(() => publish(this.#writer.parts, records, requester, precondition));
  }

  /**
   * Withdraws an article: a stub in its channels, 410 at its page. Its record stays.
   * @returns the number of its newest change, undefined if there is no such key
   */
  async withdraw(key: string, requester: Requester, precondition?: Precondition): Promise<{ seq: number } | undefined> {
    const withdrawal = {
      withdrawing: true,
      change: (stored: { record: ArticleRecord; seq: number }): ArticleRecord | undefined => {
        const applied = stored.record.status === 'withdrawn';
        precondition?.(stored, applied);
        return applied ? undefined : { ...stored.record, status: 'withdrawn' };
      },
    };
    const { outcomes } = await this.#writer.write(() => refile(this.#writer.parts, [key], requester, withdrawal));
    const [outcome] = outcomes;
    if (outcome?.result === 'refused')
      throw new Error(`${key}: ${outcome.problems.map((it) => it.message).join(', ')}`);
    return outcome;
  }

  /** The stored record, with the id and slug that it has; putting it back is a no-op. */
  async record(key: string): Promise<{ record: ArticleRecord; seq: number } | undefined> {
    const [stored] = await findRecords(this.#writer.parts.db, [key]).ask();
    return stored && { record: { ...stored.record, id: stored.id, slug: stored.slug }, seq: stored.seq };
  }

  /**
   * Lets stories appear and disappear whose time has come, and files anew those that an earlier change of the vocabulary
   * left behind.
   * @returns how many changed
   */
  async release(requester: Requester): Promise<number> {
    let released = await this.#tags.refileStale(requester);
    let after = 0;
    for (;;) {
      const due = await findDue(this.#writer.parts.db, requester.now, after, DUE_AT_ONCE).ask();
      if (due.length === 0) return released;
      released += await this.#writer.refile(
        due.map((it) => it.key),
        requester,
      );
      // What cannot be derived stays due, and is logged at each tick; the others must not wait for it.
      after = due.at(-1)?.seq ?? 0;
    }
  }
}
