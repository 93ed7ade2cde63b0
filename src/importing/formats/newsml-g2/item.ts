import { looksLikeDate } from '../../dates.ts';
import { ImportError } from '../../import-error.ts';
import { laterThan, rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { oneLine, plainTextOf } from '../../markup.ts';
import type { Note, NoteCode } from '../../notes.ts';
import { isPerson } from '../../person-names.ts';
import type { FoundStory } from '../../story.ts';
import { childOf, childrenOf, textIn, type XmlElement } from '../../xml-element.ts';
import { codeNotes, wordNotes } from '../held-notes.ts';
import { pubStatusOf } from '../pub-status.ts';
import { requireContent } from '../reading.ts';
import { contentOf } from './content.ts';
import { subjectsOf } from './subjects.ts';

/** Turns an item into a story. @throws {ImportError} for an item without a text */
export function storyOf(item: XmlElement): FoundStory {
  if (item.name === 'packageItem') throw new ImportError('is a package: it lists stories and has none', 'not-stories');
  if (item.name !== 'newsItem') throw new ImportError('is not a story', 'not-stories');
  const [itemMeta, meta] = [childOf(item, 'itemMeta'), childOf(item, 'contentMeta')];
  const dates = datesOf(itemMeta);
  const status = pubStatusOf(codeOf(childOf(itemMeta, 'pubStatus')));
  const language = childOf(meta, 'language')?.attributes.tag ?? item.attributes['xml:lang'];
  const content = contentOf(childOf(item, 'contentSet'), datelineOf(meta), codeOf(childOf(itemMeta, 'itemClass')));
  const subjects = subjectsOf(meta, language);
  const authors = authorsOf(meta);
  return requireContent({
    ...content.nitf,
    name: item.attributes.guid,
    id: item.attributes.guid,
    title: headlineOf(meta) ?? content.nitf?.title ?? wordsOf(childOf(itemMeta, 'title')),
    summary: summaryOf(meta) ?? content.nitf?.summary,
    body: content.body,
    ...dates.value,
    embargo: dates.value.embargo ?? content.nitf?.embargo,
    expires: dates.value.expires ?? content.nitf?.expires,
    tags: uniqueLabels([...(subjects.value ?? []), ...(content.nitf?.tags ?? [])]),
    authors: authors.value ?? content.nitf?.authors,
    image: content.image ?? content.nitf?.image,
    language: language ?? content.nitf?.language,
    status: dates.notes.length > 0 ? 'draft' : (status.value ?? content.nitf?.status),
    notes: [
      ...status.notes,
      ...dates.notes,
      ...['signal', 'role'].flatMap((name) => childrenOf(itemMeta, name).flatMap((it) => codeNotes(name, codeOf(it)))),
      ...messages('editors-note', 'note to editors', childrenOf(itemMeta, 'edNote')),
      ...termsNotes(childrenOf(item, 'rightsInfo').flatMap((it) => childrenOf(it, 'usageTerms'))),
      ...messages('slugline', 'slugline', childrenOf(meta, 'slugline')),
      ...authors.notes,
      ...subjects.notes,
      ...content.notes,
    ],
  });
}

/** Returns a controlled value without its scheme: "usable" of "stat:usable", or of a URI that ends in it. */
function codeOf(element: XmlElement | undefined): string | undefined {
  const { qcode, uri, literal } = element?.attributes ?? {};
  return (qcode ?? uri ?? literal)?.split(/[:/]/).at(-1)?.trim() || undefined;
}

function wordsOf(element: XmlElement | undefined): string | undefined {
  return element && plainTextOf(textIn(element));
}

type Dates = Pick<FoundStory, 'published' | 'updated' | 'embargo' | 'expires'>;

function datesOf(itemMeta: XmlElement | undefined): { value: Dates; notes: Note[] } {
  const date = (name: string) => {
    const element = childOf(itemMeta, name);
    return element && rfc3339(textIn(element).trim());
  };
  const version = date('versionCreated') || undefined;
  const published = date('firstCreated') || version;
  const embargo = date('embargoed');
  const value = {
    published,
    updated: laterThan(published, version),
    embargo: embargo || undefined,
    expires: date('expires') || undefined,
  };
  // NewsML-G2 2.33 §7.6: an empty one has no known end.
  const endless: Note = { code: 'embargo', message: 'is embargoed without an end: saved as a draft' };
  return { value, notes: embargo === '' ? [endless] : [] };
}

function headlineOf(meta: XmlElement | undefined): string | undefined {
  const headlines = childrenOf(meta, 'headline');
  const main = headlines.find((it) => /^(?:|.*:main)$/i.test(it.attributes.role ?? '')) ?? headlines[0];
  return wordsOf(main);
}

function summaryOf(meta: XmlElement | undefined): string | undefined {
  const withRole = (name: string, role: RegExp) =>
    childrenOf(meta, name)
      .filter((it) => role.test(it.attributes.role ?? ''))
      .map(wordsOf)
      .find((it) => it !== undefined);
  return (
    withRole('description', /:summary$/i) ??
    withRole('description', /^$/) ??
    withRole('headline', /:sub(?:headline)?$/i)
  );
}

/** Some agencies write the date of the version into the dateline. */
function datelineOf(meta: XmlElement | undefined): string | undefined {
  const line = wordsOf(childOf(meta, 'dateline'));
  return line === undefined || looksLikeDate(line) || /^\d/.test(line) ? undefined : line;
}

/** Returns the byline, else the creators who are persons. Others are noted, as they may be a desk. */
function authorsOf(meta: XmlElement | undefined): { value: FoundStory['authors']; notes: Note[] } {
  const byline = childrenOf(meta, 'by').map(wordsOf).find(Boolean);
  const creators = childrenOf(meta, 'creator');
  const persons = creators.filter(isPersonal);
  const names = byline === undefined ? persons.map(nameOf) : [byline];
  const others = [...creators.filter((it) => !persons.includes(it)), ...childrenOf(meta, 'contributor')];
  const told = uniqueLabels(others.map(nameOf)) ?? [];
  return {
    value: uniqueLabels(names)?.map((name) => ({ name })),
    notes: told.length > 0 ? [{ code: 'contact', message: `also named by the agency: ${told.join(', ')}` }] : [],
  };
}

function nameOf(person: XmlElement): string | undefined {
  return wordsOf(childOf(person, 'name')) ?? person.attributes.literal;
}

function isPersonal(creator: XmlElement): boolean {
  const name = wordsOf(childOf(creator, 'name')) ?? '';
  return /(?:^|:)person$/i.test(creator.attributes.type ?? 'person') && isPerson(name);
}

/** The first terms of use; of others, which are mostly the same in another language, those that forbid publishing. */
const termsNotes = ([first, ...others]: XmlElement[]): Note[] => [
  ...messages('usage-terms', 'terms of use', first === undefined ? [] : [first]),
  ...others.flatMap((it) => messages('usage-terms', 'terms of use', [it])).filter((it) => it.code === 'embargo'),
];

function messages(code: NoteCode, label: string, elements: XmlElement[]): Note[] {
  const texts = uniqueLabels(elements.map((it) => oneLine(spacedTextIn(it)))) ?? [];
  return texts.length > 0 ? wordNotes(code, label, texts.join(' / ')) : [];
}

/** Returns the text of an element; some messages are pieces of XHTML. */
function spacedTextIn(element: XmlElement): string {
  return element.children.map((it) => (typeof it === 'string' ? it : ` ${spacedTextIn(it)} `)).join('');
}
