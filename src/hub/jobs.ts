import type { SignatureAlgorithm } from './subscription-store.ts';

/** A request to subscribe or unsubscribe whose intent is to be verified. */
export interface VerificationJob {
  kind: 'verify';
  mode: 'subscribe' | 'unsubscribe';
  callback: string;
  /** hub.topic as the subscriber wrote it. */
  asked: string;
  secret?: string | undefined;
  algorithm: SignatureAlgorithm;
  leaseSeconds: number;
  /** Number of the sequence when it was asked. */
  since: number;
}

/** What a message in a queue asks for. All but a verification only wake somebody: what is to be done is in the database. */
export type HubJob =
  | VerificationJob
  /** Looks what is new for the topics of these channels, or of all. */
  | { kind: 'distribute'; channels?: string[]; after?: number }
  /** Delivers to a page of a topic's healthy subscribers. */
  | { kind: 'deliver'; topic: number }
  /** Tries again where a delivery failed. */
  | { kind: 'retry' }
  /** Tells other hubs. */
  | { kind: 'ping' };

/** A message in a queue. */
export type Job =
  | HubJob
  /** Lets stories appear and disappear whose moment has come. */
  | { kind: 'release' };

/** The longest delay that Cloudflare Queues takes, in seconds. */
const MAX_DELAY = 43_200;
/** Cloudflare Queues takes at most this many messages in one call. */
const MAX_BATCH = 100;

/** The three queues: what may take long waits in its own, so that it holds up nobody else. */
export interface HubQueues {
  verifications: Queue<Job>;
  deliveries: Queue<Job>;
  /** Subscribers that have failed, and other hubs. */
  retries: Queue<Job>;
}

/** Puts jobs into the queue of their kind. */
export function enqueue(queues: HubQueues, jobs: Job[]): Promise<void> {
  return enqueueLater(
    queues,
    jobs.map((job) => ({ job, delay: 0 })),
  );
}

/** Puts jobs into the queue of their kind. @param jobs each with the seconds until it is done */
export async function enqueueLater(queues: HubQueues, jobs: { job: Job; delay: number }[]): Promise<void> {
  for (const [queue, all] of Map.groupBy(jobs, (it) => queueOf(queues, it.job))) {
    for (let start = 0; start < all.length; start += MAX_BATCH) {
      await queue.sendBatch(
        all.slice(start, start + MAX_BATCH).map(({ job, delay }) => ({
          body: job,
          delaySeconds: Math.min(MAX_DELAY, Math.max(0, Math.ceil(delay))),
        })),
      );
    }
  }
}

function queueOf(queues: HubQueues, { kind }: Job): Queue<Job> {
  if (kind === 'verify') return queues.verifications;
  return kind === 'retry' || kind === 'ping' ? queues.retries : queues.deliveries;
}
