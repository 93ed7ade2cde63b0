import {
  bylineNames,
  type Candidate,
  creditNames,
  isListed,
  MAX_RULE_CHARACTERS,
  normalised,
  RULES,
  timestampOf,
} from './rules.ts';
import type { Line, Note } from './story.ts';

/** What became of a line that a rule looked at. */
export interface LineReport {
  line: number;
  /** `kept`: a rule knew it, and it stays. `flagged`: it stays, and an editor should look. */
  action: 'dropped' | 'extracted' | 'kept' | 'flagged';
  rule: string;
  text: string;
}

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
 * @param given the headline, if the format has told it; else it is the first line that can be one
 */
export function clean(given: Line[], title?: string): Cleaned {
  const filled = given.filter((it) => it.text.trim() !== '');
  const caps = isMostlyCaps(filled);
  const cleaned: Cleaned = {
    title,
    paragraphs: [],
    authors: [],
    published: undefined,
    updated: undefined,
    lines: [],
    notes: caps ? [{ code: 'mostly-caps', message: 'most of it is in capitals; lines in capitals are left in' }] : [],
  };
  const seen = new Set<string>();
  let credited: string[] = [];
  let previous = '';
  let listing = false;
  let [words, dropped] = [0, 0];
  const report = ({ number, text }: Line, action: LineReport['action'], rule: string) =>
    cleaned.lines.push({ line: number, action, rule, text: text.trim() });
  for (const [index, line] of filled.entries()) {
    const long = line.text.length > MAX_RULE_CHARACTERS;
    const text = normalised(long ? line.text.slice(0, MAX_RULE_CHARACTERS) : line.text);
    const candidate: Candidate = {
      text,
      words: text.split(' '),
      previous,
      title: normalised(cleaned.title ?? ''),
      opening: index < OPENING_LINES,
      mostlyCaps: caps,
    };
    const count = long ? line.text.split(/\s+/).length : candidate.words.length;
    words += count;
    const first = cleaned.title === undefined && cleaned.paragraphs.length === 0;
    const judgement: Judgement = long ? onLong(candidate) : judge(candidate, { listing, first, seen });
    const { action, rule } = judgement;
    listing = rule === 'related-head' && action === 'dropped';
    if (rule !== undefined && action !== undefined) report(line, action, rule);
    if (action === 'dropped') dropped += count;
    if (action === 'extracted') {
      if (rule === 'byline') cleaned.authors.push(...bylineNames(text));
      if (rule === 'reporting-credit') credited = creditNames(text);
      const stamp = rule === 'timestamp' ? timestampOf(text) : undefined;
      if (stamp) cleaned[stamp.field] ??= stamp.written;
    }
    if (action === 'dropped' || action === 'extracted') continue;
    if (first && isTitle(candidate, line.text)) {
      cleaned.title = line.text.trim();
      seen.add(text);
      continue;
    }
    if (cleaned.title === undefined) cleaned.title = '';
    cleaned.paragraphs.push({ number: line.number, text: line.text.trim() });
    if (candidate.words.length >= MIN_REPEATED_WORDS) seen.add(long ? line.text : text);
    previous = text;
  }
  if (cleaned.authors.length === 0) cleaned.authors = credited;
  if (!cleaned.title) {
    cleaned.title = undefined;
    cleaned.notes.push({ code: 'missing-title', message: 'no line stands where a headline would' });
  }
  if (dropped > words * MUCH_DROPPED) {
    cleaned.notes.push({
      code: 'much-dropped',
      message: `${dropped} of ${words} words are in dropped lines; look whether the story is whole`,
    });
  }
  return cleaned;
}

interface Place {
  /** Below the head of a list of other stories. */
  listing: boolean;
  /** Nothing of the story has come yet. */
  first: boolean;
  /** Lines that the story has already. */
  seen: Set<string>;
}

type Judgement = { action?: LineReport['action']; rule?: string };

function judge(line: Candidate, { listing, first, seen }: Place): Judgement {
  if (seen.has(line.text)) return { action: 'dropped', rule: 'repeated' };
  for (const rule of RULES) {
    // The first line in capitals is a headline: this story's.
    if (rule.name === 'caps-headline' && first) continue;
    if (!rule.patterns.some((it) => it.test(line.text)) || rule.condition?.(line) === false) continue;
    const verdict = rule.guard?.(line);
    if (verdict === 'keep') return { action: 'kept', rule: rule.name };
    if (verdict === 'flag') return { action: 'flagged', rule: rule.name };
    const action = { drop: 'dropped', extract: 'extracted', keep: 'kept' } as const;
    return { action: action[rule.action], rule: rule.name };
  }
  return listing && isListed(line) ? { action: 'dropped', rule: 'related-head' } : {};
}

/** A long line is prose; only how it begins may matter. */
function onLong(line: Candidate): Judgement {
  const rule = RULES.find((it) => it.action === 'keep' && it.patterns.some((pattern) => pattern.test(line.text)));
  return rule ? { action: 'kept', rule: rule.name } : {};
}

/** Whether the first line can be a headline: short, and no paragraph of the story. */
function isTitle({ words, text }: Candidate, whole: string): boolean {
  if (whole.length > MAX_TITLE_CHARACTERS || words.length > MAX_TITLE_WORDS) return false;
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
