import type { FeedDocuments } from '../feeds/documents.ts';
import type { Database } from '../platform/database.ts';
import type { Surroundings } from '../platform/platform.ts';
import type { Site } from '../site.ts';
import { checkCallback, checkResolved } from './guard.ts';
import type { HubQueues } from './jobs.ts';
import type { HubSettings } from './settings.ts';
import type { Topics } from './topics.ts';

/** What the hub works with. */
export interface HubTools extends Surroundings {
  db: Database;
  site: Site;
  topics: Topics;
  documents: FeedDocuments;
  queues: HubQueues;
  settings: HubSettings;
  /** The addresses of a name, where the runtime can tell them. */
  resolve?: ((host: string) => Promise<string[]>) | undefined;
}

/** Refuses callbacks that must not be called. It is asked before each call: names change. */
export function guardOf({ site, settings: { allowLoopback }, resolve }: HubTools): (callback: string) => Promise<void> {
  return async (callback) => {
    checkCallback(callback, { allowLoopback, ownOrigin: site.origin });
    await checkResolved(callback, { allowLoopback, ...(resolve && { resolve }) });
  };
}
