#!/usr/bin/env node
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { IMPORT_OPTIONS } from '../importing/options.ts';
import type { WireClient } from './client.ts';
import { localUrl, projectPath, publishToken, UsageError } from './local.ts';
import { optionLines } from './option-lines.ts';

const HELP = `tagwire - a news wire for every tag

  tagwire import FILE|DIR|- ...   makes records of exports, for an editor to look at
  tagwire tags [DIR]              lists tags with their stories: unused, unknown and alike ones, too
  tagwire tags suggest [DIR]      shows the tags that the vocabulary would add to records, and why
  tagwire check [DIR]             checks articles and tags.yaml offline, as publishing would, and notes what readers of
                                  the last commit would not be told
  tagwire push [DIR] [--to URL]   publishes what has changed
  tagwire hub [--to URL]          shows who is subscribed, and which deliveries wait or fail
  tagwire hub retry|drop [ID ...] tries failed deliveries again, or lets go of them: all that were given up, without ID
  tagwire start [DIR]             runs the wire on this machine, with DIR pushed and watched (npm start)
  tagwire deploy [DIR]            puts the wire on Cloudflare and pushes DIR (npm run deploy)

DIR is "articles" unless given. DIR/public holds pictures: their size, type and length are read from the files.

Options of import
${optionLines(IMPORT_OPTIONS)}

Options of tags
  --tags FILE        another vocabulary than DIR's tags.yaml
  --json             prints JSON

Options of push
  --to URL      the wire; http://127.0.0.1:8787 unless given (or the PORT that npm start listens on)
  --delete      withdraws articles that are on the wire but not in DIR
  --revive KEY  brings back an article that was withdrawn on the wire; may be given again

Options of hub
  --to URL      the wire, as for push
  --after ID    goes on in the list of failed deliveries, of which a hundred are shown
  --json        prints JSON

Options of start
  --state DIR   where the database is kept between runs; .wrangler/state unless given
  --verbose     prints every request, and every delivery to a subscriber
  PORT          in the environment: the port of the wire, and of every address it prints; 8787 unless given

Options of deploy
  --dry-run     builds the worker into dist/ and only tells the rest

The token for push and hub comes from PUBLISH_TOKEN in the environment; for a wire on this machine also from .dev.vars.
Problems are printed as "path: field: problem". The exit code is 1 if anything was or would be refused, 2 if the
command itself could not run.
`;

const write = (line: string) => process.stdout.write(`${line}\n`);

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;
const help = { type: 'boolean', short: 'h', default: false } as const;

/** Each command takes its own options only. It is loaded when it is called: help should not wait for a Markdown parser. */
const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  async import(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: IMPORT_OPTIONS });
    await spareMemory(positionals);
    const [{ importFiles }, { readStdin }] = await Promise.all([import('./import.ts'), import('./import-files.ts')]);
    const terminal = process.stderr.isTTY && !values.json ? process.stderr : undefined;
    return importFiles(positionals, values, { write, stdin: readStdin, clock: () => performance.now(), terminal });
  },

  async tags(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { tags: text, json: flag } });
    const { listTags, suggestTags } = await import('./tags.ts');
    const suggest = positionals[0] === 'suggest';
    const folder = onlyFolder('tags', suggest ? positionals.slice(1) : positionals);
    return (suggest ? suggestTags : listTags)(folder, { ...values, write });
  },

  async check(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
    return (await import('./check.ts')).check(onlyFolder('check', positionals), new Date(), write);
  },

  async push(args) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { to: text, delete: flag, revive: texts },
    });
    const options = { withdrawMissing: values.delete, revive: values.revive ?? [] };
    return push(onlyFolder('push', positionals), values.to, options);
  },

  async hub(args) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { to: text, json: flag, after: { type: 'string', default: '0' } },
    });
    const [action, ...ids] = positionals;
    const client = await clientFor(values.to);
    const { commandHub, showHub } = await import('./hub.ts');
    if (action === undefined) return showHub(client, { json: values.json, after: values.after, write });
    if (action === 'retry' || action === 'drop') return commandHub(client, action, { ids, write });
    throw new UsageError(`hub: expected retry or drop, got "${action}"`);
  },

  async start(args) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { state: text, verbose: flag },
    });
    const state = resolve(values.state ?? projectPath('.wrangler', 'state'));
    const folder = resolve(onlyFolder('start', positionals));
    return (await import('./start.ts')).start({ folder, state, verbose: values.verbose, write });
  },

  async deploy(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { 'dry-run': flag } });
    const folder = onlyFolder('deploy', positionals);
    return (await import('./deploy.ts')).deploy(folder, { dryRun: values['dry-run'], write });
  },
};

/** From this size on, in bytes, an input asks for memory to be spared, at two thirds of the speed. */
const LARGE_INPUT = 20_000_000;

/** V8 would let half a gigabyte of garbage gather before it looked. It must be told before there is much of it. */
async function spareMemory(paths: string[]): Promise<void> {
  const sizes = await Promise.all(
    paths.map((it) =>
      stat(it).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  if (sizes.some((it) => it > LARGE_INPUT)) setFlagsFromString('--optimize-for-size');
}

function onlyFolder(command: string, [folder = 'articles', ...rest]: string[]): string {
  if (rest.length > 0) throw new UsageError(`${command}: expected one folder, got also "${rest.join(' ')}"`);
  return folder;
}

async function main(args: string[]): Promise<number> {
  const asked = parseArgs({ args, strict: false, options: { help } }).values.help === true;
  const [command = '', ...rest] = args;
  if (asked || command === '' || command === 'help') {
    process.stdout.write(HELP);
    return asked || command === 'help' ? 0 : 2;
  }
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!run) throw new UsageError(`"${command}" is no command; tagwire --help lists them`);
  return run(rest);
}

/** @param to the wire's address; the local one if it is undefined */
async function clientFor(to: string | undefined): Promise<WireClient> {
  const url = to ?? localUrl();
  if (!URL.canParse(url)) throw new UsageError(`--to: expected an address such as https://news.example, got "${url}"`);
  const token = await publishToken(url);
  return new (await import('./client.ts')).WireClient(url, token);
}

async function push(
  path: string,
  to: string | undefined,
  options: { withdrawMissing: boolean; revive: string[] },
): Promise<number> {
  const client = await clientFor(to);
  const [{ readFolder }, { pushFolder, summary }] = await Promise.all([import('./folder.ts'), import('./push.ts')]);
  const folder = await readFolder(path);
  const terminal = process.stderr.isTTY ? process.stderr : undefined;
  const counts = await pushFolder(client, folder, { ...options, write, terminal });
  write(summary(counts));
  return counts.refused > 0 ? 1 : 0;
}

// A reader who has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error & { code?: string }) => {
    const known = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(known ? `tagwire: ${error.message}\n` : `${error.stack}\n`);
    process.exitCode = error instanceof UsageError && /: folder: /.test(error.message) ? 1 : 2;
  },
);
