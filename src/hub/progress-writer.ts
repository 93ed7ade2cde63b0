import { enqueue, enqueueLater } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { type Claim, type Progress, storeProgress } from './subscription-claim-store.ts';

/** Progress that comes within this time is stored together, in milliseconds. */
const STORED_EVERY = 200;

/** Stores progress while other deliveries are under way, so that a slow subscriber holds up nobody else. */
export class ProgressWriter {
  readonly #parts: HubParts;
  #progress: Progress[] = [];
  #gone: Claim[] = [];
  #scheduled = false;
  #stored: Promise<void> = Promise.resolve();

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  /** Stores the progress of a subscription soon. */
  add(progress: Progress): void {
    this.#progress.push(progress);
    this.#storeSoon();
  }

  /** Deletes a subscription soon. */
  delete({ id, claimed }: Claim): void {
    this.#gone.push({ id, claimed });
    this.#storeSoon();
  }

  /** Stores the rest at once, and resolves when everything is stored. */
  async finish(): Promise<void> {
    await Promise.all([this.#stored, this.#store()]);
  }

  #storeSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const { sleep, log } = this.#parts;
    sleep(STORED_EVERY).then(() => {
      this.#scheduled = false;
      // A claim that is not ended here ends by itself, and the delivery is made again.
      this.#stored = this.#stored
        .then(() => this.#store())
        .catch((error: Error) => log({ event: 'error', problem: `cannot store results: ${error.message}` }));
    });
  }

  /** Stores what there is, and plans what follows from it. */
  async #store(): Promise<void> {
    const [progress, gone] = [this.#progress, this.#gone];
    if (progress.length + gone.length === 0) return;
    this.#progress = [];
    this.#gone = [];
    const { db, queues, clock } = this.#parts;
    const now = clock();
    const { topics, retries } = await storeProgress(db, progress, gone, now).ask();
    await enqueue(
      queues,
      topics.map((it) => ({ kind: 'deliver', ...it })),
    );
    const pauses = new Set(retries.map((it) => Math.ceil((it - now.getTime()) / 1000)));
    await enqueueLater(
      queues,
      [...pauses].map((delay) => ({ job: { kind: 'retry' }, delay })),
    );
  }
}
