import { describe, expect, it } from 'vitest';
import { AddressBook } from '../../src/importing/address-book.ts';
import type { Note } from '../../src/importing/notes.ts';
import type { Story } from '../../src/importing/story.ts';
import { withLinks } from '../../src/importing/story-links.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

const book = new AddressBook(['https://old.example']);
book.add({ slug: 'fog', address: '/2022/03/fog/', formerUrls: ['/nebel?a=1&b=2'], file: 'posts/fog.md' });
book.add({ slug: 'tide', address: 'https://old.example/tide.html', formerUrls: [] });

const linked = (bodyType: Story['bodyType'], body: string, { stays = false, addresses = book } = {}) => {
  const story = withLinks({ bodyType, body, notes: [] as Note[] } as Story, addresses, { stays });
  return { body: story.body, notes: story.notes };
};
const moved = (count: number): Note => ({
  code: 'links',
  message:
    count === 1
      ? '1 link to another story now leads to its page here'
      : `${count} links to other stories now lead to their pages here`,
});

describe('Links between stories', () => {
  it('lead to pages here in HTML', () => {
    const body =
      '<p><a id="a" href="/nebel?a=1&amp;b=2">/nebel?a=1&amp;b=2</a> <a href="https://x.example/">x</a><img src="/2022/03/fog"></p>';
    expect(linked('html', body)).toEqual({
      body: body.replace('href="/nebel?a=1&amp;b=2"', 'href="/articles/fog"'),
      notes: [moved(1)],
    });
  });

  it('lead to pages here in Markdown, in every form; pictures stay', () => {
    expect(
      linked(
        'markdown',
        `[a](https://old.example/tide.html "T") [b](</2022/03/fog/>) [c][1] <a href="/tide.html">e</a> ![f](/tide.html) [![g](/tide.html)](/tide.html)

[1]: https://old.example/tide.html#top
https://old.example/tide.html`,
      ),
    ).toEqual({
      body: `[a](/articles/tide "T") [b](</articles/fog>) [c][1] <a href="/articles/tide">e</a> ![f](/tide.html) [![g](/tide.html)](/articles/tide)

[1]: /articles/tide#top
https://old.example/tide.html`,
      notes: [moved(5)],
    });
  });

  it('to drafts lead there, and are told', () => {
    const addresses = new AddressBook(['https://old.example']);
    addresses.add({ slug: 'fog', address: '/fog', formerUrls: [], isDraft: true });
    addresses.add({ slug: 'tide', address: '/tide', formerUrls: [] });
    expect(linked('html', '<a href="/fog#x">f</a><a href="/fog">f</a><a href="/tide">t</a>', { addresses })).toEqual({
      body: '<a href="/articles/fog#x">f</a><a href="/articles/fog">f</a><a href="/articles/tide">t</a>',
      notes: [
        moved(3),
        {
          code: 'links-to-drafts',
          message: 'links to stories that are drafts, and answer 404 until they are published: /articles/fog',
          names: ['/articles/fog'],
        },
      ],
    });
  });

  it('that are written as they are lead to pages here in Markdown', () => {
    expect(linked('markdown', '<https://old.example/tide.html> [a](<https://old.example/tide.html>)').body).toBe(
      '[https://old.example/tide.html](/articles/tide) [a](</articles/tide>)',
    );
  });

  it('are told where they lead to the old site, but to no story', () => {
    const links = [
      '/a',
      '/b#x',
      '/b',
      'https://old.example/c',
      '/d',
      '/e',
      '/f',
      'https://old.example/',
      'https://x.example/g',
    ];
    expect(linked('markdown', links.map((it) => `[l](${it})`).join(' ')).notes).toEqual([
      {
        code: 'links-left',
        message:
          'links to the old site that lead to no story of this import: /a, /b, https://old.example/c, /d, /e, and 1 more',
        names: ['/a', '/b', 'https://old.example/c', '/d', '/e', '/f'],
      },
    ]);
  });

  it('are told where only the user can know whether the site is their own', () => {
    const addresses = new AddressBook();
    addresses.add({ slug: 'fog', address: '/fog/', formerUrls: [] });
    const body = '[a](https://gull.example/fog/) [b](https://gull.example/x) [c](https://tern.example/)';
    expect(linked('markdown', body, { addresses })).toEqual({
      body,
      notes: [
        {
          code: 'links-left',
          message: 'links that lead to stories here only if --site names their site: https://gull.example/fog/',
          names: ['https://gull.example/fog/'],
        },
      ],
    });
  });

  it('that lead to a page here already are no change', () => {
    expect(linked('markdown', '[a](/articles/fog)')).toEqual({ body: '[a](/articles/fog)', notes: [] });
  });

  it('lead to the story of a file, also where stories keep their homes', () => {
    const body = '[a]({filename}/posts/fog.md#map) [b]({filename}/gone.md) [c](/tide.html)';
    expect(linked('markdown', body, { stays: true })).toEqual({
      body: '[a](/articles/fog#map) [b]({filename}/gone.md) [c](/tide.html)',
      notes: [
        moved(1),
        {
          code: 'template',
          message:
            'links to files that are no stories of this import, which readers will see as they are; replace them: /gone.md',
          names: ['/gone.md'],
        },
      ],
    });
  });

  it.each(['![', '[a](', '[a]: ', '<a href="'])('are soon found in a megabyte of %j', (part) => {
    const started = cpuSeconds();
    linked('markdown', part.repeat(1_000_000 / part.length));
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
