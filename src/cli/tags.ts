import { toSafeHtml } from '../articles/html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import { paragraphsOfHtml } from '../importing/html-blocks.ts';
import { type Mention, Tagger } from '../importing/tagger.ts';
import { findAlike } from './alike.ts';
import { counted } from './counted.ts';
import { findVocabularyFile, readFolder } from './folder.ts';

export interface TagsOptions {
  /** Another vocabulary than the folder's. */
  tags?: string | undefined;
  json: boolean;
  write: (line: string) => void;
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

interface Read {
  file: VocabularyFile;
  vocabulary: Vocabulary;
  records: { path: string; record: ArticleRecord }[];
}

/** @throws {UsageError} for a folder or a vocabulary that cannot be read */
async function read(folder: string, tags: string | undefined): Promise<Read> {
  const { files } = await readFolder(folder);
  const file = await findVocabularyFile(folder, tags);
  const records = files.flatMap(({ path, record }) => (record ? [{ path, record }] : []));
  return { file, vocabulary: new Vocabulary(file, 'en'), records };
}

/** Lists the tags with their stories, and what there is to mend: unused ones, unknown ones, some that are alike. */
export async function listTags(folder: string, { tags, json, write }: TagsOptions): Promise<number> {
  const counts = countTags(await read(folder, tags));
  const unused = counts.filter((it) => it.stories === 0).map((it) => it.slug);
  const unknown = counts.filter((it) => !it.known).map((it) => it.slug);
  const alike = findAlike(counts.map((it) => it.slug));
  if (json) {
    write(JSON.stringify({ tags: counts, unused, unknown, alike }));
    return 0;
  }
  const width = Math.max(3, ...counts.map((it) => it.slug.length));
  write(`${'tag'.padEnd(width)}  named  stories  label`);
  for (const { slug, named, stories, label } of counts)
    write(`${slug.padEnd(width)}  ${String(named).padStart(5)}  ${String(stories).padStart(7)}  ${label}`);
  write('');
  write('"named" counts the records that name a tag; "stories" those of narrower tags as well, as its channel does.');
  write(`unused: ${unused.join(', ') || 'none'}`);
  write(`not in the vocabulary: ${unknown.join(', ') || 'none'}`);
  write(`alike: ${alike.map(([a, b]) => `${a} and ${b}`).join(', ') || 'none'}`);
  return 0;
}

function countTags({ file, vocabulary, records }: Read): TagCount[] {
  const counts = new Map<string, TagCount>(
    file.tags.map(({ slug }) => [
      slug,
      { slug, label: vocabulary.labelOf(slug) ?? slug, named: 0, stories: 0, known: true },
    ]),
  );
  for (const { record } of records) {
    const { tags } = vocabulary.resolve(record.tags, new Map());
    const listed = new Set(tags.flatMap((it) => [it.slug, ...vocabulary.broaderOf(it.slug)]));
    for (const { slug, label } of tags) {
      const count = counts.get(slug) ?? { slug, label, named: 0, stories: 0, known: false };
      count.named++;
      counts.set(slug, count);
    }
    for (const slug of listed) (counts.get(slug) as TagCount).stories++;
  }
  return [...counts.values()].sort((a, b) => b.stories - a.stories || (a.slug < b.slug ? -1 : 1));
}

/** Shows which tags the vocabulary would add to each record, and why; those that a narrower tag implies are left out. */
export async function suggestTags(folder: string, { tags, json, write }: TagsOptions): Promise<number> {
  const { file, vocabulary, records } = await read(folder, tags);
  const tagger = new Tagger(file);
  let [added, touched] = [0, 0];
  for (const { path, record } of records) {
    const has = vocabulary.resolve(record.tags, new Map()).tags.map((it) => it.slug);
    const implied = new Set(has.flatMap((it) => [it, ...vocabulary.broaderOf(it)]));
    const paragraphs = paragraphsOfHtml(toSafeHtml(record.body, record.bodyType, 'https://origin.invalid/'));
    const missing = tagger.suggest(record.title, paragraphs).filter((it) => !implied.has(it.tag));
    if (missing.length === 0) continue;
    touched++;
    added += missing.length;
    for (const { tag, mentions } of missing)
      write(
        json ? JSON.stringify({ file: path, key: record.key, tag, mentions }) : `${path}: + ${tag}: ${shown(mentions)}`,
      );
  }
  if (!json) write(`${counted(added, 'tag')} for ${touched} of ${counted(records.length, 'article')}`);
  return 0;
}

const SHOWN_MENTIONS = 4;

function shown(mentions: Mention[]): string {
  const first = mentions.slice(0, SHOWN_MENTIONS).map(({ where, text }) => `${where} "${text}"`);
  return [...first, ...(mentions.length > SHOWN_MENTIONS ? [`${mentions.length - SHOWN_MENTIONS} more`] : [])].join(
    ', ',
  );
}
