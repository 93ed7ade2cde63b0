import { describe, expect, it } from 'vitest';
import { CachePurger } from '../../src/publishing/purging.ts';

describe('the cache in front', () => {
  it('gets the tags of many changes in few calls', async () => {
    const calls: string[][] = [];
    const cache = { purge: async (tags: string[]) => void calls.push(tags) };
    let wake = () => {};
    const sleep = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    const purger = new CachePurger(() => cache, sleep);
    const first = purger.purge(['all', 'ukraine']);
    await Promise.resolve();
    for (let n = 0; n < 50; n++) void purger.purge(['all', `tag-${n % 3}`]);
    expect(calls).toEqual([['all', 'ukraine']]);
    await new Promise((resolve) => setTimeout(resolve));
    wake();
    await new Promise((resolve) => setTimeout(resolve));
    wake();
    await new Promise((resolve) => setTimeout(resolve));
    wake();
    await first;
    // Each tag twice: another process may have filled the cache from its memory after the first time.
    expect(calls).toEqual([
      ['all', 'ukraine'],
      ['all', 'ukraine', 'tag-0', 'tag-1', 'tag-2'],
      ['all', 'tag-0', 'tag-1', 'tag-2'],
    ]);
  });

  it('is left alone where there is none', async () => {
    await expect(
      new CachePurger(
        () => undefined,
        async () => {},
      ).purge(['all']),
    ).resolves.toBeUndefined();
  });
});
