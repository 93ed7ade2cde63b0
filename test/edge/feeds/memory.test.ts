import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, TestWire, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const SECONDS_UNTIL_SEEN = 3;

/** The database as a restored one would be that has the same epoch, or a new one. Another process then goes on with it. */
async function restore({ sameEpoch }: { sameEpoch: boolean }): Promise<TestWire> {
  const epoch = await wire.database.prepare('SELECT epoch FROM sequence').first<string>('epoch');
  const other = await TestWire.fresh();
  if (sameEpoch) await other.database.prepare('UPDATE sequence SET epoch = ?').bind(epoch).run();
  wire.pass(SECONDS_UNTIL_SEEN);
  return other;
}

describe('a process whose database was restored to an earlier moment', () => {
  it('serves no story as the one that had its number before', async () => {
    await wire.story('lost', { title: 'Lost', tags: ['Sport'] });
    expect(await wire.titles('sport')).toEqual(['Lost']);
    const other = await restore({ sameEpoch: true });
    await other.story('fresh', { title: 'Fresh', tags: ['Sport'] });
    await other.story('fresher', { title: 'Fresher', tags: ['Sport'] });
    expect((await wire.titles('sport')).sort()).toEqual(['Fresh', 'Fresher']);
  });

  it('serves nothing from memory once the epoch is another one', async () => {
    await wire.story('a', { title: 'Lost', tags: ['Sport'] });
    expect(await wire.titles('sport')).toEqual(['Lost']);
    const other = await restore({ sameEpoch: false });
    await other.story('a', { title: 'Fresh', tags: ['Sport'] });
    expect(await wire.titles('sport')).toEqual(['Fresh']);
  });
});

describe('a process beside another one', () => {
  const feed = '/feeds/sport+ukraine.json';
  const etagOf = (response: Response) => response.headers.get('etag') ?? '';
  const conditional = (etag: string) => ({ headers: { 'if-none-match': etag } });

  it.each([
    ['whole', {}],
    ['delta', { 'a-im': 'feed' }],
  ])('never gives one ETag of a combination to two listings: %s', async (_, manipulation) => {
    const other = new TestWire();
    await wire.story('a', { tags: ['Sport', 'Ukraine'] });
    const before = etagOf(await wire.fetch(feed));
    await wire.story('b', { tags: ['Sport', 'Ukraine'] });
    const present = etagOf(await wire.fetch(feed));
    wire.restart();
    expect((await wire.fetch(feed, conditional(present))).status).toBe(304);
    await other.story('c', { tags: ['Sport', 'Ukraine'] });
    // Wire still has the channel in memory, and the document's ETag, but not its bytes.
    const served = await wire.fetch(feed, { headers: { 'if-none-match': before, ...manipulation } });
    expect(await served.text()).toContain('/articles/c');
    expect(etagOf(served)).not.toBe(present);
  });

  it('serves what the other has stored as soon as it was given the same', async () => {
    const other = new TestWire();
    await other.story('a', { title: 'Old', tags: ['Sport'] });
    expect(await wire.titles('sport')).toEqual(['Old']);
    await other.story('a', { title: 'New', tags: ['Sport'] });
    const same = await wire.putJson('a', { title: 'New', tags: ['Sport'] });
    expect((await same.json<{ result: string }>()).result).toBe('unchanged');
    expect(await wire.titles('sport')).toEqual(['New']);
  });
});
