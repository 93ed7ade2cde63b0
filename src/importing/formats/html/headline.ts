import { besideStory, elementsIn, insideOf, type Page, wordsOf } from './page.ts';
import { isLogo, isSiteName } from './site-names.ts';

/** Between a headline and what a page adds to it. */
const SEPARATOR = /\s*[|_]\s*|\s+(?:[-–—»«·•/]|::?)\s+|(?<=\S):\s+/g;
/** After a headline, in a longer title. */
const FOLLOWS = /^(?:$|\s*[|_]|\s+(?:[-–—»«·•/[]|::?))/;
/** A title with more parts is not taken apart. */
const MAX_PARTS = 12;
/** Further headings are not the headline. */
const MAX_HEADINGS = 200;

/** What tells the headline of a page. */
export interface HeadlineSources {
  /** Headlines that the page names as such, the best first: JSON-LD's, Open Graph's. One that readers see wins. */
  given: (string | undefined)[];
  /** The place of the first block of the main text. */
  first: number | undefined;
  sites: Set<string>;
}

/**
 * Finds the headline of a page: one that is named as such, else a heading above the text that is part of `<title>`, else the only
 * main heading, else `<title>`. The name of the site is left out, where it is known to be one.
 */
export function headlineOf(page: Page, { given, first, sites }: HeadlineSources): string | undefined {
  const headings = headingsOf(page, sites);
  const title = wordsOf(elementsIn(page, 'title')[0]);
  const usable = given.flatMap((it) => (it === undefined || isSiteName(it, sites) ? [] : [it]));
  const named = usable.find((it) => isConfirmed(it, title, headings)) ?? usable[0];
  if (named !== undefined) return withoutSite(named, headings, sites);
  const inTitle = title && headingIn(title, headings, first);
  if (inTitle) return inTitle;
  const [main, ...others] = headings.filter((it) => it.name === 'h1');
  if (main && others.length === 0 && (main.isInArticle || title === undefined || isSiteName(title, sites)))
    return main.text;
  return title === undefined ? headings[0]?.text : withoutSite(title, headings, sites);
}

interface Heading {
  name: string;
  text: string;
  place: number;
  isInArticle: boolean;
}

/** Returns the headings of a page, but for those of sidebars and those that name the site. */
function headingsOf(page: Page, sites: Set<string>): Heading[] {
  const all = new Map(elementsIn(page, '*').map((it, index) => [it, index]));
  const isBeside = besideStory(page);
  const isStory = insideOf(page, 'article, main, [role=main]');
  return elementsIn(page, 'h1, h2')
    .slice(0, MAX_HEADINGS)
    .flatMap((element) => {
      const text = wordsOf(element);
      if (text === undefined || isSiteName(text, sites) || isLogo(element) || isBeside(element)) return [];
      return [{ name: element.localName, text, place: all.get(element) ?? 0, isInArticle: isStory(element) }];
    });
}

/** Tells whether a headline, or its beginning, is also in `<title>` or a heading. */
function isConfirmed(headline: string, title: string | undefined, headings: Heading[]): boolean {
  const key = keyOf(headline);
  const shown = [title ?? '', ...headings.map((it) => it.text)].map(keyOf).filter((it) => it !== '');
  return shown.some((it) => it.startsWith(key) || key.startsWith(it));
}

/** Returns the heading that is the whole `<title>` or some of its parts: one that it begins with, else the nearest to the text. */
function headingIn(title: string, headings: Heading[], first = Number.POSITIVE_INFINITY): string | undefined {
  const opening = openingHeading(title, headings);
  if (opening !== undefined) return opening;
  const runs = new Set(runsOf(title).map(keyOf));
  const parts = headings.filter((it) => runs.has(keyOf(it.text)));
  return (parts.findLast((it) => it.place < first) ?? parts[0])?.text;
}

/** Returns the longest heading with which a title begins. */
function openingHeading(title: string, headings: Heading[]): string | undefined {
  const opening = headings.filter(
    ({ text }) =>
      title.slice(0, text.length).toLowerCase() === text.toLowerCase() && FOLLOWS.test(title.slice(text.length)),
  );
  return opening.toSorted((a, b) => b.text.length - a.text.length)[0]?.text;
}

/** Removes the name of the site from the ends of a title, or whatever follows the part that is also a heading. */
function withoutSite(title: string, headings: Heading[], sites: Set<string>): string {
  let text = openingHeading(title, headings) ?? title;
  for (;;) {
    const ends = [...text.matchAll(SEPARATOR)];
    const [begin, end] = [ends[0], ends.at(-1)];
    if (begin === undefined || end === undefined) return text;
    if (isSiteName(text.slice(end.index + end[0].length), sites)) text = text.slice(0, end.index);
    else if (isSiteName(text.slice(0, begin.index), sites)) text = text.slice(begin.index + begin[0].length);
    else return text;
  }
}

/** Returns every row of successive parts of a title. */
function runsOf(title: string): string[] {
  const ends = [...title.matchAll(SEPARATOR)].slice(0, MAX_PARTS);
  const starts = [0, ...ends.map((it) => it.index + it[0].length)];
  const stops = [...ends.map((it) => it.index), title.length];
  return starts
    .flatMap((from, index) => stops.slice(index).map((to) => title.slice(from, to)))
    .filter((it) => keyOf(it) !== '');
}

/** Letters and digits alone: headings and titles differ in quotes and spaces. */
function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
