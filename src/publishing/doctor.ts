import { commit, findSequence, takeNumbers } from '../articles/sequence-store.ts';
import { forgetFaults, listFaults, putFaults } from '../faults/fault-store.ts';
import type { Fault } from '../faults/faults.ts';
import { answered, together } from '../platform/database.ts';
import {
  type Examination,
  examineArticles,
  examineChannels,
  examineKeys,
  findExamined,
  findMisdated,
  findStrays,
  noteExamined,
} from './examination-store.ts';
import type { Requester, WriteResult } from './publish.ts';
import { deleteStrays, recountChannels, restoreArticles } from './restoration-store.ts';
import type { Writer } from './writer.ts';

/** Articles that are examined in one question. */
const EXAMINED_AT_ONCE = 50;
/** Articles that the clock examines at each tick: of 20,000, each once in 14 hours. */
const EXAMINED_BY_CLOCK = 25;
/** Faults that are mended at a time. */
const MENDED_AT_ONCE = 50;

/** Finds what is stored and cannot be served, and derives it anew from its record. */
export class Doctor {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Examines a part of the database. @param after the number after which it begins; 0 also examines what is no article */
  async examine(after: number, now: Date): Promise<Examination> {
    const { db } = this.#writer.parts;
    const articles = examineArticles(db, after, EXAMINED_AT_ONCE, now);
    if (after > 0) return articles.ask();
    const found = await together(db, {
      articles,
      channels: examineChannels(db, MENDED_AT_ONCE),
      strays: findStrays(db, MENDED_AT_ONCE),
    }).askPatiently();
    return { ...found.articles, faults: [...found.channels, ...found.strays, ...found.articles.faults] };
  }

  /**
   * Examines a few more articles than the last time, and mends what it or somebody else has come upon. What cannot be mended
   * is stored, for /healthz.
   * @returns how many faults are mended
   */
  async examineNext(requester: Requester): Promise<number> {
    const { db } = this.#writer.parts;
    const { after, known, misdated } = await together(db, {
      after: findExamined(db),
      known: listFaults(db, MENDED_AT_ONCE),
      misdated: findMisdated(db, MENDED_AT_ONCE, requester.now),
    }).ask();
    const found = await examineArticles(db, after, EXAMINED_BY_CLOCK, requester.now).ask();
    await together(db, {
      noted: noteExamined(db, found.next ?? 0),
      stored: found.faults.length > 0 ? putFaults(db, found.faults, requester.now) : answered(db, undefined),
    }).ask();
    const faults = [...new Map([...known, ...misdated, ...found.faults].map((it) => [nameOf(it), it])).values()];
    return faults.length === 0 ? 0 : (await this.mend(faults, requester)).mended.length;
  }

  /** Mends faults. @returns those that are mended, and those that are left: only publishing them again helps */
  async mend(faults: Fault[], requester: Requester): Promise<{ mended: Fault[]; left: Fault[] }> {
    const { db } = this.#writer.parts;
    const keys = faults.filter((it) => it.what === 'article').map((it) => it.key);
    const before = await examineKeys(db, keys, requester.now).ask();
    if (before.unknown.length > 0) await deleteStrays(db, before.unknown).askPatiently();
    const broken = before.faults.map((it) => it.key);
    if (broken.length > 0) {
      await restoreArticles(db, broken).askPatiently();
      await this.#writer.refile(broken, requester);
    }
    const channels = await examineChannels(db, MENDED_AT_ONCE).ask();
    const slugs = channels.filter((it) => it.what === 'channel').map((it) => it.key);
    if (slugs.length > 0) await this.#writer.write(() => this.#recount(slugs));
    const after = await together(db, {
      articles: examineKeys(db, keys, requester.now),
      channels: examineChannels(db, MENDED_AT_ONCE),
    }).ask();
    const left = [...after.articles.faults, ...after.channels];
    const names = new Set(left.map(nameOf));
    const mended = faults.filter((it) => !names.has(nameOf(it)));
    await forgetFaults(db, mended).ask();
    return { mended, left };
  }

  async #recount(slugs: string[]): Promise<WriteResult> {
    const { db, clock } = this.#writer.parts;
    const sequence = await findSequence(db).ask();
    const numbers = takeNumbers(db, sequence.value, 1, clock());
    await commit(together(db, { numbers, counted: recountChannels(db, slugs) }));
    return { outcomes: [], channels: slugs, cacheTags: [] };
  }
}

const nameOf = ({ what, key }: Fault) => `${what} ${key}`;
