import { bylineNames, creditOf, namesIn, timestampOf } from './credits.ts';
import { isMostlyCaps, isTitle } from './headlines.ts';
import type { Line, LineReport } from './lines.ts';
import type { Note } from './notes.ts';
import { Repetitions } from './repetitions.ts';
import { type Judgement, judge, judgeLong } from './rules/judge.ts';
import { isListed } from './rules/promotions.ts';
import { MAX_RULE_CHARACTERS, normalised, type RuleLine } from './rules/rule-line.ts';
import { scrapedLists } from './scraped-lists.ts';
import { tagsIn } from './tag-lines.ts';

/** What an export says about a text besides the text. */
export interface About {
  /** The headline, or "" if there is none; if undefined, it is the first line that can be one. */
  title?: string | undefined;
  /** The names of the authors. */
  authors?: readonly string[] | undefined;
}

/** A cleaned text: the paragraphs of the story, what other lines say about it, and a report on every matched line. */
export interface Cleaned {
  title: string | undefined;
  paragraphs: Line[];
  /** The names of a byline. */
  bylined: string[];
  /** The names of those who wrote the story as other lines have them. */
  credited: string[];
  tags: string[];
  /** As written; `updated`, too. */
  published: string | undefined;
  updated: string | undefined;
  lines: LineReport[];
  notes: Note[];
}

/** Lines at the top that may be a byline or a time stamp. */
const OPENING_LINES = 4;
/** Lines at the top and at the end that may speak to an editor. */
const EDGE_LINES = 8;
/** If a larger share of the words is dropped, an editor should look. */
const MUCH_DROPPED = 0.25;

/** Removes the lines of a text that are not the story. The time this takes depends on the length of the text only. */
export function clean(lines: Line[], about: About = {}): Cleaned {
  const filled = lines.filter((it) => it.text.trim() !== '');
  const cleaning = new Cleaning(about, filled);
  for (const index of filled.keys()) cleaning.take(index);
  return cleaning.finish();
}

/** Notes that a line, or the title, forbids publishing. */
function heldBackBy(rule: string | undefined, where: string, text: string): Note[] {
  if (rule !== 'embargo' && rule !== 'not-for-publication') return [];
  const todo =
    rule === 'embargo' ? 'set "embargo", and take the words out' : 'ask who wrote it, and take the words out';
  return [{ code: rule, message: `${where} says "${text}"; ${todo}` }];
}

/** "Embargo: what the ban on oil means" is a headline. */
const SAYS_WHEN = /\p{N}|embargoed|sperrfrist|until|till|jusqu|bis|hasta|до/iu;

/** Cleans a text line by line. */
class Cleaning {
  readonly #given: Line[];
  /** The authors that the export or a line names. */
  #known: readonly string[];
  /** Normalised; "" if the export has none. */
  readonly #givenTitle: string;
  readonly #mostlyCaps: boolean;
  readonly #repetitions: Repetitions;
  readonly #scrapedLists: Set<number>;
  /** The headline may still come. */
  #untitled: boolean;
  #title: string | undefined;
  #paragraphs: Line[] = [];
  #bylined: string[] = [];
  #credited: string[] = [];
  #tags: string[] = [];
  #stamps: { published?: string; updated?: string } = {};
  #lines: LineReport[] = [];
  #previous = '';
  /** The previous line belongs to a list of other stories. */
  #listing = false;
  #words = 0;
  #droppedWords = 0;

  constructor({ title, authors = [] }: About, given: Line[]) {
    this.#given = given;
    this.#known = authors;
    this.#untitled = title === undefined;
    this.#title = title || undefined;
    this.#givenTitle = normalised(title ?? '');
    this.#repetitions = new Repetitions(this.#givenTitle || undefined);
    this.#mostlyCaps = isMostlyCaps(given);
    this.#scrapedLists = scrapedLists(given);
  }

  take(index: number): void {
    const line = this.#given[index] as Line;
    const long = line.text.length > MAX_RULE_CHARACTERS;
    const text = normalised(long ? line.text.slice(0, MAX_RULE_CHARACTERS) : line.text);
    const seen = this.#asRulesSee(index, text);
    const words = long ? line.text.split(/\s+/).length : seen.words.length;
    const asWhole = long ? line.text : text;
    const judgement = this.#judge(index, seen, asWhole, words);
    const { action, rule } = judgement;
    this.#words += words;
    this.#listing = rule === 'related-head' && action === 'dropped';
    if (action !== undefined && rule !== undefined) this.#report(line, action, rule);
    if (action !== 'dropped') this.#learnNames(text, rule);
    if (action === 'extracted') this.#learn(text, rule);
    if (action === 'dropped') this.#droppedWords += words;
    else if (action === 'extracted') return;
    else if (this.#untitled && !judgement.neverTitle && isTitle(seen, line.text))
      this.#setTitle(line.text.trim(), text);
    else this.#keep(line, judgement, long ? normalised(line.text.slice(-MAX_RULE_CHARACTERS)) : text);
  }

  finish(): Cleaned {
    this.#dropSeparatorsAtEnd();
    return {
      title: this.#title,
      paragraphs: this.#paragraphs,
      bylined: this.#bylined,
      credited: this.#credited,
      tags: this.#tags,
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
    return [
      ...notes.filter((it) => it !== false),
      ...this.#titleNotes(),
      ...this.#lines
        .filter((it) => it.action === 'flagged')
        .flatMap(({ rule, line, text }) => heldBackBy(rule, `line ${line}`, text)),
    ];
  }

  /** Notes that a title which the export has forbids publishing. */
  #titleNotes(): Note[] {
    if (this.#givenTitle === '') return [];
    const { rule, action } = judge({
      ...this.#asRulesSee(0, this.#givenTitle),
      atEdge: true,
      untitled: false,
      previous: '',
    });
    const isHeld = action === 'flagged' && (rule !== 'embargo' || SAYS_WHEN.test(this.#givenTitle));
    return isHeld ? heldBackBy(rule, 'the title', this.#givenTitle) : [];
  }

  #asRulesSee(index: number, text: string): RuleLine {
    const opening = index < OPENING_LINES;
    return {
      text,
      words: text.split(' '),
      previous: this.#previous,
      before: opening ? this.#beside(index - 1) : '',
      next: opening ? this.#beside(index + 1) : '',
      kind: this.#given[index]?.kind,
      authors: this.#known,
      opening,
      atEdge: index < EDGE_LINES || index >= this.#given.length - EDGE_LINES,
      untitled: this.#untitled,
      mostlyCaps: this.#mostlyCaps,
    };
  }

  #beside(index: number): string {
    return normalised(this.#given[index]?.text.slice(0, MAX_RULE_CHARACTERS) ?? '');
  }

  #judge(index: number, line: RuleLine, whole: string, words: number): Judgement {
    const judgement = this.#withMarkup(this.#byRules(line, whole), this.#given[index] as Line);
    if (judgement.action !== undefined && judgement.action !== 'kept') return judgement;
    return this.#repetitions.judge(whole, { index, words, kind: line.kind, previous: line.previous }) ?? judgement;
  }

  #byRules(line: RuleLine, whole: string): Judgement {
    if (whole !== line.text) return judgeLong(line);
    if (line.untitled && !/[\p{L}\p{N}]/u.test(line.text)) return { action: 'dropped', rule: 'separator' };
    const judgement = judge(line);
    const isOther = this.#listing && judgement.rule === undefined && isListed(line);
    return isOther ? { action: 'dropped', rule: 'related-head' } : judgement;
  }

  /** Markup says that somebody has written a line as a part of the story, whatever its words are. */
  #withMarkup(judgement: Judgement, { kind, list, hasPicture }: Line): Judgement {
    const { action, rule } = judgement;
    const isOut = action === 'dropped' || action === 'extracted';
    if (!isOut) return judgement;
    if (hasPicture) return { action: 'flagged', rule };
    if (kind === 'heading' && rule !== 'byline') return { action: rule === 'caps-headline' ? 'kept' : 'flagged', rule };
    if (kind === 'item' && action === 'dropped' && rule !== 'related-head' && !this.#scrapedLists.has(list ?? 0))
      return { action: 'flagged', rule };
    return judgement;
  }

  #report({ number, text }: Line, action: LineReport['action'], rule: string): void {
    this.#lines.push({ line: number, action, rule, text: text.trim() });
  }

  /** Takes the names of authors, even if their line stays. */
  #learnNames(text: string, rule: string | undefined): void {
    if (rule === 'byline') this.#know(this.#bylined, bylineNames(text));
    if (this.#known.length > 0) return;
    if (rule === 'author-name') this.#know(this.#credited, namesIn(text));
    if (rule === 'reporting-credit') this.#know(this.#credited, creditOf(text)?.reporters ?? []);
  }

  #learn(text: string, rule: string | undefined): void {
    if (rule === 'tags') this.#tags.push(...tagsIn(text));
    const stamp = rule === 'timestamp' ? timestampOf(text) : undefined;
    if (stamp) this.#stamps[stamp.field] ??= stamp.written;
  }

  #know(list: string[], names: string[]): void {
    list.push(...names);
    this.#known = [...this.#known, ...names];
  }

  #setTitle(title: string, text: string): void {
    this.#title = title;
    this.#untitled = false;
    this.#repetitions.title(text);
  }

  /** @param end what the next line sees of it */
  #keep({ number, text, kind }: Line, { neverTitle }: Judgement, end: string): void {
    if (!neverTitle) this.#untitled = false;
    this.#paragraphs.push({ number, text: text.trim() });
    this.#previous = end;
    this.#repetitions.kept(kind);
  }

  /** Below the story, a line without a letter or digit separates it from nothing. */
  #dropSeparatorsAtEnd(): void {
    const isSeparator = (it: Line | undefined) => it !== undefined && !/[\p{L}\p{N}]/u.test(it.text);
    const pictures = new Set(this.#given.flatMap((it) => (it.hasPicture ? [it.number] : [])));
    while (this.#paragraphs.length > 1 && isSeparator(this.#paragraphs.at(-1))) {
      const last = this.#paragraphs.at(-1) as Line;
      if (pictures.has(last.number)) return;
      this.#paragraphs.pop();
      this.#report(last, 'dropped', 'end-mark');
    }
    this.#lines.sort((a, b) => a.line - b.line);
  }
}
