import type { Bench } from '../bench.ts';
import { type Chapter, type Goal, ratioGoal, times, whole } from '../report.ts';
import { interleave, median, ratio } from '../statistics.ts';
import { story } from '../stories.ts';
import { STORIES_PER_REQUEST, Wire } from '../wire/wire.ts';

const SHORT = 600;
const LONG = 3000;
const BEGINNING = 1000;
const FRESH_WIRES = 3;
const GOAL_PER_SECOND = 2000;

/** Bulk load through the API: into a new wire, and into one that holds many stories already. */
export async function measureLoading(bench: Bench): Promise<{ chapter: Chapter; archive: Wire }> {
  const cold = { [SHORT]: await firstStories(bench, SHORT), [LONG]: await firstStories(bench, LONG) };
  const small = await warmSmallWire(bench);
  const archive = await Wire.start(bench, 'archive');
  const filled = await archive.fillTo(bench.quick ? 5_000 : 100_000, SHORT);
  const full = archive.stories;
  const measured = await interleave(
    {
      'small 600': () => small.publishNext(STORIES_PER_REQUEST, SHORT),
      'archive 600': () => archive.publishNext(STORIES_PER_REQUEST, SHORT),
      'small 3000': () => small.publishNext(STORIES_PER_REQUEST, LONG),
      'archive 3000': () => archive.publishNext(STORIES_PER_REQUEST, LONG),
    },
    { rounds: bench.quick ? 2 : 7 },
  );
  await small.stop();
  const row = (length: 600 | 3000) => {
    const [first, later] = [measured[`small ${length}`], measured[`archive ${length}`]];
    return [
      `${whole(length)} characters`,
      whole(cold[length]),
      whole(median(first)),
      whole(median(later)),
      times(ratio(later, first)),
    ];
  };
  const chapter: Chapter = {
    title: 'Loading',
    text: `${TEXT}\n\nFilling the second wire to ${whole(full)} stories of ${SHORT} characters: ${whole(filled)} stories/s on average.`,
    table: {
      head: ['body', 'first 1,000, cold', 'after 1,000', `after ${whole(full)}`, 'ratio'],
      rows: [row(SHORT), row(LONG)],
    },
    goals: [
      rateGoal('600 characters, after 1,000', median(measured['small 600'])),
      rateGoal(`600 characters, after ${whole(full)}`, median(measured['archive 600'])),
      rateGoal('3,000 characters, after 1,000', median(measured['small 3000'])),
      ratioGoal(
        `600 characters, a load of ${whole(full)} against a load of 1,000, each by a new process into a new wire`,
        filled / cold[SHORT],
        '>=',
        1,
      ),
    ],
    note: NOTE,
  };
  return { chapter, archive };
}

function rateGoal(what: string, rate: number): Goal {
  return {
    goal: `${what}: at least ${whole(GOAL_PER_SECOND)} stories/s`,
    measured: `${whole(rate)}/s`,
    met: rate >= GOAL_PER_SECOND,
  };
}

/** The first stories of a process that has just begun. @returns stories per second */
async function firstStories(bench: Bench, length: number): Promise<number> {
  const rates: number[] = [];
  for (let count = 0; count < FRESH_WIRES; count++) {
    const wire = await Wire.start(bench, `fresh-${length}-${count}`);
    rates.push(await wire.fillTo(BEGINNING, length));
    await wire.stop();
  }
  return median(rates);
}

/** A wire with few stories whose process is as practised as that of the large one: its stories are written again and again. */
async function warmSmallWire(bench: Bench): Promise<Wire> {
  const wire = await Wire.start(bench, 'small');
  await wire.fillTo(BEGINNING, SHORT);
  for (let revision = 1; revision <= (bench.quick ? 2 : 8); revision++) {
    const records = Array.from({ length: BEGINNING }, (_, index) => story(index, revision % 2 === 0 ? SHORT : LONG));
    await wire.publish(
      records.map((it) => ({ ...it, title: `${it.title}, ${revision}` })),
      'updated',
    );
  }
  return wire;
}

const TEXT = `Stories per second through \`POST /api/articles\` under bare workerd: NDJSON, ${STORIES_PER_REQUEST} records a request, one request at a time.
Each story is checked, sanitised, rendered in every format and stored with its listings. *Cold*: the first 1,000 stories of
a process that has just begun, median of ${FRESH_WIRES}. The other two columns take turns: a wire that begins with 1,000 stories, whose
process was warmed up by writing those again and again, and a wire that begins with the number in the heading.`;

const NOTE = `The ratio in the last column has no goal. It leaves out what a process gains by practice, and shows what a large wire costs.
Every story has a place of its own in the index of keys and in the listing of its rarest tag. So in a wire of 100,000
stories, each one writes about two pages of the database that, in a small wire, the stories of a request share. Keys that
begin with a date share them in a large wire, too; the keys here begin with random words.`;
