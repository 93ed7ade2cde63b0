import type { ChannelRow } from './channel-store.ts';
import { ALL } from './slug.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Channels under one top tag. The group without a label holds those that share their top tag with no other channel. */
export interface ChannelGroup {
  label: string | undefined;
  channels: ChannelRow[];
}

/**
 * Groups channels by their top tag: the broader tag that has no broader one itself. Groups are sorted by label, and the
 * top tag's own channel comes first in its group. A tag with several top tags is in the group of the one nearest to it.
 * `all` is left out.
 * @param rows in the order of their labels
 */
export function groupChannels(rows: ChannelRow[], vocabulary: Vocabulary): ChannelGroup[] {
  const byTop = Map.groupBy(
    rows.filter((it) => it.slug !== ALL),
    ({ slug }) => topOf(slug, vocabulary),
  );
  const alone: ChannelRow[] = [];
  const groups: (ChannelGroup & { label: string })[] = [];
  for (const [top, channels] of byTop) {
    if (channels.length === 1) alone.push(...channels);
    else {
      const rest = channels.filter((it) => it.slug !== top);
      const first = channels.filter((it) => it.slug === top);
      groups.push({ label: first[0]?.label ?? vocabulary.labelOf(top) ?? top, channels: [...first, ...rest] });
    }
  }
  groups.sort((a, b) => a.label.localeCompare(b.label));
  const order = new Map(rows.map((it, index) => [it.slug, index]));
  alone.sort((a, b) => (order.get(a.slug) ?? 0) - (order.get(b.slug) ?? 0));
  return alone.length > 0 ? [...groups, { label: undefined, channels: alone }] : groups;
}

function topOf(slug: string, vocabulary: Vocabulary): string {
  return vocabulary.broaderOf(slug).find((it) => vocabulary.broaderOf(it).length === 0) ?? slug;
}
