import type { Database } from '../platform/database.ts';
import type { Surroundings } from '../platform/platform.ts';
import { putBroken } from './broken-store.ts';

/** An article that cannot be served, and why. */
export interface Broken {
  key: string;
  problem: string;
}

/** Notes an article that is left out of what is served, because it cannot be read. Never throws. */
export type NoteBroken = (broken: Broken) => void;

/** Makes a `NoteBroken`: it logs each article once, and stores it for the clock, which derives it anew. */
export function brokenNotes(
  db: Database,
  { clock, log, background }: Pick<Surroundings, 'clock' | 'log'> & { background: (work: Promise<unknown>) => void },
): NoteBroken {
  const noted = new Set<string>();
  return ({ key, problem }) => {
    if (noted.has(key) || noted.size >= MAX_NOTED) return;
    noted.add(key);
    log({ event: 'broken-article', key, problem });
    background(
      putBroken(db, [{ key, problem }], clock())
        .ask()
        .catch((error: Error) => log({ event: 'error', problem: `cannot note ${key}: ${error.message}` })),
    );
  };
}

/** A process that knows of so many has told enough. */
const MAX_NOTED = 1000;
