import { describe, expect, it } from 'vitest';
import { ninjs } from '../../../src/importing/formats/ninjs/ninjs.ts';
import { codes, fixture, storiesIn, storyIn } from '../../support/import-input.ts';

const item = (fields: Record<string, unknown>) =>
  JSON.stringify({ uri: 'http://agency.example/1', headline: 'T', body_text: 'B.', ...fields });

const superdesk = (fields: Record<string, unknown>) =>
  JSON.stringify({
    guid: 'urn:newsml:harl:2024-03-01:7',
    versioncreated: '2024-03-01T08:00:00+0000',
    firstcreated: '2024-03-01T07:00:00+0000',
    pubstatus: 'usable',
    headline: 'Kiln relit',
    body_html: '<p>The kiln burns.</p>',
    ...fields,
  });

describe('ninjs', () => {
  it('is recognised by its fields', () => {
    expect(ninjs.recognises(fixture('ninjs-1.json'))).toBe(true);
    expect(ninjs.recognises(fixture('ninjs-3.json'))).toBe(true);
    expect(ninjs.recognises(`${item({})}\n${item({})}`)).toBe(true);
    expect(ninjs.recognises('{"uri": "http://x.example", "title": "Other JSON"}')).toBe(false);
    expect(ninjs.recognises('{"a": {"uri": "x", "headline": "y"}}')).toBe(false);
  });

  it('is recognised where it is Superdesk’s, which has a guid', () => {
    expect(ninjs.recognises(superdesk({}))).toBe(true);
    expect(ninjs.recognises('{"guid": "x", "headline": "Other JSON", "byline": "y"}')).toBe(false);
  });

  it('reads Superdesk’s items by their guid', async () => {
    expect(await storyIn(ninjs, superdesk({ usageterms: 'Not for\nresale.', type: 'text' }))).toMatchObject({
      name: 'urn:newsml:harl:2024-03-01:7',
      title: 'Kiln relit',
      published: '2024-03-01T07:00:00+0000',
      updated: '2024-03-01T08:00:00+0000',
      status: 'ready',
      notes: [{ code: 'usage-terms', message: 'terms of use: Not for resale.' }],
    });
  });

  it('takes the writers of Superdesk’s authors where there is no byline', async () => {
    const authors = [
      { name: 'Rhea Dunn', role: 'writer' },
      { name: 'Otto Lind', role: 'editor' },
    ];
    const writers = async (fields: object) => (await storyIn(ninjs, superdesk({ authors, ...fields }))).authors;
    expect(await writers({})).toEqual([{ name: 'Rhea Dunn' }]);
    expect(await writers({ byline: 'By Pia Holt' })).toEqual([{ name: 'Pia Holt' }]);
  });

  it('takes Superdesk’s lead picture before others, and no picture that stands in the text', async () => {
    const picture = (href: string) => ({ type: 'picture', renditions: { original: { href, mimetype: 'image/jpeg' } } });
    const image = async (associations: object) => (await storyIn(ninjs, superdesk({ associations }))).image?.url;
    expect(await image({ gallery: picture('g.jpg'), featuremedia: picture('f.jpg') })).toBe('f.jpg');
    expect(await image({ editor_0: picture('e.jpg'), gallery: picture('g.jpg') })).toBe('g.jpg');
    expect(await image({ editor_0: picture('e.jpg') })).toBeUndefined();
  });

  it('names a package of Superdesk', async () => {
    await expect(storiesIn(ninjs, superdesk({ type: 'composite' }))).rejects.toThrow(
      'item 1: is of the type "composite", which has no text',
    );
  });

  it('reads version 1', async () => {
    expect(await storyIn(ninjs, fixture('ninjs-1.json'))).toEqual({
      name: 'http://agency.example/items/20220303-tide',
      title: 'Tide gauge installed & tested',
      summary: 'A gauge.',
      body: { type: 'html', text: '<p>A gauge was installed.</p>' },
      published: '2022-03-03T19:40:00+01:00',
      embargo: '2022-03-03T20:00:00+01:00',
      tags: ['Oceans'],
      authors: [{ name: 'Ann Berg' }],
      image: {
        url: 'https://cdn.example/f.jpg',
        alt: 'The gauge',
        credit: 'I. Klym',
        width: 1200,
        height: 720,
        type: 'image/jpeg',
        length: 4321,
      },
      language: 'en',
      status: 'ready',
      notes: [{ code: 'editors-note', message: 'note to editors: Updates with the test.' }],
    });
  });

  it('reads version 3 in a list, and notes what is no story', async () => {
    expect(await storiesIn(ninjs, fixture('ninjs-3.json'))).toEqual([
      {
        name: 'http://agency.example/items/20220303-road',
        title: 'Road reopened',
        summary: 'A road.',
        body: { type: 'html', text: '<p>A road reopened.</p>' },
        published: '2022-03-03T18:40:00Z',
        updated: '2022-03-04T08:00:00Z',
        embargo: '2022-03-03T19:00:00Z',
        expires: '2023-01-01T00:00:00Z',
        tags: ['Transport', 'roads'],
        authors: [{ name: 'Ann Berg' }],
        image: {
          url: 'https://cdn.example/f.jpg',
          alt: 'The road',
          width: 1200,
          height: 720,
          type: 'image/jpeg',
          length: 4321,
        },
        language: 'sv',
        status: 'withdrawn',
        notes: [
          { code: 'unreadable', message: 'item 2: is of the type "picture", which has no text' },
          { code: 'unreadable', message: 'item 3: expected fields and values' },
        ],
      },
    ]);
  });

  it('reads one item on each line, also around a broken one', async () => {
    const stories = await storiesIn(
      ninjs,
      `${item({ headline: 'A' })}\n{"uri": broken\n\n${item({ headline: 'C' })}\n`,
    );
    expect(stories.map((it) => it.title)).toEqual(['A', 'C']);
    expect(stories[0]?.notes).toMatchObject([
      { code: 'unreadable', message: expect.stringMatching(/^item 2: is not JSON: /) },
    ]);
  });

  it.each([
    ['usable', 'ready', []],
    ['withheld', 'draft', [{ code: 'status', message: 'its provider holds it back ("withheld"): saved as a draft' }]],
    ['canceled', 'withdrawn', []],
    ['unheard-of', 'draft', [{ code: 'status', message: 'unknown status "unheard-of": saved as a draft' }]],
  ])('takes the status "%s" for %s', async (pubstatus, status, notes) => {
    expect(await storyIn(ninjs, item({ pubstatus }))).toMatchObject({ status, notes });
  });

  it('makes paragraphs of plain text', async () => {
    const story = await storyIn(ninjs, item({ body_text: 'One < two.\n\nThree\nfour.' }));
    expect(story.body).toEqual({ type: 'html', text: '<p>One &lt; two.</p>\n<p>Three<br>four.</p>' });
  });

  it('prefers the main body among those in HTML', async () => {
    const bodies = [
      { role: 'rich', contentType: 'text/html', value: '<p>Rich.</p>' },
      { role: 'main', contentType: 'application/xhtml+xml', value: '<p>Main.</p>' },
    ];
    const story = await storyIn(ninjs, item({ body_text: undefined, bodies }));
    expect(story.body).toEqual({ type: 'html', text: '<p>Main.</p>' });
  });

  it('refuses what is broken', async () => {
    await expect(storiesIn(ninjs, '{"uri": "x", "headline": ')).rejects.toThrow(/^is not JSON: /);
    await expect(storiesIn(ninjs, '[]')).rejects.toThrow('has no stories');
    await expect(storiesIn(ninjs, '{"uri": "x", "headline": ""}')).rejects.toThrow(
      'item 1: has neither a title nor a body',
    );
  });

  it.each([
    [{ state: 'draft' }, ['status']],
    [{ state: 'spiked' }, ['status']],
    [{ state: 'killed' }, ['status']],
    [{ state: 'scheduled' }, ['scheduled']],
    [{ status: 'draft' }, ['status']],
    [{ flags: { marked_for_not_publication: true } }, ['status']],
    [{ signal: ['update', 'hold'] }, ['status']],
    [{ signal: [{ qcode: 'sig:hold', name: 'Halt' }] }, ['status']],
    [{ availability: 'embargoed' }, ['visibility']],
    [{ embargo: true }, ['embargo']],
    [{ isDraft: 'true' }, ['status']],
    [{ published: false }, ['status']],
    // The words are those of every format.
    [{ zugriff: 'Abonnenten' }, ['visibility']],
    [{ state: { name: 'draft' } }, ['status']],
    [{ flags: { marked_for_not_publication: 'true' } }, ['status']],
    [{ ednote: ['Not for publication.'] }, ['embargo']],
    [{ usageterms: { text: 'Under embargo.' } }, ['embargo']],
    [{ extra: { embargo_date: '2099-01-01T00:00:00Z' } }, ['not-before', 'unread-fields']],
    [{ extra: { readers: { audience: 'members' } } }, ['visibility']],
    [{ internalNote: 'Do not use before Friday.' }, ['visibility']],
    [{ usageterms: 'Not for publication before 2099.' }, ['embargo']],
    [{ ednote: 'EMBARGOED until the ceremony.' }, ['embargo']],
  ])('is held back by %j', async (fields, expected) => {
    expect(codes(await storyIn(ninjs, superdesk(fields)))).toEqual(expected);
  });

  it.each([
    [{ state: 'published' }, []],
    [{ state: 'corrected', status: 'usable' }, []],
    [{ flags: { marked_for_not_publication: false } }, []],
    [{ signal: ['update'] }, []],
    [{ availability: 'public', draft: false, published: true }, ['unread-fields']],
    [{ zugriff: 'öffentlich', extra: { restricted: 'no' } }, ['unread-fields']],
    [{ usageterms: 'Do not publish without a credit.' }, ['usage-terms']],
    [{ ednote: 'Adds that the embargo on grain was lifted.' }, ['editors-note']],
  ])('is not held back by %j', async (fields, expected) => {
    expect(codes(await storyIn(ninjs, superdesk(fields)))).toEqual(expected);
  });

  it.each([
    [{ embargo: '2099-01-01T00:00:00+0000' }, '2099-01-01T00:00:00+0000'],
    [{ embargo: '2020-01-01T00:00:00+0000' }, '2020-01-01T00:00:00+0000'],
    [{ publish_schedule: '2099-01-01T00:00:00+0000' }, '2099-01-01T00:00:00+0000'],
    [{ schedule_settings: { utc_embargo: '2099-01-01T00:00:00+0000' } }, '2099-01-01T00:00:00+0000'],
    [{ embargoed: '2099-02-01T00:00:00Z', publish_schedule: '2099-03-01T00:00:00Z' }, '2099-03-01T00:00:00Z'],
    [{ embargoed: '2099-02-01T00:00:00Z', publish_schedule: '2024-03-01T07:00:00Z' }, '2099-02-01T00:00:00Z'],
  ])('is public from the moment in %j', async (fields, embargo) => {
    const story = await storyIn(ninjs, superdesk(fields));
    expect([story.embargo, codes(story)]).toEqual([embargo, []]);
  });

  it('tells of fields that are not read, but for those that every item has', async () => {
    const fields = {
      version: '2',
      urgency: 3,
      altids: { a: '1' },
      place: [{ name: 'Harl' }],
      genre: [],
      flags: { marked_for_legal: true },
    };
    expect((await storyIn(ninjs, superdesk(fields))).notes).toEqual([
      {
        code: 'unread-fields',
        message: 'unknown fields are left out: place, flags.marked_for_legal',
        names: ['place', 'flags.marked_for_legal'],
      },
    ]);
  });
});
