import { describe, expect, it } from 'vitest';
import type { WriteResult } from '../../src/publishing/publish.ts';
import { Writer } from '../../src/publishing/writer.ts';
import { Refused } from '../../src/refusal.ts';

const NOTHING: WriteResult = { outcomes: [], channels: [], cacheTags: [] };
const CONFLICT = new Refused({ kind: 'conflict', message: 'somebody else' });

function writerWith(pauses: number[]): Writer {
  const parts = { resolver: { forget: () => {} }, clock: () => new Date(0) } as unknown as Writer['parts'];
  const sleep = async (milliseconds: number) => {
    // The longest turn of another write never passes here.
    if (milliseconds === 1000) return new Promise<void>(() => {});
    pauses.push(milliseconds);
  };
  return new Writer(parts, { sleep, random: () => 0.5 }, () => {});
}

describe('a write', () => {
  it('tries again while other processes come in between, after ever longer pauses', async () => {
    const pauses: number[] = [];
    let tries = 0;
    const attempt = async () => {
      if (++tries < 8) throw CONFLICT;
      return NOTHING;
    };
    expect(await writerWith(pauses).write(attempt)).toBe(NOTHING);
    expect(pauses).toEqual([10, 20, 40, 80, 160, 250, 250]);
  });

  it('is refused as busy when that has gone on for five seconds', async () => {
    const pauses: number[] = [];
    const refused = await writerWith(pauses)
      .write(() => Promise.reject(CONFLICT))
      .catch((error: Refused) => error.refusal);
    expect(refused).toEqual({
      kind: 'busy',
      message: 'others have published for 5 s without a pause; try again',
      retryAfterSeconds: 1,
    });
    const waited = pauses.reduce((sum, it) => sum + it, 0);
    expect([waited >= 5000, waited < 5250]).toEqual([true, true]);
  });

  it('waits for those of its own process that came before, also when they fail', async () => {
    const writer = writerWith([]);
    const order: string[] = [];
    const write = (name: string, fails = false) =>
      writer.write(async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
        return NOTHING;
      });
    await Promise.allSettled([write('a'), write('b', true), write('c')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
