import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { laterThan, rfc3339 } from '../instants.ts';
import { plainTextOf } from '../markup.ts';
import { filled, labels } from '../several.ts';
import type { Format, FoundStory, Input, Note } from '../story.ts';
import { firstTag } from '../xml.ts';
import { fromLinkedData, readLinkedData } from './linked-data.ts';

const ROOTS = 'html head body article main section div header h1 h2 p title meta link'.split(' ');

/** More elements than any story's page; keeps a hostile one from taking long. */
const MAX_ELEMENTS = 100_000;

/** Readability takes time with the square of the depth: 28 s for 20,000, a moment for this. */
const MAX_DEPTH = 500;

/** As much of a tree as it takes to walk through it. */
interface Node {
  firstChild: Node | null;
  nextSibling: Node | null;
  parentNode: Node | null;
}

type Page = ReturnType<typeof parseHTML>['document'];

/** A page of the web: what schema.org says of its article, else what its meta elements do, and its main text. */
export const html: Format = {
  name: 'HTML',
  several: false,

  recognises(head: string): boolean {
    if (/^\uFEFF?\s*<!doctype\s+html/i.test(head)) return true;
    const name = firstTag(head)?.name.toLowerCase() ?? '';
    // Other XML has an <article>, too.
    return /^\uFEFF?\s*<\?xml\s/.test(head) ? name === 'html' : ROOTS.includes(name);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const source = await input.text();
    const page = parse(source);
    const notes: Note[] = [];
    const { articleHtml, ...said } = fromLinkedData(readLinkedData(scripts(page), notes));
    const meta = fromMeta(page);
    const text = mainText(source, notes) ?? articleHtml ?? '';
    const left = wordsIn(plainTextOf(page.body?.innerHTML) ?? '') - wordsIn(plainTextOf(text) ?? '');
    if (left > 0) notes.push({ code: 'page-parts', message: `${left} words of the page are not in its main text` });
    const published = said.published ?? meta.published;
    const story: FoundStory = {
      ...meta,
      // What is said of the article wins over what is said of the page, field by field.
      ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
      published,
      updated: laterThan(published, said.updated ?? meta.updated),
      body: { type: 'html', text },
      notes,
    };
    return [filled(story)];
  },
};

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Builds a tree of what may be a fragment. Scripts are text in it, and are never run. */
function parse(source: string): Page {
  if (!/<html[\s>]/i.test(source)) return parseHTML(`<!doctype html><html><body>${source}</body></html>`).document;
  const headless = !/<head[\s>]/i.test(source) && /<body[\s>]/i.test(source);
  // linkedom takes what follows the head for the body, and does not add the head that HTML lets one leave out.
  const whole = headless
    ? source.replace(/<html(?:\s[^>]*)?>/i, '$&<head>').replace(/<body[\s>]/i, '</head>$&')
    : source;
  return parseHTML(whole).document;
}

function scripts(page: Page): string[] {
  const all = [...page.querySelectorAll('script')];
  return all
    .filter((it) => /^application\/ld\+json\b/i.test(it.getAttribute('type')?.trim() ?? ''))
    .map((it) => it.textContent ?? '');
}

/** The text that the page is for, as HTML. Readability changes the tree that it reads, so it has its own. */
function mainText(source: string, notes: Note[]): string | undefined {
  try {
    const page = parse(source);
    if (isTooDeep(page)) throw new Error(`its elements are nested more than ${MAX_DEPTH} deep`);
    const reader = new Readability(page, {
      disableJSONLD: true,
      maxElemsToParse: MAX_ELEMENTS,
    });
    const content = reader.parse()?.content?.trim();
    // It puts its own element around what it finds.
    return content?.replace(/^<div [^>]*id="readability-page-1"[^>]*>([\s\S]*)<\/div>$/i, '$1').trim() || undefined;
  } catch (error) {
    notes.push({ code: 'main-text', message: `the page’s main text cannot be told: ${(error as Error).message}` });
    return undefined;
  }
}

function isTooDeep(page: Page): boolean {
  let depth = 0;
  let node = page.documentElement as Node | null;
  while (node) {
    const child: Node | null = node.firstChild;
    if (child) {
      if (++depth > MAX_DEPTH) return true;
      node = child;
      continue;
    }
    while (node && !node.nextSibling) {
      depth--;
      node = node.parentNode;
    }
    node = node?.nextSibling ?? null;
  }
  return false;
}

function fromMeta(page: Page): Omit<FoundStory, 'body' | 'notes'> {
  const metas = [...page.querySelectorAll('meta')];
  const all = (...names: string[]) =>
    names.flatMap((name) =>
      metas
        .filter((it) => ['property', 'name', 'itemprop'].some((by) => it.getAttribute(by)?.toLowerCase() === name))
        .flatMap((it) => it.getAttribute('content')?.trim() || []),
    );
  const first = (...names: string[]): string | undefined => all(...names)[0];
  const attribute = (selector: string, name: string) =>
    page.querySelector(selector)?.getAttribute(name)?.trim() || undefined;
  const published =
    first('article:published_time', 'datepublished', 'date', 'dc.date') ??
    attribute('article time[datetime]', 'datetime') ??
    attribute('time[datetime]', 'datetime');
  const updated = first('article:modified_time', 'datemodified', 'og:updated_time');
  const authors = labels(
    all('author', 'article:author', 'dc.creator')
      .filter((it) => !/^https?:/.test(it))
      .map(plainTextOf),
  );
  const image = first('og:image', 'og:image:url', 'twitter:image');
  return {
    address: attribute('link[rel~=canonical]', 'href') ?? first('og:url'),
    title: plainTextOf(first('og:title')) ?? textOf(page, 'h1') ?? textOf(page, 'title'),
    summary: plainTextOf(first('og:description', 'description')),
    published: published && rfc3339(published),
    updated: updated && rfc3339(updated),
    tags: labels([...all('article:tag'), ...all('article:section')].map(plainTextOf)),
    authors: authors?.map((name) => ({ name })),
    image: image
      ? {
          url: image,
          alt: plainTextOf(first('og:image:alt', 'twitter:image:alt')),
          width: pixels(first('og:image:width')),
          height: pixels(first('og:image:height')),
          type: first('og:image:type'),
        }
      : undefined,
    language: page.documentElement?.getAttribute('lang')?.trim() || undefined,
  };
}

function textOf(page: Page, selector: string): string | undefined {
  return page.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() || undefined;
}

function pixels(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
