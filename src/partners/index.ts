import { FEEDS_PATH } from '../feeds/address.ts';
import { DEFAULT_FORMAT } from '../feeds/formats/index.ts';
import { rssFormat } from '../feeds/formats/rss.ts';
import type { Format } from '../feeds/types.ts';
import { flipboard } from './flipboard.ts';
import { isGone, judge } from './judge.ts';
import { msn } from './msn.ts';
import { newsbreak } from './newsbreak.ts';
import type { Partner } from './partner.ts';

/** Every partner, by the names in addresses. */
export const PARTNERS: readonly Partner[] = [msn, flipboard, newsbreak];

/** The form of a feed that a partner takes: what its rules refuse is not in it. */
export function profileOf(partner: Partner): Format {
  const { name, title, items, namespaces, permalinks } = partner;
  return rssFormat({
    id: `for ${name}`,
    title,
    profile: { name, items },
    namespaces,
    permalinks,
    adapt(entry, site) {
      const verdict = judge(partner, entry, site);
      return verdict.kind === 'withheld' ? undefined : verdict.entry;
    },
    extensions: (entry, slots) =>
      (isGone(entry) ? partner.expiration?.(entry, slots) : partner.extensions?.(entry, slots)) ?? [],
  });
}

/** The address of a channel's feed for a partner, without the origin. */
export const profilePath = (channel: string, { name }: Partner): string =>
  `${FEEDS_PATH}${channel}/for/${name}.${DEFAULT_FORMAT.extension}`;

/** The profiles of all partners. */
export const PROFILES: readonly Format[] = PARTNERS.map(profileOf);
