import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../src/importing/formats/index.ts';
import { wordpressRest } from '../../../src/importing/formats/wordpress/rest-api.ts';
import { codes, storiesIn, storyIn } from '../../support/import-input.ts';

const POST = {
  id: 31,
  date: '2021-06-01T09:00:00',
  date_gmt: '2021-06-01T07:00:00',
  guid: { rendered: 'https://quay.example/?p=31' },
  modified_gmt: '2021-06-02T07:00:00',
  slug: 'crane',
  status: 'publish',
  type: 'post',
  link: 'https://quay.example/crane/',
  title: { rendered: 'Crane &amp; quay' },
  content: { rendered: '<p>The crane moved.\nSlowly.</p>\n', protected: false },
  excerpt: { rendered: '<p>A crane moved.</p>\n', protected: false },
  author: 3,
  featured_media: 9,
  categories: [1],
  tags: [5],
  _embedded: {
    author: [{ id: 3, name: 'Rut Vale' }],
    'wp:featuredmedia': [
      {
        source_url: 'https://quay.example/c.jpg',
        alt_text: '',
        caption: { rendered: '<p>The crane</p>' },
        media_details: { image_meta: { credit: 'Olu Sand' } },
      },
    ],
    'wp:term': [
      [{ taxonomy: 'category', slug: 'uncategorized', name: 'Uncategorized' }],
      [{ taxonomy: 'post_tag', slug: 'cranes', name: 'Cranes &amp; masts' }],
      [{ taxonomy: 'series', slug: 'x', name: 'X' }],
    ],
  },
};
const post = (fields: object) => JSON.stringify([{ ...POST, ...fields }]);
const told = async (fields: object) => {
  const story = await storyIn(
    wordpressRest,
    post({ ...fields, _embedded: { ...POST._embedded, 'wp:term': [] }, categories: [], tags: [] }),
  );
  return [story.status, codes(story)];
};

describe("WordPress's REST API", () => {
  it('is recognised as a list and as one post', () => {
    expect(detectFormat(post({}))).toBe(wordpressRest);
    expect(detectFormat(JSON.stringify(POST))).toBe(wordpressRest);
    expect(wordpressRest.recognises('[{"id":1,"title":"T","content":"C"}]')).toBe(false);
  });

  it('reads a post with what is embedded', async () => {
    expect(await storyIn(wordpressRest, post({}))).toEqual({
      name: 'https://quay.example/?p=31',
      id: 'https://quay.example/?p=31',
      slug: 'crane',
      address: 'https://quay.example/crane/',
      title: 'Crane & quay',
      summary: 'A crane moved.',
      body: { type: 'html', text: '<p>The crane moved.\nSlowly.</p>' },
      published: '2021-06-01T07:00:00Z',
      updated: '2021-06-02T07:00:00Z',
      tags: ['Cranes & masts'],
      authors: [{ name: 'Rut Vale' }],
      image: { url: 'https://quay.example/c.jpg', alt: 'The crane', credit: 'Olu Sand' },
      status: 'ready',
      notes: [{ code: 'taxonomies', message: 'taxonomies that are not read: series (1 term)' }],
    });
  });

  it('tells what is only given as a number', async () => {
    expect((await storyIn(wordpressRest, post({ _embedded: undefined }))).notes).toEqual([
      { code: 'media', message: 'its picture is only a number (9); fetch the posts with ?_embed' },
      {
        code: 'unread-fields',
        message: 'only numbers are given for: author, categories, tags; fetch the posts with ?_embed',
      },
    ]);
  });

  it.each([
    [{}, 'ready', []],
    [{ status: 'private' }, 'draft', ['visibility']],
    [{ status: 'future' }, 'ready', ['scheduled']],
    [{ status: undefined }, 'draft', ['status']],
    [{ type: 'page' }, 'draft', ['not-a-post']],
    [{ type: 'report' }, 'draft', ['not-a-post']],
    [{ content: { rendered: '', protected: true } }, 'draft', ['visibility', 'no-body']],
    [{ password: 'x' }, 'draft', ['visibility']],
    [{ meta: { _jetpack_newsletter_access: 'subscribers' } }, 'ready', ['paywall']],
    [{ meta: { _jetpack_memberships_contains_paid_content: false } }, 'ready', []],
    [
      { content: { raw: '<p>A</p><!-- wp:jetpack/paywall /--><p>B</p>', rendered: '<p>A</p><p>B</p>' } },
      'ready',
      ['paywall'],
    ],
    [
      { content: { rendered: '<p>A</p><div class="jetpack-subscribe-paywall"><p>Join</p></div>' } },
      'ready',
      ['paywall'],
    ],
  ])('takes %j for %s', async (fields, status, notes) => {
    expect(await told(fields)).toEqual([status, notes]);
  });

  it('takes the co-authors of plug-ins in their order', async () => {
    const ofTaxonomy = [
      [
        { taxonomy: 'author', name: 'Olu Sand' },
        { taxonomy: 'author', name: 'Rut Vale' },
      ],
    ];
    const authors = async (fields: object) => (await storyIn(wordpressRest, post(fields))).authors;
    expect(await authors({ _embedded: { ...POST._embedded, 'wp:term': ofTaxonomy } })).toEqual([
      { name: 'Olu Sand' },
      { name: 'Rut Vale' },
    ]);
    expect(await authors({ authors: [{ display_name: 'Ann Berg' }] })).toEqual([{ name: 'Ann Berg' }]);
  });

  it('takes the local date where there is none in UTC, and no excerpt that WordPress has cut', async () => {
    const excerpt = { rendered: '<p>The crane [&hellip;]</p>' };
    const story = await storyIn(wordpressRest, post({ date_gmt: '1970-01-01T00:00:00', modified_gmt: null, excerpt }));
    expect([story.published, story.updated, story.summary]).toEqual(['2021-06-01T09:00:00', undefined, undefined]);
  });

  it('refuses what has no posts', async () => {
    await expect(storiesIn(wordpressRest, '[]')).rejects.toThrow('has no stories');
    await expect(storiesIn(wordpressRest, '["x"]')).rejects.toThrow('post 1: expected fields and values');
  });
});

describe('what a post of the REST API has beside its own fields', () => {
  it.each([
    [{ acf: { members_only: true } }, ['visibility']],
    [{ acf: { embargo: '2099-01-01T00:00:00Z' } }, ['not-before']],
    [{ class_list: ['post-31', 'post-password-required'] }, ['visibility']],
    [{ class_list: { 0: 'post-31', 7: 'status-private' } }, ['visibility']],
    [{ premium: true }, ['paywall']],
    [{ visibility: 'private' }, ['visibility']],
    [{ class_list: ['post-31', 'status-publish'], acf: { kicker: 'Quay', premium: false } }, []],
    [
      {
        comment_status: 'closed',
        ping_status: 'closed',
        sticky: false,
        yoast_head_json: { robots: { index: 'noindex' } },
      },
      [],
    ],
  ])('holds it back if that says so: %j', async (fields, expected) => {
    const found = codes(await storyIn(wordpressRest, post(fields))).filter((it) => it !== 'taxonomies');
    expect(found).toEqual(expected);
  });
});
