import { basename } from 'node:path';
import { namesOf } from '../articles/former-urls.ts';
import { futureProblems, notesOnFarYears } from '../articles/future.ts';
import { readArticle } from '../articles/source.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../channels/vocabulary-file.ts';
import { PARTNERS } from '../partners/index.ts';
import type { Partner } from '../partners/partner.ts';
import { notesOnMissingSettings, notesOnUnknownTags, problemsOfOnly } from '../partners/settings.ts';
import { type Derived, derive } from '../publishing/derive.ts';
import type { Checked, Problem } from '../refusal.ts';
import type { Site } from '../site.ts';
import { noteOnChange } from './check-notes.ts';
import { type Judges, partnerNotes, partnerTotals } from './check-partners.ts';
import { checkChangedPictures, checkPublicFiles } from './check-public.ts';
import { counted } from './counted.ts';
import { type ArticleFile, type FolderContents, readFolder, withMissingPictures } from './folder.ts';
import { isArticlePath } from './folder-paths.ts';
import { changedSinceCommit, pathsOfCommit, readCommitted } from './history.ts';
import { located } from './located.ts';
import { type Finding, findingLines, type Write } from './output.ts';
import { renameProblem, twinNote, wordsOf } from './twins.ts';
import { siteHere } from './wrangler-config.ts';

const ORIGIN = 'http://127.0.0.1';

/** Any publication will do: what is checked does not depend on its name. */
const SITE: Site = {
  title: 'check',
  description: 'check',
  language: 'en',
  timeZone: 'UTC',
  origin: ORIGIN,
  copyright: undefined,
  color: undefined,
  indexNow: undefined,
  editor: undefined,
  tagAuthority: 'check.example,2022',
  hubs: [],
  icon: `${ORIGIN}/icon.png`,
  logo: `${ORIGIN}/icon.png`,
  cover: `${ORIGIN}/icon.png`,
  favicon: `${ORIGIN}/icon.png`,
  terms: undefined,
  webfeeds: false,
  notices: false,
};

export interface CheckOptions {
  now: Date;
  /** New stories may be without their pictures. */
  allowMissing: boolean;
  /** Partners for which each story is judged; none: those of partners.yaml, for what has changed. */
  partners: readonly Partner[];
  /** Prints an object with every finding. */
  json: boolean;
  write: Write;
}

/**
 * Checks a folder as publishing would, offline, and compares it with the last commit; writes `path: field: problem`
 * lines, then a summary.
 * @returns the exit code: 1 if anything would be refused
 */
export async function check(
  folder: string,
  { now, allowMissing, partners, json, write }: CheckOptions,
): Promise<number> {
  const read = await readFolder(folder);
  const known = await pathsOfCommit(folder);
  const files = read.files.map((it) =>
    withMissingPictures(it, { isNew: known?.has(it.path) !== true, allowed: allowMissing }),
  );
  const contents = { ...read, files };
  const changed = await changedSinceCommit(folder);
  const articlePaths = new Set(contents.files.map((it) => it.path));
  const committed = await readCommitted(
    folder,
    changed.filter((it) => articlePaths.has(it)),
  );
  const settings = read.partners?.file?.partners ?? {};
  const isAsked = partners.length > 0;
  const named = isAsked ? partners : PARTNERS.filter((it) => settings[it.name] !== undefined);
  const judges: Judges = {
    partners: named,
    settings,
    site: named.length > 0 ? await siteHere() : SITE,
    // Of the others, the wire and `tagwire partners` have told.
    paths: new Set([...articlePaths].filter((it) => isAsked || known?.has(it) !== true || changed.includes(it))),
    isAsked,
  };
  const renamed = await renamesSince(folder, contents.files, known);
  const findings = [
    ...checkSettings(contents),
    ...renamed,
    ...checkArticles(contents, committed, now, judges),
    ...(await checkPublicFiles(folder)),
    ...checkChangedPictures(folder, changed),
  ];
  const problems = findings.flatMap((it) => it.problems).length;
  const notes = findings.flatMap((it) => it.notes).length;
  if (json) {
    const told = findings.filter((it) => it.problems.length + it.notes.length > 0);
    write(JSON.stringify({ articles: contents.files.length, problems, notes, files: told }));
    return problems > 0 ? 1 : 0;
  }
  for (const line of findings.flatMap(findingLines)) write(line);
  for (const line of partnerTotals(contents, judges, now)) write(line);
  write(`${counted(contents.files.length, 'article')}, ${counted(problems, 'problem')}, ${counted(notes, 'note')}`);
  return problems > 0 ? 1 : 0;
}

/** Checks tags.yaml and partners.yaml. */
function checkSettings({ files, vocabulary, partners }: FolderContents): Finding[] {
  const tags = new Vocabulary(vocabulary?.file ?? EMPTY_VOCABULARY, SITE.language);
  const used = files.flatMap((it) => it.record?.tags.map((tag) => tags.slugOf(tag)) ?? []);
  const slugs = new Set([...tags.file.tags.map((it) => it.slug), ...used]);
  const isKnown = (tag: string) => slugs.has(tags.slugOf(tag));
  const notes = partners?.file
    ? [...notesOnMissingSettings(partners.file), ...notesOnUnknownTags(partners.file, isKnown, [...slugs])]
    : [];
  return [
    ...(vocabulary ? [{ path: vocabulary.path, problems: vocabulary.problems, notes: [] }] : []),
    ...(partners
      ? [
          {
            path: partners.path,
            problems: [...partners.problems, ...(partners.file ? problemsOfOnly(partners.file, tags) : [])],
            notes,
          },
        ]
      : []),
  ];
}

function checkArticles(
  { files, vocabulary }: FolderContents,
  committed: Map<string, Uint8Array>,
  now: Date,
  judges: Judges,
): Finding[] {
  const tags = new Vocabulary(vocabulary?.file ?? EMPTY_VOCABULARY, SITE.language);
  const owners = new Map<string, string>();
  const idOwners = new Map<string, string>();
  const textOwners = new Map<string, string>();
  const labels = new Map<string, string>();
  return files.map((file): Finding => {
    const derived = file.record && derive(file.record, SITE, tags, labels);
    for (const tag of file.record?.tags ?? []) labels.set(tags.slugOf(tag), labels.get(tags.slugOf(tag)) ?? tag);
    const found = {
      path: file.path,
      problems: [
        ...file.problems,
        ...problemsOf(derived),
        ...(file.record ? [...tags.mistakenTags(file.record.tags, labels), ...futureProblems(file.record, now)] : []),
        ...sharedSlugs(file, owners),
        ...sharedId(file, idOwners),
      ],
      notes: [
        ...file.notes,
        ...(derived?.ok ? derived.value.notes : []),
        ...(file.record ? notesOnFarYears(file.record, now) : []),
        ...sharedText(file, textOwners),
        ...noteOnChange(file, committed, now),
        ...(file.record && derived?.ok && judges.paths.has(file.path)
          ? partnerNotes(file.record, tags, judges, now)
          : []),
      ],
    };
    const { path, problems, notes } = found;
    return { path, problems: located(problems, file.lines), notes: located(notes, file.lines) };
  });
}

/** Notes files that are others of the last commit under new names. @param known the files of that commit */
async function renamesSince(
  folder: string,
  files: ArticleFile[],
  known: ReadonlySet<string> | undefined,
): Promise<Finding[]> {
  const there = new Set(files.map((it) => it.path));
  const gone = [...(known ?? [])].filter((it) => isArticlePath(folder, it) && !there.has(it));
  const formers = new Map<string | undefined, { path: string; key: string }>();
  for (const [path, bytes] of await readCommitted(folder, gone)) {
    const article = readArticle(bytes, 'text/markdown', { fallback: basename(path, '.md') });
    if (article.ok && article.value.status !== 'draft')
      formers.set(wordsOf(article.value), { path, key: article.value.key });
  }
  return files.flatMap((file): Finding[] => {
    const former = known?.has(file.path) ? undefined : formers.get(wordsOf(file.record));
    if (!file.record || !former || former.key === file.key) return [];
    return [{ path: file.path, problems: [], notes: [renameProblem(former)] }];
  });
}

const problemsOf = (derived: Checked<Derived> | undefined) => (derived && !derived.ok ? derived.problems : []);

/** Finds addresses that an earlier file has; `owners` has the path of each slug's file so far. */
function sharedSlugs({ path, key, record }: ArticleFile, owners: Map<string, string>): Problem[] {
  if (!record) return [];
  const problems: Problem[] = [];
  for (const { name, field } of namesOf({ ...record, key })) {
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, path);
    else problems.push({ field, message: `"${name}" is also the address of ${owner}` });
  }
  return problems;
}

/** Finds a permanent id that an earlier file has; `owners` has the path of each id's file so far. */
function sharedId({ path, record }: ArticleFile, owners: Map<string, string>): Problem[] {
  if (record?.id === undefined) return [];
  const owner = owners.get(record.id);
  if (owner === undefined) owners.set(record.id, path);
  return owner === undefined ? [] : [{ field: 'id', message: `"${record.id}" is also the id of ${owner}` }];
}

/** Notes a story whose title and text an earlier file has; `owners` has the path of each story's file so far. */
function sharedText({ path, record }: ArticleFile, owners: Map<string, string>): Problem[] {
  const words = wordsOf(record);
  if (words === undefined) return [];
  const owner = owners.get(words);
  if (owner === undefined) owners.set(words, path);
  return owner === undefined ? [] : [twinNote(owner)];
}
