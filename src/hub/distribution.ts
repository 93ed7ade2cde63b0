import { listChanges } from '../channels/listing-store.ts';
import { together } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import { PAGE_SIZE } from './deliveries.ts';
import { enqueue } from './jobs.ts';
import { countPending, moveSubscriptions, wakeDead } from './subscription-store.ts';
import type { HubTools } from './tools.ts';
import {
  advanceTopic,
  deleteTopic,
  findLagging,
  joinTopics,
  openTopic,
  type TopicAddress,
  type TopicRow,
} from './topic-store.ts';
import { topicAddress } from './topics.ts';

/** Topics that one message looks at. */
const TOPICS_AT_ONCE = 50;
/** Messages that deliver one topic at the same time. Each goes on with another page while there is one. */
const MAX_PAGES = 100;

/**
 * Looks what is new for the topics of changed channels, and has it delivered: a message for each page of subscribers.
 * @param channels looks at all topics if it is undefined
 * @param after goes on behind the topic of this id
 */
export async function distribute(tools: HubTools, channels: string[] | undefined, after = 0): Promise<void> {
  const lagging = await findLagging(tools.db, channels, { after, limit: TOPICS_AT_ONCE });
  for (const topic of lagging) await distributeTopic(tools, topic);
  const last = lagging.at(-1);
  if (last && lagging.length === TOPICS_AT_ONCE) {
    await enqueue(tools.queues, [{ kind: 'distribute', ...(channels && { channels }), after: last.id }]);
  }
}

async function distributeTopic(tools: HubTools, topic: TopicRow): Promise<void> {
  const { db, topics, queues, clock, log } = tools;
  const now = clock();
  const found = await topics.find(topic.path, now).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    return error;
  });
  // While a vocabulary is taken, a tag may for a moment have no channel: the clock looks again.
  if (found instanceof Refused) return log({ event: 'error', topic: topic.path, problem: found.message });
  if (found.path !== topic.path) {
    await moveTopic(tools, topic, topicAddress(found), now);
    await enqueue(queues, [{ kind: 'distribute', channels: topicAddress(found).channels }]);
    return;
  }
  const [newest] = await listChanges(db, found.channel, { after: topic.checked, limit: 1, newestFirst: true }).ask();
  await advanceTopic(db, topic, { checked: found.channel.revision, target: newest?.seq, now });
  if (!newest) return;
  const pending = await countPending(db, topic.id, MAX_PAGES * PAGE_SIZE);
  const pages = Array.from(
    { length: Math.ceil(pending / PAGE_SIZE) },
    () => ({ kind: 'deliver', topic: topic.id }) as const,
  );
  await enqueue(queues, pages);
  if ((await wakeDead(db, topic.id, now)) > 0) await enqueue(queues, [{ kind: 'retry' }]);
}

/** Gives the subscriptions of a topic to another address: its tags are called something else now. */
async function moveTopic({ db }: HubTools, from: TopicRow, to: TopicAddress, now: Date): Promise<void> {
  await together(db, {
    opened: openTopic(db, to, from.checked, now),
    joined: joinTopics(db, from, to.path),
    moved: moveSubscriptions(db, from.id, to.path),
    deleted: deleteTopic(db, from.id),
  }).ask();
}
