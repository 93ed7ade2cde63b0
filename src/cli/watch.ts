import { join } from 'node:path';
import { watch } from 'chokidar';
import type { WireClient } from './client.ts';
import {
  type ArticleFile,
  isArticlePath,
  isPublicPath,
  readArticleFile,
  readVocabularyFile,
  refuseDouble,
  VOCABULARY_FILE,
} from './folder.ts';
import { findChanged, type PushCounts, pushVocabulary, sendFiles } from './push.ts';

/** Editors write a file in several steps: wait until it has been quiet for this long (milliseconds). */
const QUIET = 80;

/** Above this many files at once it is quicker to ask the wire for all that it has. */
const ASKED_BY_KEY = 50;

/** What is known of a folder's records; kept up to date as they are saved. */
export class FolderIndex {
  /** The path of each key. */
  readonly owners = new Map<string, string>();
  /** The picture's file of each record's path. */
  readonly #pictures = new Map<string, string>();

  /** Notes a file, unless another one has its key. @returns the path of the one that has the key */
  add({ path, key, picture }: ArticleFile): string {
    const owner = this.owners.get(key) ?? path;
    this.owners.set(key, owner);
    if (picture) this.#pictures.set(path, picture);
    else this.#pictures.delete(path);
    return owner;
  }

  remove(path: string): void {
    for (const [key, owner] of this.owners) if (owner === path) this.owners.delete(key);
    this.#pictures.delete(path);
  }

  /** Records that show a picture. */
  usersOf(picture: string): string[] {
    return [...this.#pictures].filter(([, it]) => it === picture).map(([path]) => path);
  }
}

/**
 * Pushes every story and vocabulary below a folder when it is saved, or a story's picture is, if the wire has not got it.
 */
export async function watchFolder(
  folder: string,
  index: FolderIndex,
  client: WireClient,
  write: (line: string) => void,
): Promise<{ close(): Promise<void> }> {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const pushWaiting = async () => {
    const paths = [...waiting];
    waiting.clear();
    await pushPaths(folder, paths, index, client, write).catch((error: Error) => write(error.message));
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) => Boolean(stats?.isFile()) && !isWatched(folder, path),
  });
  const changed = (path: string) => {
    for (const it of isPublicPath(folder, path) ? index.usersOf(path) : [path]) waiting.add(it);
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(pushWaiting);
    }, QUIET);
  };
  watcher.on('add', changed).on('change', changed);
  watcher.on('unlink', (path) => {
    index.remove(path);
    if (isArticlePath(folder, path))
      write(
        `${path}: was deleted; its story is still on the wire ("npm run -s tagwire -- push --delete" withdraws it)`,
      );
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
      await working;
    },
  };
}

const isWatched = (folder: string, path: string) =>
  isArticlePath(folder, path) || isPublicPath(folder, path) || path === join(folder, VOCABULARY_FILE);

async function pushPaths(
  folder: string,
  paths: string[],
  index: FolderIndex,
  client: WireClient,
  write: (line: string) => void,
): Promise<void> {
  const counts: PushCounts = { created: 0, updated: 0, unchanged: 0, refused: 0, withdrawn: 0 };
  const files: ArticleFile[] = [];
  for (const path of paths) {
    try {
      if (path.endsWith(VOCABULARY_FILE)) await pushVocabulary(client, await readVocabularyFile(path), counts, write);
      else files.push(await readSaved(folder, path, index));
    } catch (error) {
      // An editor's temporary file is gone again before it can be read; the others must not wait for it.
      write(`${path}: file: ${(error as Error).message}`);
    }
  }
  if (files.length === 0) return;
  const keys = files.map((it) => it.key);
  const remote = await (keys.length > ASKED_BY_KEY ? client.articles() : client.find(keys));
  const changed = await findChanged(files, remote, counts, { write });
  if (changed.length === 0) return;
  await sendFiles(client, changed, counts, { withdrawMissing: false, write });
  const done = (['created', 'updated', 'refused'] as const).filter((it) => counts[it] > 0);
  write(`${changed.map((it) => it.key).join(', ')}: ${done.join(', ')}`);
}

/** A saved file; refused if another one has its key. */
async function readSaved(folder: string, path: string, index: FolderIndex): Promise<ArticleFile> {
  const file = await readArticleFile(folder, path);
  const owner = index.add(file);
  return owner === path ? file : refuseDouble(file, owner);
}
