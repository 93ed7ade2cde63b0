import { articlePath } from '../articles/addresses.ts';
import type { Site } from '../site.ts';
import type { HubParts } from './parts.ts';

/** The protocol allows 10,000 addresses in a request; a newsroom never changes so many at once. */
export const ADDRESSES_PER_REQUEST = 500;

/**
 * Tells search engines which pages have changed (https://www.indexnow.org/documentation): new, changed and withdrawn ones alike.
 * @returns a description of what went wrong
 */
export async function tellIndexNow({ site, settings }: HubParts, slugs: string[]): Promise<string | undefined> {
  const { indexNow, origin } = site;
  if (!indexNow || slugs.length === 0) return undefined;
  const body = JSON.stringify({
    host: new URL(origin).host,
    key: indexNow.key,
    keyLocation: origin + indexNowKeyPath(indexNow),
    urlList: slugs.map((it) => origin + articlePath(it)),
  });
  try {
    const signal = AbortSignal.timeout(settings.timeoutSeconds * 1000);
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const response = await fetch(indexNow.endpoint, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.ok ? undefined : `expected a 2xx status, got ${response.status}`;
  } catch (error) {
    return `no connection: ${(error as Error).message.slice(0, 200)}`;
  }
}

/** The path of the file that proves that the key is the site's. */
export const indexNowKeyPath = ({ key }: NonNullable<Site['indexNow']>): string => `/${key}.txt`;
