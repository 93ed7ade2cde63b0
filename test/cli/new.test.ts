import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newStory } from '../../src/cli/new-story.ts';
import { HAS_SAMPLES } from '../support/samples.ts';
import { tagwire } from '../support/tagwire.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-new-'));
});
afterEach(() => rm(folder, { recursive: true }));

const NOW = new Date('2026-11-28T23:30:00.250Z');

describe('tagwire new', () => {
  it.skipIf(!HAS_SAMPLES)(
    'begins a story as a draft, in the zone of the newsroom, and says how to publish it',
    async () => {
      const lines: string[] = [];
      await newStory(' Tram #5: "back", says mayor ', {
        folder: join(folder, 'articles'),
        tags: ['Harbour', 'Нова Зеландія'],
        now: NOW,
        json: false,
        write: (line) => lines.push(line),
      });
      const path = join(folder, 'articles', 'tram-5-back-says-mayor.md');
      expect(lines).toEqual([
        `${path}: write its text below the second "---"; when it is ready, set "published" and take out "status: draft"`,
      ]);
      expect(await readFile(path, 'utf8')).toBe(`---
title: 'Tram #5: "back", says mayor'
published: 2026-11-28T23:30:00Z
status: draft
tags:
  - Harbour
  - Нова Зеландія
---

`);
    },
  );

  it('writes nothing over a story', async () => {
    expect((await tagwire(['new', 'The ferry is back', folder])).code).toBe(0);
    const path = join(folder, 'the-ferry-is-back.md');
    const before = await readFile(path, 'utf8');
    expect(await tagwire(['new', 'The Ferry is back!', folder, '--tag', 'Harbour'])).toEqual({
      code: 1,
      out: '',
      err: `tagwire: ${path}: file: is there already; nothing was written\n`,
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('names the file of a title without Latin letters by the day', async () => {
    await newStory('北京', { folder, tags: [], now: NOW, json: false, write: () => {} });
    expect(await readdir(folder)).toEqual(['story-20261128.md']);
  });

  it('expects a title', async () => {
    expect(await tagwire(['new'])).toEqual({
      code: 2,
      out: '',
      err: 'tagwire: new: expected a title, as in `tagwire new "The ferry is back"`\n',
    });
  });
});
