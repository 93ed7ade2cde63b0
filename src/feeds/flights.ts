/** Milliseconds for which somebody waits for what another request has begun: a runtime drops the work of a client that has gone. */
const PATIENCE = 1000;

/** Lets requests that need the same thing at the same time share one attempt at it. One per process. */
export class Flights {
  readonly #flights = new Map<string, Promise<unknown>>();
  readonly #sleep: (milliseconds: number) => Promise<void>;

  constructor(sleep: (milliseconds: number) => Promise<void>) {
    this.#sleep = sleep;
  }

  /**
   * Returns what `make` makes, or what an attempt under the same name makes that has begun already. After a second, the
   * first of those who wait begins another attempt.
   * @throws {unknown} whatever the attempt throws, to all who wait for it
   */
  async share<T>(name: string, make: () => Promise<T>): Promise<T> {
    for (;;) {
      const flight = this.#flights.get(name) as Promise<T> | undefined;
      if (!flight) return this.#begin(name, make);
      const landed = await Promise.race([flight.then((value) => ({ value })), this.#sleep(PATIENCE)]);
      if (landed) return landed.value;
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    }
  }

  #begin<T>(name: string, make: () => Promise<T>): Promise<T> {
    const flight = make().finally(() => {
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    });
    this.#flights.set(name, flight);
    return flight;
  }
}
