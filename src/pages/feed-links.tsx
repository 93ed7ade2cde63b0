import { ALL } from '../channels/slug.ts';
import { plainPath } from '../feeds/address.ts';
import { SERVED_FORMATS } from '../feeds/formats/index.ts';
import type { Site } from '../site.ts';

/** A channel by its name in addresses and what people call it. */
export interface Named {
  name: string;
  label: string;
}

/**
 * `<link>`s by which browsers and readers find feeds: the page's own channel first, and last the one of every story.
 * Readers that offer only one take the first.
 */
export function FeedLinks({ site, channel }: { site: Site; channel?: Named | undefined }) {
  const all = { name: ALL, label: site.title };
  const channels = channel && channel.name !== ALL ? [channel, all] : [all];
  return channels.flatMap(({ name, label }) =>
    SERVED_FORMATS.map((format) => (
      <link
        rel="alternate"
        type={format.mediaType.replace(/;.*/, '')}
        title={`${label} (${format.title})`}
        href={site.origin + plainPath(name, format)}
      />
    )),
  );
}
