import { mf2 } from 'microformats-parser';
import { ImportError } from '../../import-error.ts';
import { rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory, StoryAuthor } from '../../story.ts';
import { attributeOf, elementsIn, insideOf, type Page, type PageElement, wordsOf } from './page.ts';

/** microformats2 and, in older themes, classic hAtom. */
const ENTRY = '.h-entry, .hentry';
const CONTENT = '.e-content';

/** The parser makes addresses absolute. */
const NO_BASE = 'https://origin.invalid/';

type Properties = ReturnType<typeof mf2>['items'][number]['properties'];
type Property = Properties[string][number];

/** What the microformats of a page say of its story. */
export interface Entry {
  story: Partial<Omit<FoundStory, 'body' | 'notes'>>;
  /** The text that is marked as the story's, as HTML. */
  html: string | undefined;
  /** The page is nothing but the story: a file of Medium's export. */
  isExport: boolean;
  notes: Note[];
}

/**
 * Reads a story from the microformats of its page (https://microformats.org/wiki/h-entry). A page with several entries lists
 * stories: nothing is read then.
 * @throws {ImportError} for a reply to somebody else's story
 */
export function entryIn(page: Page): Entry {
  const isInEntry = insideOf(page, ENTRY);
  const entries = elementsIn(page, ENTRY).filter((it) => it.parentElement === null || !isInEntry(it.parentElement));
  const [entry, ...others] = entries;
  const properties = entry && others.length === 0 ? propertiesOf(entry) : undefined;
  if (entry === undefined || properties === undefined)
    return { story: {}, html: undefined, isExport: false, notes: [] };
  const reply = textOf(properties['in-reply-to']?.[0]);
  if (reply !== undefined) throw new ImportError(`is a reply to ${reply}, not a story`, 'not-stories');
  const story = storyOf(entry, properties);
  const isExport = elementsIn(entry, 'footer p').some((it) => /^Exported from Medium\b/.test(wordsOf(it) ?? ''));
  return {
    story: isExport && !story.published ? { ...story, status: 'draft' } : story,
    html: contentOf(entry, [story.title, story.summary]),
    isExport,
    notes: isExport ? mediumNotes(entry, story) : [],
  };
}

function storyOf(entry: PageElement, properties: Properties): Entry['story'] {
  const field = (name: string) => textOf(properties[name]?.[0]);
  const [published, updated] = [field('published'), field('updated')];
  // Without one of its own, the name is all of the text.
  const isNamed = elementsIn(entry, '.p-name, .entry-title').length > 0;
  return {
    title: isNamed ? plainTextOf(field('name')) : undefined,
    summary: plainTextOf(field('summary')),
    address: attributeOf(elementsIn(entry, 'a.p-canonical, a.u-canonical')[0], 'href') ?? field('url'),
    published: published && rfc3339(published),
    // Old themes write it as readers see it.
    updated: updated && /^\d{4}-\d\d/.test(updated) ? rfc3339(updated) : undefined,
    tags: uniqueLabels((properties.category ?? []).map((it) => plainTextOf(textOf(it)))),
    authors: authorsOf(properties.author ?? []),
  };
}

/** Parses an entry. What linkedom has written has no unclosed tags, with which the parser would take long. */
function propertiesOf(entry: PageElement): Properties | undefined {
  const [item] = mf2(entry.outerHTML, { baseUrl: NO_BASE }).items;
  return item?.type?.includes('h-entry') ? item.properties : undefined;
}

function textOf(property: Property | undefined): string | undefined {
  const text = typeof property === 'string' ? property : property?.value;
  if (typeof text !== 'string') return text && textOf(text);
  return text.trim().replace(NO_BASE, '/').replace(/^\/$/, '') || undefined;
}

function authorsOf(cards: Property[]): StoryAuthor[] | undefined {
  const authors = cards.flatMap((card) => {
    const properties = typeof card === 'object' && 'properties' in card ? card.properties : {};
    const name = plainTextOf(textOf(properties.name?.[0]) ?? textOf(card));
    return name
      ? [{ name, url: textOf(properties.url?.[0]), email: textOf(properties.email?.[0])?.replace(/^mailto:/i, '') }]
      : [];
  });
  return authors.length > 0 ? authors : undefined;
}

/** Returns the text that is marked as such, without the headings at its top that repeat the headline or the summary. */
function contentOf(entry: PageElement, repeated: (string | undefined)[]): string | undefined {
  const content = elementsIn(entry, CONTENT)[0]?.cloneNode(true);
  if (content === undefined) return undefined;
  for (const it of elementsIn(content, 'h1, h2, h3, h4, p').slice(0, 2)) {
    if (it.localName === 'p') break;
    if (repeated.includes(wordsOf(it))) it.remove();
  }
  return content.innerHTML.trim() || undefined;
}

/** Medium marks neither replies nor drafts: a reply has the beginning of its text for a headline, a draft no date. */
function mediumNotes(entry: PageElement, { title, published }: Entry['story']): Note[] {
  const opening = wordsOf(elementsIn(entry, '.e-content p')[0]) ?? '';
  const beginning = title?.replace(/(?:…|\.\.\.)$/, '').trim() ?? '';
  const notes: (Note | false)[] = [
    !published && { code: 'draft', message: 'is a draft on Medium: saved as a draft' },
    beginning !== '' &&
      opening.startsWith(beginning) && {
        code: 'reply',
        message: 'the headline is the beginning of the text, as in replies on Medium; check that this is a story',
      },
  ];
  return notes.filter((it) => it !== false);
}
