import type { Surroundings } from '../platform/platform.ts';

/** Milliseconds for which somebody waits for what another request has begun. */
const PATIENCE = 1000;

interface Flight {
  attempt: Promise<unknown>;
  /** Milliseconds since 1970. */
  begun: number;
}

type Parts = Pick<Surroundings, 'sleep' | 'clock'> & {
  /** Lets an attempt go on when whoever began it has gone. */
  background: (work: Promise<unknown>) => void;
};

/** Lets requests that need the same thing at the same time share one attempt at it. One per process. */
export class Flights {
  readonly #flights = new Map<string, Flight>();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Lets nobody join what has begun. Call it when this process has published something. */
  clear(): void {
    this.#flights.clear();
  }

  /**
   * Returns what `make` makes, or what an attempt under the same name makes that has begun already. If that takes longer
   * than a second, the first of those who wait begins another attempt.
   * @throws {unknown} whatever the attempt throws, to all who wait for it
   */
  async share<T>(name: string, make: () => Promise<T>): Promise<T> {
    const { sleep, clock } = this.#parts;
    for (;;) {
      const flight = this.#flights.get(name);
      const left = flight ? flight.begun + PATIENCE - clock().getTime() : 0;
      if (!flight || left <= 0) return this.#begin(name, make);
      const landed = await Promise.race([flight.attempt.then((value) => ({ value: value as T })), sleep(left)]);
      if (landed) return landed.value;
      this.#end(name, flight);
    }
  }

  #begin<T>(name: string, make: () => Promise<T>): Promise<T> {
    const { background, clock } = this.#parts;
    const attempt = make().finally(() => this.#end(name, flight));
    const flight = { attempt, begun: clock().getTime() };
    this.#flights.set(name, flight);
    background(attempt.catch(() => undefined));
    return attempt;
  }

  #end(name: string, flight: Flight): void {
    if (this.#flights.get(name) === flight) this.#flights.delete(name);
  }
}
