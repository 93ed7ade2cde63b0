import { looksLikeDate } from '../../dates.ts';
import { rfc3339 } from '../../instants.ts';
import { attributeOf, besideStory, elementsIn, type Page, type PageElement, wordsOf } from './page.ts';

const PUBLISHED =
  /(?:^|[\s_-])(?:published|pubdate|datepublished|date-published|publish-date|publication-date)(?:$|[\s_-])/i;
const UPDATED = /(?:^|[\s_-])(?:updated|modified|datemodified|lastmod)(?:$|[\s_-])/i;
/** What stands before a date. */
const PUBLISHED_LABEL =
  /(?:published|posted|first published|опубліковано|veröffentlicht|publié|publicado|pubblicato|gepubliceerd|opublikowano)(?:\s+(?:on|at|le|am|el|il|op))?\s*:?\s*$/iu;
const UPDATED_LABEL =
  /(?:updated|modified|edited|corrected|оновлено|aktualisiert|geändert|mis à jour|modifié|actualizado|aggiornato|bijgewerkt|zaktualizowano|uppdaterad|oppdatert)(?:\s+(?:on|at|le|am|el|il|op))?\s*:?\s*$/iu;
/** A date in a longer paragraph is part of the story. */
const MAX_WORDS_BESIDE = 15;
/** A page with more of them lists stories. */
const MAX_DATES = 100;

/** A date in the text of a page, and what it is said to be. */
interface PageDate {
  element: PageElement;
  written: string;
  is: 'published' | 'updated' | undefined;
}

/**
 * Reads dates of a story from elements of its page: those that are marked as such, else the only `<time>` of the story if it
 * stands at its headline or byline. Dates of other stories, and those in the text, are not the story's.
 */
export function datesIn(page: Page): { published: string | undefined; updated: string | undefined } {
  const all = elementsIn(
    page,
    'time, [itemprop~=datePublished], [itemprop~=dateModified], abbr.published, abbr.updated',
  );
  if (all.length > MAX_DATES) return { published: undefined, updated: undefined };
  const isBeside = besideStory(page);
  const dates = all.filter((it) => it.localName !== 'meta' && !isBeside(it)).flatMap(dateOf);
  const only = (is: PageDate['is']) => {
    const values = new Set(dates.filter((it) => it.is === is).map((it) => it.written));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const updated = only('updated');
  const [single, ...others] = dates;
  const unmarked = single && others.length === 0 && single.is === undefined && isAtHeadline(single.element);
  return {
    published: only('published') ?? (unmarked ? single.written : undefined),
    updated: updated && /T\d\d:/.test(updated) ? updated : undefined,
  };
}

function dateOf(element: PageElement): PageDate[] {
  const text = wordsOf(element) ?? '';
  const stated = ['content', 'datetime', 'title']
    .map((name) => attributeOf(element, name))
    .find((it) => it && /\d{4}/.test(it));
  const written = stated ?? (looksLikeDate(text) ? text : undefined);
  if (written === undefined) return [];
  return [{ element, written: rfc3339(written), is: meaningOf(element) }];
}

function meaningOf(element: PageElement): PageDate['is'] {
  const label = textBefore(element);
  if (UPDATED_LABEL.test(label)) return 'updated';
  const marks = `${attributeOf(element, 'itemprop') ?? ''} ${attributeOf(element, 'class') ?? ''}`;
  if (element.getAttribute('pubdate') !== null || PUBLISHED.test(marks)) return 'published';
  if (UPDATED.test(marks)) return 'updated';
  return PUBLISHED_LABEL.test(label) && isShort(element) ? 'published' : undefined;
}

/** Returns the words that stand right before an element. */
function textBefore(element: PageElement, level = 0): string {
  let before = element.previousSibling as { textContent: string | null; previousSibling: unknown } | null;
  if (before !== null && !before.textContent?.trim()) before = before.previousSibling as typeof before;
  if (before !== null) return before.textContent?.slice(-60).replace(/\s+/g, ' ').trim() ?? '';
  const parent = element.parentElement;
  return parent === null || level === 2 ? '' : textBefore(parent, level + 1);
}

const isShort = (element: PageElement) =>
  (wordsOf(element.closest('p, li, td, blockquote, figcaption') ?? element)?.split(' ').length ?? 0) <=
  MAX_WORDS_BESIDE;

/** Tells whether an element stands in a sentence: "The fair opens on 3 May." A line of a date has no full stop. */
function isInSentence(element: PageElement): boolean {
  const words = wordsOf(element.closest('p') ?? element) ?? '';
  return words !== wordsOf(element) && /\p{L}{2} .*[.!?…]["”»’]?$/u.test(words) && !/\b[ap]\.\s?m\.$/i.test(words);
}

/** Tells whether a headline or a byline stands beside an element. */
function isAtHeadline(element: PageElement): boolean {
  if (!isShort(element) || isInSentence(element) || element.closest('li, td, blockquote, figcaption, figure'))
    return false;
  let around: PageElement | null = element.parentElement;
  for (let level = 0; level < 3 && around !== null && around.localName !== 'body'; level++) {
    if (elementsIn(around, 'h1, h2, [rel~=author], [itemprop~=author], .byline, .author').length > 0) return true;
    around = around.parentElement;
  }
  return false;
}
