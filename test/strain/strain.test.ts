import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopAll } from '../support/workerd/workerd.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { prepare, type Strain } from './strain.ts';

let folder: string;
let strain: Strain;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-strain-run-'));
  strain = await prepare(folder, false);
});
afterAll(async () => {
  await stopAll();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe.concurrent('what a stranger can cost stays within its bounds', () => {
  it.each(Object.keys(SCENARIOS))('%s', async (name) => {
    const rows = (await SCENARIOS[name]?.(strain)) ?? [];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !row.holds).map(({ what, figure, bound }) => `${what}: ${figure} (${bound})`)).toEqual(
      [],
    );
  });
});
