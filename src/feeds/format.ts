import type { Entry } from '../articles/entry.ts';
import type { Site } from '../site.ts';

/** What the head of a feed says. */
export interface Head {
  site: Site;
  /** Permanent id of the channel (RFC 4151). */
  id: string;
  title: string;
  description: string;
  /** This document's own address. */
  self: string;
  /** The page that people read. */
  page: string;
  /** The hubs that tell of its changes. */
  hubs: string[];
  /** RFC 5005 §3: the next page holds older stories, the previous one newer. */
  next?: string | undefined;
  previous?: string | undefined;
  /** RFC 5005 §4, only of an archive: the subscription document. */
  current?: string | undefined;
  /** The archives of older stories, and of newer ones. */
  prevArchive?: string | undefined;
  nextArchive?: string | undefined;
  /** Whether stubs of withdrawn stories are among the entries. */
  stubs: boolean;
  /** The newest entry's; a feed never says when it was rendered. */
  updated: Date;
  /** The newest entry's date of publication, if there is an entry. */
  published?: Date | undefined;
}

export type Content = 'full' | 'summary';

/** What one format is made of: a document is a head, fragments of entries, and a tail. */
export interface Format {
  extension: 'rss' | 'atom' | 'json';
  mediaType: string;
  /** One article. Addresses in the entry are absolute. */
  renderEntry(entry: Entry, content: Content, site: Site): string;
  /** Everything before the first entry, and everything after the last. */
  renderFrame(head: Head): { head: string; tail: string };
  separator: string;
}

/** RFC 5005 §4: says that a document is an archive. */
export const ARCHIVE = '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>';

/** The links of a document to others of its feed (RFC 5005), by relation, in the order in which they are written. */
export function historyLinks({
  next,
  previous,
  current,
  prevArchive,
  nextArchive,
}: Head): [rel: string, href: string][] {
  const links = { next, previous, current, 'prev-archive': prevArchive, 'next-archive': nextArchive };
  return Object.entries(links).flatMap(([rel, href]) => (href === undefined ? [] : [[rel, href] as [string, string]]));
}

/** The taxonomy that our tags belong to: `domain` in RSS, `scheme` in Atom. */
export function tagScheme(site: Site): string {
  return `${site.origin}/channels/`;
}

/** The part of a text between two markers, both included. */
export function slice(text: string, start: string, end: string): string {
  return text.slice(text.indexOf(start), text.lastIndexOf(end) + end.length);
}

export const GENERATOR = 'Tagwire';
/** Minutes between visits, as `<ttl>` says them: the same as Cache-Control's. */
export const TTL_MINUTES = 15;

/** What a browser makes a readable page of: Chrome gives up XSLT, so it is CSS. */
export function stylesheet({ site }: Head): string {
  return `<?xml-stylesheet type="text/css" href="${site.origin}/feed.css"?>\n`;
}
