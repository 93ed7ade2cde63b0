import type { Job } from '../../src/hub/jobs.ts';

/** A queue whose time is an argument: messages wait until `take` is asked at their time. */
export class TimedQueue implements Queue<Job> {
  #waiting: { job: Job; due: number }[] = [];
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  async send(body: Job, options?: QueueSendOptions): Promise<QueueSendResponse> {
    return this.sendBatch([{ body }], options);
  }

  async sendBatch(
    messages: Iterable<MessageSendRequest<Job>>,
    { delaySeconds = 0 }: QueueSendBatchOptions = {},
  ): Promise<QueueSendBatchResponse> {
    for (const { body, delaySeconds: own = delaySeconds } of messages) {
      // What cannot be cloned could not be sent.
      this.#waiting.push({ job: structuredClone(body), due: this.#clock().getTime() + own * 1000 });
    }
    return { metadata: { metrics: await this.metrics() } };
  }

  async metrics(): Promise<QueueMetrics> {
    return { backlogCount: this.#waiting.length, backlogBytes: 0, oldestMessageTimestamp: new Date(0) };
  }

  /** The messages whose time has come, out of the queue. */
  take(): Job[] {
    const now = this.#clock().getTime();
    const due = this.#waiting.filter((it) => it.due <= now);
    this.#waiting = this.#waiting.filter((it) => it.due > now);
    return due.map((it) => it.job);
  }

  /** Loses every message. */
  lose(): void {
    this.#waiting = [];
  }
}
