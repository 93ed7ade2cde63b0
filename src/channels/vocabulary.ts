import type { Tag } from '../articles/entry.ts';
import type { Problem } from '../refusal.ts';
import { type Permissions, readPermissions, strictest } from '../terms.ts';
import { ALL, reservedFor, tagSlug, toSlug } from './slug.ts';
import { broaderOf, closedIn, EMPTY_VOCABULARY, type VocabularyFile, type VocabularyTag } from './vocabulary-file.ts';

type Closed = readonly string[] | 'unknown';

/** Labels that a slug stands for without loss. "C++" is not one: its slug is `c`, which belongs to "C". */
const WORDS = /^[\p{L}\p{M}\p{N}\s'’-]+$/u;

/** Labels are remembered with their slugs; strangers choose some of them, by addresses. Together at most 10 MB. */
const MAX_REMEMBERED = 10_000;
const MAX_REMEMBERED_CHARACTERS = 100;

/** The newsroom's tags (tags.yaml): finds the tag that a label or former slug stands for, and what is broader. */
export class Vocabulary {
  readonly file: VocabularyFile;
  /** True of what stands for a stored vocabulary that cannot be read. */
  readonly isUnreadable: boolean = false;
  readonly #language: string;
  readonly #tags: Map<string, VocabularyTag>;
  readonly #slugs = new Map<string, string>();
  /** Undefined if nobody knows: then all. */
  readonly #closed: Set<string> | undefined;
  readonly #resolved = new Map<string, string>();

  /**
   * @param language the site's, for labels and descriptions in several languages (BCP 47)
   * @param closed the tags whose channels ask for a key, where the file does not tell
   */
  constructor(file: VocabularyFile, language: string, closed: Closed = closedIn(file)) {
    this.file = file;
    this.#closed = closed === 'unknown' ? undefined : new Set(closed);
    this.#language = language;
    this.#tags = new Map(file.tags.map((it) => [it.slug, it]));
    // The last one set wins: a label must not hide a slug.
    for (const tag of file.tags) for (const label of Object.values(tag.label)) this.#slugs.set(folded(label), tag.slug);
    for (const tag of file.tags) {
      for (const label of Object.values(tag.label)) if (WORDS.test(label)) this.#slugs.set(toSlug(label), tag.slug);
    }
    for (const tag of file.tags) for (const former of tag.formerly) this.#slugs.set(former, tag.slug);
    for (const tag of file.tags) this.#slugs.set(tag.slug, tag.slug);
    this.#slugs.delete('');
  }

  /**
   * Returns the slug that a label, a slug or a former slug stands for. Outside the vocabulary, a slug is made from the
   * label; "" if it has no letter or digit.
   */
  slugOf(label: string): string {
    const known = this.#resolved.get(label);
    if (known !== undefined) return known;
    const slug = this.#slugs.get(folded(label)) ?? this.#slugs.get(toSlug(label)) ?? tagSlug(label);
    if (this.#resolved.size < MAX_REMEMBERED && label.length <= MAX_REMEMBERED_CHARACTERS)
      this.#resolved.set(copyOf(label), copyOf(slug));
    return slug;
  }

  /** Returns the slug that a channel opened with this slug and label has now. */
  successorOf(slug: string, label: string): string {
    const successor = this.slugOf(slug);
    if (successor !== slug || this.has(slug)) return successor;
    const byLabel = this.slugOf(label);
    return this.has(byLabel) ? byLabel : slug;
  }

  /** Returns every slug, former slug and label. */
  names(): string[] {
    return this.file.tags.flatMap((it) => [it.slug, ...it.formerly, ...Object.values(it.label)]);
  }

  /** Returns every label. */
  labels(): string[] {
    return this.file.tags.flatMap((it) => Object.values(it.label));
  }

  /** True if this is the current slug of a tag in the vocabulary. */
  has(slug: string): boolean {
    return this.#tags.has(slug);
  }

  /** Returns a tag's label in the site's language, or else its first; undefined outside the vocabulary. */
  labelOf(slug: string): string | undefined {
    const tag = this.#tags.get(slug);
    return tag && inLanguage(tag.label, this.#language);
  }

  /** Returns a tag's description in the site's language, or else its first; undefined if it has none. */
  descriptionOf(slug: string): string | undefined {
    const tag = this.#tags.get(slug);
    return tag?.description && inLanguage(tag.description, this.#language);
  }

  /** True if the feeds of a tag's channel, or those of `all`, are closed to everybody without a key. */
  asksForKey(slug: string): boolean {
    return this.#closed?.has(slug) ?? slug !== ALL;
  }

  /** Returns what machines may do with stories that have these tags; undefined if neither these nor broader ones say so. */
  termsOf(slugs: string[]): Permissions | undefined {
    const tags = new Set(slugs.flatMap((it) => [it, ...this.broaderOf(it)]));
    const stated = [...tags].flatMap((it) => this.#tags.get(it)?.terms ?? []);
    return stated.length > 0 ? strictest(stated.map((it) => readPermissions(it) as Permissions)) : undefined;
  }

  /** Returns every slug that is broader than a tag, nearest first. */
  broaderOf(slug: string): string[] {
    return broaderOf(this.#tags, slug);
  }

  /** Returns the slugs of the tags that name this one as broader, in the order of the vocabulary. */
  narrowerOf(slug: string): string[] {
    return this.file.tags.filter((it) => it.broader.includes(slug)).map((it) => it.slug);
  }

  /** Returns a tag's labels and descriptions in every language, and its former slugs. */
  textsOf(slug: string): string[] {
    const tag = this.#tags.get(slug);
    return tag ? [...Object.values(tag.label), ...Object.values(tag.description ?? {}), ...tag.formerly] : [];
  }

  /**
   * Resolves the tags of a record, without doubles. A tag outside the vocabulary has its own text for a label or, where that is
   * a slug, the label of its channel.
   * @param tags labels or slugs, as written
   * @param labels the labels of channels outside the vocabulary, by slug
   * @returns the tags, and a problem for each that cannot have a channel
   */
  resolve(tags: string[], labels: Map<string, string>): { tags: Tag[]; problems: Problem[] } {
    const resolved = new Map<string, Tag>();
    const problems: Problem[] = [];
    for (const [index, written] of tags.entries()) {
      const slug = this.slugOf(written);
      const field = `tags.${index}`;
      if (slug === '')
        problems.push({
          field,
          message: `"${written}" has no letter or digit to make an address of; give it a slug in tags.yaml`,
        });
      else if (reservedFor(slug)) problems.push({ field, message: `"${written}" ${reservedFor(slug)}` });
      else if (!resolved.has(slug))
        resolved.set(slug, {
          slug,
          label: this.labelOf(slug) ?? (written === slug ? labels.get(slug) : undefined) ?? written,
        });
    }
    return { tags: [...resolved.values()], problems };
  }

  /**
   * Finds tags that another tag's slug stands for only because it has no place for their signs.
   * @param labels the labels of channels outside the vocabulary, by slug; those of the same record among them
   */
  mistakenTags(tags: string[], labels: Map<string, string>): Problem[] {
    return tags.flatMap((written, index) => {
      const slug = this.slugOf(written);
      const label = this.labelOf(slug) ?? labels.get(slug);
      const isExact = written === slug || this.#slugs.has(folded(written));
      // A channel keeps its first label, also when the vocabulary has given that another slug.
      if (isExact || label === undefined || this.slugOf(label) !== slug) return [];
      if (signsOf(label) === signsOf(written)) return [];
      const message = `"${written}" would be in the channel of "${label}" (${slug}); give one of them a slug in tags.yaml, such as: ${suggestion([written, label])}`;
      return [{ field: `tags.${index}`, message }];
    });
  }
}

/** Signs that make another name of a word: "C++" and "C#" are not "C". */
const SIGNS = /[+#%@*]/g;
const signsOf = (label: string) => (label.match(SIGNS) ?? []).join('');
const SPOKEN: Record<string, string> = { '+': ' plus', '#': ' sharp', '%': ' percent', '@': ' at ', '*': ' star' };

/** A line of tags.yaml that gives the first of these labels that has a sign a slug of its own. */
function suggestion(labels: string[]): string {
  const label = labels.find((it) => signsOf(it) !== '') ?? '';
  const slug = toSlug(label.replace(SIGNS, (sign) => SPOKEN[sign] as string));
  return `- { slug: ${slug}, label: ${JSON.stringify(label)} }`;
}

/**
 * Stands for a stored vocabulary that cannot be read: tags go by their own slugs. What is published meanwhile is filed anew
 * when the vocabulary is pushed again. What asked for a key still does.
 */
export class UnreadableVocabulary extends Vocabulary {
  override readonly isUnreadable = true;

  /** @param closed the tags whose channels ask for a key; undefined if that cannot be read, either: then all do */
  constructor(closed: readonly string[] | undefined) {
    super(EMPTY_VOCABULARY, '', closed ?? 'unknown');
  }
}

/** Copies a text that may be a part of another one: V8 keeps all of that in memory as long as the part. */
const copyOf = (text: string) => [...text].join('');

const folded = (label: string) => label.normalize('NFC').toLowerCase();

function inLanguage(texts: Record<string, string>, language: string): string {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? Object.values(texts)[0] ?? '';
}
