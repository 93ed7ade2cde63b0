import type { DocumentMaker } from '../feeds/maker.ts';
import type { Database } from '../platform/database.ts';
import type { Surroundings } from '../platform/platform.ts';
import type { Site } from '../site.ts';
import type { HubQueues } from './jobs.ts';
import type { HubSettings } from './settings.ts';
import type { Topics } from './topics.ts';

/** The parts of the wire that the hub works with. */
export interface HubParts extends Surroundings {
  db: Database;
  site: Site;
  topics: Topics;
  maker: DocumentMaker;
  queues: HubQueues;
  settings: HubSettings;
  /** Returns the addresses of a host; undefined where the runtime cannot tell them. */
  resolve?: ((host: string) => Promise<string[]>) | undefined;
}
