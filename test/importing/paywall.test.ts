import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/importing/formats/index.ts';
import { mended } from '../../src/importing/mended.ts';
import { paywallNotes } from '../../src/importing/paywall.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';
import { inputOf } from '../support/import-input.ts';

const FREE =
  'The dam of Ostmere held through the night, the wardens said, and the road below it is open again. Nobody was hurt.';
const PAID =
  'What the wardens did not say is how near the water came to its upper edge, and who had known of it since autumn.';
const JUMP = '<div class="paywall-jump" data-component-name="PaywallToDOM"></div>';
const COMMENT = '<!--members-only-->';
const text = (mark: string) => `<p>${FREE}</p>${mark}<p>${PAID}</p>`;
const page = (body: string, head = '') =>
  `<!doctype html><html><head><title>Dam holds</title>${head}</head><body>${body}</body></html>`;
const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The messages on paywalls in the first story of a source, as every import tells them. */
async function paywallsOf(source: string): Promise<string[]> {
  for await (const found of await detectFormat(source).read(inputOf(source)))
    return mended(found)
      .notes.filter((it) => it.code === 'paywall')
      .map((it) => it.message);
  throw new Error('has no stories');
}

const SOURCES: [string, (html: string) => string][] = [
  ['a fragment of a page', (html) => html],
  ['a page', (html) => page(`<nav>Home</nav><article><h1>Dam holds</h1>${html}</article>`)],
  ['a table', (html) => `title,body\nDam holds,"${html.replaceAll('"', '""')}"\n`],
  [
    'RSS',
    (html) =>
      `<rss version="2.0"><channel><title>O</title><item><title>Dam</title><description>${escaped(html)}</description></item></channel></rss>`,
  ],
  [
    'JSON Feed',
    (html) =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'O',
        items: [{ id: '1', title: 'Dam', content_html: html }],
      }),
  ],
  ['Markdown', (html) => `---\ntitle: Dam holds\n---\n${html.replaceAll('><', '>\n\n<')}\n`],
  ['ninjs', (html) => JSON.stringify({ uri: 'urn:x:1', pubstatus: 'usable', headline: 'Dam', body_html: html })],
  [
    'WordPress',
    (html) =>
      JSON.stringify([
        {
          id: 1,
          type: 'post',
          status: 'publish',
          slug: 'd',
          link: 'https://o.example/d',
          title: { rendered: 'Dam' },
          content: { rendered: html },
        },
      ]),
  ],
  [
    'mail',
    (html) =>
      `Subject: Dam\nFrom: a@ostmere.example\nDate: Fri, 1 Mar 2024 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n${FREE}\n\n${PAID}\n--b\nContent-Type: text/html\n\n${html}\n--b--\n`,
  ],
];

describe('the mark of a paywall', () => {
  it.each(SOURCES)('holds a story back, and is told once: %s', async (_, source) => {
    expect(await paywallsOf(source(text(JUMP)))).toEqual(['its text has a paywall']);
    expect(await paywallsOf(source(text(COMMENT)))).toEqual(['what stands below its paywall was not for everybody']);
    expect(await paywallsOf(source(text('')))).toEqual([]);
  });

  it.each([
    ['in front of a preview alone', `<p>${FREE}</p><div class="post-paywall"><p>Subscribe.</p></div>`],
    ['without quotation marks', text('<div class=paywall></div>')],
    ['by the name of its component', text("<div data-component-name='PaywallToDOM'></div>")],
  ])('may stand %s', async (_, html) => {
    expect(await paywallsOf(page(`<main>${html}</main>`))).toEqual(['its text has a paywall']);
  });

  it.each([
    ['beside the story', `<article>${text('')}</article><div class="paywall-modal">Subscribe!</div><!-- paywall -->`],
    ['in a list of others', `<article>${text('')}<aside><p class="paywall">A paid story</p></aside></article>`],
    ['where nobody sees it', `<article>${text('<template><div class="paywall"></div></template>')}</article>`],
    ['of a page that has none', `<article class="no-paywall">${text('<div class="paywall-free"></div>')}</article>`],
    [
      'in a link',
      `<article>${text('<p class=x><a class=y href="/paywall-debate">Paywalls</a> are debated.</p>')}</article>`,
    ],
    ['in words', `<article>${text('<p>The paper took its paywall down: class="paywall" is gone.</p>')}</article>`],
  ])('is none %s', async (_, body) => {
    expect(await paywallsOf(page(body))).toEqual([]);
  });

  it.each([
    'This post is for paid subscribers',
    'This post is for subscribers only.',
    'This content is only available to members.',
    'Member-only story',
  ])('is a line in the place of what is missing: %s', async (line) => {
    for (const [name, source] of SOURCES)
      expect(await paywallsOf(source(`<p>${FREE}</p><h2>${line}</h2><p>Subscribe</p>`)), name).toEqual([
        'its text has a paywall',
      ]);
    expect(await paywallsOf(`Dam holds\n\n${FREE}\n\n${line}\n`)).toEqual(['its text has a paywall']);
  });

  it.each([
    'This page is for members of the choir, and this post is for subscribers to the old road map.',
    'A member-only story is a rare thing.',
  ])('is none in a sentence: %s', async (line) => {
    expect(await paywallsOf(page(`<article>${text(`<p>${line}</p>`)}</article>`))).toEqual([]);
  });

  it('is none in the code of Markdown', async () => {
    const shown = `Write \`${COMMENT}\`, or\n\n\`\`\`html\n${JUMP}\n\`\`\`\n\n${PAID}\n`;
    expect(await paywallsOf(`# Paywalls\n\n${FREE}\n\n${shown}`)).toEqual([]);
  });

  it('is not told besides what a page says of itself', async () => {
    const data =
      '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Dam holds","isAccessibleForFree":false}';
    const head = `<script type="application/ld+json">${data}</script>`;
    expect(await paywallsOf(page(`<article>${text(JUMP)}</article>`, head))).toEqual([
      'the page says that the story is not free for everybody to read: saved as a draft',
    ]);
  });

  it('is looked for in a moment in a hostile megabyte', () => {
    for (const part of [
      ' class="',
      ' class=',
      ' class="no-',
      ' class=" paywall-free',
      '<!--',
      '<!--paywall ',
      '<!-- ',
      ' ',
      '\nthis post is for ',
      '>\t',
    ]) {
      const started = cpuSeconds();
      paywallNotes(part.repeat(1_000_000 / part.length));
      paywallNotes(`<a${part.repeat(1_000_000 / part.length)}`);
      expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
    }
  });
});
