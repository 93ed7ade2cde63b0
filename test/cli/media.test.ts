import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFolder } from '../../src/cli/folder.ts';
import { FolderIndex } from '../../src/cli/folder-index.ts';
import type { Problem } from '../../src/refusal.ts';

const BYTES_PER_SECOND = 8000;

/** Silence as WAV: a byte a sample. */
function silence(seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * BYTES_PER_SECOND, 0x80);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(BYTES_PER_SECOND, 24);
  header.writeUInt32LE(BYTES_PER_SECOND, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-media-'));
  await mkdir(join(folder, 'public', 'media'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function read(media: string) {
  const source = `---\ntitle: T\npublished: 2022-03-03T19:40:00Z\nmedia: ${media}\n---\nText.\n`;
  await writeFile(join(folder, 'a.md'), source);
  const [file] = (await readFolder(folder)).files;
  const lines = (problems: Problem[] = []) => problems.map((it) => `${it.field}: ${it.message}`);
  return { file, media: file?.record?.media, notes: lines(file?.notes), missing: lines(file?.missing) };
}

describe('a sound in the public folder', () => {
  it('has the length and the duration of its file, whatever the record says, and that is told', async () => {
    await writeFile(join(folder, 'public', 'media', 'talk.wav'), silence(2));
    const measured = { url: '/media/talk.wav', length: 16_044, duration: 2 };
    expect(await read('[/media/talk.wav]')).toMatchObject({ media: [measured], notes: [] });
    expect(await read('[{ url: /media/talk.wav, title: Talk, duration: "1:00", length: 12 }]')).toMatchObject({
      media: [{ ...measured, title: 'Talk' }],
      notes: ['media.0.length: says 12, the file has 16044', 'media.0.duration: says 60, the file has 2'],
    });
  });

  it('that does not exist, or is none, is told', async () => {
    await writeFile(join(folder, 'public', 'media', 'none.mp3'), 'none');
    const { media, notes, missing } = await read('[/media/gone.mp3, /media/none.mp3, https://cdn.example/a.mp3]');
    expect(media).toEqual([
      { url: '/media/gone.mp3' },
      { url: '/media/none.mp3' },
      { url: 'https://cdn.example/a.mp3' },
    ]);
    expect(missing).toEqual([`media.0.url: ${join(folder, 'public/media/gone.mp3')} does not exist`]);
    expect(notes).toEqual([
      `media.1.url: ${join(folder, 'public/media/none.mp3')} is no sound or video that can be read`,
    ]);
  });

  it('leads to the stories that have it: they are published again when it is saved', async () => {
    const path = join(folder, 'public', 'media', 'talk.wav');
    await writeFile(path, silence(1));
    const { file } = await read('[/media/talk.wav]');
    const index = new FolderIndex();
    if (file) index.add(file);
    expect(index.usersOf(path)).toEqual([join(folder, 'a.md')]);
  });
});
