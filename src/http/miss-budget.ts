import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Limiter, Platform } from '../platform/platform.ts';
import type { Handler } from './add-routes.ts';
import { isAggregator } from './aggregators.ts';
import { clientKeyOf } from './client-key.ts';
import { allows, PERIOD, tooManyRequests } from './limits.ts';

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

  /** Makes a handler whose answers are counted; 429 (RFC 6585 §4) for a client that has spent its budget. */
  counted(handler: Handler): Handler {
    const { limiters, clientAddress, background, clock } = this.#parts;
    if (!limiters) return handler;
    return (c) => {
      const request = c.req.raw;
      const address = clientAddress(request);
      if (address === null) return handler(c);
      const forMany = isAggregator(request.headers.get('user-agent') ?? '');
      const client = `${clientKeyOf(address)}${forMany ? ' for many' : ''}`;
      const now = clock().getTime();
      if ((this.#spent.get(client) ?? 0) > now)
        return tooManyRequests(request, 'too many requests that are not answered from memory');
      if (this.#underway(client, now).length >= (forMany ? MAX_AT_ONCE_FOR_MANY : MAX_AT_ONCE))
        return tooManyRequests(request, 'too many requests at once that are not answered from memory');
      const answer = this.#answer(c, handler, client, forMany);
      // A client that goes away has cost as much.
      background(answer.catch(() => undefined));
      return answer;
    };
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
