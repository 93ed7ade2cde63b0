import { forgetFaults, listFaults, putFaults } from '../faults/fault-store.ts';
import type { Fault } from '../faults/faults.ts';
import { answered, together } from '../platform/database.ts';
import {
  type Examination,
  examine,
  examineArticles,
  examineRest,
  findExamined,
  noteExamined,
  restoreChannels,
  restoreFilings,
} from './examination-store.ts';
import type { Requester } from './publish.ts';
import type { Writer } from './writer.ts';

/** Articles that are examined in one question: each may take two megabytes. */
const EXAMINED_AT_ONCE = 50;
/** Faults that are mended at a time. */
const MENDED_AT_ONCE = 50;
/** Articles that the clock examines at each tick: of 20,000, each once in 14 hours. */
const EXAMINED_BY_CLOCK = 25;

/** Finds what is stored and cannot be served, and derives it anew from its record. */
export class Doctor {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Examines a part of the database. @param after the number after which it begins; 0 also examines what is no article */
  async examine(after: number): Promise<Examination> {
    const { db } = this.#writer.parts;
    const articles = examineArticles(db, after, EXAMINED_AT_ONCE);
    if (after > 0) return articles.ask();
    const found = await together(db, { rest: examineRest(db, MENDED_AT_ONCE), articles }).ask();
    return { ...found.articles, faults: [...found.rest, ...found.articles.faults] };
  }

  /**
   * Examines a few more articles than it has before, and mends what it or somebody else has come upon. What cannot be mended
   * is stored, for /healthz.
   * @returns how many faults are mended
   */
  async goOn(requester: Requester): Promise<number> {
    const { db } = this.#writer.parts;
    const { after, known } = await together(db, {
      after: findExamined(db),
      known: listFaults(db, MENDED_AT_ONCE),
    }).ask();
    const found = await examineArticles(db, after, EXAMINED_BY_CLOCK).ask();
    await together(db, {
      noted: noteExamined(db, found.next ?? 0),
      stored: found.faults.length > 0 ? putFaults(db, found.faults, requester.now) : answered(db, undefined),
    }).ask();
    const faults = [...new Map([...known, ...found.faults].map((it) => [`${it.what} ${it.key}`, it])).values()];
    return faults.length === 0 ? 0 : (await this.mend(faults, requester)).mended.length;
  }

  /** Mends faults. @returns those that are mended, and those that are left: only publishing them again helps */
  async mend(faults: Fault[], requester: Requester): Promise<{ mended: Fault[]; left: Fault[] }> {
    const { db } = this.#writer.parts;
    const keysOf = (what: Fault['what']) => faults.filter((it) => it.what === what).map((it) => it.key);
    const [keys, slugs] = [keysOf('article'), keysOf('channel')];
    if (slugs.length > 0) await restoreChannels(db, slugs).ask();
    const broken = keys.length > 0 ? await examine(db, keys).ask() : [];
    const brokenKeys = broken.filter((it) => it.what === 'article').map((it) => it.key);
    if (brokenKeys.length > 0) {
      await restoreFilings(db, brokenKeys).ask();
      await this.#writer.refile(brokenKeys, requester);
    }
    const left = await examine(db, keys).ask();
    const isLeft = (fault: Fault) => left.some((it) => it.what === fault.what && it.key === fault.key);
    const mended = faults.filter((it) => !isLeft(it));
    await forgetFaults(db, mended).ask();
    return { mended, left };
  }
}
