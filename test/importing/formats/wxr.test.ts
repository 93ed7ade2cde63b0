import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../src/importing/formats/wordpress/content.ts';
import { wxr } from '../../../src/importing/formats/wordpress/wxr.ts';
import { ImportError } from '../../../src/importing/import-error.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { fixture, inputOf, storiesIn, storyIn } from '../../support/import-input.ts';

const WXR = fixture('wordpress.xml');
const HEAD = WXR.slice(0, WXR.indexOf('<item>'));
const ofItems = (...items: string[]) => `${HEAD}${items.map((it) => `<item>${it}</item>`).join('\n')}</channel></rss>`;
const PUBLIC = '<wp:status>publish</wp:status>';
const post = (...elements: string[]) =>
  `<title>T</title><content:encoded>Text.</content:encoded>${elements.join('')}${PUBLIC}`;

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

  it.each([
    ['1970-01-01 00:00:00', 'Thu, 01 Jan 1970 00:00:00 +0000'],
    ['0000-00-00 00:00:00', 'Mon, 30 Nov -0001 00:00:00 +0000'],
    ['-0001-11-30 00:00:00', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('passes over %s and %s, which stand for no date', async (gmt, pubDate) => {
    const none = `<wp:post_date_gmt>${gmt}</wp:post_date_gmt><pubDate>${pubDate}</pubDate>`;
    const published = async (local: string) =>
      (await storyIn(wxr, ofItems(post(`${none}<wp:post_date>${local}</wp:post_date>`)))).published;
    expect(await published('2021-06-01 09:00:00')).toBe('2021-06-01 09:00:00');
    expect(await published(gmt)).toBeUndefined();
    expect(await published('1970-01-01 09:00:00')).toBe('1970-01-01 09:00:00');
  });

  it('says nothing of an update that is not later', async () => {
    const dates = '<wp:post_date_gmt>2022-03-03 18:40:00</wp:post_date_gmt><wp:post_modified_gmt>';
    const updated = async (at: string) =>
      (await storyIn(wxr, ofItems(post(`${dates}${at}</wp:post_modified_gmt>`)))).updated;
    expect(await updated('2022-03-03 18:40:00')).toBeUndefined();
    expect(await updated('2022-03-02 18:40:00')).toBeUndefined();
    expect(await updated('2022-03-03 18:40:01')).toBe('2022-03-03T18:40:01Z');
  });

  it('takes the authors of the taxonomy in their order, each once, by their display names', async () => {
    const author = (nicename: string, text: string) =>
      `<category domain="author" nicename="${nicename}">${text}</category>`;
    const guest =
      '<wp:post_type>guest-author</wp:post_type><wp:post_name>cap-rut</wp:post_name><wp:postmeta><wp:meta_key>cap-display_name</wp:meta_key><wp:meta_value>Rut Vale</wp:meta_value></wp:postmeta>';
    const terms = [
      author('cap-rut', 'rut'),
      author('cap-ann', 'ann'),
      author('olu-sand', 'Olu Sand'),
      author('ann', 'ann'),
    ];
    const item = post('<dc:creator>ann</dc:creator>', ...terms);
    expect((await storyIn(wxr, ofItems(item, guest))).authors).toEqual([
      { name: 'Rut Vale' },
      { name: 'Ann Berg & Co' },
      { name: 'Olu Sand' },
    ]);
  });

  it('takes the byline that Newspack shows instead of authors', async () => {
    const meta = (key: string, value: string) =>
      `<wp:postmeta><wp:meta_key>${key}</wp:meta_key><wp:meta_value>${value}</wp:meta_value></wp:postmeta>`;
    const byline = meta('_newspack_byline', 'By [Author id=3]Rut Vale[/Author] and Olu Sand');
    const authors = async (active: string) =>
      (
        await storyIn(
          wxr,
          ofItems(post('<dc:creator>ann</dc:creator>', byline, meta('_newspack_byline_active', active))),
        )
      ).authors;
    expect(await authors('1')).toEqual([{ name: 'Rut Vale' }, { name: 'Olu Sand' }]);
    expect(await authors('0')).toEqual([{ name: 'Ann Berg & Co' }]);
  });

  it('names taxonomies that are not read once, with the number of their terms', async () => {
    const term = (domain: string) => `<category domain="${domain}" nicename="x">X</category>`;
    const stories = await storiesIn(
      wxr,
      ofItems(post(term('series'), term('post_format')), post(term('series'), term('place'))),
    );
    expect(stories.map((it) => it.notes)).toEqual([
      [{ code: 'taxonomies', message: 'taxonomies that are not read: series (2 terms), place (1 term)' }],
      [],
    ]);
  });

  it('takes types that hold stories, and says how', async () => {
    const report = (type: string) => post(`<wp:post_type>${type}</wp:post_type>`);
    const text = ofItems(report('report'), report('attachment'));
    const message = '1 report, 1 attachment are not stories; if they hold stories: --type report';
    await expect(storiesIn(wxr, text)).rejects.toThrow(`has no posts: ${message}`);
    const stories: unknown[] = [];
    for await (const story of wxr.read(inputOf(text), { type: ['report'] }) as AsyncIterable<unknown>)
      stories.push(story);
    expect(stories).toMatchObject([{ status: 'ready', notes: [{ message: '1 attachment is not a story' }] }]);
  });

  it('takes what the file says of the picture', async () => {
    const meta = (key: string, value: string) =>
      `<wp:postmeta><wp:meta_key>${key}</wp:meta_key><wp:meta_value>${value}</wp:meta_value></wp:postmeta>`;
    const picture = (...fields: string[]) =>
      `<title>c1</title><excerpt:encoded>The &lt;b&gt;crane&lt;/b&gt;</excerpt:encoded><wp:post_id>4</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>/c.jpg</wp:attachment_url>${fields.join('')}`;
    const image = async (...fields: string[]) => {
      const [story] = await storiesIn(wxr, ofItems(post(meta('_thumbnail_id', '4')), picture(...fields)));
      return [story?.image, story?.notes.map((it) => it.code)];
    };
    const camera = 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:10:"Rüt "Vale";}}';
    expect(await image(meta('_media_credit', 'Rut Vale'), meta('_navis_media_credit_org', 'Quay Notes'))).toEqual([
      { url: '/c.jpg', alt: 'The crane', credit: 'Rut Vale / Quay Notes' },
      ['not-stories'],
    ]);
    expect(await image(meta('_wp_attachment_metadata', camera), meta('_wp_attachment_image_alt', 'A crane'))).toEqual([
      { url: '/c.jpg', alt: 'A crane', caption: 'The crane', credit: 'Rüt "Vale' },
      ['not-stories'],
    ]);
  });

  it('has the language of its site, unless that is the English that nobody has chosen', async () => {
    const languageOf = async (said: string) => {
      const head = HEAD.replace('</title>', `</title><language>${said}</language>`);
      const story = await storyIn(wxr, `${head}<item>${post()}</item></channel></rss>`);
      return story.language;
    };
    expect(await languageOf('uk')).toBe('uk');
    expect(await languageOf('pt-BR')).toBe('pt-BR');
    for (const it of ['en-US', 'en', '', 'n/a']) expect(await languageOf(it)).toBeUndefined();
  });

  it('tells of a picture that is not in the file', async () => {
    const thumbnail = (id: string) =>
      post(`<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>${id}</wp:meta_value></wp:postmeta>`);
    expect((await storyIn(wxr, ofItems(thumbnail('4')))).notes).toEqual([
      {
        code: 'media',
        message: 'its picture (attachment 4) is not in the file; export all content, or the media, too',
      },
    ]);
    expect((await storyIn(wxr, ofItems(thumbnail('-1')))).notes).toEqual([]);
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

  it('ends a paragraph at two breaks, as WordPress does, and a line at one', () => {
    expect(toHtml('One<br>\ntwo<br /><br />\nthree').html).toBe('<p>One<br>two</p>\n<p>three</p>');
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
    const started = cpuSeconds();
    for (const part of ['[caption ', '[caption]', '<pre>', '[a b=', '<!--', '\n \n']) toHtml(part.repeat(50_000));
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });

  it('takes no word in brackets for a shortcode', () => {
    expect(toHtml('"It [the port] was [sic] open," they said [1].').notes).toEqual([]);
  });
});
