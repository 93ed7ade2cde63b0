import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, STORY, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const FIELDS = {
  title: 'Cars &amp; <b>ferries</b>\u202b',
  body: '<p>con\u200bvention \u0092</p><video src="/v.mp4"></video><img src="data:,x"><p>lost: \ufffd</p>',
  bodyType: 'html',
};
const NOTES = [
  { field: 'title', message: 'marks of direction that nothing closes are left out: 1' },
  { field: 'body', message: 'control characters are read as the letters of Windows-1252 that they were: 1' },
  { field: 'body', message: 'letters were lost before they came here, and stand as \ufffd: 1' },
  { field: 'title', message: 'contains HTML tags; feeds and pages show them as text' },
  { field: 'title', message: 'contains "&amp;"; a title is plain text, and shows it as it stands' },
  { field: 'body', message: 'a video became a link to /v.mp4' },
  { field: 'body', message: 'a picture without an address that readers can fetch is left out' },
  { field: 'body', message: 'invisible characters inside words are left out: 1' },
];

describe('whatever is changed on the way in', () => {
  it('is told in the answer to a PUT, once', async () => {
    expect(await (await wire.putJson('a', FIELDS)).json()).toMatchObject({ result: 'created', notes: NOTES });
    expect(await (await wire.putJson('a', FIELDS)).json()).toMatchObject({ result: 'unchanged', notes: [] });
  });

  it('is told in the answer to a bulk load, by line', async () => {
    const lines = [
      { ...STORY, key: 'plain' },
      { ...STORY, ...FIELDS, key: 'a' },
    ];
    const results = await wire.bulk(lines.map((it) => JSON.stringify(it)));
    expect(results.map(({ key, notes }) => [key, notes])).toEqual([
      ['plain', []],
      ['a', NOTES],
    ]);
  });

  it('is told of tags outside the vocabulary, where there is one', async () => {
    await wire.putTags([{ slug: 'sport', label: 'Sport' }]);
    expect(await (await wire.putJson('a', { tags: ['Sport', 'Rowing'] })).json()).toMatchObject({
      notes: [{ field: 'tags', message: '"Rowing" is not in the vocabulary; it becomes the channel "rowing"' }],
    });
  });

  it('is told of a language that has another name now', async () => {
    expect(await (await wire.putJson('a', { language: 'iw-il' })).json()).toMatchObject({
      notes: [{ field: 'language', message: '"iw-il" is written "he-IL" now' }],
    });
    expect(await wire.titles('all')).toEqual(['A story']);
    expect(await (await wire.fetch('/feeds/all.rss')).text()).toContain('<dc:language>he-IL</dc:language>');
    expect(await (await wire.putJson('b', { language: 'pt-br' })).json()).toMatchObject({ notes: [] });
  });

  it('is nothing of a plain story', async () => {
    expect(await (await wire.putJson('a', {})).json()).toMatchObject({ result: 'created', notes: [] });
  });
});
