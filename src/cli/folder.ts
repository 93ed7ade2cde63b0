import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { seeMistake } from '../articles/mistakes.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { decodeUtf8, readArticle } from '../articles/source.ts';
import { offerZone } from '../articles/zones.ts';
import { EMPTY_VOCABULARY, readVocabulary, type VocabularyFile } from '../channels/vocabulary-file.ts';
import type { Partner } from '../partners/partner.ts';
import { type PartnersFile, readPartners } from '../partners/settings.ts';
import type { Checked, Problem } from '../refusal.ts';
import { CommandError } from './errors.ts';
import {
  DEFAULT_FOLDER,
  isArticlePath,
  isFile,
  isFolder,
  isNearlyArticlePath,
  type Listed,
  listFiles,
  PARTNERS_FILE,
  PUBLIC_FOLDER,
  VOCABULARY_FILE,
} from './folder-paths.ts';
import { type FieldLines, fieldLines } from './located.ts';
import { withMeasuredMedia } from './media.ts';
import { problemLines } from './output.ts';
import { measure, pictureFile, withMeasures, withSizes } from './pictures.ts';
import { filesInText, meantFile } from './text-files.ts';
import { newsroomZone } from './wrangler-config.ts';

/** An article's file: its record, or the problems that leave it without one. */
export interface ArticleFile {
  path: string;
  key: string;
  record?: ArticleRecord;
  /** The paths of its pictures, sounds and videos that are on our own origin. */
  shown?: string[];
  /** Pictures, sounds and videos that are not there: problems of a story that nobody has seen yet, notes on any other. */
  missing?: Problem[];
  problems: Problem[];
  notes: Problem[];
  /** Where its fields begin. */
  lines?: FieldLines;
}

/** A folder's tags.yaml or partners.yaml: its contents, or the problems that leave it without them. */
export interface SettingsFile<T> {
  path: string;
  file?: T;
  problems: Problem[];
}

export interface FolderContents {
  files: ArticleFile[];
  vocabulary: SettingsFile<VocabularyFile> | undefined;
  partners: SettingsFile<PartnersFile> | undefined;
}

/**
 * Reads every record below a folder, in the order of paths, its vocabulary and its settings of partners.
 * @throws {CommandError} when there is no folder, or no record in it
 */
export async function readFolder(folder: string): Promise<FolderContents> {
  const listed = await listArticles(folder);
  if (listed.length === 0)
    throw new CommandError(
      `${folder}: folder: contains no articles (*.md); \`tagwire new "Title"\` begins one`,
      'folder',
    );
  const files: ArticleFile[] = [];
  for (const { path, leadsOut } of listed) {
    if (leadsOut) files.push(refuseLink(path));
    else files.push(isArticlePath(folder, path) ? await readArticleFile(folder, path) : refuseName(path));
  }
  refuseDoubles(files);
  const settings = async <T>(name: string, read: (path: string) => Promise<SettingsFile<T>>) =>
    (await isFile(join(folder, name))) ? read(join(folder, name)) : undefined;
  return {
    files,
    vocabulary: await settings(VOCABULARY_FILE, readVocabularyFile),
    partners: await settings(PARTNERS_FILE, readPartnersFile),
  };
}

/** Lists the records of a folder, and the links out of it behind which there may be some. */
async function listArticles(folder: string): Promise<Listed[]> {
  const all = await listFiles(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${folder}: folder: ${REASONS[error.code ?? ''] ?? error.message}`, 'folder');
  });
  const listed: Listed[] = [];
  for (const it of all) {
    const isMeant = isArticlePath(folder, it.path) || isNearlyArticlePath(folder, it.path);
    if (isMeant ? await isFile(it.path) : it.leadsOut && (await isFolder(it.path))) listed.push(it);
  }
  return listed;
}

const REASONS: Record<string, string> = { ENOENT: 'does not exist', ENOTDIR: 'expected a folder, got a file' };

/** Refuses what lies behind a link out of the folder: it is not read. */
export function refuseLink(path: string): ArticleFile {
  const message = 'is a link out of the folder, and is not followed; put what it leads to into the folder';
  return { path, key: basename(path, '.md'), problems: [{ field: 'file', message }], notes: [] };
}

/** Refuses a file whose name is nearly that of a record. */
export function refuseName(path: string): ArticleFile {
  const name = basename(path).replace(/\.[a-z]+(?:\.txt)?$/i, '.md');
  const message = `is not read: the name of a record ends in ".md"; rename it to ${name} (${seeMistake('file-name')})`;
  return { path, key: basename(name, '.md'), problems: [{ field: 'file', message }], notes: [] };
}

/**
 * Reads one record of a folder; the key is the file's stem unless the front matter has one. What the files of its picture,
 * sounds and videos say of size, type, length and duration wins over what the record says.
 */
export async function readArticleFile(folder: string, path: string): Promise<ArticleFile> {
  const bytes = new Uint8Array(await readFile(path));
  const stem = basename(path, '.md');
  const article = readArticle(bytes, 'text/markdown', { fallback: stem });
  if (!article.ok) {
    const zone = await newsroomZone();
    return { path, key: stem, problems: article.problems.map((it) => offerZone(it, zone)), notes: [] };
  }
  const publicFolder = join(folder, PUBLIC_FOLDER);
  const picture = pictureFile(article.value, publicFolder);
  const pictured = picture ? withMeasures(article.value, picture) : { record: article.value, notes: [], missing: [] };
  const sized = picture ? withSizes(pictured.record, picture, publicFolder) : { record: pictured.record, files: [] };
  const media = await withMeasuredMedia(sized.record, publicFolder);
  const { record } = media;
  const inText = await filesInText(record, publicFolder);
  const lead = await Promise.all(
    pictured.missing.map(async (it) => ({
      ...it,
      message: it.message + (await meantFile(article.value.image?.url ?? '', publicFolder)),
    })),
  );
  const missing = [...lead, ...media.missing, ...inText.missing];
  const shown = [...new Set([...(picture ? [picture] : []), ...sized.files, ...media.files, ...inText.files])];
  return {
    path,
    key: record.key,
    record,
    shown,
    missing,
    lines: fieldLines(new TextDecoder().decode(bytes)),
    problems: [],
    notes: [...article.notes, ...pictured.notes, ...media.notes],
  };
}

/**
 * Puts the missing pictures of a file among its problems, if nobody has seen the story yet, else among its notes. They hold up no
 * correction, retraction or withdrawal.
 * @param isNew nobody has seen the story
 */
export function withMissingPictures(
  file: ArticleFile,
  { isNew, allowed }: { isNew: boolean; allowed: boolean },
): ArticleFile {
  const { missing = [], record } = file;
  if (missing.length === 0) return file;
  if (!isNew || allowed || record?.status !== 'ready')
    return { ...file, missing: [], notes: [...file.notes, ...missing] };
  const problems = missing.map(({ field, message }) => ({ field, message: `${message}; ${ALLOW_MISSING}` }));
  return { ...file, missing: [], problems: [...file.problems, ...problems] };
}

const ALLOW_MISSING = 'put it there, or let the story go without it: --allow-missing-pictures of check, push and start';

export const readVocabularyFile = (path: string): Promise<SettingsFile<VocabularyFile>> =>
  readSettingsFile(path, readVocabulary);

/** Reads a partners.yaml. The pictures that it names have to be there. */
export function readPartnersFile(path: string): Promise<SettingsFile<PartnersFile>> {
  const problemOf = (picture: string, { title, logo }: Partner) => {
    const file = join(dirname(path), PUBLIC_FOLDER, picture);
    if (!existsSync(file)) return `${file} does not exist; put it there`;
    const measured = measure(file);
    if ('message' in measured) return measured.message;
    const { type, width, height } = measured;
    if (!logo || (type === logo.type && width <= logo.width && height <= logo.height)) return undefined;
    return `${file} is ${type} of ${width} by ${height} pixels: ${title} wants ${logo.type} of at most ${logo.width} by ${logo.height}`;
  };
  return readSettingsFile(path, (source) => readPartners(source, problemOf));
}

async function readSettingsFile<T>(path: string, read: (source: string) => Checked<T>): Promise<SettingsFile<T>> {
  const source = decodeUtf8(new Uint8Array(await readFile(path)));
  if (source === undefined) return { path, problems: [{ field: 'file', message: 'is not valid UTF-8' }] };
  const checked = read(source);
  return checked.ok ? { path, file: checked.value, problems: [] } : { path, problems: checked.problems };
}

/**
 * Returns the vocabulary that is named, else that of a folder, else that of `articles`; an empty one if there is none.
 * @throws {CommandError} when it cannot be read
 */
export async function findVocabularyFile(folder: string, named: string | undefined): Promise<VocabularyFile> {
  if (named !== undefined && !(await isFile(named))) throw new CommandError(`${named}: tags: does not exist`);
  const paths = named === undefined ? [folder, DEFAULT_FOLDER].map((it) => join(it, VOCABULARY_FILE)) : [named];
  for (const path of paths) {
    if (!(await isFile(path))) continue;
    const { file, problems } = await readVocabularyFile(path);
    if (file) return file;
    throw new CommandError(problemLines(path, problems).join('\n'));
  }
  return EMPTY_VOCABULARY;
}

function refuseDoubles(files: ArticleFile[]): void {
  const owners = new Map<string, string>();
  for (const file of files) {
    const owner = owners.get(file.key);
    if (owner === undefined) owners.set(file.key, file.path);
    else refuseDouble(file, owner);
  }
}

/** Refuses a file whose key another one has: its record is taken away. */
export function refuseDouble(file: ArticleFile, owner: string): ArticleFile {
  delete file.record;
  file.problems.push({ field: 'key', message: `"${file.key}" is also the key of ${owner}` });
  return file;
}
