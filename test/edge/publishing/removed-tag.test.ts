import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const remove = (slug: string) => wire.api('DELETE', `/api/tags/${slug}`);
const SUBSCRIBED = 'SELECT count(*) AS count FROM subscriptions';

/** Every row of every table that holds a text. */
async function rowsWith(text: string): Promise<string[]> {
  const { results } = await wire.database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    .all<{ name: string }>();
  const found: string[] = [];
  for (const { name } of results) {
    const rows = await wire.database.prepare(`SELECT * FROM ${name}`).all();
    if (JSON.stringify(rows.results).toLowerCase().includes(text)) found.push(name);
  }
  return found;
}

describe('DELETE /api/tags/{slug}', () => {
  it('takes a tag away for good whose stories are withdrawn: no table has it any more', async () => {
    await wire.story('a', { tags: ['Libelled Person', 'Ukraine'] });
    await wire.story('b', { tags: ['Ukraine'] });
    await wire.api('DELETE', '/api/articles/a');
    expect((await rowsWith('libelled')).sort()).toEqual(['articles', 'channels', 'listings', 'records']);
    expect((await remove('libelled-person')).status).toBe(204);
    expect(await rowsWith('libelled')).toEqual([]);
    wire.pass(3);
    expect((await wire.fetch('/feeds/libelled-person.rss')).status).toBe(404);
    // The stub stays in its other channels.
    expect(await wire.titles('ukraine')).toEqual(['Withdrawn', 'A story']);
    expect((await wire.fetch('/articles/a')).status).toBe(410);
  });

  it('refuses while a story or the vocabulary has it, and what is no tag', async () => {
    await wire.putTags([{ slug: 'known', label: 'Known' }]);
    await wire.story('a', { tags: ['Used', 'Known'] });
    const answers = async (slug: string) => {
      const response = await remove(slug);
      const { detail } = (await response.json()) as { detail: string };
      return [response.status, detail];
    };
    expect(await answers('used')).toEqual([
      422,
      'tag: "used" has stories (1): withdraw them, or give them other tags, first',
    ]);
    expect(await answers('known')).toEqual([
      422,
      'tag: "known" is in the vocabulary: take it out of tags.yaml and push that first',
    ]);
    for (const slug of ['nobody', 'all']) expect((await answers(slug))[0]).toBe(404);
    expect(await wire.titles('used')).toEqual(['A story']);
  });

  it('ends the subscriptions to it, also where it is left out', async () => {
    await wire.story('a', { tags: ['Gone', 'Ukraine'] });
    await wire.api('DELETE', '/api/articles/a');
    const paths = ['/feeds/gone.rss', '/feeds/ukraine+!gone.atom', '/feeds/ukraine+!gone-by.rss'];
    for (const [index, path] of paths.entries())
      await wire.database
        .prepare('INSERT INTO topics (id, path, checked, target, changed, combination) VALUES (?, ?, 0, 0, 0, ?)')
        .bind(index, path, Math.min(1, index))
        .run();
    await wire.database
      .prepare(`INSERT INTO topic_channels (channel, topic) VALUES ('gone', 0), ('ukraine', 1), ('ukraine', 2)`)
      .run();
    await wire.database
      .prepare(
        `INSERT INTO subscriptions (topic, callback, host, requested_topic, algorithm, expires, delivered)
         SELECT id, 'https://reader.example/', 'reader.example', path, 'sha256', 9e15, 0 FROM topics`,
      )
      .run();
    expect(await wire.database.prepare(SUBSCRIBED).first('count')).toBe(3);
    await remove('gone');
    expect(await wire.database.prepare(SUBSCRIBED).first('count')).toBe(1);
  });
});
