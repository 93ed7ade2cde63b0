import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery or ping as it came. */
export interface Received {
  headers: Record<string, string>;
  body: string;
}

/** A subscriber's answers to deliveries and verifications. */
export interface Behaviour {
  status?: number;
  headers?: Record<string, string>;
  confirms?: boolean;
  /** Never answers a delivery. */
  hangs?: boolean;
}

/** A path of this server per subscriber; `/control{path}` sets its behaviour and `/received{path}` tells what it got. */
const behaviours = new Map<string, Behaviour>();
const received = new Map<string, Received[]>();
const verified = new Map<string, string[]>();

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response): Promise<unknown> => {
  const { pathname, search, searchParams } = new URL(request.url ?? '', 'http://subscriber');
  const [, verb = '', path = ''] = /^\/(control|received|verified)(\/.*)$/.exec(pathname) ?? [];
  const body = await readBody(request);
  if (verb === 'control') {
    behaviours.set(path, JSON.parse(body));
    return response.end();
  }
  if (verb === 'received') {
    const all = received.get(path) ?? [];
    if (request.method === 'DELETE') received.delete(path);
    return response.end(JSON.stringify(all));
  }
  if (verb === 'verified') return response.end(JSON.stringify(verified.get(path) ?? []));
  const { status = 204, headers = {}, confirms = true, hangs = false } = behaviours.get(pathname) ?? {};
  if (request.method === 'GET') {
    verified.set(pathname, [...(verified.get(pathname) ?? []), search]);
    return confirms ? response.end(searchParams.get('hub.challenge')) : response.writeHead(404).end();
  }
  received.set(pathname, [
    ...(received.get(pathname) ?? []),
    { headers: request.headers as Record<string, string>, body },
  ]);
  return hangs || response.writeHead(status, headers).end();
});

/** Starts one real HTTP server for the tests in workerd, which reach it by names below two domains (vitest.config.ts). */
export async function setup(): Promise<() => Promise<void>> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.SUBSCRIBERS = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
