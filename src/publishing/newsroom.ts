import { findDue, findRecords } from '../articles/lookup-store.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { commit, findSequence, takeNumbers } from '../articles/sequence-store.ts';
import { archivesCacheTag } from '../channels/cache-tags.ts';
import { findListedKeys } from '../channels/listing-store.ts';
import { ALL } from '../channels/slug.ts';
import { type ChannelRow, closeReplaced, listChannels, relabelChannels } from '../channels/store.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import { clearStale, findVocabulary, putVocabulary } from '../channels/vocabulary-store.ts';
import { sha256 } from '../hash.ts';
import { together } from '../platform/database.ts';
import { invalid, Refused } from '../refusal.ts';
import {
  type Asking,
  type Inspect,
  NOTHING_PUBLISHED,
  type Publication,
  publish,
  refile,
  type Tools,
} from './publish.ts';
import { compareVocabularies } from './retagging.ts';

/** Articles that are derived anew in one transaction. */
const REFILED_AT_ONCE = 200;
/** How often a write is tried while others come in between. */
const ATTEMPTS = 50;

/** What a newsroom does to its wire. Every method returns when readers of this process see the change. One per process. */
export class Newsroom {
  readonly #tools: Tools;
  readonly #tell: (publication: Publication) => void;

  /** @param tell is told what each write changed */
  constructor(tools: Tools, tell: (publication: Publication) => void) {
    this.#tools = tools;
    this.#tell = tell;
  }

  /** Publishes records with distinct keys. */
  publish(records: ArticleRecord[], asking: Asking, inspect?: Inspect): Promise<Publication> {
    return this.#write(() => publish(this.#tools, records, asking, inspect));
  }

  /**
   * Withdraws an article: a stub in its channels, 410 at its page. Its record stays.
   * @returns the number of its newest change, undefined if there is no such key
   */
  async withdraw(key: string, asking: Asking, inspect?: Inspect): Promise<{ seq: number } | undefined> {
    const { outcomes } = await this.#write(() =>
      refile(
        this.#tools,
        [key],
        asking,
        (stored) => {
          const applied = stored.record.status === 'withdrawn';
          inspect?.(stored, applied);
          return applied ? undefined : { ...stored.record, status: 'withdrawn' };
        },
        true,
      ),
    );
    const [outcome] = outcomes;
    if (outcome?.result === 'refused')
      throw new Error(`${key}: ${outcome.problems.map((it) => it.message).join(', ')}`);
    return outcome;
  }

  /** The stored record, with the id and slug that it has; putting it back is a no-op. */
  async record(key: string): Promise<{ record: ArticleRecord; seq: number } | undefined> {
    const [stored] = await findRecords(this.#tools.database, [key]).ask();
    return stored && { record: { ...stored.record, id: stored.id, slug: stored.slug }, seq: stored.seq };
  }

  async vocabularyFile(): Promise<VocabularyFile> {
    return (await this.#tools.channels.vocabulary().ask()).file;
  }

  /**
   * Takes a vocabulary, and derives anew every live article whose tags now mean something else. Should that be cut
   * short, the clock's next tick goes on with it.
   * @throws {Refused} `invalid` when it would leave the tag of a channel without an address
   */
  async putVocabulary(
    file: VocabularyFile,
    asking: Asking,
  ): Promise<{ result: 'updated' | 'unchanged'; refiled: number }> {
    const hash = await sha256(JSON.stringify(file));
    const { channels } = await this.#write(() => this.#storeVocabulary(file, hash, asking));
    const result = channels.length > 0 ? 'updated' : 'unchanged';
    return { result, refiled: await this.#refileStale(asking) };
  }

  async #storeVocabulary(file: VocabularyFile, hash: string, { now }: Asking): Promise<Publication> {
    const { database, site, channels } = this.#tools;
    const { sequence, before, stored, rows } = await together(database, {
      sequence: findSequence(database),
      before: channels.vocabulary(),
      stored: findVocabulary(database, hash),
      rows: listChannels(database),
    }).ask();
    if (stored.hash === hash) return NOTHING_PUBLISHED;
    const change = compareVocabularies(before, new Vocabulary(file, site.language), tagsAmong(rows));
    if (change.problems.length > 0) throw invalid(change.problems);
    await commit(
      together(database, {
        number: takeNumbers(database, sequence.value, 1, now),
        vocabulary: putVocabulary(database, { hash, file, stale: change.stale }),
        labels: relabelChannels(database, change.relabelled),
      }),
    );
    return { outcomes: [], channels: [ALL, ...change.stale], cacheTags: change.stale.map(archivesCacheTag) };
  }

  /** Lets stories appear and disappear whose time has come, and ends what was cut short. @returns how many changed */
  async release(asking: Asking): Promise<number> {
    let released = await this.#refileStale(asking);
    let after = 0;
    for (;;) {
      const due = await findDue(this.#tools.database, asking.now, after, REFILED_AT_ONCE).ask();
      if (due.length === 0) return released;
      released += await this.#refileKeys(
        due.map((it) => it.key),
        asking,
      );
      // What cannot be derived stays due, and is logged at each tick; the others must not wait for it.
      after = due.at(-1)?.seq ?? 0;
    }
  }

  /** Files anew what channels list that an earlier change of the vocabulary left behind. */
  async #refileStale(asking: Asking): Promise<number> {
    const { database } = this.#tools;
    const { hash, stale } = await findVocabulary(database).ask();
    if (stale.length === 0) return 0;
    const keys = await findListedKeys(database, stale).ask();
    let refiled = 0;
    for (let start = 0; start < keys.length; start += REFILED_AT_ONCE) {
      refiled += await this.#refileKeys(keys.slice(start, start + REFILED_AT_ONCE), asking);
    }
    await this.#write(() => this.#replaceChannels(asking));
    await clearStale(database, hash, stale).ask();
    return refiled;
  }

  /** Closes channels whose tag is called something else now. */
  async #replaceChannels({ now }: Asking): Promise<Publication> {
    const { database, channels } = this.#tools;
    const { sequence, vocabulary, rows } = await together(database, {
      sequence: findSequence(database),
      vocabulary: channels.vocabulary(),
      rows: listChannels(database),
    }).ask();
    const replaced = tagsAmong(rows).flatMap(({ slug, label }) => {
      const successor = vocabulary.slugOf(slug);
      return successor === slug ? [] : [{ slug, successor, label: vocabulary.labelOf(successor) ?? label }];
    });
    if (replaced.length === 0) return NOTHING_PUBLISHED;
    await commit(
      together(database, {
        number: takeNumbers(database, sequence.value, 1, now),
        channels: closeReplaced(database, replaced),
      }),
    );
    const touched = replaced.flatMap((it) => [it.slug, it.successor]);
    return { outcomes: [], channels: touched, cacheTags: replaced.map((it) => archivesCacheTag(it.slug)) };
  }

  async #refileKeys(keys: string[], asking: Asking): Promise<number> {
    const { outcomes } = await this.#write(() => refile(this.#tools, keys, asking));
    const failures = outcomes.filter((it) => it.result === 'refused');
    for (const { key, problems } of failures) console.error(`${key}: cannot be derived any more`, problems);
    return outcomes.length - failures.length;
  }

  /** Tries a write until nobody else writes in between, then lets readers see it. */
  async #write(attempt: () => Promise<Publication>): Promise<Publication> {
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      try {
        const publication = await attempt();
        const { channels, cacheTags } = publication;
        if (channels.length + cacheTags.length === 0) return publication;
        this.#tools.channels.forget();
        this.#tell(publication);
        return publication;
      } catch (error) {
        if (!(error instanceof Refused && error.refusal.kind === 'conflict')) throw error;
      }
    }
    const message = `others published ${ATTEMPTS} times in between; try again`;
    throw new Refused({ kind: 'busy', message, retryAfterSeconds: 1 });
  }
}

/** The open channels of tags. */
const tagsAmong = (rows: ChannelRow[]) => rows.filter((it) => it.slug !== ALL);
