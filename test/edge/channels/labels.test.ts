import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const tagsIn = async (channel: string) => {
  const { items } = (await (await wire.fetch(`/feeds/${channel}.json`)).json()) as { items: { tags: string[] }[] };
  return items.map((it) => it.tags);
};
const answer = async (key: string, fields: Record<string, unknown>) => {
  const response = await wire.putJson(key, fields);
  return [response.status, await response.json()];
};

describe('labels with one slug', () => {
  it.each([
    [
      'another label outside the vocabulary',
      ['F*'],
      ['F#'],
      '"F#" would be in the channel of "F*" (f); give one of them a slug in tags.yaml, such as: - { slug: f-sharp, label: "F#" }',
    ],
    [
      'a label without the sign',
      ['F'],
      ['F++'],
      '"F++" would be in the channel of "F" (f); give one of them a slug in tags.yaml, such as: - { slug: f-plus-plus, label: "F++" }',
    ],
    [
      'a label with one',
      ['50% off'],
      ['50 off'],
      '"50 off" would be in the channel of "50% off" (50-off); give one of them a slug in tags.yaml, such as: - { slug: 50-percent-off, label: "50% off" }',
    ],
  ])('are refused where a sign is all that tells them apart: %s', async (_, first, second, message) => {
    await wire.story('a', { tags: first });
    expect(await answer('b', { tags: second })).toMatchObject([422, { problems: [{ field: 'tags.0', message }] }]);
  });

  it('are refused in one story, and where the vocabulary has one of them', async () => {
    expect(await answer('a', { tags: ['F*', 'F#'] })).toMatchObject([422, { problems: [{ field: 'tags.1' }] }]);
    await wire.putTags([{ slug: 'f', label: 'F' }]);
    expect(await answer('a', { tags: ['F#'] })).toMatchObject([422, { problems: [{ field: 'tags.0' }] }]);
    await wire.putTags([
      { slug: 'f', label: 'F' },
      { slug: 'f-sharp', label: 'F#' },
    ]);
    expect(await answer('a', { tags: ['F', 'F#'] })).toMatchObject([201, { channels: ['all', 'f', 'f-sharp'] }]);
  });

  it.each([
    ['capitals', 'Relief Work', 'relief work'],
    ['an ampersand', 'R&D', 'R and D'],
    ['diacritics', 'Café', 'Cafe'],
    ['punctuation', 'St. Petersburg', 'St Petersburg'],
  ])('are one channel, each with its own label, where only %s differ', async (_, first, second) => {
    await wire.story('a', { tags: [first], published: '2026-02-02T10:00:00Z' });
    await wire.story('b', { tags: [second], published: '2026-02-01T10:00:00Z' });
    expect(await tagsIn(first.toLowerCase().replace('&', ' and ').replace(/[é]/g, 'e').replace(/[. ]+/g, '-'))).toEqual(
      [[first], [second]],
    );
  });

  it('are a channel’s label and its slug', async () => {
    await wire.story('a', { tags: ['Relief Work'], published: '2026-02-02T10:00:00Z' });
    await wire.story('b', { tags: ['relief-work'], published: '2026-02-01T10:00:00Z' });
    expect(await tagsIn('relief-work')).toEqual([['Relief Work'], ['Relief Work']]);
  });

  it('do not hold up the withdrawal of a story that has them already', async () => {
    await wire.story('a', { tags: ['F'] });
    await wire.story('b', { tags: ['G'] });
    await wire.database.prepare(`UPDATE records SET record = replace(record, '"G"', '"F#"')`).run();
    wire.restart();
    expect((await wire.api('DELETE', '/api/articles/b')).status).toBe(204);
  });
});

describe('a label without a letter from a to z', () => {
  it('has a slug of its hash, whatever its form, and that is told', async () => {
    expect(await answer('a', { tags: ['乌克兰'] })).toMatchObject([
      201,
      {
        channels: ['all', 'tag-2929408d'],
        notes: [
          {
            field: 'tags',
            message: '"乌克兰" becomes the channel "tag-2929408d"; give it a slug that says more in tags.yaml',
          },
        ],
      },
    ]);
    expect(await tagsIn('tag-2929408d')).toEqual([['乌克兰']]);
    const asked = await wire.fetch(`/feeds/${encodeURIComponent('乌克兰')}.rss`);
    expect([asked.status, asked.headers.get('location')]).toEqual([301, `${ORIGIN}/feeds/tag-2929408d.rss`]);
  });

  it('has the one of the vocabulary once it is there', async () => {
    await wire.story('a', { tags: ['乌克兰'] });
    await wire.putTags([{ slug: 'ukraine', label: '乌克兰' }]);
    expect(await tagsIn('ukraine')).toEqual([['乌克兰']]);
  });

  it('is refused without any letter at all', async () => {
    expect(await answer('a', { tags: ['！！'] })).toMatchObject([
      422,
      {
        problems: [
          {
            field: 'tags.0',
            message: '"！！" has no letter or digit to make an address of; give it a slug in tags.yaml',
          },
        ],
      },
    ]);
  });
});
