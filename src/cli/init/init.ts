import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Asker } from '../ask.ts';
import { CommandError } from '../errors.ts';
import { DEFAULT_FOLDER, isFile, PUBLIC_FOLDER } from '../folder-paths.ts';
import type { Write } from '../output.ts';
import { isSampleSetting, SAMPLE_STORIES, samplesIn } from '../samples.ts';
import { variableIn, withDomain, withVariable } from '../wrangler-config.ts';
import type { Change } from './change.ts';
import { type FoundSettings, foundAt } from './from-site.ts';
import { type Icons, iconsFrom } from './icons.ts';
import type { InitOptions } from './options.ts';
import { changesInFolder } from './own-folder.ts';
import {
  type Answers,
  type Known,
  QUESTIONS,
  type Question,
  type SettingName,
  settled,
  suggestionFor,
} from './questions.ts';
import { WORKFLOW, WORKFLOW_FILE } from './workflow.ts';

export interface InitShell {
  /** The checkout: its wrangler.toml, articles and .wrangler. */
  root: string;
  /** Undefined: nobody is asked, and what no option says stays as it is. */
  asker: Asker | undefined;
  /** True while the wire of this checkout runs. */
  isRunning: () => Promise<boolean>;
  /** The zone of this machine. */
  zone: string;
  now: Date;
  write: Write;
}

const CONFIG = 'wrangler.toml';
const STATE = join('.wrangler', 'state');

/**
 * Makes the wire of this checkout one's own: its settings, icons, stories and vocabulary. Says what it will change before it
 * changes anything, and can be repeated.
 * @returns the exit code: 1 if somebody said no
 * @throws {CommandError} for an answer that cannot be used; nothing is changed then
 */
export async function init(options: InitOptions, shell: InitShell): Promise<number> {
  const { root, asker, write } = shell;
  if (!options['dry-run'] && (await shell.isRunning()))
    throw new CommandError('the wire is running: stop `npm start` first (Ctrl-C), and repeat this');
  const config = await readFile(join(root, CONFIG), 'utf8');
  refuseOptions(options, shell.now);
  const found = options.from === undefined ? {} : await foundAt(options.from);
  const known: Known = { current: currentIn(config), found, answers: {}, zone: shell.zone, now: shell.now };
  if (options.from !== undefined) write(foundIn(options.from, found));
  if (asker) write('Enter takes the suggestion in brackets, "-" none. Nothing is changed before the end.\n');
  for (const it of QUESTIONS) {
    const answer = await answerTo(it, known, options, shell);
    if (answer !== undefined) known.answers[it.setting] = answer;
  }
  const logo =
    options.logo === undefined
      ? await askLogo(shell, found.logo)
      : { source: options.logo, icons: await iconsFrom(options.logo) };
  const removesSamples = options['remove-samples'] || (await askSamples(shell));
  const wantsWorkflow = options.workflow || (await askWorkflow(shell));
  const settings = { ...known.current, ...known.answers };
  const folder = join(root, DEFAULT_FOLDER);
  const changes = [
    ...configChanges(root, config, known.answers),
    ...(logo ? await iconChanges(join(folder, PUBLIC_FOLDER), logo, write) : []),
    ...(await changesInFolder({
      folder,
      removesSamples,
      title: settings.SITE_TITLE ?? '',
      zone: settings.SITE_TIME_ZONE || 'UTC',
      now: shell.now,
    })),
    ...(wantsWorkflow ? await workflowChanges(root, write) : []),
  ];
  if (isChangedAuthority(known))
    write(
      'note: with another tagging entity, every story gets another permanent id: readers who have it see it as new',
    );
  const isNewDatabase = removesSamples || settings.TAG_AUTHORITY !== known.current.TAG_AUTHORITY;
  if (changes.length > 0 && isNewDatabase) changes.push(...(await stateChanges(shell)));
  return carryOut(changes, options, { ...shell, config });
}

/** True where a tagging entity that is a newsroom's own is to be another one. */
const isChangedAuthority = ({ current, answers }: Known) =>
  answers.TAG_AUTHORITY !== undefined &&
  answers.TAG_AUTHORITY !== current.TAG_AUTHORITY &&
  !isSampleSetting('TAG_AUTHORITY', current.TAG_AUTHORITY ?? '');

async function carryOut(
  changes: Change[],
  options: InitOptions,
  shell: InitShell & { config: string },
): Promise<number> {
  const { root, asker, write } = shell;
  if (changes.length === 0) {
    write('Nothing to change.');
    return 0;
  }
  write(`${options['dry-run'] ? 'Would change' : 'Changes'}:\n`);
  for (const { told } of changes) write(relativeTo(root, told).replace(/^/gm, '  '));
  write('');
  if (options['dry-run']) return 0;
  if (asker && !(await asker.confirm('Make these changes?', true))) {
    write('Nothing was changed.');
    return 1;
  }
  for (const it of changes) await it.apply();
  write('Done.');
  await tellRest(shell);
  return 0;
}

/** Names what a deployment would still refuse, and what comes next. */
async function tellRest({ root, write }: InitShell): Promise<void> {
  const config = await readFile(join(root, CONFIG), 'utf8');
  const stories = await Promise.all(
    [...SAMPLE_STORIES].map(async (key) => ((await isFile(join(root, DEFAULT_FOLDER, `${key}.md`))) ? [{ key }] : [])),
  );
  const left = samplesIn(config, stories.flat());
  if (isSampleSetting('ORIGIN', variableIn(config, 'ORIGIN') ?? ''))
    left.unshift('wrangler.toml: ORIGIN: the public address of the wire');
  if (left.length > 0)
    write(`\nBefore the first deployment, repeat this for:\n${left.map((it) => `  ${it}`).join('\n')}`);
  write('\n`npm start` shows the wire; `npm run -s tagwire -- new "A title"` begins a story.');
}

/** Says what another site's page or feed has told. */
function foundIn(source: string, found: FoundSettings): string {
  const names = Object.keys(found).filter((it) => it !== 'domain');
  return `${source} says: ${names.join(', ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)}.`;
}

const relativeTo = (root: string, text: string) => text.replaceAll(join(root, '/'), '');

function currentIn(config: string): Answers {
  return Object.fromEntries(
    QUESTIONS.flatMap(({ setting }) => {
      const value = variableIn(config, setting);
      return value === undefined ? [] : [[setting, value]];
    }),
  );
}

/** @throws {CommandError} naming every option that cannot be used */
function refuseOptions(options: InitOptions, now: Date): void {
  const problems = QUESTIONS.flatMap(({ option, optional, problem, completed }) => {
    const value = options[option];
    if (typeof value !== 'string' || (value === '' && optional)) return [];
    const what = value.trim() === '' ? 'expected text' : problem(completed?.(value, now) ?? value, now);
    return what === undefined ? [] : [`--${option}: ${what}; got "${value}"`];
  });
  if (problems.length > 0) throw new CommandError(problems.join('\n'));
}

/** The answer to a question: by an option, by the one who is asked, or as another site has it. Undefined: it stays as it is. */
async function answerTo(
  question: Question,
  known: Known,
  options: InitOptions,
  { asker, write }: InitShell,
): Promise<string | undefined> {
  const { setting, option } = question;
  const given = options[option];
  if (typeof given === 'string') return settled(setting, question.completed?.(given, known.now) ?? given);
  const suggestion = suggestionFor(question, known);
  if (!asker) return isNews(setting, known) && options.from !== undefined ? suggestion : undefined;
  if (question.hint) write(`(${question.hint})`);
  for (;;) {
    const answer = await asker.line(`${question.question}${suggestion === undefined ? '' : ` [${suggestion}]`}: `);
    if (answer === '' && suggestion !== undefined) return suggestion;
    if (question.optional && answer === '') return undefined;
    if (question.optional && answer === '-') return '';
    const completed = question.completed?.(answer, known.now) ?? answer;
    const what = answer === '' ? 'expected text' : question.problem(completed, known.now);
    if (what === undefined) return settled(setting, completed);
    write(`  ${what}`);
  }
}

/** Where nobody is asked, a site's own words replace nothing but the sample's. Of the zone, no site says anything. */
const isNews = (setting: SettingName, { current }: Known) =>
  setting !== 'SITE_TIME_ZONE' && (isSampleSetting(setting, current[setting] ?? '') || !current[setting]);

/** A picture, and the icons that are made of it. */
interface Logo {
  source: string;
  icons: Icons;
}

/** Asks for a logo until it is one, and makes the icons of it. */
async function askLogo({ asker, write }: InitShell, found: string | undefined): Promise<Logo | undefined> {
  if (!asker) return undefined;
  write('(a file or an address; icons of every size are made of it; empty: keep those there)');
  for (;;) {
    const answer = await asker.line(`Logo${found === undefined ? '' : ` [${found}]`}: `);
    const source = answer === '-' ? undefined : answer || found;
    if (source === undefined) return undefined;
    try {
      return { source, icons: await iconsFrom(source) };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      write(`  ${error.message.replace(/^--logo: /, '')}`);
      if (answer === '') return undefined;
    }
  }
}

async function askSamples({ root, asker }: InitShell): Promise<boolean> {
  const there = await Promise.all([...SAMPLE_STORIES].map((it) => isFile(join(root, DEFAULT_FOLDER, `${it}.md`))));
  if (!asker || !there.includes(true)) return false;
  return asker.confirm('Delete the sample stories, their pictures and tags? git keeps them.', true);
}

async function askWorkflow({ root, asker }: InitShell): Promise<boolean> {
  if (!asker || (await isFile(join(root, WORKFLOW_FILE)))) return false;
  return asker.confirm(`Deploy from GitHub on every push (${WORKFLOW_FILE})?`, false);
}

function configChanges(root: string, config: string, answers: Answers): Change[] {
  const changed = (Object.entries(answers) as [SettingName, string][]).filter(
    ([name, value]) => (variableIn(config, name) ?? '') !== value,
  );
  let text = config;
  for (const [name, value] of changed) text = withVariable(text, name, value);
  if (answers.ORIGIN) text = withDomain(text, answers.ORIGIN);
  if (text === config) return [];
  const width = Math.max(...changed.map(([name]) => name.length));
  const lines = changed.map(
    ([name, value]) => `  ${name.padEnd(width)}  "${variableIn(config, name) ?? ''}" becomes "${value}"`,
  );
  if (/^routes.*$/m.exec(text)?.[0] !== /^routes.*$/m.exec(config)?.[0])
    lines.push(`  ${/^routes.*$/m.exec(text)?.[0] ?? 'no routes'}`);
  return [{ told: [`${CONFIG}:`, ...lines].join('\n'), apply: () => writeFile(join(root, CONFIG), text) }];
}

async function iconChanges(folder: string, { source, icons }: Logo, write: Write): Promise<Change[]> {
  const { files, notes } = icons;
  for (const it of notes) write(`note: ${it}`);
  const changed: [string, Uint8Array][] = [];
  for (const [name, bytes] of files) {
    const present = await readFile(join(folder, name)).catch(() => undefined);
    if (!present?.equals(bytes)) changed.push([name, bytes]);
  }
  if (changed.length === 0) return [];
  return [
    {
      told: `${folder}/: ${changed.map(([name]) => name).join(', ')} made from ${source}`,
      async apply() {
        await mkdir(folder, { recursive: true });
        for (const [name, bytes] of changed) await writeFile(join(folder, name), bytes);
      },
    },
  ];
}

async function workflowChanges(root: string, write: Write): Promise<Change[]> {
  const path = join(root, WORKFLOW_FILE);
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present !== undefined && present !== WORKFLOW)
    write(`note: ${WORKFLOW_FILE} is there already, and stays as it is`);
  if (present !== undefined) return [];
  return [
    {
      told: `${path}: deploy on every push; its secrets are in docs/operators.md`,
      async apply() {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, WORKFLOW);
      },
    },
  ];
}

/** The database on this machine has the samples, and ids of another authority: it makes way for an empty one. */
async function stateChanges({ root, now }: InitShell): Promise<Change[]> {
  const state = join(root, STATE);
  if (!(await stat(state).catch(() => undefined))) return [];
  const kept = `${state}-until-${now.toISOString().slice(0, 19).replace(/\D/g, '')}`;
  return [
    {
      told: `${state}: begin with an empty database on this machine;\n  the former one is kept as ${kept}`,
      apply: () => rename(state, kept),
    },
  ];
}
