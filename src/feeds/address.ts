import { isMonth } from '../channels/months.ts';
import { formatCursor, positionIn } from '../channels/position.ts';
import { searchedBy, searchName } from '../channels/search.ts';
import { SEARCH } from '../channels/slug.ts';
import { positiveIn } from '../http/parameters.ts';
import { decode } from '../http/paths.ts';
import { notFound } from '../refusal.ts';
import { DEFAULT_FORMAT, formatOf, SERVED_FORMATS } from './formats/index.ts';
import type { FeedAddress, Format } from './types.ts';

/** The grammar of feed addresses: /feeds/{channel}[/{month}|/for/{partner}][.{extension}][?before=&content=&limit=&q=]. */
export const FEEDS_PATH = '/feeds/';
/** Others call RSS so. */
const XML = 'xml';
const EXTENSIONS = [...SERVED_FORMATS.map((it) => it.extension), XML].join('|');
const FEED_PATH = new RegExp(`^/feeds/([^/]*?)(?:/for/([^/]+?)|/([^/]+?))?(?:\\.(${EXTENSIONS}))?/?$`);

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** A feed address as it was asked for: its channel may have another name, and its format may be left open. */
export type RequestedAddress = Omit<FeedAddress, 'format'> & { format: Format | undefined };

/** The meaning of an address without parameters. */
export const PLAIN = { limit: DEFAULT_LIMIT, content: 'full', before: undefined } as const;

/**
 * Takes a feed address apart. Parameters that are unknown or cannot be used are left out, so they never appear in the
 * canonical address.
 * @param profiles the formats of partners
 * @throws {Refused} `not-found` for an address that no feed can have
 */
export function readFeedAddress({ pathname, searchParams }: URL, profiles: readonly Format[]): RequestedAddress {
  const [, given = '', partner, month, extension] = FEED_PATH.exec(pathname) ?? [];
  const text = decode(given);
  const name = text.toLowerCase() === SEARCH ? searchName(searchParams.get('q') ?? '') : text;
  if (month !== undefined) checkMonth(name, month);
  const before = positionIn(searchParams);
  if (partner !== undefined) {
    const format = profileNamed(decode(partner), extension, profiles);
    return { name, format, month: undefined, limit: defaultLimit(format), content: defaultContent(format), before };
  }
  const limit = Math.min(positiveIn(searchParams, 'limit') ?? DEFAULT_LIMIT, MAX_LIMIT);
  const content = searchParams.get('content') === 'summary' ? 'summary' : 'full';
  const format = extension === XML ? DEFAULT_FORMAT : formatOf(extension);
  return { name, format, month, limit, content, before };
}

/** @throws {Refused} `not-found` for a partner that there is not, or one that takes another format */
function profileNamed(name: string, extension: string | undefined, profiles: readonly Format[]): Format {
  const format = profiles.find((it) => it.profile?.name === name.toLowerCase());
  if (!format) {
    const known = profiles.map((it) => it.profile?.name).join(', ');
    throw notFound(`there is no profile for "${name.slice(0, 100)}": expected one of ${known}`);
  }
  if (extension !== undefined && extension !== XML && extension !== format.extension)
    throw notFound(`${format.title} takes ${format.extension}, not ${extension}`);
  return format;
}

/** The stories on a page of a feed, where its address does not say. */
export const defaultLimit = (format: Format | undefined) => format?.profile?.items ?? DEFAULT_LIMIT;

/** What a feed holds of each story, where its address does not say. */
export const defaultContent = (format: Format | undefined) => format?.profile?.content ?? 'full';

function checkMonth(name: string, month: string): void {
  if (searchedBy(name) !== undefined) throw notFound('a search has no archives: its pages lead to all that it finds');
  if (!isMonth(month)) throw notFound(`"${month.slice(0, 100)}" is not a month: expected yyyy-mm`);
}

/** The canonical address of a page or archive of a channel, without the origin. A search's name brings a parameter. */
export function feedPath({ name, format, month, limit, content, before }: FeedAddress): string {
  const [path, parameters] = name.split('?');
  const query = new URLSearchParams(parameters);
  if (before) query.set('before', formatCursor(before));
  if (content !== defaultContent(format)) query.set('content', content);
  if (!month && limit !== defaultLimit(format)) query.set('limit', String(limit));
  query.sort();
  const profile = format.profile ? `/for/${format.profile.name}` : '';
  const file = path + (month ? `/${month}` : profile);
  return `${FEEDS_PATH}${file}.${format.extension}${query.size > 0 ? `?${query}` : ''}`;
}

/** The canonical address of a channel's feed in a format, without the origin. */
export function plainPath(name: string, format: Format): string {
  return feedPath({ ...PLAIN, name, format });
}

/** The address of a channel's feed in the format that another system calls so: `rss2`, `atom`, `json`. */
export function feedNamed(name: string, format: string | undefined): string {
  return plainPath(name, formatOf(format?.toLowerCase()) ?? DEFAULT_FORMAT);
}

/** The canonical address of the subscription document that an archive belongs to, without the origin. */
export function currentPath({ name, format, content }: FeedAddress): string {
  return feedPath({ ...PLAIN, name, format, content });
}
