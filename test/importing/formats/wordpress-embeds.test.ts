import { describe, expect, it } from 'vitest';
import { withEmbedTitles } from '../../../src/importing/formats/wordpress/embed-titles.ts';
import { wxr } from '../../../src/importing/formats/wordpress/wxr.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { fixture, storyIn } from '../../support/import-input.ts';

const kept = (src: string, title: string): [string, string] => [
  '_oembed_0123456789abcdef0123456789abcdef',
  `<iframe title="${title}" width="500" src="${src}" allowfullscreen></iframe>`,
];
const TIDE = kept('https://www.youtube.com/embed/q9XtideLk-4?feature=oembed', 'Tide &amp; time | Skerrow TV');
const POST = kept('https://orne.example/2020/05/lamps/embed/#?secret=aB', '&#8220;Lamps&#8221; &#8212; Orne');

describe('what WordPress has kept of embedded pages', () => {
  it.each([
    ['<p>https://www.youtube.com/watch?v=q9XtideLk-4</p>', 'https://www.youtube.com/watch?v=q9XtideLk-4'],
    ['<p>https://youtu.be/q9XtideLk-4?t=3</p>', 'https://youtu.be/q9XtideLk-4?t=3'],
    [
      '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/q9XtideLk-4\n</div></figure>',
      'https://youtu.be/q9XtideLk-4',
    ],
    ['<p><a href="https://youtu.be/q9XtideLk-4">youtu.be</a></p>', 'https://youtu.be/q9XtideLk-4'],
  ])('gives the link its title: %s', (html, address) => {
    expect(withEmbedTitles(html, [POST, TIDE])).toContain(`<a href="${address}">Tide &amp; time | Skerrow TV</a>`);
  });

  it('may be a post of another site', () => {
    expect(withEmbedTitles('<p>https://orne.example/2020/05/lamps/</p>', [TIDE, POST])).toBe(
      '<p><a href="https://orne.example/2020/05/lamps/">“Lamps” — Orne</a></p>',
    );
  });

  it.each([
    '<p>https://youtu.be/another-one</p>',
    '<p>See https://youtu.be/q9XtideLk-4 at noon.</p>',
    '<p><a href="https://youtu.be/q9XtideLk-4">https://youtu.be/q9XtideLk-4</a></p>',
    '<p><a href="https://youtu.be/q9XtideLk-4">The film</a></p>',
    '<p><img src="https://youtu.be/q9XtideLk-4"></p>',
    '<p>https://orne.example/lampshades</p>',
  ])('leaves everything else: %s', (html) => {
    expect(withEmbedTitles(html, [TIDE, POST])).toBe(html);
  });

  it('says nothing where WordPress found no title', () => {
    const html = '<p>https://youtu.be/q9XtideLk-4</p>';
    for (const value of ['{{unknown}}', '<blockquote>q9XtideLk-4</blockquote>', '<iframe src="https://e/q9XtideLk-4">'])
      expect(withEmbedTitles(html, [[TIDE[0], value]])).toBe(html);
  });

  it('is in the story of an export', async () => {
    const head = fixture('wordpress.xml');
    const [key, value] = TIDE;
    const meta = `<wp:postmeta><wp:meta_key>${key}</wp:meta_key><wp:meta_value><![CDATA[${value}]]></wp:meta_value></wp:postmeta>`;
    const item = `<item><title>T</title><content:encoded>https://youtu.be/q9XtideLk-4</content:encoded><wp:status>publish</wp:status>${meta}</item>`;
    const story = await storyIn(wxr, `${head.slice(0, head.indexOf('<item>'))}${item}</channel></rss>`);
    expect([story.body, story.notes]).toEqual([
      { type: 'html', text: '<p><a href="https://youtu.be/q9XtideLk-4">Tide &amp; time | Skerrow TV</a></p>' },
      [],
    ]);
  });

  it('is found in a moment in a megabyte', () => {
    const started = cpuSeconds();
    for (const part of ['<p>https://a.example/', '<p ', ' https://a', '<a href="', '<p>          '])
      withEmbedTitles(part.repeat(1_000_000 / part.length), [TIDE]);
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
