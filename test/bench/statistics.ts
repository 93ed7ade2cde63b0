/** Runs something once. @returns what was measured: a time or a rate */
export type Measurement = () => number | Promise<number>;

/**
 * Takes turns: every contestant once in each round, so that whatever slows the machine down for a while slows all.
 * @returns each contestant's measurements, a round's at the same index
 */
export async function interleave<Name extends string>(
  contestants: Record<Name, Measurement>,
  { rounds, warmUp = 0 }: { rounds: number; warmUp?: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const measured = Object.fromEntries(names.map((it) => [it, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const value = await contestants[name]();
      if (round >= 0) measured[name].push(value);
    }
  }
  return measured;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [below = Number.NaN, above = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? above : (below + above) / 2;
}

/** The median of the ratios within each round: less shaken by a busy machine than the ratio of two medians. */
export function ratio(values: number[], base: number[]): number {
  return median(values.map((it, round) => it / (base[round] as number)));
}

/** Milliseconds that something takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
