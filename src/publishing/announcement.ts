import { findReleaseBetween } from '../articles/release-store.ts';
import type { Database } from '../platform/database.ts';
import type { Jobs } from '../platform/platform.ts';
import type { WriteResult } from './publish.ts';
import type { CachePurger } from './purging.ts';

/** A job of publishing: to let stories appear and disappear whose moment has come. */
export interface ReleaseJob {
  kind: 'release';
}

/** Milliseconds until the clock's next tick has surely come: the first release before that gets a job of its own. */
const PLANNED_AHEAD = 90_000;

interface Parts {
  db: Database;
  releases: Jobs;
  purger: CachePurger;
  /** Tells subscribers that channels have changed. */
  announce: (channels: string[]) => Promise<void>;
  background: (work: Promise<unknown>) => void;
  clock: () => Date;
}

/** Starts what a write sets off, which goes on after the answer: purge, announcement, the next release. One per process. */
export class Announcement {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Tells of a change. What fails here is logged, and made good: an announcement or a release by the clock's next tick, a
   * purge by the next purge.
   */
  tell({ channels, cacheTags }: WriteResult): void {
    const { purger, announce, background } = this.#parts;
    const all = [purger.purge([...channels, ...cacheTags]), this.planRelease(), announce(channels)];
    for (const work of all) background(work.catch((error: unknown) => console.error(error)));
  }

  /** The release that this process has planned last, in milliseconds since 1970. */
  #planned: number | undefined;

  /** The clock ticks once a minute: what is to appear before its next tick is released by a job at its moment. */
  async planRelease(): Promise<void> {
    const { db, releases, clock } = this.#parts;
    const now = clock().getTime();
    const release = await findReleaseBetween(db, now, now + PLANNED_AHEAD).ask();
    if (release === undefined || release === this.#planned) return;
    this.#planned = release;
    const job: ReleaseJob = { kind: 'release' };
    await releases.put([{ job, delay: (release - now) / 1000 }]);
  }
}
