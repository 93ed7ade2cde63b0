import { Feed, type Item } from 'feed';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';

/**
 * Each test shows a fault of `feed` 6.0.0 that src/feeds works around. One that fails says that upstream has mended the
 * fault: take the work-around out. Issue numbers are those of github.com/jpmonette/feed.
 */
const UPDATED = new Date('2022-03-03T18:40:00Z');

function feedWith(item: Partial<Item>, options = {}): Feed {
  const feed = new Feed({
    id: 'https://wire.example/',
    title: 'T',
    link: 'https://wire.example/',
    updated: UPDATED,
    ...options,
  });
  feed.addItem({ title: 't', link: 'https://wire.example/a', date: UPDATED, ...item });
  return feed;
}

function isWellFormed(xml: string): boolean {
  const parser = new SaxesParser({ xmlns: true });
  let fine = true;
  parser.on('error', () => {
    fine = false;
  });
  parser.write(xml).close();
  return fine;
}

describe('feed 6.0.0', () => {
  it('splits only the first "]]>" of character data: a second one breaks out', () => {
    expect(feedWith({ content: 'a ]]> b ]]></content:encoded><evil/>' }).rss2()).toContain('</content:encoded><evil/>');
    expect(isWellFormed(feedWith({ content: ']]> ]]>' }).rss2())).toBe(false);
  });

  it('passes on characters that XML does not allow', () => {
    for (const title of ['x\u0008y', 'x\ufffey']) expect(isWellFormed(feedWith({ title }).rss2())).toBe(false);
    expect(feedWith({ title: 'x\ud800y' }).rss2()).toContain('x\ud800y');
  });

  it('does not escape a category’s domain, and escapes no "<" in Atom', () => {
    expect(isWellFormed(feedWith({ category: [{ name: 'x', domain: 'https://d.example/?a=1&b=2' }] }).rss2())).toBe(
      false,
    );
    expect(isWellFormed(feedWith({ category: [{ name: 'a<b', term: 'x' }] }).atom1())).toBe(false);
  });

  it('writes an author without mail address as <author> in RSS (#130, #241)', () => {
    expect(feedWith({ author: [{ name: 'Ann' }] }).rss2()).toContain('<author>Ann</author>');
  });

  it('loses the enclosure when there is an image', () => {
    const rss = feedWith({
      enclosure: { url: 'https://d.example/a.mp3', type: 'audio/mpeg', length: 1 },
      image: 'https://d.example/b.png',
    }).rss2();
    expect(rss).not.toContain('a.mp3');
  });

  it('derives an Atom enclosure’s type from its address (#224, #239)', () => {
    expect(feedWith({ enclosure: { url: 'https://d.example/a.pdf', type: 'application/pdf' } }).atom1()).toContain(
      'type="image/pdf"',
    );
  });

  it('refuses or rewrites ids, in Atom only', () => {
    expect(() => feedWith({ id: 'article-42' }).atom1()).toThrow();
    expect(feedWith({ id: 'HTTPS://N.example' }).atom1()).toContain('<id>https://n.example/</id>');
    expect(feedWith({ id: 'HTTPS://N.example' }).rss2()).toContain('HTTPS://N.example</guid>');
  });

  it('declares dc only if some item has content', () => {
    const extensions = [{ name: 'dc:creator', objects: { _text: 'Ann' } }];
    expect(isWellFormed(feedWith({ extensions }).rss2())).toBe(false);
    expect(isWellFormed(feedWith({ extensions, content: 'x' }).rss2())).toBe(true);
  });

  it('takes the clock’s time for a missing date', () => {
    expect(new Feed({ title: 'T' }).atom1()).toContain(`<updated>${new Date().toISOString().slice(0, 13)}`);
  });

  it('makes Atom titles HTML, unescaped (#192)', () => {
    expect(feedWith({ title: '3 < 5' }).atom1()).toContain('<title type="html"><![CDATA[3 < 5]]></title>');
  });

  it('has no language in Atom (#196), no type on links, and no paging links (#52)', () => {
    const atom = feedWith({}, { language: 'uk', feedLinks: { atom: 'https://wire.example/a.atom' } }).atom1();
    expect(atom).not.toContain('xml:lang');
    expect(atom).toContain('<link rel="self" href="https://wire.example/a.atom"/>');
  });

  it('writes JSON Feed version 1, with one author (#246)', () => {
    const json = JSON.parse(feedWith({ author: [{ name: 'A' }, { name: 'B' }] }, { language: 'uk' }).json1());
    expect([json.version, json.language, json.items[0].author, json.items[0].authors]).toEqual([
      'https://jsonfeed.org/version/1',
      undefined,
      { name: 'A' },
      undefined,
    ]);
  });

  it('gives a plain-text description for HTML in JSON Feed, where there is no content', () => {
    const [item] = JSON.parse(feedWith({ description: '3 < 5' }).json1()).items;
    expect([item.content_html, item.summary]).toEqual(['3 < 5', undefined]);
  });

  it('puts channel extensions behind the items', () => {
    const feed = feedWith({});
    feed.addExtension({ name: 'sy:updatePeriod', objects: { _text: 'hourly' } });
    const rss = feed.rss2();
    expect(rss.indexOf('sy:updatePeriod')).toBeGreaterThan(rss.indexOf('</item>'));
  });
});
