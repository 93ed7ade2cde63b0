import type { ImportOptions } from '../importing/options.ts';
import type { ImportResult, ReportedArticle } from '../importing/result.ts';
import { counted } from './counted.ts';

/** The number of results of each outcome, and of dropped lines in all of them. */
export type ResultCounts = Record<ImportResult['outcome'] | 'dropped', number>;

export const NO_RESULTS: ResultCounts = { ok: 0, 'needs-review': 0, duplicate: 0, error: 0, dropped: 0 };

/** Returns the counts with one more result. */
export function count(counts: ResultCounts, result: ImportResult): ResultCounts {
  const { outcome } = result;
  return { ...counts, [outcome]: counts[outcome] + 1, dropped: counts.dropped + droppedLines(result) };
}

function droppedLines({ lines }: ImportResult): number {
  return lines.filter((it) => it.action === 'dropped').length;
}

/**
 * Describes a result for people: the outcome and the record, every line that a rule matched, then the notes.
 * @param short use a single line for a story that is ok
 */
export function report(result: ImportResult, short: boolean): string[] {
  const { file, outcome, error, duplicateOf, record, article, lines, notes } = result;
  switch (outcome) {
    case 'error':
      return [`${file}: error: ${error}`, ''];
    case 'duplicate':
      return [`${file}: duplicate of ${duplicateOf}`, ...noteRows(notes), ''];
    case 'ok':
    case 'needs-review':
      if (short && outcome === 'ok') return [`${file}: ok -> ${record}: ${inShort(result)}`];
      return [
        `${file}: ${outcome === 'ok' ? 'ok' : 'needs review'} -> ${record}`,
        ...(article ? articleRows(article, result) : []),
        ...lines.map((it) => row(it.action, `line ${it.line}, ${it.rule}: ${shortened(it.text)}`)),
        ...noteRows(notes),
        '',
      ];
  }
}

function inShort(result: ImportResult): string {
  return `${counted(droppedLines(result), 'line')} dropped, ${counted(result.article?.tags.length ?? 0, 'tag')}`;
}

function articleRows(article: ReportedArticle, { tagging }: ImportResult): string[] {
  return [
    row('title', shortened(article.title) || '(none)'),
    row('published', article.published ?? (article.status === 'draft' ? 'no date found: saved as a draft' : '(none)')),
    ...(article.authors.length > 0 ? [row('authors', article.authors.join(', '))] : []),
    row('tags', article.tags.map((it) => `${it} (${placesOf(it, tagging)})`).join(', ') || '(none)'),
    row('body', counted(article.body.length, 'paragraph')),
  ];
}

function noteRows(notes: ImportResult['notes']): string[] {
  return notes.map((it) => row('note', `${it.code}: ${it.message}`));
}

const row = (name: string, text: string) => `  ${name.padEnd(10)}${text}`;

/** Says in short where a tag comes from: "title, 2 paragraphs". */
function placesOf(tag: string, tagging: ImportResult['tagging']): string {
  const places = tagging.filter((it) => it.tag === tag).map((it) => it.where);
  const paragraphs = places.filter((it) => it.startsWith('paragraph')).length;
  const others = [...new Set(places.filter((it) => !it.startsWith('paragraph')))];
  return [...others, ...(paragraphs > 0 ? [counted(paragraphs, 'paragraph')] : [])].join(', ');
}

const SHOWN_CHARACTERS = 100;

const shortened = (text: string) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text);

/** The last line of the report. */
export function summary(counts: ResultCounts, options: ImportOptions): string {
  const { ok, 'needs-review': toReview, duplicate, error, dropped } = counts;
  const total = ok + toReview + duplicate + error;
  const outcomes = [`${ok} ok`, `${toReview} to review`, counted(duplicate, 'duplicate'), counted(error, 'error')];
  const where = options['dry-run'] ? 'nothing written (--dry-run)' : `records are in ${options.out}`;
  const stories = total === 1 ? '1 story' : `${total} stories`;
  return `${stories}: ${outcomes.join(', ')}; ${counted(dropped, 'line')} dropped; ${where}`;
}
