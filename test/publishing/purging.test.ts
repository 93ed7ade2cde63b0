import { beforeEach, describe, expect, it } from 'vitest';
import { CachePurger } from '../../src/publishing/purging.ts';

const MINUTE = 60_000;

describe('the cache in front', () => {
  let calls: string[][];
  let now: number;
  let failing: boolean;
  /** Ends the pause between two calls. */
  let wake: () => Promise<void>;
  let purger: CachePurger;

  beforeEach(() => {
    calls = [];
    now = Date.UTC(2026, 2, 1);
    failing = false;
    const cache = {
      purge: async (tags: string[]) => {
        if (failing) throw new Error('too many purges');
        calls.push(tags);
      },
    };
    const sleep = () =>
      new Promise<void>((resolve) => {
        wake = async () => {
          resolve();
          await turn();
        };
      });
    purger = new CachePurger(() => cache, { clock: () => new Date(now), sleep });
  });

  const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

  it('gets the tags of many changes in few calls', async () => {
    const first = purger.purge(['all', 'ukraine']);
    await turn();
    for (let n = 0; n < 50; n++) void purger.purge(['all', `tag-${n % 3}`]);
    expect(calls).toEqual([['all', 'ukraine']]);
    await wake();
    await wake();
    await wake();
    await first;
    // Each tag twice: another process may have filled the cache from its memory after the first time.
    expect(calls).toEqual([
      ['all', 'ukraine'],
      ['all', 'ukraine', 'tag-0', 'tag-1', 'tag-2'],
      ['all', 'tag-0', 'tag-1', 'tag-2'],
    ]);
  });

  it('gets the tags of a purge that failed with the next one', async () => {
    failing = true;
    await expect(purger.purge(['all', 'ukraine'])).rejects.toThrow('too many purges');
    failing = false;
    void purger.purge(['all', 'sport']);
    await turn();
    expect(calls).toEqual([['all', 'ukraine', 'sport']]);
  });

  it('gets further tags after the platform has ended a process in its pause', async () => {
    void purger.purge(['all']);
    await turn();
    now += MINUTE;
    void purger.purge(['sport']);
    await turn();
    expect(calls).toEqual([['all'], ['sport']]);
  });

  it('is left alone where there is none', async () => {
    const none = new CachePurger(() => undefined, { clock: () => new Date(now), sleep: async () => {} });
    await expect(none.purge(['all'])).resolves.toBeUndefined();
  });
});
