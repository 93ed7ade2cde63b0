import { FEEDS_PATH } from '../feeds/address.ts';
import type { Format } from '../feeds/types.ts';
import { flipboard } from './flipboard.ts';
import { judge } from './judge.ts';
import { msn } from './msn.ts';
import { newsbreak } from './newsbreak.ts';
import { ninjs } from './ninjs.ts';
import type { Partner } from './partner.ts';
import { podcast } from './podcast.ts';

/** Every partner, by the names in addresses. */
export const PARTNERS: readonly Partner[] = [msn, flipboard, newsbreak, podcast, ninjs];

/** The form of a feed that a partner takes: what its rules refuse is not in it. */
export function profileOf(partner: Partner): Format {
  const { name, title, items } = partner;
  return partner.formatOf({
    id: `for ${name}`,
    title,
    profile: { name, items },
    adapt(entry, site) {
      const verdict = judge(partner, entry, site);
      return verdict.kind === 'withheld' ? undefined : verdict.entry;
    },
  });
}

/** The profiles of all partners. */
export const PROFILES: readonly Format[] = PARTNERS.map(profileOf);

/** The address of a channel's feed for a partner, without the origin. */
export function profilePath(channel: string, { name }: Partner): string {
  const { extension } = PROFILES.find((it) => it.profile?.name === name) as Format;
  return `${FEEDS_PATH}${channel}/for/${name}.${extension}`;
}
