import type { NamedChannel } from '../channels/channel.ts';
import { ALL } from '../channels/slug.ts';
import { plainPath } from '../feeds/address.ts';
import { SERVED_FORMATS } from '../feeds/formats/index.ts';
import { withoutParameters } from '../http/media-types.ts';
import type { Site } from '../site.ts';

/**
 * `<link>`s by which browsers and readers find feeds: those of the page's own channel, then those of all stories. Readers
 * that offer only one take the first.
 */
export function FeedLinks({ site, channel }: { site: Site; channel?: NamedChannel | undefined }) {
  const main = site.closed ? [] : [{ name: ALL, label: site.title }];
  const channels = channel && channel.name !== ALL ? [channel, ...main] : main;
  return channels.flatMap(({ name, label }) =>
    SERVED_FORMATS.map((format) => (
      <link
        rel="alternate"
        type={withoutParameters(format.mediaType)}
        title={`${label} (${format.title})`}
        href={site.origin + plainPath(name, format)}
      />
    )),
  );
}
