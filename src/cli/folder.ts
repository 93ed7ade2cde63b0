import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Problem } from '../articles/problems.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { decodeUtf8, noteOnCharacters, readArticle } from '../articles/source.ts';
import { EMPTY_VOCABULARY, readVocabulary, type VocabularyFile } from '../channels/vocabulary-file.ts';
import { UsageError } from './local.ts';
import { pictureFile, withMeasures } from './pictures.ts';

export const VOCABULARY_FILE = 'tags.yaml';
/** Served as it is; holds no records. */
export const PUBLIC_FOLDER = 'public';

/** A file of the folder: its record, or what is wrong with it. */
export interface ArticleFile {
  path: string;
  key: string;
  record?: ArticleRecord;
  /** Where its picture is, if that is on our own origin. */
  picture?: string | undefined;
  problems: Problem[];
  notes: Problem[];
}

export interface Folder {
  files: ArticleFile[];
  vocabulary: { path: string; file?: VocabularyFile; problems: Problem[] } | undefined;
}

/**
 * Reads every record below a folder, in the order of paths, and its vocabulary.
 * @throws {UsageError} where there is no folder, or no record in it
 */
export async function readFolder(folder: string): Promise<Folder> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(`${folder}: folder: ${error.code === 'ENOENT' ? 'does not exist' : error.message}`);
    },
  );
  const isFile = (path: string) =>
    stat(path).then(
      (it) => it.isFile(),
      () => false,
    );
  const candidates = names.map((it) => join(it.parentPath, it.name)).filter((it) => isArticlePath(folder, it));
  const paths: string[] = [];
  // A link to a file is one, here as in the watcher.
  for (const path of candidates.sort()) if (await isFile(path)) paths.push(path);
  if (paths.length === 0) throw new UsageError(`${folder}: folder: has no articles (*.md)`);
  const files: ArticleFile[] = [];
  for (const path of paths) files.push(await readArticleFile(folder, path));
  refuseDoubles(files);
  const hasVocabulary = names.some(
    (it) => it.isFile() && it.name === VOCABULARY_FILE && relative(folder, it.parentPath) === '',
  );
  return { files, vocabulary: hasVocabulary ? await readVocabularyFile(join(folder, VOCABULARY_FILE)) : undefined };
}

/** Every file below a folder, links included, in the order of paths; none if there is no folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return names
    .filter((it) => !it.isDirectory())
    .map((it) => join(it.parentPath, it.name))
    .sort();
}

/** Whether a path below a folder is an article's. */
export function isArticlePath(folder: string, path: string): boolean {
  return path.endsWith('.md') && !basename(path).startsWith('.') && !isPublicPath(folder, path);
}

/** Whether a path below a folder is that of a file which is served as it is. */
export function isPublicPath(folder: string, path: string): boolean {
  return relative(folder, path).split(/[\\/]/)[0] === PUBLIC_FOLDER;
}

/**
 * Reads one record of a folder; the key is the file's stem unless the front matter has one. What the file of its picture
 * says of size, type and length wins over what the record says.
 */
export async function readArticleFile(folder: string, path: string): Promise<ArticleFile> {
  const bytes = new Uint8Array(await readFile(path));
  const stem = basename(path, '.md');
  const source = decodeUtf8(bytes) ?? '';
  const article = readArticle(bytes, 'text/markdown', { fallback: stem });
  if (!article.ok) return { path, key: stem, problems: article.problems, notes: [] };
  const picture = pictureFile(article.value, join(folder, PUBLIC_FOLDER));
  const { record, notes } = picture ? withMeasures(article.value, picture) : { record: article.value, notes: [] };
  return { path, key: record.key, record, picture, problems: [], notes: [...noteOnCharacters(source), ...notes] };
}

export async function readVocabularyFile(path: string): Promise<NonNullable<Folder['vocabulary']>> {
  const source = decodeUtf8(new Uint8Array(await readFile(path)));
  if (source === undefined) return { path, problems: [{ field: 'tags', message: 'is not valid UTF-8' }] };
  const vocabulary = readVocabulary(source);
  return vocabulary.ok ? { path, file: vocabulary.value, problems: [] } : { path, problems: vocabulary.problems };
}

/**
 * The vocabulary that is named, else the one of a folder, else that of `articles`; an empty one if there is none.
 * @throws {UsageError} where it cannot be read
 */
export async function findVocabularyFile(folder: string, named: string | undefined): Promise<VocabularyFile> {
  const places = named === undefined ? [join(folder, VOCABULARY_FILE), join('articles', VOCABULARY_FILE)] : [named];
  for (const path of places) {
    if (
      !(await stat(path).then(
        (it) => it.isFile(),
        () => false,
      ))
    )
      continue;
    const { file, problems } = await readVocabularyFile(path);
    if (file) return file;
    throw new UsageError(problemLines(path, problems).join('\n'));
  }
  if (named !== undefined) throw new UsageError(`${named}: tags: does not exist`);
  return EMPTY_VOCABULARY;
}

function refuseDoubles(files: ArticleFile[]): void {
  const owners = new Map<string, string>();
  for (const file of files) {
    const owner = owners.get(file.key);
    if (owner === undefined) {
      owners.set(file.key, file.path);
      continue;
    }
    refuseDouble(file, owner);
  }
}

/** Takes the record from a file whose key another one has. */
export function refuseDouble(file: ArticleFile, owner: string): ArticleFile {
  delete file.record;
  file.problems.push({ field: 'key', message: `"${file.key}" is also the key of ${owner}` });
  return file;
}

/** `path: field: problem`, one per line. */
export function problemLines(path: string, problems: Problem[]): string[] {
  return problems.map(({ field, message }) => `${path}: ${field}: ${message}`);
}
