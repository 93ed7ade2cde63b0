#!/usr/bin/env node
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { localUrl, projectPath, publishToken, UsageError } from './local.ts';

const HELP = `tagwire - a news wire for every tag

  tagwire check [DIR]             checks articles and tags.yaml offline, as publishing would, and notes what readers of
                                  the last commit would not be told
  tagwire push [DIR] [--to URL]   publishes what has changed
  tagwire start [DIR]             runs the wire on this machine, with DIR pushed and watched (npm start)
  tagwire deploy [DIR]            puts the wire on Cloudflare and pushes DIR (npm run deploy)

DIR is "articles" unless given. DIR/public holds pictures: their size, type and length are read from the files.

Options of push
  --to URL      the wire; http://127.0.0.1:8787 unless given (or the PORT that npm start listens on)
  --delete      withdraws articles that are on the wire but not in DIR

Options of start
  --state DIR   where the database is kept between runs; .wrangler/state unless given
  PORT          in the environment: the port of the wire, and of every address it prints; 8787 unless given

Options of deploy
  --dry-run     builds the worker into dist/ and only tells the rest

The token for push comes from PUBLISH_TOKEN in the environment; for a wire on this machine also from .dev.vars.
Problems are printed as "path: field: problem". The exit code is 1 if anything was or would be refused, 2 if the
command itself could not run.
`;

// Commands are loaded when they are called: help should not wait for a Markdown parser.
const write = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      delete: { type: 'boolean', default: false },
      state: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, folder = 'articles', ...rest] = positionals;
  if (values.help || command === undefined || command === 'help') {
    process.stdout.write(HELP);
    return command === undefined && !values.help ? 2 : 0;
  }
  if (rest.length > 0) throw new UsageError(`${command}: expected one folder, got also "${rest.join(' ')}"`);
  switch (command) {
    case 'check':
      return (await import('./check.ts')).check(folder, new Date(), write);
    case 'push':
      return push(folder, values.to ?? localUrl(), values.delete);
    case 'start':
      return (await import('./start.ts')).start({
        folder: resolve(folder),
        state: resolve(values.state ?? projectPath('.wrangler', 'state')),
        write,
      });
    case 'deploy':
      return (await import('./deploy.ts')).deploy(folder, { dryRun: values['dry-run'], write });
    default:
      throw new UsageError(`"${command}" is no command; tagwire --help lists them`);
  }
}

async function push(path: string, url: string, withdrawMissing: boolean): Promise<number> {
  if (!URL.canParse(url)) throw new UsageError(`--to: expected an address such as https://news.example, got "${url}"`);
  const token = await publishToken(url);
  const [{ readFolder }, { WireClient }, { pushFolder, summary }] = await Promise.all([
    import('./folder.ts'),
    import('./client.ts'),
    import('./push.ts'),
  ]);
  const folder = await readFolder(path);
  const client = new WireClient(url, token);
  const terminal = process.stderr.isTTY ? process.stderr : undefined;
  const counts = await pushFolder(client, folder, { withdrawMissing, write, terminal });
  write(summary(counts));
  return counts.refused > 0 ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error & { code?: string }) => {
    const known = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(known ? `tagwire: ${error.message}\n` : `${error.stack}\n`);
    process.exitCode = error instanceof UsageError && /: folder: /.test(error.message) ? 1 : 2;
  },
);
