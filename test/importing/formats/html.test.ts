import { describe, expect, it } from 'vitest';
import { html } from '../../../src/importing/formats/html/html.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { codes, fixture, storiesIn, storyIn } from '../../support/import-input.ts';

const LONG =
  'The council met and counted the votes, and the result was read out in the hall, as it is each year. '.repeat(6);
const page = (head: string, body = `<article><p>${LONG}</p><p>${LONG}</p></article>`) =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
const linked = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('HTML', () => {
  it('is recognised by its first element, and other XML is not', () => {
    expect(html.recognises(fixture('article.html'))).toBe(true);
    expect(html.recognises('\n<!-- saved --><HTML><head></head></HTML>')).toBe(true);
    expect(html.recognises('<article><p>A</p></article>')).toBe(true);
    expect(html.recognises('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>')).toBe(true);
    expect(html.recognises('<?xml version="1.0"?><article><p>A</p></article>')).toBe(false);
    expect(html.recognises(fixture('rss.xml'))).toBe(false);
  });

  it.each([
    '<br />\n',
    '<script>var page = "<p>";</script>\n',
    '<style>p { color: red }</style><!-- a cache -->\n',
    '<link rel="x" href="/x"><noscript><img src="/x.png"></noscript>',
    '<b>Old</b> cache of the page<br>\n',
    'Cached copy\n',
  ])('is recognised and read after %j', async (before) => {
    const source = `${before}${page('<title>Boats</title>')}`;
    expect(html.recognises(source)).toBe(true);
    const story = await storyIn(html, source);
    expect([story.title, story.language, story.body]).toEqual([
      'Boats',
      'en',
      expect.objectContaining({ text: expect.stringMatching(/^<article><p>The council/) }),
    ]);
  });

  it('is refused with more tags than any story has', async () => {
    await expect(storyIn(html, page('<title>Boats</title>', '<p>a'.repeat(90_000)))).rejects.toThrow(
      'has 90009 HTML tags; at most 40000. Save the part that is the story',
    );
  });

  it('tells the words that stand before a page', async () => {
    const story = await storyIn(html, `Cached &amp; old\n${page('<title>Boats</title>')}`);
    expect(story.notes).toContainEqual({ code: 'printed', message: 'left out before the page: Cached & old' });
  });

  it.each(['<blockquote>A</blockquote>', '<table><tr><td>A</td></tr></table>', '<b>Vik</b> <p>A</p>'])(
    'may be a fragment: %s',
    (text) => {
      expect(html.recognises(text)).toBe(true);
    },
  );

  it('reads the article of a graph, and the main text of the page', async () => {
    const { body, ...story } = await storyIn(html, fixture('article.html'));
    expect(story).toEqual({
      address: 'https://coast.example/library?x=1',
      title: 'Library extends hours & adds a room',
      summary: 'Longer hours.',
      published: '2022-03-03T19:40:00+01:00',
      updated: '2022-03-04T08:00:00Z',
      tags: ['libraries', 'Opening hours', 'Town'],
      authors: [
        { name: 'Ann Berg', url: 'https://coast.example/ann' },
        { name: 'Coast News', url: 'https://coast.example' },
        { name: 'Ivo Klym' },
      ],
      image: { url: 'https://coast.example/l.jpg', alt: 'The library', credit: 'A. Berg', width: 1200, height: 675 },
      language: 'en',
      corrections: [{ date: '2022-03-04T07:00:00Z', text: 'It said Monday.' }],
      notes: [
        {
          code: 'json-ld',
          message: expect.stringMatching(/^the page has JSON-LD that is not valid JSON: Expected property name/),
        },
        { code: 'page-parts', message: 'words of the page that are outside its main text and left out: 8' },
      ],
    });
    const paragraphs = /<article>([\s\S]*)<\/article>/.exec(fixture('article.html'))?.[1]?.match(/<p>.*<\/p>/g) ?? [];
    expect(paragraphs).toHaveLength(3);
    expect(body).toEqual({ type: 'html', text: expect.stringContaining(paragraphs.join('\n')) });
    expect(JSON.stringify(body)).not.toMatch(/Imprint|Home|<h1>|readability/);
  });

  it('reads meta elements where nothing is said of an article', async () => {
    const head = `<title>Tides - Coast</title><link rel="canonical" href="https://coast.example/tides">
      <meta property="og:title" content="Tides &amp;amp; times"><meta name="description" content="On tides.">
      <meta property="article:published_time" content="2022-03-03T19:40:00+01:00">
      <meta property="article:modified_time" content="2022-03-03T18:40:00Z">
      <meta property="article:tag" content="Tides"><meta property="article:tag" content="Moon">
      <meta name="author" content="Ann Berg"><meta property="article:author" content="https://social.example/ann">
      <meta property="og:image" content="https://coast.example/t.jpg"><meta property="og:image:width" content="600">`;
    const { body, ...story } = await storyIn(html, page(head));
    expect(story).toEqual({
      address: 'https://coast.example/tides',
      title: 'Tides & times',
      summary: 'On tides.',
      published: '2022-03-03T19:40:00+01:00',
      tags: ['Tides', 'Moon'],
      authors: [{ name: 'Ann Berg' }],
      image: { url: 'https://coast.example/t.jpg', width: 600 },
      language: 'en',
      notes: [],
    });
    expect(body).toMatchObject({ text: expect.stringContaining(`<p>${LONG}</p>`) });
  });

  it('takes the date of a <time>, and the heading for the title, where nothing else says them', async () => {
    const body = `<article><h1>Tides</h1><time datetime="2022-03-03">3 March</time><p>${LONG}</p></article>`;
    expect(await storyIn(html, page('<title>Coast</title>', body))).toMatchObject({
      title: 'Tides',
      published: '2022-03-03',
    });
  });

  it('fills in from meta elements what the article does not say', async () => {
    const story = await storyIn(
      html,
      page(`<meta name="author" content="Ann Berg">${linked({ '@type': 'NewsArticle', headline: 'Tides' })}`),
    );
    expect(story).toMatchObject({ title: 'Tides', authors: [{ name: 'Ann Berg' }], language: 'en' });
  });

  it.each([
    [[{ '@type': 'Organization' }, { '@type': 'BlogPosting', headline: 'Tides' }]],
    [{ '@type': 'WebPage', mainEntity: { '@type': 'https://schema.org/NewsArticle', headline: 'Tides' } }],
    [{ '@type': 'AnalysisNewsArticle', headline: 'Tides', author: 'Ann Berg', mainEntityOfPage: true }],
  ])('finds the article in %j', async (data) => {
    expect((await storyIn(html, page(`<title>Other</title>${linked(data)}`))).title).toBe('Tides');
  });

  it('takes articleBody where the page has no text', async () => {
    const head = linked({ '@type': 'NewsArticle', headline: 'Tides', articleBody: 'One.\n\nTwo < three.' });
    expect((await storyIn(html, page(head, ''))).body).toEqual({
      type: 'html',
      text: '<p>One.</p>\n<p>Two &lt; three.</p>',
    });
  });

  it('runs no script', async () => {
    const script =
      '<script>globalThis.ran = true; document.title = "x"</script><img src="x" onerror="globalThis.ran = true">';
    const story = await storyIn(html, page('<title>Tides</title>', `${script}<article><p>${LONG}</p></article>`));
    expect(story.title).toBe('Tides');
    expect(globalThis).not.toHaveProperty('ran');
  });

  it('reads a fragment', async () => {
    const story = await storyIn(html, `<article><h1>Tides</h1><p>${LONG}</p></article>`);
    expect(story.title).toBe('Tides');
    expect(codes(story)).toEqual([]);
  });

  it('reads a page without a head', async () => {
    const story = await storyIn(html, `<!doctype html><html><title>Tides</title><body><p>${LONG}</p></body></html>`);
    expect(story).toMatchObject({ title: 'Tides', body: { text: `<p>${LONG}</p>` } });
  });

  it('does not look for the text of a page that is deeper than any', async () => {
    const started = cpuSeconds();
    const story = await storyIn(html, page('<title>Tides</title>', '<div>'.repeat(9000)));
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
    expect(codes(story)).toEqual(['main-text', 'no-body']);
  });

  it('refuses a page that says nothing', async () => {
    await expect(storyIn(html, page('', ''))).rejects.toThrow('has neither a title nor a body');
  });
});

describe('a page with more than 10,000 tags', () => {
  const line = '<p>The dam held through the night, and the wardens stayed on the wall until morning came.</p>';
  const menu = '<nav><a href="/x">x</a></nav>'.repeat(3000);
  const large = (body: string) =>
    `<!doctype html><html><head><title>Dam holds</title></head><body>${menu}${body}</body></html>`;

  it('has the text that it marks as its story, for an editor to look at', async () => {
    const story = await storyIn(
      html,
      large(`<main><h1>Dam holds</h1><article>${line.repeat(3)}</article></main><article><p>Short.</p></article>`),
    );
    expect(story.body).toEqual({ type: 'html', text: line.repeat(3) });
    expect(story.notes.filter((it) => it.code === 'main-text').map((it) => it.message)).toEqual([
      'the page is too large to be searched for its main text: what it marks as the story is taken, as it is',
    ]);
  });

  it('is refused if it marks none', async () => {
    await expect(storiesIn(html, large(line))).rejects.toThrow(
      'is too large to be searched for its story, and marks none; save the part that is the story',
    );
  });
});
