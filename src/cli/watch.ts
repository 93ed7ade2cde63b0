import { existsSync, lstatSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { watch } from 'chokidar';
import { format } from 'date-fns/format';
import type { LineResult } from '../publishing/bulk.ts';
import { noteOnChange } from './check-notes.ts';
import { checkPublicFiles } from './check-public.ts';
import type { RemoteArticle, WireClient } from './client.ts';
import {
  type ArticleFile,
  readArticleFile,
  readPartnersFile,
  readVocabularyFile,
  refuseDouble,
  refuseLink,
  refuseName,
} from './folder.ts';
import type { FolderIndex } from './folder-index.ts';
import {
  isArticlePath,
  isNearlyArticlePath,
  isPublicPath,
  leadsOut,
  PARTNERS_FILE,
  VOCABULARY_FILE,
} from './folder-paths.ts';
import { readCommitted } from './history.ts';
import { located } from './located.ts';
import { bad, type Finding, findingLines, good, type Write } from './output.ts';
import type { ReleaseTeller } from './release-teller.ts';
import { SaveQueue } from './save-queue.ts';
import { findChanged, noCounts, type PushCounts, pushPartners, pushVocabulary, sendFiles } from './send.ts';
import { withMadeSizes } from './sizes.ts';
import { stateOf } from './story-state.ts';
import { renameProblem, twinNote } from './twins.ts';

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
  /** In which the newsroom reads dates. */
  zone: string;
  /** Tells of stories that appear and disappear by themselves. */
  releases: ReleaseTeller;
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
  const saved = (path: string) => queue.add([path, ...(isPublicPath(folder, path) ? index.usersOf(path) : [])]);
  watcher.on('add', saved).on('change', saved);
  watcher.on('unlink', (path) => queue.add([path]));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return async () => {
    queue.stop();
    await watcher.close();
    await queue.finished();
  };
}

const isWatched = (folder: string, path: string) =>
  isArticlePath(folder, path) ||
  isNearlyArticlePath(folder, path) ||
  isPublicPath(folder, path) ||
  path === join(folder, VOCABULARY_FILE) ||
  path === join(folder, PARTNERS_FILE);

/** `readFolder` does not look behind those either. */
const isLinkToFolder = (path: string) =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Pushes what was saved, and tells what is left of files that were deleted. A file under a new name is both. */
async function pushSaved(watched: Watched, paths: string[]): Promise<void> {
  const { folder, index, write } = watched;
  const deleted = paths.filter((it) => !existsSync(it));
  const gone = deleted
    .filter((it) => isArticlePath(folder, it) && !index.isDeleted(it))
    .map((path) => ({ path, key: index.remove(path) }));
  const counts = noCounts();
  const files: ArticleFile[] = [];
  for (const path of paths) {
    if (deleted.includes(path)) continue;
    try {
      if (isPublicPath(folder, path)) await tellPublicFile(folder, path, write);
      else if (basename(path) === VOCABULARY_FILE || basename(path) === PARTNERS_FILE)
        await pushSavedSettings(watched, path, counts);
      else files.push(await readSaved(watched, path));
    } catch (error) {
      // An editor's temporary file is gone again before it can be read; the others must not wait for it.
      write(`${path}: file: ${(error as Error).message}`);
    }
  }
  // That the former name is gone may be reported later.
  for (const it of files) {
    const twin = index.twinOf(it);
    if (twin !== undefined && !existsSync(twin)) index.remove(twin);
  }
  const renamed = new Set(files.map((it) => index.formerOf(it)?.path));
  for (const it of gone) if (!renamed.has(it.path)) await tellDeleted(watched, it.path, it.key);
  for (const name of [VOCABULARY_FILE, PARTNERS_FILE])
    if (deleted.includes(join(folder, name)))
      write(`${join(folder, name)}: was deleted; the wire keeps what it has of it, until another one is saved`);
  if (files.length > 0) await sendSaved(watched, await withMadeSizes(folder, files, write), counts);
}

/** Pushes tags.yaml or partners.yaml, and says what became of it: it says nothing itself where nothing has changed. */
async function pushSavedSettings({ client, index, now, write }: Watched, path: string, counts: PushCounts) {
  const isVocabulary = basename(path) === VOCABULARY_FILE;
  if (isVocabulary) await pushVocabulary(client, await readVocabularyFile(path), counts, write);
  else await pushPartners(client, await readPartnersFile(path), counts, write);
  const wasRefused = index.refused.delete(path);
  const tell = (what: string) => write(`${format(now(), 'HH:mm:ss')} ${basename(path)}: ${what}`);
  if (counts.results.get(path) === 'refused') {
    index.refused.add(path);
    tell(`${bad('refused')}, as said above; the wire keeps the ${isVocabulary ? 'tags' : 'settings'} that it has`);
  } else if (wasRefused) tell(good('fixed'));
}

/** Says what is wrong with a picture that was saved, or another file that is served as it is. */
async function tellPublicFile(folder: string, path: string, write: Write): Promise<void> {
  for (const it of await checkPublicFiles(folder))
    if (it.path === path) for (const line of findingLines(it)) write(line);
}

async function sendSaved(watched: Watched, read: ArticleFile[], counts: PushCounts): Promise<void> {
  const { index, client, allowMissing, write } = watched;
  const former = read.map((it) => index.formerOf(it)?.key).filter((it) => it !== undefined);
  const keys = [...read.map((it) => it.key), ...former];
  const remote = await (keys.length > MAX_FOUND_BY_KEY ? client.articles() : client.find(keys));
  const files = read.map((it) => refuseRenamed(it, index, remote));
  const changed = await findChanged(files, remote, counts, { write, allowMissing });
  if (changed.length > 0) await sendFiles(client, changed, counts, { write });
  for (const line of (await notesOn(watched, changed)).flatMap(findingLines)) write(line);
  for (const file of files) tellResult(watched, file, counts.results.get(file.path));
}

/** Refuses a file whose story the wire has already, from a file of another name. */
function refuseRenamed(file: ArticleFile, index: FolderIndex, remote: Map<string, RemoteArticle>): ArticleFile {
  const former = index.formerOf(file);
  if (former === undefined || former.key === file.key || remote.has(file.key)) return file;
  const there = remote.get(former.key);
  if (there === undefined || there.status === 'draft' || there.status === 'withdrawn') return file;
  index.refusedKeys.add(former.key);
  return { ...file, problems: [...file.problems, renameProblem(former)] };
}

/** What `tagwire check` would note on stories that were sent, besides what the wire has noted. */
async function notesOn({ folder, index, now }: Watched, files: ArticleFile[]): Promise<Finding[]> {
  const committed = await readCommitted(
    folder,
    files.map((it) => it.path),
  );
  return files.map((file) => {
    const twin = index.twinOf(file);
    const notes = [...(twin === undefined ? [] : [twinNote(twin)]), ...noteOnChange(file, committed, now())];
    return { path: file.path, problems: [], notes: located(notes, file.lines) };
  });
}

/** Tells what the wire still has of a file that was deleted: it takes nothing back by itself. */
async function tellDeleted({ client, write }: Watched, path: string, key: string | undefined): Promise<void> {
  const there = key === undefined ? undefined : (await client.find([key])).get(key);
  if (there === undefined) write(`${path}: was deleted; it was not on the wire`);
  else if (there.status === 'withdrawn') write(`${path}: was deleted; on the wire it is withdrawn, and stays so`);
  else if (there.status === 'draft') write(`${path}: was deleted; the wire keeps its draft, which nobody sees`);
  else write(`${path}: was deleted, but its article stays on the wire; \`tagwire withdraw ${there.key}\` takes it off`);
}

/** Tells in one line what became of a story: when, what, its state and its address. Nothing of one that has not changed. */
function tellResult(
  { index, client, now, zone, releases, write }: Watched,
  file: ArticleFile,
  result: PushResult | undefined,
): void {
  const { path, key, record } = file;
  const isBack = index.refusedKeys.delete(key);
  const wasRefused = index.refused.delete(path) || isBack;
  const tell = (what: string) => write(`${format(now(), 'HH:mm:ss')} ${key}: ${what}`);
  if (record && result !== 'refused') releases.plan(record, now());
  if (result === 'refused' || record === undefined) {
    index.refused.add(path);
    tell(`${bad('refused')}, as said above; the wire has what it had`);
  } else if (result === 'unchanged') {
    if (wasRefused) tell(`${good('fixed')}; nothing has changed on the wire`);
  } else tell(`${good(`${wasRefused ? 'fixed, ' : ''}${result}`)}, ${stateOf(record, client.url, now(), zone)}`);
}

/** Reads a saved file; refuses a link out of the folder, and a file if another one has its key. */
async function readSaved({ folder, index }: Watched, path: string): Promise<ArticleFile> {
  if (await leadsOut(folder, path)) return refuseLink(path);
  if (isNearlyArticlePath(folder, path)) return refuseName(path);
  const file = await readArticleFile(folder, path);
  const owner = index.add(file);
  return owner === path ? file : refuseDouble(file, owner);
}
