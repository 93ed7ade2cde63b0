import { Database } from '../../bench/workers/d1.ts';
import type { Call, Condition } from '../condition.ts';

export { Database };

/** The most calls that are noted one by one. */
const MAX_CALLS = 2000;
const HANGING_MILLISECONDS = 20;

interface Env {
  DATABASE: DurableObjectNamespace;
}

interface Query {
  sql: string;
}

const WELL: Condition = { late: 0, after: 0 };
let condition = WELL;
const calls: Call[] = [];

/**
 * D1 that notes what it is asked, and can be late, away, hanging or full. Besides what D1 is asked: POST /condition sets
 * that, GET /calls returns the notes and begins anew, and POST /sql runs SQL past all of it.
 */
export default {
  async fetch(request, { DATABASE }): Promise<Response> {
    const database = DATABASE.get(DATABASE.idFromName('db'));
    const body = await request.text();
    const { pathname } = new URL(request.url);
    if (pathname === '/condition') {
      condition = { ...WELL, ...(JSON.parse(body) as Partial<Condition>) };
      return new Response();
    }
    if (pathname === '/calls') return Response.json(calls.splice(0));
    if (pathname === '/sql') return database.fetch('http://d1/query', { method: 'POST', body });
    return answer(body, () => database.fetch(request.url, { method: 'POST', body }));
  },
} satisfies ExportedHandler<Env>;

async function answer(body: string, ask: () => Promise<Response>): Promise<Response> {
  const queries = [JSON.parse(body) as Query | Query[]].flat();
  const call: Call = {
    from: Date.now(),
    sql: queries.map((it) => it.sql.replace(/\s+/g, ' ').slice(0, 120)),
    rows: 0,
    written: 0,
  };
  if (calls.length < MAX_CALLS) calls.push(call);
  if (condition.late > 0) await pause(condition.late);
  const problem = await problemWith(queries);
  if (problem !== undefined) return Response.json({ success: false, error: problem });
  const response = await ask();
  const text = await response.text();
  for (const { meta } of [JSON.parse(text) as { meta?: Record<string, number> }].flat()) {
    call.rows += meta?.rows_read ?? 0;
    call.written += meta?.rows_written ?? 0;
  }
  call.to = Date.now();
  return new Response(text, response);
}

/** What D1 says if it cannot answer; undefined if it can. */
async function problemWith(queries: Query[]): Promise<string | undefined> {
  if (condition.fail === undefined) return undefined;
  if (condition.fail === 'full')
    return queries.some((it) => WRITES.test(it.sql)) ? 'database or disk is full: SQLITE_FULL' : undefined;
  if (condition.after > 0) {
    condition.after--;
    return undefined;
  }
  while (condition.fail === 'hang') await pause(HANGING_MILLISECONDS);
  return 'Network connection lost.';
}

const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|(?:WITH\b[\s\S]*\b(?:INSERT|UPDATE|DELETE)\b))/i;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
