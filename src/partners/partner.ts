import type { Extension } from 'feed';
import type { Entry } from '../articles/entry.ts';
import type { XmlSlots } from '../feeds/formats/slots.ts';
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

/** A partner that takes feeds by its own rules: one file. */
export interface Partner {
  /** Its name in addresses. */
  name: string;
  title: string;
  /** Where its rules are published, and the day on which they were looked up there. */
  source: { url: string; lookedUp: string };
  /** Stories on a page of its feed. */
  items: number;
  /** Namespaces of its own, by prefix. */
  namespaces: Record<string, string>;
  /** True if it wants the address of a story as its guid. */
  permalinks: boolean;
  /** Applied one after the other. */
  rules: Rule[];
  /** Elements of its own, of a story that it takes. */
  extensions?(entry: Entry, slots: XmlSlots): Extension[];
  /** What tells it that a story is gone, besides an item with the stub's words. */
  expiration?(entry: Entry, slots: XmlSlots): Extension[];
  /** How a story that is gone reaches it, as docs/partners.md says it. */
  whenGone: string;
}
