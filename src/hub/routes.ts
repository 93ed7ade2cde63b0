import type { AppContext } from '../env.ts';
import { readBody } from '../http/body.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Hub } from './hub.ts';
import { dropFailed, findReport, retryFailed } from './report-store.ts';
import { parseHubRequest } from './requests.ts';
import type { LogLine } from './tools.ts';

const MAX_FORM_BYTES = 20_000;
const MAX_COMMAND_BYTES = 100_000;

/** The handlers of /hub and /api/hub: parse, one call, respond. */
export class HubRoutes {
  readonly #hub: (c: AppContext) => Hub;
  readonly #clock: () => Date;
  readonly #log: (line: LogLine) => void;

  constructor(hub: (c: AppContext) => Hub, clock: () => Date, log: (line: LogLine) => void) {
    this.#hub = hub;
    this.#clock = clock;
    this.#log = log;
  }

  /** A subscriber's or a publisher's request (WebSub §5.1): 202, and what it asks for is seen to afterwards. */
  readonly postRequest = async (c: AppContext): Promise<Response> => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type !== FORM)
      throw new HttpProblem(415, `expected content-type ${FORM}, got "${type.slice(0, 100)}"`, {
        headers: { accept: FORM },
      });
    const form = new TextDecoder().decode(await readBody(c.req.raw, MAX_FORM_BYTES));
    await this.#hub(c).request(parseHubRequest(new URLSearchParams(form)));
    return c.text('accepted\n', 202, { 'cache-control': 'no-store' });
  };

  /** `?after={id}` goes on in the list of failed deliveries. */
  readonly getReport = async (c: AppContext): Promise<Response> => {
    const after = Number(c.req.query('after') ?? 0);
    if (!Number.isSafeInteger(after) || after < 0)
      throw new HttpProblem(400, 'after: expected the id of a subscription');
    return c.json(await findReport(c.env.DB, this.#clock(), after));
  };

  /** `{"action": "retry" | "drop", "ids": [...]}`: of all deliveries that were given up, if there are no ids. */
  readonly postCommand = async (c: AppContext): Promise<Response> => {
    const { action, ids } = await readCommand(c.req.raw);
    if (action === 'drop') {
      const dropped = await dropFailed(c.env.DB, ids);
      this.#log({ event: 'dropped', subscriptions: dropped });
      return c.json({ dropped: dropped.length });
    }
    const retried = await retryFailed(c.env.DB, ids, this.#clock());
    await this.#hub(c).retry();
    return c.json({ retried });
  };
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
