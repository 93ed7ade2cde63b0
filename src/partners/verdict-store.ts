import { boundInParts, change, type Database, type Query, query } from '../platform/database.ts';
import type { Finding, Verdict } from './judge.ts';

/** What a partner gets of a story, or why it does not get it. */
export interface KeptVerdict {
  partner: string;
  key: string;
  verdict: Verdict['kind'];
  findings: Finding[];
  title: string;
}

/** A kept verdict on a story that is live, was, or is going to be. */
export interface FoundVerdict extends Omit<KeptVerdict, 'partner'> {
  /** The moment at which it appears, in milliseconds since 1970; undefined if it has. */
  appears: number | undefined;
  /** Milliseconds since 1970 since which verdict and findings are these. */
  since: number;
  /** The moment of its publication, in milliseconds since 1970. */
  published: number;
  /** The slugs of the channels that list the story. */
  channels: string[];
}

/** A verdict, and the number of the story's newest change when it was judged: it is not kept of a story that has changed since. */
export type NumberedVerdict = KeptVerdict & { seq: number };

/**
 * Keeps verdicts. Part of a transaction that stores the stories, or a change of its own.
 * @param settings only if these still hold (see `noteSettings`)
 */
export function putVerdicts(db: Database, verdicts: NumberedVerdict[], now: Date, settings?: string): Query<void> {
  const statements = boundInParts(verdicts, (json) =>
    db
      .prepare(
        `INSERT INTO verdicts (partner, key, verdict, findings, title, since)
         SELECT it.value ->> 'partner', articles.key, it.value ->> 'verdict', it.value -> 'findings', it.value ->> 'title', ?2
         FROM json_each(?1) AS it CROSS JOIN articles ON articles.key = it.value ->> 'key' AND articles.seq = it.value ->> 'seq'
         WHERE ?3 IS NULL OR (SELECT settings FROM sequence) = ?3
         ON CONFLICT (partner, key) DO UPDATE SET
           since = CASE WHEN verdict = excluded.verdict AND findings = excluded.findings THEN since ELSE excluded.since END,
           verdict = excluded.verdict, findings = excluded.findings, title = excluded.title`,
      )
      .bind(json, now.getTime(), settings ?? null),
  );
  return change(db, ...statements);
}

/** Forgets the verdicts of all partners but these. */
export function forgetVerdicts(db: Database, partners: string[]): Query<void> {
  const statement = db
    .prepare('DELETE FROM verdicts WHERE partner NOT IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(partners));
  return change(db, statement);
}

/**
 * Counts the verdicts of every partner on everything that channels list now.
 * @param oldest by partner, before when nothing was published that it takes, in milliseconds since 1970: what is older counts as withheld
 */
export function countVerdicts(
  db: Database,
  oldest: Record<string, number>,
): Query<{ partner: string; verdict: Verdict['kind']; count: number }[]> {
  const statement = db
    .prepare(
      `SELECT partner, CASE WHEN verdict IN ('passed', 'adapted') AND 0 - articles.rank < oldest.value THEN 'withheld' ELSE verdict END
         AS kind, count(*) AS count
       FROM verdicts JOIN articles ON articles.key = verdicts.key LEFT JOIN json_each(?) AS oldest ON oldest.key = partner
       WHERE articles.channels <> '[]' GROUP BY partner, kind`,
    )
    .bind(JSON.stringify(oldest));
  return query(db, statement, (rows: { partner: string; kind: Verdict['kind']; count: number }[]) =>
    rows.map(({ kind, ...it }) => ({ ...it, verdict: kind })),
  );
}

/** Finds the verdicts of a partner on everything that channels list now, or will by itself, newest stories first. */
export function findVerdicts(db: Database, partner: string, now: Date): Query<FoundVerdict[]> {
  interface Row {
    key: string;
    verdict: Verdict['kind'];
    findings: string;
    title: string;
    since: number;
    channels: string;
    published: number;
    appears: number | null;
  }
  const statement = db
    .prepare(
      `SELECT articles.key, verdict, findings, title, verdicts.since, articles.channels, 0 - articles.rank AS published,
         CASE WHEN articles.channels = '[]' THEN next_release END AS appears
       FROM verdicts JOIN articles ON articles.key = verdicts.key
       WHERE partner = ? AND (articles.channels <> '[]' OR next_release > ?) ORDER BY articles.rank, articles.key`,
    )
    .bind(partner, now.getTime());
  return query(db, statement, (rows: Row[]) =>
    rows.map(({ findings, channels, appears, ...row }) => ({
      ...row,
      appears: appears ?? undefined,
      findings: JSON.parse(findings) as Finding[],
      channels: JSON.parse(channels) as string[],
    })),
  );
}
