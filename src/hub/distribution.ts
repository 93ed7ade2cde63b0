import { listChanges } from '../channels/listing-store.ts';
import { together } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import { BATCH_SIZE } from './delivery-batches.ts';
import { enqueue, type HubJob } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { countPending } from './subscription-claim-store.ts';
import { wakeDead } from './subscription-failure-store.ts';
import { moveSubscriptions } from './subscription-store.ts';
import {
  advanceTopic,
  deleteTopic,
  findLaggingTopics,
  joinTopics,
  openTopic,
  type StoredTopic,
} from './topic-store.ts';
import { channelsOf, type Topic } from './topics.ts';

/** Topics that one job looks at. */
const TOPICS_PER_JOB = 50;
/** Jobs that deliver one topic at the same time. Each goes on with another batch while there is one. */
const MAX_BATCHES = 100;

/**
 * Looks for changes in the topics of changed channels, and has them delivered: a job for each batch of subscribers.
 * @param channels looks at all topics if it is undefined
 * @param after goes on behind the topic of this id
 */
export async function distribute(parts: HubParts, channels: string[] | undefined, after = 0): Promise<void> {
  const lagging = await findLaggingTopics(parts.db, channels, { after, limit: TOPICS_PER_JOB }).ask();
  // One alone, so that a new process reads the vocabulary once and not for each topic.
  const [first, ...others] = lagging;
  if (first) await distributeTopic(parts, first);
  await Promise.all(others.map((it) => distributeTopic(parts, it)));
  const last = lagging.at(-1);
  if (last && lagging.length === TOPICS_PER_JOB) {
    await enqueue(parts.queues, [{ kind: 'distribute', ...(channels && { channels }), after: last.id }]);
  }
}

async function distributeTopic(parts: HubParts, topic: StoredTopic): Promise<void> {
  const { db, topics, queues, clock, log } = parts;
  const now = clock();
  const found = await topics.find(topic.path, now).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    return error;
  });
  // While a vocabulary is taken, a tag may for a moment have no channel: the clock looks again.
  if (found instanceof Refused) return log({ event: 'error', topic: topic.path, problem: found.message });
  if (found.path !== topic.path) return moveTopic(parts, topic, found, now);
  const { listed } = await listChanges(db, found.channel, { after: topic.checked, limit: 100_000 }).ask();
  const newest = listed.at(-1);
  const advanced = advanceTopic(db, topic, { checked: found.channel.revision, target: newest?.seq, now });
  if (!newest) return advanced.ask();
  const { pending, woken } = await together(db, {
    advanced,
    pending: countPending(db, topic.id, MAX_BATCHES * BATCH_SIZE),
    woken: wakeDead(db, topic.id, now),
  }).ask();
  const jobs: HubJob[] = Array.from({ length: Math.ceil(pending / BATCH_SIZE) }, () => ({
    kind: 'deliver',
    topic: topic.id,
  }));
  if (woken > 0) jobs.push({ kind: 'retry' });
  await enqueue(queues, jobs);
}

/** Moves the subscriptions of a topic to another address: its tags have other names now. */
async function moveTopic({ db, queues }: HubParts, former: StoredTopic, topic: Topic, now: Date): Promise<void> {
  const successor = channelsOf(topic);
  await together(db, {
    opened: openTopic(db, successor, former.checked, now),
    joined: joinTopics(db, former, successor.path),
    moved: moveSubscriptions(db, former.id, successor.path),
    deleted: deleteTopic(db, former.id),
  }).ask();
  await enqueue(queues, [{ kind: 'distribute', channels: successor.channels }]);
}
