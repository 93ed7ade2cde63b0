import { change, type Database, type Query, query, type Statement } from '../platform/database.ts';

/** A limit that a request would exceed; see `MOST` for the first four. */
export type Limit = 'client-and-domain' | 'client' | 'domain' | 'callback' | 'subscriptions';

/** How many requests may be unverified in so many seconds. */
export const MOST = {
  /** From one client, for callbacks below one registrable domain: nobody can use up what others may ask for. */
  'client-and-domain': { count: 40, seconds: 60 },
  /** From one client, for all callbacks together. */
  client: { count: 100, seconds: 60 },
  /** For callbacks below one domain, whoever asks: the hub must not be used as a hammer. */
  domain: { count: 100, seconds: 10 },
  /** The same with the first request of each client, which passes while others have used up what is above. */
  'domain-with-newcomers': { count: 200, seconds: 10 },
  /** For one callback that has a subscription already, whoever asks: many renewals at once are nothing unusual. */
  callback: { count: 1000, seconds: 10 },
  /** Pings from one client. */
  ping: { count: 30, seconds: 60 },
} as const;

/** The longest of the times above, in milliseconds. */
const KEPT = 60_000;
/** The target of a ping. */
const PING = '';

/** A request to subscribe or unsubscribe, as it is counted. */
export interface CountedRequest {
  /** Undefined if the client is not known: it is then counted by its domain alone. */
  client: string | undefined;
  /** Of the callback: see `registrableDomainOf`. */
  domain: string;
  callback: string;
  /** Adds a subscription, unless there is one already. */
  isSubscribing: boolean;
  /** Paths under which its topic may be stored. */
  paths: string[];
}

/** What a decision also depends on. */
export interface Circumstances {
  /** The hub takes no new ones beyond it, and renews those that it has. */
  maxSubscriptions: number;
  now: Date;
}

const since = (seconds: number) => `?4 - ${seconds * 1000}`;

/** SQL that selects if the callback of a request is known, and the limit that the request would exceed, or NULL. */
const DECISION = `SELECT isKnown, CASE
    WHEN isNew AND subscriptions >= ?7 THEN 'subscriptions'
    WHEN isKnown THEN CASE WHEN forCallback >= ${MOST.callback.count} THEN 'callback' END
    WHEN forBoth >= ${MOST['client-and-domain'].count} THEN 'client-and-domain'
    WHEN forClient >= ${MOST.client.count} THEN 'client'
    WHEN forDomain >= CASE WHEN forBoth = 0 AND ?1 IS NOT NULL THEN ${MOST['domain-with-newcomers'].count}
      ELSE ${MOST.domain.count} END THEN 'domain' END AS exceeded
  FROM (SELECT
    EXISTS (SELECT 1 FROM subscriptions WHERE callback = ?3 AND expires > ?4) AS isKnown,
    ?5 AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE callback = ?3
      AND topic IN (SELECT id FROM topics WHERE path IN (SELECT value FROM json_each(?6)))) AS isNew,
    (SELECT value FROM subscription_count) AS subscriptions,
    (SELECT count(*) FROM unverified_requests WHERE target = ?3 AND at > ${since(MOST.callback.seconds)}) AS forCallback,
    (SELECT count(*) FROM unverified_requests WHERE client = ?1 AND target = ?2
      AND at > ${since(MOST['client-and-domain'].seconds)}) AS forBoth,
    (SELECT count(*) FROM unverified_requests WHERE client = ?1 AND target <> '${PING}'
      AND at > ${since(MOST.client.seconds)}) AS forClient,
    (SELECT count(*) FROM unverified_requests WHERE target = ?2 AND at > ${since(MOST.domain.seconds)}) AS forDomain)`;

/**
 * Counts a request whose intent is to be verified, unless it would exceed a limit: then nothing is written. A callback
 * that has a subscription is counted for itself, and not for its client and domain.
 * @returns the id under which it is counted until it is confirmed; undefined if it would exceed a limit
 */
export function admitRequest(db: Database, request: CountedRequest, circumstances: Circumstances) {
  const statement = bound(
    db,
    `INSERT INTO unverified_requests (client, target, at)
     SELECT CASE WHEN isKnown THEN NULL ELSE ?1 END, CASE WHEN isKnown THEN ?3 ELSE ?2 END, ?4
     FROM (${DECISION}) WHERE exceeded IS NULL RETURNING id`,
    request,
    circumstances,
  );
  return query(db, statement, ([row]: { id: number }[]): number | undefined => row?.id);
}

/** Finds the limit that a request would exceed; undefined if it would exceed none (any more). */
export function findExceeded(db: Database, request: CountedRequest, circumstances: Circumstances) {
  const statement = bound(db, DECISION, request, circumstances);
  return query(db, statement, ([row]: { exceeded: Limit | null }[]): Limit | undefined => row?.exceeded ?? undefined);
}

function bound(
  db: Database,
  sql: string,
  { client, domain, callback, isSubscribing, paths }: CountedRequest,
  { maxSubscriptions, now }: Circumstances,
): Statement {
  return db
    .prepare(sql)
    .bind(
      client ?? null,
      domain,
      callback,
      now.getTime(),
      isSubscribing ? 1 : 0,
      JSON.stringify(paths),
      maxSubscriptions,
    );
}

/** Counts a client's ping, unless it would exceed the limit. @returns true if it does not */
export function admitPing(db: Database, client: string, now: Date): Query<boolean> {
  const statement = db
    .prepare(
      `INSERT INTO unverified_requests (client, target, at) SELECT ?1, '${PING}', ?2
       WHERE (SELECT count(*) FROM unverified_requests WHERE client = ?1 AND target = '${PING}' AND at > ?3)
         < ${MOST.ping.count}
       RETURNING id`,
    )
    .bind(client, now.getTime(), now.getTime() - MOST.ping.seconds * 1000);
  return query(db, statement, (rows: unknown[]) => rows.length > 0);
}

/** Counts a request no longer: its intent is confirmed. */
export function endRequest(db: Database, id: number): Query<void> {
  return change(db, db.prepare('DELETE FROM unverified_requests WHERE id = ?').bind(id));
}

/** Forgets the requests that count no longer. */
export function forgetRequests(db: Database, now: Date): Query<void> {
  return change(db, db.prepare('DELETE FROM unverified_requests WHERE at <= ?').bind(now.getTime() - KEPT));
}
