import type { Flights } from '../feeds/flights.ts';
import type { Handler } from '../http/add-routes.ts';
import { readBody } from '../http/body.ts';
import { clientKeyOf } from '../http/client-key.ts';
import { HttpProblem, problemOf } from '../http/problem.ts';
import type { Database } from '../platform/database.ts';
import type { LogLine, Platform } from '../platform/platform.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import { findHealth, type Health } from './health-store.ts';
import type { Hub } from './hub.ts';
import { findReport } from './report-store.ts';
import { parseHubRequest } from './requests.ts';
import { dropFailed, retryFailed } from './subscription-failure-store.ts';

const FORM = 'application/x-www-form-urlencoded';
/** The clock ticks each minute. It is late if it has not for this time, in milliseconds. */
const CLOCK_LATE = 3 * 60_000;
const MAX_FORM_BYTES = 20_000;
const MAX_COMMAND_BYTES = 100_000;

interface Parts extends Pick<Platform, 'clientAddress'> {
  db: Database;
  site: Site;
  hub: Hub;
  flights: Flights;
  clock: () => Date;
  log: (line: LogLine) => void;
}

/** The handlers of /hub, /api/hub and /healthz: parse, one call, respond. */
export class HubHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Answers a subscriber's or publisher's request (WebSub §5.1): 202, and it is carried out afterwards. */
  readonly postRequest: Handler = async (c) => {
    refuseOtherSites(c.req.raw.headers, this.#parts.site);
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type !== FORM)
      throw new HttpProblem(415, `expected content-type ${FORM}, got "${type.slice(0, 100)}"`, {
        headers: { accept: FORM },
      });
    const form = new TextDecoder().decode(await readBody(c.req.raw, MAX_FORM_BYTES));
    const address = this.#parts.clientAddress(c.req.raw);
    const client = address === null ? undefined : clientKeyOf(address);
    try {
      await this.#parts.hub.request(parseHubRequest(new URLSearchParams(form)), client);
    } catch (error) {
      throw error instanceof Refused ? problemWith4xx(error) : error;
    }
    return c.text('accepted\n', 202, { 'cache-control': 'no-store' });
  };

  /** Answers with the hub's state. `?after={id}` lists further failed deliveries. */
  readonly getReport: Handler = async (c) => {
    const { db, clock } = this.#parts;
    const given = c.req.query('after') ?? '0';
    const after = Number(given);
    if (!Number.isSafeInteger(after) || after < 0)
      throw new HttpProblem(400, `after: expected the id of a subscription, got "${given.slice(0, 100)}"`);
    return c.json(await findReport(db, clock(), after).ask());
  };

  /** Answers /healthz: if the database answers and the clock ticks, and how long something had waited at its last tick. */
  readonly getHealth: Handler = async (c) => {
    const { db, flights, clock } = this.#parts;
    c.header('cache-control', 'no-store');
    try {
      // Whoever watches is always answered, so it must cost little, however many do.
      const health = await flights.share('health', () => findHealth(db).ask());
      return c.json({ status: 'ok', database: 'ok', ...describeHealth(health, clock()) });
    } catch (error) {
      console.error(error);
      return c.json({ status: 'failing', database: 'does not answer' }, 503);
    }
  };

  /** Retries or drops failed deliveries: `{"action": "retry" | "drop", "ids": [...]}`; without ids, all that were given up. */
  readonly postCommand: Handler = async (c) => {
    const { db, hub, clock, log } = this.#parts;
    const { action, ids } = await readCommand(c.req.raw);
    if (action === 'drop') {
      const dropped = await dropFailed(db, ids).ask();
      log({ event: 'dropped', subscriptions: dropped });
      return c.json({ dropped: dropped.length });
    }
    const retried = await retryFailed(db, ids, clock()).ask();
    await hub.retry();
    return c.json({ retried });
  };
}

/**
 * Refuses a form that a page of another site has its reader's browser send: whoever looks at a page has not asked for
 * anything. Programs send neither header.
 * @throws {HttpProblem} 403
 */
function refuseOtherSites(headers: Headers, { origin }: Site): void {
  const from = headers.get('origin'); // RFC 6454 §7: `null` if the browser does not tell
  const relation = headers.get('sec-fetch-site'); // Fetch Metadata §2.3
  const isOther = (from !== null && from !== origin) || relation === 'cross-site' || relation === 'same-site';
  if (!isOther) return;
  const sign = from !== null && from !== origin ? `Origin: ${from.slice(0, 100)}` : `Sec-Fetch-Site: ${relation}`;
  throw new HttpProblem(403, `expected a program or a page of ${origin}, got a form of another site (${sign})`);
}

/** Before the clock has ticked, nothing is known to be wrong. */
function describeHealth({ at, oldestUndelivered, unreadable }: Health, now: Date) {
  const isLate = at !== null && now.getTime() - at > CLOCK_LATE;
  const waited = at === null || oldestUndelivered === null ? 0 : Math.max(0, at - oldestUndelivered);
  const stories = unreadable.length > 0 && { unreadable };
  return { clock: isLate ? 'late' : 'ok', oldestUndeliveredSeconds: Math.round(waited / 1000), ...stories };
}

/** WebSub §5.2: a refused request gets 4xx. */
function problemWith4xx(refused: Refused): HttpProblem {
  const { kind } = refused.refusal;
  return problemOf(refused, kind === 'invalid' ? 400 : kind === 'busy' ? 429 : undefined);
}

/** Reads the body of a command. @throws {HttpProblem} 400 with what was expected and what came */
async function readCommand(request: Request): Promise<{ action: 'retry' | 'drop'; ids: number[] | undefined }> {
  const text = new TextDecoder().decode(await readBody(request, MAX_COMMAND_BYTES));
  try {
    const { action, ids } = JSON.parse(text) as { action?: unknown; ids?: unknown };
    const isIds = ids === undefined || (Array.isArray(ids) && ids.length > 0 && ids.every(Number.isSafeInteger));
    if ((action === 'retry' || action === 'drop') && isIds) return { action, ids: ids as number[] | undefined };
  } catch {
    // Refused below.
  }
  throw new HttpProblem(
    400,
    `expected {"action": "retry" or "drop"}, with "ids": [numbers] if not for all, got ${text.slice(0, 100)}`,
  );
}
