import { deliverToTopic, retryDeliveries } from './delivery-batches.ts';
import { distribute, distributeCombinations } from './distribution.ts';
import { enqueue, enqueueLater, type HubJob } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { PING_DELAY, pingOtherHubs } from './pings.ts';
import type { HubRequest } from './requests.ts';
import { acceptPing, acceptSubscription } from './subscribing.ts';
import { deleteSubscriptionsTo } from './subscription-store.ts';
import { tick } from './tick.ts';
import { channelsOf } from './topics.ts';
import { verify } from './verification.ts';

/** Channels in one job: a message of Cloudflare Queues holds at most 128 KB. */
const CHANNELS_PER_JOB = 300;

/** A WebSub hub (https://www.w3.org/TR/websub/) for our own feeds. One per process. */
export class Hub {
  readonly #parts: HubParts;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  /**
   * Accepts a request; it is carried out afterwards.
   * @param client the key of whoever asks (`clientKeyOf`); undefined if it is not known
   * @throws {Refused} with the reason
   */
  async request(request: HubRequest, client: string | undefined): Promise<void> {
    if (request.mode !== 'publish') return acceptSubscription(this.#parts, request, client);
    await acceptPing(this.#parts, client);
    const { topics, clock, queues } = this.#parts;
    const found = await topics.findAll(request.requestedTopics, clock());
    await enqueue(queues, [{ kind: 'distribute', channels: found.flatMap((it) => channelsOf(it).channels) }]);
  }

  /** Tells subscribers, other hubs and search engines that channels have changed. */
  async announce(channels: string[]): Promise<void> {
    const { site, queues } = this.#parts;
    // One call each: a call of Cloudflare Queues holds at most 256 KB.
    for (let start = 0; start < channels.length; start += CHANNELS_PER_JOB) {
      await enqueue(queues, [{ kind: 'distribute', channels: channels.slice(start, start + CHANNELS_PER_JOB) }]);
    }
    if (site.hubs.length > 1 || site.indexNow)
      await enqueueLater(queues, [{ job: { kind: 'ping' }, delay: PING_DELAY }]);
  }

  /** Ends the subscriptions to a channel that is closed for good. */
  async forget(channel: string): Promise<void> {
    await deleteSubscriptionsTo(this.#parts.db, channel).ask();
  }

  /** Tries the failed deliveries again whose next attempt is due. */
  retry(): Promise<void> {
    return enqueue(this.#parts.queues, [{ kind: 'retry' }]);
  }

  /** Does a job. Doing it twice does no harm. */
  async work(job: HubJob): Promise<void> {
    switch (job.kind) {
      case 'verify':
        return verify(this.#parts, job, this.#parts.challenge());
      case 'distribute':
        return distribute(this.#parts, job);
      case 'distribute-combinations':
        return distributeCombinations(this.#parts, job);
      case 'deliver':
        return deliverToTopic(this.#parts, job);
      case 'retry':
        return retryDeliveries(this.#parts);
      case 'ping':
        return pingOtherHubs(this.#parts);
    }
  }

  /** The clock's tick: ends leases, and makes up for jobs that were lost. */
  tick(): Promise<void> {
    return tick(this.#parts);
  }
}
