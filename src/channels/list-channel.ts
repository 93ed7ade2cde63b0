import type { Database, Query } from '../platform/database.ts';
import type { Channel } from './channel.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { listArticles } from './listing-store.ts';
import { listFound } from './search-store.ts';

/** Lists a channel. A search ignores `until` and `stubs`: it has no archives and never finds stubs. */
export function listChannel(db: Database, channel: Channel, options: ListOptions): Query<ListedArticle[]> {
  return channel.kind === 'search' ? listFound(db, channel.search, options) : listArticles(db, channel, options);
}
