import type { ArticleRecord } from '../articles/record.ts';
import type { AttachedPicture } from './attached.ts';
import type { Line, LineReport } from './lines.ts';
import type { Note } from './notes.ts';
import type { Mention } from './tagger.ts';

export type StoryBody =
  | { type: 'lines'; lines: Line[] }
  /** `firstLine` is the number of its first line in the file; 1 unless given. */
  | { type: 'markdown'; text: string; firstLine?: number }
  | { type: 'html'; text: string };

export interface StoryAuthor {
  name: string;
  url?: string | undefined;
  email?: string | undefined;
}

export interface StoryImage {
  url: string;
  alt?: string | undefined;
  /** What stands below it, besides the alt text. */
  caption?: string | undefined;
  credit?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  type?: string | undefined;
  /** Bytes. */
  length?: number | undefined;
}

export interface StoryCorrection {
  date: string | undefined;
  text: string;
}

/**
 * A story as an export has it, before it is cleaned and tagged. Everything but the body may be missing; nothing is
 * guessed.
 */
export interface FoundStory {
  /** The export's name for the story (a URI, a number, a slug), from which its key is made. */
  name?: string | undefined;
  /** The permanent id by which feed readers know it (`guid` or `id`). */
  id?: string | undefined;
  slug?: string | undefined;
  formerSlugs?: string[] | undefined;
  /** Earlier addresses, without `address`: http(s), or paths. */
  formerUrls?: string[] | undefined;
  /** Its home on another site. */
  url?: string | undefined;
  /** Its address until now. */
  address?: string | undefined;
  /** It was a page of a site, so it had an address, whether or not the export says it. */
  wasPage?: boolean | undefined;
  /** Plain text: character references are decoded, markup is removed. */
  title?: string | undefined;
  summary?: string | undefined;
  body: StoryBody;
  /**
   * Dates as written, in any form that `readDate` can read. If the format defines their time zone, the offset is added.
   */
  published?: string | undefined;
  updated?: string | undefined;
  embargo?: string | undefined;
  expires?: string | undefined;
  /** Labels. */
  tags?: string[] | undefined;
  authors?: StoryAuthor[] | undefined;
  /** Who has sent it: the author, if nothing else says who that is. */
  sender?: string | undefined;
  image?: StoryImage | undefined;
  /** Its sounds and videos. */
  media?: StoryMedium[] | undefined;
  language?: string | undefined;
  status?: ArticleRecord['status'] | undefined;
  corrections?: StoryCorrection[] | undefined;
  /** Pictures in the export itself. */
  attached?: AttachedPicture[] | undefined;
  /** Paths of other files that are a part of it. */
  parts?: string[] | undefined;
  /** HTML with the marks of what it came from that its body has lost: those of paywalls. */
  marks?: string | undefined;
  notes: Note[];
}

/** A clean, tagged story. Its record, the record's file and the report are all derived from this. */
export interface Story {
  key: string;
  id: string | undefined;
  slug: string;
  formerSlugs: string[];
  /** Earlier addresses, as the record has them. */
  formerUrls: string[];
  /** Its address until now, whether or not it leads to the story any more. */
  address: string | undefined;
  url: string | undefined;
  /** Empty if none was found. */
  title: string;
  /** Undefined if it can be made from the body. */
  summary: string | undefined;
  body: string;
  bodyType: 'markdown' | 'html';
  /** The words of the body. */
  paragraphs: string[];
  /** RFC 3339, as are the three below. */
  published: string | undefined;
  updated: string | undefined;
  embargo: string | undefined;
  expires: string | undefined;
  language: string | undefined;
  authors: StoryAuthor[];
  tags: StoryTag[];
  image: StoryImage | undefined;
  /** Pictures in the export, until they are written. */
  attached: AttachedPicture[];
  media: StoryMedium[];
  corrections: StoryCorrection[];
  /** The status in the export. `statusOf` returns the record's. */
  status: ArticleRecord['status'];
  lines: LineReport[];
  notes: Note[];
  /** Kinds of doubts that an editor has accepted for all stories. */
  accepted: readonly string[];
  mentions: Mention[];
}

/** A sound or a video, as the record has it. */
export interface StoryMedium {
  url: string;
  type?: string | undefined;
  length?: number | undefined;
  duration?: number | undefined;
  title?: string | undefined;
}

export interface StoryTag {
  slug: string;
  /** The tag in the record: its slug if it is in the vocabulary, else its label. */
  written: string;
}
