import type { ChannelResolver } from './channels/resolver.ts';
import type { Database } from './platform/database.ts';
import type { Site } from './site.ts';

/** The parts from which the handlers of public documents are made. */
export interface Reading {
  database: Database;
  site: Site;
  channels: ChannelResolver;
  clock: () => Date;
}
