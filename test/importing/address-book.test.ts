import { describe, expect, it } from 'vitest';
import { AddressBook } from '../../src/importing/address-book.ts';

const book = new AddressBook();
book.add({
  slug: 'fog',
  address: 'https://www.old.example/2022/03/fog/',
  formerUrls: ['/nebel?a=1&b=2', 'http://older.example/f'],
});
book.add({ slug: 'tide', address: 'https://old.example/tide.html', formerUrls: [] });

describe('Where a story is now', () => {
  it.each([
    ['https://old.example/2022/03/fog', '/articles/fog'],
    ['http://www.old.example/2022/03/fog/#after', '/articles/fog#after'],
    ['/2022/03/fog/', '/articles/fog'],
    ['/nebel?a=1&b=2', '/articles/fog'],
    ['http://older.example/f', '/articles/fog'],
    ['https://old.example/tide.html', '/articles/tide'],
  ])('is found: %s', (link, path) => {
    expect(book.pathTo(link)).toBe(path);
  });

  it('is not another page of the wire, whatever an export says', () => {
    const hostile = new AddressBook();
    hostile.add({ slug: 'hostile', address: undefined, formerUrls: ['/articles/fog', '/articles/fog?x=1'] });
    expect(['/articles/fog', '/articles/fog?x=1', '/articles/%66og'].map((it) => hostile.pathTo(it))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    'https://elsewhere.example/2022/03/fog/',
    'https://old.example/2022/03/',
    'https://old.example/',
    '#fog',
    'mailto:a@old.example',
    'tide.html',
    '',
  ])('is not known of anything else: "%s"', (link) => {
    expect(book.pathTo(link)).toBeUndefined();
  });
});

describe('Paths and addresses of the newsroom’s own sites', () => {
  const bookOf = (sites: string[], ...stories: [slug: string, address: string][]) => {
    const made = new AddressBook(sites);
    for (const [slug, address] of stories) made.add({ slug, address, formerUrls: [] });
    return made;
  };

  it('are the same', () => {
    const own = bookOf(
      ['https://gull.example', 'http://www.older.example/news'],
      ['quay', '/quay/'],
      ['mast', 'https://gull.example/mast'],
    );
    for (const it of ['https://gull.example/quay', '//www.gull.example/quay/', 'http://older.example/quay', '/quay'])
      expect(own.pathTo(it)).toBe('/articles/quay');
    for (const it of ['https://older.example/mast', '/mast#top']) expect(own.pathTo(it)).toMatch(/^\/articles\/mast/);
    expect(own.pathTo('https://elsewhere.example/quay')).toBeUndefined();
  });

  it('are known without being named if all stories name one host', () => {
    const known = bookOf([], ['quay', '/quay/'], ['mast', 'https://gull.example/mast']);
    expect(known.pathTo('https://gull.example/quay')).toBe('/articles/quay');
    const unsure = bookOf(
      [],
      ['quay', '/quay/'],
      ['mast', 'https://gull.example/mast'],
      ['rope', 'https://tern.example/r'],
    );
    expect(unsure.pathTo('https://gull.example/quay')).toBeUndefined();
    expect([unsure.mayBeOwn('https://gull.example/quay'), unsure.mayBeOwn('https://gull.example/x')]).toEqual([
      true,
      false,
    ]);
  });

  it('are not those of another site where a story has its home, or of a story on another host', () => {
    const made = new AddressBook();
    made.add({ slug: 'quay', formerUrls: ['/quay/'], home: 'https://partner.example/quay-story' });
    expect(made.pathTo('https://partner.example/quay')).toBeUndefined();
    expect(made.pathTo('https://partner.example/quay-story')).toBe('/articles/quay');
    const own = bookOf(['https://gull.example'], ['mast', 'https://tern.example/mast']);
    expect(own.pathTo('https://gull.example/mast')).toBeUndefined();
  });

  it('are told from others', () => {
    const own = bookOf(['https://gull.example']);
    expect(
      [
        'https://gull.example/x',
        '/x',
        'https://gull.example/',
        '/',
        'https://tern.example/x',
        '#x',
        'mailto:a@b.example',
      ].filter((it) => own.isOwn(it)),
    ).toEqual(['https://gull.example/x', '/x']);
  });
});

describe('The story in a file', () => {
  const made = new AddressBook();
  for (const [file, slug] of [
    ['site/content/posts/fog.md', 'fog'],
    ['site/content/posts/tide/index.md', 'high-tide'],
    ['site/content/a/rope.md', 'rope-a'],
    ['site/content/b/rope.md', 'rope-b'],
    ['all.xml', 'one'],
    ['all.xml', 'two'],
  ] as const)
    made.add({ slug, formerUrls: [], file });

  it.each([
    ['/posts/fog.md', '/articles/fog'],
    ['fog', '/articles/fog'],
    ['../posts/fog.md#map', '/articles/fog#map'],
    ['/posts/tide', '/articles/high-tide'],
    ['/a/rope.md', '/articles/rope-a'],
    ['/rope.md', undefined],
    ['/og.md', undefined],
    ['/all.xml', undefined],
    ['', undefined],
  ])('is found by the end of its path: %s', (path, page) => {
    expect(made.pathToFile(path)).toBe(page);
  });
});
