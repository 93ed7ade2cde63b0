import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { needsReview } from '../../../../src/importing/notes.ts';
import { codes, storyIn } from '../../../support/import-input.ts';
import { linked, pageOf, TEXT } from './page-of.ts';

const TITLE = '<title>Reading room opens</title>';
const article = (fields: object = {}) => ({ '@type': 'NewsArticle', headline: 'Reading room opens', ...fields });
const told = async (head: string, body?: string) =>
  codes(await storyIn(html, pageOf(TITLE + head, body))).filter((it) => it !== 'page-parts');

describe('a page that is not public', () => {
  it.each([
    '<meta property="article:content_tier" content="locked">',
    '<meta property="article:content_tier" content="metered">',
    linked({ '@graph': [{ '@type': 'WebPage', isAccessibleForFree: false }, article()] }),
    linked({ '@graph': [article({ hasPart: { '@id': '#rest' } }), { '@id': '#rest', isAccessibleForFree: 'False' }] }),
    linked(article({ isAccessibleForFree: '0' })),
    linked(article({ isAccessibleForFree: 0 })),
    linked(article({ isAccessibleForFree: { '@type': 'xsd:boolean', '@value': false } })),
    linked(article({ isAccessibleForFree: [true, { '@value': 'false' }] })),
    linked(article({ conditionsOfAccess: 'Subscribers only' })),
  ])('is held back for its paywall: %s', async (head) => {
    expect(await told(head)).toEqual(['paywall']);
  });

  it.each([
    '<meta itemprop="isAccessibleForFree" content="false">',
    '<link itemprop="isAccessibleForFree" href="https://schema.org/False">',
  ])('is held back for its microdata: %s', async (element) => {
    expect(await told('', `<article>${element}${TEXT}</article>`)).toEqual(['paywall']);
  });

  it.each(['Draft', 'https://schema.org/Incomplete', 'Obsolete'])('is held back for its status "%s"', async (said) => {
    expect(await told(linked(article({ creativeWorkStatus: said })))).toEqual(['status']);
    expect(await told(linked(article({ creativeWorkStatus: { '@type': 'DefinedTerm', name: said } })))).toEqual([
      'status',
    ]);
  });

  it.each(['status-draft', 'status-private', 'status-pending', 'post-password-required'])(
    'is held back for the class "%s" of WordPress’s',
    async (name) => {
      expect(await told('', `<article class="post type-post ${name} hentry">${TEXT}</article>`)).toEqual([
        'visibility',
      ]);
    },
  );

  it('is held back if it asks for a password', async () => {
    const form = `<form class="post-password-form"><p>The words are behind a password.</p><input name="post_password"></form>`;
    expect(await told('', `<article>${form}${TEXT}</article>`)).toEqual(['visibility']);
  });

  it.each([
    '<link rel="canonical" href="https://mail.example/?p=12&amp;preview=true">',
    '<meta property="og:url" content="https://mail.example/room?preview_id=12">',
    linked(article({ url: '/room/?_ppp=a1b2' })),
  ])('is held back if it is a preview: %s', async (head) => {
    expect(await told(head)).toEqual(['status']);
  });

  it.each(['noindex', 'follow, NOINDEX', 'none'])('needs a look if robots are asked for "%s"', async (robots) => {
    const story = await storyIn(html, pageOf(`${TITLE}<meta name="robots" content="${robots}">`));
    expect(codes(story)).toEqual(['noindex']);
    expect(needsReview({ notes: story.notes, lines: [], accepted: [] })).toBe(true);
    expect(needsReview({ notes: story.notes, lines: [], accepted: ['noindex'] })).toBe(false);
  });

  it('is none for what is open, or said of another story', async () => {
    const free = linked({
      '@graph': [
        { '@type': 'WebPage', isAccessibleForFree: true },
        article({ isAccessibleForFree: 'True', conditionsOfAccess: 'Free', creativeWorkStatus: 'Published' }),
      ],
    });
    const other = linked({
      '@type': 'ItemList',
      itemListElement: [
        article({ headline: 'Another', isAccessibleForFree: true }),
        { '@type': 'NewsArticle', hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false } },
      ],
    });
    const head = `<meta property="article:content_tier" content="free"><meta name="robots" content="index, follow, max-image-preview:large">
      <link rel="canonical" href="https://mail.example/preview/room?preview=false">`;
    const beside = `<aside><div class="post status-private">Diary</div><span itemprop="isAccessibleForFree">false</span></aside>`;
    expect(await told(free + head, `<article class="post status-publish">${TEXT}</article>${beside}`)).toEqual([]);
    expect(await told(linked(article()) + other)).toEqual([]);
  });

  it('keeps to the end that it states', async () => {
    const { expires } = await storyIn(html, pageOf(linked(article({ expires: '2020-05-01T00:00:00Z' }))));
    expect(expires).toBe('2020-05-01T00:00:00Z');
  });
});
