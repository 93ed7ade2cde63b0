import { atom } from '../../../src/feeds/formats/atom.ts';
import { json } from '../../../src/feeds/formats/json.ts';
import { rss } from '../../../src/feeds/formats/rss.ts';
import type { Format } from '../../../src/feeds/types.ts';
import { bareAtom, bareJson, bareRss } from '../render/bare.ts';
import { type Edition, makeEdition } from '../render/edition.ts';
import { astroRss, feedsmithAtom, feedsmithJson, feedsmithRss, libraryFeed, rssRss } from '../render/libraries.ts';
import { renderCold, renderFragments, renderOneChanged } from '../render/ours.ts';
import { expectSame } from '../render/same.ts';
import { type Chapter, type Goal, ratioGoal, times } from '../report.ts';
import { interleave, type Measurement, median, milliseconds, ratio } from '../statistics.ts';

type Render = (edition: Edition) => string | Promise<string>;

const FORMATS: { format: Format; bare: Render; libraries: Record<string, Render> }[] = [
  {
    format: rss,
    bare: bareRss,
    libraries: { feed: (it) => libraryFeed(it).rss2(), feedsmith: feedsmithRss, rss: rssRss, '@astrojs/rss': astroRss },
  },
  { format: atom, bare: bareAtom, libraries: { feed: (it) => libraryFeed(it).atom1(), feedsmith: feedsmithAtom } },
  { format: json, bare: bareJson, libraries: { feed: (it) => libraryFeed(it).json1(), feedsmith: feedsmithJson } },
];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Documents that are rendered for one measurement: the clock is too coarse for one. */
const AT_ONCE = 5;

/** Rendering 50 stories: ours against a bare template and the libraries. */
export async function measureRendering({ quick }: { quick: boolean }): Promise<Chapter> {
  const rows: string[][] = [];
  const goals: Goal[] = [];
  for (const { format, bare, libraries } of FORMATS) {
    const edition = makeEdition(format.extension);
    expectSame(format.extension, decoder.decode(renderCold(format, edition)), await bare(edition));
    const measured = await interleave(contestants(format, edition, bare, libraries), {
      rounds: quick ? 15 : 60,
      warmUp: 10,
    });
    const against = (name: string, base: string) => ratio(measured[name] as number[], measured[base] as number[]);
    for (const name of Object.keys(measured)) {
      rows.push([
        `${format.extension}: ${name}`,
        median(measured[name] as number[]).toFixed(3),
        times(against(name, 'bare template')),
      ]);
    }
    const name = format.extension.toUpperCase();
    goals.push(
      ratioGoal(
        `${name}, one story changed, against the bare template`,
        against('ours, one changed', 'bare template'),
        '<=',
        0.4,
      ),
    );
    goals.push(ratioGoal(`${name}, cold, against feed`, against('ours, cold', 'feed'), '<=', 1));
  }
  return {
    title: 'Rendering',
    text: TEXT,
    table: { head: ['', 'ms a document', 'x bare template'], rows },
    goals,
    note: NOTE,
  };
}

function contestants(
  format: Format,
  edition: Edition,
  bare: Render,
  libraries: Record<string, Render>,
): Record<string, Measurement> {
  const fragments = renderFragments(format, edition);
  let changed = 0;
  const bytes = (render: Render) => async () => encoder.encode(await render(edition));
  const renderers: Record<string, () => unknown> = {
    'bare template': bytes(bare),
    'ours, one changed': () => renderOneChanged(format, edition, fragments, changed++ % fragments.length),
    'ours, cold': () => renderCold(format, edition),
    ...Object.fromEntries(Object.entries(libraries).map(([name, render]) => [name, bytes(render)])),
  };
  return Object.fromEntries(Object.entries(renderers).map(([name, render]) => [name, () => timeOf(render)]));
}

/** @returns milliseconds a document */
async function timeOf(render: () => unknown): Promise<number> {
  const all = await milliseconds(async () => {
    for (let count = 0; count < AT_ONCE; count++) await render();
  });
  return all / AT_ONCE;
}

const TEXT = `Fifty stories are rendered to UTF-8 bytes, in Node. Each has 3,000 characters of HTML, a summary, three tags, one or two
authors and a picture. *Bare template*: template literals written by hand for exactly the elements that ours has (checked
before measuring). *Cold*: nothing is kept. *One changed*: 49 fragments are kept as bytes; one story and the frame are
rendered anew. The libraries are given every field that they have a place for, which is less than ours writes: no
\`media:*\`, no paging.`;

const NOTE = `"One changed" beats the bare template because it does less: it reuses 49 of 50 renderings. A template that kept its
fragments would gain as much. So the figure tells what the publication of a story adds to a reader's next request. It does
not tell that our renderer is faster than a template; "cold" tells that it is not.`;
