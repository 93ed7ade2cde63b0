import type { Settings } from './settings.ts';
import { readPermissions, type Terms } from './terms.ts';

/** The publication, as every feed and page names its source. */
export interface Site {
  title: string;
  description: string;
  language: string;
  /** IANA's name of the zone of dates that we write into stories. */
  timeZone: string;
  /** Absolute, without a slash at the end. */
  origin: string;
  copyright: string | undefined;
  /** The colour of its pages: six hexadecimal digits, in lower case. */
  color: string | undefined;
  editor: { name: string; email: string } | undefined;
  /** RFC 4151 tagging entity, e.g. `tagwire.example,2022-02-24`. */
  tagAuthority: string;
  /** WebSub hubs of our feeds: our own first. */
  hubs: string[];
  /** Square image for readers' lists, at most 144 pixels wide (RSS 2.0). */
  icon: string;
  logo: string;
  /** Square image of 1,400 pixels, as podcast directories want it. */
  cover: string;
  favicon: string;
  /** Search engines that are told of changed pages (IndexNow), if any. */
  indexNow: { key: string; endpoint: string } | undefined;
  /** What machines may do with stories, if that is said. */
  terms: Terms | undefined;
  /** True if feeds have icon, logo and colour for Feedly and Inoreader. */
  webfeeds: boolean;
  /** True if feeds tell of withdrawals and retractions by an entry of its own, too. */
  notices: boolean;
  /** Only for pages: true if the feed of all stories asks for a key, and is offered to nobody. */
  closed?: boolean;
}

export const HUB_PATH = '/hub';
/** The name of this software, as feeds give it: the import knows feeds of our own by it. */
export const GENERATOR = 'Tagwire';

const TAG_AUTHORITY = /^[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?$/;

/**
 * Makes the publication from the settings.
 * @throws {Error} naming the setting that cannot be used
 */
export function siteOf(settings: Settings): Site {
  const origin = URL.canParse(settings.ORIGIN) ? new URL(settings.ORIGIN).origin : '';
  if (!/^https?:/.test(origin)) {
    throw new Error(`ORIGIN: expected an http(s) address such as https://news.example, got "${settings.ORIGIN}"`);
  }
  if (!TAG_AUTHORITY.test(settings.TAG_AUTHORITY)) {
    throw new Error(`TAG_AUTHORITY: expected "domain,date" (RFC 4151), got "${settings.TAG_AUTHORITY}"`);
  }
  return {
    title: settings.SITE_TITLE,
    description: settings.SITE_DESCRIPTION,
    language: settings.SITE_LANGUAGE,
    timeZone: timeZone(settings.SITE_TIME_ZONE || 'UTC'),
    origin,
    copyright: settings.SITE_COPYRIGHT || undefined,
    color: settings.SITE_COLOR ? colorDigits(settings.SITE_COLOR) : undefined,
    editor:
      settings.EDITOR_NAME && settings.EDITOR_EMAIL
        ? { name: settings.EDITOR_NAME, email: settings.EDITOR_EMAIL }
        : undefined,
    tagAuthority: settings.TAG_AUTHORITY,
    hubs: [`${origin}${HUB_PATH}`, ...otherHubs(settings.OTHER_HUBS ?? '')],
    icon: `${origin}/icon.png`,
    logo: `${origin}/icon-512.png`,
    cover: `${origin}/icon-1400.png`,
    favicon: `${origin}/favicon.ico`,
    indexNow: indexNowOf(settings, origin),
    terms: termsOf(settings),
    webfeeds: isOn('WEBFEEDS', settings.WEBFEEDS || 'off'),
    notices: isOn('NOTICES', settings.NOTICES || 'off'),
  };
}

const INDEXNOW_ENDPOINT = 'https://api.indexnow.org/indexnow';

/**
 * Search engines reach no wire on a machine of one's own: with its address of http, nobody is told.
 * @throws {Error} naming the setting that cannot be used
 */
function indexNowOf({ INDEXNOW_KEY: key, INDEXNOW_ENDPOINT: endpoint }: Settings, origin: string): Site['indexNow'] {
  if (!key) return undefined;
  if (!/^[a-z0-9-]{8,128}$/i.test(key))
    throw new Error(`INDEXNOW_KEY: expected 8 to 128 of a-z, A-Z, 0-9 and "-", got "${key}"`);
  if (endpoint && !/^https?:\/\//.test(endpoint))
    throw new Error(`INDEXNOW_ENDPOINT: expected an http(s) address, got "${endpoint}"`);
  if (!endpoint && !origin.startsWith('https:')) return undefined;
  return { key, endpoint: endpoint || INDEXNOW_ENDPOINT };
}

/** @throws {Error} naming the setting that cannot be used */
function termsOf({ TERMS: uses, TERMS_URL: url }: Settings): Terms | undefined {
  if (!uses) return undefined;
  const permissions = readPermissions(uses);
  if (typeof permissions === 'string') throw new Error(`TERMS: ${permissions}`);
  if (url && !(URL.canParse(url) && /^https?:\/\/[^\s]+$/.test(url)))
    throw new Error(`TERMS_URL: expected an http(s) address, got "${url}"`);
  return { permissions, url: url ? new URL(url).href : undefined };
}

/** @throws {Error} naming the setting, for anything but a colour as `#0b5fa5` */
function colorDigits(value: string): string {
  const digits = /^#([\da-f]{6})$/i.exec(value)?.[1];
  if (digits === undefined) throw new Error(`SITE_COLOR: expected a colour such as #0b5fa5, got "${value}"`);
  return digits.toLowerCase();
}

/** @throws {Error} naming the setting, for anything but `on` and `off` */
function isOn(name: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') throw new Error(`${name}: expected on or off, got "${value}"`);
  return value === 'on';
}

/** @throws {Error} naming the setting, for a zone that is not in IANA's database */
function timeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`SITE_TIME_ZONE: expected a zone such as Europe/Kyiv, got "${name}"`);
  }
}

/** Reads a list of addresses. @throws {Error} naming the setting and the address that cannot be used */
function otherHubs(addresses: string): string[] {
  const hubs = addresses.split(/\s+/).filter((it) => it !== '');
  const bad = hubs.find((it) => !URL.canParse(it) || !/^https?:$/.test(new URL(it).protocol));
  if (bad !== undefined) throw new Error(`OTHER_HUBS: expected http(s) addresses, got "${bad}"`);
  return hubs.map((it) => new URL(it).href);
}

/** The day that the tagging entity names: the date of a feed that never had a story. */
export function foundingDate(site: Site): Date {
  const [year = '2022', month = '01', day = '01'] = (site.tagAuthority.split(',')[1] ?? '').split('-');
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
}

/** A copyright notice without its sign and year: who holds the rights. */
export const holderOf = (copyright: string): string => copyright.replace(/^©\s*(?:\d{4}\s+)?/, '');

/** The permanent id (RFC 4151) of an article whose record has none. */
export function articleId(tagAuthority: string, key: string): string {
  return `tag:${tagAuthority}:article/${key}`;
}
