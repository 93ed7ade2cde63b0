import { readBody } from '../http/body.ts';
import { HttpProblem, problemOf } from '../http/problem.ts';
import type { Handler } from '../http/routes.ts';
import type { Database } from '../platform/database.ts';
import type { LogLine } from '../platform/platform.ts';
import { Refused } from '../refusal.ts';
import type { Hub } from './hub.ts';
import { findReport } from './report-store.ts';
import { parseHubRequest } from './requests.ts';
import { dropFailed, retryFailed } from './subscription-store.ts';

const MAX_FORM_BYTES = 20_000;
const MAX_COMMAND_BYTES = 100_000;

interface Parts {
  database: Database;
  hub: Hub;
  clock: () => Date;
  log: (line: LogLine) => void;
}

/** The handlers of /hub and /api/hub: parse, one call, respond. */
export class HubHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A subscriber's or a publisher's request (WebSub §5.1): 202, and what it asks for is seen to afterwards. */
  readonly postRequest: Handler = async (c) => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type !== FORM)
      throw new HttpProblem(415, `expected content-type ${FORM}, got "${type.slice(0, 100)}"`, {
        headers: { accept: FORM },
      });
    const form = new TextDecoder().decode(await readBody(c.req.raw, MAX_FORM_BYTES));
    try {
      await this.#parts.hub.request(parseHubRequest(new URLSearchParams(form)));
    } catch (error) {
      throw error instanceof Refused ? refusalProblem(error) : error;
    }
    return c.text('accepted\n', 202, { 'cache-control': 'no-store' });
  };

  /** `?after={id}` goes on in the list of failed deliveries. */
  readonly getReport: Handler = async (c) => {
    const after = Number(c.req.query('after') ?? 0);
    if (!Number.isSafeInteger(after) || after < 0)
      throw new HttpProblem(400, 'after: expected the id of a subscription');
    return c.json(await findReport(this.#parts.database, this.#parts.clock(), after));
  };

  /** `{"action": "retry" | "drop", "ids": [...]}`: of all deliveries that were given up, if there are no ids. */
  readonly postCommand: Handler = async (c) => {
    const { database, hub, clock, log } = this.#parts;
    const { action, ids } = await readCommand(c.req.raw);
    if (action === 'drop') {
      const dropped = await dropFailed(database, ids);
      log({ event: 'dropped', subscriptions: dropped });
      return c.json({ dropped: dropped.length });
    }
    const retried = await retryFailed(database, ids, clock());
    await hub.retry();
    return c.json({ retried });
  };
}

/** WebSub §5.2: a request that cannot be taken gets 4xx. */
function refusalProblem(refused: Refused): HttpProblem {
  const { kind } = refused.refusal;
  return problemOf(refused, kind === 'invalid' ? 400 : kind === 'busy' ? 429 : undefined);
}

const FORM = 'application/x-www-form-urlencoded';

/** @throws {HttpProblem} 400 with what was expected */
async function readCommand(request: Request): Promise<{ action: 'retry' | 'drop'; ids: number[] | undefined }> {
  const text = new TextDecoder().decode(await readBody(request, MAX_COMMAND_BYTES));
  try {
    const { action, ids } = JSON.parse(text) as { action?: unknown; ids?: unknown };
    const isIds = ids === undefined || (Array.isArray(ids) && ids.length > 0 && ids.every(Number.isSafeInteger));
    if ((action === 'retry' || action === 'drop') && isIds) return { action, ids: ids as number[] | undefined };
  } catch {
    // Told below.
  }
  throw new HttpProblem(400, `expected {"action": "retry" or "drop", "ids": [numbers]}, got ${text.slice(0, 100)}`);
}
