import type { Database } from './database.ts';

/** Services that a runtime gives to the wire. Each runtime has a folder that fills this in; only that and its shell know its types. */
export interface Platform {
  database: Database;
  // The hub's jobs are in four queues, so that those that may take long hold up no others.
  /** The hub's questions to subscribers if they meant it. */
  verifications: Jobs;
  /** Changes and deliveries of feeds of one tag, or of all stories. */
  deliveries: Jobs;
  /** Changes and deliveries of combinations of tags, of which anybody can make as many as they like. */
  combinations: Jobs;
  /** Deliveries to subscribers that have failed, and pings of other hubs. */
  retries: Jobs;
  /** Jobs of publishing. */
  releases: Jobs;
  /** Limits for clients; undefined if requests are not limited. */
  limiters: Limiters | undefined;
  /** Returns the cache in front; undefined where there is none. A runtime may know it only during a request. */
  cache: () => Cache | undefined;
  /** Lets work go on after the answer to a request or the end of a job. */
  background: (work: Promise<unknown>) => void;
  /** The network address of whoever asks, if it can be told. */
  clientAddress: (request: Request) => string | null;
  /** The addresses that a host's name leads to; undefined where the runtime itself never calls private ones. */
  resolveHost?: ((host: string) => Promise<string[]>) | undefined;
}

/** A queue of jobs, each done at least once. */
export interface Jobs {
  /** @param jobs any JSON, each with the seconds until it is to be done */
  put(jobs: { job: unknown; delay: number }[]): Promise<void>;
}

/** Limits for clients. */
export interface Limiters {
  /** For one client and feed, without validators and with. */
  unconditional: Limiter;
  conditional: Limiter;
  /** For all that a client asks for and memory does not answer; of an aggregator, which asks for many people. */
  misses?: Limiter | undefined;
  aggregatorMisses?: Limiter | undefined;
}

/** Counts what clients ask for. */
export interface Limiter {
  /** Counts one more of a key. @returns true if that is within the limit */
  allows(key: string): Promise<boolean>;
}

/** A shared cache in front of the wire. */
export interface Cache {
  /** Lets go of all documents with any of these tags (the Cache-Tag header). @throws {Error} if it does not */
  purge(tags: string[]): Promise<void>;
}

/** Time, chance and the log: given by the shell, so that tests can fix them. */
export interface Surroundings {
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
  /** A text that cannot be guessed. */
  challenge: () => string;
  log: (line: LogLine) => void;
}

/** An event for the log. Of a callback it has the host alone: its path may be a secret. */
export type LogLine = { event: string; problem?: string } & Record<string, unknown>;
