import { forgetFaults, listFaults } from '../faults/fault-store.ts';
import type { Fault } from '../faults/faults.ts';
import { together } from '../platform/database.ts';
import { type Examination, examine, examineArticles, examineRest, restoreFilings } from './examination-store.ts';
import type { Requester } from './publish.ts';
import type { Writer } from './writer.ts';

/** Articles that are examined in one question: each may take two megabytes. */
const EXAMINED_AT_ONCE = 50;
/** Faults that are mended at a time. */
const MENDED_AT_ONCE = 50;

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

  /** Mends the faults that somebody has come upon. @returns how many are mended */
  async mendKnown(requester: Requester): Promise<number> {
    const faults = await listFaults(this.#writer.parts.db, MENDED_AT_ONCE).ask();
    return faults.length === 0 ? 0 : (await this.mend(faults, requester)).mended.length;
  }

  /** Mends faults. @returns those that are mended, and those that are left: only publishing them again helps */
  async mend(faults: Fault[], requester: Requester): Promise<{ mended: Fault[]; left: Fault[] }> {
    const { db } = this.#writer.parts;
    const keys = faults.filter((it) => it.what === 'article').map((it) => it.key);
    const broken = await examine(db, keys).ask();
    if (broken.length > 0) {
      const brokenKeys = broken.map((it) => it.key);
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
