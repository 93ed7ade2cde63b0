import { describe, expect, it } from 'vitest';
import { Flights } from '../../src/feeds/flights.ts';

/** Time that passes when the test says so. */
class Pauses {
  readonly #waiting: (() => void)[] = [];
  readonly asked: number[] = [];
  readonly sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      this.asked.push(milliseconds);
      this.#waiting.push(resolve);
    });

  async pass(): Promise<void> {
    for (const it of this.#waiting.splice(0)) it();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let now = 0;
const flightsWith = ({ sleep }: Pauses) => new Flights({ sleep, clock: () => new Date(now), background: () => {} });

describe('requests for the same thing at the same time', () => {
  it('share one attempt', async () => {
    const flights = flightsWith(new Pauses());
    let attempts = 0;
    const make = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return ++attempts;
    };
    expect(await Promise.all(Array.from({ length: 50 }, () => flights.share('a', make)))).toEqual(Array(50).fill(1));
    expect(await flights.share('a', make)).toBe(2);
  });

  it('do not share it under other names', async () => {
    const flights = flightsWith(new Pauses());
    const found = await Promise.all(['a', 'b'].map((name) => flights.share(name, async () => name)));
    expect(found).toEqual(['a', 'b']);
  });

  it('fail together, and the next one tries again', async () => {
    const flights = flightsWith(new Pauses());
    const fail = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('away');
    };
    const found = await Promise.allSettled([flights.share('a', fail), flights.share('a', fail)]);
    expect(found.map((it) => it.status)).toEqual(['rejected', 'rejected']);
    expect(await flights.share('a', async () => 'back')).toBe('back');
  });

  it('wait a second for somebody who has gone, and then one of them begins another attempt for all', async () => {
    const pauses = new Pauses();
    const flights = flightsWith(pauses);
    void flights.share('a', () => new Promise(() => {}));
    let attempts = 0;
    const waiting = Array.from({ length: 49 }, () => flights.share('a', async () => ++attempts));
    await pauses.pass();
    expect(await Promise.all(waiting)).toEqual(Array(49).fill(1));
    expect(pauses.asked[0]).toBe(1000);
  });

  it('do not wait for what somebody began more than a second ago', async () => {
    const pauses = new Pauses();
    const flights = flightsWith(pauses);
    void flights.share('a', () => new Promise(() => {}));
    now += 1000;
    expect(await flights.share('a', async () => 'mine')).toBe('mine');
    expect(pauses.asked).toEqual([]);
  });

  it('do not join what has begun before something was published', async () => {
    const flights = flightsWith(new Pauses());
    let stored = 'old';
    const read = async () => {
      const found = stored;
      await new Promise((resolve) => setImmediate(resolve));
      return found;
    };
    const before = flights.share('a', read);
    stored = 'new';
    flights.clear();
    expect([await flights.share('a', read), await before]).toEqual(['new', 'old']);
  });
});
