import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formerPathOf, namesOf } from '../articles/former-urls.ts';
import { safeHtmlOf } from '../articles/html/safe-html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import type { Problem } from '../refusal.ts';
import { AddressBook } from './address-book.ts';
import { storyFingerprint, titleWords } from './fingerprint.ts';
import { paragraphsOfHtml } from './html-blocks.ts';
import { ImportError } from './import-error.ts';
import { LikenessIndex, sketchOf } from './likeness.ts';
import { readMark, type StorySource } from './record-file.ts';
import type { Story } from './story.ts';

/** Texts of which a larger share is the same are probably one story. */
const NEAR = 0.75;

export interface ExistingRecord {
  path: string;
  record: ArticleRecord;
}

/** The record or, if it was imported in this run, the input that a text comes from. */
interface Owner {
  name: string;
  imported: boolean;
}

/** Knows the keys, slugs, titles and texts that records of a folder and stories of this run already use. */
export class StoryIndex {
  /** Records whose words cannot be read, and why. */
  readonly unread: { path: string; problems: Problem[] }[] = [];
  /** Where all these stories were, and are now. */
  readonly addresses = new AddressBook();
  readonly #folder: string;
  readonly #texts = new Map<string, Owner>();
  readonly #likenesses = new LikenessIndex<Owner>();
  /** Keys by the words of titles. */
  readonly #titles = new Map<string, string>();
  readonly #keys = new Set<string>();
  /** Paths of records by their slugs, former slugs, former paths and keys. */
  readonly #slugs = new Map<string, string>();
  /** The keys of stories of this run. */
  readonly #importedKeys = new Set<string>();

  constructor(folder: string, records: ExistingRecord[]) {
    this.#folder = folder;
    for (const { path, record } of records) {
      const { key, slug = key, title, url, formerUrls = [] } = record;
      this.#take(path, { key, slug, title });
      const html = safeHtmlOf(record, 'https://origin.invalid/');
      if (html.ok)
        this.#takeText({ title, paragraphs: paragraphsOfHtml(html.value.html) }, { name: path, imported: false });
      else this.unread.push({ path, problems: html.problems });
      for (const { name } of namesOf(record)) this.#slugs.set(name, path);
      this.addresses.add({ slug, address: url, formerUrls });
    }
  }

  /** Adds a story of this run. @param source the input that it comes from */
  add(story: Story, source: string): void {
    this.#take(this.pathOf(story.key), story);
    for (const { name } of namesOf(story)) this.#slugs.set(name, this.pathOf(story.key));
    this.addresses.add(story);
    this.#importedKeys.add(story.key);
    this.#takeText(story, { name: source, imported: true });
  }

  pathOf(key: string): string {
    return join(this.#folder, `${key}.md`);
  }

  /** Returns the record or input with the same text as a story, other than the record of the story's own key. */
  twinOf({ key, title, paragraphs }: Story): string | undefined {
    const owner = this.#texts.get(storyFingerprint(title, paragraphs));
    return owner && this.#isOther(owner, key) ? owner.name : undefined;
  }

  /** Returns the record or input with nearly the same text as a story, and how much of it is the same, from 0 to 1. */
  nearTwinOf({ key, title, paragraphs }: Story): { name: string; likeness: number } | undefined {
    const sketch = sketchOf(title, paragraphs);
    const closest = sketch && this.#likenesses.closest(sketch, (owner) => this.#isOther(owner, key));
    if (!closest || closest.likeness < NEAR) return undefined;
    return { name: closest.owner.name, likeness: closest.likeness };
  }

  /**
   * Finds a key that no other story uses, by adding a number if necessary. No other story is ever overwritten.
   * @returns also the file, if an earlier import of the same story has written it
   */
  freeKey(key: string, source: StorySource): { key: string; existing: string | undefined } {
    for (let number = 1; ; number++) {
      const free = numbered(key, number);
      const path = this.pathOf(free);
      const isThere = existsSync(path);
      if (!this.#keys.has(free) && !isThere) return { key: free, existing: undefined };
      // A record whose file has another name than its key was moved by hand.
      if (this.#importedKeys.has(free) || !isThere) continue;
      const existing = readRecordFile(path);
      if (readMark(existing, source).same) return { key: free, existing };
    }
  }

  /** Finds a slug that no other story uses, by adding a number if necessary. */
  freeSlug({ key, slug }: Story): string {
    const path = this.pathOf(key);
    for (let number = 1; ; number++) {
      const free = numbered(slug, number);
      if ((this.#slugs.get(free) ?? path) === path) return free;
    }
  }

  /** Returns the earlier addresses of a story that no other one has. */
  freeFormerUrls({ key, formerUrls }: Story): string[] {
    const path = this.pathOf(key);
    return formerUrls.filter((it) => (this.#slugs.get(formerPathOf(it) ?? '') ?? path) === path);
  }

  /** Returns the key of another story with the same title. */
  sameTitle({ key, title }: Story): string | undefined {
    const owner = title === '' ? undefined : this.#titles.get(titleWords(title));
    return owner === key ? undefined : owner;
  }

  /** True unless it is the record of the story itself. */
  #isOther({ imported, name }: Owner, key: string): boolean {
    return imported || name !== this.pathOf(key);
  }

  #takeText({ title, paragraphs }: Pick<Story, 'title' | 'paragraphs'>, owner: Owner): void {
    this.#texts.set(storyFingerprint(title, paragraphs), owner);
    const sketch = sketchOf(title, paragraphs);
    if (sketch) this.#likenesses.add(sketch, owner);
  }

  #take(path: string, { key, slug, title }: Pick<Story, 'key' | 'slug' | 'title'>): void {
    const words = titleWords(title);
    if (title !== '' && !this.#titles.has(words)) this.#titles.set(words, key);
    for (const it of [key, slug]) this.#slugs.set(it, path);
    this.#keys.add(key);
  }
}

/** Returns a name, with its number from the second one on. */
function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name.slice(0, 120)}-${number}`;
}

function readRecordFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ImportError(`cannot read the existing ${path}: ${(error as Error).message}`, 'unwritable');
  }
}
