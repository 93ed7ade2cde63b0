import type { Jobs, Platform } from '../platform/platform.ts';
import type { SignatureAlgorithm } from './subscription-store.ts';

/** A request to subscribe or unsubscribe whose intent is to be verified. */
export interface VerificationJob {
  kind: 'verify';
  mode: 'subscribe' | 'unsubscribe';
  callback: string;
  /** hub.topic as the subscriber wrote it. */
  requestedTopic: string;
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

/** A queue for each time that a job may take, so that what takes long holds up nobody else. */
export type HubQueues = Pick<Platform, 'verifications' | 'deliveries' | 'retries'>;

/** Puts jobs into the queue of their kind, to be done at once. */
export function enqueue(queues: HubQueues, jobs: HubJob[]): Promise<void> {
  return enqueueLater(
    queues,
    jobs.map((job) => ({ job, delay: 0 })),
  );
}

/** Puts jobs into the queue of their kind. @param jobs each with the seconds until it is done */
export async function enqueueLater(queues: HubQueues, jobs: { job: HubJob; delay: number }[]): Promise<void> {
  for (const [queue, all] of Map.groupBy(jobs, (it) => queueOf(queues, it.job))) await queue.put(all);
}

function queueOf(queues: HubQueues, { kind }: HubJob): Jobs {
  if (kind === 'verify') return queues.verifications;
  return kind === 'retry' || kind === 'ping' ? queues.retries : queues.deliveries;
}
