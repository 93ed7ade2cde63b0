import MarkdownIt from 'markdown-it';
import { checkRecord } from '../../../articles/record.ts';
import type { Input } from '../../input.ts';
import type { Fields } from '../../json.ts';
import type { Line } from '../../lines.ts';
import { plainText } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { requireContent } from '../reading.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { fromFrontMatter } from './front-matter-fields.ts';
import { templateNote } from './templates.ts';

const HEADING = /^#[ \t]+(\S.*)$/;
const YAML_LINE = /^(?:["']?[\w .-]+["']?\s*:(?:\s|$)|---\s*$)/;
const TOML_LINE = /^(?:["']?[\w.-]+["']?\s*=|\[|\+\+\+\s*$)/;
const inline = new MarkdownIt({ html: true });

/** Markdown with the front matter of Hugo, Jekyll, Astro, Eleventy or Tagwire, or with its title as a heading. */
export const markdown: ImportFormat = {
  name: 'Markdown',
  several: false,

  recognises(head: string): boolean {
    const text = head.replace(/^\uFEFF/, '');
    const front = /^(---|\+\+\+)[ \t]*\r?\n/.exec(text);
    if (!front) return HEADING.test(firstLine(text));
    // A line of dashes alone is not front matter.
    const lines = text.slice(front[0].length).split('\n');
    const next = lines.find((it) => it.trim() !== '' && !it.startsWith('#')) ?? '';
    return (front[1] === '---' ? YAML_LINE : TOML_LINE).test(next);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const source = (await input.text()).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    const front = readFrontMatter(source);
    const { fields, body, firstBodyLine } = front ?? { fields: {}, body: source, firstBodyLine: 1 };
    const story = front && (fromRecord(fields, body, firstBodyLine) ?? fromOtherFields(front));
    return [requireContent(story ?? fromHeading(body, []))];
  },
};

function firstLine(text: string): string {
  return text.trimStart().split(/\r?\n/, 1)[0] ?? '';
}

/** Reads a record of Tagwire as it is; undefined for other front matter. */
function fromRecord(fields: Fields, body: string, firstBodyLine: number): FoundStory | undefined {
  const checked = checkRecord({ ...fields, body, key: fields.key ?? 'unnamed' });
  if (!checked.ok || 'body' in fields) return undefined;
  const { key: _, bodyType, ...record } = checked.value;
  return {
    ...record,
    name: typeof fields.key === 'string' ? fields.key : undefined,
    formerSlugs: nonEmpty(record.formerSlugs),
    tags: nonEmpty(record.tags),
    authors: nonEmpty(record.authors),
    corrections: nonEmpty(record.corrections),
    status: fields.status === undefined ? undefined : record.status,
    body:
      bodyType === 'text'
        ? { type: 'lines', lines: linesFrom(firstBodyLine, body) }
        : { type: bodyType, text: body.replace(/^\n+/, '').trimEnd() },
    notes: [],
  };
}

const nonEmpty = <T>(list: T[]) => (list.length > 0 ? list : undefined);

function linesFrom(first: number, text: string): Line[] {
  return text.split('\n').map((line, index) => ({ number: first + index, text: line }));
}

/** Reads front matter of other generators. If it has no title, the first heading is the title. */
function fromOtherFields({ fields, body }: FrontMatter): FoundStory {
  const { notes, ...story } = fromFrontMatter(fields);
  if (story.title === undefined) return { ...fromHeading(body, notes), ...withoutUndefined(story) };
  return { ...story, body: { type: 'markdown', text: trimmed(body) }, notes: [...notes, ...templateNote(body)] };
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined)) as Partial<T>;
}

/** Reads a text whose first line is its title, if that is a heading of the first level. */
function fromHeading(body: string, notes: Note[]): FoundStory {
  const text = trimmed(body);
  const heading = HEADING.exec(firstLine(text))?.[1]?.replace(/[ \t]+#+[ \t]*$/, '');
  const rest =
    heading === undefined ? text : trimmed(text.slice(text.indexOf('\n') < 0 ? text.length : text.indexOf('\n')));
  return {
    title: heading === undefined ? undefined : plainText(inline.renderInline(heading)) || undefined,
    body: { type: 'markdown', text: rest },
    notes: [...notes, ...templateNote(rest)],
  };
}

function trimmed(body: string): string {
  return body.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}
