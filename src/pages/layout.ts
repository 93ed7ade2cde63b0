import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Site } from '../site.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `:root{color-scheme:light dark;--accent:#b3261e;--line:#8884}
body{font:1.05rem/1.55 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem 1.2rem 3rem}
header a{font-weight:700;text-decoration:none;color:var(--accent)}
h1{line-height:1.2;margin:1.2rem 0 .6rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem .35rem 0;text-align:left;border-bottom:1px solid var(--line)}
td:nth-child(2){text-align:right;padding-right:1.2rem}
article+article{border-top:1px solid var(--line)}article h2{font-size:1.15rem;margin:.9rem 0 .2rem}
.meta,figcaption,footer{color:#777;font-size:.9rem}img{max-width:100%;height:auto}figure{margin:1rem 0}
ul.tags{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem .8rem}`;

/** A whole page. `head` holds further elements of its head. */
export function layout(
  site: Site,
  { title, language = site.language, head, body }: { title: string; language?: string; head?: Html; body: Html },
): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${site.favicon}">
${head ?? ''}
<style>${raw(STYLE)}</style>
</head>
<body>
<header><a href="/">${site.title}</a></header>
${body}
<footer>${site.copyright ? `© ${site.copyright}` : ''}</footer>
</body>
</html>
`;
}

/** `<link>`s by which browsers and readers find a channel's feeds. */
export function feedLinks(name: string, label: string): Html {
  return html`<link rel="alternate" type="application/rss+xml" title="${label} (RSS)" href="/feeds/${name}.rss">
<link rel="alternate" type="application/atom+xml" title="${label} (Atom)" href="/feeds/${name}.atom">
<link rel="alternate" type="application/feed+json" title="${label} (JSON Feed)" href="/feeds/${name}.json">`;
}
