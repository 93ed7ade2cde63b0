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
import { invalid } from '../refusal.ts';
import { NOTHING_PUBLISHED, type Publication, type Requester } from './publish.ts';
import { compareVocabularies } from './retagging.ts';
import type { Writer } from './writer.ts';

/** Changes the newsroom's vocabulary of tags, and with it the channels of stored articles. */
export class TagDesk {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  async file(): Promise<VocabularyFile> {
    return (await this.#writer.tools.channels.vocabulary().ask()).file;
  }

  /**
   * Takes a vocabulary, and derives anew every live article whose tags now mean something else. Should that be cut
   * short, the clock's next tick goes on with it.
   * @throws {Refused} `invalid` when it would leave the tag of a channel without an address
   */
  async put(file: VocabularyFile, requester: Requester): Promise<{ result: 'updated' | 'unchanged'; refiled: number }> {
    const hash = await sha256(JSON.stringify(file));
    const { channels } = await this.#writer.write(() => this.#store(file, hash, requester));
    const result = channels.length > 0 ? 'updated' : 'unchanged';
    return { result, refiled: await this.refileStale(requester) };
  }

  async #store(file: VocabularyFile, hash: string, { now }: Requester): Promise<Publication> {
    const { database, site, channels } = this.#writer.tools;
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

  /** Files anew what channels list that an earlier change of the vocabulary left behind. @returns how many articles */
  async refileStale(requester: Requester): Promise<number> {
    const { database } = this.#writer.tools;
    const { hash, stale } = await findVocabulary(database).ask();
    if (stale.length === 0) return 0;
    const refiled = await this.#writer.refile(await findListedKeys(database, stale).ask(), requester);
    await this.#writer.write(() => this.#closeReplaced(requester));
    await clearStale(database, hash, stale).ask();
    return refiled;
  }

  /** Closes channels whose tag is called something else now. */
  async #closeReplaced({ now }: Requester): Promise<Publication> {
    const { database, channels } = this.#writer.tools;
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
}

/** The open channels of tags. */
const tagsAmong = (rows: ChannelRow[]) => rows.filter((it) => it.slug !== ALL);
