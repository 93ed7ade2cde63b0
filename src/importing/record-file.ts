import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { oneLine } from './markup.ts';
import { type NoteCode, needsReview } from './notes.ts';
import { recordOf } from './record.ts';
import type { Story } from './story.ts';

/** The first comment of an imported record, whatever its words: a hash of its source, and a hash of the rest. */
const MARK = /^---\n# Imported from .* \(([0-9a-f]{8})\)\..* begins with ([0-9a-f]{16})\.\n/;

/** The origin of a story. The same story of the same file always has the same identity. */
export interface StorySource {
  /** For people. */
  name: string;
  identity: string;
}

/** Returns the file of a story's record: front matter with comments for the editor, then the body. */
export function recordFile(story: Story, { name, identity }: StorySource): string {
  const { key: _, body, ...frontMatter } = recordOf(story);
  const yaml = stringify(frontMatter, { lineWidth: 0, flowCollectionPadding: false });
  const comments = commentsOn(story).map((it) => `# ${oneLine(it)}\n`);
  const rest = `${comments.join('')}${yaml}---\n\n${body}\n`;
  const edited = `Edited by hand if the SHA-256 of the rest no longer begins with ${hashOf(rest, 16)}.`;
  return `---\n# Imported from ${oneLine(name)} (${hashOf(identity, 8)}). ${edited}\n${rest}`;
}

function commentsOn(story: Story): string[] {
  return [
    ...(needsReview(story) ? ['Needs review. Remove "status: draft" when it is ready.'] : []),
    ...story.notes.map((it) => `${it.code}: ${it.message}`),
    ...story.lines.filter((it) => it.action === 'flagged').map((it) => `line ${it.line}, ${it.rule}?: ${it.text}`),
    ...droppedLines(story),
  ];
}

/** Lines that are told one by one, and how much of each: front matter has a limit. */
const MAX_DROPPED = 30;
const MAX_CHARACTERS = 100;

function droppedLines({ lines }: Story): string[] {
  const dropped = lines.filter((it) => it.action === 'dropped');
  const told = dropped.slice(0, MAX_DROPPED).map(({ line, rule, text }) => {
    const shown = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
    return `line ${line}, left out as ${rule}: ${shown}`;
  });
  const more = dropped.length - told.length;
  return more > 0 ? [...told, `and ${more} more lines that are left out`] : told;
}

/**
 * Reads the first comment of a record's file.
 * @returns `imported`: it has one. `same`: the file was imported from this source. `untouched`: nobody has edited it since
 */
export function readMark(
  file: string,
  { identity }: StorySource,
): { imported: boolean; same: boolean; untouched: boolean } {
  const { mark, rest } = parted(file);
  return {
    imported: mark !== null,
    same: mark?.[1] === hashOf(identity, 8),
    untouched: mark !== null && hashOf(rest, 16) === mark[2],
  };
}

/** Returns the message of a kind of note in the comments of a record's file. */
export function notedIn(file: string, code: NoteCode): string | undefined {
  const before = `\n# ${code}: `;
  const start = file.indexOf(before);
  return start < 0 ? undefined : file.slice(start + before.length, file.indexOf('\n', start + 1));
}

/** True if two files of a story differ at most in where it comes from. */
export const areSameRecords = (one: string, other: string): boolean => parted(one).rest === parted(other).rest;

function parted(file: string): { mark: RegExpExecArray | null; rest: string } {
  // Git may have changed the line ends.
  const text = file.replaceAll('\r\n', '\n');
  const mark = MARK.exec(text);
  return { mark, rest: text.slice(mark?.[0].length ?? 0) };
}

const hashOf = (text: string, digits: number) => createHash('sha256').update(text).digest('hex').slice(0, digits);
