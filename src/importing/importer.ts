import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { toSafeHtml } from '../articles/html.ts';
import { type ArticleRecord, checkRecord } from '../articles/record.ts';
import { textOfSafeHtml } from '../articles/text.ts';
import { type Article, type Imported, type ImportSettings, needsReview, toArticle } from './article.ts';
import { formatOf } from './formats/index.ts';
import type { OpenInput } from './input.ts';
import { originOf, recordFile, type Source } from './record-file.ts';
import { type FoundStory, ImportError, type LineReport, type Note } from './story.ts';
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

/** Records that are being written at one time. */
const WRITES_AT_ONCE = 8;

/** Story files whose own name says nothing: Hugo's and Astro's bundles are named by their folder. */
const NAMELESS = /^(?:_?index|-)$/i;

/** Imports stories one after another, and knows which it has seen. `finish` must be called after the last. */
export class Importer {
  readonly #options: ImporterOptions;
  /** Who has a story already, by what it says: a record of the folder, or an input of this run. */
  readonly #known = new Map<string, { name: string; here: boolean }>();
  /** The key that has a title. */
  readonly #titles = new Map<string, string>();
  /** Who has a key, a slug: paths of records. */
  readonly #keys = new Map<string, string>();
  readonly #slugs = new Map<string, string>();
  readonly #writing = new Set<Promise<void>>();
  readonly #unwritten: Result[] = [];
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
        if (this.#writing.size >= WRITES_AT_ONCE) await Promise.race(this.#writing);
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
    try {
      const imported = toArticle(found, stem, this.#options);
      const { article, lines, notes, tagging } = imported;
      const result = { file, error: null, duplicateOf: null, record: null, article, lines, notes, tagging };
      const print = fingerprint(article.title, article.body);
      const identity = file === '-' ? print : `${resolve(file)} ${found.name ?? found.id ?? found.address ?? ''}`;
      return this.#file(imported, print, { name: basename(file), identity }, { ...result, outcome: 'ok' });
    } catch (error) {
      return failure(file, error, found.title);
    }
  }

  /** Gives a story a file of its own, unless somebody has it already. */
  #file(imported: Imported, print: string, source: Source, result: Omit<Result, 'ms'>): Omit<Result, 'ms'> {
    const { article, notes } = imported;
    const before = this.#makeRoom(article, source);
    const target = this.#pathOf(article.key);
    const twin = this.#known.get(print);
    // The record that an earlier import of the same story has made is no other story.
    if (twin && (twin.here || twin.name !== target)) {
      notes.push({ code: 'duplicate', message: `is the same story as ${twin.name}` });
      return { ...result, outcome: 'duplicate', duplicateOf: twin.name };
    }
    if (before !== undefined && !originOf(before, source).untouched) {
      notes.push({ code: 'edited', message: `${target} has been changed since it was imported; it is left alone` });
      return { ...result, outcome: 'duplicate', duplicateOf: target, record: target };
    }
    this.#claimSlug(imported, target);
    const same = this.#titles.get(titleKey(article.title));
    if (same !== undefined && same !== article.key && article.title !== '')
      notes.push({ code: 'same-title', message: `"${same}" has the same title and another text` });
    this.#settleStatus(imported);
    let file = recordFile(imported, source);
    const checked = checkRecord({ ...imported.fields, key: article.key, body: imported.body });
    if (!checked.ok) {
      notes.push(...checked.problems.map((it) => ({ code: 'invalid', message: `${it.field}: ${it.message}` })));
      this.#settleStatus(imported);
      file = recordFile(imported, source);
    }
    if (!this.#options.dryRun && file !== before) this.#write(target, file, result.file);
    this.#remember(target, article);
    this.#taken.add(article.key);
    this.#known.set(print, { name: result.file, here: true });
    return { ...result, outcome: needsReview(imported) ? 'needs-review' : 'ok', record: target };
  }

  /**
   * Finds a key for a story: its own, or the next number if another story has that. Nothing of another story is ever
   * overwritten.
   * @returns the record that an earlier import has made of the same story, if there is one
   */
  #makeRoom(article: Article, source: Source): string | undefined {
    const stem = article.key;
    for (let number = 2; ; number++) {
      const path = this.#pathOf(article.key);
      const owner = this.#keys.get(article.key);
      const isFree = owner === undefined && !existsSync(path);
      if (isFree) return undefined;
      // A record that is named otherwise than its key has been moved by somebody.
      if (!this.#taken.has(article.key) && existsSync(path)) {
        const before = readText(path);
        if (originOf(before, source).same) return before;
      }
      article.key = `${stem.slice(0, 120)}-${number}`;
    }
  }

  /** Writes while the next story is read: a file system may take as long as all the rest. */
  #write(path: string, file: string, source: string): void {
    const writing = writeFile(path, file)
      .catch((error: Error) => {
        this.#unwritten.push({
          ...failure(source, new ImportError(`cannot be written: ${error.message}`, 'unwritable')),
          ms: 0,
        });
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Waits until every record is written. @returns a result for each that could not be */
  async finish(): Promise<Result[]> {
    await Promise.all(this.#writing);
    return this.#unwritten;
  }

  #settleStatus({ article, fields, notes, lines }: Imported): void {
    if (article.status !== 'ready' || !needsReview({ notes, lines })) return;
    article.status = 'draft';
    fields.status = 'draft';
  }

  #pathOf(key: string): string {
    return join(this.#options.out, `${key}.md`);
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
    if (title !== '' && !this.#titles.has(titleKey(title))) this.#titles.set(titleKey(title), key);
    for (const it of [key, slug]) this.#slugs.set(it, path);
    this.#keys.set(key, path);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ImportError(`${path} is in its way: ${(error as Error).message}`, 'unwritable');
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
    lines: error.lines,
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

/** All but letters and digits, roughly: Unicode's own classes take five times as long. */
const NO_LETTERS = /[^a-z0-9\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufaff]+/g;

/** Letters and digits only: the same words are the same story, however they are set. */
function fingerprint(title: string, paragraphs: string[]): string {
  const letters = [title, ...paragraphs].join(' ').toLowerCase().replace(NO_LETTERS, '');
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
