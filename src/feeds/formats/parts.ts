import type { Site } from '../../site.ts';
import type { Head } from '../types.ts';

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

/** Minutes between visits, as `<ttl>` says them: the same as Cache-Control's. */
export const TTL_MINUTES = 15;

/** Icon, logo and colour for Feedly and Inoreader, where the publication wants them: the validator does not know these elements. */
export function webfeeds({ webfeeds: isWanted, icon, logo, color }: Site): string[] {
  if (!isWanted) return [];
  const namespace = 'xmlns:webfeeds="http://webfeeds.org/rss/1.0"';
  const element = (name: string, value: string) => `<webfeeds:${name} ${namespace}>${value}</webfeeds:${name}>`;
  return [
    element('icon', icon),
    element('logo', logo),
    ...(color === undefined ? [] : [element('accentColor', color)]),
  ];
}

/** Makes a feed a readable page in a browser. It is CSS, since Chrome gives up XSLT. */
export function stylesheet({ site }: Head): string {
  return `<?xml-stylesheet type="text/css" href="${site.origin}/feed.css"?>\n`;
}
