import { describe, expect, it } from 'vitest';
import { AddressBook } from '../../src/importing/address-book.ts';
import type { Story } from '../../src/importing/story.ts';

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

  const redirected = (bodyType: Story['bodyType'], body: string) => {
    const { story, count } = book.redirect({ bodyType, body } as Story);
    return { body: story.body, count };
  };

  it('is where links in HTML lead', () => {
    const body =
      '<p><a id="a" href="/nebel?a=1&amp;b=2">/nebel?a=1&amp;b=2</a> <a href="/x">x</a><img src="/2022/03/fog"></p>';
    expect(redirected('html', body)).toEqual({
      body: body.replace('href="/nebel?a=1&amp;b=2"', 'href="/articles/fog"'),
      count: 1,
    });
  });

  it('is where links in Markdown lead, of every form', () => {
    expect(
      redirected(
        'markdown',
        `[a](https://old.example/tide.html "T") [b](</2022/03/fog/>) [c][1] [d](/x) <a href="/tide.html">e</a>

[1]: https://old.example/tide.html#top
https://old.example/tide.html`,
      ),
    ).toEqual({
      body: `[a](/articles/tide "T") [b](</articles/fog>) [c][1] [d](/x) <a href="/articles/tide">e</a>

[1]: /articles/tide#top
https://old.example/tide.html`,
      count: 4,
    });
  });
});
