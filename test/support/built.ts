import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorker } from './worker.ts';

/** Builds the worker once for all projects and files that start one. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.BUILT_WORKER) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'tagwire-built-'));
  process.env.BUILT_WORKER = folder;
  await buildWorker(folder);
  return () => rm(folder, { recursive: true, force: true });
}
