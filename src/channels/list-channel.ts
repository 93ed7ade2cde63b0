import type { Database, Query } from '../platform/database.ts';
import type { Channel } from './channel.ts';
import { listFiled } from './filing-store.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { listTag } from './listing-store.ts';
import { listFound } from './search-store.ts';

/** Lists a channel. A search ignores `until` and `stubs`: it has no archives and never finds stubs. */
export function listChannel(db: Database, channel: Channel, options: ListOptions): Query<ListedArticle[]> {
  switch (channel.kind) {
    case 'search':
      return listFound(db, channel.search, options);
    case 'combination':
      return listFiled(db, channel.expression, options);
    default:
      // Stubs may be many, and are told apart in the index of channels alone.
      if (options.stubs === false) return listFiled(db, channel.expression, options);
      return listTag(db, channel.name, options);
  }
}
