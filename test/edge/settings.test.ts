import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import worker from '../../src/worker.ts';
import { freshWire, ORIGIN, wire } from '../support/wire.ts';

beforeEach(freshWire);

const CALLBACK = 'http://a.subscriber.example/';

const messages = (logged: MockInstance<typeof console.error>) =>
  logged.mock.calls.map(([error]) => (error as Error).message);

describe('A setting that cannot be used', () => {
  it('of the hub stops the hub alone, and is named in the log', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    wire.settings.HUB_TIMEOUT_SECONDS = '10s';
    await wire.story('a');
    expect((await wire.fetch('/feeds/all.rss')).status).toBe(200);
    expect((await wire.fetch('/healthz')).status).toBe(200);
    await wire.tick();
    const subscribing = { 'hub.mode': 'subscribe', 'hub.topic': `${ORIGIN}/feeds/all.rss`, 'hub.callback': CALLBACK };
    const response = await wire.fetch('/hub', { method: 'POST', body: new URLSearchParams(subscribing) });
    expect(response.status).toBe(500);
    expect(messages(logged)).toEqual([
      'HUB_TIMEOUT_SECONDS: expected a number of seconds above 0, at most 3600, got "10s"',
    ]);
  });

  it('of the hub’s size is named in the log', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    wire.settings.HUB_MAX_SUBSCRIPTIONS = '1e5.5';
    const subscribing = { 'hub.mode': 'subscribe', 'hub.topic': `${ORIGIN}/feeds/all.rss`, 'hub.callback': CALLBACK };
    const response = await wire.fetch('/hub', { method: 'POST', body: new URLSearchParams(subscribing) });
    expect(response.status).toBe(500);
    expect(messages(logged)).toEqual(['HUB_MAX_SUBSCRIPTIONS: expected a whole number, 0 or more, got "1e5.5"']);
  });

  it('of the publication is answered with a problem, and is named in the log', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const request = new Request<unknown, IncomingRequestCfProperties>(`${ORIGIN}/feeds/all.rss`);
    const response = await worker.fetch(request, { ...env, ORIGIN: 'news.example' });
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      detail: 'Internal error. It has been logged.',
      instance: '/feeds/all.rss',
    });
    expect(messages(logged)).toEqual([
      'ORIGIN: expected an http(s) address such as https://news.example, got "news.example"',
    ]);
  });
});
