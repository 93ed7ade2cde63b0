import { enqueue, enqueueLater } from './jobs.ts';
import { type Claim, type Progress, storeProgress } from './subscription-store.ts';
import type { HubTools } from './tools.ts';

/** Results are stored together that come within this time, in milliseconds. */
const STORED_EVERY = 200;

/** Stores results while others are still under way, so that a slow subscriber holds up nobody else. */
export class Results {
  readonly #tools: HubTools;
  #progress: Progress[] = [];
  #gone: Claim[] = [];
  #scheduled = false;
  #stored: Promise<void> = Promise.resolve();

  constructor(tools: HubTools) {
    this.#tools = tools;
  }

  add(progress: Progress): void {
    this.#progress.push(progress);
    this.#storeSoon();
  }

  remove({ id, claimed }: Claim): void {
    this.#gone.push({ id, claimed });
    this.#storeSoon();
  }

  /** Stores what is left at once, and resolves when everything is stored. */
  async finish(): Promise<void> {
    await Promise.all([this.#stored, this.#store()]);
  }

  #storeSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const { sleep, log } = this.#tools;
    sleep(STORED_EVERY).then(() => {
      this.#scheduled = false;
      // A claim that is not ended here ends by itself, and the delivery is made again.
      this.#stored = this.#stored
        .then(() => this.#store())
        .catch((error: Error) => log({ event: 'error', problem: `results could not be stored: ${error.message}` }));
    });
  }

  /** Stores what there is, and wakes whoever goes on. */
  async #store(): Promise<void> {
    const [progress, gone] = [this.#progress, this.#gone];
    if (progress.length + gone.length === 0) return;
    this.#progress = [];
    this.#gone = [];
    const { db, queues, clock } = this.#tools;
    const now = clock();
    const { topics, retries } = await storeProgress(db, progress, gone, now);
    await enqueue(
      queues,
      topics.map((topic) => ({ kind: 'deliver', topic })),
    );
    const pauses = new Set(retries.map((it) => Math.ceil((it - now.getTime()) / 1000)));
    await enqueueLater(
      queues,
      [...pauses].map((delay) => ({ job: { kind: 'retry' }, delay })),
    );
  }
}
