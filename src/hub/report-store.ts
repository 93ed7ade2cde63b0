import { type Database, type Query, query, together } from '../platform/database.ts';

/** The hub's work that is not done, as of now. Times are ISO 8601 in UTC. */
export interface HubReport extends SubscriptionCounts {
  topics: ({ topic: string } & SubscriptionCounts)[];
  hosts: ({ host: string } & SubscriptionCounts)[];
  leases: { endingWithinADay: number; next: string | null };
  /** Deliveries that failed, in the order of their ids; at most `MAX_ROWS`. */
  deliveries: FailingDelivery[];
  otherHubs: { address: string; told: number; failures: number; problem: string | null }[];
}

/** Numbers of subscriptions. */
interface SubscriptionCounts {
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
const MAX_ROWS = 100;
const DAY = 24 * 3600 * 1000;

const SUBSCRIPTIONS = 'FROM subscriptions JOIN topics ON topics.id = topic';
const COUNTS = `count(*) AS subscriptions,
  coalesce(sum(failing IS NULL AND delivered < topics.target), 0) AS pending,
  coalesce(sum(failing IS NOT NULL AND dead IS NULL), 0) AS failing, coalesce(sum(dead IS NOT NULL), 0) AS dead`;
const WORST_FIRST = 'ORDER BY dead DESC, failing DESC, subscriptions DESC';

/** Reads the hub's state. @param after lists the failed deliveries behind this id */
export function findReport(db: Database, now: Date, after = 0): Query<HubReport> {
  const list = <Row>(sql: string) => query(db, db.prepare(sql), (rows: Row[]) => rows);
  return together(db, {
    counts: list<SubscriptionCounts>(`SELECT ${COUNTS} ${SUBSCRIPTIONS}`),
    topics: list<HubReport['topics'][0]>(
      `SELECT path AS topic, ${COUNTS} ${SUBSCRIPTIONS} GROUP BY topics.id ${WORST_FIRST}, path LIMIT ${MAX_ROWS}`,
    ),
    hosts: list<HubReport['hosts'][0]>(
      `SELECT host, ${COUNTS} ${SUBSCRIPTIONS} GROUP BY host ${WORST_FIRST}, host LIMIT ${MAX_ROWS}`,
    ),
    leases: findLeases(db, now),
    deliveries: findFailing(db, after),
    otherHubs: list<HubReport['otherHubs'][0]>(
      'SELECT address, told, failures, problem FROM other_hubs ORDER BY address',
    ),
  }).map(({ counts: [counts], ...lists }) => ({ ...(counts as SubscriptionCounts), ...lists }));
}

function findLeases(db: Database, now: Date): Query<HubReport['leases']> {
  const statement = db
    .prepare(
      'SELECT coalesce(sum(expires <= ?1), 0) AS ending, min(expires) AS next FROM subscriptions WHERE expires > ?2',
    )
    .bind(now.getTime() + DAY, now.getTime());
  return query(db, statement, ([row]: { ending: number; next: number | null }[]) => ({
    endingWithinADay: row?.ending ?? 0,
    next: isoOf(row?.next ?? null),
  }));
}

interface FailingRow extends Pick<FailingDelivery, 'id' | 'topic' | 'callback' | 'problem'> {
  failing: number;
  dead: number | null;
  failures: number;
  retry: number | null;
  expires: number;
}

function findFailing(db: Database, after: number): Query<FailingDelivery[]> {
  const statement = db
    .prepare(
      `SELECT subscriptions.id, path AS topic, callback, failing, dead, failures, retry, problem, expires
       ${SUBSCRIPTIONS}
       WHERE failing IS NOT NULL AND subscriptions.id > ? ORDER BY subscriptions.id LIMIT ${MAX_ROWS}`,
    )
    .bind(after);
  return query(db, statement, (rows: FailingRow[]) =>
    rows.map(({ failing, dead, failures, retry, expires, ...it }) => ({
      ...it,
      state: dead === null ? 'failing' : 'dead',
      since: isoOf(failing) as string,
      attempts: failures,
      next: isoOf(retry),
      expires: isoOf(expires) as string,
    })),
  );
}

const isoOf = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());
