import { Refused } from '../refusal.ts';
import { type PublishingParts, type Requester, refile, type WriteResult } from './publish.ts';

/** Attempts at a write while others come in between. */
const ATTEMPTS = 50;
/** Articles that are derived anew in one transaction. */
const REFILED_AT_ONCE = 200;

/** Writes to the wire. When a method returns, this process serves the change. One per process. */
export class Writer {
  readonly parts: PublishingParts;
  readonly #tell: (result: WriteResult) => void;

  /** @param tell is told what each write changed */
  constructor(parts: PublishingParts, tell: (result: WriteResult) => void) {
    this.parts = parts;
    this.#tell = tell;
  }

  /**
   * Tries a write until nobody else writes in between.
   * @throws {Refused} `busy` if others always do
   */
  async write(attempt: () => Promise<WriteResult>): Promise<WriteResult> {
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      try {
        const result = await attempt();
        // Even if nothing changed: another process may have stored just this, and this one promises to serve it.
        this.parts.resolver.forget();
        const { channels, cacheTags } = result;
        if (channels.length + cacheTags.length > 0) this.#tell(result);
        return result;
      } catch (error) {
        if (!(error instanceof Refused && error.refusal.kind === 'conflict')) throw error;
      }
    }
    const message = `others published ${ATTEMPTS} times in between; try again`;
    throw new Refused({ kind: 'busy', message, retryAfterSeconds: 1 });
  }

  /** Derives articles anew. Those that cannot be are logged. @returns how many could */
  async refile(keys: string[], requester: Requester): Promise<number> {
    let refiled = 0;
    for (let start = 0; start < keys.length; start += REFILED_AT_ONCE) {
      const some = keys.slice(start, start + REFILED_AT_ONCE);
      const { outcomes } = await this.write(() => refile(this.parts, some, requester));
      const failures = outcomes.filter((it) => it.result === 'refused');
      for (const { key, problems } of failures) console.error(`${key}: cannot be derived any more`, problems);
      refiled += outcomes.length - failures.length;
    }
    return refiled;
  }
}
