import { soundOrVideoType } from '../../../articles/media-types.ts';
import { readBeside } from '../../beside.ts';
import { delayOf } from '../../held-back.ts';
import { rfc3339 } from '../../instants.ts';
import { splitLabels, uniqueLabels } from '../../labels.ts';
import { looksLikeHtml, plainTextOf } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import type { FoundStory, StoryBody } from '../../story.ts';
import { folderOfTexts, TEXT_ENDINGS } from '../../texts-beside.ts';
import { requireContent } from '../reading.ts';
import { readText } from '../text.ts';
import { type Columns, type Field, type Row, unreadFieldsOf, valuesOf } from './columns.ts';
import { releaseOf, saysPublic } from './release.ts';
import type { RowAt } from './rows.ts';
import type { Table } from './table.ts';

/** A table of stories. */
export interface StoryTable extends Table {
  columns: Columns;
  /** Its file, beside which there may be files with the texts. */
  path: string;
  encoding: string | undefined;
}

/** Turns a row into a story, or says why there is none. */
export async function storyOf({ cells, line }: RowAt, table: StoryTable): Promise<FoundStory | Note> {
  const row: Row = { names: table.names, cells, columns: table.columns };
  const value = (field: Field) => valuesOf(row, field)[0];
  const [title, key] = [plainTextOf(value('title')), value('key')];
  const body = await bodyOf(row, table);
  const release = releaseOf(row);
  const delay = delayOf(unreadFieldsOf(row), dateIn(value('published')));
  const [image, media] = [imageOf(value('image')), mediaOf(valuesOf(row, 'media'))];
  if (title === undefined && isEmpty(body.value))
    return { code: 'unreadable', message: `line ${line}: has neither a title nor a body` };
  // Substack: "123401.harbour-news".
  const ofSubstack = /^\d+\.([a-z][a-z0-9-]*)$/.exec(key ?? '')?.[1];
  const wasPublic = saysPublic(row);
  return requireContent({
    name: key,
    slug: value('slug') ?? ofSubstack,
    address: value('address'),
    formerUrls: ofSubstack && wasPublic && !value('address') ? [`/p/${ofSubstack}`] : undefined,
    wasPage: (value('slug') !== undefined && wasPublic) || undefined,
    title,
    summary: plainTextOf(value('summary')),
    body: body.value,
    published: dateIn(value('published')),
    updated: dateIn(value('updated')),
    embargo: dateIn(value('embargo')) ?? delay.value,
    expires: dateIn(value('expires')),
    tags: uniqueLabels(valuesOf(row, 'tags').flatMap(labelsIn).map(plainTextOf)),
    authors: uniqueLabels([plainTextOf(value('authors'))])?.map((name) => ({ name })),
    image: image.value,
    media: media.value,
    language: value('language'),
    status: release.value,
    parts: body.parts,
    notes: [...release.notes, ...delay.notes, ...body.notes, ...image.notes, ...media.notes],
  });
}

const dateIn = (text: string | undefined) => text && rfc3339(text);

function isEmpty(body: StoryBody): boolean {
  return body.type === 'lines' ? body.lines.length === 0 : body.text === '';
}

/** Reads the text of a row: its own, else that of a file such as `posts/123401.harbour-news.html` beside `posts.csv`. */
async function bodyOf(row: Row, { path, encoding }: StoryTable): Promise<Noted<StoryBody> & { parts?: string[] }> {
  const [own] = valuesOf(row, 'body');
  if (own !== undefined) return { ...textBody(own), notes: [...textBody(own).notes, ...richNotes(row)] };
  const stems = [...valuesOf(row, 'key'), ...valuesOf(row, 'slug')].filter((it) => /^[^/\\]+$/.test(it));
  const names = stems.flatMap((it) => TEXT_ENDINGS.map((ending) => `${folderOfTexts(path)}/${it}.${ending}`));
  const file = await readBeside(path, names, encoding);
  if (file === undefined) return { value: { type: 'html', text: '' }, notes: [] };
  return { ...textBody(file.text, file.path.endsWith('.md')), parts: [file.path] };
}

/** Buttondown says in a comment how a text was written. */
const EDITOR_MODE = /^\s*<!-- buttondown-editor-mode: (\w+) -->\s*/;

function textBody(source: string, isMarkdown = false): Noted<StoryBody> {
  const mode = EDITOR_MODE.exec(source);
  const text = source.slice(mode?.[0].length ?? 0).trim();
  if (mode ? mode[1] !== 'fancy' : isMarkdown) return { value: { type: 'markdown', text }, notes: [] };
  if (mode || looksLikeHtml(text)) return { value: { type: 'html', text }, notes: [] };
  const { body, notes } = readText(text);
  return { value: body, notes };
}

/** Wix has the text twice: plain, and as JSON with its links and pictures. */
function richNotes({ names, cells }: Row): Note[] {
  const rich = cells[names.findIndex((it) => it.trim().toLowerCase() === 'rich content')] ?? '';
  if (!/"(?:IMAGE|GALLERY|VIDEO|AUDIO|LINK|HTML|FILE)"/.test(rich)) return [];
  return [{ code: 'media', message: 'links and media of "Rich Content" are left out; only the plain text is read' }];
}

/** Splits labels: a list of JSON, or separated by semicolons, bars or commas. Wix's ids of tags are no labels. */
function labelsIn(text: string): string[] {
  const isId = (it: string) => /^(?:[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(it);
  return listed(text).filter((it) => !isId(it));
}

function listed(text: string): string[] {
  if (/^\[.*\]$/s.test(text)) {
    try {
      return (JSON.parse(text) as unknown[]).filter((it) => typeof it === 'string');
    } catch {
      // It is text in brackets.
    }
  }
  const separator = [';', '|'].find((it) => text.includes(it));
  return separator === undefined ? splitLabels(text) : text.split(separator).map((it) => it.trim());
}

const WIX_IMAGE = /^wix:image:\/\/v1\/([^/]+)\//;

/** Reads an image. Wix's own names for files have public addresses. */
function imageOf(written: string | undefined): Noted<FoundStory['image']> {
  if (written === undefined) return { value: undefined, notes: [] };
  const wix = WIX_IMAGE.exec(written)?.[1];
  const url = wix === undefined ? written : `https://static.wixstatic.com/media/${wix}`;
  if (/^https?:\/\//i.test(url)) return { value: { url }, notes: [] };
  return {
    value: undefined,
    notes: [{ code: 'media', message: `the image "${written}" is no web address and is left out` }],
  };
}

function mediaOf(urls: string[]): Noted<FoundStory['media']> {
  const known = urls.filter((it) => /^https?:\/\//i.test(it) && soundOrVideoType(it) !== undefined);
  const lost = urls.filter((it) => !known.includes(it));
  return {
    value: known.length > 0 ? known.map((url) => ({ url })) : undefined,
    notes: lost.map((it) => ({ code: 'media', message: `"${it}" is of an unknown type and left out` })),
  };
}
