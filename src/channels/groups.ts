import { ALL } from './slug.ts';
import type { ChannelRow } from './store.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Channels below one tag that nothing is broader than; without a label, those that belong together with no others. */
export interface ChannelGroup {
  label: string | undefined;
  channels: ChannelRow[];
}

/**
 * Channels by their broadest tag, groups by label, and within one the broadest first; last those that stand alone. `all`
 * is in none. A channel with several broadest tags is in the group of the one that its tag names first.
 * @param rows by label
 */
export function groupChannels(rows: ChannelRow[], vocabulary: Vocabulary): ChannelGroup[] {
  const byRoot = Map.groupBy(
    rows.filter((it) => it.slug !== ALL),
    ({ slug }) => rootOf(slug, vocabulary),
  );
  const alone: ChannelRow[] = [];
  const groups: (ChannelGroup & { label: string })[] = [];
  for (const [root, channels] of byRoot) {
    if (channels.length === 1) alone.push(...channels);
    else {
      const rest = channels.filter((it) => it.slug !== root);
      const first = channels.filter((it) => it.slug === root);
      groups.push({ label: first[0]?.label ?? vocabulary.labelOf(root) ?? root, channels: [...first, ...rest] });
    }
  }
  groups.sort((a, b) => a.label.localeCompare(b.label));
  const order = new Map(rows.map((it, index) => [it.slug, index]));
  alone.sort((a, b) => (order.get(a.slug) ?? 0) - (order.get(b.slug) ?? 0));
  return alone.length > 0 ? [...groups, { label: undefined, channels: alone }] : groups;
}

function rootOf(slug: string, vocabulary: Vocabulary): string {
  return vocabulary.broaderOf(slug).find((it) => vocabulary.broaderOf(it).length === 0) ?? slug;
}
