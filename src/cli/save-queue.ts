/** Editors write a file in several steps: wait until it has been quiet for this long (milliseconds). */
const QUIET = 80;

/** Collects paths until it has been quiet for a moment, then has them pushed; one batch after the other. */
export class SaveQueue {
  readonly #push: (paths: string[]) => Promise<void>;
  readonly #paths = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #working = Promise.resolve();

  constructor(push: (paths: string[]) => Promise<void>) {
    this.#push = push;
  }

  add(paths: string[]): void {
    for (const it of paths) this.#paths.add(it);
    this.stop();
    this.#timer = setTimeout(() => {
      this.#working = this.#working.then(() => this.#pushAll());
    }, QUIET);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  finished(): Promise<void> {
    return this.#working;
  }

  #pushAll(): Promise<void> {
    const paths = [...this.#paths];
    this.#paths.clear();
    return this.#push(paths);
  }
}
