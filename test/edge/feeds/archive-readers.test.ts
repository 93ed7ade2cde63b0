import { describe, expect, it } from 'vitest';
import { read } from '../../support/archives.ts';
import { TestWire } from '../../support/wire.ts';

/** The stories of a reader that keeps a feed's archives by their addresses, as RFC 5005 §4 tells it to. */
class Reader {
  readonly keys = new Set<string>();
  readonly archives = new Map<string, string[]>();

  /** Reads a subscription document, and archives until one that it has. @returns the addresses that it asked for */
  async poll(wire: TestWire, path: string): Promise<string[]> {
    const { keys, links } = await read(wire, path);
    for (const key of keys) this.keys.add(key);
    const asked: string[] = [];
    for (let next = links['prev-archive']; next && !this.archives.has(next); ) {
      asked.push(next);
      const archive = await read(wire, next);
      this.archives.set(next, archive.keys);
      for (const key of archive.keys) this.keys.add(key);
      next = archive.links['prev-archive'];
    }
    return asked;
  }
}

describe('a reader that keeps archives by address', () => {
  const at = (month: string, n: number) => `${month}-${String(1 + (n % 28)).padStart(2, '0')}T0${n % 10}:00:00Z`;

  it('has every story after each month’s end, and comes back to no archive', async () => {
    const wire = await TestWire.fresh();
    const published: string[] = [];
    const readers = [
      '/feeds/all.atom?limit=3',
      '/feeds/ukraine.rss?limit=3',
      '/feeds/refugees+ukraine.rss?limit=2',
    ].map((path) => ({ path, reader: new Reader() }));
    const publish = async (date: string) => {
      const key = `s${published.length}`;
      published.push(key);
      await wire.story(key, { published: date, tags: ['Ukraine', 'Refugees'] });
    };
    let asked: string[] = [];
    const poll = async () => {
      for (const { path, reader } of readers) {
        const addresses = await reader.poll(wire, path);
        if (path.startsWith('/feeds/all')) asked = addresses;
        expect([path, ...reader.keys].sort()).toEqual([path, ...published].sort());
      }
    };
    for (let n = 0; n < 5; n++) await publish(at('2026-01', n));
    await poll();
    expect(asked).toEqual(['/feeds/all/2026-01.atom']);
    for (let n = 0; n < 5; n++) await publish(at('2026-02', n));
    await poll();
    expect(asked).toEqual(['/feeds/all/2026-02.atom']);
    await publish('2026-03-01T01:00:00Z');
    await publish('2026-03-01T02:00:00Z');
    await poll();
    expect(asked).toEqual([]);
    for (let n = 3; n < 9; n++) {
      await publish(`2026-03-01T0${n}:00:00Z`);
      if (n % 2 === 0) await poll();
    }
    expect(asked).toEqual([expect.stringMatching(/^\/feeds\/all\/2026-03\.atom\?before=-\w+\.s15$/)]);
    wire.now = new Date('2026-03-31T23:59:00Z');
    await publish('2026-03-31T23:58:00Z');
    await poll();
    wire.now = new Date('2026-04-01T00:01:00Z');
    // A latecomer, and the first of the new month.
    await publish('2026-03-31T23:59:00Z');
    await poll();
    await publish('2026-04-01T00:01:00Z');
    await poll();
    expect(asked).toEqual([expect.stringMatching(/^\/feeds\/all\/2026-03\.atom\?before=/)]);
    wire.now = new Date('2026-04-02T12:00:00Z');
    for (let n = 0; n < 2; n++) await publish(`2026-04-02T0${n}:00:00Z`);
    await poll();
    expect(asked).toEqual(['/feeds/all/2026-03.atom']);
    for (let n = 2; n < 9; n++) await publish(`2026-04-02T0${n}:00:00Z`);
    await poll();
    expect(asked.length).toBe(1);
    wire.now = new Date('2026-07-02T12:00:00Z');
    for (let n = 1; n < 9; n++) await publish(`2026-07-02T0${n}:00:00Z`);
    await poll();
    expect(asked).toEqual([expect.stringMatching(/2026-07\.atom\?before=/), '/feeds/all/2026-04.atom']);
  });

  it('finds what is left of the current month at a new address whenever its feed has moved on', async () => {
    const wire = await TestWire.fresh();
    for (let n = 0; n < 8; n++) await wire.story(`s${n}`, { published: `2026-03-01T0${n}:00:00Z` });
    const first = (await read(wire, '/feeds/all.rss?limit=3')).links['prev-archive'] as string;
    const { keys, links } = await read(wire, first);
    expect([keys, links['next-archive']]).toEqual([['s4', 's3', 's2', 's1', 's0'], undefined]);
    await wire.story('s8', { published: '2026-03-01T08:00:00Z' });
    const second = (await read(wire, '/feeds/all.rss?limit=3')).links['prev-archive'] as string;
    expect(second).not.toBe(first);
    expect((await read(wire, second)).keys).toEqual(['s5', ...keys]);
    expect((await read(wire, first)).keys).toEqual(keys);
  });

  it('leads to the newest month that is over, also where the feed shows all that there is', async () => {
    const wire = await TestWire.fresh();
    for (let n = 0; n < 3; n++) await wire.story(`s${n}`, { published: at(`2026-0${1 + n}`, 0) });
    expect((await read(wire, '/feeds/all.atom?limit=3')).links['prev-archive']).toBe('/feeds/all/2026-02.atom');
    const { links } = await read(wire, '/feeds/all.atom?limit=2');
    expect(links['prev-archive']).toBe('/feeds/all/2026-01.atom');
    const older = await read(wire, links.next as string);
    expect(older.links['prev-archive']).toBeUndefined();
  });

  it('is led on from places whose stories are gone, in archives and in pages', async () => {
    const wire = await TestWire.fresh();
    await wire.story('old', { published: '2026-01-01T00:00:00Z' });
    for (let n = 1; n < 8; n++) {
      const expires = n <= 5 ? { expires: '2026-03-01T13:00:00Z' } : {};
      await wire.story(`s${n}`, { published: `2026-03-01T0${n}:00:00Z`, ...expires });
    }
    const { links } = await read(wire, '/feeds/all.rss?limit=3');
    const [page, archive] = [links.next as string, links['prev-archive'] as string];
    expect([page, archive].map((it) => /before=[^&]*\.(s\d)/.exec(it)?.[1])).toEqual(['s5', 's5']);
    await wire.api('DELETE', '/api/articles/s5');
    expect((await read(wire, archive)).keys).toEqual(['s4', 's3', 's2', 's1']);
    expect((await read(wire, page)).keys).toEqual(['s4', 's3', 's2']);
    // As a draft it is in no listing at all.
    await wire.story('s5', { published: '2026-03-01T05:00:00Z', status: 'draft' });
    expect((await read(wire, '/feeds/all.rss')).keys).not.toContain('s5');
    expect((await read(wire, archive)).keys).toEqual(['s4', 's3', 's2', 's1']);
    expect((await read(wire, page)).keys).toEqual(['s4', 's3', 's2']);
    wire.pass(3601);
    await wire.tick();
    expect(await read(wire, archive)).toMatchObject({ keys: [], links: { 'prev-archive': '/feeds/all/2026-01.rss' } });
    const text = await (await wire.follow(archive.replace('.rss', '.atom'))).text();
    expect(text).toContain('<updated>2026-03-01T00:00:00.000Z</updated>');
  });
});
