import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type WorkerConfig, workerdConfig } from './config.ts';

const workerd = createRequire(import.meta.url)('workerd') as { default: string; version: string };

export const WORKERD_VERSION = workerd.version;

const START_MILLISECONDS = 10_000;
const STOP_MILLISECONDS = 3_000;

/** A running workerd. */
export interface Server {
  port: number;
  origin: string;
  stop(): Promise<void>;
}

const running = new Set<Server>();

/** Starts a workerd of its own for a worker. @param name of its configuration file in `folder` */
export async function startWorkerd(folder: string, name: string, worker: WorkerConfig): Promise<Server> {
  const path = join(folder, `${name}.capnp`);
  await writeFile(path, await workerdConfig(folder, worker));
  const child = spawn(workerd.default, ['serve', path, '--experimental', '--control-fd=3'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  const server: Server = {
    port: 0,
    origin: '',
    stop: async () => {
      running.delete(server);
      await end(child);
    },
  };
  running.add(server);
  server.port = await listeningPort(child).catch((error: Error) => {
    throw new Error(`${name}: ${error.message}\n${said}`);
  });
  server.origin = `http://127.0.0.1:${server.port}`;
  return server;
}

/** Ends every workerd that this process started and that still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((it) => it.stop()));
}

/** workerd tells its ports on its control descriptor, a line of JSON each. */
async function listeningPort(child: ChildProcess): Promise<number> {
  const timeout = setTimeout(() => child.kill('SIGKILL'), START_MILLISECONDS);
  try {
    for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
      const { event, port } = JSON.parse(line) as { event: string; port?: number };
      if (event === 'listen' && port !== undefined) return port;
    }
    throw new Error('workerd ended before it listened');
  } finally {
    clearTimeout(timeout);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timeout = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
  await ended;
  clearTimeout(timeout);
}
