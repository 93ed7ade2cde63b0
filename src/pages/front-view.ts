import { countByMonth, findNewest } from '../channels/activity-store.ts';
import type { ChannelRow } from '../channels/channel-store.ts';
import { type ChannelGroup, groupChannels } from '../channels/groups.ts';
import { lastMonths } from '../channels/months.ts';
import { ALL } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { type Database, together } from '../platform/database.ts';
import type { Site } from '../site.ts';

/** So many channels are shown in full: those with the most stories. Of all others, only the names are shown. */
const SHOWN_IN_FULL = 60;

/** The contents of the front page. */
export interface FrontView {
  site: Site;
  /** The words that are looked for among the channels; "" for all channels. */
  query: string;
  /** The channel of all stories; undefined before the first one. */
  main: ChannelRow | undefined;
  groups: ChannelGroup[];
  /** Channels of which only the names are shown. */
  others: ChannelRow[];
  descriptions: Map<string, string>;
  /** Moment of publication of the newest story, in milliseconds since 1970, by channel. */
  newest: Map<string, number>;
  /** The number of stories, by channel and month. */
  counts: Map<string, Map<string, number>>;
  months: string[];
}

/**
 * Reads the contents of the front page: the channels that a query finds, or all.
 * @param rows every channel, by label
 */
export async function readFrontView(
  db: Database,
  site: Site,
  { rows, vocabulary }: { rows: ChannelRow[]; vocabulary: Vocabulary },
  query: string,
  now: Date,
): Promise<FrontView> {
  const found = rows.filter((it) => it.slug !== ALL && matches(it, query, vocabulary));
  const largest = new Set(found.toSorted((a, b) => b.articles - a.articles).slice(0, SHOWN_IN_FULL));
  const shown = found.filter((it) => largest.has(it));
  const slugs = [ALL, ...shown.map((it) => it.slug)];
  const months = lastMonths(now);
  const { newest, counts } = await together(db, {
    newest: findNewest(db, slugs),
    counts: countByMonth(db, slugs, months[0] ?? ''),
  }).ask();
  return {
    site,
    query,
    main: rows.find((it) => it.slug === ALL),
    groups: groupChannels(shown, vocabulary),
    others: found.filter((it) => !largest.has(it)),
    descriptions: new Map(
      slugs.flatMap((it) => {
        const description = vocabulary.descriptionOf(it);
        return description ? [[it, description]] : [];
      }),
    ),
    newest,
    counts,
    months,
  };
}

/** True if every word of a query is in a channel's label, in any language, its address or its description. */
function matches({ slug, label }: ChannelRow, query: string, vocabulary: Vocabulary): boolean {
  const text = folded([label, slug, ...vocabulary.textsOf(slug)].join(' '));
  return folded(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
