import { describe, expect, it } from 'vitest';
import { markdown } from '../../../src/importing/formats/markdown/markdown.ts';
import { ImportError } from '../../../src/importing/import-error.ts';
import type { Input } from '../../../src/importing/input.ts';
import type { FoundStory } from '../../../src/importing/story.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { codes, fixture, inputOf, storyIn } from '../../support/import-input.ts';

const read = (text: string) => storyIn(markdown, text);
const readAll = async (input: Input) => {
  const stories: FoundStory[] = [];
  for await (const story of await markdown.read(input)) stories.push(story);
  return stories;
};
const templateNote = (...names: string[]) => ({
  code: 'template',
  message: `the body has template syntax, which readers will see as it is; replace it: ${names.join(', ')}`,
  names,
});
const withFields = (...lines: string[]) => `---\n${lines.join('\n')}\n---\nBody.\n`;

describe('Markdown', () => {
  it('is recognised by its front matter, or by a heading at its beginning', () => {
    for (const name of ['hugo.md', 'jekyll.md', 'astro.mdx', 'record.md']) {
      expect(markdown.recognises(fixture(name)), name).toBe(true);
    }
    expect(markdown.recognises('\n# Title\n\nText.')).toBe(true);
    expect(markdown.recognises('\uFEFF---\r\ntitle: T\r\n---\r\n')).toBe(true);
    expect(markdown.recognises('Title\n\n# No title')).toBe(false);
    expect(markdown.recognises('## Title\n\nText.')).toBe(true);
    expect(markdown.recognises('Title\r\n=====\r\n\r\nText.')).toBe(true);
    expect(markdown.recognises('Title\n-----\nText.')).toBe(true);
    expect(markdown.recognises('Title\n- an entry')).toBe(false);
    expect(markdown.recognises('1 + 1\n= 2')).toBe(false);
    expect(markdown.recognises('{"title": "T"}\n\nText.')).toBe(true);
    expect(markdown.recognises('{"title": "T"}\n{"title": "U"}\n')).toBe(false);
    expect(markdown.recognises('{"title": "T"}\n')).toBe(false);
    expect(markdown.recognises('{in braces} a text begins.\nMore.')).toBe(false);
    expect(markdown.recognises('Title: T\nDate: 2022-03-03\n\nText.')).toBe(true);
    expect(markdown.recognises('Title: T\n\nText.')).toBe(false);
    expect(markdown.recognises('From: a@b.example\nSubject: T\n\nText.')).toBe(false);
    expect(markdown.recognises('TITLE: T\nAUTHOR: A\n-----\nBODY:\nText.')).toBe(false);
    expect(markdown.recognises('Q: Why?\nA: Because.\nTitle: none\nit went on.')).toBe(false);
    expect(markdown.recognises('#hashtag')).toBe(false);
    expect(markdown.recognises('---\nA line of dashes starts this text.')).toBe(false);
  });

  it('reads TOML of Hugo, with dates as they are written', async () => {
    expect(await read(fixture('hugo.md'))).toEqual({
      title: 'Harbour lights & signals tested',
      slug: 'harbour-lights',
      formerUrls: ['/2022/old-lights/', '/Ünsere Lichter/'],
      summary: 'The port tested its lights.',
      published: '2022-03-03T19:40:00+01:00',
      updated: '2022-03-04T08:00:00Z',
      expires: '2023-01-01',
      tags: ['Harbours', 'Safety', 'Coast'],
      authors: [{ name: 'Ann Berg' }],
      image: { url: '/img/lights.jpg' },
      status: 'draft',
      body: {
        type: 'markdown',
        firstLine: 20,
        text: 'The port tested its lights. {{< figure src="/img/a.jpg" >}}\n\n```\n{% raw %}\n```',
      },
      notes: [
        { code: 'unread-fields', message: 'unknown fields are left out: params', names: ['params'] },
        templateNote('{{< figure >}}'),
      ],
    });
  });

  it('gives a local date of TOML without a zone', async () => {
    const story = await read('+++\ntitle = "T"\ndate = 2022-03-03T19:40:00\nlastmod = 2022-03-04 08:00:00\n+++\nBody.');
    expect(story).toMatchObject({ published: '2022-03-03T19:40:00', updated: '2022-03-04T08:00:00' });
  });

  it('reads YAML of Jekyll: tags in one text, a switch named published, a pattern as permalink', async () => {
    expect(await read(fixture('jekyll.md'))).toEqual({
      title: 'Ferry timetable changes',
      summary: 'The last ferry leaves at 18:30.',
      published: '2022-03-03 19:40:00 +0100',
      updated: '2022-03-05 09:00:00 +0100',
      tags: ['ferries', 'timetables', 'Transport'],
      authors: [{ name: 'Ivo Klym', url: 'https://people.example/ivo' }],
      image: { url: '/assets/ferry.png', alt: 'A ferry' },
      status: 'draft',
      body: { type: 'markdown', firstLine: 20, text: 'The last ferry leaves at 18:30. {% include map.html %}' },
      notes: [
        {
          code: 'unread-fields',
          message: 'unknown fields are left out: time, number',
          names: ['time', 'number'],
        },
        templateNote('{% include map.html %}'),
      ],
    });
  });

  it('reads MDX of Astro', async () => {
    expect(await read(fixture('astro.mdx'))).toEqual({
      title: 'Bridge closed for repairs',
      wasPage: true,
      published: '2022-03-03',
      updated: '2022-03-04',
      authors: [{ name: 'Mona Reed' }],
      image: { url: './bridge.webp', alt: 'The old bridge' },
      language: 'de',
      url: 'https://news.example/bridge',
      body: {
        type: 'markdown',
        firstLine: 11,
        text: `import Map from '../components/Map.astro';\n\nThe bridge is closed.\n\n<Map place="bridge" />`,
      },
      notes: [templateNote('import', '<Map>')],
    });
  });

  it('gives a record of our own back as it is', async () => {
    expect(await read(fixture('record.md'))).toEqual({
      name: 'everything',
      id: 'tag:wire.example,2022-02-24:article/everything',
      slug: 'all-of-it',
      formerSlugs: ['old-one'],
      url: 'https://news.example/all',
      title: 'R&D <b>costs</b>: 3 < 5 &amp; more',
      summary: 'A summary.',
      published: '2022-03-03T19:40:00+01:00',
      updated: '2022-03-04T08:00:00+01:00',
      embargo: '2022-03-03T20:00:00+01:00',
      expires: '2030-01-01T00:00:00Z',
      tags: ['Humanitarian corridors'],
      authors: [{ name: 'Ann Berg' }, { name: 'Ivo Klym', email: 'ivo@wire.example' }],
      image: {
        url: '/images/a.png',
        alt: 'A picture',
        credit: 'C',
        width: 1200,
        height: 675,
        type: 'image/png',
        length: 4321,
      },
      language: 'uk',
      status: 'retracted',
      corrections: [{ date: '2022-03-05T09:00:00+01:00', text: 'It said 4 < 5.' }],
      body: { type: 'markdown', firstLine: 24, text: 'First *paragraph*.\n\n# A heading' },
      notes: [],
    });
  });

  it('gives a record’s plain text as the lines of its file', async () => {
    const story = await read('---\ntitle: T\nstatus: draft\nbodyType: text\n---\nOne.\n\nTwo.');
    expect(story.body).toEqual({
      type: 'lines',
      lines: [
        { number: 6, text: 'One.' },
        { number: 7, text: '' },
        { number: 8, text: 'Two.' },
      ],
    });
  });

  it('takes a heading in the first line for the title where nothing else says it', async () => {
    expect(await read('# The *new* pier &amp; quay ##\n\nIt is open.\n')).toEqual({
      title: 'The new pier & quay',
      body: { type: 'markdown', firstLine: 3, text: 'It is open.' },
      notes: [],
    });
    expect(await read('---\ndate: 2022-03-03\nlayout: x\n---\n\n# The pier\nIt is open.')).toEqual({
      title: 'The pier',
      wasPage: true,
      published: '2022-03-03',
      body: { type: 'markdown', firstLine: 7, text: 'It is open.' },
      notes: [],
    });
  });

  it.each([
    ['draft: true', 'draft'],
    ['published: false', 'draft'],
    ['status: published', 'ready'],
    ['status: en ligne', 'ready'],
    ['status: Entwurf', 'draft'],
    ['status: чернетка', 'draft'],
    ['status: gold', undefined],
    ['draft: false', undefined],
  ])('reads the status of "%s"', async (line, status) => {
    expect((await read(withFields('title: T', 'layout: x', line))).status).toBe(status);
  });

  it.each([
    ['image: /a.jpg', 'image_alt: A', { url: '/a.jpg', alt: 'A' }],
    ['cover: { image: /a.jpg, caption: A }', 'x: y', { url: '/a.jpg', alt: 'A' }],
    ['featured_image: /a.jpg', 'featured_image_caption: A', { url: '/a.jpg', alt: 'A' }],
    ['images: [/a.jpg, /b.jpg]', 'x: y', { url: '/a.jpg' }],
  ])('reads the picture of "%s" and "%s"', async (first, second, image) => {
    expect((await read(withFields('title: T', 'layout: x', first, second))).image).toEqual(image);
  });

  it('names a second field for the same thing as unread, unless it says the same', async () => {
    const story = await read(withFields('title: T', 'summary: Rain', 'description: Rain', 'excerpt: Snow'));
    expect(story.summary).toBe('Rain');
    expect(story.notes).toEqual([
      { code: 'unread-fields', message: 'unknown fields are left out: excerpt', names: ['excerpt'] },
    ]);
  });

  it('waits for a later day on which it was to be published, as Hugo does', async () => {
    const story = await read(withFields('title: T', 'date: 2022-03-03', 'publishDate: 2099-03-09'));
    expect([story.published, story.embargo]).toEqual(['2022-03-03', '2099-03-09']);
    expect(story.notes).toEqual([{ code: 'not-before', message: 'is not shown before its "publishDate", 2099-03-09' }]);
  });

  it.each([
    ['status: skip', 'status'],
    ['draft: wip', 'status'],
    ['build:\n  render: never', 'visibility'],
    ['extra:\n  unlisted: true', 'visibility'],
    ['searchHidden: true', 'visibility'],
    ['embargo: true', 'embargo'],
  ])('holds back what it does not understand to be public: %s', async (line, code) => {
    expect(codes(await read(withFields('title: T', line)))).toEqual([code]);
  });

  it.each(['draft: 1', 'draft: y', 'draft: "Yes "', 'published: 0'])('reads a switch in any form: %s', async (line) => {
    expect((await read(withFields('title: T', line))).status).toBe('draft');
  });

  it('reads an embargo and an end under their other names', async () => {
    const { embargo, expires, notes } = await read(
      withFields('title: T', 'embargoedUntil: 2099-01-01', 'unpublish_date: 2022-01-01'),
    );
    expect([embargo, expires, notes]).toEqual(['2099-01-01', '2022-01-01', []]);
  });

  it('knows a field however its name is written', async () => {
    const story = await read(
      withFields(
        'Title: T',
        'publish-date: 2022-03-03',
        'image_URL: no',
        'featured-image: /a.jpg',
        'image-credit: Ann Berg',
      ),
    );
    expect(story).toMatchObject({ title: 'T', published: '2022-03-03', image: { url: '/a.jpg', credit: 'Ann Berg' } });
    expect(story.notes).toEqual([
      { code: 'unread-fields', message: 'unknown fields are left out: image_URL', names: ['image_URL'] },
    ]);
  });

  it('reads the fields of newsrooms: topics, series and kicker are tags, a subtitle is a summary', async () => {
    const story = await read(
      withFields(
        'title: T',
        'topics: [Harbour, Fog]',
        'series: Winter on the coast',
        'kicker: Local news',
        'subtitle: It is late.',
        'byline: Ann Berg',
        'image: /a.jpg',
        'image-description: A boat',
        'image-caption: The boat on Monday',
      ),
    );
    expect(story).toMatchObject({
      tags: ['Harbour', 'Fog', 'Winter on the coast', 'Local news'],
      summary: 'It is late.',
      authors: [{ name: 'Ann Berg' }],
      image: { url: '/a.jpg', alt: 'A boat' },
    });
    expect(story.notes).toEqual([
      { code: 'unread-fields', message: 'unknown fields are left out: image-caption', names: ['image-caption'] },
    ]);
  });

  it('says nothing of fields that are for a theme alone', async () => {
    expect(
      codes(
        await read(withFields('title: T', 'layout: post', 'comments: true', 'nav_order: 3', 'TableOfContents: false')),
      ),
    ).toEqual([]);
  });

  it.each([
    ['private: true', 'was not for everybody: "private: true"'],
    ['Members-Only: yes', 'was not for everybody: "Members-Only: yes"'],
    ['visibility: subscribers', 'was not for everybody: "visibility: subscribers"'],
    ['access: [gold, silver]', 'was not for everybody: "access: gold, silver"'],
    ['password: tide', 'was not for everybody: "password: tide"'],
  ])('says that a story was held back: %s', async (line, message) => {
    expect((await read(withFields('title: T', line))).notes).toEqual([{ code: 'visibility', message }]);
  });

  it.each(['private: false', 'visibility: public', 'access: everyone', 'unlisted: no', 'paywall: none'])(
    'says nothing of what was for everybody: %s',
    async (line) => {
      expect(codes(await read(withFields('title: T', line)))).toEqual([]);
    },
  );

  it('notes that a page is no post', async () => {
    expect(codes(await read(withFields('title: About', 'layout: page')))).toEqual(['not-a-post']);
  });

  it('reads Hugo’s JSON', async () => {
    const text =
      '{\n "title": "T {x} \\" y",\n "date": "2022-03-03T10:00:00Z",\n "tags": ["A"], "weight": 3\n}\n\nBody.\n';
    expect(await read(text)).toMatchObject({
      title: 'T {x} " y',
      published: '2022-03-03T10:00:00Z',
      tags: ['A'],
      body: { text: 'Body.' },
      notes: [],
    });
  });

  it('reads the headers of Pelican and MultiMarkdown', async () => {
    const text = `Title: Lights: a test
Date: 2022-03-03 10:20
Tags: harbour,
    safety
Authors: Ann Berg

First.

Second: a paragraph.
`;
    expect(await read(text)).toMatchObject({
      title: 'Lights: a test',
      published: '2022-03-03 10:20',
      tags: ['harbour', 'safety'],
      authors: [{ name: 'Ann Berg' }],
      body: { type: 'markdown', text: 'First.\n\nSecond: a paragraph.' },
      notes: [],
    });
  });

  it.each([
    ['_posts/2022-03-03-lights-out.md', { published: '2022-03-03', name: 'lights-out', slug: 'lights-out' }],
    ['2022-03-03-lights-out/index.md', { published: '2022-03-03', name: 'lights-out', slug: 'lights-out' }],
    ['2022-lights-out.md', { published: undefined, name: undefined, slug: undefined }],
    ['2022-03-03.md', { published: undefined, name: undefined, slug: undefined }],
  ])('takes the date and the name of a story from its file: %s', async (path, expected) => {
    const [story] = await readAll({ ...inputOf(withFields('title: T')), path });
    expect(story).toMatchObject(expected);
  });

  it('takes nothing from the file that the story says itself', async () => {
    const fields = withFields('title: T', 'date: 2022-03-04T10:00:00Z', 'slug: lights', 'key: a');
    const [story] = await readAll({ ...inputOf(fields), path: '2022-03-03-lights-out.md' });
    expect(story).toMatchObject({ published: '2022-03-04T10:00:00Z', name: 'a', slug: 'lights' });
  });

  it.each([
    ['The *pier*\n=========\n\nIt is open.', 'The pier'],
    ['The pier\n---\nIt is open.', 'The pier'],
    ['### The pier ###\nIt is open.', 'The pier'],
    ['<!-- sent: 12 -->\n\n# The pier\nIt is open.', 'The pier'],
  ])('takes a heading of any level for the title: %j', async (text, title) => {
    expect(await read(text)).toMatchObject({ title, body: { text: 'It is open.' }, notes: [] });
  });

  it('keeps pictures above the heading', async () => {
    const { title, body } = await read('![Pier](/pier.jpg)\n<!-- x -->\n\n# The pier\n\nIt is open.');
    expect([title, body]).toEqual([
      'The pier',
      { type: 'markdown', text: '![Pier](/pier.jpg)\n\nIt is open.', firstLine: 4 },
    ]);
  });

  it('keeps 007 and 18:30 as text', async () => {
    const story = await read(withFields('title: 007', 'layout: x', 'slug: 18:30', 'tags: [007, no]'));
    expect(story).toMatchObject({ title: '007', slug: '18:30', tags: ['007', 'no'] });
  });

  it('names template syntax, but not in code', async () => {
    const story = await read('# T\n\n{{ site.url }} {{% note %}}\n\n~~~\n{% raw %}\n~~~\n\n`{{< x >}}`');
    expect(story.notes).toEqual([templateNote('{{< note >}}', '{{ site.url }}')]);
    expect(codes(await read('# T\n\nPlain { text }.'))).toEqual([]);
  });

  it('does not need long to refuse 50,000 fields', async () => {
    const started = cpuSeconds();
    const many = withFields(...Array.from({ length: 50_000 }, (_, index) => `field${index}: x`));
    await expect(read(many)).rejects.toThrow(/^front matter: is \d+ bytes long; at most 32768$/);
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });

  it.each([
    ['---\ntitle: T\n', 'the front matter has no closing line of "---"'],
    ['---\ntitle: T\ntitle: U\n---\n', 'title: is given twice (line 3)'],
    ['---\n- a\n---\n', 'front matter: expected fields and values'],
    ['+++\ntitle = \n+++\n', 'front matter: is not TOML: Invalid TOML document: invalid value'],
    ['---\nlayout: x\n---\n', 'has neither a title nor a body'],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(ImportError);
    await expect(read(text)).rejects.toThrow(message);
  });
});
