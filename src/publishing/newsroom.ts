import type { Problem } from '../articles/problems.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { findDue, findListed, findRecord, findRecords } from '../articles/store.ts';
import type { ChannelDirectory } from '../channels/directory.ts';
import { ALL } from '../channels/slug.ts';
import { closeEmptyChannels, findVocabulary, listChannels, writeVocabulary } from '../channels/store.ts';
import { Vocabulary, type VocabularyFile } from '../channels/vocabulary.ts';
import { sha256 } from '../hash.ts';
import type { Site } from '../site.ts';
import { type Publication, publish, refile } from './publish.ts';

/** Articles that are derived anew in one transaction. */
const REFILED_AT_ONCE = 200;

/** What a newsroom does to its wire. Every method returns when readers of this process see the change. */
export class Newsroom {
  readonly #db: D1Database;
  readonly #site: Site;
  readonly #directory: ChannelDirectory;
  readonly #changed: (channels: string[]) => void;

  /** @param changed is told the channels that a change touched, to purge caches */
  constructor(db: D1Database, site: Site, directory: ChannelDirectory, changed: (channels: string[]) => void) {
    this.#db = db;
    this.#site = site;
    this.#directory = directory;
    this.#changed = changed;
  }

  /** @param records with distinct keys */
  async publish(records: ArticleRecord[], now: Date): Promise<Publication> {
    const publication = await publish(this.#db, this.#site, await this.#vocabulary(), records, now);
    this.#tell(publication.changed);
    return publication;
  }

  /** Withdraws an article: gone from its channels, 410 at its page. Its record stays. False if there is no such key. */
  async withdraw(key: string, now: Date): Promise<boolean> {
    const stored = await findRecord(this.#db, key);
    if (!stored) return false;
    if (stored.record.status === 'withdrawn') return true;
    const record: ArticleRecord = { ...stored.record, status: 'withdrawn' };
    const { changed } = await refile(
      this.#db,
      this.#site,
      await this.#vocabulary(),
      [{ record, hash: stored.hash }],
      now,
    );
    this.#tell(changed);
    return true;
  }

  /** The stored record, with the id and slug that it has; putting it back changes nothing. */
  async record(key: string): Promise<{ record: ArticleRecord; seq: number } | undefined> {
    const stored = await findRecord(this.#db, key);
    return stored && { record: { ...stored.record, id: stored.id, slug: stored.slug }, seq: stored.seq };
  }

  async vocabularyFile(): Promise<VocabularyFile> {
    return (await findVocabulary(this.#db)).file;
  }

  /** Takes a vocabulary, and derives anew every live article whose tags now mean something else. */
  async putVocabulary(file: VocabularyFile, now: Date): Promise<{ result: 'updated' | 'unchanged'; refiled: number }> {
    const stored = await findVocabulary(this.#db);
    const hash = await sha256(JSON.stringify(file));
    if (hash === stored.hash) return { result: 'unchanged', refiled: 0 };
    const before = new Vocabulary(stored.file, this.#site.language);
    const after = new Vocabulary(file, this.#site.language);
    const channels = (await listChannels(this.#db)).filter((it) => it.slug !== ALL);
    const meaning = (vocabulary: Vocabulary, { slug, label }: { slug: string; label: string }) => {
      const meant = vocabulary.has(slug) ? slug : vocabulary.slugOf(label);
      const successor = vocabulary.slugOf(slug) === slug ? meant : vocabulary.slugOf(slug);
      return JSON.stringify([
        successor,
        vocabulary.labelOf(successor),
        vocabulary.descriptionOf(successor),
        vocabulary.broaderOf(successor),
      ]);
    };
    const different = channels.filter((it) => meaning(before, it) !== meaning(after, it));
    const relabelled = different.map(({ slug, label }) => ({ slug, label: after.labelOf(slug) ?? label }));
    await writeVocabulary(this.#db, { hash, file }, relabelled, now);
    this.#tell(different.map((it) => it.slug));
    const refiled = await this.#refileListed(
      different.map((it) => it.slug),
      now,
    );
    const replaced = different.filter(
      ({ slug, label }) => after.slugOf(slug) !== slug || (!after.has(slug) && after.slugOf(label) !== slug),
    );
    await closeEmptyChannels(
      this.#db,
      replaced.map((it) => it.slug),
    );
    this.#tell(replaced.map((it) => it.slug));
    return { result: 'updated', refiled };
  }

  /** Lets stories appear and disappear whose time has come. @returns how many */
  async release(now: Date): Promise<number> {
    let released = 0;
    for (
      let keys = await findDue(this.#db, now, REFILED_AT_ONCE);
      keys.length > 0;
      keys = await findDue(this.#db, now, REFILED_AT_ONCE)
    ) {
      released += await this.#refileKeys(keys, now);
    }
    return released;
  }

  async #refileListed(channels: string[], now: Date): Promise<number> {
    const keys = await findListed(this.#db, channels);
    let refiled = 0;
    for (let start = 0; start < keys.length; start += REFILED_AT_ONCE) {
      refiled += await this.#refileKeys(keys.slice(start, start + REFILED_AT_ONCE), now);
    }
    return refiled;
  }

  async #refileKeys(keys: string[], now: Date): Promise<number> {
    const records = await findRecords(this.#db, keys);
    const { outcomes, changed } = await refile(this.#db, this.#site, await this.#vocabulary(), records, now);
    const refused = outcomes.filter((it) => it.result === 'refused');
    if (refused.length > 0)
      throw new Error(`cannot derive ${refused.map((it) => `${it.key}: ${messages(it.problems)}`).join('; ')}`);
    this.#tell(changed);
    return outcomes.length;
  }

  async #vocabulary(): Promise<Vocabulary> {
    const { file } = await findVocabulary(this.#db);
    return new Vocabulary(file, this.#site.language);
  }

  #tell(channels: string[]): void {
    this.#directory.forget();
    if (channels.length > 0) this.#changed(channels);
  }
}

const messages = (problems: Problem[]) => problems.map((it) => `${it.field}: ${it.message}`).join(', ');
