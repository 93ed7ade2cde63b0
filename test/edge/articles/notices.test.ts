import { beforeEach, describe, expect, it } from 'vitest';
import { feed, items, tombstones, withdraw } from '../../support/served.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

const TAG = 'tag:tagwire.example,2022-02-24:';
const WITHDRAWN = `${TAG}notice/gone/withdrawn`;
const RETRACTED = `${TAG}notice/wrong/retracted`;

beforeEach(async () => {
  await freshWire();
  await wire.story('kept', { published: '2026-02-01T10:00:00Z', title: 'Kept' });
  await wire.story('wrong', { published: '2026-02-02T10:00:00Z', title: 'Wrong', body: 'Zebra text.' });
  await wire.story('gone', { published: '2026-02-03T10:00:00Z', title: 'Gone', tags: ['Ukraine'], language: 'de' });
  wire.pass(60);
  await wire.story('wrong', {
    published: '2026-02-02T10:00:00Z',
    title: 'Wrong',
    body: 'Zebra text.',
    status: 'retracted',
  });
  await withdraw('gone');
});

const notices = () => {
  wire.settings.NOTICES = 'on';
  wire.restart();
};
const ids = async (channel: string) => {
  const from = (text: string, id: RegExp) => [...text.matchAll(id)].map((it) => it[1]);
  return {
    rss: from(await feed(channel, 'rss'), /<guid[^>]*>([^<]+)<\/guid>/g),
    atom: from(await feed(channel, 'atom'), /<entry[^>]*>.*?<id>([^<]+)<\/id>/gs),
    json: (await items(channel)).map((it) => it.id),
  };
};
const inAllFormats = (expected: string[]) => ({ rss: expected, atom: expected, json: expected });

describe('A withdrawal or a retraction', () => {
  it('is no entry of its own unless the newsroom wants it', async () => {
    expect(await ids('all')).toEqual(inAllFormats([`${TAG}article/gone`, `${TAG}article/wrong`, `${TAG}article/kept`]));
    wire.settings.NOTICES = 'off';
    wire.restart();
    expect((await ids('all')).json).toHaveLength(3);
  });

  it('is one with an id of its own beside the stub or the story where the newsroom has notices on', async () => {
    notices();
    expect(await ids('all')).toEqual(
      inAllFormats([`${TAG}article/gone`, WITHDRAWN, `${TAG}article/wrong`, RETRACTED, `${TAG}article/kept`]),
    );
  });

  it('says what happened, when, and to what story, in the story’s language and without its words', async () => {
    notices();
    const found = (await items('all')).filter((it) => String(it.id).includes(':notice/'));
    expect(found).toEqual([
      {
        id: WITHDRAWN,
        url: `${ORIGIN}/articles/gone`,
        title: 'Entfernt',
        summary: 'Dieser Beitrag wurde entfernt.',
        content_html: '<p>Dieser Beitrag wurde entfernt.</p>',
        date_published: '2026-03-01T12:01:00.000Z',
        date_modified: '2026-03-01T12:01:00.000Z',
        authors: [{ name: 'Tagwire' }],
        author: { name: 'Tagwire' },
        language: 'de',
        _tagwire: { tags: [] },
      },
      {
        id: RETRACTED,
        url: `${ORIGIN}/articles/wrong`,
        title: 'Retracted: Wrong',
        summary: 'This story has been retracted.',
        content_html: '<p><strong>This story has been retracted.</strong></p>',
        date_published: '2026-03-01T12:00:59.999Z',
        date_modified: '2026-03-01T12:00:59.999Z',
        tags: ['Ukraine'],
        authors: [{ name: 'Tagwire' }],
        author: { name: 'Tagwire' },
        _tagwire: { tags: [{ slug: 'ukraine', label: 'Ukraine' }] },
      },
    ]);
    expect(await tombstones('all')).toEqual([[`${TAG}article/gone`, '2026-03-01T12:01:00.002Z']]);
  });

  it('makes other documents, and so other ETags, when the setting changes', async () => {
    const etag = (await wire.fetch('/feeds/all.atom')).headers.get('etag') ?? '';
    notices();
    expect((await wire.fetch('/feeds/all.atom', { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('is no notice where a story of the newsroom’s own begins with such words', async () => {
    notices();
    await wire.story('about', {
      title: 'On retracting',
      body: '<p><strong>This story has been retracted.</strong></p>',
    });
    expect((await items('all')).map((it) => it.id)).not.toContain(`${TAG}notice/about/retracted`);
  });

  it.each(['', 'yes', 'On'])('is refused as a setting that is neither on nor off: "%s"', async (value) => {
    wire.settings.NOTICES = value;
    wire.restart();
    if (value === '') expect((await wire.fetch('/feeds/all.rss')).status).toBe(200);
    else expect(() => wire.fetch('/feeds/all.rss')).toThrow(`NOTICES: expected on or off, got "${value}"`);
  });
});
