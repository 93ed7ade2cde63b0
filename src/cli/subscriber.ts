import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allowLoopback, LOOPBACK, localUrl, UsageError } from './local.ts';

// A whole WebSub subscriber on plain Node, to look at and to copy: `npm run demo:subscriber [ADDRESS OF A FEED]`.

const LEASE_SECONDS = 24 * 3600;
/** A local worker that has just been given a new setting takes a moment to start again (milliseconds). */
const RELOAD_WITHIN = 15_000;
const UNSUBSCRIBE_WITHIN = 3000;

const write = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 23)}  ${line}\n`);

/** Discovery (WebSub §4): the hub and the topic's own address are in the Link header. */
async function discover(address: string): Promise<{ hub: string; topic: string }> {
  const response = await fetch(address).catch((error: Error) => {
    throw new UsageError(
      `${address}: cannot be reached (${(error.cause as Error | undefined)?.message}); is the wire up?`,
    );
  });
  await response.body?.cancel();
  if (!response.ok) throw new UsageError(`${address}: expected a feed, got ${response.status}`);
  const links = [...(response.headers.get('link') ?? '').matchAll(/<([^>]*)>;\s*rel="?([\w-]+)"?/g)];
  const linked = (rel: string) => links.find((it) => it[2] === rel)?.[1];
  const hub = linked('hub');
  const topic = linked('self');
  if (!hub || !topic) throw new UsageError(`${address}: expected Link headers with rel="hub" and rel="self"`);
  return { hub, topic };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** WebSub §7.1: whether the body was signed with our secret. */
function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const [algorithm = '', signature = ''] = (header ?? '').split('=');
  if (!/^sha(256|384|512)$/.test(algorithm)) return false;
  const expected = createHmac(algorithm, secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What a delivery says, a line for each entry. */
async function entriesOf(body: string): Promise<string[]> {
  const { parseFeed } = await import('feedsmith');
  const { format, feed } = parseFeed(body);
  const lines = format === 'atom' ? (feed.entries ?? []).map((it) => `${it.title?.value}  ${it.links?.[0]?.href}`) : [];
  if (format === 'rss') lines.push(...(feed.items ?? []).map((it) => `${it.title}  ${it.link}`));
  if (format === 'json') lines.push(...(feed.items ?? []).map((it) => `${it.title}  ${it.url}`));
  // RFC 6721: a story that is gone has no entry.
  return [...lines, ...[...body.matchAll(/<at:deleted-entry ref="([^"]+)"/g)].map(([, id]) => `withdrawn: ${id}`)];
}

async function subscribe(address: string): Promise<void> {
  const { hub, topic } = await discover(address);
  const secret = randomBytes(32).toString('hex');
  // Nobody else knows the address, so nobody else can call it.
  const path = `/${randomBytes(16).toString('hex')}`;
  let confirmed: (mode: string) => void = () => {};

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname !== path) return response.writeHead(404).end();
    if (request.method === 'GET') {
      // Verification of intent (WebSub §5.3): only what we asked for is confirmed.
      const {
        'hub.mode': mode = '',
        'hub.topic': asked,
        'hub.challenge': challenge,
      } = Object.fromEntries(url.searchParams);
      if (asked !== topic) return response.writeHead(404).end();
      response.end(challenge);
      return confirmed(mode);
    }
    const body = await readBody(request);
    // WebSub §7.1: a delivery that is not signed is answered with success, and ignored.
    response.writeHead(204).end();
    const header = request.headers['x-hub-signature']?.toString();
    if (!isSigned(body, header, secret)) return write('a delivery without our signature is ignored');
    const lines = await entriesOf(body.toString());
    for (const it of lines) write(it);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const ask = (mode: string) =>
    fetch(hub, {
      method: 'POST',
      body: new URLSearchParams({
        'hub.mode': mode,
        'hub.callback': callback,
        'hub.topic': topic,
        'hub.secret': secret,
        'hub.lease_seconds': String(LEASE_SECONDS),
      }),
    });

  const subscribed = new Promise<void>((resolve) => {
    confirmed = (mode) => mode === 'subscribe' && resolve();
  });
  write(`asking ${hub} for ${topic}`);
  await accepted(() => ask('subscribe'), hub);
  await subscribed;
  write('subscribed; publish something. Ctrl-C unsubscribes');

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const unsubscribed = new Promise<void>((resolve) => {
    confirmed = (mode) => mode === 'unsubscribe' && resolve();
    setTimeout(resolve, UNSUBSCRIBE_WITHIN).unref();
  });
  await ask('unsubscribe').then(
    () => unsubscribed,
    () => {},
  );
  write('unsubscribed');
  server.close();
  server.closeAllConnections();
}

/** Asks until the hub accepts: one on this machine refuses callbacks here until its settings allow them. */
async function accepted(ask: () => Promise<Response>, hub: string): Promise<void> {
  for (let waited = 0; ; waited += 250) {
    const response = await ask().catch(() => undefined);
    if (response?.status === 202) return;
    const problem = ((await response?.json().catch(() => ({}))) ?? {}) as { detail?: string };
    const mayChange = LOOPBACK.test(new URL(hub).hostname) && (!response || /hub\.callback/.test(problem.detail ?? ''));
    if (!mayChange || waited >= RELOAD_WITHIN) throw new UsageError(`${hub}: ${response?.status}: ${problem.detail}`);
    if (response && (await allowLoopback()))
      write('put HUB_ALLOW_LOOPBACK=true into .dev.vars, so that the hub may call this machine');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

subscribe(process.argv[2] ?? `${localUrl()}/feeds/all.json`).catch((error: Error) => {
  process.stderr.write(error instanceof UsageError ? `${error.message}\n` : `${error.stack}\n`);
  process.exitCode = 1;
});
