import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../src/channels/vocabulary.ts';
import { detectFormat } from '../../src/importing/formats/index.ts';
import { ACCEPTABLE, doubtsOf, type NoteCode } from '../../src/importing/notes.ts';
import { prepareStory } from '../../src/importing/prepare.ts';
import { statusOf } from '../../src/importing/record.ts';
import type { FoundStory } from '../../src/importing/story.ts';
import { Tagger } from '../../src/importing/tagger.ts';
import { importOptions, storiesIn } from '../support/import-input.ts';

const vocabulary = { version: 1 as const, tags: [] };
const settings = {
  ...importOptions({ accept: ACCEPTABLE, published: '2024-03-01T08:00:00Z' }),
  vocabulary: new Vocabulary(vocabulary, 'en'),
  tagger: new Tagger(vocabulary),
};
const prepared = (found: FoundStory) => prepareStory(found, 'dam', settings);

const TEXT = 'The dam of Ostmere held through the night, the wardens said, and the road below it is open again.';
const GHOST = { id: '1', slug: 'dam', title: 'Dam', html: `<p>${TEXT}</p>`, published_at: '2024-03-01T08:00:00Z' };
const ghost = (post: object) =>
  JSON.stringify({ db: [{ meta: {}, data: { posts: [{ ...GHOST, status: 'published', ...post }] } }] });
const rest = (post: object) =>
  JSON.stringify([
    {
      id: 1,
      slug: 'dam',
      type: 'post',
      status: 'publish',
      date_gmt: '2024-03-01T08:00:00',
      link: 'https://ostmere.example/dam',
      title: { rendered: 'Dam' },
      content: { rendered: `<p>${TEXT}</p>` },
      ...post,
    },
  ]);
const atom = (inside: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:app="http://www.w3.org/2007/app"><title>O</title><id>urn:o</id><updated>2024-03-01T08:00:00Z</updated><entry><id>urn:x:1</id><title>Dam</title><updated>2024-03-01T08:00:00Z</updated><content type="html">&lt;p>${TEXT}&lt;/p></content>${inside}</entry></feed>`;

describe('a kind of doubt that can be accepted', () => {
  it.each(ACCEPTABLE.filter((it) => it !== 'flagged-line'))('publishes a story once it is: %s', (code) => {
    const notes = [{ code: code as NoteCode, message: 'x' }];
    const story = prepared({ title: 'Dam', body: { type: 'html', text: `<p>${TEXT}</p>` }, notes });
    expect([doubtsOf(story), statusOf(story)]).toEqual([[], 'ready']);
  });

  // Of the source's own drafts, accepting changes nothing.
  it.each([
    ['a page of a table', `title,body,type\nDam,"${TEXT}",page\n`],
    ['a row for some', `title,body,audience\nDam,"${TEXT}",paid\n`],
    ['a row that is not published', `title,body,is_published\nDam,"${TEXT}",false\n`],
    ['an answer in a feed', atom('<thr:in-reply-to ref="urn:x:0"/>')],
    ['a draft in a feed', atom('<app:control><app:draft>yes</app:draft></app:control>')],
    ['a page of WordPress', rest({ type: 'page' })],
    ['a private post', rest({ status: 'private' })],
    ['a draft of WordPress', rest({ status: 'draft' })],
    ['a page of Ghost', ghost({ type: 'page' })],
    ['a letter of Ghost', ghost({ status: 'sent' })],
    ['a draft of Ghost', ghost({ status: 'draft' })],
    ['a page of front matter', `---\ntitle: Dam\nlayout: page\n---\n${TEXT}\n`],
    [
      'a confidential mail',
      `Subject: Dam\nFrom: a@ostmere.example\nDate: Fri, 1 Mar 2024 08:00:00 +0000\nMIME-Version: 1.0\nSensitivity: private\n\n${TEXT}\n`,
    ],
    [
      'spam',
      `Subject: Dam\nFrom: a@ostmere.example\nDate: Fri, 1 Mar 2024 08:00:00 +0000\nMIME-Version: 1.0\nX-Spam-Flag: YES\n\n${TEXT}\n`,
    ],
    [
      'what an agency withholds',
      JSON.stringify({ uri: 'urn:x:1', pubstatus: 'withheld', headline: 'Dam', body_text: TEXT }),
    ],
  ])('is never why there is a draft: %s', async (_, source) => {
    const [found] = await storiesIn(detectFormat(source), source);
    const story = prepared(found as FoundStory);
    expect(statusOf(story)).toBe('draft');
    const why = [...doubtsOf(story), ...story.notes.map((it) => it.code).filter((it) => it === 'draft')];
    expect(why).not.toEqual([]);
    expect(why.filter((it) => ACCEPTABLE.includes(it))).toEqual([]);
    expect(story.notes.filter((it) => ACCEPTABLE.includes(it.code))).toEqual([]);
  });
});
