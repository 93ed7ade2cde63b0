import { describe, expect, it } from 'vitest';
import { ghost } from '../../../src/importing/formats/ghost/ghost.ts';
import { fixture, storiesIn, storyIn } from '../../support/import-input.ts';

const GHOST = fixture('ghost.json');
const of = (...posts: unknown[]) => JSON.stringify({ data: { posts } });
const post = (fields: Record<string, unknown>) =>
  of({ id: '1', title: 'T', html: '<p>B</p>', status: 'published', ...fields });

describe('Ghost', () => {
  it('is recognised in both of its forms', () => {
    expect(ghost.recognises(GHOST)).toBe(true);
    expect(ghost.recognises(post({}))).toBe(true);
    expect(ghost.recognises('{"data":{"items":[]}}')).toBe(false);
    expect(ghost.recognises(fixture('feed.json'))).toBe(false);
  });

  it('reads a post with its tags, authors and picture', async () => {
    const [first] = await storiesIn(ghost, GHOST);
    expect(first).toEqual({
      name: '62210000000000000000000a',
      id: '62210000000000000000000a',
      slug: 'market-square',
      address: '/market/',
      formerUrls: ['/market-square/'],
      wasPage: true,
      title: 'Market & square reopen',
      summary: 'The market is open.',
      body: { type: 'html', text: '<p>The market reopened. <img src="/content/images/m.jpg"></p>' },
      published: '2022-03-03T18:40:00Z',
      updated: '2022-03-04T08:00:00Z',
      tags: ['Markets', 'Town & square'],
      authors: [{ name: 'Ann Berg', url: 'https://ann.example' }, { name: 'Ivo Klym' }],
      image: { url: '/content/images/square.jpg', alt: 'The square', caption: 'Seen from the tower' },
      language: 'en',
      status: 'ready',
      notes: [
        { code: 'unreadable', message: 'post 5: has neither a title nor a body' },
        { code: 'unreadable', message: 'post 6: expected fields and values' },
      ],
    });
  });

  it('reads plain text where there is no HTML, a scheduled date in UTC, and the author of old exports', async () => {
    expect((await storiesIn(ghost, GHOST))[1]).toEqual({
      name: '2',
      id: '2',
      slug: 'concert',
      title: 'Concert announced',
      body: { type: 'html', text: '<p>A concert.</p>\n<p>It is in May.</p>' },
      published: '2030-05-01T18:00:00Z',
      authors: [{ name: 'Ann Berg', url: 'https://ann.example' }],
      status: 'ready',
      notes: [
        { code: 'visibility', message: 'was only visible to "members"' },
        { code: 'scheduled', message: 'was scheduled, and not public yet' },
      ],
    });
  });

  it('knows the address that a published post usually has, unless the post says its own', async () => {
    const urlsOf = async (fields: Record<string, unknown>) => {
      const { address, formerUrls } = await storyIn(ghost, post({ slug: 'old-weir', ...fields }));
      return [address, formerUrls];
    };
    expect(await urlsOf({})).toEqual([undefined, ['/old-weir/']]);
    expect(await urlsOf({ url: 'https://gull.example/n/old-weir/' })).toEqual([
      'https://gull.example/n/old-weir/',
      undefined,
    ]);
    for (const status of ['draft', 'scheduled', 'sent'])
      expect(await urlsOf({ status })).toEqual([undefined, undefined]);
  });

  it('gives a page as a draft, and notes a post without a body', async () => {
    const [, , page, empty] = await storiesIn(ghost, GHOST);
    expect(page).toMatchObject({ status: 'draft', notes: [{ code: 'not-a-post' }] });
    expect(empty).toMatchObject({
      title: 'Nothing yet',
      status: 'draft',
      notes: [{ code: 'draft' }, { code: 'no-body' }],
    });
  });

  it.each([
    ['published', 'ready'],
    ['scheduled', 'ready'],
    ['sent', 'draft'],
    ['draft', 'draft'],
    ['unheard-of', 'draft'],
  ])('takes the status "%s" for %s', async (status, ours) => {
    expect((await storyIn(ghost, post({ status }))).status).toBe(ours);
  });

  it('holds back the posts of a site that asks for a password', async () => {
    const site = (value: unknown) =>
      JSON.stringify({
        data: {
          posts: [{ id: '1', title: 'T', html: '<p>B</p>', status: 'published' }],
          settings: [{ key: 'is_private', value }],
        },
      });
    for (const on of [true, 'true', 1])
      expect((await storyIn(ghost, site(on))).notes).toEqual([
        { code: 'visibility', message: 'was on a site that asked everybody for a password' },
      ]);
    for (const off of [false, 'false', null, '']) expect((await storyIn(ghost, site(off))).notes).toEqual([]);
  });

  it('refuses what has no posts', async () => {
    await expect(storiesIn(ghost, '{"db":[{"data":{}}]}')).rejects.toThrow(
      'expected a list of "posts", as in a Ghost export',
    );
    await expect(storiesIn(ghost, of())).rejects.toThrow('has no stories');
    await expect(storiesIn(ghost, of('x'))).rejects.toThrow('post 1: expected fields and values');
    await expect(storiesIn(ghost, GHOST.slice(0, -9))).rejects.toThrow(/^is not JSON: /);
  });
});
