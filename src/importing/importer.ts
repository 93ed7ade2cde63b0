import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { toSafeHtml } from '../articles/html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { readArticle } from '../articles/source.ts';
import { textOfSafeHtml } from '../articles/text.ts';
import { type Article, type Imported, type ImportSettings, needsReview, toArticle } from './article.ts';
import type { LineReport } from './cleaner.ts';
import { formatOf } from './formats/index.ts';
import type { OpenInput } from './input.ts';
import { isUntouched, recordFile } from './record-file.ts';
import { type FoundStory, ImportError, type Note } from './story.ts';
import type { Mention } from './tagger.ts';

/** What became of one story of an input, or of an input that has none. */
export interface Result {
  file: string;
  outcome: 'ok' | 'needs-review' | 'duplicate' | 'error';
  error: string | null;
  duplicateOf: string | null;
  /** Where the record is, or would be. */
  record: string | null;
  article: Article | null;
  lines: LineReport[];
  notes: Note[];
  tagging: Mention[];
  /** Milliseconds spent on it. */
  ms: number;
}

export interface ImporterOptions extends ImportSettings {
  /** The folder of records. */
  out: string;
  /** Write nothing. */
  dryRun: boolean;
  /** Milliseconds of some clock that only goes forward. */
  clock: () => number;
}

/** Story files whose own name says nothing: Hugo's and Astro's bundles are named by their folder. */
const NAMELESS = /^(?:_?index|-)$/i;

/** Imports stories one after another, and knows which it has seen. */
export class Importer {
  readonly #options: ImporterOptions;
  /** Who has a story already, by what it says: a record of the folder, or an input of this run. */
  readonly #known = new Map<string, { name: string; here: boolean }>();
  /** Who has a title, a key, a slug: paths of records. */
  readonly #titles = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  readonly #slugs = new Map<string, string>();
  /** Keys that this run has given out. */
  readonly #taken = new Set<string>();

  /** @param existing the records that the folder has, so that none is imported twice */
  constructor(options: ImporterOptions, existing: { path: string; record: ArticleRecord }[]) {
    this.#options = options;
    for (const { path, record } of existing) {
      this.#remember(path, { ...record, slug: record.slug ?? record.key });
      this.#known.set(fingerprint(record.title, textOf(record)), { name: path, here: false });
      for (const slug of record.formerSlugs) this.#slugs.set(slug, path);
    }
  }

  /** Imports every story of an input. An input that cannot be read is one result, and so is a story that cannot. */
  async *import(path: string, open: () => Promise<OpenInput>): AsyncIterable<Result> {
    let start = this.#options.clock();
    const spent = () => {
      const now = this.#options.clock();
      const ms = now - start;
      start = now;
      return ms;
    };
    try {
      const input = await open();
      const format = formatOf(input.head);
      let count = 0;
      for await (const found of await format.read(input)) {
        count++;
        const stem = format.several ? undefined : stemOf(path);
        const result = this.#importStory(path, stem, { ...found, notes: [...notesOn(input, count), ...found.notes] });
        yield { ...result, ms: spent() };
      }
      if (count === 0) throw new ImportError(`has no stories (${format.name})`, 'empty');
    } catch (error) {
      yield { ...failure(path, error), ms: spent() };
    }
  }

  #importStory(file: string, stem: string | undefined, found: FoundStory): Omit<Result, 'ms'> {
    let imported: Imported;
    try {
      imported = toArticle(found, stem, this.#options);
    } catch (error) {
      return failure(file, error, found.title);
    }
    const { article, lines, notes, tagging } = imported;
    const result = { file, error: null, duplicateOf: null, record: null, article, lines, notes, tagging };
    const print = fingerprint(article.title, article.body);
    const twin = this.#known.get(print);
    // The record that an earlier import of the same file has made is no other story.
    if (twin && (twin.here || twin.name !== this.#pathOf(article.key))) {
      notes.push({ code: 'duplicate', message: `is the same story as ${twin.name}` });
      return { ...result, outcome: 'duplicate', duplicateOf: twin.name };
    }
    return this.#file(imported, print, { ...result, outcome: 'ok' });
  }

  /** Gives a story a file of its own, unless an editor has it already. */
  #file(imported: Imported, print: string, result: Omit<Result, 'ms'>): Omit<Result, 'ms'> {
    const { article, notes } = imported;
    if (this.#taken.has(article.key)) this.#rename(article);
    const target = this.#pathOf(article.key);
    const before = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
    if (before !== undefined && !isUntouched(before)) {
      notes.push({ code: 'edited', message: `${target} is there and not as an import wrote it; it is left alone` });
      return { ...result, outcome: 'duplicate', duplicateOf: target, record: target };
    }
    this.#claimSlug(imported, target);
    const same = this.#titles.get(titleKey(article.title));
    if (same !== undefined && same !== target && article.title !== '')
      notes.push({ code: 'same-title', message: `${same} has the same title and another text` });
    this.#settleStatus(imported);
    const source = basename(result.file);
    let file = recordFile(imported, source);
    const checked = readArticle(new TextEncoder().encode(file), 'text/markdown', { fallback: article.key });
    if (!checked.ok) {
      notes.push(...checked.problems.map((it) => ({ code: 'invalid', message: `${it.field}: ${it.message}` })));
      this.#settleStatus(imported);
      file = recordFile(imported, source);
    }
    this.#remember(target, article);
    this.#taken.add(article.key);
    this.#known.set(print, { name: result.file, here: true });
    if (!this.#options.dryRun && file !== before) {
      if (this.#taken.size === 1) mkdirSync(this.#options.out, { recursive: true });
      writeFileSync(target, file);
    }
    return { ...result, outcome: needsReview(imported) ? 'needs-review' : 'ok', record: target };
  }

  #settleStatus({ article, fields, notes, lines }: Imported): void {
    if (article.status !== 'ready' || !needsReview({ notes, lines })) return;
    article.status = 'draft';
    fields.status = 'draft';
  }

  #pathOf(key: string): string {
    return join(this.#options.out, `${key}.md`);
  }

  /** Another story of this run has this key: it gets the next number. */
  #rename(article: Article): void {
    const stem = article.key.slice(0, 120);
    for (let number = 2; this.#keys.has(article.key); number++) article.key = `${stem}-${number}`;
  }

  /** Addresses belong to one story each; a key is an address of its story, too. */
  #claimSlug({ article, fields }: Imported, target: string): void {
    const free = (slug: string) => [undefined, target].includes(this.#slugs.get(slug));
    let slug = article.slug;
    for (let number = 2; !free(slug); number++) slug = `${article.slug.slice(0, 120)}-${number}`;
    article.slug = slug;
    if (slug === article.key) delete fields.slug;
    else fields.slug = slug;
  }

  #remember(path: string, { key, slug, title }: Pick<Article, 'key' | 'slug' | 'title'>): void {
    if (title !== '' && !this.#titles.has(titleKey(title))) this.#titles.set(titleKey(title), path);
    for (const it of [key, slug]) this.#slugs.set(it, path);
    this.#keys.set(key, path);
  }
}

/** What is to know of a file is noted on each story, how much of it was left out on the first. */
function notesOn(input: OpenInput, count: number): Note[] {
  const unwanted = input.unwanted();
  if (unwanted === 0 || count > 1) return input.notes;
  const message = `${unwanted} control characters or broken letters are left out`;
  return [...input.notes, { code: 'control-characters', message }];
}

function failure(file: string, error: unknown, title?: string): Omit<Result, 'ms'> {
  if (!(error instanceof ImportError)) throw error;
  const message = title === undefined ? error.message : `"${title}": ${error.message}`;
  return {
    file,
    outcome: 'error',
    error: message,
    duplicateOf: null,
    record: null,
    article: null,
    lines: [],
    notes: [{ code: error.code, message }],
    tagging: [],
  };
}

/** The name by which a file is known among others. */
function stemOf(path: string): string | undefined {
  const stem = basename(path, extname(path));
  if (!NAMELESS.test(stem)) return stem;
  const folder = basename(dirname(path));
  return path === '-' || folder === '' || folder === '.' || folder === '..' ? undefined : folder;
}

/** Letters and digits only: the same words are the same story, however they are set. */
function fingerprint(title: string, paragraphs: string[]): string {
  const letters = [title, ...paragraphs]
    .join(' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return createHash('sha256').update(letters).digest('base64');
}

const titleKey = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words of a stored record, as those of an imported one. */
function textOf(record: ArticleRecord): string[] {
  return [textOfSafeHtml(toSafeHtml(record.body, record.bodyType, 'https://origin.invalid/'))];
}
