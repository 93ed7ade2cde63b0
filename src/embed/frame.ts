import { html, raw } from 'hono/html';
import { articlePath, withOrigin } from '../articles/addresses.ts';
import type { Entry, Medium } from '../articles/entry.ts';
import { mediumOf } from '../articles/media-types.ts';
import type { NamedChannel } from '../channels/channel.ts';
import { pagePath } from '../channels/page-path.ts';
import { directionOf, shortTime } from '../language.ts';
import type { Site } from '../site.ts';
import frameJs from './frame.client.js';
import type { FrameOptions } from './frame-address.ts';
import type { Html } from './markup.ts';
import { withoutComments } from './without-comments.ts';

/**
 * The style of every frame, and the only one that its policy allows. It sets a background of its own: browsers put an
 * opaque one behind a frame whose colour scheme differs from that of the page around it, and the text may not suit that.
 */
export const STYLE = `:root{color-scheme:light dark;background:Canvas;color:CanvasText;font:1rem/1.4 system-ui,sans-serif}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
body{margin:0;padding:.8rem;overflow-wrap:anywhere}
h1,h2,p,ol{margin:0;padding:0}h1{font-size:1.15em;line-height:1.3;margin-block-end:.5em}h2{font-size:1em;line-height:1.3;font-weight:600}
ol{list-style:none}li{text-align:start}li+li{margin-block-start:.55em;padding-block-start:.55em;border-block-start:1px solid #8886}
a{color:inherit;text-decoration:none}a:hover{text-decoration:underline}a:focus-visible{outline:2px solid;outline-offset:2px}
.summary{font-size:.9em;margin-block:.15em}.meta{font-size:.82em;opacity:.78}
.card{display:flex;gap:.8rem;align-items:flex-start}.card div{flex:1;min-width:0}.card h1{margin-block-end:.2em}
video,audio{width:100%;margin-block-start:.8rem}video{height:auto;aspect-ratio:16/9;background:#000}
img{width:34%;max-width:12rem;height:auto;border-radius:4px}
`;

/** The script of a frame that sends messages, and the only one that its policy allows. */
export const SCRIPT = withoutComments(frameJs);

/** The latest stories of a channel, as a document of its own. */
export function channelFrame(site: Site, { name, label }: NamedChannel, entries: Entry[], options: FrameOptions): Html {
  const title = `${label} - ${site.title}`;
  return frame(
    { title, language: site.language, options },
    html`<h1>${link(site.origin + pagePath(name), title)}</h1>
${
  entries.length === 0
    ? html`<p>No stories at the moment.</p>`
    : html`<ol role="list">
${entries.map((entry) => storyItem(site, entry, options))}</ol>`
}`,
  );
}

function storyItem(site: Site, entry: Entry, options: FrameOptions): Html {
  const language = entry.language ?? site.language;
  return html`<li lang="${language}" dir="${textDirection(language)}"><h2>${headline(site, entry, options)}</h2>
<p class="meta">${byline(entry, language, site)}</p></li>
`;
}

/** Pixels that the player of a frame 600 wide takes, with the distance above it. */
export const PLAYER_HEIGHT = { audio: 70, video: 340 };

/** The sound or video that a story's frame plays: its first. */
export const playedIn = ({ media }: Entry): Medium | undefined => media?.[0];

/** One story, as a card, with a player if it has a sound or a video. */
export function articleFrame(site: Site, entry: Entry, options: FrameOptions): Html {
  const { image } = entry;
  const language = entry.language ?? site.language;
  return frame(
    { title: entry.title, language, options },
    html`<article class="card" dir="${textDirection(language)}">
${image ? html`<img src="${withOrigin(image.url, site.origin)}" alt="${image.alt ?? ''}"${size('width', image.width)}${size('height', image.height)}>` : ''}
<div><h1>${headline(site, entry, options)}</h1>
<p class="summary">${entry.summary}</p>
<p class="meta">${byline(entry, language, site)} · ${link(site.origin, site.title)}</p></div>
</article>
${player(site, entry)}`,
  );
}

/** Nothing is loaded before somebody plays it. */
function player(site: Site, entry: Entry): Html | '' {
  const medium = playedIn(entry);
  if (!medium) return '';
  const name = mediumOf(medium.type);
  const source = withOrigin(medium.url, site.origin);
  return html`<${raw(name)} src="${source}" controls preload="none" aria-label="${medium.title ?? entry.title}"></${raw(name)}>
`;
}

/** A message, instead of a channel or story that does not exist (any more). */
export function emptyFrame(site: Site, message: string, options: FrameOptions): Html {
  return frame(
    { title: site.title, language: site.language, options },
    html`<h1>${link(site.origin, site.title)}</h1>
<p>${message}</p>`,
  );
}

interface Head {
  title: string;
  language: string;
  options: FrameOptions;
}

function frame({ title, language, options: { theme, messages } }: Head, body: Html): Html {
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"${theme ? raw(` data-theme="${theme}"`) : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme ?? 'light dark'}">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
${
  messages
    ? html`<script>${raw(SCRIPT)}</script>
`
    : ''
}</body>
</html>
`;
}

/**
 * A story's title, as a link to its home. In a frame that sends messages the link leads there by way of the story's page here,
 * which redirects: WordPress follows no link to another host than the frame's.
 */
function headline(site: Site, { link: home, slug, title }: Entry, { messages }: FrameOptions): Html {
  return link(messages ? site.origin + articlePath(slug) : withOrigin(home, site.origin), title);
}

/** A link that leaves the frame; only the text if the address is not of the web. */
function link(address: string, text: string): Html {
  if (!/^https?:/i.test(address)) return html`${text}`;
  return html`<a href="${address}" target="_blank" rel="noopener">${text}</a>`;
}

function byline({ authors, published }: Entry, language: string, { timeZone }: Site): Html {
  const names = authors.map((it) => it.name).join(', ');
  return html`${names ? `${names} · ` : ''}<time datetime="${published}">${shortTime(published, language, timeZone)}</time>`;
}

/** The direction of a story's texts. A story's language may be missing from its record, so the text itself may decide. */
function textDirection(language: string): 'rtl' | 'auto' {
  return directionOf(language) === 'rtl' ? 'rtl' : 'auto';
}

const size = (name: string, value: number | undefined) => (value === undefined ? '' : raw(` ${name}="${value}"`));
