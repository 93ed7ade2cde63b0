import { escapeText } from '../xml.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** The most addresses that a sitemap may have (sitemaps.org). */
export const MAX_ADDRESSES = 50_000;
/** Fewer for stories, since each has to be read from the database. */
export const STORIES_PER_SITEMAP = 10_000;

/** An address in a sitemap. */
export interface Mapped {
  address: string;
  /** The moment of the last change there, in milliseconds since 1970. */
  modified: number | undefined;
}

/** Renders a sitemap. */
export function renderSitemap(mapped: Mapped[]): string {
  return document('urlset', 'url', mapped);
}

/** Renders an index of sitemaps. */
export function renderSitemapIndex(addresses: string[]): string {
  const mapped = addresses.map((address) => ({ address, modified: undefined }));
  return document('sitemapindex', 'sitemap', mapped);
}

function document(root: string, element: string, mapped: Mapped[]): string {
  const items = mapped.map(({ address, modified }) => {
    const date = modified === undefined ? '' : `<lastmod>${new Date(modified).toISOString()}</lastmod>`;
    return `<${element}><loc>${escapeText(address)}</loc>${date}</${element}>\n`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root} xmlns="${NAMESPACE}">\n${items.join('')}</${root}>\n`;
}
