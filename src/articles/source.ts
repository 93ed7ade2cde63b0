import { toSlug } from '../channels/slug.ts';
import type { Problem } from '../refusal.ts';
import { onLine, seeMistake } from './mistakes.ts';
import { type ArticleRecord, checkRecord } from './record.ts';
import { notesOnFields } from './record-notes.ts';
import { readYaml, type YamlContent } from './yaml.ts';

/** Larger records are refused unread. */
export const MAX_RECORD_BYTES = 2_000_000;
/** Front matter is about a page of text; more is refused unread. */
export const MAX_FRONT_MATTER_BYTES = 32_768;

/** The media types of article files. */
export type SourceType = 'text/markdown' | 'application/json';

/** An article that was read: its record, and notes on what was changed; or everything that is wrong with it. */
export type ReadArticle = { ok: true; value: ArticleRecord; notes: Problem[] } | { ok: false; problems: Problem[] };

/** Reads and checks an article: a Markdown file with front matter, or JSON with the same fields. */
export function readArticle(bytes: Uint8Array, type: SourceType, key: ExpectedKey = {}): ReadArticle {
  if (bytes.byteLength > MAX_RECORD_BYTES)
    return refused('record', `is ${bytes.byteLength} bytes long; at most ${MAX_RECORD_BYTES}`);
  const source = decodeUtf8(bytes);
  if (source === undefined) return refused('record', 'is not valid UTF-8: save the file in UTF-8');
  return type === 'application/json' ? readJson(source, key) : readMarkdown(source, key);
}

/** The key that the record must have (from its address), or gets if it names none (from its file name). */
export type ExpectedKey = { address?: string; fallback?: string };

/** Decodes UTF-8, leaving out a byte order mark. @returns undefined if the bytes are not valid UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readJson(source: string, key: ExpectedKey): ReadArticle {
  let fields: unknown;
  try {
    fields = JSON.parse(source);
  } catch (error) {
    return refused('record', `is not JSON: ${(error as Error).message}`);
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return refused('record', 'expected a JSON object');
  return checked(fields as Record<string, unknown>, key);
}

function readMarkdown(source: string, key: ExpectedKey): ReadArticle {
  const parts = splitFrontMatter(source.replaceAll('\r\n', '\n'));
  if ('message' in parts) return { ok: false, problems: [parts] };
  const yaml = readYaml(parts.frontMatter, MAX_FRONT_MATTER_BYTES, 2);
  if ('problems' in yaml) {
    return {
      ok: false,
      problems: yaml.problems.map((it) => (it.field === 'yaml' ? { ...it, field: 'front matter' } : it)),
    };
  }
  const { value } = yaml.content;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused('front matter', 'expected lines of "field: value"');
  if ('body' in value) return refused('body', 'belongs after the front matter, not in it');
  const curlyTags = tagsInCurlyQuotes(value);
  const checkedFields = checked({ ...value, body: parts.body }, key);
  const result: ReadArticle =
    curlyTags.length === 0
      ? checkedFields
      : { ok: false, problems: [...(checkedFields.ok ? [] : checkedFields.problems), ...curlyTags] };
  if (result.ok) return { ...result, notes: [...commentNotes(yaml.content), ...result.notes] };
  return { ok: false, problems: result.problems.map((it) => withLine(curly(it, value), yaml.content)) };
}

export function withLine(problem: Problem, { lineOf }: Pick<YamlContent, 'lineOf'>): Problem {
  const line = lineOf(problem.field);
  return line === undefined ? problem : { ...problem, message: onLine(problem.message, line) };
}

/** Fields that may well have a number sign in them. */
const TEXTS = ['title', 'summary'];

/** Notes comments that were perhaps meant to belong to a value: `title: Tram #5 returns`. */
function commentNotes({ comments }: YamlContent): Problem[] {
  return comments
    .filter(({ field, comment }) => TEXTS.includes(field) || /^\S/.test(comment))
    .map(({ field, value, comment, line }) => ({
      field,
      message: `"#${comment}" is a comment, and left out; if it belongs to the value, write: ${field}: ${JSON.stringify(`${value} #${comment}`)} (line ${line}; ${seeMistake('hash')})`,
    }));
}

const IN_CURLY_QUOTES = /^[“”„](.*)[“”]$/;

/** Refuses tags in curly quotation marks: these would be a part of what readers see. */
function tagsInCurlyQuotes(value: object): Problem[] {
  const { tags } = value as { tags?: unknown };
  return [tags].flat().flatMap((tag, index): Problem[] => {
    const inside = typeof tag === 'string' ? IN_CURLY_QUOTES.exec(tag)?.[1] : undefined;
    if (inside === undefined) return [];
    const message = `${tag} stands in curly quotation marks, which would be a part of the tag; write: ${inside} (${seeMistake('smart-quotes')})`;
    return [{ field: Array.isArray(tags) ? `tags.${index}` : 'tags', message }];
  });
}

/** Says that a value that is refused stands in curly quotation marks. */
function curly(problem: Problem, value: object): Problem {
  const given = (value as Record<string, unknown>)[problem.field];
  const inside = typeof given === 'string' ? IN_CURLY_QUOTES.exec(given)?.[1] : undefined;
  if (inside === undefined || problem.field === 'tags') return problem;
  const advice = `take the curly quotation marks off: ${problem.field}: ${inside}`;
  return { ...problem, message: `${problem.message}; ${advice} (${seeMistake('smart-quotes')})` };
}

/** The line of the last field at the beginning of a file: of `name: value`, of an entry of a list, or of what is indented below. */
function lastFieldLine(source: string): number {
  const lines = source.split('\n');
  const end = lines.findIndex((it, index) => index > 0 && !/^(?:[\w-]+:(?:\s|$)|\s+\S|- )/.test(it));
  return end < 0 ? lines.findLastIndex((it) => it.trim() !== '') + 1 : end;
}

function splitFrontMatter(source: string): { frontMatter: string; body: string } | Problem {
  const none = `expected a first line of "---", then the fields, then another "---" (${seeMistake('dashes')})`;
  if (!/^---[ \t]*\n/.test(source)) return { field: 'front matter', message: none };
  const start = source.indexOf('\n') + 1;
  const end = /^---[ \t]*$/m.exec(source.slice(start));
  if (!end) {
    const last = lastFieldLine(source);
    return {
      field: 'front matter',
      message: `has no closing line of "---": write one after line ${last} (${seeMistake('dashes')})`,
    };
  }
  return { frontMatter: source.slice(start, start + end.index), body: source.slice(start + end.index + end[0].length) };
}

function checked(fields: Record<string, unknown>, key: ExpectedKey): ReadArticle {
  if (key.address !== undefined && fields.key !== undefined && fields.key !== key.address) {
    return refused('key', `expected "${key.address}" (the address), got ${JSON.stringify(fields.key)}`);
  }
  const record = checkRecord({ ...fields, key: fields.key ?? key.address ?? key.fallback });
  if (!record.ok && fields.key === undefined && key.address === undefined && key.fallback !== undefined)
    return {
      ok: false,
      problems: record.problems.map((it) => (it.field === 'key' ? ofFileName(it, key.fallback as string) : it)),
    };
  return record.ok ? { ...record, notes: notesOnFields(fields) } : record;
}

/** Says of a key that nobody has written that it is the name of the file. */
function ofFileName({ message }: Problem, stem: string): Problem {
  const slug = toSlug(stem);
  const advice = slug === '' ? 'rename the file, or write a "key"' : `rename the file to ${slug}.md`;
  return { field: 'file', message: `${message}, its name, which is the story's key: ${advice}` };
}

function refused(field: string, message: string): { ok: false; problems: Problem[] } {
  return { ok: false, problems: [{ field, message }] };
}
