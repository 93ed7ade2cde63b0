import type { Jobs } from '../../src/platform/platform.ts';
import type { Wire } from '../../src/wire.ts';

type Job = Parameters<Wire['work']>[0];

/** Queues whose time is an argument: jobs wait until `take` is asked at their time. */
export class TimedJobs implements Jobs {
  #waiting: { job: Job; due: number }[] = [];
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  async put(jobs: { job: unknown; delay: number }[]): Promise<void> {
    for (const { job, delay } of jobs) {
      // What cannot be cloned could not be sent.
      const seconds = Math.max(0, Math.ceil(delay));
      this.#waiting.push({ job: structuredClone(job) as Job, due: this.#clock().getTime() + seconds * 1000 });
    }
  }

  /** The jobs whose time has come, out of the queues. */
  take(): Job[] {
    const now = this.#clock().getTime();
    const due = this.#waiting.filter((it) => it.due <= now);
    this.#waiting = this.#waiting.filter((it) => it.due > now);
    return due.map((it) => it.job);
  }

  /** Loses every job. */
  lose(): void {
    this.#waiting = [];
  }
}
