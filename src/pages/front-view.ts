import { countByMonth, findNewest } from '../channels/activity-store.ts';
import { groupChannels } from '../channels/groups.ts';
import { ALL } from '../channels/slug.ts';
import type { ChannelRow } from '../channels/store.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { type Database, together } from '../platform/database.ts';
import type { Site } from '../site.ts';
import { lastMonths } from './chart.tsx';
import type { Front } from './front-page.tsx';

/** So many channels are shown in full, those with most stories; of more, only the names. */
const SHOWN_IN_FULL = 60;

/**
 * The contents of the front page: the channels that a query finds, or all.
 * @param rows every channel, by label
 */
export async function readFront(
  db: Database,
  site: Site,
  { rows, vocabulary }: { rows: ChannelRow[]; vocabulary: Vocabulary },
  query: string,
  now: Date,
): Promise<Front> {
  const found = rows.filter((it) => it.slug !== ALL && matches(it, query, vocabulary));
  const largest = new Set(found.toSorted((a, b) => b.articles - a.articles).slice(0, SHOWN_IN_FULL));
  const shown = found.filter((it) => largest.has(it));
  const slugs = [ALL, ...shown.map((it) => it.slug)];
  const months = lastMonths(now);
  const { newest, counts } = await together(db, {
    newest: findNewest(db, slugs),
    counts: countByMonth(db, slugs, months),
  }).ask();
  return {
    site,
    query,
    all: rows.find((it) => it.slug === ALL),
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
