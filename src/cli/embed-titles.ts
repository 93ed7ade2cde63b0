import type { AskTitle, EmbedTitle } from '../importing/embed-titles.ts';
import { DownloadError, download } from './download.ts';

/** A service that gives titles by oEmbed 1.0. */
export interface EmbedService {
  /** Hosts, with all below them. */
  hosts: string[];
  /** Where it answers (oEmbed 1.0 §2.1), as the registry at oembed.com lists it. */
  endpoint: string;
}

/** Services that answer everybody. Facebook, Instagram and Threads want a key; X has posts without a title. */
const SERVICES: EmbedService[] = [
  { hosts: ['youtube.com', 'youtu.be'], endpoint: 'https://www.youtube.com/oembed' },
  { hosts: ['vimeo.com'], endpoint: 'https://vimeo.com/api/oembed.json' },
  { hosts: ['dailymotion.com', 'dai.ly'], endpoint: 'https://www.dailymotion.com/services/oembed' },
  { hosts: ['ted.com'], endpoint: 'https://www.ted.com/services/v1/oembed.json' },
  { hosts: ['soundcloud.com'], endpoint: 'https://soundcloud.com/oembed' },
  { hosts: ['spotify.com'], endpoint: 'https://open.spotify.com/oembed' },
  { hosts: ['mixcloud.com'], endpoint: 'https://www.mixcloud.com/oembed/' },
  { hosts: ['tiktok.com'], endpoint: 'https://www.tiktok.com/oembed' },
  { hosts: ['reddit.com'], endpoint: 'https://www.reddit.com/oembed' },
  { hosts: ['flickr.com', 'flic.kr'], endpoint: 'https://www.flickr.com/services/oembed/' },
  { hosts: ['slideshare.net'], endpoint: 'https://www.slideshare.net/api/oembed/2' },
  { hosts: ['speakerdeck.com'], endpoint: 'https://speakerdeck.com/oembed.json' },
  { hosts: ['scribd.com'], endpoint: 'https://www.scribd.com/services/oembed/' },
  { hosts: ['issuu.com'], endpoint: 'https://issuu.com/oembed' },
];
const MAX_BYTES = 256 * 1024;

/**
 * Makes what asks services for the titles of what they embed, each once.
 * @param allowLoopback lets a service be on this machine: for tests
 */
export function titlesFrom({ allowLoopback = false, services = SERVICES } = {}): AskTitle {
  const known = new Map<string, Promise<EmbedTitle>>();
  return (address) => {
    const answer = known.get(address) ?? titleOf(address, services, allowLoopback);
    known.set(address, answer);
    return answer;
  };
}

async function titleOf(address: string, services: EmbedService[], allowLoopback: boolean): Promise<EmbedTitle> {
  const { hostname } = new URL(address);
  const service = services.find(({ hosts }) => hosts.some((it) => hostname === it || hostname.endsWith(`.${it}`)));
  if (service === undefined) return { problem: 'is of a service that gives no titles' };
  const url = new URL(service.endpoint);
  url.searchParams.set('url', address);
  url.searchParams.set('format', 'json');
  try {
    const bytes = await download(url.href, { accept: 'application/json', maxBytes: MAX_BYTES, allowLoopback });
    const title = titleIn(new TextDecoder().decode(bytes));
    return title === undefined ? { problem: `has no title: ${url.host} names none` } : { title };
  } catch (error) {
    if (error instanceof DownloadError) return { problem: `has no title: the request to ${url.host} ${error.message}` };
    throw error;
  }
}

/** The title in an answer of oEmbed (§2.3.4); undefined if there is none. */
function titleIn(json: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(json);
    const title = typeof answer === 'object' && answer !== null && 'title' in answer ? answer.title : undefined;
    return typeof title === 'string' && title.trim() !== '' ? title : undefined;
  } catch {
    return undefined;
  }
}
