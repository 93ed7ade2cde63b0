import type { Jobs, Platform } from '../platform/platform.ts';
import type { SubscriptionRequest } from './requests.ts';
import type { TopicChannels } from './topic-store.ts';

/** A request to subscribe or unsubscribe whose intent is to be verified. */
export interface VerificationJob extends SubscriptionRequest {
  kind: 'verify';
  /** Number of the newest change when the request came. */
  since: number;
  /** The id under which it is counted until it is confirmed. */
  request: number;
}

/** A delivery to a batch of a topic's healthy subscribers. */
export interface DeliveryJob {
  kind: 'deliver';
  topic: number;
  /** True if the topic is a combination of tags. */
  combination: boolean;
}

/** A job of the hub. All but a verification only wake somebody: the database says what is to be done. */
export type HubJob =
  | VerificationJob
  /** Looks for changes in the topics of these channels, or of all. `after`: goes on behind the topic of this id. */
  | { kind: 'distribute'; channels?: string[]; after?: number }
  /** The same for combinations of tags. */
  | { kind: 'distribute-combinations'; channels?: string[]; after?: number }
  | DeliveryJob
  /** Tries failed deliveries again. */
  | { kind: 'retry' }
  /** Tells other hubs. */
  | { kind: 'ping' };

/** Returns the job that looks for changes in a topic, and in others of its kind with the same channels. */
export function lookInto({ channels, combination }: TopicChannels): HubJob {
  return { kind: combination ? 'distribute-combinations' : 'distribute', channels };
}

/** A queue for each time that a job may take, so that a slow job holds up no quick one. */
export type HubQueues = Pick<Platform, 'verifications' | 'deliveries' | 'combinations' | 'retries'>;

/** Puts jobs into the queue of their kind, to be done at once. */
export function enqueue(queues: HubQueues, jobs: HubJob[]): Promise<void> {
  return enqueueLater(
    queues,
    jobs.map((job) => ({ job, delay: 0 })),
  );
}

/** Puts jobs into the queue of their kind. @param jobs each with the seconds until it is done */
export async function enqueueLater(queues: HubQueues, jobs: { job: HubJob; delay: number }[]): Promise<void> {
  const byQueue = Map.groupBy(jobs, (it) => queueOf(queues, it.job));
  await Promise.all([...byQueue].map(([queue, all]) => queue.put(all)));
}

function queueOf(queues: HubQueues, job: HubJob): Jobs {
  switch (job.kind) {
    case 'verify':
      return queues.verifications;
    case 'distribute':
      return queues.deliveries;
    case 'distribute-combinations':
      return queues.combinations;
    case 'deliver':
      return job.combination ? queues.combinations : queues.deliveries;
    case 'retry':
    case 'ping':
      return queues.retries;
  }
}
