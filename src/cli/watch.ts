import { lstatSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { watch } from 'chokidar';
import type { WireClient } from './client.ts';
import { type ArticleFile, readArticleFile, readVocabularyFile, refuseDouble, refuseLink } from './folder.ts';
import type { FolderIndex } from './folder-index.ts';
import { isArticlePath, isPublicPath, leadsOut, VOCABULARY_FILE } from './folder-paths.ts';
import type { Write } from './output.ts';
import { SaveQueue } from './save-queue.ts';
import { findChanged, noCounts, type PushCounts, pushVocabulary, sendFiles } from './send.ts';

/** Above this many files at once it is quicker to ask the wire for all that it has. */
const MAX_FOUND_BY_KEY = 50;

/** A folder and the wire that it is pushed to. */
export interface Watched {
  folder: string;
  index: FolderIndex;
  client: WireClient;
  /** New stories go out without their pictures. */
  allowMissing?: boolean;
  write: Write;
}

/**
 * Pushes every article and vocabulary below a folder when it is saved, or when an article's picture is, if the wire has
 * not got it.
 * @returns a function that stops watching
 */
export async function watchFolder(watched: Watched): Promise<() => Promise<void>> {
  const { folder, index, write } = watched;
  const queue = new SaveQueue((paths) => pushSaved(watched, paths).catch((error: Error) => write(error.message)));
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) =>
      stats?.isFile()
        ? !isWatched(folder, path)
        : path !== folder && isLinkToFolder(path) && !isPublicPath(folder, path),
  });
  const saved = (path: string) => queue.add(isPublicPath(folder, path) ? index.usersOf(path) : [path]);
  watcher.on('add', saved).on('change', saved);
  watcher.on('unlink', (path) => {
    index.remove(path);
    if (isArticlePath(folder, path))
      write(`${path}: was deleted, but its article stays on the wire; \`tagwire push --delete\` withdraws it`);
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return async () => {
    queue.stop();
    await watcher.close();
    await queue.finished();
  };
}

const isWatched = (folder: string, path: string) =>
  isArticlePath(folder, path) || isPublicPath(folder, path) || path === join(folder, VOCABULARY_FILE);

/** `readFolder` does not look behind those either. */
const isLinkToFolder = (path: string) =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function pushSaved(watched: Watched, paths: string[]): Promise<void> {
  const { client, write } = watched;
  const counts = noCounts();
  const files: ArticleFile[] = [];
  for (const path of paths) {
    try {
      if (basename(path) === VOCABULARY_FILE)
        await pushVocabulary(client, await readVocabularyFile(path), counts, write);
      else files.push(await readSaved(watched, path));
    } catch (error) {
      // An editor's temporary file is gone again before it can be read; the others must not wait for it.
      write(`${path}: file: ${(error as Error).message}`);
    }
  }
  if (files.length > 0) await sendSaved(watched, files, counts);
}

async function sendSaved(
  { client, allowMissing, write }: Watched,
  files: ArticleFile[],
  counts: PushCounts,
): Promise<void> {
  const keys = files.map((it) => it.key);
  const remote = await (keys.length > MAX_FOUND_BY_KEY ? client.articles() : client.find(keys));
  const changed = await findChanged(files, remote, counts, { write, allowMissing });
  if (changed.length === 0) return;
  await sendFiles(client, changed, counts, { write });
  const done = (['created', 'updated', 'refused'] as const).filter((it) => counts[it] > 0);
  write(`${changed.map((it) => it.key).join(', ')}: ${done.join(', ')}`);
}

/** Reads a saved file; refuses a link out of the folder, and a file if another one has its key. */
async function readSaved({ folder, index }: Watched, path: string): Promise<ArticleFile> {
  if (await leadsOut(folder, path)) return refuseLink(path);
  const file = await readArticleFile(folder, path);
  const owner = index.add(file);
  return owner === path ? file : refuseDouble(file, owner);
}
