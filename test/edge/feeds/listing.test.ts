import { beforeAll, describe, expect, it } from 'vitest';
import { twelveStories } from '../../support/channel.ts';
import { freshWire, type TestWire, wire } from '../../support/wire.ts';

/** Follows links through a channel and collects what each page lists. */
async function walk(wire: TestWire, first: string, link: (text: string) => string | undefined): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path && pages.length < 20; ) {
    const text = await (await wire.fetch(path)).text();
    pages.push(
      [...text.matchAll(/(?:<title>|<title type="text">|"title":")(Story \d+)/g)].map((it) => it[1] as string),
    );
    path = link(text);
  }
  return pages;
}

describe('a channel', () => {
  beforeAll(twelveStories);

  it.each([
    ['ukraine', [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['refugees+ukraine', [12, 10, 8, 6, 4, 2]],
    ['refugees+sport', [12, 6]],
    ['refugees,sport', [12, 10, 9, 8, 6, 4, 3, 2, 99]],
    ['ukraine+!sport', [11, 10, 8, 7, 5, 4, 2, 1]],
    ['all+!ukraine', ['Twin B', 'Twin A', 99]],
    ['refugees+!sport,sport+!ukraine', [10, 8, 4, 2, 99]],
  ])('%s lists its stories newest first', async (channel, expected) => {
    expect(await wire.titles(channel)).toEqual(expected.map((it) => (typeof it === 'number' ? `Story ${it}` : it)));
  });

  it('breaks ties of the date by key in the channel of a tag, by age in a combination', async () => {
    expect(await wire.titles('twins')).toEqual(['Twin A', 'Twin B']);
    expect(await wire.titles('twins+!sport')).toEqual(['Twin B', 'Twin A']);
  });

  const xmlLink = (rel: string) => (text: string) => {
    const tag = [...text.matchAll(/<(?:atom:)?link [^>]*>/g)]
      .map((it) => it[0])
      .find((it) => it.includes(`rel="${rel}"`));
    return /href="([^"]+)"/.exec(tag ?? '')?.[1]?.replace(/&(#x26|amp);/g, '&');
  };
  const PAGES = [
    ['Story 12', 'Story 11', 'Story 10', 'Story 9', 'Story 8'],
    ['Story 7', 'Story 6', 'Story 5', 'Story 4', 'Story 3'],
    ['Story 2', 'Story 1'],
  ];

  it.each(['rss', 'atom'])('pages through %s by next, and back by previous (RFC 5005)', async (format) => {
    expect(await walk(wire, `/feeds/ukraine.${format}?limit=5`, xmlLink('next'))).toEqual(PAGES);
    const pageTwo = xmlLink('next')(await (await wire.fetch(`/feeds/ukraine.${format}?limit=5`)).text()) as string;
    const last = xmlLink('next')(await (await wire.fetch(pageTwo)).text()) as string;
    expect(await walk(wire, last, xmlLink('previous'))).toEqual([...PAGES].reverse());
    expect(xmlLink('self')(await (await wire.fetch(last)).text())).toBe(last);
  });

  it('pages through JSON by next_url, which the last page has not', async () => {
    const next = (text: string) => (JSON.parse(text) as { next_url?: string }).next_url;
    expect(await walk(wire, '/feeds/ukraine.json?limit=5', next)).toEqual(PAGES);
    expect(next(await (await wire.fetch('/feeds/twins.json')).text())).toBeUndefined();
  });

  it('pages through an expression', async () => {
    const pages = await walk(wire, '/feeds/refugees,sport.rss?limit=4', xmlLink('next'));
    expect(pages.flat()).toEqual([12, 10, 9, 8, 6, 4, 3, 2, 99].map((n) => `Story ${n}`));
  });

  it('leaves the content out when asked for summaries', async () => {
    const rss = await (await wire.fetch('/feeds/ukraine.rss?content=summary')).text();
    expect(rss).toContain('<description>Some text of a story.</description>');
    expect(rss).not.toContain('content:encoded>');
    const json = (await (await wire.fetch('/feeds/ukraine.json?content=summary')).json()) as {
      items: Record<string, unknown>[];
    };
    expect([json.items[0]?.content_html, json.items[0]?.content_text]).toEqual([undefined, 'Some text of a story.']);
  });

  it('has the same ids, links, dates, titles, tags and authors in all three formats', async () => {
    const json = (await (await wire.fetch('/feeds/refugees.json')).json()) as {
      items: { id: string; url: string; date_published: string }[];
    };
    const atom = await (await wire.fetch('/feeds/refugees.atom')).text();
    const rss = await (await wire.fetch('/feeds/refugees.rss')).text();
    const ids = json.items.map((it) => it.id);
    expect(ids.length).toBe(6);
    expect([...atom.matchAll(/<entry>[\s\S]*?<id>([^<]+)<\/id>/g)].map((it) => it[1])).toEqual(ids);
    expect([...rss.matchAll(/<guid isPermaLink="false">([^<]+)<\/guid>/g)].map((it) => it[1])).toEqual(ids);
    expect([...rss.matchAll(/<item>[\s\S]*?<link>([^<]+)<\/link>/g)].map((it) => it[1])).toEqual(
      json.items.map((it) => it.url),
    );
    expect(
      [...rss.matchAll(/<item>[\s\S]*?<pubDate>([^<]+)<\/pubDate>/g)].map((it) =>
        new Date(it[1] as string).toISOString(),
      ),
    ).toEqual(json.items.map((it) => it.date_published));
  });

  it('lists every channel with its page and a way to subscribe on the start page', async () => {
    const response = await wire.fetch('/');
    const text = await response.text();
    for (const slug of ['all', 'ukraine', 'refugees', 'sport', 'twins']) {
      for (const path of [`/channels/${slug}`, `/channels/${slug}#subscribe`]) expect(text).toContain(`href="${path}"`);
    }
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});

describe('a channel of as many tags as there may be', () => {
  const TAGS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  beforeAll(async () => {
    await freshWire();
    for (const [index, tag] of TAGS.entries()) {
      const published = `2026-02-${10 + index}T10:00:00Z`;
      await wire.story(`only-${tag}`, { title: `Only ${tag}`, tags: [`x${tag}`], published });
    }
    await wire.story('every', { title: 'Every', tags: TAGS.map((it) => `x${it}`), published: '2026-02-01T10:00:00Z' });
    wire.pass(3600);
  });

  it.each([2, 4, 5, 6, 7, 8])('has the stories of either of %i, each once', async (count) => {
    const tags = TAGS.slice(0, count);
    const expected = [...tags.map((it) => `Only ${it}`).reverse(), 'Every'];
    expect(await wire.titles(tags.map((it) => `x${it}`).join(','))).toEqual(expected);
    expect(await wire.titles(tags.map((it) => `x${it}`).join(','), '?limit=2')).toEqual(expected.slice(0, 2));
  });

  it.each([2, 8])('has the story of all of %i', async (count) => {
    expect(
      await wire.titles(
        TAGS.slice(0, count)
          .map((it) => `x${it}`)
          .join('+'),
      ),
    ).toEqual(['Every']);
  });
});
