import type { ImportOptions } from '../importing/options.ts';
import type { Plan } from '../importing/plan.ts';
import type { ImportResult, ReportedArticle } from '../importing/result.ts';
import { counted } from './counted.ts';
import type { PictureCounts } from './import-pictures.ts';
import { outcomeCounts } from './import-plan.ts';

function droppedLines({ lines }: ImportResult): number {
  return lines.filter((it) => it.action === 'dropped').length;
}

/**
 * Describes a result for people: the outcome and the record, every line that a rule matched, then the notes.
 * @param short use a single line for a story that can be read
 */
export function report(result: ImportResult, short: boolean): string[] {
  const { file, outcome, error, record, article, lines, notes } = result;
  switch (outcome) {
    case 'error':
      return [`${file}: error: ${error}`, ''];
    case 'duplicate':
      return [`${file}: ${whyNotWritten(result)}`, ...(short ? [] : [...noteRows(notes), ''])];
    case 'ok':
    case 'needs-review':
      if (short) return [`${file}: ${nameOf(result)} -> ${record}: ${inShort(result)}`];
      return [
        `${file}: ${nameOf(result)} -> ${record}`,
        ...(article ? articleRows(article, result) : []),
        ...lines.map((it) => row(it.action, `line ${it.line}, ${it.rule}: ${shortened(it.text)}`)),
        ...noteRows(notes),
        '',
      ];
  }
}

function nameOf({ outcome, previous }: ImportResult): string {
  if (outcome === 'needs-review') return previous === 'unchanged' ? 'unchanged, needs review' : 'needs review';
  return previous === 'unchanged' ? 'unchanged' : 'ok';
}

function whyNotWritten({ duplicateOf, record, notes }: ImportResult): string {
  if (record === null) return `duplicate of ${duplicateOf}`;
  const isEdited = notes.some((it) => it.code === 'edited');
  return isEdited ? `kept: edited here since its import: ${record}` : `already here: ${record}`;
}

function inShort(result: ImportResult): string {
  const done = [`${counted(droppedLines(result), 'line')} dropped`, counted(result.article?.tags.length ?? 0, 'tag')];
  return [...result.doubts, ...done].join(', ');
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

/** What was done besides the stories' outcomes. */
export interface Done {
  /** Stories whose records are as they were. */
  unchanged: number;
  pictures: PictureCounts;
}

/** The last line of the report. @param plan what has become of the stories */
export function summary(plan: Plan, { unchanged, pictures }: Done, options: ImportOptions): string {
  const { stories, droppedLines } = plan;
  const hasPictures = pictures.taken.size + pictures.left.size > 0 || (options.pictures && !options['dry-run']);
  const where = options['dry-run'] ? 'nothing written (--dry-run)' : `records are in ${options.out}`;
  const all = stories === 1 ? '1 story' : `${stories.toLocaleString('en')} stories`;
  const parts = [
    outcomeCounts(plan).join(', '),
    `${counted(droppedLines, 'line')} dropped`,
    ...(unchanged > 0 ? [`${unchanged.toLocaleString('en')} unchanged since the last import`] : []),
    ...(hasPictures ? [`${counted(pictures.taken.size, 'picture')} taken over, ${pictures.left.size} left`] : []),
    where,
  ];
  return `${all}: ${parts.join('; ')}`;
}
