import type { FeedDocuments } from '../feeds/documents.ts';
import type { Site } from '../site.ts';
import { checkCallback, checkResolved } from './guard.ts';
import type { HubQueues } from './jobs.ts';
import type { HubSettings } from './settings.ts';
import type { Topics } from './topics.ts';

/** What happened, for a log. Of a callback it has the host alone: its path may be a secret. */
export type LogLine = { event: string; problem?: string } & Record<string, unknown>;

/** What the hub works with. */
export interface HubTools {
  db: D1Database;
  site: Site;
  topics: Topics;
  documents: FeedDocuments;
  queues: HubQueues;
  settings: HubSettings;
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
  /** The addresses of a name, where the runtime can tell them. */
  resolve?: ((host: string) => Promise<string[]>) | undefined;
  log: (line: LogLine) => void;
}

/** Refuses callbacks that must not be called. It is asked before each call: names change. */
export function guardOf({ site, settings: { allowLoopback }, resolve }: HubTools): (callback: string) => Promise<void> {
  return async (callback) => {
    checkCallback(callback, { allowLoopback, ownOrigin: site.origin });
    await checkResolved(callback, { allowLoopback, ...(resolve && { resolve }) });
  };
}
