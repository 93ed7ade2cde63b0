import { toSafeHtml } from '../articles/html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import { paragraphsOfHtml } from '../importing/html-blocks.ts';
import { type Mention, Tagger } from '../importing/tagger.ts';
import { findAlike } from './alike.ts';
import { counted } from './counted.ts';
import { findVocabularyFile, readFolder } from './folder.ts';
import { table, type Write } from './output.ts';

const SHOWN_MENTIONS = 4;

export interface TagsOptions {
  /** Another vocabulary than the folder's. */
  tags?: string | undefined;
  json: boolean;
  write: Write;
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
}

/** @throws {CommandError} for a folder or a vocabulary that cannot be read */
async function readRecords(folder: string, tags: string | undefined): Promise<TaggedRecords> {
  const { files } = await readFolder(folder);
  const file = await findVocabularyFile(folder, tags);
  const records = files.flatMap(({ path, record }) => (record ? [{ path, record }] : []));
  return { file, vocabulary: new Vocabulary(file, 'en'), records };
}

/** Lists the tags with their stories, and what there is to mend: unused tags, unknown ones, some that are alike. */
export async function listTags(folder: string, { tags, json, write }: TagsOptions): Promise<number> {
  const counts = countTags(await readRecords(folder, tags));
  const unused = counts.filter((it) => it.stories === 0).map((it) => it.slug);
  const unknown = counts.filter((it) => !it.known).map((it) => it.slug);
  const alike = findAlike(counts.map((it) => it.slug));
  if (json) {
    write(JSON.stringify({ tags: counts, unused, unknown, alike }));
    return 0;
  }
  const rows = counts.map(({ slug, named, stories, label }) => [slug, named, stories, label]);
  for (const line of table(['tag', 'named', 'stories', 'label'], rows)) write(line);
  write('');
  write('"named" counts the stories that name the tag; "stories" adds those of narrower tags, as the channel does.');
  write(`unused: ${unused.join(', ') || 'none'}`);
  write(`not in the vocabulary: ${unknown.join(', ') || 'none'}`);
  write(`alike: ${alike.map(([a, b]) => `${a} and ${b}`).join(', ') || 'none'}`);
  return 0;
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

/** Shows which tags the vocabulary would add to each record, and why; those that a narrower tag implies are left out. */
export async function suggestTags(folder: string, { tags, json, write }: TagsOptions): Promise<number> {
  const { file, vocabulary, records } = await readRecords(folder, tags);
  const tagger = new Tagger(file);
  let [added, touched] = [0, 0];
  for (const { path, record } of records) {
    const implied = withBroader(vocabulary.resolve(record.tags, new Map()).tags, vocabulary);
    const paragraphs = paragraphsOfHtml(toSafeHtml(record.body, record.bodyType, 'https://origin.invalid/'));
    const missing = tagger.suggest(record.title, paragraphs).filter((it) => !implied.has(it.tag));
    if (missing.length > 0) touched++;
    added += missing.length;
    for (const { tag, mentions } of missing) {
      const line = `${path}: + ${tag}: ${describeMentions(mentions)}`;
      write(json ? JSON.stringify({ file: path, key: record.key, tag, mentions }) : line);
    }
  }
  if (!json) write(`${counted(added, 'tag')} to add to ${touched} of ${counted(records.length, 'article')}`);
  return 0;
}

function describeMentions(mentions: Mention[]): string {
  const first = mentions.slice(0, SHOWN_MENTIONS).map(({ where, text }) => `${where} "${text}"`);
  const more = mentions.length > SHOWN_MENTIONS ? [`${mentions.length - SHOWN_MENTIONS} more`] : [];
  return [...first, ...more].join(', ');
}
