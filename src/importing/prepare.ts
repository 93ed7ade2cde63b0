import { cleanLine } from '../articles/characters.ts';
import { MAX_TITLE_CHARACTERS } from '../articles/fields.ts';
import { withAttached } from './attached.ts';
import { authorsOf } from './authors.ts';
import { cleanBody } from './body.ts';
import type { Cleaned } from './cleaner.ts';
import { countNotes } from './counts.ts';
import { ImportError } from './import-error.ts';
import { withLeadCaption } from './lead-picture.ts';
import type { LineReport } from './lines.ts';
import type { Note, Noted } from './notes.ts';
import { oldAddressOf } from './old-address.ts';
import type { ImportOptions } from './options.ts';
import { peopleOf } from './people.ts';
import type { FoundStory, Story } from './story.ts';
import { datesOf } from './story-dates.ts';
import { formerUrlsOf, idOf, namesOf } from './story-names.ts';
import { type TagSettings, tagStory } from './story-tags.ts';
import { summaryOf } from './summary.ts';

/** The options of the command, and the vocabulary. */
export type ImportSettings = ImportOptions & TagSettings;

/**
 * Cleans and tags a story. What is missing is noted, never guessed.
 * @param stem the file's name without its ending; undefined if the file can hold several stories
 * @throws {ImportError} if nothing is left to publish
 */
export function prepareStory(found: FoundStory, stem: string | undefined, settings: ImportSettings): Story {
  const [site] = settings.site ?? [];
  const home = found.url ?? (settings.canonical ? onSite(found.address, site) : undefined);
  const { body, bodyType, paragraphs, cleaned, notes } = cleanBody(found, home === undefined);
  const attached = found.attached ?? [];
  if (paragraphs.length === 0 && !/<img /.test(body) && attached.length === 0)
    throw new ImportError(cleaned.title ? 'has a headline but no text' : 'has no text', 'empty', cleaned.lines);
  const title = shortTitle(cleanLine(cleaned.title ?? ''));
  const dates = datesOf(found, cleaned, settings);
  const tags = [...(found.tags ?? []), ...cleaned.tags];
  const tagged = tagStory({ ...found, tags }, { title: title.value, paragraphs }, settings);
  const language = found.language ?? settings.language;
  const authors = authorsOf(
    peopleOf(found.authors ?? [], language),
    cleaned,
    writersOf(found.sender, settings.author, cleaned),
  );
  const names = namesOf(found, title.value, stem);
  const summary = summaryOf(found, paragraphs, language);
  const id = idOf(found.id);
  // The date of --published says nothing of an address.
  const published = dates.value.published === settings.published ? undefined : dates.value.published;
  const address = oldAddressOf(found, { stem, published }, settings.address);
  const isHome = settings.canonical && found.address !== undefined;
  const former = formerUrlsOf({ ...found, address: address.value }, names.slug, { canonical: isHome });
  return {
    ...names,
    id: id.value,
    formerSlugs: found.formerSlugs ?? [],
    formerUrls: former.value,
    address: address.value,
    url: home,
    title: title.value,
    summary: summary.value,
    bodyType,
    paragraphs,
    ...dates.value,
    language,
    authors: authors.value,
    ...tagged.value,
    ...withAttached({ bodyType, ...withLeadCaption({ body, bodyType }, found.image) }, attached),
    attached,
    media: found.media ?? [],
    corrections: found.corrections ?? [],
    status: found.status ?? 'ready',
    lines: cleaned.lines,
    accepted: settings.accept ?? [],
    notes: [
      ...found.notes,
      ...cleaned.notes,
      ...notes,
      ...countNotes(found.body, body),
      ...correctionNotes(cleaned.lines),
      ...languageNotes(language, paragraphs),
      ...title.notes,
      ...authors.notes,
      ...dates.notes,
      ...tagged.notes,
      ...summary.notes,
      ...address.notes,
      ...former.notes,
      ...id.notes,
    ],
  };
}

/** Who has written a story that names no author. Whoever sends a press release has not. */
function writersOf(sender: string | undefined, option: string[] | undefined, { lines }: Cleaned): string[] {
  const isRelease = lines.some((it) => it.rule === 'press-release' || it.rule === 'press-contact');
  return sender === undefined || isRelease ? (option ?? []) : [sender];
}

/** Returns an address of the old site, whose own part may be missing. */
function onSite(address: string | undefined, site: string | undefined): string | undefined {
  return address?.startsWith('/') && site !== undefined ? new URL(address, site).href : address;
}

function shortTitle(title: string): Noted<string> {
  if (title.length <= MAX_TITLE_CHARACTERS) return { value: title, notes: [] };
  const message = `the title has ${title.length} characters and is cut to ${MAX_TITLE_CHARACTERS}: ${title}`;
  return { value: `${title.slice(0, MAX_TITLE_CHARACTERS - 1)}…`, notes: [{ code: 'long-title', message }] };
}

/** Scripts by which readers see at once that a page has the wrong language. */
const SCRIPTS = ['Arabic', 'Cyrillic', 'Devanagari', 'Greek', 'Han', 'Hangul', 'Hebrew', 'Thai'];

/** Notes that nothing says the language of a text that the letters of English cannot write. */
function languageNotes(language: string | undefined, paragraphs: string[]): Note[] {
  const text = paragraphs.slice(0, 3).join(' ').slice(0, 1000);
  // Most texts have Latin letters alone.
  if (language !== undefined || !/[\u0370-\u1fff\u3040-\ud7ff]/.test(text)) return [];
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const script = SCRIPTS.find((it) => (text.match(new RegExp(`\\p{Script=${it}}`, 'gu'))?.length ?? 0) > letters / 2);
  if (script === undefined) return [];
  const message = `nothing says its language, though its letters are ${script}: unless --language does, it has that of the wire`;
  return [{ code: 'no-language', message, names: [script] }];
}

function correctionNotes(lines: LineReport[]): Note[] {
  return lines
    .filter((it) => it.rule === 'correction')
    .map(({ line }) => ({
      code: 'correction',
      message: `line ${line} is a correction and stays in the text; list it under "corrections" to give it a date`,
    }));
}
