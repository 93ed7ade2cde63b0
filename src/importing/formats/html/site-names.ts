import { plainTextOf } from '../../markup.ts';
import { attributeOf, elementsIn, type Page, type PageElement, wordsOf } from './page.ts';

/** Further headings name no site. */
const MAX_LOGOS = 50;
/** A longer text is no name. */
const MAX_NAME = 60;

/**
 * Returns the names of the site of a page: those that it states, its logo's and its host's.
 * @param stated names from JSON-LD
 * @param addresses of the story and its site
 */
export function siteNamesOf(
  page: Page,
  stated: (string | undefined)[],
  addresses: (string | undefined)[],
): Set<string> {
  const named = elementsIn(page, 'meta').filter((it) =>
    /^(?:og:site_name|application-name|apple-mobile-web-app-title)$/i.test(
      attributeOf(it, 'property') ?? attributeOf(it, 'name') ?? '',
    ),
  );
  const logos = elementsIn(page, 'h1, h2, [class*=logo], [class*=site-title], [id*=logo]')
    .slice(0, MAX_LOGOS)
    .filter(isLogo)
    .map(wordsOf);
  const names = [...named.map((it) => plainTextOf(attributeOf(it, 'content'))), ...stated, ...logos];
  return new Set([...names, ...addresses.flatMap(hostNames)].map((it) => siteKey(it ?? '')).filter((it) => it !== ''));
}

/** @param sites names from `siteNamesOf` */
export function isSiteName(text: string, sites: Set<string>): boolean {
  return sites.has(siteKey(text));
}

/** Tells whether a heading names the site: it leads to the front page, or is marked as a logo. */
export function isLogo(heading: PageElement): boolean {
  const link = heading.closest('a[href]') ?? elementsIn(heading, 'a[href]')[0];
  if (/^(?:https?:\/\/[^/]+)?\/?(?:index\.\w+)?$/i.test(attributeOf(link, 'href') ?? '#')) return true;
  return [heading, link].some((it) =>
    /(?:^|[\s_-])(?:logo|site-?(?:title|name)|masthead)(?:$|[\s_-])/i.test(
      `${attributeOf(it, 'class') ?? ''} ${attributeOf(it, 'id') ?? ''}`,
    ),
  );
}

/** "coastpost.example" and "coastpost" of "https://www.coastpost.example/a". */
function hostNames(address: string | undefined): string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const host = new URL(address).hostname.replace(/^(?:www|m|amp|news)\./, '');
  return [host, host.split('.').slice(0, -1).join('.'), host.split('.')[0] ?? ''];
}

/** Sites write their names with and without "The", spaces and dots. */
function siteKey(name: string): string {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^the\s/, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return letters.length > MAX_NAME ? '' : letters;
}
