#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { check } from './check.ts';
import { WireClient } from './client.ts';
import { readFolder, UsageError } from './folder.ts';
import { localUrl, projectPath, publishToken } from './local.ts';
import { pushFolder, summary } from './push.ts';

const HELP = `tagwire - a news wire for every tag

  tagwire check [DIR]             checks articles and tags.yaml offline, as publishing would
  tagwire push [DIR] [--to URL]   publishes what has changed
  tagwire start                   runs the wire here, with DIR=articles pushed and watched (npm start)
  tagwire deploy [--dry-run]      puts the wire on Cloudflare and pushes the articles (npm run deploy)

DIR is "articles" unless given.

Options of push
  --to URL      the wire; http://127.0.0.1:8787 unless given (or the PORT that npm start listens on)
  --delete      withdraws articles that are on the wire but not in DIR

The token for push comes from PUBLISH_TOKEN in the environment; for a wire on this machine also from .dev.vars.
Problems are printed as "path: field: problem". The exit code is 1 if anything was or would be refused, 2 if the
command itself could not run.
`;

const write = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      delete: { type: 'boolean', default: false },
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
      return check(folder, write);
    case 'push':
      return push(folder, values.to ?? localUrl(), values.delete);
    case 'start':
      return (await import('./start.ts')).start(projectPath('articles'), write);
    case 'deploy':
      return (await import('./deploy.ts')).deploy(projectPath('articles'), { dryRun: values['dry-run'], write });
    default:
      throw new UsageError(`"${command}" is no command; tagwire --help lists them`);
  }
}

async function push(path: string, url: string, withdrawMissing: boolean): Promise<number> {
  if (!URL.canParse(url)) throw new UsageError(`--to: expected an address such as https://news.example, got "${url}"`);
  const folder = await readFolder(path);
  const client = new WireClient(url, await publishToken(url));
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
