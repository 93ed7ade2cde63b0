import { listEntries } from '../articles/store.ts';
import { countByMonth, listShared } from '../channels/activity-store.ts';
import { type Channel, isSingle } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { monthOfRank } from '../channels/months.ts';
import { ALL } from '../channels/slug.ts';
import { findChannels, type Listed, listArticles } from '../channels/store.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { Site } from '../site.ts';
import type { ChannelView } from './channel-page.tsx';
import { lastMonths } from './chart.tsx';

/** What is known of a channel is known from so many of its newest stories, however many it has. */
const SAMPLE = 500;
const STORIES_ON_A_PAGE = 20;
/** Which channels go together is told by the newest stories. */
const COMPARED = 100;
const RELATED = 10;

/** What a channel's page shows, but for what it says to embedders. */
export async function readChannel(
  db: D1Database,
  site: Site,
  channel: Channel,
  vocabulary: Vocabulary,
  now: Date,
): Promise<Omit<ChannelView, 'embed'>> {
  const { expression, sizes } = channel;
  const listed = await listArticles(db, expression, sizes, { limit: SAMPLE + 1, stubs: false });
  const sample = listed.slice(0, SAMPLE);
  const months = lastMonths(now);
  const own = slugsOf(expression);
  const [entries, neighbours, counts] = await Promise.all([
    listEntries(db, sample.slice(0, STORIES_ON_A_PAGE)),
    readNeighbours(db, sample, own, vocabulary),
    isSingle(channel) ? countByMonth(db, own, months) : undefined,
  ]);
  return {
    site,
    channel,
    entries,
    published: sample.map((it) => 0 - it.rank),
    more: listed.length > SAMPLE,
    archives: [...new Set(sample.map((it) => monthOfRank(it.rank)))],
    ...neighbours,
    counts: counts && (counts.get(own[0] as string) ?? new Map()),
    months,
    now,
  };
}

/** The channels around one: what the vocabulary knows, and what its newest stories are also in. */
async function readNeighbours(
  db: D1Database,
  sample: Listed[],
  own: string[],
  vocabulary: Vocabulary,
): Promise<Pick<ChannelView, 'terms' | 'broader' | 'narrower' | 'related'>> {
  const others = (slugs: string[]) => [...new Set(slugs)].filter((it) => !own.includes(it));
  const broader = others(own.flatMap((it) => vocabulary.broaderOf(it)));
  const narrower = others(own.flatMap((it) => vocabulary.narrowerOf(it)));
  const keys = sample.slice(0, COMPARED).map((it) => it.key);
  const [rows, related] = await Promise.all([
    findChannels(db, [...own, ...broader, ...narrower]),
    listShared(db, keys, { without: [ALL, ...own, ...broader, ...narrower], limit: RELATED }),
  ]);
  const among = (slugs: string[]) => rows.filter((it) => slugs.includes(it.slug));
  return { terms: among(own), broader: among(broader), narrower: among(narrower), related };
}
