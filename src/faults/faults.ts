import type { Database } from '../platform/database.ts';
import type { Surroundings } from '../platform/platform.ts';
import { putFaults } from './fault-store.ts';

/** Something stored that cannot be read, and is left out of what is served. */
export interface Fault {
  what: 'article' | 'channel' | 'vocabulary' | 'partners';
  /** The article's key, or the channel's slug; of the vocabulary and the partners, the name of the file. */
  key: string;
  problem: string;
}

/** Notes a fault. Never throws. */
export type NoteFault = (fault: Fault) => void;

/** A process that knows of so many has told enough. */
const MAX_NOTED = 1000;

/** Makes a `NoteFault`: it logs each fault once, and stores it for /healthz and for the clock, which mends it. */
export function faultNotes(
  db: Database,
  { clock, log, background }: Pick<Surroundings, 'clock' | 'log'> & { background: (work: Promise<unknown>) => void },
): NoteFault {
  const noted = new Set<string>();
  return (fault) => {
    const { what, key, problem } = fault;
    const name = `${what} ${key}`;
    if (noted.has(name) || noted.size >= MAX_NOTED) return;
    noted.add(name);
    log({ event: 'fault', what, key, problem });
    const stored = putFaults(db, [fault], clock()).ask();
    background(
      stored.catch((error: Error) => log({ event: 'error', problem: `cannot note ${key}: ${error.message}` })),
    );
  };
}
