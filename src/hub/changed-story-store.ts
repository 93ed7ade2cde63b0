import { findSequence } from '../articles/sequence-store.ts';
import { READABLE_CHANNELS } from '../channels/channel-store.ts';
import { ALL } from '../channels/slug.ts';
import { type Database, type Query, query, together } from '../platform/database.ts';

/** A listed article, stubs of withdrawn ones among them. */
export interface ChangedStory {
  /** The number of its newest change. */
  seq: number;
  /** Slugs of the channels that list it. */
  channels: Set<string>;
}

/** Changed stories, and the number of the sequence up to which there are no others. */
export interface ChangedStories {
  /** The oldest change first. */
  stories: ChangedStory[];
  upto: number;
}

/** Reads the stories whose newest change has a number above `after`. */
export function findChangedStories(
  db: Database,
  { after, limit }: { after: number; limit: number },
): Query<ChangedStories> {
  const statement = db
    .prepare(
      `SELECT listings.seq AS seq, ${READABLE_CHANNELS} AS channels
       FROM listings JOIN articles ON articles.key = listings.key
       WHERE listings.channel = '${ALL}' AND listings.seq > ?1 ORDER BY listings.seq LIMIT ?2`,
    )
    .bind(after, limit);
  return together(db, {
    stories: query(db, statement, (rows: { seq: number; channels: string }[]) =>
      rows.map(({ seq, channels }) => ({ seq, channels: new Set(JSON.parse(channels) as string[]) })),
    ),
    sequence: findSequence(db),
  }).map(({ stories, sequence }) => ({
    stories,
    upto: stories.length < limit ? sequence.value : (stories.at(-1)?.seq ?? after),
  }));
}
