import type { Entry } from '../articles/entry.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { Format } from '../feeds/types.ts';
import type { Site } from '../site.ts';

/** What a newsroom sets for a partner, in articles/partners.yaml. */
export interface PartnerSettings {
  /** Only stories that this expression lists, such as `ukraine,refugees` or `all+!sport`. */
  only?: string | undefined;
  /** `required`: the feed is closed to everybody without a key. */
  key?: 'required' | undefined;
  /** Stories on a page. */
  items?: number | undefined;
  /** The partner's names of categories, by the slugs of tags. */
  categories?: Record<string, string> | undefined;
  content?: 'full' | 'summary' | undefined;
  guid?: 'id' | 'permalink' | undefined;
  /** Of a story that is gone: its end is now, or as much later as the partner asks for. */
  expires?: 'later' | 'now' | undefined;
  /** Parameters that are added to the addresses of stories. */
  tracking?: Record<string, string> | undefined;
  /** Addresses of pictures, like `darkLogo`. */
  logo?: string | undefined;
  darkLogo?: string | undefined;
  /** The partner's element for counting readers gets it. */
  analytics?: string | undefined;
}

/** The settings that a partner's feed may have no place for. */
export type OwnSetting = 'content' | 'guid' | 'expires' | 'tracking' | 'logo' | 'darkLogo' | 'analytics';

/** Everything besides a story that rules go by. */
export interface Circumstances {
  site: Site;
  settings: PartnerSettings;
  /** Tells what is broader than a story's tags. */
  vocabulary: Vocabulary;
  /** The moment at which the partner would take the story; undefined where its age is looked at elsewhere. */
  now?: Date | undefined;
}

/** What a rule makes of a story: nothing, the story as it is adapted, worth telling or not, or a reason to withhold it. */
export type Outcome = { entry: Entry; adapted?: string | undefined } | { withheld: string } | undefined;

/** The rule that the feed itself has what the partner needs: told once, and not of each story. */
export const NEEDS = 'settings';

/** A rule of a partner. */
export interface Rule {
  /** Its name in reports. */
  id: string;
  /** What it asks for, as docs/partners.md says it. */
  says: string;
  /** The page that asks for it, where that is not the partner's own. */
  source?: string;
  apply(entry: Entry, circumstances: Circumstances): Outcome;
}

/** The parts of a partner's format that follow from its name, its rules and its settings. */
export interface Judged extends Pick<Format, 'id' | 'title'> {
  profile: NonNullable<Format['profile']>;
  settings: PartnerSettings;
  /** Returns an entry as the partner takes it; undefined if it does not. */
  adapt(entry: Entry, site: Site): Entry | undefined;
}

/** A partner that takes feeds by its own rules: one file. */
export interface Partner {
  /** Its name in addresses. */
  name: string;
  title: string;
  /** Where its rules are published, and the day on which they were looked up there. */
  source: { url: string; lookedUp: string };
  /** Stories on a page of its feed. */
  items: number;
  /** Days after its publication in which it takes a story; undefined: whenever. */
  maxAgeDays?: number;
  /** Applied one after the other. */
  rules: Rule[];
  /** The settings that it has a place for, besides `only`, `items` and `categories`. */
  settings: readonly OwnSetting[];
  /** What its logos have to be: a type, and pixels at most. */
  logo?: { type: string; width: number; height: number };
  /** Those of them without which it takes nothing. */
  needs?: readonly OwnSetting[];
  /** Makes its format: a form of RSS with elements of its own (`rssFormat`), or another one. */
  formatOf(judged: Judged): Format;
  /** How a story that is gone reaches it, as docs/partners.md says it. */
  whenGone: string;
}
