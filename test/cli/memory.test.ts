import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Finished, tagwire } from '../support/tagwire.ts';

/** Prints how the process began. */
const TELLING = `process.on('exit', () => console.error('ARGS', ...process.execArgv, process.env.MALLOC_ARENA_MAX));`;
const STORY =
  'Bridge reopens\n\nThe bridge over the river opened on Monday after two years of work, the council said.\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-memory-'));
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'in', 'bridge.txt'), STORY);
  writeFileSync(join(folder, 'telling.mjs'), TELLING);
});

/** A file that is refused by its first bytes. */
const giveDump = (name: string, length: number) =>
  writeFileSync(join(folder, 'in', name), `-- MySQL dump 10.13\n\n${'-- \n'.repeat(length / 4)}`);

async function run(): Promise<Pick<Finished, 'code'> & { begun: string | undefined; out: string[] }> {
  const { code, out, err } = await tagwire(['import', join(folder, 'in'), '--out', join(folder, 'out'), '--json'], {
    NODE_OPTIONS: `--import=${join(folder, 'telling.mjs')}`,
  });
  return { code, begun: /ARGS (.*)/.exec(err)?.[1], out: out.split('\n').filter((it) => it !== '') };
}

describe('memory', () => {
  it('is spared by a process that begins anew where there is much to read, also in many files', async () => {
    for (const name of ['a.sql', 'b.sql', 'deep/c.sql']) giveDump(name, 7_000_000);
    const { code, begun, out } = await run();
    expect([code, begun]).toEqual([1, '--optimize-for-size 1']);
    expect(out.map((it) => JSON.parse(it).outcome)).toEqual(['error', 'error', 'needs-review', 'error']);
  });

  it('is not worth it where there is little', async () => {
    giveDump('a.sql', 7_000_000);
    expect((await run()).begun).toBe('undefined');
  });
});
