import { isPerson, namesIn } from '../../person-names.ts';
import type { StoryAuthor } from '../../story.ts';
import { attributeOf, besideStory, elementsIn, type Page, type PageElement, wordsOf } from './page.ts';
import { PLACE } from './places.ts';

/** Where pages name the authors, the clearest first. */
const MARKS = [
  '[itemprop~=author]',
  'a[rel~=author]',
  '.byline, .byline-name, .author-name, .article-author, .post-author, .entry-author, .story-author, .p-author',
  'article address, main address',
];
const MAX_BYLINE_WORDS = 25;
/** A line with more words besides a name is a sentence. */
const MAX_WORDS_BESIDE = 8;
/** A page that names more people lists other stories. */
const MAX_AUTHORS = 6;
/** The elements that may stand between the bylines of one story. */
const NEAR = 40;
/** Further elements are not looked at. */
const MAX_MARKED = 20;

/** An element in which people are named as authors. */
export interface Byline {
  element: PageElement;
  authors: StoryAuthor[];
  /** Its place in the page, where elements have one. */
  place: number;
  /** The lower, the clearer it is marked. */
  rank: number;
}

/** Finds the bylines of a page by their markup. Only names that can be read for sure count: nobody is invented. */
export function bylinesIn(page: Page): Byline[] {
  const isBeside = besideStory(page);
  return MARKS.flatMap((mark, rank) =>
    elementsIn(page, mark)
      .filter((it) => !isBeside(it))
      .slice(0, MAX_MARKED)
      .flatMap((element) => bylineIn(element, rank)),
  );
}

/**
 * Returns the authors of a story: those of the bylines nearest above its text, else of the first in it, else of the first below.
 * Others are those of other stories.
 */
export function authorsOf(
  bylines: Byline[],
  places: { first: number; last: number } | undefined,
): StoryAuthor[] | undefined {
  if (new Set(bylines.flatMap((it) => it.authors).map((it) => it.name)).size > MAX_AUTHORS) return undefined;
  const { first, last } = places ?? { first: Number.POSITIVE_INFINITY, last: Number.POSITIVE_INFINITY };
  const ordered = bylines.toSorted((a, b) => a.place - b.place);
  const nearest = ordered.findLast((it) => it.place < first) ?? ordered.find((it) => it.place <= last) ?? ordered[0];
  if (nearest === undefined) return undefined;
  const near = ordered.filter(
    (it) => Math.abs(it.place - nearest.place) <= NEAR && it.place < first === nearest.place < first,
  );
  const clearest = Math.min(...near.map((it) => it.rank));
  const authors = new Map(
    near
      .filter((it) => it.rank === clearest)
      .flatMap((it) => it.authors)
      .map((it) => [it.name, it]),
  );
  return [...authors.values()];
}

function bylineIn(element: PageElement, rank: number): Byline[] {
  const named = elementsIn(element, '[itemprop~=name], .p-name, .fn, [rel~=author]')[0] ?? element;
  const text = attributeOf(named, 'content') ?? wordsOf(named);
  const whole = wordsOf(element) ?? '';
  if (text === undefined || whole.split(' ').length > MAX_BYLINE_WORDS) return [];
  const names = namesIn(text) ?? [];
  if (!names.some(isPerson)) return [];
  const url = attributeOf(named.closest('a[href]') ?? elementsIn(element, 'a[href]')[0], 'href');
  const authors = names.map((name) => (names.length === 1 && url ? { name, url } : { name }));
  return [{ element, authors, place: Number(element.getAttribute(PLACE) ?? 0), rank }];
}

/** Takes bylines out of a page, with what stands around them and is nothing without them: "By", "|". Prose is left alone. */
export function removeBylines(bylines: Byline[]): void {
  for (const { element, authors } of bylines) {
    const words = wordsOf(element) ?? '';
    const biography = authors.reduce((rest, { name }) => rest.replace(name, ''), words);
    if (isInProse(element) || isSentence(biography)) continue;
    const parent = element.parentElement;
    element.remove();
    if (parent !== null && parent.localName !== 'body' && NOTHING.test(wordsOf(parent) ?? '')) parent.remove();
  }
}

/** Readability removes what is marked like a byline even from a sentence: there, it loses its marks. */
export function keepProse(page: Page): void {
  for (const element of elementsIn(page, LIKE_BYLINES).slice(0, MAX_MARKED).filter(isInProse))
    for (const name of ['rel', 'itemprop', 'class']) element.removeAttribute(name);
}

const LIKE_BYLINES = 'rel~=author|itemprop*=author|class*=byline|class*=author|class*=dateline|class*=writtenby'
  .split('|')
  .map((it) => `p [${it}]`)
  .join(', ');
const NOTHING = /^(?:(?:written )?by|von|par|por|door|av|di)?[\s|·•,:–—-]*$/i;

/** Tells whether an element is part of a sentence. */
function isInProse(element: PageElement): boolean {
  const block = element.closest('p, li, blockquote, dd, td');
  if (block === null) return false;
  const rest = (wordsOf(block) ?? '').replace(wordsOf(element) ?? '', '').trim();
  return isSentence(rest);
}

const isSentence = (text: string) =>
  text.split(/\s+/).length > MAX_WORDS_BESIDE || /[^\s.]{3}[.!?…]["'”»)]*$/.test(text);
