import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { projectPath } from '../../src/cli/local.ts';
import type { Database, Result, Statement } from '../../src/platform/database.ts';

const MIGRATIONS = projectPath('src', 'migrations');

/** A new database in memory, with every migration, by Node's own SQLite. */
export class SqliteDatabase implements Database {
  readonly #sqlite = new DatabaseSync(':memory:');

  constructor() {
    for (const name of readdirSync(MIGRATIONS).sort()) this.#sqlite.exec(readFileSync(join(MIGRATIONS, name), 'utf8'));
  }

  prepare(sql: string): Statement {
    return new SqliteStatement(this.#sqlite, sql, []);
  }

  async batch<Row>(statements: Statement[]): Promise<Result<Row>[]> {
    this.#sqlite.exec('BEGIN');
    try {
      const results = (statements as SqliteStatement[]).map((it) => it.read<Row>());
      this.#sqlite.exec('COMMIT');
      return results;
    } catch (error) {
      this.#sqlite.exec('ROLLBACK');
      throw error;
    }
  }
}

class SqliteStatement implements Statement {
  readonly #sqlite: DatabaseSync;
  readonly #sql: string;
  readonly #values: SQLInputValue[];

  constructor(sqlite: DatabaseSync, sql: string, values: SQLInputValue[]) {
    this.#sqlite = sqlite;
    this.#sql = sql;
    this.#values = values;
  }

  bind(...values: unknown[]): Statement {
    return new SqliteStatement(this.#sqlite, this.#sql, values as SQLInputValue[]);
  }

  read<Row>(): Result<Row> {
    const results = this.#sqlite.prepare(this.#sql).all(...this.#values) as Row[];
    const { changes } = this.#sqlite.prepare('SELECT changes() AS changes').get() as { changes: number };
    return { results, meta: { changes } };
  }

  async all<Row>(): Promise<Result<Row>> {
    return this.read<Row>();
  }

  async first<Value>(column?: string): Promise<Value | null> {
    const [row] = this.read<Record<string, unknown>>().results;
    if (!row) return null;
    return (column === undefined ? row : row[column]) as Value;
  }

  async run(): Promise<Result<unknown>> {
    return this.read();
  }
}
