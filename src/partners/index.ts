import { Vocabulary } from '../channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../channels/vocabulary-file.ts';
import { FEEDS_PATH } from '../feeds/address.ts';
import type { Format } from '../feeds/types.ts';
import { flipboard } from './flipboard.ts';
import { judge } from './judge.ts';
import { msn } from './msn.ts';
import { newsbreak } from './newsbreak.ts';
import { ninjs } from './ninjs.ts';
import { nitf } from './nitf.ts';
import type { Partner, PartnerSettings } from './partner.ts';
import { podcast } from './podcast.ts';
import { smartnews } from './smartnews.ts';
import { superdesk } from './superdesk.ts';

/** Every partner, by the names in addresses. */
export const PARTNERS: readonly Partner[] = [msn, smartnews, flipboard, newsbreak, podcast, ninjs, superdesk, nitf];

/** What makes a profile another one than that of a wire without settings. */
export interface ProfileBasis {
  settings: PartnerSettings;
  /** Tells settings apart: "" for none. */
  hash: string;
  /** Returns the vocabulary as it is known. */
  vocabulary: () => Vocabulary;
  /** True if the database knows by these settings which stories are withheld. */
  judged: boolean;
}

const NO_VOCABULARY = new Vocabulary(EMPTY_VOCABULARY, 'en');
/** Of a wire without settings of partners. */
export const NO_SETTINGS: ProfileBasis = { settings: {}, hash: '', vocabulary: () => NO_VOCABULARY, judged: false };

/** The form of a feed that a partner takes: what its rules refuse is not in it. */
export function profileOf(
  partner: Partner,
  { settings, hash, vocabulary, judged }: ProfileBasis = NO_SETTINGS,
): Format {
  const { name, title, items } = partner;
  return partner.formatOf({
    id: hash === '' ? `for ${name}` : `for ${name} by ${hash}`,
    title,
    settings,
    profile: {
      name,
      items: settings.items ?? items,
      content: settings.content ?? 'full',
      settings: hash,
      closed: settings.key === 'required',
      judged,
      ...(partner.maxAgeDays !== undefined && { maxAgeDays: partner.maxAgeDays }),
    },
    adapt(entry, site) {
      const verdict = judge(partner, entry, { site, settings, vocabulary: vocabulary() });
      return verdict.kind === 'withheld' ? undefined : verdict.entry;
    },
  });
}

/** The profiles of all partners, without settings. */
export const PROFILES: readonly Format[] = PARTNERS.map((it) => profileOf(it));

/** The address of a channel's feed for a partner, without the origin. */
export function profilePath(channel: string, { name }: Partner): string {
  const { extension } = PROFILES.find((it) => it.profile?.name === name) as Format;
  return `${FEEDS_PATH}${channel}/for/${name}.${extension}`;
}
