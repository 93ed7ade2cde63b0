import { html } from 'hono/html';
import type { Site } from '../site.ts';
import type { Html } from './markup.ts';
import { frameMarkup } from './snippet.ts';

/** What oEmbed (https://oembed.com, 1.0) says of a page. */
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

/** The most that a consumer has room for, in pixels. */
export interface Room {
  width: number;
  height: number;
}

/** A page of ours that can be embedded. */
export type Embeddable = { channel: string } | { article: string };

const CACHE_AGE = 3600;

/** Which page an address stands for; undefined unless it is one of ours that can be embedded. */
export function embeddable(site: Site, address: string): Embeddable | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  const [, kind, name = ''] = /^\/(channels|articles)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (origin !== site.origin || !kind) return undefined;
  return kind === 'channels' ? { channel: name } : { article: name };
}

/** `maxwidth` and `maxheight`; what is no number of pixels limits nothing. */
export function roomOf(query: URLSearchParams): Room {
  const pixels = (name: string) => {
    const given = query.get(name) ?? '';
    return /^\d{1,6}$/.test(given) && Number(given) > 0 ? Number(given) : Number.POSITIVE_INFINITY;
  };
  return { width: pixels('maxwidth'), height: pixels('maxheight') };
}

/** What to say of a page that is shown in a frame. */
export function describe(
  site: Site,
  {
    title,
    address,
    room,
    width,
    height,
  }: { title: string; address: string; room: Room; width: number; height: number },
  more: Partial<OEmbed> = {},
): OEmbed {
  const size = { width: Math.min(width, room.width), height: Math.min(height, room.height) };
  return {
    type: 'rich',
    version: '1.0',
    title,
    provider_name: site.title,
    provider_url: site.origin,
    cache_age: CACHE_AGE,
    ...more,
    html: frameMarkup(address, title, size),
    ...size,
  };
}

/** oEmbed §2.3.4.2. */
export function toXml(described: OEmbed): string {
  const fields = Object.entries(described).map(([name, value]) => `<${name}>${html`${value}`}</${name}>`);
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${fields.join('\n')}\n</oembed>\n`;
}

/** `<link>`s by which others find out how to embed a page (oEmbed §4). @param url the page's own address */
export function oembedLinks(site: Site, url: string): Html {
  const address = (format: string) => `${site.origin}/oembed?${new URLSearchParams({ format, url })}`;
  return html`<link rel="alternate" type="application/json+oembed" href="${address('json')}">
<link rel="alternate" type="text/xml+oembed" href="${address('xml')}">`;
}
