import { formatRFC7231 } from 'date-fns/formatRFC7231';
import type { Channel } from '../channels/channel.ts';
import type { ChannelGroup } from '../channels/groups.ts';
import { pagePath } from '../channels/page-path.ts';
import { plainPath } from '../feeds/address.ts';
import { rss } from '../feeds/formats/rss.ts';
import type { Site } from '../site.ts';
import { escapeAttribute, escapeText } from '../xml.ts';

/** A channel in a subscription list. */
export type Outlined = Pick<Channel, 'name' | 'label' | 'description'>;

/** The contents of a subscription list, in their order. */
export interface Outline {
  site: Site;
  /** Seconds since 1970 of the newest change. */
  modified: number;
  /** The channel of all stories, unless it asks for a key. */
  main: Outlined | undefined;
  /** Combinations that the request names. */
  combinations: Outlined[];
  groups: ChannelGroup[];
  descriptionOf: (slug: string) => string | undefined;
}

/** Renders a subscription list in OPML 2.0. */
export function renderOpml({ site, modified, main, combinations, groups, descriptionOf }: Outline): string {
  const feed = (it: Outlined) => feedOutline(it, site);
  const bodies = groups.map(({ label, channels }) => {
    const feeds = channels.map((it) => feed({ name: it.slug, label: it.label, description: descriptionOf(it.slug) }));
    return label === undefined ? feeds.join('') : group(label, feeds);
  });
  const owner = site.editor
    ? `<ownerName>${escapeText(site.editor.name)}</ownerName>\n<ownerEmail>${escapeText(site.editor.email)}</ownerEmail>\n`
    : '';
  const date = modified > 0 ? `<dateModified>${formatRFC7231(modified * 1000)}</dateModified>\n` : '';
  return `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
<head>
<title>${escapeText(site.title)}</title>
${date}${owner}<docs>http://opml.org/spec2.opml</docs>
</head>
<body>
${main ? feed(main) : ''}${combinations.map(feed).join('')}${bodies.join('')}</body>
</opml>
`;
}

/** OPML 2.0, "Subscription lists": type, text and xmlUrl are required. */
function feedOutline({ name, label, description }: Outlined, { origin, language }: Site): string {
  return outline({
    type: 'rss',
    text: label,
    title: label,
    ...(description !== undefined && { description }),
    xmlUrl: origin + plainPath(name, rss),
    htmlUrl: origin + pagePath(name),
    language,
    version: 'RSS2',
  });
}

function group(label: string, feeds: string[]): string {
  return `<outline text="${escapeAttribute(label)}" title="${escapeAttribute(label)}">\n${feeds.join('')}</outline>\n`;
}

function outline(attributes: Record<string, string>): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  return `<outline${written.join('')}/>\n`;
}
