import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TZDate } from '@date-fns/tz';
import { formatISO } from 'date-fns/formatISO';
import { type Document, isMap, isSeq, parseDocument, stringify } from 'yaml';
import { readArticle } from '../../articles/source.ts';
import { Vocabulary } from '../../channels/vocabulary.ts';
import { broaderOf, readVocabulary } from '../../channels/vocabulary-file.ts';
import { counted } from '../counted.ts';
import { isArticlePath, isFile, isFolder, listFiles, PUBLIC_FOLDER, VOCABULARY_FILE } from '../folder-paths.ts';
import { FIRST_STORY, FIRST_STORY_WORDS, SAMPLE_PICTURES, SAMPLE_STORIES, SAMPLE_TAGS } from '../samples.ts';
import type { Change } from './change.ts';

export interface OwnFolder {
  folder: string;
  /** True if the sample stories, pictures and tags are to go. */
  removesSamples: boolean;
  title: string;
  zone: string;
  now: Date;
}

const FIRST_TAG = 'News';
const VOCABULARY = `# Tags that readers can follow, with their labels. docs/import.md#tags says what else a tag can have.
version: 1
tags:
  - slug: news
    label: ${FIRST_TAG}
`;

/** Finds what is to be changed in the folder of articles: samples that go, and a first story where there is no other. */
export async function changesInFolder(own: OwnFolder): Promise<Change[]> {
  const { folder, removesSamples } = own;
  const records = (await isFolder(folder))
    ? (await listFiles(folder)).filter((it) => isArticlePath(folder, it.path) && !it.leadsOut).map((it) => it.path)
    : [];
  const samples = removesSamples ? records.filter((it) => SAMPLE_STORIES.has(basename(it, '.md'))) : [];
  const others = records.filter((it) => !samples.includes(it));
  const texts = await Promise.all(others.map((it) => readFile(it, 'utf8')));
  return [
    ...(removesSamples ? await sampleChanges(folder, samples, texts) : []),
    ...(removesSamples ? await vocabularyChanges(folder, texts) : []),
    ...(others.length === 0 && (removesSamples || records.length === 0) ? [firstStory(own)] : []),
  ];
}

/** @param texts of the stories that stay */
async function sampleChanges(folder: string, stories: string[], texts: string[]): Promise<Change[]> {
  const pictures: string[] = [];
  for (const path of SAMPLE_PICTURES) {
    const isShown = texts.some((it) => it.includes(`/${path}`));
    if (!isShown && (await isFile(join(folder, PUBLIC_FOLDER, path)))) pictures.push(join(folder, PUBLIC_FOLDER, path));
  }
  const gone = [...stories, ...pictures];
  if (gone.length === 0) return [];
  const parts = [
    ...(stories.length > 0 ? [stories.length === 1 ? '1 sample story' : `${stories.length} sample stories`] : []),
    ...(pictures.length > 0 ? [counted(pictures.length, 'sample picture')] : []),
  ];
  return [
    {
      told: `${folder}/: delete ${parts.join(' and ')}`,
      async apply() {
        for (const it of gone) await rm(it, { force: true });
      },
    },
  ];
}

/** Takes those tags of the samples out of the vocabulary that no story which stays has, nor a narrower tag of such a one. */
async function vocabularyChanges(folder: string, texts: string[]): Promise<Change[]> {
  const path = join(folder, VOCABULARY_FILE);
  const write = (text: string) => () => writeFile(path, text);
  if (!(await isFile(path)))
    return [{ told: `${path}: write a vocabulary with the tag "${FIRST_TAG}"`, apply: write(VOCABULARY) }];
  const text = await readFile(path, 'utf8');
  const checked = readVocabulary(text);
  if (!checked.ok) return [];
  const vocabulary = new Vocabulary(checked.value, 'en');
  const used = new Set(texts.flatMap(tagsIn).map((it) => vocabulary.slugOf(it)));
  const bySlug = new Map(checked.value.tags.map((it) => [it.slug, it]));
  for (const slug of [...used]) for (const it of broaderOf(bySlug, slug)) used.add(it);
  const gone = checked.value.tags.map((it) => it.slug).filter((it) => SAMPLE_TAGS.has(it) && !used.has(it));
  if (gone.length === 0) return [];
  const isAll = gone.length === checked.value.tags.length;
  const told = `${path}: take away ${counted(gone.length, 'sample tag')}${isAll ? `, and begin with "${FIRST_TAG}"` : ''}`;
  return [{ told, apply: write(isAll ? VOCABULARY : withoutTags(parseDocument(text), gone)) }];
}

function tagsIn(text: string): string[] {
  const article = readArticle(new TextEncoder().encode(text), 'text/markdown', { fallback: 'any' });
  return article.ok ? article.value.tags : [];
}

function withoutTags(document: Document, slugs: string[]): string {
  const tags = document.get('tags');
  if (isSeq(tags)) tags.items = tags.items.filter((it) => !isMap(it) || !slugs.includes(String(it.get('slug'))));
  return document.toString({ lineWidth: 0 });
}

function firstStory({ folder, title, zone, now }: OwnFolder): Change {
  const path = join(folder, `${FIRST_STORY}.md`);
  const fields = { title: `${title} begins`, published: formatISO(new TZDate(now, zone)), tags: [FIRST_TAG] };
  const body = `This is the first story of ${title}. ${FIRST_STORY_WORDS}: readers have it at once.`;
  return {
    told: `${path}: write a first story`,
    apply: () => writeFile(path, `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${body}\n`, { flag: 'wx' }),
  };
}
