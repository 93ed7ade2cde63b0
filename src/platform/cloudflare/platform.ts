import * as workers from 'cloudflare:workers';
import type { Jobs, Limiter, Limiters, Platform } from '../platform.ts';

/** The bindings of wrangler.toml. */
export interface Bindings {
  DB: D1Database;
  HUB_VERIFICATIONS: Queue;
  HUB_DELIVERIES: Queue;
  HUB_COMBINATIONS?: Queue;
  HUB_RETRIES: Queue;
  RELEASES: Queue;
  UNCONDITIONAL_LIMIT?: RateLimit;
  CONDITIONAL_LIMIT?: RateLimit;
  MISS_LIMIT?: RateLimit;
  AGGREGATOR_MISS_LIMIT?: RateLimit;
}

/** The longest delay that Cloudflare Queues takes, in seconds. */
const MAX_DELAY = 43_200;
/** Cloudflare Queues takes at most this many messages in one call. */
const MAX_BATCH = 100;

/** Cloudflare's D1, Queues, rate limiting and Workers Cache. */
export function cloudflare(bindings: Bindings): Platform {
  return {
    database: bindings.DB,
    verifications: jobsIn(bindings.HUB_VERIFICATIONS),
    deliveries: jobsIn(bindings.HUB_DELIVERIES),
    // A wrangler.toml from before this queue: then combinations wait with all others.
    combinations: jobsIn(bindings.HUB_COMBINATIONS ?? bindings.HUB_DELIVERIES),
    retries: jobsIn(bindings.HUB_RETRIES),
    releases: jobsIn(bindings.RELEASES),
    limiters: limitersOf(bindings),
    cache: () => workersCache(),
    background: (work) => workers.waitUntil(work),
    clientAddress: (request) => request.headers.get('cf-connecting-ip'),
  };
}

/** Puts jobs into a queue. */
function jobsIn(queue: Queue): Jobs {
  return {
    async put(jobs) {
      const messages = jobs.map(({ job, delay }) => ({
        body: job,
        delaySeconds: Math.min(MAX_DELAY, Math.max(0, Math.ceil(delay))),
      }));
      for (let start = 0; start < messages.length; start += MAX_BATCH) {
        await queue.sendBatch(messages.slice(start, start + MAX_BATCH));
      }
    },
  };
}

/** Without the limits for one feed, which every wrangler.toml has, nothing is limited. */
function limitersOf(bindings: Bindings): Limiters | undefined {
  const { UNCONDITIONAL_LIMIT, CONDITIONAL_LIMIT, MISS_LIMIT, AGGREGATOR_MISS_LIMIT } = bindings;
  if (!UNCONDITIONAL_LIMIT || !CONDITIONAL_LIMIT) return undefined;
  return {
    unconditional: limiterOf(UNCONDITIONAL_LIMIT),
    conditional: limiterOf(CONDITIONAL_LIMIT),
    misses: MISS_LIMIT && limiterOf(MISS_LIMIT),
    aggregatorMisses: AGGREGATOR_MISS_LIMIT && limiterOf(AGGREGATOR_MISS_LIMIT),
  };
}

function limiterOf(limit: RateLimit): Limiter {
  return { allows: async (key) => (await limit.limit({ key })).success };
}

/** Workers Cache, which the local runtime does not have. */
function workersCache() {
  const { cache } = workers as Partial<Pick<typeof workers, 'cache'>>;
  if (typeof cache?.purge !== 'function') return undefined;
  return {
    purge: async (tags: string[]) => {
      const { success, errors } = await cache.purge({ tags });
      if (!success) throw new Error(`Workers Cache: cannot purge ${tags.join(', ')}: ${JSON.stringify(errors)}`);
    },
  };
}
