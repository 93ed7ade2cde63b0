import type { HubJob } from '../../src/hub/jobs.ts';

/** A queue whose time is an argument: messages wait until `take` is asked at their time. */
export class TimedQueue implements Queue<HubJob> {
  #waiting: { job: HubJob; due: number }[] = [];
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  async send(body: HubJob, options?: QueueSendOptions): Promise<QueueSendResponse> {
    return this.sendBatch([{ body }], options);
  }

  async sendBatch(
    messages: Iterable<MessageSendRequest<HubJob>>,
    { delaySeconds = 0 }: QueueSendBatchOptions = {},
  ): Promise<QueueSendBatchResponse> {
    const due = this.#clock().getTime() + delaySeconds * 1000;
    // What cannot be cloned could not be sent.
    for (const { body } of messages) this.#waiting.push({ job: structuredClone(body), due });
    return { metadata: { metrics: await this.metrics() } };
  }

  async metrics(): Promise<QueueMetrics> {
    return { backlogCount: this.#waiting.length, backlogBytes: 0, oldestMessageTimestamp: new Date(0) };
  }

  /** The messages whose time has come, out of the queue. */
  take(): HubJob[] {
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
