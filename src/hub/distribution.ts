import { findSequence } from '../articles/sequence-store.ts';
import { type Expression, matches } from '../channels/expression.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { together } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import { findChangedStories } from './changed-story-store.ts';
import { BATCH_SIZE } from './delivery-batches.ts';
import { enqueue, type HubJob, lookInto } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { isAnySlow } from './slow-domain-store.ts';
import { countPending } from './subscription-claim-store.ts';
import { wakeDead } from './subscription-failure-store.ts';
import { moveSubscriptions } from './subscription-store.ts';
import {
  type Advance,
  advanceTopics,
  deleteTopic,
  findLaggingTopics,
  hasLaggingCombination,
  joinTopics,
  type LaggingTopic,
  openTopic,
} from './topic-store.ts';
import { channelsOf, type Topic, type Topics } from './topics.ts';

/** Topics that one job looks at. There are some for each tag and format, and as many combinations as anybody likes. */
const PLAIN_PER_JOB = 5000;
const COMBINATIONS_PER_JOB = 500;
/** Topics with another name that one job moves: each takes some questions of its own. */
const MOVES_PER_JOB = 50;
/** Changed stories that one job compares with combinations. */
const STORIES_PER_JOB = 500;
/** Jobs that deliver one topic at the same time. Each goes on with another batch while there is one. */
const MAX_BATCHES = 100;

/** The topics that a job looks at. */
interface Scope {
  /** The topics of these channels only. */
  channels?: string[] | undefined;
  /** Goes on behind the topic of this id. */
  after?: number | undefined;
}

/**
 * Looks for changes in topics of one tag or of all stories, and has them delivered: a job for each batch of subscribers.
 * Combinations are left to a job of their own.
 */
export async function distribute(parts: HubParts, { channels, after = 0 }: Scope): Promise<void> {
  const { db, topics, queues } = parts;
  const limit = PLAIN_PER_JOB;
  const { lagging, vocabulary, isAnyCombination } = await together(db, {
    lagging: findLaggingTopics(db, { combination: false, channels, after, limit }),
    vocabulary: topics.vocabulary(),
    isAnyCombination: hasLaggingCombination(db, channels),
  }).ask();
  const portion = portionOf(topics, lagging, vocabulary, limit);
  await announce(
    parts,
    false,
    portion.current.map(({ topic }) => ({ topic, checked: topic.revision ?? topic.checked, newest: topic.newest })),
  );
  const jobs: HubJob[] = [];
  if (isAnyCombination && after === 0) jobs.push({ kind: 'distribute-combinations', ...(channels && { channels }) });
  if (portion.next !== undefined) jobs.push({ kind: 'distribute', ...(channels && { channels }), after: portion.next });
  await enqueue(queues, jobs);
  for (const topic of portion.outdated) await moveOrLog(parts, topic);
}

/** Looks for changes in combinations, and has them delivered. The changed stories are read once for all of them. */
export async function distributeCombinations(parts: HubParts, { channels, after = 0 }: Scope): Promise<void> {
  const { db, topics, queues } = parts;
  const limit = COMBINATIONS_PER_JOB;
  const { lagging, vocabulary, sequence } = await together(db, {
    lagging: findLaggingTopics(db, { combination: true, channels, after, limit }),
    vocabulary: topics.vocabulary(),
    sequence: findSequence(db),
  }).ask();
  const { current, outdated, next } = portionOf(topics, lagging, vocabulary, limit);
  let isAllRead = true;
  if (current.length > 0) {
    // Up to here, no change concerns any of them. Whatever comes from now on has a higher number than `sequence`.
    const known = Math.min(
      sequence.value,
      ...current.map(({ topic }) => (topic.oldest ?? Number.POSITIVE_INFINITY) - 1),
    );
    const { stories, upto } = await findChangedStories(db, { after: known, limit: STORIES_PER_JOB }).ask();
    isAllRead = stories.length < STORIES_PER_JOB;
    await announce(
      parts,
      true,
      current.map(({ topic, expression }) => {
        const newest = stories.findLast(({ seq, channels }) => seq > topic.checked && matches(expression, channels));
        return { topic, checked: upto, newest: newest?.seq ?? null };
      }),
    );
  }
  const again = isAllRead ? next : after;
  if (again !== undefined)
    await enqueue(queues, [{ kind: 'distribute-combinations', ...(channels && { channels }), after: again }]);
  for (const topic of outdated) await moveOrLog(parts, topic);
}

/** Topics that one job sees to. */
interface Portion {
  current: { topic: LaggingTopic; expression: Expression }[];
  /** Their tags have other names now, or no channel. */
  outdated: LaggingTopic[];
  /** The id behind which the next job goes on; undefined if there is nothing left. */
  next: number | undefined;
}

/** Parts lagging topics by their names in a vocabulary. */
function portionOf(topics: Topics, lagging: LaggingTopic[], vocabulary: Vocabulary, limit: number): Portion {
  const current: Portion['current'] = [];
  const outdated: LaggingTopic[] = [];
  for (const topic of lagging) {
    const expression = topic.isClosed ? undefined : currentExpression(topics, topic, vocabulary);
    if (expression) current.push({ topic, expression });
    else if (outdated.length < MOVES_PER_JOB) outdated.push(topic);
    else return { current, outdated, next: topic.id - 1 };
  }
  return { current, outdated, next: lagging.length < limit ? undefined : lagging.at(-1)?.id };
}

/** Returns a topic's expression; undefined if the topic has another address now, or none. */
function currentExpression(topics: Topics, { path }: LaggingTopic, vocabulary: Vocabulary): Expression | undefined {
  try {
    const found = topics.read(path, vocabulary);
    return found.path === path ? found.expression : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** Notes what is new in topics, and has it delivered. @param looked each with the number up to which its changes are known */
async function announce(
  { db, queues, clock }: HubParts,
  combination: boolean,
  looked: { topic: LaggingTopic; checked: number; newest: number | null }[],
): Promise<void> {
  if (looked.length === 0) return;
  const now = clock();
  const advances = looked.map(({ topic, checked, newest }): Advance => {
    return { id: topic.id, seen: topic.checked, checked, target: newest ?? 0 };
  });
  await advanceTopics(db, advances, now).ask();
  const changed = looked.filter((it) => it.newest !== null).map(({ topic }) => topic.id);
  if (changed.length === 0) return;
  const {
    pending,
    woken,
    isAnySlow: slow,
  } = await together(db, {
    pending: countPending(db, changed, MAX_BATCHES * BATCH_SIZE),
    woken: wakeDead(db, changed, now),
    isAnySlow: isAnySlow(db, now),
  }).ask();
  const jobs = pending.flatMap(({ topic, count }) =>
    Array.from({ length: Math.ceil(count / BATCH_SIZE) }, (): HubJob => ({ kind: 'deliver', topic, combination })),
  );
  if (woken > 0 || slow) jobs.push({ kind: 'retry' });
  await enqueue(queues, jobs);
}

/** Moves a topic to the address that it has now. One that has none is logged. */
async function moveOrLog(parts: HubParts, topic: LaggingTopic): Promise<void> {
  const { topics, clock, log } = parts;
  const now = clock();
  const found = await topics.find(topic.path, now).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    return error;
  });
  // While a vocabulary is taken, a tag may for a moment have no channel: the clock looks again.
  if (found instanceof Refused) return log({ event: 'error', topic: topic.path, problem: found.message });
  if (found.path !== topic.path) await moveTopic(parts, topic, found, now);
}

/** Moves the subscriptions of a topic to another address: its tags have other names now. */
async function moveTopic({ db, queues }: HubParts, former: LaggingTopic, topic: Topic, now: Date): Promise<void> {
  const successor = channelsOf(topic);
  await together(db, {
    opened: openTopic(db, successor, former.checked, now),
    joined: joinTopics(db, former, successor.path),
    moved: moveSubscriptions(db, former.id, successor.path),
    deleted: deleteTopic(db, former.id),
  }).ask();
  await enqueue(queues, [lookInto(successor)]);
}
