import type { ArticleRecord } from '../articles/record.ts';
import { ImportError } from './import-error.ts';
import type { LineReport } from './lines.ts';
import type { Note } from './notes.ts';
import { statusOf } from './record.ts';
import type { Story } from './story.ts';
import { openingOf } from './summary.ts';
import type { Mention } from './tagger.ts';

/** What became of one story of an input, or of an input that has none. */
export interface ImportResult {
  file: string;
  outcome: 'ok' | 'needs-review' | 'duplicate' | 'error';
  error: string | null;
  duplicateOf: string | null;
  /** Where the record is, or would be. */
  record: string | null;
  article: ReportedArticle | null;
  lines: LineReport[];
  notes: Note[];
  tagging: Mention[];
  /** Milliseconds spent on it. */
  ms: number;
}

/** A story's record as a report shows it. */
export interface ReportedArticle {
  key: string;
  slug: string;
  title: string;
  summary: string;
  /** Paragraphs as plain text. */
  body: string[];
  authors: string[];
  /** Slugs. */
  tags: string[];
  published: string | null;
  updated: string | null;
  language: string | null;
  status: ArticleRecord['status'];
}

export type UntimedResult = Omit<ImportResult, 'ms'>;

/** The result of a story that could be read. */
export function resultOf(
  file: string,
  story: Story,
  { outcome, duplicateOf = null, record = null }: Pick<ImportResult, 'outcome'> & Partial<ImportResult>,
): UntimedResult {
  const { lines, notes, mentions } = story;
  return { file, outcome, error: null, duplicateOf, record, article: reported(story), lines, notes, tagging: mentions };
}

function reported(story: Story): ReportedArticle {
  const { key, slug, title, summary, paragraphs, authors, tags, published, updated, language } = story;
  return {
    key,
    slug,
    title,
    summary: summary ?? openingOf(paragraphs),
    body: paragraphs,
    authors: authors.map((it) => it.name),
    tags: tags.map((it) => it.slug),
    published: published ?? null,
    updated: updated ?? null,
    language: language ?? null,
    status: statusOf(story),
  };
}

/** The result of an input, or a story of it, that could not be imported. Throws on any error that is not expected. */
export function failureOf(file: string, error: unknown, title?: string): UntimedResult {
  if (!(error instanceof ImportError)) throw error;
  const message = title === undefined ? error.message : `"${title}": ${error.message}`;
  return {
    file,
    outcome: 'error',
    error: message,
    duplicateOf: null,
    record: null,
    article: null,
    lines: error.lines,
    notes: [{ code: error.code, message }],
    tagging: [],
  };
}
