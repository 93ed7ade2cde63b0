import { escapeText } from '../feeds/formats/slots.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** sitemaps.org: a sitemap has at most so many addresses. */
export const MAX_ADDRESSES = 50_000;
/** Fewer of stories, each of which has to be looked into. */
export const STORIES_IN_A_PART = 10_000;

/** An address, and when what is there last changed, in milliseconds since 1970. */
export interface Mapped {
  address: string;
  modified: number | undefined;
}

/** A sitemap. */
export function renderSitemap(mapped: Mapped[]): string {
  return document('urlset', 'url', mapped);
}

/** An index of sitemaps. */
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
