import { describe, expect, it, vi } from 'vitest';
import { isAggregator } from '../../src/http/aggregators.ts';
import { politely } from '../../src/http/etiquette.ts';
import type { Platform } from '../../src/platform/platform.ts';

const ANSWER = new Response('the feed');

/** A limiter, and the keys that it was asked for. */
class TestLimiter {
  readonly keys: string[] = [];
  readonly #outcome: () => boolean;

  constructor(outcome: () => boolean) {
    this.#outcome = outcome;
  }

  async allows(key: string): Promise<boolean> {
    this.keys.push(key);
    return this.#outcome();
  }
}

const limiters = (outcome: () => boolean) => ({
  unconditional: new TestLimiter(outcome),
  conditional: new TestLimiter(outcome),
});
const ask = (limits: Platform['limiters'], path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const all = { 'user-agent': 'Reader/1.0', ...headers };
  const request = new Request(`https://wire.example${path}`, { method, headers: all });
  return politely(request, { limiters: limits, clientAddress: () => '192.0.2.1' }, () => ANSWER);
};

describe('etiquette', () => {
  it('counts by address, feed and user agent, and conditional requests apart', async () => {
    const env = limiters(() => true);
    expect(await ask(env, '/feeds/all.rss?limit=5')).toBe(ANSWER);
    await ask(env, '/feeds/all.rss?limit=5', {}, 'HEAD');
    await ask(env, '/feeds/all.rss', { 'if-none-match': 'W/"1"' });
    await ask(env, '/feeds/all.rss', { 'if-modified-since': 'Sun, 01 Mar 2026 12:00:00 GMT' });
    const { unconditional: plain, conditional: generous } = env;
    expect(plain.keys).toEqual(Array(2).fill('192.0.2.1 /feeds/all.rss?limit=5 Reader/1.0'));
    expect(generous.keys).toEqual(Array(2).fill('192.0.2.1 /feeds/all.rss Reader/1.0'));
  });

  it('hands back the answer itself, and no promise, where nothing is limited', () => {
    const none = limiters(() => false);
    expect(ask(undefined, '/feeds/all.rss')).toBe(ANSWER);
    expect(ask(none, '/channels/all')).toBe(ANSWER);
    expect(ask(none, '/feeds/all.rss', {}, 'OPTIONS')).toBe(ANSWER);
    expect([...none.unconditional.keys, ...none.conditional.keys]).toEqual([]);
  });

  it('counts aggregators like conditional requests: generously', async () => {
    const env = limiters(() => true);
    expect(await ask(env, '/feeds/all.rss', { 'user-agent': 'Superfeedr bot/2.0' })).toBe(ANSWER);
    expect(env.unconditional.keys).toEqual([]);
    expect(env.conditional.keys).toEqual(['192.0.2.1 /feeds/all.rss Superfeedr bot/2.0']);
  });

  it('lets everybody through when the limiter fails', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const down = new Error('the limiter is down');
    const failing = limiters(() => {
      throw down;
    });
    expect(await ask(failing, '/feeds/all.rss')).toBe(ANSWER);
    expect(logged.mock.calls).toEqual([[down]]);
    logged.mockRestore();
  });

  it.each([
    'Feedly/1.0 (+https://feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)',
    'Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 3 subscribers; )',
    'NewsBlur Feed Fetcher - 5 subscribers - http://www.newsblur.com/site/1/wire',
    'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)',
    'Mozilla/5.0 (compatible; Google-Read-Aloud; +https://support.google.com/webmasters/answer/1061943)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Superfeedr bot/2.0 http://superfeedr.com - Make your feeds realtime: get in touch - feed-id:46271263',
    'Mozilla/5.0 (compatible; FlipboardRSS/1.2; +http://flipboard.com/browserproxy)',
    'SmartNewsBot/1.0',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'msnbot/2.0b (+http://search.msn.com/msnbot.htm)',
    'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
    'AppleNewsBot',
    'Feedbin feed-id:12345 - 1 subscriber',
    'Mozilla/5.0 (compatible; theoldreader.com; 8 subscribers; feed-id=5a)',
    'Bloglovin/1.0 (http://www.bloglovin.com; 2 subscribers)',
    'W3C_Validator/1.3 http://validator.w3.org/services',
  ])('knows %s', (userAgent) => {
    expect(isAggregator(userAgent)).toBe(true);
  });

  it.each(['', 'curl/8.7.1', 'Feeder/1.0', 'python-requests/2.32.3', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0'])(
    'does not know %j',
    (userAgent) => {
      expect(isAggregator(userAgent)).toBe(false);
    },
  );
});
