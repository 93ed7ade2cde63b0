import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Limiter, Platform } from '../platform/platform.ts';
import type { Handler } from './add-routes.ts';
import { isAggregator } from './aggregators.ts';
import { clientKeyOf } from './client-key.ts';
import { allows, PERIOD, tooManyRequests } from './limits.ts';
import { HttpProblem } from './problem.ts';

/** Clients that are remembered: those that have spent their budget, and those that are being answered. */
const MAX_CLIENTS = 5000;

/** So much of a client is answered at once: what an answer costs is only known after it. */
const MAX_AT_ONCE = 20;
const MAX_AT_ONCE_FOR_MANY = 40;

/** Milliseconds after which a request counts as ended: a runtime may drop one without a word. */
const DROPPED_AFTER = 30_000;

/** Names of what the context of a request holds. */
const MORE_MISSES = 'moreMisses';
const LIGHT = 'light';

/** Lets an answer count as so many more. */
export function countAlso(c: Context, misses: number): void {
  c.set(MORE_MISSES, misses);
}

/** Lets an answer count apart from all others, against a larger budget: a poll that finds no change. */
export function countAsLight(c: Context): void {
  c.set(LIGHT, true);
}

type Parts = Pick<Platform, 'limiters' | 'clientAddress' | 'background'> & { clock: () => Date };

/**
 * Lets a client cause only so much work, over all addresses together. Each answer that the database was asked for counts, and
 * one for which it searched long counts as several (src/channels/walk.ts). What comes from memory does not. One per process.
 */
export class MissBudget {
  readonly #parts: Parts;
  /** By client: the moment until which it waits, in milliseconds since 1970. */
  readonly #spent = new LRUCache<string, number>({ max: MAX_CLIENTS });
  /** By client: the moments at which the requests began that are not answered yet, in milliseconds since 1970. */
  readonly #begun = new LRUCache<string, number[]>({ max: MAX_CLIENTS });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Makes a handler of which each answer is counted, or only refusals, apart from all else: what is granted, a client may ask
   * for often. 429 (RFC 6585 §4) for a client that has spent its budget.
   */
  counted(what: 'each' | 'refusals', handler: Handler): Handler {
    return this.#forClients(handler, (c, client, forMany) =>
      what === 'each' ? this.#unlessSpent(c, handler, client, forMany) : this.#unlessRefused(c, handler, client),
    );
  }

  /** Makes a handler that is told who asks, where that is known and clients are counted. */
  #forClients(
    handler: Handler,
    answer: (c: Context, client: string, forMany: boolean) => Response | Promise<Response>,
  ): Handler {
    const { limiters, clientAddress } = this.#parts;
    if (!limiters) return handler;
    return (c) => {
      const request = c.req.raw;
      const address = clientAddress(request);
      if (address === null) return handler(c);
      const forMany = isAggregator(request.headers.get('user-agent') ?? '');
      return answer(c, `${clientKeyOf(address)}${forMany ? ' for many' : ''}`, forMany);
    };
  }

  #isSpent(client: string): boolean {
    return (this.#spent.get(client) ?? 0) > this.#parts.clock().getTime();
  }

  #unlessSpent(c: Context, handler: Handler, client: string, forMany: boolean): Response | Promise<Response> {
    const { background, clock } = this.#parts;
    const request = c.req.raw;
    if (this.#isSpent(client)) return tooManyRequests(request, 'too many requests that are not answered from memory');
    const underway = this.#underway(client, clock().getTime()).length;
    if (underway >= (forMany ? MAX_AT_ONCE_FOR_MANY : MAX_AT_ONCE))
      return tooManyRequests(request, 'too many requests at once that are not answered from memory');
    const answer = this.#answer(c, handler, client, forMany);
    // A client that goes away has cost as much.
    background(answer.catch(() => undefined));
    return answer;
  }

  async #unlessRefused(c: Context, handler: Handler, client: string): Promise<Response> {
    const key = `${client} refused`;
    if (this.#isSpent(key)) return tooManyRequests(c.req.raw, 'too many requests that had to be refused');
    try {
      return await handler(c);
    } catch (error) {
      const isRefused = error instanceof HttpProblem && error.status < 500;
      if (isRefused) this.#count(key, key, this.#parts.limiters?.misses, 1);
      throw error;
    }
  }

  async #answer(c: Context, handler: Handler, client: string, forMany: boolean): Promise<Response> {
    const begun = this.#parts.clock().getTime();
    this.#begin(client, begun);
    try {
      return await handler(c);
    } finally {
      this.#end(client, begun);
      const { misses, aggregatorMisses } = this.#parts.limiters ?? {};
      const more: number = c.get(MORE_MISSES) ?? 0;
      if (c.get(LIGHT) && more === 0) this.#count(client, `${client} light`, aggregatorMisses, 1);
      else this.#count(client, client, forMany ? aggregatorMisses : misses, 1 + more);
    }
  }

  #underway(client: string, now: number): number[] {
    return (this.#begun.get(client) ?? []).filter((it) => now - it < DROPPED_AFTER);
  }

  #begin(client: string, now: number): void {
    this.#begun.set(client, [...this.#underway(client, now), now]);
  }

  #end(client: string, begun: number): void {
    const underway = this.#begun.get(client) ?? [];
    const others = underway.filter((_, index) => index !== underway.indexOf(begun));
    if (others.length > 0) this.#begun.set(client, others);
    else this.#begun.delete(client);
  }

  /** Counts after the answer: only then is it known what it has cost, and nobody waits for the count. */
  #count(client: string, key: string, limiter: Limiter | undefined, misses: number): void {
    if (!limiter) return;
    const { background, clock } = this.#parts;
    const spend = (allowed: boolean) => {
      if (!allowed) this.#spent.set(client, clock().getTime() + PERIOD * 1000);
    };
    for (let n = 0; n < misses; n++) background(allows(limiter, key).then(spend));
  }
}
