import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Subscribers' servers. A callback below /mute/ never answers; any other confirms what it is asked and takes what it gets. */
export class Callbacks {
  readonly deliveries: { path: string; at: number; body: string }[] = [];
  readonly #servers: Server[] = [];
  readonly #hosts: string[];
  #port = 0;
  #verified = 0;

  private constructor(hosts: number) {
    // macOS has only the first address of the loopback interface.
    this.#hosts = Array.from({ length: hosts }, (_, n) => `127.0.0.${process.platform === 'darwin' ? 1 : 1 + n}`);
  }

  /** @param hosts the number of addresses that they are spread over */
  static async listen(hosts: number): Promise<Callbacks> {
    const callbacks = new Callbacks(hosts);
    for (const host of new Set(callbacks.#hosts)) {
      const server = createServer((request, response) => callbacks.#serve(request, response));
      callbacks.#servers.push(server);
      await once(server.listen(callbacks.#port, host), 'listening');
      callbacks.#port = (server.address() as AddressInfo).port;
    }
    return callbacks;
  }

  /** The address of a callback. */
  address(path: string, host = 0): string {
    return `http://${this.#hosts[host % this.#hosts.length]}:${this.#port}${path}`;
  }

  /** The number of verifications of intent that were confirmed. */
  get verified(): number {
    return this.#verified;
  }

  close(): void {
    for (const it of this.#servers) {
      it.close();
      it.closeAllConnections();
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://callback.example');
    if (pathname.startsWith('/mute/')) return;
    if (request.method === 'GET') {
      this.#verified++;
      return void response.end(searchParams.get('hub.challenge'));
    }
    const at = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.deliveries.push({ path: pathname, at, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  }
}
