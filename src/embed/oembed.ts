import { html } from 'hono/html';
import { positiveIn } from '../http/parameters.ts';
import type { Site } from '../site.ts';
import type { Html } from './markup.ts';
import { frameMarkup, SCRIPT_SANDBOX } from './snippet.ts';

/** A description of how to embed a page: oEmbed 1.0 (https://oembed.com). */
export interface OEmbed {
  type: 'rich';
  version: '1.0';
  title: string;
  author_name?: string;
  author_url?: string;
  provider_name: string;
  provider_url: string;
  /** Seconds. */
  cache_age: number;
  thumbnail_url?: string;
  thumbnail_width?: number;
  thumbnail_height?: number;
  html: string;
  width: number;
  height: number;
}

/** A size in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A page of ours that can be embedded. */
export type Embeddable = { channel: string } | { article: string };

const CACHE_AGE = 3600;

/** The page at an address; undefined unless it is one of ours that can be embedded. */
export function embeddableAt(site: Site, address: string): Embeddable | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  const [, kind, name = ''] = /^\/(channels|articles)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (origin !== site.origin || !kind) return undefined;
  return kind === 'channels' ? { channel: name } : { article: name };
}

/** The size that a consumer allows with `maxwidth` and `maxheight`. Anything but a number of pixels limits nothing. */
export function maxSizeIn(query: URLSearchParams): Size {
  return {
    width: positiveIn(query, 'maxwidth') ?? Number.POSITIVE_INFINITY,
    height: positiveIn(query, 'maxheight') ?? Number.POSITIVE_INFINITY,
  };
}

/** A page, and the frame that shows it. The paths are without the origin. */
interface FramedPage {
  title: string;
  pagePath: string;
  framePath: string;
  size: Size;
}

/** Describes a page that is shown in a frame. */
export function describeFrame(site: Site, page: FramedPage, more: Partial<OEmbed> = {}): OEmbed {
  const { title, size } = page;
  return {
    type: 'rich',
    version: '1.0',
    title,
    provider_name: site.title,
    provider_url: site.origin,
    cache_age: CACHE_AGE,
    ...more,
    html: markupOf(site, page),
    ...size,
  };
}

/**
 * The frame, and before it a link. WordPress keeps only `<blockquote>`, `<a>` and `<iframe>`, in this order and without most
 * of their attributes (`wp_filter_oembed_result`). It shows the link until the frame tells its height, and without the link
 * it does not listen to the frame. Elsewhere `hidden` remains, and only the frame is seen.
 *
 * The class `wp-embedded-content` is not ours to set: WordPress does that, and Discourse drops the markup of any answer that
 * contains the word.
 */
function markupOf(site: Site, { title, pagePath, framePath, size }: FramedPage): string {
  const link = String(html`<blockquote hidden><a href="${site.origin}${pagePath}">${title}</a></blockquote>`);
  return link + frameMarkup(site.origin + framePath, title, size, SCRIPT_SANDBOX);
}

/** Writes a description as XML (oEmbed §2.3.4.2). */
export function toXml(oembed: OEmbed): string {
  const fields = Object.entries(oembed).map(([name, value]) => `<${name}>${html`${value}`}</${name}>`);
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${fields.join('\n')}\n</oembed>\n`;
}

/** `<link>`s by which other sites find a page's description (oEmbed §4). @param url the page's own address */
export function oembedLinks(site: Site, url: string): Html {
  const address = (format: string) => `${site.origin}/oembed?${new URLSearchParams({ format, url })}`;
  return html`<link rel="alternate" type="application/json+oembed" href="${address('json')}">
<link rel="alternate" type="text/xml+oembed" href="${address('xml')}">`;
}
