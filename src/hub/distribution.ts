import { listChanges } from '../channels/store.ts';
import { HttpProblem } from '../http/problem.ts';
import { PAGE_SIZE } from './deliveries.ts';
import { enqueue } from './jobs.ts';
import { countPending, wakeDead } from './subscription-store.ts';
import type { HubTools } from './tools.ts';
import { advanceTopic, findLagging, moveTopic, type TopicRow } from './topic-store.ts';
import { addressOf } from './topics.ts';

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
  const page = await topics.find(db, topic.path, now).catch((error: unknown) => {
    if (!(error instanceof HttpProblem)) throw error;
    return error;
  });
  // While a vocabulary is taken, a tag may for a moment have no channel: the clock looks again.
  if (page instanceof HttpProblem) return log({ event: 'error', topic: topic.path, problem: page.message });
  if (page.path !== topic.path) {
    await moveTopic(db, topic, addressOf(page), now);
    await enqueue(queues, [{ kind: 'distribute', channels: addressOf(page).channels }]);
    return;
  }
  const { expression, sizes, revision } = page.channel;
  const [newest] = await listChanges(db, expression, sizes, {
    after: topic.checked,
    upto: Number.MAX_SAFE_INTEGER,
    limit: 1,
    newestFirst: true,
  });
  await advanceTopic(db, topic, { checked: revision, target: newest?.seq, now });
  if (!newest) return;
  const pending = await countPending(db, topic.id, MAX_PAGES * PAGE_SIZE);
  const pages = Array.from(
    { length: Math.ceil(pending / PAGE_SIZE) },
    () => ({ kind: 'deliver', topic: topic.id }) as const,
  );
  await enqueue(queues, pages);
  if ((await wakeDead(db, topic.id, now)) > 0) await enqueue(queues, [{ kind: 'retry' }]);
}
