import type { Entry } from '../articles/entry.ts';
import { findEntries } from '../articles/entry-store.ts';
import { findMonths } from '../channels/activity-store.ts';
import { type ExpressionChannel, publicLabel } from '../channels/channel.ts';
import { findChannels, listRelated } from '../channels/channel-store.ts';
import { expressionSlugs } from '../channels/expression.ts';
import { listChannel } from '../channels/list-channel.ts';
import { lastMonths, monthOfRank } from '../channels/months.ts';
import { ALL } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { answered, type Database, together } from '../platform/database.ts';
import type { Site } from '../site.ts';
import type { Choice } from './combine.tsx';

/** So many of the newest stories tell how often a channel publishes, and of a combination which months it has. */
const SAMPLE = 200;
const STORIES_ON_A_PAGE = 20;
/** So many of the newest stories tell which channels are related. */
const COMPARED = 60;
const RELATED = 10;
/** The most months that are linked to: ten years. */
const ARCHIVES = 120;

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
  /** The number of its stories; of a combination with many, at least so many. */
  total: { count: number; atLeast: boolean };
  /** The newest months of its archives as `yyyy-mm`, newest first. */
  archives: string[];
  /** True if there may be older archives. */
  moreArchives: boolean;
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
  const { listed, rows, counts } = await together(db, {
    listed: listChannel(db, channel, { limit: SAMPLE + 1, stubs: false }),
    rows: findChannels(db, [...own, ...broader, ...narrower]),
    counts: channel.kind === 'combination' ? answered(db, undefined) : findMonths(db, own[0] as string, ARCHIVES + 1),
  }).ask();
  const sample = listed.slice(0, SAMPLE);
  const sampled = { count: sample.length, atLeast: listed.length > SAMPLE };
  const total = counts ? { count: channel.sizes.get(channel.name) ?? 0, atLeast: false } : sampled;
  const archived = [...(counts?.keys() ?? new Set(sample.map((it) => monthOfRank(it.rank))))];
  const keys = sample.map((it) => it.key);
  const without = [ALL, ...own, ...broader, ...narrower];
  const { entries, related } = await together(db, {
    entries: findEntries(db, keys.slice(0, STORIES_ON_A_PAGE)),
    related: listRelated(db, keys.slice(0, COMPARED), { without, limit: RELATED }),
  }).ask();
  const among = (slugs: string[]) =>
    rows
      .filter((it) => slugs.includes(it.slug) && (it.articles > 0 || own.includes(it.slug)))
      .map((it) => ({ ...it, label: publicLabel(it, vocabulary) }));
  return {
    site,
    channel,
    // Without what was withdrawn since it was listed.
    entries: keys.flatMap((it) => entries.get(it)?.entry ?? []).filter((it) => !it.withdrawn),
    published: sample.map((it) => 0 - it.rank),
    more: listed.length > SAMPLE,
    total,
    archives: archived.slice(0, ARCHIVES),
    moreArchives: total.atLeast || archived.length > ARCHIVES,
    terms: among(own),
    broader: among(broader),
    narrower: among(narrower),
    related,
    counts,
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
