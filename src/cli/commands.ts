import { normalize, resolve } from 'node:path';
import { IMPORT_OPTIONS } from '../importing/options.ts';
import { type Command, command } from './command.ts';
import { CommandError } from './errors.ts';
import { DEFAULT_FOLDER } from './folder-paths.ts';
import { INIT_OPTIONS } from './init/options.ts';
import { DEFAULT_PORT, LOCAL_HOST, projectPath } from './local.ts';
import { progressTerminal, warn, write } from './output.ts';

const TO = {
  type: 'string',
  value: 'URL',
  help: `the wire; unless given, the one of \`npm start\` here (http://${LOCAL_HOST}:${DEFAULT_PORT}, or its PORT)`,
} as const;
const JSON_OPTION = { type: 'boolean', default: false, help: 'print JSON' } as const;
const ALLOW_MISSING = {
  'allow-missing-pictures': {
    type: 'boolean',
    default: false,
    help: 'publish new stories whose pictures are not there',
  },
} as const;
const TOKEN = 'The token comes from PUBLISH_TOKEN in the environment; for a wire on this machine also from .dev.vars.';

// What a command needs is imported when it runs: help should not wait for a Markdown parser.

const start = command('start', {
  usage: [['start [DIR]', 'run the wire here; publish DIR, and every file that is saved in it (npm start)']],
  options: {
    state: { type: 'string', value: 'FOLDER', help: 'where the database is kept; .wrangler/state unless given' },
    verbose: { type: 'boolean', default: false, help: 'print every request, and every delivery to a subscriber' },
    ...ALLOW_MISSING,
  },
  details: [
    `PORT in the environment is the port of the wire and of every address it prints: ${DEFAULT_PORT} unless set.`,
  ],
  examples: ['npm start', 'PORT=9000 npm start -- --verbose'],
  async run(
    positionals,
    { state = projectPath('.wrangler', 'state'), verbose, 'allow-missing-pictures': allowMissing },
  ) {
    const folder = normalize(onlyFolder('start', positionals)).replace(/(?<=[^\\/])[\\/]$/, '');
    return (await import('./start.ts')).start({ folder, state: resolve(state), verbose, allowMissing, write });
  },
});

const initCommand = command('init', {
  usage: [['init', 'make the wire your own: name, address, logo, first story; the samples go (npm run init)']],
  options: INIT_OPTIONS,
  details: ['It asks, says what it will change before it does, and can be repeated.'],
  examples: [
    'npm run init',
    'npm run init -- --from https://old.example',
    'npm run init -- --yes --title "Harbour Post" --logo logo.svg --remove-samples',
  ],
  async run(positionals, options) {
    if (positionals.length > 0) throw new CommandError(`init: expected no argument, got "${positionals.join(' ')}"`);
    const [{ terminalAsker }, { init }, { isRunning }] = await Promise.all([
      import('./ask.ts'),
      import('./init/init.ts'),
      import('./run-file.ts'),
    ]);
    const asker = options.yes ? undefined : terminalAsker('give the answers as options, and --yes');
    const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
    return init(options, {
      root: projectPath(),
      asker,
      isRunning: () => isRunning(projectPath('.wrangler', 'state')),
      zone,
      now: new Date(),
      write,
    }).finally(() => asker?.close());
  },
});

const importCommand = command('import', {
  usage: [['import FILE|FOLDER|- ...', 'make article records of exports, for an editor to look at']],
  options: IMPORT_OPTIONS,
  details: [
    '"-" is standard input. A folder or a ZIP archive stands for every file in it; links out of a folder are not followed.',
  ],
  examples: [
    'tagwire import export.txt --published 2022-03-03T19:00:00-05:00',
    'tagwire import wordpress.xml --timezone Europe/Kyiv',
    'tagwire import exports/ --plan',
    'tagwire import exports/ --accept template --json',
  ],
  async run(positionals, options) {
    await (await import('./memory.ts')).spareMemory(positionals);
    const [{ importFiles }, { readStdin }] = await Promise.all([import('./import.ts'), import('./import-files.ts')]);
    const terminal = options.json ? undefined : progressTerminal();
    if (!options.plan && !options['dry-run']) await warnOfRunningWire(options.out);
    const shell = { write, warn, stdin: readStdin, clock: () => performance.now(), terminal };
    return importFiles(positionals, options, shell);
  },
});

const tags = command('tags', {
  usage: [
    ['tags [DIR]', 'list tags with their stories, and those that are unused, unknown or alike'],
    ['tags suggest [DIR]', 'show the tags that the vocabulary would add to records, and why'],
    ['tags remove SLUG', 'take a tag that no story has any more off the wire, for good'],
  ],
  options: {
    to: TO,
    tags: { type: 'string', value: 'FILE', help: "another vocabulary than DIR's tags.yaml" },
    json: JSON_OPTION,
  },
  examples: ['tagwire tags', 'tagwire tags remove old-name --to https://news.example'],
  async run(positionals, { to, ...values }) {
    if (positionals[0] === 'remove') return removeTag(positionals.slice(1), to, values.json);
    const { listTags, suggestTags } = await import('./tags.ts');
    const suggest = positionals[0] === 'suggest';
    const folder = onlyFolder('tags', suggest ? positionals.slice(1) : positionals);
    return (suggest ? suggestTags : listTags)(folder, { ...values, write, warn });
  },
});

const newCommand = command('new', {
  usage: [['new TITLE [DIR]', 'begin a story: a draft with its title, the date and its tags']],
  options: { tag: { type: 'string', multiple: true, value: 'LABEL', help: 'a tag of the story' }, json: JSON_OPTION },
  examples: ['tagwire new "The ferry is back" --tag Harbour --tag Ukraine'],
  async run([title = '', ...positionals], { tag: tags = [], json }) {
    const { isFolder } = await import('./folder-paths.ts');
    const [named] = positionals;
    if (positionals.length > 1 || (named !== undefined && !(await isFolder(named)))) {
      const whole = [title, ...positionals].join(' ');
      throw new CommandError(
        `new: put the title into quotation marks: \`tagwire new "${whole}"\`; a folder behind it has to be there`,
      );
    }
    const folder = onlyFolder('new', positionals);
    await (await import('./new-story.ts')).newStory(title, { folder, tags, now: new Date(), json, write });
    return 0;
  },
});

const check = command('check', {
  usage: [['check [DIR]', 'check articles, tags.yaml and pictures offline, as publishing would']],
  options: {
    for: {
      type: 'string',
      multiple: true,
      value: 'PARTNER',
      help: 'say what this partner, such as msn, will not take',
    },
    ...ALLOW_MISSING,
    json: JSON_OPTION,
  },
  details: ['In a git checkout it also notes changes since the last commit that readers would not be told of.'],
  async run(positionals, { for: names = [], 'allow-missing-pictures': allowMissing, json }) {
    const partners = names.length === 0 ? [] : names.map((await import('./partners.ts')).partnerNamed);
    const shell = { now: new Date(), allowMissing, partners, json, write };
    return (await import('./check.ts')).check(onlyFolder('check', positionals), shell);
  },
});

const push = command('push', {
  usage: [['push [DIR]', 'publish what has changed']],
  options: {
    to: TO,
    delete: {
      type: 'boolean',
      default: false,
      help: 'withdraw articles that are on the wire but not in DIR; on a terminal, after asking',
    },
    yes: { type: 'boolean', default: false, help: 'do not ask' },
    revive: {
      type: 'string',
      multiple: true,
      value: 'KEY',
      help: 'bring back an article that was withdrawn on the wire',
    },
    ...ALLOW_MISSING,
    json: JSON_OPTION,
  },
  details: [TOKEN],
  examples: ['tagwire push', 'tagwire push --to https://news.example', 'tagwire push --delete'],
  async run(positionals, values) {
    const { to, delete: withdrawMissing, revive, 'allow-missing-pictures': allowMissing, json, yes } = values;
    const folder = onlyFolder('push', positionals);
    const client = await clientOf(to);
    const [{ readFolder }, { pushFolder }] = await Promise.all([import('./folder.ts'), import('./push.ts')]);
    const contents = await readFolder(folder);
    const terminal = json ? undefined : progressTerminal();
    const tell = json ? () => {} : write;
    const { terminalAsker } = await import('./ask.ts');
    const asker = process.stdin.isTTY && !json && !yes ? terminalAsker('--yes withdraws without asking') : undefined;
    const options = { withdrawMissing, asker, revive, allowMissing, write: tell, terminal };
    const counts = await pushFolder(client, contents, options).finally(() => asker?.close());
    if (json) write(JSON.stringify({ ...counts, results: Object.fromEntries(counts.results) }));
    return counts.refused > 0 ? 1 : 0;
  },
});

const list = command('list', {
  usage: [['list', 'list the stories of the wire with their states: live, scheduled, draft, withdrawn, ...']],
  options: { to: TO, json: JSON_OPTION },
  details: [TOKEN],
  async run(positionals, { to, json }) {
    if (positionals.length > 0) throw new CommandError(`list: expected no argument, got "${positionals.join(' ')}"`);
    const client = await clientOf(to);
    await (await import('./list.ts')).listStories(client, { json, write });
    return 0;
  },
});

const status = command('status', {
  usage: [['status KEY [DIR]', "show a story's state, address and last changes, and whether its file says the same"]],
  options: { to: TO, json: JSON_OPTION },
  details: [TOKEN],
  examples: ['tagwire status ferry', 'tagwire status ferry --to https://news.example'],
  async run([key, ...positionals], { to, json }) {
    if (key === undefined) throw new CommandError('status: expected the key of a story, as `tagwire list` shows it');
    const folder = onlyFolder('status', positionals);
    const client = await clientOf(to);
    await (await import('./status.ts')).showStatus(client, keyIn(key), { folder, json, now: new Date(), write });
    return 0;
  },
});

const openCommand = command('open', {
  usage: [['open KEY', 'open the page of a story in the browser']],
  options: { to: TO },
  details: [TOKEN],
  async run([key, ...rest], { to }) {
    if (key === undefined || rest.length > 0)
      throw new CommandError('open: expected the key of one story, as `tagwire list` shows it');
    const client = await clientOf(to);
    const [{ pageOf }, { default: open }] = await Promise.all([import('./status.ts'), import('open')]);
    const page = await pageOf(client, keyIn(key), new Date());
    write(page);
    await open(page);
    return 0;
  },
});

const withdraw = command('withdraw', {
  usage: [['withdraw KEY', 'take a story off the wire, after asking']],
  options: { to: TO, yes: { type: 'boolean', default: false, help: 'do not ask' }, json: JSON_OPTION },
  details: ['A file of the story that says "ready" does not bring it back by itself.', TOKEN],
  examples: ['tagwire withdraw ferry', 'tagwire withdraw ferry --yes --to https://news.example'],
  async run([key, ...rest], { to, yes, json }) {
    if (key === undefined || rest.length > 0)
      throw new CommandError('withdraw: expected the key of one story, as `tagwire list` shows it');
    const client = await clientOf(to);
    const [{ terminalAsker }, { withdrawStory }] = await Promise.all([import('./ask.ts'), import('./withdraw.ts')]);
    const asker = yes ? undefined : terminalAsker('--yes withdraws without asking');
    return withdrawStory(client, keyIn(key), { asker, json, write }).finally(() => asker?.close());
  },
});

const partners = command('partners', {
  usage: [['partners [NAME] [DIR]', 'show what partners such as msn get of the stories, and why not others']],
  options: {
    channel: { type: 'string', value: 'CHANNEL', default: 'all', help: 'a tag, or a combination such as "a+b"' },
    json: JSON_OPTION,
  },
  details: [
    'Works offline, by the folder and its partners.yaml: what was withdrawn on the wire alone is not known here.',
    'Adapted: the partner gets it, changed as it says. Withheld: not before that is mended. Gone: the partner is told to take it away. docs/partners.md has the partners and their rules.',
  ],
  examples: ['tagwire partners', 'tagwire partners msn --channel ukraine'],
  async run(positionals, { channel, json }) {
    const { isFolder } = await import('./folder-paths.ts');
    const [first, ...rest] = positionals;
    const isNamed = first !== undefined && (rest.length > 0 || !(await isFolder(first)));
    const folder = onlyFolder('partners', isNamed ? rest : positionals);
    const { showPartners } = await import('./partners.ts');
    return showPartners(isNamed ? first : undefined, { folder, channel, json, now: new Date(), write, warn });
  },
});

const pictures = command('pictures', {
  usage: [['pictures [DIR]', 'make JPEGs of lead pictures that partners do not take']],
  options: { json: JSON_OPTION },
  details: ['They are in DIR/public/sizes, and go out with the stories when these are pushed again.'],
  examples: ['tagwire pictures'],
  async run(positionals, { json }) {
    const { makeSizes } = await import('./sizes.ts');
    return makeSizes(onlyFolder('pictures', positionals), { json, write });
  },
});

const keys = command('keys', {
  usage: [
    ['keys', 'list the keys of closed feeds, and when they were used'],
    ['keys add NAME', 'make a key for a channel, and print it once'],
    ['keys revoke NAME ...', 'end keys at once'],
  ],
  options: {
    channel: { type: 'string', value: 'CHANNEL', help: 'what it opens: a tag, or a combination such as "a+b"' },
    formats: { type: 'string', value: 'LIST', help: 'such as "rss,msn"; rss, atom and json unless given' },
    until: { type: 'string', value: 'DATE', help: 'when it ends, such as 2027-01-01; never unless given' },
    to: TO,
    json: JSON_OPTION,
  },
  details: ['docs/partners.md says how a feed is closed.', TOKEN],
  examples: [
    'tagwire keys add acme --channel ukraine --formats rss,msn --until 2027-01-01',
    'tagwire keys revoke acme',
  ],
  async run([action, ...names], { channel, formats, until, to, json }) {
    const { addKey, revokeKeys, showKeys } = await import('./keys.ts');
    const shell = { json, write };
    if (action === undefined) return showKeys(await clientOf(to), shell);
    const [name] = names;
    if (action === 'add' && name !== undefined && names.length === 1)
      return addKey(await clientOf(to), name, { channel, formats, until, ...shell });
    if (action === 'revoke' && name !== undefined) return revokeKeys(await clientOf(to), names, shell);
    throw new CommandError('keys: expected `tagwire keys`, `keys add NAME` or `keys revoke NAME ...`');
  },
});

const hub = command('hub', {
  usage: [
    ['hub', 'show who is subscribed, and which deliveries wait or fail'],
    ['hub retry [ID ...]', 'try failed deliveries again: of these subscriptions, or all that were given up'],
    ['hub drop [ID ...]', 'drop what was missed: by these subscriptions, or by all that were given up'],
  ],
  options: {
    to: TO,
    after: {
      type: 'string',
      value: 'ID',
      help: 'list failed deliveries after this one; a hundred are listed at a time',
    },
    json: JSON_OPTION,
  },
  details: ['`tagwire hub` shows the ID of each failed delivery.', TOKEN],
  examples: ['tagwire hub --to https://news.example', 'tagwire hub retry 17'],
  async run([action, ...ids], { to, json, after }) {
    const client = await clientOf(to);
    const { commandHub, showHub } = await import('./hub.ts');
    if (action === undefined) return showHub(client, { json, after, write });
    if (action === 'retry' || action === 'drop') return commandHub(client, action, { ids, json, write });
    throw new CommandError(`hub: expected retry or drop, got "${action}"`);
  },
});

const doctor = command('doctor', {
  usage: [['doctor', 'look for stored articles that the wire cannot serve']],
  options: {
    to: TO,
    mend: { type: 'boolean', default: false, help: 'derive them anew from their records' },
    json: JSON_OPTION,
  },
  details: ['The wire leaves such an article out, names it at /healthz, and mends it within a minute or two.', TOKEN],
  examples: ['tagwire doctor', 'tagwire doctor --mend --to https://news.example'],
  async run(positionals, { to, mend, json }) {
    if (positionals.length > 0) throw new CommandError(`doctor: expected no argument, got "${positionals.join(' ')}"`);
    const client = await clientOf(to);
    return (await import('./doctor.ts')).doctor(client, { mend, json, write });
  },
});

const deploy = command('deploy', {
  usage: [['deploy [DIR]', 'put the wire on Cloudflare and push DIR (npm run deploy)']],
  options: {
    'dry-run': {
      type: 'boolean',
      default: false,
      help: 'build the worker into dist/, and only list the other steps',
    },
    ...ALLOW_MISSING,
  },
  examples: ['npm run deploy -- --dry-run', 'npm run deploy'],
  async run(positionals, { 'dry-run': dryRun, 'allow-missing-pictures': allowMissing }) {
    return (await import('./deploy.ts')).deploy(onlyFolder('deploy', positionals), { dryRun, allowMissing, write });
  },
});

const completion = command('completion', {
  usage: [['completion SHELL', 'print the script that completes commands in bash, zsh or fish']],
  options: {},
  details: ['It also defines the command `tagwire` for this checkout, where there is none.'],
  examples: [
    'source <(npm run -s tagwire -- completion bash)',
    'source <(npm run -s tagwire -- completion zsh)',
    'npm run -s tagwire -- completion fish | source',
  ],
  async run([shell]) {
    const { completionScript } = await import('./completion.ts');
    process.stdout.write(completionScript(shell, COMMANDS));
    return 0;
  },
});

/** Every command by its name, in the order of `tagwire --help`. */
export const COMMANDS: Record<string, Command> = {
  start,
  init: initCommand,
  new: newCommand,
  check,
  push,
  list,
  status,
  open: openCommand,
  withdraw,
  tags,
  import: importCommand,
  partners,
  pictures,
  keys,
  hub,
  doctor,
  deploy,
  completion,
};

/** Says that records are published as soon as they are there, where a wire watches the folder. */
async function warnOfRunningWire(out: string): Promise<void> {
  const { isRunning } = await import('./run-file.ts');
  if (resolve(out) !== projectPath(DEFAULT_FOLDER) || !(await isRunning(projectPath('.wrangler', 'state')))) return;
  warn(
    `\`npm start\` is running, and publishes each record that is ready as soon as it is in ${out}/: stop it first to look at them`,
  );
}

/** The key of a story that is named by it, or by the path of its file. */
const keyIn = (given: string) => given.replace(/^.*[\\/]|\.md$/g, '');

function onlyFolder(name: string, [folder = DEFAULT_FOLDER, ...rest]: string[]): string {
  if (rest.length > 0) throw new CommandError(`${name}: expected one folder, also got "${rest.join(' ')}"`);
  return folder;
}

async function removeTag([slug, ...rest]: string[], to: string | undefined, json: boolean): Promise<number> {
  if (slug === undefined || rest.length > 0)
    throw new CommandError('tags remove: expected the slug of one tag, as in its address');
  await (await clientOf(to)).removeTag(slug);
  write(json ? JSON.stringify({ slug, result: 'removed' }) : `${slug}: taken away`);
  return 0;
}

/** Returns a client of the wire at an address; if none is given, of the one that runs here, and says which that is. */
async function clientOf(given: string | undefined) {
  const to = given ?? (await (await import('./running.ts')).localWire(warn));
  if (!URL.canParse(to)) throw new CommandError(`--to: expected an address such as https://news.example, got "${to}"`);
  const [{ WireClient }, { publishToken }] = await Promise.all([import('./client.ts'), import('./tokens.ts')]);
  const { token, source } = await publishToken(to);
  return new WireClient(to, token, source);
}
