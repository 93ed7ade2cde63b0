import { FEEDS, PAGES } from '../addresses.ts';
import { none, type Row, type Strain } from '../strain.ts';
import { writesOf } from './outage.ts';

/** The database's disk is full, and then no longer. */
export async function run({ start }: Strain): Promise<Row[]> {
  const wire = await start({ stories: 2000 });
  try {
    await wire.condition({ fail: 'full' });
    const reads: string[] = [];
    for (const path of [...FEEDS, ...PAGES]) {
      const { status } = await wire.ask(path);
      if (status !== 200) reads.push(`${status} ${path}`);
    }
    const refused = await Promise.all(writesOf(wire));
    await wire.tick();
    const afterwards = await wire.ask('/feeds/all.json');
    await wire.condition();
    const taken = [await wire.put('afterwards'), await wire.api('DELETE', '/api/articles/story-13')];
    const { body } = await wire.ask('/feeds/all.json');
    return [
      none('full: reads that are not answered', reads),
      none(
        'full: writes without 503 and Retry-After',
        refused.filter((it) => it.status !== 503 || !it.headers.has('retry-after')).map((it) => `${it.status}`),
      ),
      none(
        'full: stories that appeared though their writes were refused',
        /article\/(?:another|bulk)"/.exec(afterwards.body) ?? [],
      ),
      none(
        'writes that are refused when there is room again',
        taken.filter((it) => it.status >= 300).map((it) => `${it.status}`),
      ),
      none('stories that are missing then', body.includes('article/afterwards"') ? [] : ['afterwards']),
    ];
  } finally {
    await wire.stop();
  }
}
