import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../src/importing/formats/wordpress/content.ts';
import { wxr } from '../../../src/importing/formats/wordpress/wxr.ts';
import { ImportError } from '../../../src/importing/import-error.ts';
import { fixture, inputOf, storiesIn, storyIn } from '../../support/import-input.ts';

const WXR = fixture('wordpress.xml');
const HEAD = WXR.slice(0, WXR.indexOf('<item>'));
const ofItems = (...items: string[]) => `${HEAD}${items.map((it) => `<item>${it}</item>`).join('\n')}</channel></rss>`;
const post = (...elements: string[]) => `<title>T</title><content:encoded>Text.</content:encoded>${elements.join('')}`;

describe('WXR', () => {
  it('is recognised by its namespace, and other RSS is not', () => {
    expect(wxr.recognises(WXR)).toBe(true);
    expect(wxr.recognises(fixture('rss.xml'))).toBe(false);
  });

  it('reads posts with what stands elsewhere in the file', async () => {
    const [first, second, page, ...others] = await storiesIn(wxr, WXR);
    expect(first).toEqual({
      name: 'https://coast.example/?p=007',
      id: 'https://coast.example/?p=007',
      slug: 'harbour',
      address: 'https://coast.example/2022/03/harbour/',
      title: 'Harbour & port: 3 < 5 – open',
      summary: 'The port & the pier.',
      body: {
        type: 'html',
        text: [
          '<p>The port is open.<br>It opened at dawn.</p>',
          '<figure><a href="/full"><img src="/pier.jpg" alt="Pier"></a><figcaption>The pier, <em>today</em></figcaption></figure>',
          '<h2>Next</h2>',
          '<p>"Soon [sic]," the port said. [contact-form to="desk"]</p>',
          '<p>[gallery ids="1,2"]</p>',
        ].join('\n'),
      },
      published: '2022-03-03T18:40:00Z',
      updated: '2022-03-04T08:00:00Z',
      tags: ['Coast & sea', 'Ports'],
      authors: [{ name: 'Ann Berg & Co' }],
      image: { url: 'https://coast.example/uploads/pier.jpg', alt: 'The pier' },
      status: 'ready',
      notes: [
        { code: 'shortcode', message: 'the body has shortcodes; replace them: [contact-form], [gallery]' },
        { code: 'not-stories', message: '1 attachment, 2 nav_menu_items are not stories' },
      ],
    });
    expect(second).toEqual({
      name: 'https://coast.example/?p=8',
      id: 'https://coast.example/?p=8',
      address: 'https://coast.example/?p=8',
      title: 'Plans',
      body: { type: 'html', text: '<p>First.</p>\n<p>Second.</p>' },
      published: '2022-03-05 10:00:00',
      authors: [{ name: 'unknown' }],
      status: 'draft',
      notes: [{ code: 'trash', message: 'was in the trash: saved as a draft' }],
    });
    expect(page).toEqual({
      name: '11',
      title: 'About',
      body: { type: 'html', text: '<p>About us.</p>' },
      status: 'draft',
      notes: [
        { code: 'not-a-post', message: 'is a page, not a post: saved as a draft' },
        { code: 'unreadable', message: 'post 10: has neither a title nor a body' },
      ],
    });
    expect(others).toEqual([]);
  });

  it.each([
    ['publish', 'ready'],
    ['future', 'ready'],
    ['draft', 'draft'],
    ['pending', 'draft'],
    ['private', 'draft'],
    ['auto-draft', 'draft'],
    ['trash', 'draft'],
    ['of-a-plugin', 'draft'],
  ])('takes the status "%s" for %s', async (status, ours) => {
    expect((await storyIn(wxr, ofItems(post(`<wp:status>${status}</wp:status>`)))).status).toBe(ours);
  });

  it('takes the date in UTC, else pubDate, else the one without a zone', async () => {
    const gmt = '<wp:post_date_gmt>2022-03-03 18:40:00</wp:post_date_gmt>';
    const none = '<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>';
    const pubDate = '<pubDate>Thu, 03 Mar 2022 19:40:00 +0100</pubDate>';
    const local = '<wp:post_date>2022-03-03 13:40:00</wp:post_date>';
    const published = async (...elements: string[]) => (await storyIn(wxr, ofItems(post(...elements)))).published;
    expect(await published(local, pubDate, gmt)).toBe('2022-03-03T18:40:00Z');
    expect(await published(local, pubDate, none)).toBe('2022-03-03T19:40:00+01:00');
    expect(await published(local, none)).toBe('2022-03-03 13:40:00');
    expect(await published('<wp:post_date>0000-00-00 00:00:00</wp:post_date>', none)).toBeUndefined();
  });

  it('says nothing of an update that is not later', async () => {
    const dates = '<wp:post_date_gmt>2022-03-03 18:40:00</wp:post_date_gmt><wp:post_modified_gmt>';
    const updated = async (at: string) =>
      (await storyIn(wxr, ofItems(post(`${dates}${at}</wp:post_modified_gmt>`)))).updated;
    expect(await updated('2022-03-03 18:40:00')).toBeUndefined();
    expect(await updated('2022-03-02 18:40:00')).toBeUndefined();
    expect(await updated('2022-03-03 18:40:01')).toBe('2022-03-03T18:40:01Z');
  });

  it('decodes a slug in other letters', async () => {
    const story = await storyIn(wxr, ofItems(post('<wp:post_name>%d0%ba%d0%b8%d1%97%d0%b2</wp:post_name>')));
    expect(story.slug).toBe('київ');
  });

  it('gives a post before it has read the rest', async () => {
    const posts = Array.from({ length: 200 }, (_, index) => post(`<wp:post_id>${index}</wp:post_id>`));
    const input = inputOf(ofItems(...posts));
    let pulled = 0;
    const pieces: number[] = [];
    const counted = {
      ...input,
      async *chunks() {
        pulled = 0;
        for await (const chunk of input.chunks()) {
          pulled++;
          yield chunk;
        }
        pieces.push(pulled);
      },
    };
    const stories = (wxr.read(counted) as AsyncGenerator)[Symbol.asyncIterator]();
    expect((await stories.next()).value).toMatchObject({ name: '0' });
    expect(pieces).toHaveLength(1);
    expect(pulled).toBeLessThan((pieces[0] as number) / 4);
    await stories.return(undefined);
  });

  it('refuses a file without posts, and says what is in it', async () => {
    const menu = '<wp:post_type>nav_menu_item</wp:post_type>';
    await expect(storiesIn(wxr, ofItems(menu, menu))).rejects.toThrow('has no posts: 2 nav_menu_items are not stories');
    await expect(storiesIn(wxr, ofItems())).rejects.toThrow('has no items');
  });

  it('refuses a file in which no post can be read', async () => {
    await expect(storiesIn(wxr, ofItems('<wp:post_id>1</wp:post_id>'))).rejects.toThrow(
      new ImportError('post 1: has neither a title nor a body'),
    );
  });

  it('notes a broken post at the end on the last one that can be read', async () => {
    const story = await storyIn(wxr, ofItems(post(), '<wp:post_id>2</wp:post_id>'));
    expect(story.notes).toEqual([{ code: 'unreadable', message: 'post 2: has neither a title nor a body' }]);
  });

  it('names the line where it is not well-formed', async () => {
    await expect(storiesIn(wxr, `${HEAD}<item>\n<title>A & B</title></item></channel></rss>`)).rejects.toThrow(
      /^line \d+: is not well-formed XML: /,
    );
  });

  it('refuses declared entities', async () => {
    const text = WXR.replace('<rss', '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss');
    expect(wxr.recognises(text)).toBe(true);
    await expect(storiesIn(wxr, text)).rejects.toThrow(/^line \d+: the DOCTYPE declares entities/);
  });
});

describe('the content of a post', () => {
  const html = (content: string) => toHtml(content).html;

  it('keeps blocks, lists and preformatted text out of paragraphs', () => {
    expect(html('One.\n\n<ul>\n<li>A</li>\n</ul>\n\n<pre>a\n\nb</pre>\n\nTwo.')).toBe(
      '<p>One.</p>\n<ul>\n<li>A</li>\n</ul>\n<pre>a\n\nb</pre>\n<p>Two.</p>',
    );
  });

  it('takes out comments, "more" among them', () => {
    expect(html('One.\n\n<!--more-->\n\nTwo.')).toBe('<p>One.</p>\n<p>Two.</p>');
  });

  it('reads the caption of old versions, and leaves one without a picture', () => {
    expect(html('[caption id="a" caption="The pier"]<img src="/a.jpg">[/caption]')).toBe(
      '<figure><img src="/a.jpg"><figcaption>The pier</figcaption></figure>',
    );
    expect(toHtml('[caption]No picture[/caption]').notes).toEqual([
      { code: 'shortcode', message: 'the body has shortcodes; replace them: [caption]' },
    ]);
  });

  it('is had in no time, whatever comes', () => {
    const started = performance.now();
    for (const part of ['[caption ', '[caption]', '<pre>', '[a b=', '<!--', '\n \n']) toHtml(part.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('takes no word in brackets for a shortcode', () => {
    expect(toHtml('"It [the port] was [sic] open," they said [1].').notes).toEqual([]);
  });
});
