import { readFile } from 'node:fs/promises';
import { parseFeed } from 'feedsmith';
import { parseHTML } from 'linkedom';
import { cleanLine } from '../../articles/characters.ts';
import { DownloadError, download } from '../download.ts';
import { CommandError } from '../errors.ts';

/** What a site's page and feed say of it. */
export interface FoundSettings {
  title?: string | undefined;
  description?: string | undefined;
  language?: string | undefined;
  copyright?: string | undefined;
  editorName?: string | undefined;
  editorEmail?: string | undefined;
  color?: string | undefined;
  /** The host of the site. */
  domain?: string | undefined;
  /** The address of its picture. */
  logo?: string | undefined;
}

const MAX_BYTES = 5_000_000;
const isAddress = (source: string) => /^https?:\/\//i.test(source);

/**
 * Reads what a site says of itself: on its page and in the feed that this names, or in a feed.
 * @param source an address, or the file of a page or feed that was saved: then nothing is asked of the network
 * @throws {CommandError} if it cannot be had, or is neither
 */
export async function foundAt(source: string): Promise<FoundSettings> {
  const text = isAddress(source) ? await textAt(source) : await textIn(source);
  const base = isAddress(source) ? source : undefined;
  const found = inFeed(text) ?? (await inPage(text, base));
  if (found.title === undefined) throw new CommandError(`--from: ${source}: expected a page or a feed with a title`);
  return { ...found, domain: domainOf(base ?? found.domain) };
}

async function textIn(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT' ? 'is neither an address such as https://old.example nor a file' : error.message;
    throw new CommandError(`--from: ${file}: ${why}`);
  });
}

/** Whoever gives an address of their own machine means it. @throws {CommandError} if it cannot be had */
async function textAt(address: string): Promise<string> {
  try {
    const accept = 'text/html, application/rss+xml, application/atom+xml, application/feed+json';
    return new TextDecoder().decode(await download(address, { accept, maxBytes: MAX_BYTES, allowLoopback: true }));
  } catch (error) {
    if (error instanceof DownloadError) throw new CommandError(`--from: ${address}: ${error.message}`, 'wire');
    throw error;
  }
}

/** What a feed says of its site; undefined of what is none. */
function inFeed(text: string): FoundSettings | undefined {
  if (/^\s*(?:<!doctype html|<html)/i.test(text)) return undefined;
  try {
    return cleaned(inParsed(parseFeed(text)));
  } catch {
    return undefined;
  }
}

function inParsed({ format, feed }: ReturnType<typeof parseFeed>): FoundSettings {
  if (format === 'atom') {
    const [author] = feed.authors ?? [];
    return {
      title: feed.title?.value,
      description: feed.subtitle?.value,
      copyright: feed.rights?.value,
      editorName: author?.name,
      editorEmail: author?.email,
      domain: feed.links?.find((it) => it.rel === undefined || it.rel === 'alternate')?.href,
      logo: feed.icon ?? feed.logo,
    };
  }
  if (format === 'json') {
    const [author] = feed.authors ?? [];
    const { title, description, language, home_page_url: domain, icon: logo } = feed;
    return { title, description, language, editorName: author?.name, domain, logo };
  }
  if (format === 'rss') {
    const editor = feed.managingEditor ?? feed.webMaster;
    const { title, description, language, copyright, link: domain, image } = feed;
    return {
      title,
      description,
      language,
      copyright,
      domain,
      editorName: editor?.name,
      editorEmail: editor?.email,
      logo: image?.url,
    };
  }
  return { title: feed.title, description: feed.description, domain: feed.link };
}

/** What a page says of its site, and the feed that it names. @param base undefined: nothing is asked of the network */
async function inPage(html: string, base: string | undefined): Promise<FoundSettings> {
  const { document } = parseHTML(html);
  const attribute = (selector: string, name: string) =>
    document.querySelector(selector)?.getAttribute(name) ?? undefined;
  const meta = (name: string) => attribute(`meta[name="${name}"], meta[property="${name}"]`, 'content');
  const absolute = (address: string | undefined) =>
    address !== undefined && URL.canParse(address, base) ? new URL(address, base).href : undefined;
  const page: FoundSettings = cleaned({
    title: meta('og:site_name') ?? document.querySelector('title')?.textContent ?? undefined,
    description: meta('description') ?? meta('og:description'),
    language: attribute('html', 'lang'),
    color: colorIn(meta('theme-color')),
    domain: absolute(attribute('link[rel="canonical"]', 'href') ?? meta('og:url')),
    logo: absolute(attribute('link[rel="apple-touch-icon"]', 'href') ?? attribute('link[rel~="icon"]', 'href')),
  });
  const feed = absolute(attribute('link[rel="alternate"][type*="rss"], link[rel="alternate"][type*="atom"]', 'href'));
  const more = feed === undefined || base === undefined ? undefined : inFeed(await textAt(feed).catch(() => ''));
  // A feed's title and description are often those of the page, or shorter.
  return more === undefined ? page : { ...more, ...withoutGaps(page) };
}

const colorIn = (value: string | undefined) => (/^#[\da-f]{6}$/i.test(value ?? '') ? value : undefined);

const withoutGaps = (found: FoundSettings): FoundSettings =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== ''));

const cleaned = (found: FoundSettings): FoundSettings =>
  Object.fromEntries(
    Object.entries(withoutGaps(found)).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, cleanLine(value)]] : [],
    ),
  );

/** The host of an address, without "www."; undefined of none, and of an address by numbers. */
function domainOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const host = new URL(address).hostname.replace(/^www\./, '');
  return /[a-z]$/i.test(host) && host.includes('.') ? host : undefined;
}
