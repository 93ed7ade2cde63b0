import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PUBLIC_FOLDER } from './folder-paths.ts';
import { projectPath } from './local.ts';
import { waitUntil } from './wait.ts';

export const CONFIG_FILE = projectPath('wrangler.toml');
/** The parameters that bring the database's schema up to date; where it is follows. */
export const MIGRATE = ['d1', 'migrations', 'apply', 'DB'];

/** Keeps wrangler quiet and off the network: behind a DNS that never answers it starts in a second, not in eleven. */
const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
  WRANGLER_LOG_SANITIZE: 'true',
  CI: 'true',
};

/** Returns the parameters for serving a folder's own pictures; without any, the worker serves those of `articles`. */
export function assetsOf(folder: string): string[] {
  const assets = resolve(join(folder, PUBLIC_FOLDER));
  return existsSync(assets) ? ['--assets', assets] : [];
}

interface SpawnOptions {
  /** Its standard input. */
  input?: string;
  /** Shows what it prints. */
  inherit?: boolean;
}

/** Starts wrangler as the leader of a process group of its own, so that its runtime can be stopped with it. */
export function spawnWrangler(parameters: string[], { input = '', inherit = false }: SpawnOptions = {}): ChildProcess {
  const wrangler = projectPath('node_modules', 'wrangler', 'bin', 'wrangler.js');
  const output = inherit ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [wrangler, ...parameters], {
    cwd: projectPath(),
    env: { ...process.env, ...QUIET },
    stdio: ['pipe', output, output],
    detached: process.platform !== 'win32',
  });
  child.stdin?.end(input);
  return child;
}

/** Runs wrangler to its end. @returns its exit code and all it printed */
export async function runWrangler(
  parameters: string[],
  options: SpawnOptions = {},
): Promise<{ code: number; output: string }> {
  const child = spawnWrangler(parameters, options);
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Stops a process group, politely at first. */
export async function stopGroup(leader: number, isAlive: () => boolean): Promise<void> {
  const group = process.platform === 'win32' ? leader : -leader;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(group, name);
    } catch {
      // It has ended already.
    }
  };
  signal('SIGTERM');
  await waitUntil(() => !isAlive(), { within: 3000, every: 50 });
  signal('SIGKILL');
}
