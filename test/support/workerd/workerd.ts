import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Config } from './config.ts';

const workerd = createRequire(import.meta.url)('workerd') as { default: string; version: string };

export const WORKERD_VERSION = workerd.version;

const START_MILLISECONDS = 10_000;
const STOP_MILLISECONDS = 3_000;

/** A running workerd. */
export interface Server {
  /** Of its first socket. */
  port: number;
  /** Of its first socket. */
  origin: string;
  /** By the names of its sockets; `inspector` if it has one. */
  ports: Record<string, number>;
  pid: number;
  stop(): Promise<void>;
  /** Ends it at once, whatever it is doing. */
  kill(): Promise<void>;
}

const running = new Set<Server>();

/**
 * Starts a workerd.
 * @param name of its configuration file in `folder`
 * @param inspected with V8's inspector at a free port
 */
export async function startWorkerd(
  folder: string,
  name: string,
  { text, sockets }: Config,
  inspected = false,
): Promise<Server> {
  const path = join(folder, `${name}.capnp`);
  await writeFile(path, text);
  const inspector = inspected ? ['--inspector-addr=127.0.0.1:0'] : [];
  const child = spawn(workerd.default, ['serve', path, '--experimental', '--control-fd=3', ...inspector], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  const server: Server = {
    port: 0,
    origin: '',
    ports: {},
    pid: child.pid ?? 0,
    stop: async () => {
      running.delete(server);
      await end(child, 'SIGTERM');
    },
    kill: async () => {
      running.delete(server);
      await end(child, 'SIGKILL');
    },
  };
  running.add(server);
  server.ports = await listeningPorts(child, inspected ? [...sockets, 'inspector'] : sockets).catch((error: Error) => {
    throw new Error(`${name}: ${error.message}\n${said}`);
  });
  server.port = server.ports[sockets[0] as string] as number;
  server.origin = `http://127.0.0.1:${server.port}`;
  return server;
}

/** Ends every workerd that this process started and that still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((it) => it.stop()));
}

/** workerd tells its ports on its control descriptor, a line of JSON each. */
async function listeningPorts(child: ChildProcess, sockets: string[]): Promise<Record<string, number>> {
  const timeout = setTimeout(() => child.kill('SIGKILL'), START_MILLISECONDS);
  const ports: Record<string, number> = {};
  try {
    for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
      const {
        event,
        socket = 'inspector',
        port,
      } = JSON.parse(line) as { event: string; socket?: string; port?: number };
      if (event.startsWith('listen') && port !== undefined) ports[socket] = port;
      if (sockets.every((it) => it in ports)) return ports;
    }
    throw new Error('workerd ended before it listened');
  } finally {
    clearTimeout(timeout);
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timeout = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
  await ended;
  clearTimeout(timeout);
}
