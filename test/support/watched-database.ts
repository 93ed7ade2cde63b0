import type { Database, Result, Statement } from '../../src/platform/database.ts';

/** One wait for the database: when it began and ended, what was asked, and how many rows were read. */
export interface Wait {
  /** Counts the beginnings and ends of all waits, like `to`. */
  from: number;
  /** Infinity until it is over. */
  to: number;
  sql: string[];
  rows: number[];
}

/** A database that answers late, and notes each wait for it. */
export class WatchedDatabase implements Database {
  readonly waits: Wait[] = [];
  /** Its latency, in milliseconds. */
  late = 0;
  /** True while it does not answer. */
  isAway = false;
  readonly #real: Database;
  #moment = 0;

  constructor(real: Database) {
    this.#real = real;
  }

  prepare(sql: string): Statement {
    return new WatchedStatement(this, sql, this.#real.prepare(sql));
  }

  async batch<Row>(statements: Statement[]): Promise<Result<Row>[]> {
    const watched = statements as WatchedStatement[];
    return this.wait(
      watched.map((it) => it.sql),
      () => this.#real.batch<Row>(watched.map((it) => it.real)),
    );
  }

  async wait<T>(sql: string[], ask: () => Promise<T>): Promise<T> {
    const wait: Wait = { from: ++this.#moment, to: Number.POSITIVE_INFINITY, sql, rows: [] };
    this.waits.push(wait);
    if (this.late > 0) await new Promise((resolve) => setTimeout(resolve, this.late));
    if (this.isAway) throw new Error('Network connection lost.');
    const answer = await ask();
    wait.rows = [answer].flat().map(rowsIn);
    wait.to = ++this.#moment;
    return answer;
  }

  /** The waits since the last call, out of its notes. */
  take(): Wait[] {
    return this.waits.splice(0);
  }
}

class WatchedStatement implements Statement {
  readonly sql: string;
  readonly real: Statement;
  readonly #database: WatchedDatabase;

  constructor(database: WatchedDatabase, sql: string, real: Statement) {
    this.#database = database;
    this.sql = sql;
    this.real = real;
  }

  bind(...values: unknown[]): Statement {
    return new WatchedStatement(this.#database, this.sql, this.real.bind(...values));
  }

  all<Row>(): Promise<Result<Row>> {
    return this.#database.wait([this.sql], () => this.real.all<Row>());
  }

  first<Value>(column?: string): Promise<Value | null> {
    return this.#database.wait([this.sql], () =>
      column === undefined ? this.real.first<Value>() : this.real.first<Value>(column),
    );
  }

  run(): Promise<Result<unknown>> {
    return this.#database.wait([this.sql], () => this.real.run());
  }
}

/** The number of waits one after another: the longest chain of which each began when the one before had ended. */
export function inARow(waits: Wait[]): number {
  let count = 0;
  let end = 0;
  for (const { from, to } of waits.toSorted((a, b) => a.to - b.to)) {
    if (from <= end) continue;
    count++;
    end = to;
  }
  return count;
}

/** D1 tells how many rows a statement has read; not of `first`. */
function rowsIn(answer: unknown): number {
  return (answer as { meta?: { rows_read?: number } } | null)?.meta?.rows_read ?? 0;
}
