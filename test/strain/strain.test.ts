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

/** Those that measure delays. */
const ALONE = ['hub', 'hostile'];

async function keepsItsBounds(name: string): Promise<void> {
  const rows = (await SCENARIOS[name]?.(strain)) ?? [];
  expect(rows.length).toBeGreaterThan(0);
  const broken = rows.filter((row) => !row.holds);
  expect(broken.map(({ what, figure, bound }) => `${what}: ${figure} (${bound})`)).toEqual([]);
}

describe('what a stranger can cost stays within its bounds', () => {
  describe.concurrent('together', () => {
    it.each(Object.keys(SCENARIOS).filter((name) => !ALONE.includes(name)))('%s', keepsItsBounds);
  });
  describe('alone', () => {
    it.each(ALONE)('%s', keepsItsBounds);
  });
});
