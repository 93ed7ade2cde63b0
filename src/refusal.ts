/** One thing that is wrong with what came in: the field, as a dotted path, and what was expected and what came. */
export interface Problem {
  field: string;
  message: string;
}

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
