import type { Settings } from './settings.ts';

/** The publication: what every feed and page says about its source. */
export interface Site {
  title: string;
  description: string;
  language: string;
  /** Absolute, without a slash at the end. */
  origin: string;
  copyright: string | undefined;
  editor: { name: string; email: string } | undefined;
  /** RFC 4151 tagging entity, e.g. `tagwire.example,2022-02-24`. */
  tagAuthority: string;
  /** WebSub hubs that tell subscribers of our feeds: our own first. */
  hubs: string[];
  /** Square image for readers' lists, at most 144 pixels wide as RSS wants it. */
  icon: string;
  logo: string;
  favicon: string;
}

export const HUB_PATH = '/hub';

const TAG_AUTHORITY = /^[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?$/;

/**
 * Reads the publication's settings.
 * @throws {Error} naming the setting, when ORIGIN or TAG_AUTHORITY cannot be used
 */
export function siteOf(env: Settings): Site {
  const origin = URL.canParse(env.ORIGIN) ? new URL(env.ORIGIN).origin : '';
  if (!/^https?:/.test(origin)) {
    throw new Error(`ORIGIN: expected an http(s) address such as https://news.example, got "${env.ORIGIN}"`);
  }
  if (!TAG_AUTHORITY.test(env.TAG_AUTHORITY)) {
    throw new Error(`TAG_AUTHORITY: expected "domain,date" (RFC 4151), got "${env.TAG_AUTHORITY}"`);
  }
  return {
    title: env.SITE_TITLE,
    description: env.SITE_DESCRIPTION,
    language: env.SITE_LANGUAGE,
    origin,
    copyright: env.SITE_COPYRIGHT || undefined,
    editor: env.EDITOR_NAME && env.EDITOR_EMAIL ? { name: env.EDITOR_NAME, email: env.EDITOR_EMAIL } : undefined,
    tagAuthority: env.TAG_AUTHORITY,
    hubs: [`${origin}${HUB_PATH}`, ...otherHubs(env.OTHER_HUBS ?? '')],
    icon: `${origin}/icon.png`,
    logo: `${origin}/icon-512.png`,
    favicon: `${origin}/favicon.ico`,
  };
}

/** @throws {Error} naming the setting, for what is no address */
function otherHubs(addresses: string): string[] {
  const hubs = addresses.split(/\s+/).filter((it) => it !== '');
  const bad = hubs.find((it) => !URL.canParse(it) || !/^https?:$/.test(new URL(it).protocol));
  if (bad !== undefined) throw new Error(`OTHER_HUBS: expected http(s) addresses, got "${bad}"`);
  return hubs.map((it) => new URL(it).href);
}

/** The day on which the tagging entity was minted: the date of a feed that never held a story. */
export function foundingDate(site: Site): Date {
  const [year = '2022', month = '01', day = '01'] = (site.tagAuthority.split(',')[1] ?? '').split('-');
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
}

/** The permanent id of an article that did not bring its own (RFC 4151). */
export function articleId(tagAuthority: string, key: string): string {
  return `tag:${tagAuthority}:article/${key}`;
}
