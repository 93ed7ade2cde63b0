import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/articles/entry.ts';
import { readFolder } from '../../src/cli/folder.ts';
import { withMadeSizes } from '../../src/cli/sizes.ts';
import { tagwire } from '../support/tagwire.ts';

let folder: string;
const picture = (name: string) => join(folder, 'public', 'images', name);
const story = (name: string, image: string) =>
  writeFile(
    join(folder, `${name}.md`),
    `---\ntitle: The ferry of Keltmouth is back with a ${name}\npublished: 2022-03-03T19:40:00Z\ntags: [Harbour]\nimage: { url: ${image}, alt: A }\n---\n${'The ferry left at nine with two hundred people. '.repeat(12)}\n`,
  );
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect x="400" width="400" height="400" fill="#f00"/></svg>';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-sizes-'));
  await mkdir(join(folder, 'public', 'images'), { recursive: true });
  await writeFile(picture('plan.svg'), SVG);
  await sharp({ create: { width: 900, height: 600, channels: 3, background: '#888' } })
    .avif()
    .toFile(picture('quay.avif'));
  await sharp({ create: { width: 900, height: 600, channels: 3, background: '#888' } })
    .png()
    .toFile(picture('fine.png'));
  await story('plan', '/images/plan.svg');
  await story('quay', '/images/quay.avif');
  await story('fine', '/images/fine.png');
  await story('away', 'https://cdn.example/a.svg');
});
afterAll(() => rm(folder, { recursive: true }));

describe('tagwire pictures', () => {
  it('makes JPEGs of the pictures that partners do not take, and of no others', async () => {
    expect((await tagwire(['partners', 'msn', folder])).out).toContain(
      '  plan: withheld: picture: the lead picture is image/svg+xml: partners take JPEG, PNG, GIF and WebP; `tagwire pictures` makes a JPEG of it',
    );
    const { code, out } = await tagwire(['pictures', folder]);
    const sizes = (name: string) => join(folder, 'public', 'sizes', 'images', name);
    expect([code, out.split('\n').map((it) => it.replace(/\d+ kB/, 'N kB'))]).toEqual([
      0,
      [
        `${picture('plan.svg')}: ${sizes('plan-1600.jpg')}, 1600 by 800 pixels, N kB`,
        `${picture('quay.avif')}: ${sizes('quay-1600.jpg')}, 900 by 600 pixels, N kB`,
        '3 lead pictures, 2 JPEGs made',
        '',
      ],
    ]);
    const { data } = await sharp(sizes('plan-1600.jpg')).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)].every((it) => it > 250)).toBe(true);
  });

  it('lets partners have them', async () => {
    const { out } = await tagwire(['partners', 'flipboard', folder]);
    expect(out).toContain(
      'plan: adapted: picture: the picture is http://127.0.0.1:8787/sizes/images/plan-1600.jpg: the lead picture itself is image/svg+xml',
    );
    expect(out).toContain('quay: adapted: picture: the picture is');
    expect(out).not.toContain('fine: adapted: picture');
    expect((await tagwire(['check', folder])).out).toBe('4 articles, 0 problems, 0 notes\n');
  });

  it('makes one again only if its picture is newer', async () => {
    expect((await tagwire(['pictures', folder])).out).toBe('3 lead pictures, 0 JPEGs made\n');
    await writeFile(picture('plan.svg'), SVG.replace('#f00', '#00f'));
    await utimes(picture('plan.svg'), new Date(), new Date(Date.now() + 60_000));
    expect(JSON.parse((await tagwire(['pictures', folder, '--json'])).out)).toMatchObject({
      pictures: 3,
      made: [{ picture: picture('plan.svg'), width: 1600, height: 800 }],
      failed: [],
    });
  });

  it('says which picture it cannot read, and makes the others', async () => {
    await writeFile(picture('plan.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect');
    await utimes(picture('plan.svg'), new Date(), new Date(Date.now() + 120_000));
    const { code, out } = await tagwire(['pictures', folder]);
    expect([code, out.startsWith(`${picture('plan.svg')}: cannot be made into a JPEG: `)]).toEqual([1, true]);
    expect(await readFile(picture('quay.avif'))).toBeTruthy();
    await writeFile(picture('plan.svg'), '<svg');
    expect(await tagwire(['pictures', folder])).toMatchObject({
      code: 1,
      out: `${picture('plan.svg')}: is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture\n3 lead pictures, 0 JPEGs made\n`,
    });
  });
});

describe('stories that are about to be sent', () => {
  it('get the JPEG that they need, each of those that share a picture, where a partner is fed', async () => {
    await rm(join(folder, 'public', 'sizes'), { recursive: true });
    await writeFile(picture('plan.svg'), SVG);
    await story('plan-again', '/images/plan.svg');
    const told: string[] = [];
    const sent = async () => {
      const { files } = await readFolder(folder);
      const sized = await withMadeSizes(folder, files, (line) => told.push(line));
      return sized.flatMap(({ key, record }) => {
        const image: Image | undefined = record?.image;
        return image?.variants?.map((it) => `${key}: ${it.url}`) ?? [];
      });
    };
    expect([await sent(), told]).toEqual([[], []]);
    await writeFile(join(folder, 'partners.yaml'), 'version: 1\npartners:\n  msn:\n');
    const all = [
      'plan-again: /sizes/images/plan-1600.jpg',
      'plan: /sizes/images/plan-1600.jpg',
      'quay: /sizes/images/quay-1600.jpg',
    ];
    expect((await sent()).sort()).toEqual(all);
    expect(told.map((it) => it.split(': ')[0])).toEqual([picture('plan.svg'), picture('quay.avif')]);
    expect([(await sent()).sort(), told.length]).toEqual([all, 2]);
  });
});
