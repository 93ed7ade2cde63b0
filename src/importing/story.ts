import type { ArticleRecord } from '../articles/record.ts';

/** What an editor should know of an import; `code` is for programs. */
export interface Note {
  code: string;
  message: string;
}

/** What became of a line that a rule looked at. */
export interface LineReport {
  line: number;
  /** `kept`: a rule knew it, and it stays. `flagged`: it stays, and an editor should look. */
  action: 'dropped' | 'extracted' | 'kept' | 'flagged';
  rule: string;
  text: string;
}

/** A line of a text, numbered from 1. */
export interface Line {
  number: number;
  text: string;
}

export type Body = { type: 'lines'; lines: Line[] } | { type: 'markdown' | 'html'; text: string };

/** A story's picture. */
export interface Picture {
  url: string;
  alt?: string | undefined;
  credit?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  type?: string | undefined;
  /** Bytes. */
  length?: number | undefined;
}

/**
 * A story as an export has it, before it is cleaned, tagged and made a record. Everything but the body may be missing;
 * nothing is guessed.
 */
export interface FoundStory {
  /** The source's own name for it (a URI, a number, a slug), from which the key is made; else the file's stem. */
  name?: string | undefined;
  /** The permanent id that readers know it by: a feed's guid or id. */
  id?: string | undefined;
  slug?: string | undefined;
  formerSlugs?: string[] | undefined;
  /** Its home elsewhere, which it keeps. */
  url?: string | undefined;
  /** Its address until now. */
  address?: string | undefined;
  /** Plain text: character references are decoded, markup is gone. */
  title?: string | undefined;
  summary?: string | undefined;
  body: Body;
  /**
   * Dates as they were written, in any form that `readDate` knows; one whose zone the format defines is given with its
   * offset.
   */
  published?: string | undefined;
  updated?: string | undefined;
  embargo?: string | undefined;
  expires?: string | undefined;
  /** Labels. */
  tags?: string[] | undefined;
  authors?: { name: string; url?: string | undefined; email?: string | undefined }[] | undefined;
  image?: Picture | undefined;
  language?: string | undefined;
  status?: ArticleRecord['status'] | undefined;
  corrections?: { date: string | undefined; text: string }[] | undefined;
  notes: Note[];
}

/** One file, or standard input. Its text is without the characters that no document may hold. */
export interface Input {
  /** Its path as it was given, or "-". */
  path: string;
  /** The first characters (64 KB of bytes, decoded), by which its format is told. */
  head: string;
  /** The whole text. @throws {ImportError} if it is too long to be read at once */
  text(): Promise<string>;
  /** The text in pieces, from the beginning each time it is called. */
  chunks(): AsyncIterable<string>;
}

/** A format that stories come in. */
export interface Format {
  name: string;
  /** Whether a file of it may hold several stories, so that the file's name is none of theirs. */
  several: boolean;
  /** Tells by the content, never by the file's name. */
  recognises(head: string): boolean;
  /** @throws {ImportError} where the file cannot be what it seemed to be */
  read(input: Input): AsyncIterable<FoundStory> | Iterable<FoundStory> | Promise<FoundStory[]>;
}

/** Says why an input, or one story of it, cannot be imported. */
export class ImportError extends Error {
  readonly code: string;
  /** What had been done to its lines by then. */
  readonly lines: LineReport[];

  constructor(message: string, code = 'unreadable', lines: LineReport[] = []) {
    super(message);
    this.code = code;
    this.lines = lines;
  }
}
