import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArticleRecord } from '../../src/articles/record.ts';
import { readArticle } from '../../src/articles/source.ts';
import { readFolder } from '../../src/cli/folder.ts';
import { recordHash } from '../../src/publishing/derive.ts';
import { tagwire } from '../support/tagwire.ts';

/** Each is five pixels wide and three high. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEUlEQVQImWNYxcCAjFA4WPgA+TYJ94iynIQAAAAASUVORK5CYII=';
const GIF = 'R0lGODlhBQADAIAAAExpcaoAACH5BAUAAAAALAAAAAAFAAMAAAIDjI9ZADs=';
const WEBP = 'UklGRjoAAABXRUJQVlA4IC4AAACwAQCdASoFAAMAAUAmJaACdLoABDAAAP746n/9x2BuvFv/3sF/7sF/7sF/rYAA';
const AVIF =
  'AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAACUAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAAAUAAAADAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAAtbWRhdBIACgg4CGTSAhoNIDIXGUJjBMAANCIAkEDOl7dfMkNZ9AyDjIA=';
const JPEG =
  '/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAADAAUDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABgf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCMADywv//Z';
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const segment = (marker: number, content: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff]), content]);
/** A JPEG with these segments before its own. */
const jpegWith = (...segments: Buffer[]) =>
  Buffer.concat([bytes(JPEG).subarray(0, 2), ...segments, bytes(JPEG).subarray(2)]);
const orientation = (value: number) =>
  segment(
    0xe1,
    Buffer.from(`457869660000${'4d4d002a00000008'}0001${`011200030000000100${`0${value}`}0000`}00000000`, 'hex'),
  );
const LONG = jpegWith(...Array.from({ length: 3 }, () => segment(0xe2, Buffer.alloc(60_000))), orientation(8));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-pictures-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string | Uint8Array) => {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
};
const story = (image: string, fields = '') =>
  put('a.md', `---\ntitle: T\npublished: 2022-03-03T19:40:00Z\n${fields}image: ${image}\n---\nText.\n`);
const recordIn = async () => (await readFolder(folder)).files[0]?.record as ArticleRecord;
const notes = async () => {
  const { code, out } = await tagwire(['check', folder]);
  const lines = out.replaceAll(`${folder}/`, '').trim().split('\n');
  return [code, lines.filter((it) => /image/.test(it))];
};

describe('a picture in public/', () => {
  it.each<[string, Uint8Array, string, number, number]>([
    ['x.png', bytes(PNG), 'image/png', 5, 3],
    ['x.gif', bytes(GIF), 'image/gif', 5, 3],
    ['x.webp', bytes(WEBP), 'image/webp', 5, 3],
    ['x.avif', bytes(AVIF), 'image/avif', 5, 3],
    ['x.jpg', bytes(JPEG), 'image/jpeg', 5, 3],
    ['upside-down.jpg', jpegWith(orientation(4)), 'image/jpeg', 5, 3],
    ['sideways.jpg', jpegWith(orientation(6)), 'image/jpeg', 3, 5],
    ['long-before-its-size.jpg', LONG, 'image/jpeg', 3, 5],
    ['x.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="5" height="3"/>'), 'image/svg+xml', 5, 3],
    ['box.svg', Buffer.from('<?xml version="1.0"?>\n<svg viewBox="0 0 50 30"></svg>'), 'image/svg+xml', 50, 30],
  ])('%s tells its own size, type and length', async (name, content, type, width, height) => {
    await put(`public/images/${name}`, content);
    await story(`{ url: /images/${name}, alt: Words, width: 1, type: image/tiff }`);
    expect((await recordIn()).image).toEqual({
      url: `/images/${name}`,
      alt: 'Words',
      width,
      height,
      type,
      length: content.byteLength,
    });
  });

  it.each([
    ['/images/a%20b.png?v=2', 'public/images/a b.png'],
    ['../images/x.png', 'public/images/x.png'],
    ['x.png', 'public/articles/x.png'],
  ])('%s is found where the wire has it', async (url, path) => {
    await put(path, bytes(PNG));
    await story(`{ url: "${url}", alt: Words }`);
    expect((await recordIn()).image).toMatchObject({ width: 5, height: 3 });
  });

  it.each([
    ['elsewhere', 'https://cdn.example/x.png', ''],
    ['at a story that lives elsewhere', '/x.png', 'url: https://news.example/a\n'],
    ['outside of it', '/..%2fx.png', ''],
  ])('is not what a picture %s is taken for', async (_, url, fields) => {
    await put('public/x.png', bytes(PNG));
    await put('x.png', bytes(PNG));
    await story(`{ url: "${url}", alt: Words }`, fields);
    expect((await recordIn()).image).toEqual({ url, alt: 'Words' });
    expect(await notes()).toEqual([0, []]);
  });

  it('is measured into the hash that a push compares, which is the one that the wire makes of it', async () => {
    await put('public/x.png', bytes(PNG));
    await story('{ url: /x.png, length: 7, alt: Words, credit: Somebody }');
    const record = await recordIn();
    const source = new TextEncoder().encode(JSON.stringify(record));
    const there = readArticle(source, 'application/json');
    expect(there.ok && (await recordHash(there.value))).toBe(await recordHash(record));
    await put('public/x.png', bytes(GIF));
    expect(await recordHash(await recordIn())).not.toBe(await recordHash(record));
  });

  it('is noted by check where the record says otherwise', async () => {
    await put('public/x.png', bytes(PNG));
    await story('{ url: /x.png, alt: Words, width: 5, height: 4, type: image/gif, length: 1 }');
    expect(await notes()).toEqual([
      0,
      [
        'a.md: image.height: note: says 4, the file has 3 (line 4)',
        'a.md: image.type: note: says image/gif, the file has image/png (line 4)',
        'a.md: image.length: note: says 1, the file has 95 (line 4)',
      ],
    ]);
  });

  it('is missed in a new story, unless that is allowed, but not in one that is not to be seen', async () => {
    await story('{ url: /x.png, alt: Words }');
    const message = 'public/x.png does not exist';
    expect(await notes()).toEqual([
      1,
      [
        `a.md: image.url: ${message}; put it there, or let the story go without it: --allow-missing-pictures of check, push and start (line 4)`,
      ],
    ]);
    const { code, out } = await tagwire(['check', folder, '--allow-missing-pictures']);
    expect([code, out.replaceAll(`${folder}/`, '').split('\n')[0]]).toEqual([
      0,
      `a.md: image.url: note: ${message} (line 4)`,
    ]);
    for (const status of ['draft', 'retracted', 'withdrawn']) {
      await story('{ url: /x.png, alt: Words }', `status: ${status}\n`);
      expect(await notes(), status).toEqual([0, [`a.md: image.url: note: ${message} (line 5)`]]);
    }
  });

  it.each<[string, string | Uint8Array, string]>([
    [
      'is no picture',
      'Just words, and many of them.',
      'public/x.png is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture',
    ],
    ['is empty', '', 'public/x.png is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture'],
    ['is cut off', bytes(PNG).subarray(0, 12), 'public/x.png is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture'],
  ])('is noted by check when it %s, and pushed as the record has it', async (_, content, message) => {
    await put('public/x.png', content);
    await story('{ url: /x.png, alt: Words, width: 9 }');
    expect(await notes()).toEqual([0, [`a.md: image.url: note: ${message} (line 4)`]]);
    expect((await recordIn()).image).toEqual({ url: '/x.png', alt: 'Words', width: 9 });
  });
});
