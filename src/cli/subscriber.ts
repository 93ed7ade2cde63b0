import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { unreachable } from './client.ts';
import { allowLoopback } from './dev-vars.ts';
import { CommandError } from './errors.ts';
import { isLocal, LOCAL_HOST } from './local.ts';
import { localWire } from './running.ts';

// A whole WebSub subscriber on plain Node, to look at and to copy: `npm run demo:subscriber [ADDRESS OF A FEED]`.

const LEASE_SECONDS = 24 * 3600;
/** A local worker that has just been given a new setting takes a moment to start again (milliseconds). */
const RELOAD_WITHIN = 15_000;
const RETRY_INTERVAL = 250;
const UNSUBSCRIBE_WITHIN = 3000;

interface Subscription {
  topic: string;
  secret: string;
  /** The path of our callback. Only the hub knows it, so nobody else can call us. */
  path: string;
  /** Emits the mode of each request that the hub has verified. */
  verified: EventEmitter<{ subscribe: []; unsubscribe: [] }>;
}

const write = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 23)}  ${line}\n`);

/** Discovery (WebSub §4): the hub and the topic's own address are in the Link header. */
async function discover(address: string): Promise<{ hub: string; topic: string }> {
  if (!URL.canParse(address)) throw new CommandError(`expected the address of a feed, got "${address}"`);
  const response = await fetch(address).catch((error: Error) => {
    throw unreachable(address, error);
  });
  await response.body?.cancel();
  if (!response.ok) throw new CommandError(`${address}: expected a feed, got ${response.status}`, 'wire');
  const links = [...(response.headers.get('link') ?? '').matchAll(/<([^>]*)>;\s*rel="?([\w-]+)"?/g)];
  const linked = (rel: string) => links.find((it) => it[2] === rel)?.[1];
  const hub = linked('hub');
  const topic = linked('self');
  if (!hub || !topic)
    throw new CommandError(`${address}: expected Link headers with rel="hub" and rel="self", found none`, 'wire');
  return { hub, topic };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Checks that a body was signed with our secret (WebSub §7.1). */
function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const [algorithm = '', signature = ''] = (header ?? '').split('=');
  if (!/^sha(256|384|512)$/.test(algorithm)) return false;
  const expected = createHmac(algorithm, secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Returns a line for each entry of a delivery. */
async function entriesOf(body: string): Promise<string[]> {
  const { parseFeed } = await import('feedsmith');
  const { format, feed } = parseFeed(body);
  const lines = format === 'atom' ? (feed.entries ?? []).map((it) => `${it.title?.value}  ${it.links?.[0]?.href}`) : [];
  if (format === 'rss') lines.push(...(feed.items ?? []).map((it) => `${it.title}  ${it.link}`));
  if (format === 'json') lines.push(...(feed.items ?? []).map((it) => `${it.title}  ${it.url}`));
  // RFC 6721: a story that is gone has no entry.
  return [...lines, ...[...body.matchAll(/<at:deleted-entry ref="([^"]+)"/g)].map(([, id]) => `withdrawn: ${id}`)];
}

/** Verification of intent (WebSub §5.3): only what we have requested is confirmed. */
function verify(url: URL, response: ServerResponse, { topic, verified }: Subscription): void {
  const parameters = Object.fromEntries(url.searchParams);
  if (parameters['hub.topic'] !== topic) return void response.writeHead(404).end();
  response.end(parameters['hub.challenge']);
  const mode = parameters['hub.mode'];
  if (mode === 'subscribe' || mode === 'unsubscribe') verified.emit(mode);
}

async function takeDelivery(request: IncomingMessage, response: ServerResponse, secret: string): Promise<void> {
  const body = await readBody(request);
  // WebSub §7.1: a delivery that is not signed is answered with success, and ignored.
  response.writeHead(204).end();
  const signature = request.headers['x-hub-signature']?.toString();
  const signed = isSigned(body, signature, secret);
  const lines = signed ? await entriesOf(body.toString()) : ['ignored a delivery that is not signed with our secret'];
  for (const line of lines) write(line);
}

/** Listens for the hub. @returns the server, and the callback that the hub is given */
async function listen(subscription: Subscription): Promise<{ server: Server; callback: string }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname !== subscription.path) return response.writeHead(404).end();
    if (request.method === 'GET') return verify(url, response, subscription);
    return takeDelivery(request, response, subscription.secret);
  });
  await new Promise<void>((resolve) => server.listen(0, LOCAL_HOST, resolve));
  const { port } = server.address() as AddressInfo;
  return { server, callback: `http://${LOCAL_HOST}:${port}${subscription.path}` };
}

/** @param given the address of a feed; unless given, that of every story of the wire which runs here */
async function subscribe(given: string | undefined): Promise<void> {
  const address = given ?? `${await localWire(write)}/feeds/all.json`;
  const { hub, topic } = await discover(address);
  const secret = randomBytes(32).toString('hex');
  const path = `/${randomBytes(16).toString('hex')}`;
  const verified: Subscription['verified'] = new EventEmitter();
  const { server, callback } = await listen({ topic, secret, path, verified });
  const request = (mode: 'subscribe' | 'unsubscribe') =>
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

  write(`subscribing to ${topic} at ${hub}`);
  const subscribed = once(verified, 'subscribe');
  await untilAccepted(() => request('subscribe'), hub);
  await subscribed;
  write('subscribed; publish something. Ctrl-C unsubscribes');

  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const unsubscribed = once(verified, 'unsubscribe');
  const accepted = await request('unsubscribe').catch(() => undefined);
  if (accepted) await Promise.race([unsubscribed, sleep(UNSUBSCRIBE_WITHIN, undefined, { ref: false })]);
  write('unsubscribed');
  server.close();
  server.closeAllConnections();
}

/** Repeats a request until the hub accepts it: one on this machine refuses callbacks here until its settings allow them. */
async function untilAccepted(request: () => Promise<Response>, hub: string): Promise<void> {
  for (let waited = 0; ; waited += RETRY_INTERVAL) {
    const response = await request().catch(() => undefined);
    if (response?.status === 202) return;
    const problem = ((await response?.json().catch(() => ({}))) ?? {}) as { detail?: string };
    const mayChange = isLocal(hub) && (!response || /hub\.callback/.test(problem.detail ?? ''));
    if (!mayChange || waited >= RELOAD_WITHIN)
      throw new CommandError(
        `${hub}: ${response ? `${response.status}: ${problem.detail}` : 'cannot be reached'}`,
        'wire',
      );
    if (response && (await allowLoopback()))
      write('(HUB_ALLOW_LOOPBACK=true is in .dev.vars now: the hub of this machine may call subscribers on it)');
    await sleep(RETRY_INTERVAL);
  }
}

subscribe(process.argv[2]).catch((error: Error) => {
  process.stderr.write(error instanceof CommandError ? `${error.message}\n` : `${error.stack}\n`);
  process.exitCode = 1;
});
