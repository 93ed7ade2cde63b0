import { MAX_BYTES_PER_CHARACTER } from '../bytes.ts';

/** A SQLite-shaped database, with the methods and the limits of Cloudflare's D1. Each `batch`, `all`, `first` and `run` is one wait. */
export interface Database {
  prepare(sql: string): Statement;
  /** Runs statements one after another in one transaction: all of them, or none. */
  batch<Row>(statements: Statement[]): Promise<Result<Row>[]>;
}

/** A prepared statement. */
export interface Statement {
  /** Gives the same statement with values for `?1`, `?2` and so on. */
  bind(...values: unknown[]): Statement;
  all<Row>(): Promise<Result<Row>>;
  first<Value>(column: string): Promise<Value | null>;
  first<Row>(): Promise<Row | null>;
  run(): Promise<Result<unknown>>;
}

/** The result of a statement: its rows, and the number of rows that it wrote. */
export interface Result<Row> {
  results: Row[];
  meta: { changes: number };
}

/** Thrown if the database does not answer: it is not reached, has no time or no room. It may do so a little later. */
export class DatabaseAway extends Error {
  /** Seconds after which it may be asked again. */
  readonly retryAfterSeconds = 5;
}

/** Milliseconds after which a question counts as not answered. A transaction of a bulk load takes a fifth of it. */
const PATIENCE = 5000;

/** What databases say of a statement or of stored data that is wrong. */
const OUR_FAULT =
  /SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE|MISUSE|TOOBIG)|constraint failed|syntax error|no such|malformed JSON|too many (SQL variables|terms|columns|arguments|levels)|wrong number of|datatype mismatch|too big/i;

/** True if a message of a database speaks of a statement or of stored data: asking again would not help. */
export const isOurFault = (message: string): boolean => OUR_FAULT.test(message);

/** Waits for an answer of the database. @throws {DatabaseAway} if it does not come in time */
async function inTime<Answer>(question: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseAway(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return await Promise.race([reached(question), silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for an answer of the database. @throws {DatabaseAway} if it is not reached, or has no time or room */
async function reached<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    const { message } = error as Error;
    throw isOurFault(message) ? error : new DatabaseAway(message, { cause: error });
  }
}

/**
 * A question to the database: statements, and what their rows mean. Stores make queries; whoever has several asks them
 * together, since the wait is what costs.
 */
export class Query<T> {
  readonly db: Database;
  readonly statements: Statement[];
  readonly read: (results: Result<unknown>[]) => T;

  constructor(db: Database, statements: Statement[], read: (results: Result<unknown>[]) => T) {
    this.db = db;
    this.statements = statements;
    this.read = read;
  }

  /**
   * Asks this alone: one wait, or none if it has no statement.
   * @throws {DatabaseAway} if the database does not answer
   */
  async ask(): Promise<T> {
    const [statement, ...others] = this.statements;
    if (!statement) return this.read([]);
    if (others.length === 0) return this.read([await inTime(statement.all())]);
    return this.read(await inTime(this.db.batch(this.statements)));
  }

  /** Asks, however long it takes: for changes that may be made although nobody waits any more, and for long looks. */
  async askPatiently(): Promise<T> {
    const [statement] = this.statements;
    if (!statement) return this.read([]);
    return this.read(await reached(this.db.batch(this.statements)));
  }

  /** Returns this question with its answer made into something else. */
  map<U>(change: (answer: T) => U): Query<U> {
    return new Query(this.db, this.statements, (results) => change(this.read(results)));
  }
}

/** A question of one statement. @param read makes the answer of its rows */
export function query<Row, T>(db: Database, statement: Statement, read: (rows: Row[]) => T): Query<T> {
  return new Query(db, [statement], ([result]) => read((result as Result<Row>).results));
}

/** A change that answers nothing, to be made together with others. */
export function change(db: Database, ...statements: Statement[]): Query<void> {
  return new Query(db, statements, () => undefined);
}

/** A question that is answered already. */
export function answered<T>(db: Database, answer: T): Query<T> {
  return new Query(db, [], () => answer);
}

/** The answers to questions by name. */
export type Answers<Questions extends Record<string, Query<unknown>>> = {
  [Name in keyof Questions]: Questions[Name] extends Query<infer T> ? T : never;
};

/**
 * Makes one question of several, which are asked in their order, in one transaction and with one wait.
 * @example const { stored, owners } = await together(db, { stored: findArticles(db, keys), owners: findSlugOwners(db, slugs) }).ask();
 */
export function together<Questions extends Record<string, Query<unknown>>>(
  db: Database,
  questions: Questions,
): Query<Answers<Questions>> {
  const all = Object.entries(questions);
  return new Query(
    db,
    all.flatMap(([, it]) => it.statements),
    (results) => {
      let next = 0;
      const answers = all.map(([name, it]) => {
        const start = next;
        next += it.statements.length;
        return [name, it.read(results.slice(start, next))];
      });
      return Object.fromEntries(answers) as Answers<Questions>;
    },
  );
}

/** D1 takes at most 2 MB in one bound value; one statement's values are kept below it. */
const MAX_BOUND_BYTES = 1_950_000;

/** Splits rows over so many statements that each bound value stays below D1's limit; a larger row has its own. */
export function boundInParts<Row>(rows: Row[], statement: (json: string) => Statement): Statement[] {
  const parts: string[][] = [];
  let room = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    const bytes = (json.length + 1) * MAX_BYTES_PER_CHARACTER;
    if (bytes > room) {
      parts.push([]);
      room = MAX_BOUND_BYTES;
    }
    parts.at(-1)?.push(json);
    room -= bytes;
  }
  return parts.map((part) => statement(`[${part.join(',')}]`));
}
