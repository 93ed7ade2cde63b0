import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formerPathOf, namesOf } from '../articles/former-urls.ts';
import { safeHtmlOf } from '../articles/html/safe-html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import type { Problem } from '../refusal.ts';
import { AddressBook } from './address-book.ts';
import { fingerprintOf, lettersOf, titleWords } from './fingerprint.ts';
import { paragraphsOfHtml } from './html-blocks.ts';
import { ImportError } from './import-error.ts';
import { areApart, KnownStories, type KnownStory } from './known-stories.ts';
import { LikenessIndex, type Sketch, sketchOf } from './likeness.ts';
import { NumberedNames, numbered } from './numbered-names.ts';
import { statusOf } from './record.ts';
import { readMark, type StorySource } from './record-file.ts';
import type { Story } from './story.ts';

/** Texts of which a larger share is the same are probably one story. */
const NEAR = 0.75;

export interface ExistingRecord {
  path: string;
  record: ArticleRecord;
}

/** What a text comes from. */
interface Owner {
  /** The record or, if it was imported in this run, the input. */
  name: string;
  /** The record, even if it is not written yet. */
  path: string;
  imported: boolean;
}

/** What the text of a story is compared by. */
export interface StoryText {
  fingerprint: string;
  /** Undefined of a text that is too short. */
  sketch: Sketch | undefined;
}

/** A record whose text is nearly that of a story. */
interface Near {
  path: string;
  likeness: number;
}

/** Knows the keys, slugs, titles and texts that records of a folder and stories of this run already use. */
export class StoryIndex {
  /** Records whose words cannot be read, and why. */
  readonly unread: { path: string; problems: Problem[] }[] = [];
  /** Where all these stories were, and are now. */
  readonly addresses: AddressBook;
  readonly #folder: string;
  readonly #texts = new Map<string, Owner>();
  readonly #likenesses = new LikenessIndex<Owner>();
  readonly #known = new KnownStories();
  /** Keys by the words of titles. */
  readonly #titles = new Map<string, string[]>();
  /** Paths of records by their slugs, former slugs, former paths and keys. */
  readonly #slugs = new Map<string, string>();
  /** The keys of stories of this run. */
  readonly #importedKeys = new NumberedNames();
  /** Their slugs, former slugs, former paths and keys. */
  readonly #importedSlugs = new NumberedNames();

  /** @param sites addresses of the newsroom's own site */
  constructor(folder: string, records: ExistingRecord[], sites: readonly string[] = []) {
    this.#folder = folder;
    this.addresses = new AddressBook(sites);
    for (const { path, record } of records) {
      const { key, slug = key, title, url, formerUrls = [] } = record;
      this.#take(path, { key, slug, title });
      const html = safeHtmlOf(record, 'https://origin.invalid/');
      const text = html.ok ? textOf({ title, paragraphs: paragraphsOfHtml(html.value.html) }) : undefined;
      if (text) this.#takeText(text, { name: path, path, imported: false });
      if (!html.ok) this.unread.push({ path, problems: html.problems });
      const addresses = addressesOf({ url, formerUrls });
      this.#known.add({ key, path, id: record.id, title, addresses, sketch: text?.sketch });
      for (const { name } of namesOf(record)) this.#slugs.set(name, path);
      this.addresses.add({ slug, home: url, formerUrls, isDraft: record.status === 'draft' });
    }
  }

  /** Adds a story of this run. @param source the input that it comes from */
  add(story: Story, text: StoryText, source: string): void {
    // Parts of a string keep all of it in memory, and these are parts of the input.
    const names = structuredClone(namesOnly(story));
    const { key, id, title } = names;
    const path = this.pathOf(key);
    this.#take(path, names);
    for (const { name } of namesOf(names)) {
      this.#slugs.set(name, path);
      this.#importedSlugs.add(name);
    }
    this.addresses.add({ ...names, file: source, isDraft: statusOf(story) === 'draft' });
    this.#importedKeys.add(key);
    this.#takeText(text, { name: source, path, imported: true });
    this.#known.add({ key, path, id, title, addresses: addressesOf(names), sketch: text.sketch });
  }

  /** Where the record of a key is, which may have been moved, or will be. */
  pathOf(key: string): string {
    return this.#known.withKey(key)?.path ?? join(this.#folder, `${key}.md`);
  }

  /** Returns the record or input with the same text as a story, other than the record of the story's own key. */
  twinOf({ key }: Story, { fingerprint }: StoryText): Owner | undefined {
    const owner = this.#texts.get(fingerprint);
    return owner && this.#isOther(owner, key) ? owner : undefined;
  }

  /** Returns another story with the id of this one. */
  sharesId({ id, key }: Story): KnownStory | undefined {
    const known = this.#known.withId(id);
    return known?.key === key ? undefined : known;
  }

  /**
   * Returns the record with nearly the same text as a story, and how much of it is the same, from 0 to 1.
   * @param told what an earlier import said: the record that it names comes first
   */
  nearTwinOf({ key }: Story, { sketch }: StoryText, told: string | undefined): Near | undefined {
    const before = told && this.#nearest(sketch, key, ({ path }) => told.includes(` like ${path};`));
    return before || this.#nearest(sketch, key);
  }

  /** Returns the record that had nearly the same text as the record of a key already. */
  nearTwinBefore(key: string): Near | undefined {
    return this.#nearest(this.#known.withKey(key)?.sketch, key);
  }

  /**
   * Finds the record that a story has already, by its id, its name and address, or its file and name; else a key that no other
   * story uses, by adding a number if necessary. No other story is ever overwritten.
   * @returns also the record's file, if there is one
   */
  freeKey(story: Story, { sketch }: StoryText, source: StorySource): { key: string; existing: string | undefined } {
    const { key, id, title } = story;
    const compared = { key, id, title, addresses: addressesOf(story), sketch };
    const same = this.#known.same(compared);
    if (same && !this.#importedKeys.has(same.key)) return { key: same.key, existing: readRecordFile(same.path) };
    for (let number = this.#importedKeys.firstNumber(story.key); ; number++) {
      const free = numbered(story.key, number);
      if (this.#importedKeys.has(free)) continue;
      const path = this.pathOf(free);
      if (!existsSync(path)) return { key: free, existing: undefined };
      const existing = readRecordFile(path);
      const known = this.#known.withKey(free);
      if (readMark(existing, source).same && !(known && areApart(known, compared))) return { key: free, existing };
    }
  }

  /** Finds a slug that no other story uses, by adding a number if necessary. */
  freeSlug({ key, slug }: Story): string {
    const path = this.pathOf(key);
    for (let number = this.#importedSlugs.firstNumber(slug); ; number++) {
      const free = numbered(slug, number);
      if ((this.#slugs.get(free) ?? path) === path) return free;
    }
  }

  /** Returns the earlier addresses of a story that no other one has. */
  freeFormerUrls({ key, formerUrls }: Story): string[] {
    const path = this.pathOf(key);
    return formerUrls.filter((it) => (this.#slugs.get(formerPathOf(it) ?? '') ?? path) === path);
  }

  /** Returns the key of another story with the same title. @param told what an earlier import said: its record comes first */
  sameTitle({ key, title }: Story, told: string | undefined): string | undefined {
    if (title === '') return undefined;
    const words = titleWords(title);
    const before = /"([^"]+)"/.exec(told ?? '')?.[1];
    const isStill = before !== undefined && titleWords(this.titleBefore(before) ?? '') === words;
    return isStill ? before : this.#titles.get(words)?.find((it) => it !== key);
  }

  /** The title of the record of a key. */
  titleBefore(key: string): string | undefined {
    return this.#known.withKey(key)?.title;
  }

  #nearest(sketch: Sketch | undefined, key: string, isMeant = (_: Owner) => true): Near | undefined {
    const own = this.pathOf(key);
    const closest = sketch && this.#likenesses.closest(sketch, (owner) => owner.path !== own && isMeant(owner));
    if (!closest || closest.likeness < NEAR) return undefined;
    return { path: closest.owner.path, likeness: closest.likeness };
  }

  /** True unless it is the record of the story itself. */
  #isOther({ imported, name }: Owner, key: string): boolean {
    return imported || name !== this.pathOf(key);
  }

  #takeText({ fingerprint, sketch }: StoryText, owner: Owner): void {
    this.#texts.set(fingerprint, owner);
    if (sketch) this.#likenesses.add(sketch, owner);
  }

  #take(path: string, { key, slug, title }: Pick<Story, 'key' | 'slug' | 'title'>): void {
    if (title !== '') this.#takeTitle(titleWords(title), key);
    for (const it of [key, slug]) this.#slugs.set(it, path);
  }

  #takeTitle(words: string, key: string): void {
    const keys = this.#titles.get(words);
    if (keys === undefined) this.#titles.set(words, [key]);
    // One of two is another one.
    else if (keys.length < 2 && !keys.includes(key)) keys.push(key);
  }
}

/** Returns what the text of a story is compared by. */
export function textOf(story: Pick<Story, 'title' | 'paragraphs'>): StoryText {
  const letters = lettersOf(story);
  return { fingerprint: fingerprintOf(letters), sketch: sketchOf(letters) };
}

const namesOnly = ({ key, slug, formerSlugs, id, title, address, url, formerUrls }: Story) => ({
  key,
  slug,
  formerSlugs,
  id,
  title,
  address,
  url,
  formerUrls,
});

const addressesOf = ({ url, formerUrls }: Pick<Story, 'url' | 'formerUrls'>) =>
  url === undefined ? formerUrls : [url, ...formerUrls];

function readRecordFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ImportError(`cannot read the existing ${path}: ${(error as Error).message}`, 'unwritable');
  }
}
