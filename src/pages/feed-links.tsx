import { plainPath } from '../feeds/request.ts';
import type { Site } from '../site.ts';

/** A channel by its name in addresses and what people call it. */
export interface Named {
  name: string;
  label: string;
}

const FORMATS = [
  ['rss', 'application/rss+xml', 'RSS'],
  ['atom', 'application/atom+xml', 'Atom'],
  ['json', 'application/feed+json', 'JSON Feed'],
] as const;

/**
 * `<link>`s by which browsers and readers find feeds: the page's own channel first, and last the one of every story.
 * Readers that offer only one take the first.
 */
export function FeedLinks({ site, channel }: { site: Site; channel?: Named | undefined }) {
  const all = { name: 'all', label: site.title };
  const channels = channel && channel.name !== 'all' ? [channel, all] : [all];
  return channels.flatMap(({ name, label }) =>
    FORMATS.map(([extension, type, format]) => (
      <link
        rel="alternate"
        type={type}
        title={`${label} (${format})`}
        href={site.origin + plainPath(name, extension)}
      />
    )),
  );
}
