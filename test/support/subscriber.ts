import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { parseFeed } from 'feedsmith';
import { until } from './tagwire.ts';
import { accepted, type Worker } from './worker.ts';

/** A subscriber's answer to a delivery that it has read. */
export type Behaviour = (response: ServerResponse) => unknown;

export const ok: Behaviour = (response) => response.writeHead(204).end();
export const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(code, headers).end();
/** Never answers. */
export const hang: Behaviour = () => {};
export const hangUp: Behaviour = (response) => response.socket?.destroy();
export const redirect = (location: string): Behaviour => status(307, { location });
/** Takes its time. */
export const slow =
  (milliseconds: number): Behaviour =>
  (response) =>
    setTimeout(() => ok(response), milliseconds);
/** Behaves badly in a share of the cases. */
export const unsteady =
  (random: () => number, share: number, bad: Behaviour[]): Behaviour =>
  (response) =>
    (random() < share ? (bad[Math.floor(random() * bad.length)] as Behaviour) : ok)(response);

/** The answer to a verification of intent (WebSub §5.3). */
export type Answer = (response: ServerResponse, challenge: string) => unknown;

const confirm: Answer = (response, challenge) => response.end(challenge);

export interface Verification {
  /** Of the request, as it came. */
  query: string;
  parameters: Record<string, string>;
}

export interface Delivery {
  /** Milliseconds since 1970. */
  at: number;
  headers: IncomingMessage['headers'];
  body: string;
  /** Status of our answer; undefined if there was none. */
  answered: number | undefined;
  /** True if the signature is the body's; undefined if there is none. */
  signed: boolean | undefined;
}

/** An entry as a delivery has it: `title` is undefined if it is a tombstone or says "Withdrawn". */
export interface DeliveredEntry {
  id: string;
  title: string | undefined;
}

/** Subscribers behind one port: each has a path of its own. They know no more of our hub than any other. */
export class Subscribers {
  readonly #hosts: string[];
  #servers: Server[] = [];
  #port = 0;
  readonly #all = new Map<string, Subscriber>();

  private constructor(hosts: string[]) {
    this.#hosts = hosts;
  }

  /** @param hosts addresses of the loopback interface that they are spread over */
  static async listen(hosts = ['127.0.0.1']): Promise<Subscribers> {
    const subscribers = new Subscribers(hosts);
    await subscribers.comeBack();
    return subscribers;
  }

  add(behaviour: Behaviour = ok, query = ''): Subscriber {
    const number = this.#all.size;
    const path = `/${number}`;
    const host = this.#hosts[number % this.#hosts.length];
    const subscriber = new Subscriber(`http://${host}:${this.#port}${path}${query}`, behaviour);
    this.#all.set(path, subscriber);
    return subscriber;
  }

  /** From now on nobody answers. */
  async goAway(): Promise<void> {
    const closed = this.#servers.map((it) => once(it, 'close'));
    for (const it of this.#servers) {
      it.close();
      it.closeAllConnections();
    }
    await Promise.all(closed);
  }

  async comeBack(): Promise<void> {
    this.#servers = this.#hosts.map(() => createServer((request, response) => this.#serve(request, response)));
    for (const [index, server] of this.#servers.entries()) {
      server.listen(this.#port, this.#hosts[index]);
      await once(server, 'listening');
      this.#port = (server.address() as AddressInfo).port;
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const subscriber = this.#all.get(request.url?.split('?')[0] ?? '');
    if (!subscriber) return void response.writeHead(404).end();
    if (request.method === 'GET') subscriber.verify(request, response);
    else await subscriber.take(request, response);
  }
}

/** So many addresses of the loopback interface; macOS has only the first. */
export const loopbacks = (count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => `127.0.0.${first + index}`);

interface Wish {
  mode: 'subscribe' | 'unsubscribe';
  topic: string;
  secret?: string | undefined;
}

/** One subscription's subscriber, and all that has been sent to it. */
export class Subscriber {
  readonly callback: string;
  behaviour: Behaviour;
  answer: Answer = confirm;
  readonly verifications: Verification[] = [];
  readonly deliveries: Delivery[] = [];
  /** The number of deliveries that began while another one was under way. */
  overlaps = 0;
  readonly #open = new Set<ServerResponse>();
  #wish: Wish | undefined;
  #secret: string | undefined;

  constructor(callback: string, behaviour: Behaviour) {
    this.callback = callback;
    this.behaviour = behaviour;
  }

  /** Asks for something, and means it. @param others further parameters; empty ones are left out */
  ask(worker: Worker, mode: Wish['mode'], topic: string, others: Record<string, string> = {}): Promise<Response> {
    this.#wish = { mode, topic, secret: others['hub.secret'] };
    return this.forge(worker, mode, topic, others);
  }

  /** Somebody asks in its name. */
  forge(worker: Worker, mode: string, topic: string, others: Record<string, string> = {}): Promise<Response> {
    return askHub(worker, { 'hub.mode': mode, 'hub.callback': this.callback, 'hub.topic': topic, ...others });
  }

  /** Subscribes, and waits until its intent has been verified. */
  async subscribe(worker: Worker, topic: string, others: Record<string, string> = {}): Promise<void> {
    await this.#confirmed(worker, 'subscribe', topic, others);
  }

  async unsubscribe(worker: Worker, topic: string): Promise<void> {
    await this.#confirmed(worker, 'unsubscribe', topic, {});
  }

  async #confirmed(worker: Worker, mode: Wish['mode'], topic: string, others: Record<string, string>): Promise<void> {
    const before = this.verifications.length;
    await accepted(this.ask(worker, mode, topic, others));
    await until(
      () => this.verifications.length > before,
      () => `${this.callback}: nobody verified\n${worker.output().slice(-2000)}`,
    );
  }

  verify(request: IncomingMessage, response: ServerResponse): void {
    const query = request.url?.slice(request.url.indexOf('?') + 1) ?? '';
    const parameters = Object.fromEntries(new URLSearchParams(query));
    this.verifications.push({ query, parameters });
    const wish = this.#wish;
    // WebSub §5.3.1: what we have not asked for is not confirmed.
    if (wish?.mode !== parameters['hub.mode'] || wish?.topic !== parameters['hub.topic'])
      return void response.writeHead(404).end();
    if (wish?.mode === 'subscribe') this.#secret = wish.secret;
    this.answer(response, parameters['hub.challenge'] ?? '');
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    for (const earlier of this.#open) void this.#compare(earlier);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // Cut off: nobody has read it.
      return;
    }
    const body = Buffer.concat(chunks);
    const delivery: Delivery = {
      at,
      headers: request.headers,
      body: body.toString(),
      answered: undefined,
      signed: isSigned(body, request.headers['x-hub-signature'], this.#secret),
    };
    this.deliveries.push(delivery);
    response.on('finish', () => {
      delivery.answered = response.statusCode;
    });
    await this.behaviour(response);
  }

  /** An earlier delivery that the hub has given up may take a moment to be seen as closed. */
  async #compare(earlier: ServerResponse): Promise<void> {
    const answered = once(earlier, 'finish').then(() => true);
    const noticed = delay(200, this.#open).then(async (open) => {
      await setImmediate();
      return open.has(earlier);
    });
    if (await Promise.race([answered, noticed])) this.overlaps += 1;
  }

  /** The deliveries that it has taken. */
  taken(): Delivery[] {
    return this.deliveries.filter(({ answered = 0 }) => answered >= 200 && answered < 300);
  }

  /** Its knowledge after all that it has taken: the last title of each story, by its id; undefined for withdrawn ones. */
  known(): Record<string, string | undefined> {
    return Object.fromEntries(this.taken().flatMap(({ body }) => entriesOf(body).map(({ id, title }) => [id, title])));
  }

  /** The number of entries that it had taken before in the same version. */
  duplicates(): number {
    const all = this.taken().flatMap(({ body }) => entriesOf(body).map(({ id, title }) => `${id} ${title}`));
    return all.length - new Set(all).size;
  }
}

/** Sends a form to the hub. */
export function askHub(worker: Worker, parameters: Record<string, string>): Promise<Response> {
  return fetch(`${worker.url}/hub`, { method: 'POST', body: new URLSearchParams(parameters) });
}

/** WebSub §7.1. */
function isSigned(
  body: Buffer,
  header: string | string[] | undefined,
  secret: string | undefined,
): boolean | undefined {
  if (header === undefined) return undefined;
  const [algorithm = '', signature] = header.toString().split('=');
  return secret !== undefined && signature === createHmac(algorithm, secret).update(body).digest('hex');
}

const read = new Map<string, DeliveredEntry[]>();

/** The entries of a document, in their order. */
export function entriesOf(body: string): DeliveredEntry[] {
  const entries = read.get(body) ?? readEntries(body);
  read.set(body, entries);
  return entries;
}

function readEntries(body: string): DeliveredEntry[] {
  const { format, feed } = parseFeed(body);
  const titled = (id: string | undefined, title: string | undefined) => ({
    id: id ?? '',
    title: title === 'Withdrawn' ? undefined : title,
  });
  if (format === 'rss') return (feed.items ?? []).map((it) => titled(it.guid?.value, it.title));
  if (format === 'json') return (feed.items ?? []).map((it) => titled(it.id, it.title));
  if (format !== 'atom') throw new Error(`${format} is none of ours`);
  const entries = (feed.entries ?? []).map((it) => titled(it.id, it.title?.value));
  // RFC 6721: a tombstone stands beside the entry "Withdrawn".
  const gone = [...body.matchAll(/<at:deleted-entry ref="([^"]+)"/g)].map(([, id]) => id);
  const told = entries.filter((it) => it.title === undefined).map((it) => it.id);
  if (JSON.stringify(gone) !== JSON.stringify(told)) throw new Error(`tombstones of ${gone}, but entries of ${told}`);
  return entries;
}
