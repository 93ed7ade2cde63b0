import { html, raw } from 'hono/html';
import type { Entry } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import type { ChannelRow } from '../channels/store.ts';
import type { Site } from '../site.ts';
import { feedLinks, type Html, layout } from './layout.ts';

/** The start page: every channel with its three feeds. */
export function startPage(site: Site, channels: ChannelRow[]): Html {
  return layout(site, {
    title: site.title,
    head: feedLinks('all', site.title),
    body: html`<h1>${site.title}</h1>
<p>${site.description}. Every channel below is a feed; combine tags in the address: <code>/feeds/a+b.rss</code> is both,
<code>a,b</code> either, <code>a+!b</code> a but not b.</p>
<table>
<thead><tr><th scope="col">Channel</th><th scope="col">Stories</th><th scope="col">Subscribe</th></tr></thead>
<tbody>
${channels.map(
  ({ slug, label, articles }) => html`<tr><td><a href="/channels/${slug}">${label}</a></td><td>${articles}</td>
<td><a href="/feeds/${slug}.rss">RSS</a> · <a href="/feeds/${slug}.atom">Atom</a> · <a href="/feeds/${slug}.json">JSON</a></td></tr>
`,
)}
</tbody>
</table>`,
  });
}

/** A channel as a person reads it before subscribing. */
export function channelPage(
  site: Site,
  channel: { name: string; label: string; description: string | undefined },
  entries: Entry[],
): Html {
  const { name, label, description } = channel;
  return layout(site, {
    title: `${label} - ${site.title}`,
    head: feedLinks(name, label),
    body: html`<h1>${label}</h1>
${description ? html`<p>${description}</p>` : ''}
<p>Subscribe: <a href="/feeds/${name}.rss">RSS</a> · <a href="/feeds/${name}.atom">Atom</a> · <a href="/feeds/${name}.json">JSON Feed</a></p>
${entries.length === 0 ? html`<p>No stories at the moment.</p>` : ''}
${entries.map((it) => storySummary(site, it))}`,
  });
}

/** A story in a list. */
export function storySummary(site: Site, entry: Entry): Html {
  return html`<article${languageOf(entry)}>
<h2><a href="${withOrigin(entry.link, site.origin)}">${entry.title}</a></h2>
<p class="meta">${byline(entry)}</p>
<p>${entry.summary}</p>
</article>
`;
}

/** A story that has no home elsewhere. */
export function articlePage(site: Site, entry: Entry): Html {
  const { image } = entry;
  return layout(site, {
    title: `${entry.title} - ${site.title}`,
    language: entry.language ?? site.language,
    head: html`<link rel="canonical" href="${withOrigin(entry.link, site.origin)}"><meta name="description" content="${entry.summary}">`,
    body: html`<main>
<h1>${entry.title}</h1>
<p class="meta">${byline(entry)}</p>
${
  image
    ? html`<figure><img src="${withOrigin(image.url, site.origin)}" alt="${image.alt ?? ''}"${size('width', image.width)}${size('height', image.height)}>
${image.credit ? html`<figcaption>${image.credit}</figcaption>` : ''}</figure>`
    : ''
}
${raw(withOrigin(entry.html, site.origin))}
<ul class="tags">${entry.tags.map(({ slug, label }) => html`<li><a href="/channels/${slug}">${label}</a></li>`)}</ul>
</main>`,
  });
}

const languageOf = ({ language }: Entry) => (language ? raw(` lang="${language}"`) : '');
const size = (name: string, value: number | undefined) => (value === undefined ? '' : raw(` ${name}="${value}"`));

function byline({ authors, published, updated }: Entry): Html {
  const names = authors.map((it) => it.name).join(', ');
  const time = (iso: string) => html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
  return html`${names ? `${names} · ` : ''}${time(published)}${updated.slice(0, 16) === published.slice(0, 16) ? '' : html` · updated ${time(updated)}`}`;
}
