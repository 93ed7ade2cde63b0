import type { Activity } from '../channels/activity-store.ts';
import type { ChannelRow } from '../channels/channel-store.ts';
import { type ChannelGroup, groupChannels } from '../channels/groups.ts';
import { lastMonths } from '../channels/months.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import type { RememberedDirectory } from '../channels/resolver.ts';
import { ALL } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
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
  /** By slug. */
  activity: Map<string, Activity>;
  months: string[];
}

/** Reads the contents of the front page: the channels that a query finds, or all. */
export async function readFrontView(
  { site, resolver }: Pick<ReaderParts, 'site' | 'resolver'>,
  { directory, vocabulary }: { directory: RememberedDirectory; vocabulary: Vocabulary },
  query: string,
  now: Date,
): Promise<FrontView> {
  const { rows } = directory;
  const found = rows.filter((it) => it.slug !== ALL && matches(it, query, vocabulary));
  const largest = new Set(found.toSorted((a, b) => b.articles - a.articles).slice(0, SHOWN_IN_FULL));
  const shown = found.filter((it) => largest.has(it));
  const slugs = [ALL, ...shown.map((it) => it.slug)];
  const months = lastMonths(now);
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
    activity: await resolver.activityIn(directory, slugs, months[0] as string),
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
