import type { Entry } from '../articles/entry.ts';
import { countByMonth } from '../channels/activity-store.ts';
import type { ExpressionChannel } from '../channels/channel.ts';
import { findChannels, listRelated } from '../channels/channel-store.ts';
import { expressionSlugs } from '../channels/expression.ts';
import { listChannel } from '../channels/list-channel.ts';
import { entriesOf } from '../channels/listing.ts';
import { lastMonths, monthOfRank } from '../channels/months.ts';
import { ALL } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { answered, type Database, together } from '../platform/database.ts';
import type { Site } from '../site.ts';
import type { Choice } from './combine.tsx';

/** So many of the newest stories tell how often a channel publishes and which months it has. */
const SAMPLE = 500;
const STORIES_ON_A_PAGE = 20;
/** So many of the newest stories tell which channels are related. */
const COMPARED = 100;
const RELATED = 10;

/** The contents of a channel's page, without those for embedders. */
export interface ChannelView {
  site: Site;
  channel: ExpressionChannel;
  /** The newest stories. */
  entries: Entry[];
  /** Moments of publication of the newest stories, in milliseconds since 1970, newest first. */
  published: number[];
  /** True if there are stories older than those in `published`. */
  more: boolean;
  /** The months of its archives as `yyyy-mm`, newest first. */
  archives: string[];
  broader: Choice[];
  narrower: Choice[];
  /** Channels that its newest stories are also in. */
  related: Choice[];
  /** The channels that its expression names. */
  terms: Choice[];
  /** The number of stories by month, unless it is a combination. */
  counts: Map<string, number> | undefined;
  months: string[];
  now: Date;
}

/** Reads the contents of a channel's page. Waits for the database twice. */
export async function readChannelView(
  db: Database,
  site: Site,
  channel: ExpressionChannel,
  vocabulary: Vocabulary,
  now: Date,
): Promise<ChannelView> {
  const months = lastMonths(now);
  const own = expressionSlugs(channel.expression);
  const { broader, narrower } = neighboursOf(own, vocabulary);
  const { listed, latest, rows, counts } = await together(db, {
    listed: listChannel(db, channel, { limit: SAMPLE + 1, stubs: false }),
    latest: listChannel(db, channel, { limit: STORIES_ON_A_PAGE, stubs: false, entries: {} }),
    rows: findChannels(db, [...own, ...broader, ...narrower]),
    counts: channel.kind === 'combination' ? answered(db, undefined) : countByMonth(db, own, months),
  }).ask();
  const sample = listed.slice(0, SAMPLE);
  const keys = sample.slice(0, COMPARED).map((it) => it.key);
  const without = [ALL, ...own, ...broader, ...narrower];
  const among = (slugs: string[]) => rows.filter((it) => slugs.includes(it.slug));
  return {
    site,
    channel,
    entries: entriesOf(latest),
    published: sample.map((it) => 0 - it.rank),
    more: listed.length > SAMPLE,
    archives: [...new Set(sample.map((it) => monthOfRank(it.rank)))],
    terms: among(own),
    broader: among(broader),
    narrower: among(narrower),
    related: await listRelated(db, keys, { without, limit: RELATED }).ask(),
    counts: counts && (counts.get(own[0] as string) ?? new Map()),
    months,
    now,
  };
}

/** The channels that the vocabulary puts right above and below some. */
function neighboursOf(own: string[], vocabulary: Vocabulary): { broader: string[]; narrower: string[] } {
  const others = (slugs: string[]) => [...new Set(slugs)].filter((it) => !own.includes(it));
  return {
    broader: others(own.flatMap((it) => vocabulary.broaderOf(it))),
    narrower: others(own.flatMap((it) => vocabulary.narrowerOf(it))),
  };
}
