import type { LineKind } from './lines.ts';
import type { Judgement } from './rules/judge.ts';

/** A shorter paragraph may occur twice in a story. */
const MIN_WORDS = 4;
/** A pull quote or the copy of a caption stands within so many lines of what it repeats. */
const NEAR_LINES = 3;
/** A shorter line that stands near its like may be one of several like answers. */
const MIN_NEAR_WORDS = 8;

/** A line, as far as it matters here. */
interface Place {
  /** Its place among the lines that are not blank. */
  index: number;
  words: number;
  kind: LineKind | undefined;
  /** The last line that was kept, normalised. */
  previous: string;
}

/**
 * Finds lines that repeat the headline or another line. Such a line is dropped only where it follows at once, or is plainly a
 * copy for the page's layout. Farther away it may be meant.
 */
export class Repetitions {
  /** The last place of each line. */
  readonly #seen = new Map<string, number>();
  #title: string | undefined;
  #isBelowText = false;
  #isBelowHeading = false;

  constructor(title: string | undefined) {
    this.#title = title;
  }

  title(text: string): void {
    this.#title = text;
  }

  /** Tells of a line that stays. */
  kept(kind: LineKind | undefined): void {
    this.#isBelowText = true;
    this.#isBelowHeading = kind === 'heading';
  }

  /** Judges a line that no rule takes out, and remembers it. Undefined if it is new. */
  judge(text: string, place: Place): Judgement | undefined {
    const last = this.#seen.get(text);
    if (text === this.#title) return { action: this.#ofTitle(place), rule: 'repeated' };
    if (place.words >= MIN_WORDS) this.#seen.set(text, place.index);
    return last === undefined ? undefined : { action: this.#ofLine(place, place.index - last), rule: 'repeated' };
  }

  #ofTitle({ kind, index }: Place): 'dropped' | 'kept' | 'flagged' {
    if (!this.#isBelowText || index <= NEAR_LINES) return 'dropped';
    return kind === undefined ? 'flagged' : 'kept';
  }

  #ofLine({ kind, words, previous }: Place, distance: number): 'dropped' | 'kept' | 'flagged' {
    if (kind !== undefined) return 'kept';
    if (distance === 1) return 'dropped';
    if (this.#isBelowHeading) return 'kept';
    return distance <= NEAR_LINES && words >= MIN_NEAR_WORDS && !isLabel(previous) ? 'dropped' : 'flagged';
  }
}

/** Tells whether a line may be what the next one answers: a question, a name, a head. */
function isLabel(text: string): boolean {
  return /[?:]["')\]]*$/.test(text) || !/[.!…]["')\]]*$/.test(text);
}
