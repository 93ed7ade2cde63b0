import { LRUCache } from 'lru-cache';
import type { Limiter, Platform } from '../platform/platform.ts';
import type { Handler } from './add-routes.ts';
import { isAggregator } from './aggregators.ts';
import { clientKeyOf } from './client-key.ts';
import { allows, PERIOD, tooManyRequests } from './limits.ts';

/** Clients that are remembered as having spent their budget. */
const MAX_SPENT = 5000;

type Parts = Pick<Platform, 'limiters' | 'clientAddress' | 'background'> & { clock: () => Date };

/**
 * Lets a client cause only so much work, over all addresses together: each answer that the database was asked for counts.
 * What comes from memory and what the client has already (304) does not. One per process.
 */
export class MissBudget {
  readonly #parts: Parts;
  /** By client: the moment until which it waits, in milliseconds since 1970. */
  readonly #spent = new LRUCache<string, number>({ max: MAX_SPENT });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Makes a handler whose answers are counted; 429 (RFC 6585 §4) for a client that has spent its budget. */
  counted(handler: Handler): Handler {
    const { limiters, clientAddress } = this.#parts;
    if (!limiters) return handler;
    return (c) => {
      const request = c.req.raw;
      const address = clientAddress(request);
      if (address === null) return handler(c);
      const forMany = isAggregator(request.headers.get('user-agent') ?? '');
      const client = `${clientKeyOf(address)}${forMany ? ' for many' : ''}`;
      if (this.#isSpent(client)) return tooManyRequests(request, 'too many requests that are not answered from memory');
      const answer = this.#answer(() => handler(c), client, forMany ? limiters.aggregatorMisses : limiters.misses);
      // A client that goes away has cost as much.
      this.#parts.background(answer.catch(() => undefined));
      return answer;
    };
  }

  async #answer(
    handle: () => Response | Promise<Response>,
    client: string,
    limiter: Limiter | undefined,
  ): Promise<Response> {
    let isFree = false;
    try {
      const response = await handle();
      isFree = response.status === 304;
      return response;
    } finally {
      if (!isFree) this.#count(client, limiter);
    }
  }

  #isSpent(client: string): boolean {
    return (this.#spent.get(client) ?? 0) > this.#parts.clock().getTime();
  }

  /** Counts after the answer: only then is it known what it has cost, and nobody waits for the count. */
  #count(client: string, limiter: Limiter | undefined): void {
    if (!limiter) return;
    const { background, clock } = this.#parts;
    const spend = (allowed: boolean) => {
      if (!allowed) this.#spent.set(client, clock().getTime() + PERIOD * 1000);
    };
    background(allows(limiter, client).then(spend));
  }
}
