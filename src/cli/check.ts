import { realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { updatedAt } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { isLive } from '../articles/lifecycle.ts';
import type { Checked, Problem } from '../articles/problems.ts';
import { readArticle } from '../articles/source.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../channels/vocabulary-file.ts';
import { type Derived, derive } from '../publishing/derive.ts';
import type { Site } from '../site.ts';
import { counted } from './counted.ts';
import { type ArticleFile, isPublicPath, listFiles, PUBLIC_FOLDER, problemLines, readFolder } from './folder.ts';
import { changedSinceCommit, readCommitted } from './history.ts';

const TAG = /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>/i;
const UNDATED_CHANGE = {
  field: 'updated',
  message:
    'the text has changed since the last commit, "updated" has not; say when it changed if the change is significant',
};
const NEW_PICTURE = {
  field: 'image',
  message:
    'has changed since the last commit under the same name; those who have it keep it: a new picture gets a new name',
};
/** The publication's own icons keep their names. */
const isPicture = (path: string) =>
  /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(path) && !/^icon(-\d+)?\./.test(basename(path));

/** Any publication will do: what is checked does not depend on its name. */
const SITE: Site = {
  title: 'check',
  description: 'check',
  language: 'en',
  origin: 'http://127.0.0.1',
  copyright: undefined,
  editor: undefined,
  tagAuthority: 'check.example,2022',
  hubs: [],
  icon: 'http://127.0.0.1/icon.png',
  logo: 'http://127.0.0.1/icon.png',
  favicon: 'http://127.0.0.1/icon.png',
};

/**
 * Checks a folder as publishing would, offline, and compares it with the last commit; writes `path: field: problem`
 * lines, then a summary.
 * @returns the exit code: 1 if anything would be refused
 */
export async function check(folder: string, now: Date, write: (line: string) => void): Promise<number> {
  const { files, vocabulary } = await readFolder(folder);
  const changed = await changedSinceCommit(folder);
  const paths = new Set(files.map((it) => it.path));
  const committed = await readCommitted(
    folder,
    changed.filter((it) => paths.has(it)),
  );
  const tags = new Vocabulary(vocabulary?.file ?? EMPTY_VOCABULARY, SITE.language);
  const owners = new Map<string, string>();
  let problemCount = 0;
  let noteCount = 0;
  const report = (path: string, problems: Problem[], notes: Problem[]) => {
    problemCount += problems.length;
    noteCount += notes.length;
    for (const line of problemLines(path, problems)) write(line);
    for (const { field, message } of notes) write(`${path}: ${field}: note: ${message}`);
  };
  if (vocabulary) report(vocabulary.path, vocabulary.problems, []);
  for (const file of files) {
    const derived = file.record && derive(file.record, SITE, tags, new Map());
    const problems = [...file.problems, ...findDeeperProblems(file, derived, owners)];
    report(file.path, problems, [
      ...file.notes,
      ...notesOn(file, tags),
      ...notesOnBody(derived),
      ...notesOnChange(file, committed, now),
    ]);
  }
  for (const { path, problem } of await findPublicProblems(join(folder, PUBLIC_FOLDER)))
    report(path, [{ field: 'file', message: problem }], []);
  for (const path of changed.filter((it) => isPublicPath(folder, it) && isPicture(it))) report(path, [], [NEW_PICTURE]);
  write(`${counted(files.length, 'article')}, ${counted(problemCount, 'problem')}, ${counted(noteCount, 'note')}`);
  return problemCount > 0 ? 1 : 0;
}

/** Cloudflare's limit for a static asset, in bytes. */
const MAX_ASSET_BYTES = 25 * 1024 * 1024;

/** What must not be served, or cannot be: every file of the public folder goes up with the worker. */
async function findPublicProblems(folder: string): Promise<{ path: string; problem: string }[]> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return [];
  const problems: { path: string; problem: string }[] = [];
  for (const path of await listFiles(folder)) {
    const place = relative(root, await realpath(path).catch(() => path));
    if (place === '..' || place.startsWith(`..${sep}`))
      problems.push({ path, problem: 'is a link to what is not in the public folder; everybody could read that' });
    const size = await stat(path).then(
      (it) => it.size,
      () => 0,
    );
    if (size > MAX_ASSET_BYTES)
      problems.push({ path, problem: `is ${size} bytes long; at most ${MAX_ASSET_BYTES} can be served` });
  }
  return problems;
}

/** What only shows when everything is derived, and when all files are seen together. */
function findDeeperProblems(
  { path, key, record }: ArticleFile,
  derived: Checked<Derived> | undefined,
  owners: Map<string, string>,
): Problem[] {
  if (!record || !derived) return [];
  const problems = derived.ok ? [] : [...derived.problems];
  for (const slug of new Set([record.slug ?? key, ...record.formerSlugs])) {
    const owner = owners.get(slug);
    if (owner !== undefined) problems.push({ field: 'slug', message: `"${slug}" is also the address of ${owner}` });
    else owners.set(slug, path);
  }
  return problems;
}

function notesOn({ record }: ArticleFile, vocabulary: Vocabulary): Problem[] {
  if (!record) return [];
  const unknown = record.tags
    .filter((it) => vocabulary.slugOf(it) !== '' && !vocabulary.has(vocabulary.slugOf(it)))
    .map((it) => ({
      field: 'tags',
      message: `"${it}" is not in the vocabulary; it becomes the channel "${vocabulary.slugOf(it)}"`,
    }));
  const silent =
    record.image && !record.image.alt
      ? [{ field: 'image.alt', message: 'is missing: say what the picture shows' }]
      : [];
  const marked = TAG.test(record.title)
    ? [{ field: 'title', message: 'has HTML tags in it; feeds and pages show it as text' }]
    : [];
  return [...marked, ...unknown, ...silent];
}

const SILENT_IMAGE = /<img(?![^>]* alt="[^"])[^>]*? src="([^"]*)"[^>]*>/g;

/** Pictures of the text itself, which say nothing to those who cannot see them. */
function notesOnBody(derived: Checked<Derived> | undefined): Problem[] {
  if (!derived?.ok) return [];
  return [...withOrigin(derived.value.entry.html, '').matchAll(SILENT_IMAGE)].map(([, src]) => ({
    field: 'body',
    message: `the picture ${src} has no alt text: say what it shows`,
  }));
}

/** What a reader who has the committed version would not be told. */
function notesOnChange({ path, record }: ArticleFile, committed: Map<string, Uint8Array>, now: Date): Problem[] {
  const bytes = committed.get(path);
  const before = bytes && readArticle(bytes, 'text/markdown', { fallback: basename(path, '.md') });
  if (!record || !before?.ok || !isLive(before.value, now) || !isLive(record, now)) return [];
  const same = before.value.title === record.title && before.value.body.trim() === record.body.trim();
  // A retraction moves it by itself.
  const moved = updatedAt(record) > updatedAt(before.value) || before.value.status !== record.status;
  return same || moved ? [] : [UNDATED_CHANGE];
}
