import { escapeText } from '../xml.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** The most addresses that a sitemap may have (sitemaps.org). */
export const MAX_ADDRESSES = 50_000;
/** Fewer for stories, since each has to be read from the database. */
export const STORIES_PER_SITEMAP = 10_000;

/** A sitemap of news has the stories of the last two days, and no more than so many (Google's guide for news sitemaps). */
export const MAX_NEWS = 1000;
export const NEWS_MILLISECONDS = 2 * 24 * 3600 * 1000;
const NEWS_NAMESPACE = 'http://www.google.com/schemas/sitemap-news/0.9';

/** A story in a sitemap of news. */
export interface MappedNews extends Mapped {
  title: string;
  /** Milliseconds since 1970. */
  published: number;
  /** BCP 47. */
  language: string;
}

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

/** Renders a sitemap of news. @param publication its name, as on its own pages */
export function renderNewsSitemap(publication: string, stories: MappedNews[]): string {
  const items = stories.map(({ address, modified, title, published, language }) => {
    const date = modified === undefined ? '' : `<lastmod>${new Date(modified).toISOString()}</lastmod>`;
    const source = `<news:publication><news:name>${escapeText(publication)}</news:name><news:language>${newsLanguage(language)}</news:language></news:publication>`;
    const day = `<news:publication_date>${new Date(published).toISOString()}</news:publication_date>`;
    const news = `<news:news>${source}${day}<news:title>${escapeText(title)}</news:title></news:news>`;
    return `<url><loc>${escapeText(address)}</loc>${date}${news}</url>\n`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="${NAMESPACE}" xmlns:news="${NEWS_NAMESPACE}">\n${items.join('')}</urlset>\n`;
}

/** A language as Google wants it: two or three letters, but for Chinese, of which it tells two scripts apart. */
function newsLanguage(language: string): string {
  const [primary = '', ...others] = language.toLowerCase().split('-');
  if (primary !== 'zh') return primary;
  return others.some((it) => ['hant', 'tw', 'hk', 'mo'].includes(it)) ? 'zh-tw' : 'zh-cn';
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
