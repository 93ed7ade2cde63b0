import type { ArticleRecord } from '../articles/record.ts';
import { ImportError } from './import-error.ts';
import type { LineReport } from './lines.ts';
import { doubtsOf, type Note } from './notes.ts';
import { statusOf } from './record.ts';
import type { Story } from './story.ts';
import { openingOf } from './summary.ts';
import type { Mention } from './tagger.ts';

/** The result of one story, or of an input that could not be read. */
export interface ImportResult {
  file: string;
  /** The name of its format; null of an input that has none that is known. */
  format: string | null;
  outcome: 'ok' | 'needs-review' | 'duplicate' | 'error';
  error: string | null;
  duplicateOf: string | null;
  /** The path of the record, even if it was not written. */
  record: string | null;
  /** What becomes of the record that an earlier import wrote; null without one. Until it is written, it is `replaced`. */
  previous: 'replaced' | 'unchanged' | null;
  article: ReportedArticle | null;
  lines: LineReport[];
  notes: Note[];
  /** The kinds of doubts that make it a draft. */
  doubts: string[];
  tagging: Mention[];
  /** Milliseconds spent on it. */
  ms: number;
}

/** A story's record, in the form of the report. */
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

/** A result before the time and the format are known. */
export type UntimedResult = Omit<ImportResult, 'ms' | 'format'>;

/** Returns the result of a story that could be read. */
export function resultOf(
  file: string,
  story: Story,
  {
    outcome,
    duplicateOf = null,
    record = null,
    previous = null,
  }: Pick<ImportResult, 'outcome'> & Partial<ImportResult>,
): UntimedResult {
  const { lines, notes, mentions } = story;
  return {
    file,
    outcome,
    error: null,
    duplicateOf,
    record,
    previous,
    article: reported(story),
    lines,
    notes,
    doubts: doubtsOf(story),
    tagging: mentions,
  };
}

function reported(story: Story): ReportedArticle {
  const { key, slug, title, summary, paragraphs, authors, tags, published, updated, language } = story;
  return {
    key,
    slug,
    title,
    summary: summary ?? openingOf(paragraphs, language),
    body: paragraphs,
    authors: authors.map((it) => it.name),
    tags: tags.map((it) => it.slug),
    published: published ?? null,
    updated: updated ?? null,
    language: language ?? null,
    status: statusOf(story),
  };
}

/** Returns the result of an input or story that could not be imported. Throws any error other than ImportError. */
export function failureOf(file: string, error: unknown, title?: string): UntimedResult {
  if (!(error instanceof ImportError)) throw error;
  const message = title === undefined ? error.message : `"${title}": ${error.message}`;
  return {
    file,
    outcome: 'error',
    error: message,
    duplicateOf: null,
    record: null,
    previous: null,
    article: null,
    lines: error.lines,
    notes: [{ code: error.code, message }],
    doubts: [],
    tagging: [],
  };
}
