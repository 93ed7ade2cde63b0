import type { Entry } from '../articles/entry.ts';
import type { Format } from '../feeds/types.ts';
import type { Site } from '../site.ts';

/** What a rule makes of a story: nothing, the story as it is adapted, or a reason to withhold it. */
export type Outcome = { entry: Entry; adapted: string } | { withheld: string } | undefined;

/** A rule of a partner. */
export interface Rule {
  /** Its name in reports. */
  id: string;
  /** What it asks for, as docs/partners.md says it. */
  says: string;
  apply(entry: Entry, site: Site): Outcome;
}

/** The parts of a partner's format that follow from its name and its rules. */
export interface Judged extends Pick<Format, 'id' | 'title'> {
  profile: NonNullable<Format['profile']>;
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
  /** Applied one after the other. */
  rules: Rule[];
  /** Makes its format: a form of RSS with elements of its own (`rssFormat`), or another one. */
  formatOf(judged: Judged): Format;
  /** How a story that is gone reaches it, as docs/partners.md says it. */
  whenGone: string;
}
