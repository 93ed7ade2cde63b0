import { beforeEach, describe, expect, it } from 'vitest';
import { someStories, text } from '../../support/pages.ts';
import { FORMATS, freshWire, ORIGIN, TestWire, wire } from '../../support/wire.ts';

describe('a story’s page', () => {
  beforeEach(someStories);

  const linkedData = (page: string) =>
    JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '');

  it.each([
    ['the same', '<img src="/images/x.png">', 1],
    ['the same in another size', '<img alt="A" src="https://a.example/x-300x200.png?w=300">', 1],
    ['another', '<img src="/images/y.png">', 2],
    ['one of another number', '<img src="/image.php?id=2">', 2],
  ])('shows the lead picture once, where its text shows %s', async (_, body, count) => {
    const url = body.includes('a.example')
      ? 'https://a.example/x.png'
      : body.includes('php')
        ? '/image.php?id=1'
        : '/images/x.png';
    await wire.story('a', { image: { url, credit: 'Ann' }, bodyType: 'html', body: `<p>Words.</p>${body}` });
    const page = await text('/articles/a');
    const story = page.slice(page.indexOf('<article>'), page.indexOf('</article>'));
    expect(story.match(/<img /g)).toHaveLength(count);
    expect(story).toContain(count === 1 ? '<span>Picture:</span> Ann' : 'Ann');
  });

  it('tells machines what it is', async () => {
    const image = { url: '/images/x.png', alt: 'Alt', credit: 'Ann', width: 1200, height: 675 };
    await wire.story('a', {
      title: 'T',
      summary: 'S',
      tags: ['Ukraine'],
      authors: [{ name: 'Ann', url: 'https://a.example/' }],
      image,
    });
    const page = await text('/articles/a');
    expect(linkedData(page)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      identifier: 'tag:tagwire.example,2022-02-24:article/a',
      url: `${ORIGIN}/articles/a`,
      mainEntityOfPage: `${ORIGIN}/articles/a`,
      headline: 'T',
      description: 'S',
      inLanguage: 'en',
      datePublished: '2026-02-01T10:00:00.000Z',
      dateModified: '2026-02-01T10:00:00.000Z',
      author: [{ '@type': 'Person', name: 'Ann', url: 'https://a.example/' }],
      publisher: {
        '@type': 'NewsMediaOrganization',
        name: 'Tagwire',
        url: ORIGIN,
        logo: { '@type': 'ImageObject', url: `${ORIGIN}/icon-512.png` },
      },
      keywords: ['Ukraine'],
      isAccessibleForFree: true,
      image: {
        '@type': 'ImageObject',
        url: `${ORIGIN}/images/x.png`,
        width: 1200,
        height: 675,
        caption: 'Alt',
        creditText: 'Ann',
      },
    });
    for (const element of [
      `<link rel="canonical" href="${ORIGIN}/articles/a"/>`,
      '<meta name="author" content="Ann"/>',
      '<meta property="og:type" content="article"/>',
      '<meta property="og:title" content="T"/>',
      `<meta property="og:image" content="${ORIGIN}/images/x.png"/>`,
      '<meta name="twitter:card" content="summary_large_image"/>',
      `<img src="${ORIGIN}/images/x.png" alt="Alt" width="1200" height="675"`,
    ])
      expect(page).toContain(element);
  });

  it('is in the story’s language and direction, dates too, around our own words in English', async () => {
    await wire.story('ar', {
      language: 'ar',
      title: 'خبر',
      corrections: [{ date: '2026-02-03T09:00:00Z', text: 'تصحيح' }],
    });
    const page = await text('/articles/ar');
    expect(page).toContain('<html lang="ar" dir="rtl">');
    expect(page).toContain('<header class="top" lang="en" dir="ltr">');
    expect(page).toContain('<time datetime="2026-02-01T10:00:00.000Z">1 فبراير 2026 في 10:00 ص UTC</time>');
    expect(page).toContain('<span><span lang="en" dir="ltr">Updated</span> <time datetime="2026-02-03T09:00:00.000Z">');
    expect(page).toContain(
      '<p><strong>تصحيح (<time datetime="2026-02-03T09:00:00.000Z">3 فبراير 2026</time>):</strong> تصحيح</p>',
    );
    expect(page).not.toContain('<div dir="rtl"');
    for (const format of FORMATS) {
      const feed = (await text(`/feeds/all.${format}`)).replaceAll('\\', '');
      expect([format, /<div dir="rtl" lang="ar">/.test(feed)]).toEqual([format, true]);
    }
  });

  it('says at the top, once, that it was retracted', async () => {
    await wire.story('a', { title: 'T', status: 'retracted' });
    const page = await text('/articles/a');
    expect(page).toContain('<article><p class="notice"><strong>This story has been retracted.</strong>');
    expect(page.match(/This story has been retracted/g)).toHaveLength(1);
    expect(linkedData(page).creativeWorkStatus).toBe('Retracted');
  });
});

describe('an article’s page', () => {
  beforeEach(freshWire);

  it('is kept by caches no longer than its story lasts, and can be purged by its key', async () => {
    await wire.story('a', { expires: '2026-03-01T12:10:59Z', tags: [] });
    const { headers } = await wire.fetch('/articles/a');
    expect([headers.get('cache-control'), headers.get('cache-tag')]).toEqual([
      'public, max-age=600, must-revalidate',
      'article-a',
    ]);
  });

  it('has an ETag that changes with it, also within a second', async () => {
    await wire.story('a', { title: 'One' });
    const etag = (await wire.fetch('/articles/a')).headers.get('etag') as string;
    expect((await wire.fetch('/articles/a', { headers: { 'if-none-match': etag } })).status).toBe(304);
    await wire.story('a', { title: 'Two' });
    expect((await wire.fetch('/articles/a', { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('tells nobody of a draft that was withdrawn', async () => {
    await wire.story('a', { status: 'draft' });
    await wire.api('DELETE', '/api/articles/a');
    expect((await wire.fetch('/articles/a')).status).toBe(404);
  });

  it('cannot be given our own origin’s mark by a reference', async () => {
    await wire.story('a', { body: 'a &#1;.evil.example <a href="&#x1;.evil.example">x</a>', bodyType: 'html' });
    expect(await (await wire.fetch('/articles/a')).text()).not.toContain('8787.evil');
  });

  it('shows the story, escaped where it is text', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', {
      title: '<b>3 < 5 & "so"</b>',
      body: '<script>alert(1)</script><p onclick="x()">Fine <a href="javascript:x()">link</a></p>',
      bodyType: 'html',
      authors: ['<i>Ann</i>'],
      image: { url: '/images/x.png"onerror="x()', alt: '"><script>' },
    });
    const response = await wire.fetch('/articles/a');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('<h1>&lt;b&gt;3 &lt; 5 &amp; &quot;so&quot;&lt;/b&gt;</h1>');
    expect(text).not.toMatch(
      /<script(?! src="\/site\/| type="application\/ld\+json">)|onclick=|javascript:|<i>Ann|"onerror/,
    );
    expect(text).toContain('<p>Fine link</p>');
  });

  it('is at the slug; former slugs redirect, also one that was given up', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { slug: 'first' });
    await wire.story('a', { slug: 'second', formerSlugs: ['zeroth'] });
    expect((await wire.fetch('/articles/second')).status).toBe(200);
    for (const slug of ['first', 'zeroth']) {
      const response = await wire.fetch(`/articles/${slug}`);
      expect([response.status, response.headers.get('location')]).toEqual([301, `${ORIGIN}/articles/second`]);
    }
  });

  it('redirects to the story’s own home, if it has one', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { url: 'https://news.example/a' });
    const response = await wire.fetch('/articles/a');
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://news.example/a']);
  });
});
