/**
 * One thing that is wrong with an input: the field as a dotted path (`tags.0`), and what was expected and what came.
 */
export interface Problem {
  field: string;
  message: string;
}

/** Checked input: the value, or everything that is wrong with it. */
export type Checked<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** Why something that was asked for is not done. Handlers choose an HTTP status for each kind. */
export type Refusal =
  | { kind: 'not-found'; message: string }
  /** It was withdrawn. */
  | { kind: 'gone'; message: string }
  /** Somebody else has changed what the change was based on. */
  | { kind: 'conflict'; message: string }
  | { kind: 'invalid'; problems: Problem[] }
  /** It may work a little later. */
  | { kind: 'busy'; message: string; retryAfterSeconds: number };

/** Thrown where the wire refuses something, for whoever asked. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(messageOf(refusal));
    this.refusal = refusal;
  }
}

function messageOf(refusal: Refusal): string {
  if (refusal.kind === 'invalid') return refusal.problems.map((it) => `${it.field}: ${it.message}`).join('; ');
  return refusal.message;
}

export const notFound = (message: string): Refused => new Refused({ kind: 'not-found', message });

export const invalid = (problems: Problem[]): Refused => new Refused({ kind: 'invalid', problems });
