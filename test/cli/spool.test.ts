import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../src/cli/spool.ts';

const TMPDIR = process.env.TMPDIR;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-test-'));
  process.env.TMPDIR = folder;
});

afterEach(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

describe('a spool', () => {
  it('gives back what came, in its order, as often as is wanted', () => {
    const spool = new Spool<unknown>();
    const values = [1, 'Київ 😀 \ud800', null, { a: [{}, ['"\n']] }, 'x'.repeat(150_000), ...Array(9000).keys(), ''];
    for (const it of values) spool.add(it);
    expect([...spool]).toEqual(values);
    expect([...spool]).toEqual(values);
    spool.close();
  });

  it('may be empty', () => {
    const spool = new Spool<string>();
    expect([...spool]).toEqual([]);
    spool.close();
  });

  it('leaves nothing behind', () => {
    const spool = new Spool<string>();
    spool.add('a story');
    expect(readdirSync(folder)).toHaveLength(1);
    spool.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says what to do where it cannot write', () => {
    process.env.TMPDIR = join(folder, 'missing');
    expect(existsSync(process.env.TMPDIR)).toBe(false);
    expect(() => new Spool()).toThrow(
      /^cannot keep what is read in .*\/missing: ENOENT: .*; set TMPDIR to another folder$/,
    );
  });
});
