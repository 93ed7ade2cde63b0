import type { Expression } from './expression.ts';
import { EMPTY_VOCABULARY, type VocabularyFile } from './vocabulary-file.ts';

/** A channel's row: see the migration for the columns. */
export interface ChannelRow {
  slug: string;
  label: string;
  revision: number;
  /** Seconds since 1970. */
  modified: number;
  articles: number;
}

/** Place of an article in every listing: ascending is newest first. */
export interface Position {
  rank: number;
  key: string;
}

/** An article in a listing; `seq` changes with it. */
export interface Listed extends Position {
  seq: number;
}

/** The rows of these slugs; a channel that never had a live story has none. */
export async function findChannels(db: D1Database, slugs: string[]): Promise<ChannelRow[]> {
  const { results } = await db
    .prepare(
      'SELECT slug, label, revision, modified, articles FROM channels WHERE slug IN (SELECT value FROM json_each(?))',
    )
    .bind(JSON.stringify(slugs))
    .all<ChannelRow>();
  return results;
}

/** Every channel, by label; `all` first. */
export async function listChannels(db: D1Database): Promise<ChannelRow[]> {
  const { results } = await db
    .prepare(
      `SELECT slug, label, revision, modified, articles FROM channels ORDER BY slug <> 'all', label COLLATE NOCASE, slug`,
    )
    .all<ChannelRow>();
  return results;
}

/** The first moment within an interval at which any article appears or disappears by itself (milliseconds since 1970). */
export async function findFlipBetween(db: D1Database, after: number, upto: number): Promise<number | undefined> {
  const flip = await db
    .prepare('SELECT min(flips) AS flips FROM articles WHERE flips > ? AND flips <= ?')
    .bind(after, upto)
    .first<number>('flips');
  return flip ?? undefined;
}

/** A story that is due for longer could not be derived: it is logged, and caches need not wait for it (milliseconds). */
const OVERDUE = 180_000;

/** The next moment at which any article appears or disappears by itself, in milliseconds since 1970. */
export async function findNextFlip(db: D1Database, now: Date): Promise<number | undefined> {
  const row = await db
    .prepare('SELECT min(flips) AS flips FROM articles WHERE flips > ?')
    .bind(now.getTime() - OVERDUE)
    .first<{ flips: number | null }>();
  return row?.flips ?? undefined;
}

/**
 * The same among articles that were published from one moment on (milliseconds since 1970), and before another one.
 */
export async function findNextFlipOf(
  db: D1Database,
  { start, end }: { start: number; end: number },
  now: Date,
): Promise<number | undefined> {
  const row = await db
    .prepare(
      'SELECT min(flips) AS flips FROM articles INDEXED BY articles_by_rank WHERE rank > ? AND rank <= ? AND flips > ?',
    )
    .bind(0 - end, 0 - start, now.getTime() - OVERDUE)
    .first<{ flips: number | null }>();
  return row?.flips ?? undefined;
}

/** Which part of an expression's articles, in the order of its listing (newest first). */
export interface ListOptions {
  /** Only after (older than) this position. */
  from?: Position | undefined;
  /** Only up to this rank, itself among them. */
  until?: number | undefined;
  limit: number;
  /** `newer` lists the ones before `from` instead, nearest first. */
  direction?: 'older' | 'newer';
  /** Whether withdrawn articles are listed, too. */
  stubs?: boolean;
}

/**
 * Articles of an expression, newest first. Reads listings by their primary key only.
 * @param sizes number of articles by channel: a clause walks along its smallest channel
 */
export async function listArticles(
  db: D1Database,
  expression: Expression,
  sizes: Map<string, number>,
  { from, until, limit, direction = 'older', stubs = true }: ListOptions,
): Promise<Listed[]> {
  const query = new ListingQuery(limit);
  const way = direction === 'older' ? 'ASC' : 'DESC';
  const conditions = [
    ...(from
      ? [`(rank, key) ${direction === 'older' ? '>' : '<'} (${query.bind(from.rank)}, ${query.bind(from.key)})`]
      : []),
    ...(until === undefined ? [] : [`rank <= ${query.bind(until)}`]),
    ...(stubs ? [] : ["(SELECT status FROM articles WHERE articles.key = main.key) <> 'withdrawn'"]),
  ];
  return query.all(db, expression, sizes, conditions, `rank ${way}, key ${way}`);
}

/**
 * What an expression lists whose newest change is after a number of the sequence, and not after another one; in the
 * order of these changes, or the newest first. Stubs of withdrawn articles are among them.
 */
export function listChanges(
  db: D1Database,
  expression: Expression,
  sizes: Map<string, number>,
  { after, upto, limit, newestFirst = false }: { after: number; upto: number; limit: number; newestFirst?: boolean },
): Promise<Listed[]> {
  const query = new ListingQuery(limit);
  const conditions = [`seq > ${query.bind(after)}`, `seq <= ${query.bind(upto)}`];
  return query.all(db, expression, sizes, conditions, newestFirst ? 'seq DESC' : 'seq');
}

/** D1 takes no more SELECTs in one compound statement ("too many terms in compound SELECT"); it does take nested ones. */
const MAX_COMPOUND = 5;

function inParts<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
}

/** A walk along listings: each clause of an expression by its smallest channel, the others looked up. */
class ListingQuery {
  readonly #bound: (string | number)[] = [];
  readonly #limit: string;

  constructor(limit: number) {
    this.#limit = this.bind(limit);
  }

  /** A value's place in the statement. */
  bind(value: string | number): string {
    return `?${this.#bound.push(value)}`;
  }

  async all(
    db: D1Database,
    expression: Expression,
    sizes: Map<string, number>,
    conditions: string[],
    order: string,
  ): Promise<Listed[]> {
    const listed = (slug: string) =>
      `EXISTS (SELECT 1 FROM listings AS other WHERE other.channel = ${this.bind(slug)} AND other.rank = main.rank AND other.key = main.key)`;
    const clauses = expression.map(({ every, none }) => {
      const [walked = '', ...others] = [...every].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
      const all = [
        `main.channel = ${this.bind(walked)}`,
        ...conditions,
        ...others.map(listed),
        ...none.map((it) => `NOT ${listed(it)}`),
      ];
      return `SELECT * FROM (SELECT rank, key, seq FROM listings AS main WHERE ${all.join(' AND ')} ORDER BY ${order} LIMIT ${this.#limit})`;
    });
    const ordered = (selects: string[]) => `${selects.join(' UNION ')} ORDER BY ${order} LIMIT ${this.#limit}`;
    const nested = inParts(clauses, MAX_COMPOUND).map((it) => `SELECT * FROM (${ordered(it)})`);
    const { results } = await db
      .prepare(ordered(clauses.length > MAX_COMPOUND ? nested : clauses))
      .bind(...this.#bound)
      .all<Listed>();
    return results;
  }
}

/** What tells this database's numbers from another one's. */
export async function findEpoch(db: D1Database): Promise<string> {
  return (await db.prepare('SELECT epoch FROM sequence').first<string>('epoch')) ?? '';
}

/** The stored vocabulary, and the channels not yet filed by it; an empty one before the first push. */
export interface StoredVocabulary {
  hash: string;
  /** Undefined if the hash is the one that is known. */
  file: VocabularyFile | undefined;
  stale: string[];
}

/** @param known the hash of a vocabulary that need not be read again */
export async function findVocabulary(db: D1Database, known = ''): Promise<StoredVocabulary> {
  const row = await db
    .prepare('SELECT hash, CASE WHEN hash <> ? THEN content END AS content, stale FROM vocabulary')
    .bind(known)
    .first<{ hash: string; content: string | null; stale: string }>();
  if (!row) return { hash: '', file: known === '' ? EMPTY_VOCABULARY : undefined, stale: [] };
  const file = row.content === null ? undefined : (JSON.parse(row.content) as VocabularyFile);
  return { hash: row.hash, file, stale: JSON.parse(row.stale) as string[] };
}
