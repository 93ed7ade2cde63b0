import type { ArticleRecord } from '../articles/record.ts';
import { findDue, findListed, findRecord, findRecords } from '../articles/store.ts';
import { ConflictError, readSequence } from '../articles/write-store.ts';
import type { ChannelDirectory } from '../channels/directory.ts';
import { archivesTag } from '../channels/months.ts';
import { ALL } from '../channels/slug.ts';
import { findVocabulary } from '../channels/store.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import { closeReplaced, listOpened, storeVocabulary, unstale } from '../channels/vocabulary-store.ts';
import { sha256 } from '../hash.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import { type Basis, type Inspect, type Publication, publish, refile } from './publish.ts';
import { compareVocabularies } from './retagging.ts';

const UNCHANGED: Publication = { outcomes: [], channels: [], cacheTags: [] };

/** Articles that are derived anew in one transaction. */
const REFILED_AT_ONCE = 200;
/** How often a write is tried while others come in between. */
const ATTEMPTS = 50;

/** What a newsroom does to its wire. Every method returns when readers of this process see the change. */
export class Newsroom {
  readonly #db: D1Database;
  readonly #site: Site;
  readonly #directory: ChannelDirectory;
  readonly #by: string;
  readonly #changed: (channels: string[], cacheTags: string[]) => void;

  /**
   * @param by who asks, for the history of what changes
   * @param changed is told the channels that a change touched, and the cache tags of what it touched besides
   */
  constructor(
    db: D1Database,
    site: Site,
    directory: ChannelDirectory,
    by: string,
    changed: (channels: string[], cacheTags: string[]) => void,
  ) {
    this.#db = db;
    this.#site = site;
    this.#directory = directory;
    this.#by = by;
    this.#changed = changed;
  }

  /** @param records with distinct keys */
  async publish(records: ArticleRecord[], now: Date, inspect?: Inspect): Promise<Publication> {
    return this.#write(now, (basis) => publish(basis, records, inspect));
  }

  /**
   * Withdraws an article: a stub in its channels, 410 at its page. Its record stays.
   * @returns the number of its newest change, undefined if there is no such key
   */
  async withdraw(key: string, now: Date, inspect?: Inspect): Promise<{ seq: number } | undefined> {
    const { outcomes } = await this.#write(now, async (basis) => {
      const stored = await findRecord(this.#db, key);
      if (!stored) return UNCHANGED;
      const { record, id, seq, hash } = stored;
      const applied = record.status === 'withdrawn';
      inspect?.(stored, applied);
      if (applied)
        return { ...UNCHANGED, outcomes: [{ key, id, seq, channels: [], result: 'unchanged', problems: [] }] };
      return refile(basis, [{ record: { ...record, status: 'withdrawn' }, hash }]);
    });
    const [outcome] = outcomes;
    if (outcome?.result === 'refused')
      throw new Error(`${key}: ${outcome.problems.map((it) => it.message).join(', ')}`);
    return outcome;
  }

  /** The stored record, with the id and slug that it has; putting it back changes nothing. */
  async record(key: string): Promise<{ record: ArticleRecord; seq: number } | undefined> {
    const stored = await findRecord(this.#db, key);
    return stored && { record: { ...stored.record, id: stored.id, slug: stored.slug }, seq: stored.seq };
  }

  async vocabularyFile(now: Date): Promise<VocabularyFile> {
    return (await this.#directory.vocabulary(this.#db, now)).file;
  }

  /**
   * Takes a vocabulary, and derives anew every live article whose tags now mean something else. Should that be cut
   * short, the clock's next tick goes on with it.
   * @throws {HttpProblem} 422 when it would leave the tag of a channel without an address
   */
  async putVocabulary(file: VocabularyFile, now: Date): Promise<{ result: 'updated' | 'unchanged'; refiled: number }> {
    const hash = await sha256(JSON.stringify(file));
    let result: 'updated' | 'unchanged' = 'unchanged';
    await this.#write(now, async ({ sequence, vocabulary: before }) => {
      if ((await findVocabulary(this.#db)).hash === hash) return UNCHANGED;
      const channels = await listOpened(this.#db);
      const change = compareVocabularies(before, new Vocabulary(file, this.#site.language), channels);
      if (change.problems.length > 0) {
        throw new HttpProblem(422, change.problems.map((it) => `${it.field}: ${it.message}`).join('; '), change);
      }
      await storeVocabulary(this.#db, sequence, { hash, file }, change, now);
      result = 'updated';
      return { outcomes: [], channels: [ALL, ...change.stale], cacheTags: change.stale.map(archivesTag) };
    });
    return { result, refiled: await this.#refileStale(now) };
  }

  /** Lets stories appear and disappear whose time has come, and ends what was cut short. @returns how many changed */
  async release(now: Date): Promise<number> {
    let released = await this.#refileStale(now);
    let after = 0;
    for (;;) {
      const due = await findDue(this.#db, now, after, REFILED_AT_ONCE);
      if (due.length === 0) return released;
      released += await this.#refileKeys(
        due.map((it) => it.key),
        now,
      );
      // What cannot be derived stays due, and is logged at each tick; the others must not wait for it.
      after = due.at(-1)?.seq ?? 0;
    }
  }

  /** Files anew what channels list that an earlier change of the vocabulary left behind. */
  async #refileStale(now: Date): Promise<number> {
    const { hash, stale } = await findVocabulary(this.#db);
    if (stale.length === 0) return 0;
    const keys = await findListed(this.#db, stale);
    let refiled = 0;
    for (let start = 0; start < keys.length; start += REFILED_AT_ONCE) {
      refiled += await this.#refileKeys(keys.slice(start, start + REFILED_AT_ONCE), now);
    }
    await this.#write(now, async ({ sequence, vocabulary }) => {
      const successors = (await listOpened(this.#db)).flatMap(({ slug, label }) => {
        const successor = vocabulary.slugOf(slug);
        return successor === slug ? [] : [{ slug, successor, label: vocabulary.labelOf(successor) ?? label }];
      });
      await closeReplaced(this.#db, sequence, successors, now);
      const channels = successors.flatMap((it) => [it.slug, it.successor]);
      return { outcomes: [], channels, cacheTags: successors.map((it) => archivesTag(it.slug)) };
    });
    await unstale(this.#db, hash, stale);
    return refiled;
  }

  async #refileKeys(keys: string[], now: Date): Promise<number> {
    const { outcomes } = await this.#write(now, async (basis) => refile(basis, await findRecords(this.#db, keys)));
    const failures = outcomes.filter((it) => it.result === 'refused');
    for (const { key, problems } of failures) console.error(`${key}: cannot be derived any more`, problems);
    return outcomes.length - failures.length;
  }

  /** Tries a write until nobody else writes in between, then lets readers see it. */
  async #write(now: Date, attempt: (basis: Basis) => Promise<Publication>): Promise<Publication> {
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      try {
        const sequence = await readSequence(this.#db);
        const vocabulary = await this.#directory.vocabulary(this.#db, now);
        const publication = await attempt({ db: this.#db, site: this.#site, vocabulary, sequence, by: this.#by, now });
        this.#directory.forget();
        const { channels, cacheTags } = publication;
        if (channels.length + cacheTags.length > 0) this.#changed(channels, cacheTags);
        return publication;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
    throw new HttpProblem(503, `others published ${ATTEMPTS} times in between; try again`, {
      headers: { 'retry-after': '1' },
    });
  }
}
