/** The condition of the database of a strained wire. */
export interface Condition {
  /** Milliseconds before each answer. */
  late: number;
  /** `error`: the connection is lost. `hang`: it never answers. `full`: it takes no writes. Without it, it is well. */
  fail?: 'error' | 'hang' | 'full';
  /** Calls that are still answered before it fails. */
  after: number;
}

/** A call of the database: one statement, or several in one transaction. */
export interface Call {
  /** Milliseconds since 1970. */
  from: number;
  /** Milliseconds since 1970; undefined if it was not answered. */
  to?: number;
  /** The beginning of each statement. */
  sql: string[];
  rows: number;
  written: number;
}
