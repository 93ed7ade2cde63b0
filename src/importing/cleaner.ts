import { bylineNames, creditNames, timestampOf } from './credits.ts';
import type { Line, LineReport } from './lines.ts';
import type { Note } from './notes.ts';
import { type Judgement, judge, judgeLong } from './rules/judge.ts';
import { isListed } from './rules/promotions.ts';
import { MAX_RULE_CHARACTERS, normalised, type RuleLine } from './rules/rule-line.ts';

/** A cleaned text: the paragraphs of the story, what other lines say about it, and a report on every matched line. */
export interface Cleaned {
  title: string | undefined;
  paragraphs: Line[];
  authors: string[];
  /** As written; `updated`, too. */
  published: string | undefined;
  updated: string | undefined;
  lines: LineReport[];
  notes: Note[];
}

/** Lines at the top that may be a byline or a time stamp. */
const OPENING_LINES = 4;
const MAX_TITLE_WORDS = 35;
const MAX_TITLE_CHARACTERS = 300;
/** A document is in capitals if at least this share of it is in lines without small letters. */
const MOSTLY_CAPS = 0.5;
/** If a larger share of the words is dropped, an editor should look. */
const MUCH_DROPPED = 0.25;
/** A shorter paragraph may occur twice in a story. */
const MIN_REPEATED_WORDS = 4;

/**
 * Removes the lines of a text that are not the story. The time this takes depends on the length of the text only.
 * @param lines blank ones are skipped
 * @param title the headline, or "" if there is none; if undefined, it is the first line that can be one
 */
export function clean(lines: Line[], title?: string): Cleaned {
  const filled = lines.filter((it) => it.text.trim() !== '');
  const cleaning = new Cleaning(title, isMostlyCaps(filled));
  for (const [index, line] of filled.entries()) cleaning.take(line, index < OPENING_LINES);
  return cleaning.finish();
}

/** Cleans a text line by line. */
class Cleaning {
  readonly #mostlyCaps: boolean;
  /** The lines of the story so far, normalised, to find repetitions. */
  readonly #seen = new Set<string>();
  /** The headline may still come. */
  #untitled: boolean;
  #title: string | undefined;
  #paragraphs: Line[] = [];
  #bylined: string[] = [];
  #credited: string[] = [];
  #stamps: { published?: string; updated?: string } = {};
  #lines: LineReport[] = [];
  #previous = '';
  /** The previous line belongs to a list of other stories. */
  #listing = false;
  #words = 0;
  #droppedWords = 0;

  constructor(title: string | undefined, mostlyCaps: boolean) {
    this.#untitled = title === undefined;
    this.#title = title || undefined;
    if (title) this.#seen.add(normalised(title));
    this.#mostlyCaps = mostlyCaps;
  }

  take(line: Line, opening: boolean): void {
    const long = line.text.length > MAX_RULE_CHARACTERS;
    const text = normalised(long ? line.text.slice(0, MAX_RULE_CHARACTERS) : line.text);
    const seen = this.#asRulesSee(text, opening);
    const words = long ? line.text.split(/\s+/).length : seen.words.length;
    const { action, rule } = long ? judgeLong(seen) : this.#judge(seen);
    this.#words += words;
    this.#listing = rule === 'related-head' && action === 'dropped';
    if (action !== undefined && rule !== undefined)
      this.#lines.push({ line: line.number, action, rule, text: line.text.trim() });
    if (action === 'dropped') this.#droppedWords += words;
    else if (action === 'extracted') this.#extract(text, rule);
    else if (this.#untitled && isTitle(seen, line.text)) this.#setTitle(line.text.trim(), text);
    else this.#keep(line, long ? line.text : text, words);
  }

  finish(): Cleaned {
    return {
      title: this.#title,
      paragraphs: this.#paragraphs,
      authors: this.#bylined.length > 0 ? this.#bylined : this.#credited,
      published: this.#stamps.published,
      updated: this.#stamps.updated,
      lines: this.#lines,
      notes: this.#notes(),
    };
  }

  #notes(): Note[] {
    const [dropped, all] = [this.#droppedWords, this.#words];
    const notes: (Note | false)[] = [
      this.#mostlyCaps && {
        code: 'mostly-caps',
        message: 'most of the text is in capitals, so lines in capitals are kept',
      },
      this.#title === undefined && {
        code: 'missing-title',
        message: 'no headline found; set "title"',
      },
      dropped > all * MUCH_DROPPED && {
        code: 'much-dropped',
        message: `${dropped} of ${all} words are in dropped lines; check that the story is complete`,
      },
    ];
    return notes.filter((it) => it !== false);
  }

  #asRulesSee(text: string, opening: boolean): RuleLine {
    return {
      text,
      words: text.split(' '),
      previous: this.#previous,
      opening,
      untitled: this.#untitled,
      mostlyCaps: this.#mostlyCaps,
    };
  }

  #judge(line: RuleLine): Judgement {
    if (this.#seen.has(line.text)) return { action: 'dropped', rule: 'repeated' };
    if (line.untitled && !/[\p{L}\p{N}]/u.test(line.text)) return { action: 'dropped', rule: 'separator' };
    const judgement = judge(line);
    if (judgement.rule !== undefined) return judgement;
    return this.#listing && isListed(line) ? { action: 'dropped', rule: 'related-head' } : {};
  }

  #extract(text: string, rule: string | undefined): void {
    if (rule === 'byline') this.#bylined.push(...bylineNames(text));
    if (rule === 'reporting-credit') this.#credited = creditNames(text);
    const stamp = rule === 'timestamp' ? timestampOf(text) : undefined;
    if (stamp) this.#stamps[stamp.field] ??= stamp.written;
  }

  #setTitle(title: string, text: string): void {
    this.#title = title;
    this.#untitled = false;
    this.#seen.add(text);
  }

  #keep({ number, text }: Line, asSeen: string, words: number): void {
    this.#untitled = false;
    this.#paragraphs.push({ number, text: text.trim() });
    if (words >= MIN_REPEATED_WORDS) this.#seen.add(asSeen);
    this.#previous = normalised(text.slice(-MAX_RULE_CHARACTERS));
  }
}

/** Tells whether a line can be the headline: it is short, and not a paragraph. */
function isTitle({ words, text }: RuleLine, whole: string): boolean {
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
