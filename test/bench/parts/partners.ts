import { formatCursor } from '../../../src/channels/position.ts';
import { PROFILES } from '../../../src/partners/index.ts';
import type { Bench } from '../bench.ts';
import { bareAtom, bareJson, bareRss } from '../render/bare.ts';
import { makeEdition } from '../render/edition.ts';
import { renderFragments, renderOneChanged } from '../render/ours.ts';
import { type Chapter, type Goal, ratioGoal, times, whole } from '../report.ts';
import { interleave, median, milliseconds, ratio } from '../statistics.ts';
import { story } from '../stories.ts';
import { VARS } from '../wire/vars.ts';
import { Wire } from '../wire/wire.ts';

const STORIES = 10_000;
const BODY_CHARACTERS = 600;
const PARTNERS = { msn: {}, flipboard: {}, newsbreak: {} };
const BARE = { rss: bareRss, atom: bareAtom, json: bareJson };
const AT_ONCE = 5;
/** A page holds so many stories, of a plain feed and of Flipboard's. */
const PAGES = { plain: 50, flipboard: 30 };

/** Profiles of partners against plain feeds and bare templates, and the report of what a partner gets. */
export async function measurePartners(bench: Bench): Promise<Chapter> {
  const rows: string[][] = [];
  const goals: Goal[] = [];
  for (const format of PROFILES) {
    const extension = format.extension as keyof typeof BARE;
    const edition = makeEdition(extension);
    const fragments = renderFragments(format, edition);
    const encoder = new TextEncoder();
    let changed = 0;
    const measured = await interleave(
      {
        ours: () => timeOf(() => renderOneChanged(format, edition, fragments, changed++ % fragments.length)),
        bare: () => timeOf(async () => encoder.encode(await BARE[extension](edition))),
      },
      { rounds: bench.quick ? 15 : 60, warmUp: 10 },
    );
    const against = ratio(measured.ours, measured.bare);
    rows.push([`${format.title}: one story of 50 changed`, median(measured.ours).toFixed(3), times(against)]);
    goals.push(ratioGoal(`${format.title}, one story changed, against a bare template`, against, '<=', 0.4));
  }
  const { report, stories, page, plainPage } = await measureWire(bench);
  const against = ratio(page, plainPage);
  rows.push(['a page of Flipboard of which nothing is in memory', median(page).toFixed(2), times(against)]);
  rows.push([`the report of MSN over ${whole(stories)} stories`, median(report).toFixed(0), '']);
  goals.push(ratioGoal('a page of a profile, against one of the plain feed', against, '<=', 1.3));
  goals.push({
    goal: `the report over ${whole(stories)} stories: at most 1,000 ms`,
    measured: `${median(report).toFixed(0)} ms`,
    met: median(report) <= 1000,
  });
  return { title: 'Partners', text: TEXT, table: { head: ['', 'ms', 'x'], rows }, goals };
}

/** @returns milliseconds of whole requests under bare workerd */
async function measureWire(bench: Bench) {
  const wire = await Wire.start(bench, 'partners');
  await call(wire, 'PUT', '/api/partners', JSON.stringify({ version: 1, partners: PARTNERS }));
  await wire.fillTo(bench.quick ? 2000 : STORIES, BODY_CHARACTERS);
  const report: number[] = [];
  for (let round = 0; round < (bench.quick ? 3 : 10); round++)
    report.push(await milliseconds(() => call(wire, 'GET', '/api/partners/msn/report')));
  const pageAfter = (channel: string, index: number) => {
    const { published, key } = story(index, 0);
    return `${channel}?before=${formatCursor({ rank: -Date.parse(published), key })}`;
  };
  const firstOfPages = Array.from({ length: bench.quick ? 20 : 100 }, (_, page) => (page + 1) * PAGES.plain - 1);
  const profile = firstOfPages.map((it) => pageAfter('/feeds/all/for/flipboard.rss', it));
  const plain = firstOfPages.map((it) => `${pageAfter('/feeds/all.rss', it)}&limit=${PAGES.flipboard}`);
  const { page, plainPage } = await interleave(
    {
      page: () => milliseconds(() => call(wire, 'GET', profile.pop() ?? '')),
      plainPage: () => milliseconds(() => call(wire, 'GET', plain.pop() ?? '')),
    },
    { rounds: firstOfPages.length },
  );
  await wire.stop();
  return { report, stories: wire.stories, page, plainPage };
}

async function call({ server }: Wire, method: string, path: string, body?: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${VARS.PUBLISH_TOKEN}`,
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  };
  const response = await fetch(server.origin + path, { method, headers, ...(body && { body }), redirect: 'error' });
  await response.bytes();
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
}

/** @returns milliseconds of one */
async function timeOf(render: () => unknown): Promise<number> {
  const all = await milliseconds(async () => {
    for (let count = 0; count < AT_ONCE; count++) await render();
  });
  return all / AT_ONCE;
}

const TEXT = `Profiles of partners: 49 fragments of 50 are kept, one story and the frame are rendered anew, in Node, against the bare template of
the format (*x*). Then, under bare workerd, a page that nobody asked for before, against one of the plain feed with as many stories, and
the report of a partner, from what is kept of each story.`;
