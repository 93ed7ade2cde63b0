import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Finished {
  code: number | null;
  out: string;
  err: string;
}

const ENVIRONMENT = { ...process.env, NO_COLOR: '1' };

/** Runs the command line tool as a shell would. */
export function tagwire(parameters: string[], env: Record<string, string> = {}): Promise<Finished> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...parameters], { env: { ...ENVIRONMENT, ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** A running `tagwire start`. */
export interface Running {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

/** Starts a wire and waits until it says that it is up. */
export async function startWire(folder: string, state: string, port: number): Promise<Running> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'start', folder, '--state', state], {
    env: { ...ENVIRONMENT, PORT: String(port) },
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  await until(
    () => output.includes('Ctrl-C stops'),
    () => output,
  );
  return { child, output: () => output, ended };
}

/** Waits for something to become true, and fails with what there was instead. It asks less often as time passes. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  otherwise: () => string,
  within = 50_000,
): Promise<void> {
  const begun = performance.now();
  for (let waited = 0; waited < within; waited = performance.now() - begun) {
    if (await condition()) return;
    const pause = Math.min(Math.max(25, waited / 20), 250);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error(`waited in vain: ${otherwise()}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
