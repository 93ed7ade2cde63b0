import { format } from 'date-fns/format';
import { nextRelease } from '../articles/lifecycle.ts';
import type { ArticleRecord } from '../articles/record.ts';
import type { Write } from './output.ts';
import { stateOf } from './story-state.ts';

/** No timer can wait longer (milliseconds). What is further away is told by whoever starts the wire then. */
const MAX_WAIT = 2 ** 31 - 1;
/** The wire releases a story at its moment; readers have it a little later. */
const AFTER = 1500;

/** Tells of stories that appear and disappear by themselves while the wire runs here. */
export class ReleaseTeller {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #url: string;
  readonly #zone: string;
  readonly #write: Write;

  /** @param zone in which the newsroom reads dates */
  constructor({ url, zone, write }: { url: string; zone: string; write: Write }) {
    this.#url = url;
    this.#zone = zone;
    this.#write = write;
  }

  /** Plans to tell of a story, as its record is now. */
  plan(record: ArticleRecord, now: Date): void {
    const { key } = record;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const next = record.status === 'draft' ? undefined : nextRelease(record, now);
    const wait = next === undefined ? MAX_WAIT : new Date(next).getTime() - now.getTime() + AFTER;
    if (wait >= MAX_WAIT) return;
    const timer = setTimeout(() => this.#tell(record), wait);
    this.#timers.set(key, timer.unref());
  }

  #tell(record: ArticleRecord): void {
    const now = new Date();
    this.#write(`${format(now, 'HH:mm:ss')} ${record.key}: ${stateOf(record, this.#url, now, this.#zone)}`);
    this.plan(record, now);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
