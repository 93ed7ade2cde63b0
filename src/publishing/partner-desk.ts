import { listEntries } from '../articles/entry-store.ts';
import { commit, findSequence, noteSettings, takeNumbers } from '../articles/sequence-store.ts';
import { PROFILES_CACHE_TAG } from '../channels/cache-tags.ts';
import { listChannels } from '../channels/channel-store.ts';
import { forgetFaults } from '../faults/fault-store.ts';
import { sha256 } from '../hash.ts';
import { judgedBy } from '../partners/judging.ts';
import { notesOnMissingSettings, notesOnUnknownTags, type PartnersFile, problemsOfOnly } from '../partners/settings.ts';
import { findJudging, findPartners, noteJudging, PARTNERS_FAULT, putPartners } from '../partners/settings-store.ts';
import { forgetVerdicts, putVerdicts } from '../partners/verdict-store.ts';
import { answered, together } from '../platform/database.ts';
import { invalid, type Problem } from '../refusal.ts';
import { NOTHING_WRITTEN, type Requester, type WriteResult } from './publish.ts';
import type { Writer } from './writer.ts';

/** Stories that are judged in one question. */
const JUDGED_AT_ONCE = 200;
/** Stories that are judged while somebody waits, or at one tick of the clock. */
const MAX_JUDGED = 5000;

/** What became of settings. */
export interface PartnersResult {
  result: 'updated' | 'unchanged';
  /** Stories that were judged anew. */
  judged: number;
  notes: Problem[];
}

/** Takes the newsroom's settings of partners, and keeps what each gets of every story. */
export class PartnerDesk {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  async file(): Promise<PartnersFile> {
    return (await this.#writer.parts.profiles.read().ask()).file;
  }

  /** Takes settings, and judges the stories anew. Should there be many, the clock's next ticks go on with it. */
  async put(file: PartnersFile, requester: Requester): Promise<PartnersResult> {
    const hash = await sha256(JSON.stringify(file));
    const { cacheTags } = await this.#writer.write(() => this.#store(file, hash));
    const result = cacheTags.length > 0 ? 'updated' : 'unchanged';
    return {
      result,
      judged: await this.judgeNext(requester),
      notes: [...notesOnMissingSettings(file), ...(await this.#notesOn(file))],
    };
  }

  async #notesOn(file: PartnersFile): Promise<Problem[]> {
    const { db, resolver } = this.#writer.parts;
    const { vocabulary, rows } = await together(db, {
      vocabulary: resolver.vocabulary(),
      rows: listChannels(db),
    }).ask();
    const slugs = new Set([...vocabulary.file.tags.map((it) => it.slug), ...rows.map((it) => it.slug)]);
    return notesOnUnknownTags(file, (tag) => slugs.has(vocabulary.slugOf(tag)), [...slugs]);
  }

  async #store(file: PartnersFile, hash: string): Promise<WriteResult> {
    const { db, resolver, clock } = this.#writer.parts;
    const { sequence, vocabulary, stored } = await together(db, {
      sequence: findSequence(db),
      vocabulary: resolver.vocabulary(),
      stored: findPartners(db),
    }).ask();
    if (stored.fileHash === hash && !stored.isUnreadable) return NOTHING_WRITTEN;
    const problems = problemsOfOnly(file, vocabulary);
    if (problems.length > 0) throw invalid(problems);
    await commit(
      together(db, {
        number: takeNumbers(db, sequence.value, 1, clock()),
        partners: putPartners(db, { hash, file }),
        noted: noteSettings(db),
        forgotten: forgetVerdicts(db, Object.keys(file.partners)),
        mended: forgetFaults(db, [PARTNERS_FAULT]),
      }),
    );
    return { outcomes: [], channels: [], cacheTags: [PROFILES_CACHE_TAG] };
  }

  /** Judges stories by the settings and rules that hold, where they were last judged by others. @returns how many */
  async judgeNext({ now }: Requester): Promise<number> {
    const { db, site, resolver, profiles } = this.#writer.parts;
    let count = 0;
    while (count < MAX_JUDGED) {
      const { judging, partners, vocabulary } = await together(db, {
        judging: findJudging(db),
        partners: profiles.read(),
        vocabulary: resolver.vocabulary(),
      }).ask();
      const judged = judgedBy(partners.hash, site);
      if (!judging || (judging.judged === judged && judging.upto === undefined)) return count;
      const after = judging.judged === judged ? (judging.upto ?? 0) : 0;
      const entries = await listEntries(db, after, JUDGED_AT_ONCE).ask();
      const verdicts = entries.flatMap(({ entry, seq }) =>
        entry ? partners.verdictsOn(entry, { site, vocabulary, now }).map((it) => ({ ...it, seq })) : [],
      );
      const upto = entries.length < JUDGED_AT_ONCE ? undefined : entries.at(-1)?.number;
      await together(db, {
        verdicts: putVerdicts(db, verdicts, now, partners.hash),
        noted: noteJudging(db, partners.hash, { judged, upto }),
        settled: upto === undefined ? noteSettings(db) : answered(db, undefined),
      }).ask();
      count += entries.length;
    }
    return count;
  }
}
