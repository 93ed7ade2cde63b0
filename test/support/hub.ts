import type { HubReport } from './inside.ts';
import type { Behaviour, Received } from './subscribers.ts';
import { freshWire, ORIGIN, wire } from './wire.ts';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A path that no test of any file has used: all have one server. */
export const newPath = (name: string) => `/${name}-${crypto.randomUUID()}`;

/** A subscriber on a real HTTP server; see test/support/subscribers.ts. */
export class Subscriber {
  readonly path = newPath('s');
  readonly callback: string;

  /** @param host below subscriber.example or bystander.example */
  constructor(host = 'a.subscriber.example') {
    this.callback = `http://${host}${this.path}`;
  }

  /** Asks for a topic, and is verified. */
  async subscribe(topic: string, fields: Record<string, string> = {}): Promise<Response> {
    const response = await ask({
      'hub.mode': 'subscribe',
      'hub.topic': topic.startsWith('http') ? topic : ORIGIN + topic,
      'hub.callback': this.callback,
      ...fields,
    });
    await wire.work();
    return response;
  }

  async behave(behaviour: Behaviour): Promise<void> {
    await control('PUT', `/control${this.path}`, behaviour);
  }

  /** Deliveries since the last time, oldest first. */
  async received(): Promise<Received[]> {
    return control<Received[]>('DELETE', `/received${this.path}`);
  }

  /** Titles of the deliveries since the last time: a list for each, of a JSON Feed topic. */
  async titles(): Promise<string[][]> {
    const all = await this.received();
    return all.map(({ body }) => (JSON.parse(body) as { items: { title: string }[] }).items.map((it) => it.title));
  }

  async verifications(): Promise<URLSearchParams[]> {
    const all = await control<string[]>('GET', `/verified${this.path}`);
    return all.map((it) => new URLSearchParams(it));
  }
}

export async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://a.subscriber.example${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Sends a form to the hub. @param headers for instance the client's address, as Cloudflare tells it */
export function ask(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return wire.fetch('/hub', { method: 'POST', body: new URLSearchParams(form), headers });
}

export async function publish(key: string, fields: Record<string, unknown> = {}): Promise<void> {
  await wire.story(key, { title: key, ...fields });
  await wire.work();
}

/** Lets time pass as it does: the clock ticks each minute, and messages come when they are due. */
export async function live(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= MINUTE) {
    wire.pass(Math.min(left, MINUTE));
    await wire.tick();
    await wire.work();
  }
}

export async function report(): Promise<HubReport> {
  return (await wire.api('GET', '/api/hub')).json();
}

export const command = (action: string, ids?: number[]) =>
  wire.api('POST', '/api/hub', JSON.stringify({ action, ids }), 'application/json');

/** Opens a wire with one story. */
export async function openHub(): Promise<void> {
  await freshWire();
  await publish('first');
}
