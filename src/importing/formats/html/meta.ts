import { rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { FoundStory } from '../../story.ts';
import type { Page } from './page.ts';

/** Reads the fields of a story from the meta elements of its page. */
export function fromMeta(page: Page): Omit<FoundStory, 'body' | 'notes'> {
  const values = metaValues(page);
  const first = (...names: string[]): string | undefined => values(...names)[0];
  const attribute = (selector: string, name: string) =>
    page.querySelector(selector)?.getAttribute(name)?.trim() || undefined;
  const published = first('article:published_time', 'datepublished', 'date', 'dc.date');
  const updated = first('article:modified_time', 'datemodified', 'og:updated_time');
  return {
    address: attribute('link[rel~=canonical]', 'href') ?? first('og:url'),
    title: plainTextOf(first('og:title', 'twitter:title')),
    summary: plainTextOf(first('og:description', 'description')),
    published: published && rfc3339(published),
    updated: updated && rfc3339(updated),
    tags: uniqueLabels(values('article:tag', 'article:section').map(plainTextOf)),
    authors: authorsOf(values('author', 'article:author', 'dc.creator')),
    image: imageOf(first),
    language: page.documentElement?.getAttribute('lang')?.trim() || undefined,
  };
}

/** Returns a function that gives the values of meta elements by their names. */
function metaValues(page: Page): (...names: string[]) => string[] {
  const metas = [...page.querySelectorAll('meta')];
  return (...names) =>
    names.flatMap((name) =>
      metas
        .filter((it) => ['property', 'name', 'itemprop'].some((by) => it.getAttribute(by)?.toLowerCase() === name))
        .flatMap((it) => it.getAttribute('content')?.trim() || []),
    );
}

/** Reads authors; some pages have addresses of profiles instead of names. */
function authorsOf(values: string[]): FoundStory['authors'] {
  const names = values.filter((it) => !/^https?:/.test(it)).map(plainTextOf);
  return uniqueLabels(names)?.map((name) => ({ name }));
}

function imageOf(first: (...names: string[]) => string | undefined): FoundStory['image'] {
  const url = first('og:image', 'og:image:url', 'twitter:image');
  if (url === undefined) return undefined;
  return {
    url,
    alt: plainTextOf(first('og:image:alt', 'twitter:image:alt')),
    width: pixels(first('og:image:width')),
    height: pixels(first('og:image:height')),
    type: first('og:image:type'),
  };
}

function pixels(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
