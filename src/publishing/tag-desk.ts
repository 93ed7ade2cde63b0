import { commit, findSequence, noteSettings, takeNumbers } from '../articles/sequence-store.ts';
import { archivesCacheTag, PROFILES_CACHE_TAG } from '../channels/cache-tags.ts';
import {
  type ChannelRow,
  closeEmpty,
  closeReplaced,
  findChannels,
  listChannels,
  relabelChannels,
} from '../channels/channel-store.ts';
import { findListedKeys } from '../channels/listing-store.ts';
import { ALL } from '../channels/slug.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import { clearStale, findVocabulary, putVocabulary, VOCABULARY_FAULT } from '../channels/vocabulary-store.ts';
import { forgetFaults } from '../faults/fault-store.ts';
import { sha256 } from '../hash.ts';
import { together } from '../platform/database.ts';
import { invalid, notFound } from '../refusal.ts';
import { NOTHING_WRITTEN, type Requester, type WriteResult } from './publish.ts';
import { compareVocabularies } from './retagging.ts';
import type { Writer } from './writer.ts';

/** Changes the newsroom's vocabulary of tags, and with it the channels of stored articles. */
export class TagDesk {
  readonly #writer: Writer;
  readonly #closed: (slug: string) => Promise<void>;

  /** @param closed is told which channel was closed for good */
  constructor(writer: Writer, closed: (slug: string) => Promise<void>) {
    this.#writer = writer;
    this.#closed = closed;
  }

  async file(): Promise<VocabularyFile> {
    return (await this.#writer.parts.resolver.vocabulary().ask()).file;
  }

  /**
   * Takes a vocabulary, and derives anew every live article whose tags now mean something else. Should that be cut
   * short, the clock's next tick goes on with it.
   * @throws {Refused} `invalid` when it would leave the tag of a channel without an address
   */
  async put(file: VocabularyFile, requester: Requester): Promise<{ result: 'updated' | 'unchanged'; refiled: number }> {
    const hash = await sha256(JSON.stringify(file));
    const { channels } = await this.#writer.write(() => this.#store(file, hash));
    const result = channels.length > 0 ? 'updated' : 'unchanged';
    return { result, refiled: await this.refileStale(requester) };
  }

  async #store(file: VocabularyFile, hash: string): Promise<WriteResult> {
    const { db, site, resolver, clock } = this.#writer.parts;
    const { sequence, before, stored, rows } = await together(db, {
      sequence: findSequence(db),
      before: resolver.vocabulary(),
      stored: findVocabulary(db, hash),
      rows: listChannels(db),
    }).ask();
    if (stored.hash === hash && !stored.isUnreadable && !before.isUnreadable) return NOTHING_WRITTEN;
    const after = new Vocabulary(file, site.language);
    const change = compareVocabularies(before, after, tagsAmong(rows));
    const isOtherwise = before.asksForKey(ALL) !== after.asksForKey(ALL);
    if (change.problems.length > 0) throw invalid(change.problems);
    await commit(
      together(db, {
        number: takeNumbers(db, sequence.value, 1, clock()),
        vocabulary: putVocabulary(db, { hash, file, stale: change.stale }),
        mended: forgetFaults(db, [VOCABULARY_FAULT]),
        labels: relabelChannels(db, change.relabelled),
        noted: noteSettings(db),
      }),
    );
    return {
      outcomes: [],
      channels: [ALL, ...change.stale],
      cacheTags: [PROFILES_CACHE_TAG, ...[...(isOtherwise ? [ALL] : []), ...change.stale].map(archivesCacheTag)],
    };
  }

  /**
   * Takes a tag away for good: from its channel, which is closed, from the stubs in it, and from the records of these. Not
   * from records of drafts and of stories that have expired.
   * @throws {Refused} `not-found` without such a channel, `invalid` while a story or the vocabulary has the tag
   */
  async remove(slug: string, requester: Requester): Promise<void> {
    const { db, resolver } = this.#writer.parts;
    const { vocabulary, rows, keys } = await together(db, {
      vocabulary: resolver.vocabulary(),
      rows: findChannels(db, [slug]),
      keys: findListedKeys(db, [slug]),
    }).ask();
    const [row] = slug === ALL ? [] : rows;
    if (!row) throw notFound(`there is no tag "${slug.slice(0, 100)}"`);
    if (vocabulary.has(slug)) throw inUse(slug, 'is in the vocabulary: take it out of tags.yaml and push that first');
    if (row.articles > 0)
      throw inUse(slug, `has stories (${row.articles}): withdraw them, or give them other tags, first`);
    await this.#writer.refile(keys, requester, slug);
    await this.#writer.write(() => this.#close(slug));
    await this.#closed(slug);
  }

  /** @throws {Refused} `invalid` if a story has got the tag meanwhile */
  async #close(slug: string): Promise<WriteResult> {
    const { db, clock } = this.#writer.parts;
    const sequence = await findSequence(db).ask();
    const { closed } = await commit(
      together(db, { number: takeNumbers(db, sequence.value, 1, clock()), closed: closeEmpty(db, slug) }),
    );
    if (!closed) throw inUse(slug, 'is listed again: look at what has it now, first');
    return { outcomes: [], channels: [ALL, slug], cacheTags: [archivesCacheTag(slug)] };
  }

  /** Files anew what channels list that an earlier change of the vocabulary left behind. @returns how many articles */
  async refileStale(requester: Requester): Promise<number> {
    const { db } = this.#writer.parts;
    const { hash, stale } = await findVocabulary(db).ask();
    if (stale.length === 0) return 0;
    const refiled = await this.#writer.refile(await findListedKeys(db, stale).ask(), requester);
    await this.#writer.write(() => this.#closeReplaced());
    await clearStale(db, hash, stale).ask();
    return refiled;
  }

  /** Closes channels whose tag is called something else now. */
  async #closeReplaced(): Promise<WriteResult> {
    const { db, resolver, clock } = this.#writer.parts;
    const { sequence, vocabulary, rows } = await together(db, {
      sequence: findSequence(db),
      vocabulary: resolver.vocabulary(),
      rows: listChannels(db),
    }).ask();
    const replaced = tagsAmong(rows).flatMap(({ slug, label }) => {
      const successor = vocabulary.slugOf(slug);
      return successor === slug ? [] : [{ slug, successor, label: vocabulary.labelOf(successor) ?? label }];
    });
    if (replaced.length === 0) return NOTHING_WRITTEN;
    await commit(
      together(db, {
        number: takeNumbers(db, sequence.value, 1, clock()),
        channels: closeReplaced(db, replaced),
      }),
    );
    const touched = replaced.flatMap((it) => [it.slug, it.successor]);
    return { outcomes: [], channels: touched, cacheTags: replaced.map((it) => archivesCacheTag(it.slug)) };
  }
}

const inUse = (slug: string, message: string) => invalid([{ field: 'tag', message: `"${slug}" ${message}` }]);

/** The open channels of tags. */
const tagsAmong = (rows: ChannelRow[]) => rows.filter((it) => it.slug !== ALL);
