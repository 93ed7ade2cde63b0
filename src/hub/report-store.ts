import type { Database } from '../platform/database.ts';
import { PENDING } from './topic-store.ts';

/** What the hub has to do and could not, as of now. Times are ISO 8601 in UTC. */
export interface HubReport extends Counts {
  topics: ({ topic: string } & Counts)[];
  hosts: ({ host: string } & Counts)[];
  leases: { endingWithinADay: number; next: string | null };
  /** Deliveries that failed, in the order of their ids; at most `LISTED`. */
  deliveries: FailingDelivery[];
  otherHubs: { address: string; told: number; failures: number; problem: string | null }[];
}

/** Numbers of subscribers. */
interface Counts {
  subscriptions: number;
  /** Healthy ones that miss something. */
  pending: number;
  /** Their last delivery failed and is tried again. */
  failing: number;
  /** They were given up, until their topic changes again. */
  dead: number;
}

export interface FailingDelivery {
  id: number;
  topic: string;
  callback: string;
  state: 'failing' | 'dead';
  since: string;
  attempts: number;
  next: string | null;
  problem: string | null;
  expires: string;
}

/** Rows of each list of a report. */
const LISTED = 100;
const DAY = 24 * 3600 * 1000;

const isoOf = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());

/** Reads the hub's state. @param after of the failed deliveries, lists those behind this id */
export async function findReport(db: Database, now: Date, after = 0): Promise<HubReport> {
  const rows = async <T>(sql: string, ...bound: number[]): Promise<T[]> =>
    (
      await db
        .prepare(sql)
        .bind(...bound)
        .all<T>()
    ).results;
  const from = 'FROM subscriptions JOIN topics ON topics.id = topic';
  const counts = `count(*) AS subscriptions,
    coalesce(sum(failing IS NULL AND delivered < topics.target), 0) AS pending,
    coalesce(sum(failing IS NOT NULL AND dead IS NULL), 0) AS failing, coalesce(sum(dead IS NOT NULL), 0) AS dead`;
  const worstFirst = 'ORDER BY dead DESC, failing DESC, subscriptions DESC';
  const [sums] = await rows<Counts>(`SELECT ${counts} ${from}`);
  const [lease] = await rows<{ ending: number; next: number | null }>(
    'SELECT coalesce(sum(expires <= ?1), 0) AS ending, min(expires) AS next FROM subscriptions WHERE expires > ?2',
    now.getTime() + DAY,
    now.getTime(),
  );
  const failing = await rows<FailingRow>(
    `SELECT subscriptions.id, path AS topic, callback, failing, dead, failures, retry, problem, expires ${from}
     WHERE failing IS NOT NULL AND subscriptions.id > ? ORDER BY subscriptions.id LIMIT ${LISTED}`,
    after,
  );
  return {
    ...(sums as Counts),
    topics: await rows(
      `SELECT path AS topic, ${counts} ${from} GROUP BY topics.id ${worstFirst}, path LIMIT ${LISTED}`,
    ),
    hosts: await rows(`SELECT host, ${counts} ${from} GROUP BY host ${worstFirst}, host LIMIT ${LISTED}`),
    leases: { endingWithinADay: lease?.ending ?? 0, next: isoOf(lease?.next ?? null) },
    deliveries: failing.map(({ failing, dead, failures, retry, expires, ...it }) => ({
      ...it,
      state: dead === null ? 'failing' : 'dead',
      since: isoOf(failing) as string,
      attempts: failures,
      next: isoOf(retry),
      expires: isoOf(expires) as string,
    })),
    otherHubs: await rows('SELECT address, told, failures, problem FROM other_hubs ORDER BY address'),
  };
}

interface FailingRow {
  id: number;
  topic: string;
  callback: string;
  failing: number;
  dead: number | null;
  failures: number;
  retry: number | null;
  problem: string | null;
  expires: number;
}

/** Since when anything is undelivered that has not been given up, in milliseconds since 1970. */
export async function findOldestUndelivered(db: Database): Promise<number | undefined> {
  const oldest = await db
    .prepare(
      `SELECT min(since) AS since FROM (
         SELECT min(failing) AS since FROM subscriptions WHERE failing IS NOT NULL AND dead IS NULL
         UNION ALL SELECT min(changed) FROM topics WHERE ${PENDING}
         UNION ALL SELECT min(channels.modified) * 1000 FROM topic_channels
           JOIN topics ON topics.id = topic JOIN channels ON channels.slug = channel WHERE channels.revision > checked)`,
    )
    .first<number>('since');
  return oldest ?? undefined;
}
