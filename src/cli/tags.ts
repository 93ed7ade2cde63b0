import { safeHtmlOf } from '../articles/html/safe-html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import { paragraphsOfHtml } from '../importing/html-blocks.ts';
import { type Mention, Tagger } from '../importing/tagger.ts';
import type { Problem } from '../refusal.ts';
import { findAlike } from './alike.ts';
import { counted } from './counted.ts';
import { findVocabularyFile, readFolder } from './folder.ts';
import { problemLines, table, type Write } from './output.ts';

const SHOWN_MENTIONS = 4;

export interface TagsOptions {
  /** Another vocabulary than the folder's. */
  tags?: string | undefined;
  json: boolean;
  write: Write;
  /** Prints why a record is left out. */
  warn: Write;
}

/** A tag of the vocabulary or of a record. */
interface TagCount {
  slug: string;
  label: string;
  /** Records that name it. */
  named: number;
  /** Records that its channel lists: those of narrower tags, too. */
  stories: number;
  known: boolean;
}

interface TaggedRecords {
  file: VocabularyFile;
  vocabulary: Vocabulary;
  records: { path: string; record: ArticleRecord }[];
  /** The number of files that have no record. */
  leftOut: number;
}

/**
 * Reads the records and the vocabulary of a folder. Files that have no record are named.
 * @throws {CommandError} for a folder or a vocabulary that cannot be read
 */
async function readRecords(folder: string, { tags, warn }: TagsOptions): Promise<TaggedRecords> {
  const { files } = await readFolder(folder);
  const broken = files.filter((it) => !it.record);
  for (const it of broken) leaveOut(it.path, it.problems, warn);
  const file = await findVocabularyFile(folder, tags);
  const records = files.flatMap(({ path, record }) => (record ? [{ path, record }] : []));
  return { file, vocabulary: new Vocabulary(file, 'en'), records, leftOut: broken.length };
}

function leaveOut(path: string, problems: Problem[], warn: Write): void {
  for (const line of problemLines(path, problems)) warn(`${line}; mend it: it is left out here`);
}

/**
 * Lists the tags with their stories, and what there is to mend: unused tags, unknown ones, some that are alike.
 * @returns the exit code: 1 if a file was left out
 */
export async function listTags(folder: string, options: TagsOptions): Promise<number> {
  const { json, write } = options;
  const tagged = await readRecords(folder, options);
  const counts = countTags(tagged);
  const code = tagged.leftOut > 0 ? 1 : 0;
  const unused = counts.filter((it) => it.stories === 0).map((it) => it.slug);
  const unknown = counts.filter((it) => !it.known).map((it) => it.slug);
  const alike = findAlike(counts.map((it) => it.slug));
  if (json) {
    write(JSON.stringify({ tags: counts, unused, unknown, alike }));
    return code;
  }
  const rows = counts.map(({ slug, named, stories, label }) => [slug, named, stories, label]);
  for (const line of table(['tag', 'named', 'stories', 'label'], rows)) write(line);
  write('');
  write('"named" counts the stories that name the tag; "stories" adds those of narrower tags, as the channel does.');
  write(`unused: ${unused.join(', ') || 'none'}`);
  write(`not in the vocabulary: ${unknown.join(', ') || 'none'}`);
  write(`alike: ${alike.map(([a, b]) => `${a} and ${b}`).join(', ') || 'none'}`);
  return code;
}

function countTags({ file, vocabulary, records }: TaggedRecords): TagCount[] {
  const counts = new Map<string, TagCount>();
  const countOf = (slug: string, label: string, known: boolean): TagCount => {
    const count = counts.get(slug) ?? { slug, label, named: 0, stories: 0, known };
    counts.set(slug, count);
    return count;
  };
  for (const { slug } of file.tags) countOf(slug, vocabulary.labelOf(slug) ?? slug, true);
  for (const { record } of records) {
    const { tags } = vocabulary.resolve(record.tags, new Map());
    for (const { slug, label } of tags) countOf(slug, label, false).named++;
    for (const slug of withBroader(tags, vocabulary)) countOf(slug, slug, true).stories++;
  }
  return [...counts.values()].sort((a, b) => b.stories - a.stories || (a.slug < b.slug ? -1 : 1));
}

/** Slugs of tags, and of the broader ones that they imply. */
const withBroader = (tags: { slug: string }[], vocabulary: Vocabulary) =>
  new Set(tags.flatMap((it) => [it.slug, ...vocabulary.broaderOf(it.slug)]));

/**
 * Shows which tags the vocabulary would add to each record, and why; those that a narrower tag implies are left out.
 * @returns the exit code: 1 if a file was left out
 */
export async function suggestTags(folder: string, options: TagsOptions): Promise<number> {
  const { json, write, warn } = options;
  const { file, vocabulary, records, leftOut } = await readRecords(folder, options);
  const tagger = new Tagger(file);
  let [added, touched, unread] = [0, 0, 0];
  for (const { path, record } of records) {
    const html = safeHtmlOf(record, 'https://origin.invalid/');
    if (!html.ok) {
      leaveOut(path, html.problems, warn);
      unread++;
      continue;
    }
    const implied = withBroader(vocabulary.resolve(record.tags, new Map()).tags, vocabulary);
    const missing = tagger
      .suggest(record.title, paragraphsOfHtml(html.value.html))
      .filter((it) => !implied.has(it.tag));
    if (missing.length > 0) touched++;
    added += missing.length;
    for (const { tag, mentions } of missing) {
      const line = `${path}: + ${tag}: ${describeMentions(mentions)}`;
      write(json ? JSON.stringify({ file: path, key: record.key, tag, mentions }) : line);
    }
  }
  if (!json) write(`${counted(added, 'tag')} to add to ${touched} of ${counted(records.length - unread, 'article')}`);
  return leftOut + unread > 0 ? 1 : 0;
}

function describeMentions(mentions: Mention[]): string {
  const first = mentions.slice(0, SHOWN_MENTIONS).map(({ where, text }) => `${where} "${text}"`);
  const more = mentions.length > SHOWN_MENTIONS ? [`${mentions.length - SHOWN_MENTIONS} more`] : [];
  return [...first, ...more].join(', ');
}
