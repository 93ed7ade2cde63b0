import { ImportError } from '../../import-error.ts';
import { laterThan } from '../../instants.ts';
import { textOf } from '../../json.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { statedTextOf, storyOfNode } from './article-node.ts';
import { type Entry, entryIn } from './h-entry.ts';
import { headlineOf } from './headline.ts';
import { heldBackNotes } from './held-back.ts';
import { readLinkedData } from './linked-data.ts';
import { isTooDeep, type MainText, mainTextOf } from './main-text.ts';
import { fromMeta } from './meta.ts';
import { elementsIn, isLarge, type Page, type PageElement, parsePage } from './page.ts';
import { authorsOf, type Byline, bylinesIn, keepProse, removeBylines } from './page-authors.ts';
import { datesIn } from './page-dates.ts';
import { paywallMarks } from './page-marks.ts';
import { siteNamesOf } from './site-names.ts';
import { MOST, wholeText, wordsIn } from './whole-text.ts';

/** Reads a page: its main text, with fields from JSON-LD (schema.org), else from meta elements. */
export function readPage(source: string): FoundStory {
  const page = parsePage(source);
  const linkedData = readLinkedData(scripts(page));
  const said = storyOfNode(linkedData.value);
  const meta = fromMeta(page);
  const entry = isTooDeep(page) ? undefined : entryIn(page);
  const { mainText, bylines } = isLarge(source)
    ? { mainText: markedText(page), bylines: [] }
    : mainTextAndBylines(source);
  const places = mainText.value?.places;
  const found = textOfBoth(mainText, entry);
  const text = wholeText(found.value, statedTextOf(linkedData.value));
  const marked = datesIn(page);
  const published = said.published ?? meta.published ?? entry?.story.published ?? marked.published;
  const address = said.address ?? meta.address ?? entry?.story.address;
  const sites = siteNamesOf(page, linkedData.value.sites, [address]);
  const authors = said.authors ?? meta.authors ?? entry?.story.authors ?? authorsOf(bylines, places);
  return {
    // What is said of the article itself wins over what is said of its page, and that over its markup.
    ...stated(entry?.story ?? {}),
    ...stated(meta),
    ...stated(said),
    title: headlineOf(page, {
      given: [said.title, plainTextOf(textOf(linkedData.value.article.name)), meta.title, entry?.story.title],
      first: places?.first,
      sites,
    }),
    published,
    updated: laterThan(published, said.updated ?? meta.updated ?? entry?.story.updated ?? marked.updated),
    ...stated({ authors: authors?.map((it) => ({ ...it, url: absolute(it.url, address) })) }),
    body: { type: 'html', text: text.value },
    marks: paywallMarks(page) || undefined,
    notes: [
      ...linkedData.notes,
      ...found.notes,
      ...text.notes,
      ...(entry?.notes ?? []),
      ...heldBackNotes(page, linkedData.value),
      ...leftOut(page, text.value),
    ],
  };
}

/** Finds the main text, and the bylines in the markup. Finding a main text changes the page that it is in. */
function mainTextAndBylines(source: string): { mainText: Noted<MainText | undefined>; bylines: Byline[] } {
  const page = parsePage(source);
  let bylines: Byline[] = [];
  const mainText = mainTextOf(page, () => {
    bylines = bylinesIn(page);
    removeBylines(bylines);
    keepProse(page);
  });
  return { mainText, bylines };
}

/** Elements by which pages mark their story, the surest first. */
const MARKS = ['[itemprop~=articleBody]', 'article', 'main, [role=main]'];

/** The text of a page that is too large to be searched: what it marks as its story. */
function markedText(page: Page): Noted<MainText | undefined> {
  for (const mark of MARKS) {
    const marked = elementsIn(page, mark).toSorted((a, b) => lengthOf(b) - lengthOf(a));
    const [html] = marked.map((it) => it.innerHTML.trim()).filter((it) => it !== '');
    if (html === undefined) continue;
    const message =
      'the page is too large to be searched for its main text: what it marks as the story is taken, as it is';
    return { value: { html, places: undefined }, notes: [{ code: 'main-text', message }] };
  }
  throw new ImportError('is too large to be searched for its story, and marks none; save the part that is the story');
}

const lengthOf = ({ textContent }: PageElement) => textContent?.length ?? 0;

/**
 * Returns the text of a page: what Readability found, or what is marked as the story's if that is more or the page has nothing
 * else. Readability also removes what some pages put into the marked text.
 */
function textOfBoth(mainText: Noted<MainText | undefined>, entry: Entry | undefined): Noted<string | undefined> {
  const html = mainText.value?.html;
  const [found, marked] = [wordsIn(html).length, wordsIn(entry?.html).length];
  const isCleaned = found <= marked && found >= marked * MOST;
  if (entry?.html === undefined || (isCleaned && !entry.isExport)) return { value: html, notes: mainText.notes };
  return { value: entry.html, notes: [] };
}

/** Returns an address that leads somewhere from anywhere; undefined for any other. */
function absolute(url: string | undefined, base: string | undefined): string | undefined {
  if (url === undefined || /^https?:/i.test(url)) return url;
  return base !== undefined && URL.canParse(url, base) && /^https?:/i.test(base) ? new URL(url, base).href : undefined;
}

/** Returns the fields that have a value. */
function stated<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Notes how many words of a page are left out. */
function leftOut(page: Page, text: string): Note[] {
  const left = wordsIn(page.body?.innerHTML).length - wordsIn(text).length;
  return left > 0
    ? [{ code: 'page-parts', message: `words of the page that are outside its main text and left out: ${left}` }]
    : [];
}

/** Returns the scripts of a page that hold JSON-LD. */
function scripts(page: Page): string[] {
  const all = [...page.querySelectorAll('script')];
  return all
    .filter((it) => /^application\/ld\+json\b/i.test(it.getAttribute('type')?.trim() ?? ''))
    .map((it) => it.textContent ?? '');
}
