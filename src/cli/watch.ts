import { join } from 'node:path';
import { watch } from 'chokidar';
import type { WireClient } from './client.ts';
import {
  type ArticleFile,
  isArticlePath,
  problemLines,
  readArticleFile,
  readVocabularyFile,
  VOCABULARY_FILE,
} from './folder.ts';
import { type PushCounts, pushVocabulary, sendFiles } from './push.ts';

/** Editors write a file in several steps: wait until it has been quiet for this long (milliseconds). */
const QUIET = 80;

/** Pushes every story and vocabulary below a folder when it is saved. */
export async function watchFolder(
  folder: string,
  client: WireClient,
  write: (line: string) => void,
): Promise<{ close(): Promise<void> }> {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const pushWaiting = async () => {
    const paths = [...waiting];
    waiting.clear();
    await pushPaths(paths, client, write).catch((error: Error) => write(error.message));
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) => Boolean(stats?.isFile()) && !isWatched(folder, path),
  });
  const changed = (path: string) => {
    waiting.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(pushWaiting);
    }, QUIET);
  };
  watcher.on('add', changed).on('change', changed);
  watcher.on('unlink', (path) => {
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
  isArticlePath(folder, path) || path === join(folder, VOCABULARY_FILE);

async function pushPaths(paths: string[], client: WireClient, write: (line: string) => void): Promise<void> {
  const counts: PushCounts = { created: 0, updated: 0, unchanged: 0, refused: 0, withdrawn: 0 };
  const files: ArticleFile[] = [];
  for (const path of paths) {
    if (path.endsWith(VOCABULARY_FILE)) {
      await pushVocabulary(client, await readVocabularyFile(path), counts, write);
      continue;
    }
    const file = await readArticleFile(path);
    if (file.record) files.push(file);
    for (const line of problemLines(path, file.problems)) write(line);
  }
  if (files.length === 0) return;
  await sendFiles(client, files, counts, { withdrawMissing: false, write });
  const done = (['created', 'updated', 'unchanged', 'refused'] as const).filter((it) => counts[it] > 0);
  write(`${files.map((it) => it.key).join(', ')}: ${done.join(', ')}`);
}
