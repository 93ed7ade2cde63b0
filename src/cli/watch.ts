import { lstatSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { watch } from 'chokidar';
import { format } from 'date-fns/format';
import type { LineResult } from '../publishing/bulk.ts';
import type { WireClient } from './client.ts';
import { type ArticleFile, readArticleFile, readVocabularyFile, refuseDouble, refuseLink } from './folder.ts';
import type { FolderIndex } from './folder-index.ts';
import { isArticlePath, isPublicPath, leadsOut, VOCABULARY_FILE } from './folder-paths.ts';
import type { Write } from './output.ts';
import { SaveQueue } from './save-queue.ts';
import { findChanged, noCounts, type PushCounts, pushVocabulary, sendFiles } from './send.ts';
import { stateOf } from './story-state.ts';

/** Above this many files at once it is quicker to ask the wire for all that it has. */
const MAX_FOUND_BY_KEY = 50;

/** A folder and the wire that it is pushed to. */
export interface Watched {
  folder: string;
  index: FolderIndex;
  client: WireClient;
  /** New stories go out without their pictures. */
  allowMissing?: boolean;
  now: () => Date;
  write: Write;
}

type PushResult = LineResult['result'];

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
    const key = index.remove(path);
    if (isArticlePath(folder, path)) tellDeleted(watched, path, key).catch((error: Error) => write(error.message));
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

async function sendSaved(watched: Watched, files: ArticleFile[], counts: PushCounts): Promise<void> {
  const { client, allowMissing, write } = watched;
  const keys = files.map((it) => it.key);
  const remote = await (keys.length > MAX_FOUND_BY_KEY ? client.articles() : client.find(keys));
  const changed = await findChanged(files, remote, counts, { write, allowMissing });
  if (changed.length > 0) await sendFiles(client, changed, counts, { write });
  for (const file of files) tellResult(watched, file, counts.results.get(file.path));
}

/** Tells what the wire still has of a file that was deleted: it takes nothing back by itself. */
async function tellDeleted({ client, write }: Watched, path: string, key: string | undefined): Promise<void> {
  const there = key === undefined ? undefined : (await client.find([key])).get(key);
  if (there === undefined) write(`${path}: was deleted; it was not on the wire`);
  else if (there.status === 'withdrawn') write(`${path}: was deleted; on the wire it is withdrawn, and stays so`);
  else if (there.status === 'draft') write(`${path}: was deleted; the wire keeps its draft, which nobody sees`);
  else write(`${path}: was deleted, but its article stays on the wire; \`tagwire push --delete\` withdraws it`);
}

/** Tells in one line what became of a story: when, what, its state and its address. Nothing of one that has not changed. */
function tellResult({ index, client, now, write }: Watched, file: ArticleFile, result: PushResult | undefined): void {
  const { path, key, record } = file;
  const wasRefused = index.refused.delete(path);
  const tell = (what: string) => write(`${format(now(), 'HH:mm:ss')} ${key}: ${what}`);
  if (result === 'refused' || record === undefined) {
    index.refused.add(path);
    tell('refused, as said above; the wire has what it had');
  } else if (result === 'unchanged') {
    if (wasRefused) tell('fixed; nothing has changed on the wire');
  } else tell(`${wasRefused ? 'fixed, ' : ''}${result}, ${stateOf(record, client.url, now())}`);
}

/** Reads a saved file; refuses a link out of the folder, and a file if another one has its key. */
async function readSaved({ folder, index }: Watched, path: string): Promise<ArticleFile> {
  if (await leadsOut(folder, path)) return refuseLink(path);
  const file = await readArticleFile(folder, path);
  const owner = index.add(file);
  return owner === path ? file : refuseDouble(file, owner);
}
