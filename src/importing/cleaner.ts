import { bylineNames, creditNames, timestampOf } from './credits.ts';
import { type Candidate, isListed, MAX_RULE_CHARACTERS, normalised, RULES } from './rules.ts';
import type { Line, LineReport, Note } from './story.ts';

/** A text without what does not belong to the story, and an account of every line that was touched. */
export interface Cleaned {
  title: string | undefined;
  paragraphs: Line[];
  authors: string[];
  /** As they were written. */
  published: string | undefined;
  updated: string | undefined;
  lines: LineReport[];
  notes: Note[];
}

/** Lines at the top that may be a byline or a time stamp. */
const OPENING_LINES = 4;
/** A headline is no longer than this. */
const MAX_TITLE_WORDS = 35;
const MAX_TITLE_CHARACTERS = 300;
/** Of a document in capitals, at least this share is in lines that have nothing else. */
const MOSTLY_CAPS = 0.5;
/** More of the words dropped than this, and an editor should look. */
const MUCH_DROPPED = 0.25;
/** A paragraph of fewer words may well stand twice. */
const MIN_REPEATED_WORDS = 4;

/**
 * Takes out the lines of a text that are not the story, by the table of rules. Its time grows with the length of the
 * text and nothing else.
 * @param lines blank ones are no lines
 * @param title the headline, if the format has told it ("" if it knows that there is none); else it is the first line
 * that can be one
 */
export function clean(lines: Line[], title?: string): Cleaned {
  const filled = lines.filter((it) => it.text.trim() !== '');
  const cleaning = new Cleaning(title, isMostlyCaps(filled));
  for (const [index, line] of filled.entries()) cleaning.take(line, index < OPENING_LINES);
  return cleaning.finish();
}

/** A text on its way through the table of rules, line by line. */
class Cleaning {
  readonly #cleaned: Cleaned;
  readonly #mostlyCaps: boolean;
  /** What the story has said already. */
  readonly #seen = new Set<string>();
  /** Whether the headline may still come. */
  #untitled: boolean;
  #credited: string[] = [];
  #previous = '';
  /** Below the head of a list of other stories. */
  #listing = false;
  #words = 0;
  #droppedWords = 0;

  constructor(title: string | undefined, mostlyCaps: boolean) {
    this.#untitled = title === undefined;
    if (title) this.#seen.add(normalised(title));
    this.#mostlyCaps = mostlyCaps;
    this.#cleaned = {
      title: title || undefined,
      paragraphs: [],
      authors: [],
      published: undefined,
      updated: undefined,
      lines: [],
      notes: mostlyCaps
        ? [{ code: 'mostly-caps', message: 'most of it is in capitals; lines in capitals are left in' }]
        : [],
    };
  }

  take(line: Line, opening: boolean): void {
    const long = line.text.length > MAX_RULE_CHARACTERS;
    const text = normalised(long ? line.text.slice(0, MAX_RULE_CHARACTERS) : line.text);
    const words = text.split(' ');
    const count = long ? line.text.split(/\s+/).length : words.length;
    const candidate: Candidate = {
      text,
      words,
      previous: this.#previous,
      opening,
      untitled: this.#untitled,
      mostlyCaps: this.#mostlyCaps,
    };
    const { action, rule } = long ? judgeOpening(candidate) : this.#judge(candidate);
    this.#words += count;
    this.#listing = rule === 'related-head' && action === 'dropped';
    if (action !== undefined && rule !== undefined)
      this.#cleaned.lines.push({ line: line.number, action, rule, text: line.text.trim() });
    if (action === 'dropped') this.#droppedWords += count;
    else if (action === 'extracted') this.#extract(text, rule);
    else if (this.#untitled && isTitle(candidate, line.text)) this.#setTitle(line.text.trim(), text);
    else this.#keep(line, long ? line.text : text, count);
  }

  finish(): Cleaned {
    const { authors, title, notes } = this.#cleaned;
    if (authors.length === 0) authors.push(...this.#credited);
    if (title === undefined) notes.push({ code: 'missing-title', message: 'no line stands where a headline would' });
    if (this.#droppedWords > this.#words * MUCH_DROPPED) {
      notes.push({
        code: 'much-dropped',
        message: `${this.#droppedWords} of ${this.#words} words are in dropped lines; look whether the story is whole`,
      });
    }
    return this.#cleaned;
  }

  #judge(line: Candidate): Judgement {
    if (this.#seen.has(line.text)) return { action: 'dropped', rule: 'repeated' };
    if (line.untitled && !/[\p{L}\p{N}]/u.test(line.text)) return { action: 'dropped', rule: 'separator' };
    for (const rule of RULES) {
      if (!rule.patterns.some((it) => it.test(line.text)) || rule.condition?.(line) === false) continue;
      const verdict = rule.guard?.(line);
      if (verdict === 'keep') return { action: 'kept', rule: rule.name };
      if (verdict === 'flag') return { action: 'flagged', rule: rule.name };
      const above = line.untitled && rule.action !== 'keep' && !rule.aboveTitle;
      return { action: above ? 'flagged' : ACTIONS[rule.action], rule: rule.name };
    }
    return this.#listing && isListed(line) ? { action: 'dropped', rule: 'related-head' } : {};
  }

  #extract(text: string, rule: string | undefined): void {
    const cleaned = this.#cleaned;
    if (rule === 'byline') cleaned.authors.push(...bylineNames(text));
    if (rule === 'reporting-credit') this.#credited = creditNames(text);
    const stamp = rule === 'timestamp' ? timestampOf(text) : undefined;
    if (stamp) cleaned[stamp.field] ??= stamp.written;
  }

  #setTitle(title: string, text: string): void {
    this.#cleaned.title = title;
    this.#untitled = false;
    this.#seen.add(text);
  }

  #keep({ number, text }: Line, asSeen: string, words: number): void {
    this.#untitled = false;
    this.#cleaned.paragraphs.push({ number, text: text.trim() });
    if (words >= MIN_REPEATED_WORDS) this.#seen.add(asSeen);
    this.#previous = normalised(text.slice(-MAX_RULE_CHARACTERS));
  }
}

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept' } as const;

type Judgement = { action?: LineReport['action']; rule?: string };

/** A long line is prose; only how it begins may matter. */
function judgeOpening(line: Candidate): Judgement {
  const rule = RULES.find((it) => it.action === 'keep' && it.patterns.some((pattern) => pattern.test(line.text)));
  return rule ? { action: 'kept', rule: rule.name } : {};
}

/** Whether the first line can be a headline: short, and no paragraph of the story. */
function isTitle({ words, text }: Candidate, whole: string): boolean {
  if (whole.length > MAX_TITLE_CHARACTERS || words.length > MAX_TITLE_WORDS) return false;
  if (!/\p{L}/u.test(text) || /^[a-z]+:\/\/\S+$/i.test(text)) return false;
  const sentences = text.split(/[.!?…]["')\]]*\s+(?=\p{Lu})/u).length;
  return !(words.length > 15 && /[.…]["')]*$/.test(text)) && sentences <= 2;
}

function isMostlyCaps(lines: Line[]): boolean {
  let [all, capitals] = [0, 0];
  for (const { text } of lines) {
    all += text.length;
    if (text === text.toUpperCase() && text !== text.toLowerCase()) capitals += text.length;
  }
  return capitals > all * MOSTLY_CAPS;
}
