/**
 * D1 for a bare workerd: a Durable Object over SQLite that answers what workerd's own `cloudflare-internal:d1-api`
 * asks of its `fetcher` (POST /query and /execute), as miniflare's does, but without checking each request's shape.
 */

interface D1Env {
  DATABASE: DurableObjectNamespace;
  /** The SQL of every migration, run when the database is empty. */
  MIGRATIONS: string;
}

interface Query {
  sql: string;
  params?: SqlStorageValue[];
}

export class Database implements DurableObject {
  readonly #storage: DurableObjectStorage;

  constructor({ storage }: DurableObjectState, { MIGRATIONS }: D1Env) {
    this.#storage = storage;
    const tables = storage.sql.exec("SELECT name FROM sqlite_schema WHERE name = 'articles'").toArray();
    if (tables.length === 0) storage.sql.exec(MIGRATIONS);
  }

  /** Runs one query, or a batch as one transaction. A failure is told in the body, as D1 does. */
  async fetch(request: Request): Promise<Response> {
    const given = await request.json<Query | Query[]>();
    const inColumns = new URL(request.url).searchParams.get('resultsFormat') === 'ROWS_AND_COLUMNS';
    try {
      return Response.json(this.#storage.transactionSync(() => [given].flat().map((it) => this.#run(it, inColumns))));
    } catch (error) {
      return Response.json({ success: false, error: (error as Error).message });
    }
  }

  #run({ sql, params = [] }: Query, inColumns: boolean) {
    const cursor = this.#storage.sql.exec(sql, ...params);
    const results = inColumns ? { columns: cursor.columnNames, rows: [...cursor.raw()] } : cursor.toArray();
    const { rowsRead, rowsWritten } = cursor;
    const meta = {
      duration: 0,
      changes: 0,
      last_row_id: 0,
      changed_db: rowsWritten > 0,
      size_after: 0,
      rows_read: rowsRead,
      rows_written: rowsWritten,
    };
    return { success: true, results, meta };
  }
}

export default {
  fetch: (request, { DATABASE }) => DATABASE.get(DATABASE.idFromName('db')).fetch(request),
} satisfies ExportedHandler<D1Env>;
