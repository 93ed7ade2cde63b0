import MarkdownIt from 'markdown-it';
import { type ArticleRecord, checkRecord } from '../../../articles/record.ts';
import { heldNotes, type UnreadField } from '../../held-back.ts';
import type { Input } from '../../input.ts';
import type { Fields } from '../../json.ts';
import { plainText } from '../../markup.ts';
import { type Note, withNotes } from '../../notes.ts';
import type { FoundStory, StoryBody } from '../../story.ts';
import { stemOf } from '../../story-names.ts';
import type { ImportFormat } from '../format.ts';
import { requireContent } from '../reading.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { fromFrontMatter } from './front-matter-fields.ts';
import { plainAddress, withoutTemplates } from './generators.ts';
import { readHeaders } from './headers.ts';
import { templateNote } from './templates.ts';

const HEADING = /^#{1,6}[ \t]+(\S[^\n]*)/;
/** CommonMark's other way to write a heading: a line below it. */
const UNDERLINED = /^ {0,3}(\S[^\n]*)\n {0,3}(?:={2,}|-{3,})[ \t]*(?:\n|$)/;
const YAML_LINE = /^(?:["']?[\w .-]+["']?\s*:(?:\s|$)|---\s*$)/;
const TOML_LINE = /^(?:["']?[\w.-]+["']?\s*=|\[|\+\+\+\s*$)/;
const inline = new MarkdownIt({ html: true });
const renderInline = (text: string) => inline.renderInline(text);

/** Markdown with the front matter of Hugo, Jekyll, Astro, Eleventy or Tagwire, Pelican's headers, or a heading as its title. */
export const markdown: ImportFormat = {
  name: 'Markdown',
  several: false,
  endings: /\.(?:md|mdx|mdown|markdown)$/i,

  recognises(head: string): boolean {
    const text = head.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    const front = /^(---|\+\+\+)[ \t]*\n/.exec(text);
    if (!front) return headingOf(text.trimStart()) !== undefined || frontOf(text) !== undefined;
    // A line of dashes alone is not front matter.
    const lines = text.slice(front[0].length).split('\n');
    const next = lines.find((it) => it.trim() !== '' && !it.startsWith('#')) ?? '';
    return (front[1] === '---' ? YAML_LINE : TOML_LINE).test(next);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const source = (await input.text()).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    const front = frontOf(source);
    const { fields, body, firstBodyLine } = front ?? { fields: {}, body: source, firstBodyLine: 1 };
    const record = front && fromRecord(fields, body, firstBodyLine);
    const other = () =>
      front ? fromOtherFields(front) : fromHeading(bodyFrom(firstBodyLine, withoutTemplates(body, renderInline)), []);
    const story = withNotes(record ?? named(other(), input.path), front ? [] : notesBelowHeading(body));
    return [requireContent(story)];
  },
};

const frontOf = (source: string) => readFrontMatter(source) ?? readHeaders(source);

/** Comments and pictures above a heading. */
const ABOVE = /^(?:\s*(?:<!--[\s\S]*?-->|!\[[^\]\n]*\]\([^)\n]*\)|<img\s[^<>]*>))+\s*/;

/** The heading that a text begins with, as written, with what stands above and below it. */
function headingOf(text: string): { above: string; heading: string; below: string } | undefined {
  const above = ABOVE.exec(text)?.[0] ?? '';
  const rest = text.slice(above.length);
  const marked = HEADING.exec(rest) ?? UNDERLINED.exec(rest);
  return marked ? { above, heading: marked[1] as string, below: rest.slice(marked[0].length) } : undefined;
}

const PROPERTY = /^(\p{Lu}[\p{L} ]{1,30}): (\S.*)$/u;

/** Notes what holds a story back in lines below its heading: Notion writes a page's properties there. */
function notesBelowHeading(body: string): Note[] {
  const below = headingOf(body.trimStart())?.below ?? '';
  const lines = (below.trimStart().split('\n\n', 1)[0] ?? '').split('\n').map((it) => PROPERTY.exec(it));
  return lines.some((it) => it === null)
    ? []
    : heldNotes(lines.map((it): UnreadField => [it?.[1] ?? '', it?.[2] ?? '']));
}

/** Gives a story the date and the name that are in the name of its file: `2022-03-03-ferry.md` (Jekyll, Hugo, Middleman). */
function named(story: FoundStory, path: string): FoundStory {
  const [, date, name] = /^(\d{4}-\d{2}-\d{2})[-_](.+)$/.exec(stemOf(path) ?? '') ?? [];
  if (date === undefined || name === undefined) return story;
  return {
    ...story,
    published: story.published ?? date,
    name: story.name ?? name,
    slug: story.slug ?? (story.address ? undefined : name),
  };
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
    body: bodyOf(bodyType, firstBodyLine, body),
    notes: [],
  };
}

const nonEmpty = <T>(list: T[]) => (list.length > 0 ? list : undefined);

function bodyOf(type: ArticleRecord['bodyType'], first: number, text: string): StoryBody {
  switch (type) {
    case 'text':
      return { type: 'lines', lines: text.split('\n').map((line, index) => ({ number: first + index, text: line })) };
    case 'markdown':
      return bodyFrom(first, text);
    case 'html':
      return { type: 'html', text: text.trim() };
  }
}

type MarkdownBody = StoryBody & { type: 'markdown' };

/** Markdown without blank lines around it. @param first the number of its first line in the file */
function bodyFrom(first: number, text: string): MarkdownBody {
  const blank = /^(?:[ \t]*\n)*/.exec(text)?.[0] ?? '';
  return {
    type: 'markdown',
    text: text.slice(blank.length).trimEnd(),
    firstLine: first + blank.split('\n').length - 1,
  };
}

/** Reads front matter of other generators. If it has no title, the first heading is the title. */
function fromOtherFields({ fields, body, firstBodyLine }: FrontMatter): FoundStory {
  const { notes, ...story } = fromFrontMatter(fields);
  const found = bodyFrom(firstBodyLine, withoutTemplates(body, renderInline));
  const image = story.image && { ...story.image, url: plainAddress(story.image.url) };
  if (story.title === undefined) return { ...fromHeading(found, notes), ...withoutUndefined({ ...story, image }) };
  return { ...story, image, body: found, notes: [...notes, ...templateNote(found.text)] };
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined)) as Partial<T>;
}

/** Reads a text that begins with a heading, which is its title. */
function fromHeading(body: MarkdownBody, notes: Note[]): FoundStory {
  const { text, firstLine = 1 } = body;
  const found = headingOf(text);
  const rest = found ? withoutHeading(found, firstLine + linesIn(text) - linesIn(found.below)) : body;
  return {
    title: found && (plainText(inline.renderInline(found.heading.replace(/[ \t]+#+[ \t]*$/, ''))) || undefined),
    body: rest,
    notes: [...notes, ...templateNote(rest.text)],
  };
}

/** What stands around a heading, without comments above it. @param firstLine that of what stands below it */
function withoutHeading({ above, below }: { above: string; below: string }, firstLine: number): MarkdownBody {
  const pictures = above.replace(/<!--[\s\S]*?-->/g, '').trim();
  const body = bodyFrom(firstLine, below);
  if (pictures === '') return body;
  const lines = linesIn(pictures) + 2;
  return { ...body, text: `${pictures}\n\n${body.text}`, firstLine: (body.firstLine ?? 1) - lines };
}

/** The number of line ends in a text. */
const linesIn = (text: string) => text.split('\n').length - 1;
