import { MaybeStored } from '../articles/sequence-store.ts';
import type { Surroundings } from '../platform/platform.ts';
import { Refused } from '../refusal.ts';
import { type PublishingParts, type Requester, refile, type WriteResult } from './publish.ts';

/** Milliseconds for which a write lets others go first, in all. */
const PATIENCE = 5000;
/** Milliseconds for which it waits for one of this process: a runtime drops the work of a client that has gone. */
const MAX_TURN = 1000;
/** The pause after a first conflict with another process, in milliseconds; doubled after each further one. */
const FIRST_PAUSE = 10;
const MAX_PAUSE = 250;
/** Articles that are derived anew in one transaction. */
const REFILED_AT_ONCE = 200;

/** Writes to the wire. When a method returns, this process serves the change. One per process. */
export class Writer {
  readonly parts: PublishingParts;
  readonly #surroundings: Pick<Surroundings, 'sleep' | 'random'>;
  readonly #tell: (result: WriteResult) => void;
  /** Resolves when the write of this process that came last is over. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param tell is told what each write changed */
  constructor(
    parts: PublishingParts,
    surroundings: Pick<Surroundings, 'sleep' | 'random'>,
    tell: (result: WriteResult) => void,
  ) {
    this.parts = parts;
    this.#surroundings = surroundings;
    this.#tell = tell;
  }

  /**
   * Writes when those of this process that came before are done, and tries again while other processes come in between.
   * @throws {Refused} `busy` if that goes on for 5 seconds
   */
  async write(attempt: () => Promise<WriteResult>): Promise<WriteResult> {
    const before = this.#last;
    const written = Promise.race([before, this.#surroundings.sleep(MAX_TURN)]).then(() => this.#write(attempt));
    this.#last = written.catch(() => undefined);
    const result = await written.catch((error: unknown) => {
      if (error instanceof MaybeStored) this.parts.resolver.forget();
      throw error;
    });
    const { channels, cacheTags } = result;
    if (!isHidden(result)) this.parts.resolver.forget();
    if (channels.length + cacheTags.length > 0) this.#tell(result);
    return result;
  }

  async #write(attempt: () => Promise<WriteResult>): Promise<WriteResult> {
    const { sleep, random } = this.#surroundings;
    const begun = this.parts.clock().getTime();
    let waited = 0;
    for (let pause = FIRST_PAUSE; waited < PATIENCE; pause = Math.min(2 * pause, MAX_PAUSE)) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof Refused && error.refusal.kind === 'conflict')) throw error;
      }
      // At random, so that two that have met do not meet again.
      const milliseconds = pause * (0.5 + random());
      await sleep(milliseconds);
      waited = Math.max(waited + milliseconds, this.parts.clock().getTime() - begun);
    }
    const message = `others have published for ${PATIENCE / 1000} s without a pause; try again`;
    throw new Refused({ kind: 'busy', message, retryAfterSeconds: 1 });
  }

  /**
   * Derives articles anew. Those that cannot be are logged.
   * @param withoutTag the slug of a tag that is taken away from them
   * @returns how many could
   */
  async refile(keys: string[], requester: Requester, withoutTag?: string): Promise<number> {
    let refiled = 0;
    for (let start = 0; start < keys.length; start += REFILED_AT_ONCE) {
      const some = keys.slice(start, start + REFILED_AT_ONCE);
      const { outcomes } = await this.write(() =>
        refile(this.parts, some, requester, withoutTag === undefined ? {} : { withoutTag }),
      );
      const failures = outcomes.filter((it) => it.result === 'refused');
      for (const { key, problems } of failures) console.error(`${key}: cannot be derived any more`, problems);
      refiled += outcomes.length - failures.length;
    }
    return refiled;
  }
}

/**
 * True if a write only changed what nobody can see, such as drafts. Not if nothing changed: another process may have stored
 * just this, and this one promises to serve it.
 */
const isHidden = ({ outcomes, channels }: WriteResult): boolean =>
  channels.length === 0 && outcomes.length > 0 && outcomes.every((it) => it.result !== 'unchanged');
