import type { Entry } from '../../../src/articles/entry.ts';
import type { Head } from '../../../src/feeds/types.ts';
import type { Edition } from './edition.ts';

/** Bare templates: what one would write by hand for exactly these elements, with the text fields escaped. */

const REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const esc = (text: string) => text.replace(/[&<>"]/g, (it) => REFERENCES[it] as string);
const cdata = (html: string) => `<![CDATA[${html.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const rfc822 = (date: Date | string) => new Date(date).toUTCString();
const each = <T>(values: T[], template: (value: T) => string) => values.map(template).join('\n');

export function bareRss({ head, entries }: Edition): string {
  const { site } = head;
  const person = `${site.editor?.email} (${site.editor?.name})`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>${esc(head.title)}</title>
<link>${esc(head.channelPage)}</link>
<description>${esc(head.description)}</description>
<lastBuildDate>${rfc822(head.updated)}</lastBuildDate>
<docs>https://www.rssboard.org/rss-specification</docs>
<generator>Tagwire</generator>
<language>${esc(site.language)}</language>
<ttl>15</ttl>
<image><title>${esc(head.title)}</title><url>${esc(site.icon)}</url><link>${esc(head.channelPage)}</link></image>
<copyright>${esc(site.copyright ?? '')}</copyright>
<atom:link href="${esc(head.self)}" rel="self" type="application/rss+xml"/>
<managingEditor>${esc(person)}</managingEditor>
<webMaster>${esc(person)}</webMaster>
<pubDate>${rfc822(head.published ?? head.updated)}</pubDate>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>4</sy:updateFrequency>
${head.hubs.map((it) => `<atom:link rel="hub" href="${esc(it)}"/>`).join('\n')}
<atom:link rel="next" href="${esc(head.next ?? '')}" type="application/rss+xml"/>
${each(entries, (it) => item(it, head))}
</channel>
</rss>
`;
}

function item(
  { title, link, id, published, updated, summary, html, tags, authors, image }: Entry,
  { site }: Head,
): string {
  const url = esc(image?.url ?? '');
  const type = esc(image?.type ?? '');
  const size = `width="${image?.width}" height="${image?.height}"`;
  return `<item>
<title>${esc(title)}</title>
<link>${esc(link)}</link>
<guid isPermaLink="false">${esc(id)}</guid>
<pubDate>${rfc822(published)}</pubDate>
<description>${esc(summary)}</description>
<content:encoded>${cdata(html)}</content:encoded>
${each(tags, (it) => `<category domain="${esc(site.origin)}/channels/">${esc(it.label)}</category>`)}
<enclosure url="${url}" length="${image?.length}" type="${type}"/>
${each(authors, (it) => `<dc:creator>${esc(it.name)}</dc:creator>`)}
<dcterms:modified>${updated}</dcterms:modified>
<media:content url="${url}" type="${type}" medium="image" fileSize="${image?.length}" ${size}>
<media:title type="plain">${esc(image?.alt ?? '')}</media:title>
<media:description type="plain">${esc(image?.alt ?? '')}</media:description>
<media:credit>${esc(image?.credit ?? '')}</media:credit>
</media:content>
<media:thumbnail url="${url}" ${size}/>
</item>`;
}

export function bareAtom({ head, entries }: Edition): string {
  const { site } = head;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${esc(site.language)}">
<id>${esc(head.id)}</id>
<title>${esc(head.title)}</title>
<updated>${head.updated.toISOString()}</updated>
<generator>Tagwire</generator>
<author><name>${esc(site.editor?.name ?? '')}</name><email>${esc(site.editor?.email ?? '')}</email></author>
<link rel="alternate" type="text/html" href="${esc(head.channelPage)}"/>
<link rel="self" type="application/atom+xml" href="${esc(head.self)}"/>
<subtitle>${esc(head.description)}</subtitle>
<logo>${esc(site.logo)}</logo>
<icon>${esc(site.icon)}</icon>
<rights>${esc(site.copyright ?? '')}</rights>
${head.hubs.map((it) => `<link rel="hub" href="${esc(it)}"/>`).join('\n')}
<link rel="next" type="application/atom+xml" href="${esc(head.next ?? '')}"/>
${each(entries, (it) => atomEntry(it, head))}
</feed>
`;
}

function atomEntry(
  { title, link, id, published, updated, summary, html, tags, authors, image }: Entry,
  { site }: Head,
): string {
  return `<entry>
<title type="text">${esc(title)}</title>
<id>${esc(id)}</id>
<link rel="alternate" type="text/html" href="${esc(link)}"/>
<updated>${updated}</updated>
<summary type="text">${esc(summary)}</summary>
<content type="html">${cdata(html)}</content>
${each(authors, (it) => `<author><name>${esc(it.name)}</name>${it.email ? `<email>${esc(it.email)}</email>` : ''}${it.url ? `<uri>${esc(it.url)}</uri>` : ''}</author>`)}
${each(tags, (it) => `<category label="${esc(it.label)}" scheme="${esc(site.origin)}/channels/" term="${esc(it.slug)}"/>`)}
<published>${published}</published>
<link rel="enclosure" href="${esc(image?.url ?? '')}" type="${esc(image?.type ?? '')}" length="${image?.length}" title="${esc(image?.alt ?? '')}"/>
</entry>`;
}

export function bareJson({ head, entries }: Edition): string {
  const { site } = head;
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: head.title,
    home_page_url: head.channelPage,
    feed_url: head.self,
    description: head.description,
    icon: site.logo,
    language: site.language,
    favicon: site.favicon,
    authors: [{ name: site.editor?.name, url: site.origin }],
    hubs: head.hubs.map((url) => ({ type: 'WebSub', url })),
    next_url: head.next,
    items: entries.map(jsonItem),
  });
}

function jsonItem({ id, html, link, title, summary, updated, published, tags, authors, image }: Entry) {
  return {
    id,
    content_html: html,
    url: link,
    title,
    summary,
    image: image?.url,
    date_modified: updated,
    date_published: published,
    tags: tags.map((it) => it.label),
    authors: authors.map(({ name, url }) => ({ name, url })),
    attachments: [{ url: image?.url, mime_type: image?.type, title: image?.alt, size_in_bytes: image?.length }],
    _tagwire: { tags, image: { alt: image?.alt, credit: image?.credit, width: image?.width, height: image?.height } },
  };
}
