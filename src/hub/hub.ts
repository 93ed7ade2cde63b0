import { deliverPage, retryPage } from './deliveries.ts';
import { distribute } from './distribution.ts';
import { enqueue, enqueueLater, type HubJob } from './jobs.ts';
import { keepConfiguredHubs, PING_DELAY, pingOtherHubs } from './pings.ts';
import type { HubRequest } from './requests.ts';
import { findNextRetry, sweepLeases } from './subscription-store.ts';
import type { HubTools } from './tools.ts';
import { findPendingTopics } from './topic-store.ts';
import { topicAddress } from './topics.ts';
import { accept, HOST_INTERVAL, verify } from './verification.ts';
import { forgetVerifications } from './verification-store.ts';

/** Topics that the clock wakes at once. */
const TOPICS_AT_ONCE = 100;
/** Channels in one message, which holds at most 128 KB. */
const CHANNELS_AT_ONCE = 300;
/** Seconds ahead of which the clock sees to retries, until it comes again. */
const CLOCK_INTERVAL = 60;

/** A WebSub hub (https://www.w3.org/TR/websub/) for our own feeds. */
export class Hub {
  readonly #tools: HubTools;

  constructor(tools: HubTools) {
    this.#tools = tools;
  }

  /**
   * Takes a request; it is seen to afterwards.
   * @throws {Refused} with the reason
   */
  async request(request: HubRequest): Promise<void> {
    if (request.mode !== 'publish') return accept(this.#tools, request);
    const { topics, clock, queues } = this.#tools;
    const found = await Promise.all(request.topics.map((it) => topics.find(it, clock())));
    await enqueue(queues, [{ kind: 'distribute', channels: found.flatMap((it) => topicAddress(it).channels) }]);
  }

  /** Has changes of channels told to whoever is to know. */
  async announce(channels: string[]): Promise<void> {
    const { site, queues } = this.#tools;
    for (let start = 0; start < channels.length; start += CHANNELS_AT_ONCE) {
      await enqueue(queues, [{ kind: 'distribute', channels: channels.slice(start, start + CHANNELS_AT_ONCE) }]);
    }
    if (site.hubs.length > 1) await enqueueLater(queues, [{ job: { kind: 'ping' }, delay: PING_DELAY }]);
  }

  /** Has those delivered to whose next attempt is due. */
  retry(): Promise<void> {
    return enqueue(this.#tools.queues, [{ kind: 'retry' }]);
  }

  /** Does what a message in a queue asks for. Doing it twice does no harm. */
  async work(job: HubJob): Promise<void> {
    switch (job.kind) {
      case 'verify':
        return verify(this.#tools, job, this.#tools.challenge());
      case 'distribute':
        return distribute(this.#tools, job.channels, job.after);
      case 'deliver':
        return deliverPage(this.#tools, job.topic);
      case 'retry':
        return retryPage(this.#tools);
      case 'ping':
        return pingOtherHubs(this.#tools);
    }
  }

  /** The clock's tick: ends leases, and wakes whoever a lost message should have woken. */
  async tick(): Promise<void> {
    const { db, queues, clock, log } = this.#tools;
    const now = clock();
    for (const { id, host, delivered, target } of await sweepLeases(db, now)) {
      log({ event: 'lease-ended', subscription: id, host, undelivered: delivered < target });
    }
    await forgetVerifications(db, now.getTime() - 2 * HOST_INTERVAL);
    await keepConfiguredHubs(this.#tools);
    await enqueue(queues, [{ kind: 'distribute' }, { kind: 'ping' }]);
    for (const { id, claimed } of await findPendingTopics(db, TOPICS_AT_ONCE)) {
      const delay = (claimed - now.getTime()) / 1000;
      await enqueueLater(queues, [{ job: { kind: 'deliver', topic: id }, delay }]);
    }
    const wait = ((await findNextRetry(db)) ?? Number.POSITIVE_INFINITY) - now.getTime();
    if (wait < CLOCK_INTERVAL * 1000) await enqueueLater(queues, [{ job: { kind: 'retry' }, delay: wait / 1000 }]);
  }
}
