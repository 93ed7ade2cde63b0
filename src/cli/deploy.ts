import { readFile, writeFile } from 'node:fs/promises';
import { refuseBadPublicFiles } from './check-public.ts';
import { WireClient, waitUntilUp } from './client.ts';
import { counted } from './counted.ts';
import { CommandError } from './errors.ts';
import { readFolder } from './folder.ts';
import { wrapped } from './help.ts';
import { isLocal, projectPath } from './local.ts';
import type { Write } from './output.ts';
import { pushFolder } from './push.ts';
import { samplesIn } from './samples.ts';
import { withMadeSizes } from './sizes.ts';
import { firstToken, randomToken, TOKEN_VARIABLE } from './tokens.ts';
import { assetsOf, CONFIG_FILE, MIGRATE, runWrangler } from './wrangler.ts';
import { variableIn } from './wrangler-config.ts';

/** Keeps the token that a first deployment makes; git ignores it. */
const TOKEN_FILE = projectPath('.publish-token');

export interface DeployOptions {
  dryRun: boolean;
  /** New stories go out without their pictures. */
  allowMissing: boolean;
  write: Write;
}

/**
 * Puts the wire on Cloudflare: the queues, the database's migrations, the worker, a publishing token on the first run, and
 * the articles. Nothing is done while the public folder has a file that must not be served, or while settings or stories are
 * those of the sample. Every step can be repeated. With `dryRun` the worker is built and checked, and the other steps
 * are only listed.
 */
export async function deploy(folder: string, { dryRun, allowMissing, write }: DeployOptions): Promise<number> {
  const { origin, database, queues, config } = await readConfig();
  await refuseBadPublicFiles(folder);
  const read = await readFolder(folder);
  const samples = samplesIn(config, read.files);
  if (isLocal(origin))
    samples.unshift(`wrangler.toml: ORIGIN: expected the public address of the wire, got "${origin}"`);
  if (dryRun) return rehearse({ folder, articles: read.files.length, origin, queues, samples, write });
  if (samples.length > 0) throw new CommandError(`nothing is deployed:\n${samples.join('\n')}\n${INIT}`);
  // They go out with the worker.
  const contents = { ...read, files: await withMadeSizes(folder, read.files, write) };
  for (const queue of queues) await ensureQueue(queue, write);
  const migrate = () => runStep('Migrating the database', [...MIGRATE, '--remote'], write);
  // The first deployment makes the database. After that it is migrated first: if that fails, the former worker goes on.
  const isThere = (await runWrangler(['d1', 'info', database])).code === 0;
  if (isThere) await migrate();
  await runStep('Deploying the worker', ['deploy', ...assetsOf(folder)], write);
  if (!isThere) await migrate();
  const token = await ensureRemoteToken(write);
  // A new address takes a moment to reach the wire.
  await waitUntilUp(origin, { every: 1000, advice: "is ORIGIN in wrangler.toml the worker's address?" });
  const client = new WireClient(origin, firstToken(token), `${TOKEN_VARIABLE} in the environment, else .publish-token`);
  const counts = await pushFolder(client, contents, { allowMissing, write });
  return counts.refused > 0 ? 1 : 0;
}

const INIT = '`npm run init` asks for settings, and takes samples away';

interface Rehearsal {
  folder: string;
  articles: number;
  origin: string;
  queues: string[];
  /** What a deployment would refuse. */
  samples: string[];
  write: Write;
}

async function rehearse({ folder, articles, origin, queues, samples, write }: Rehearsal): Promise<number> {
  const build = ['deploy', '--dry-run', '--outdir', 'dist/worker', ...assetsOf(folder)];
  await runStep('Building the worker (dry run)', build, write);
  const steps = `make the queues ${queues.join(', ')}, migrate the database, set the secret ${TOKEN_VARIABLE} if there is none, and push ${counted(articles, 'article')} to ${origin}`;
  const told = (text: string) => wrapped(text).join('\n');
  if (samples.length === 0) write(told(`Would ${steps}.`));
  else
    write(
      `${told(`Would ${steps};`)}\nbut first, these must be yours:\n${samples.map((it) => `  ${it}`).join('\n')}\n${INIT}`,
    );
  return 0;
}

/** Runs wrangler for a step of the deployment, and shows what it prints. */
async function runStep(name: string, parameters: string[], write: Write): Promise<void> {
  write(`${name} ...`);
  const { code } = await runWrangler(parameters, { inherit: true });
  if (code !== 0) throw new CommandError(`${name} failed; see wrangler's output above`, 'wrangler');
}

/** A worker cannot be deployed before its queues are there. */
async function ensureQueue(queue: string, write: Write): Promise<void> {
  const { code } = await runWrangler(['queues', 'info', queue]);
  if (code !== 0) await runStep(`Making the queue ${queue}`, ['queues', 'create', queue], write);
}

async function readConfig(): Promise<{ origin: string; database: string; queues: string[]; config: string }> {
  const config = await readFile(CONFIG_FILE, 'utf8');
  const origin = variableIn(config, 'ORIGIN');
  if (origin === undefined || !URL.canParse(origin))
    throw new CommandError(`wrangler.toml: ORIGIN: expected an address, got ${origin ? `"${origin}"` : 'none'}`);
  const database = /^database_name\s*=\s*"([^"]+)"/m.exec(config)?.[1];
  if (database === undefined) throw new CommandError('wrangler.toml: expected a database_name, found none');
  const queues = [...config.matchAll(/^queue\s*=\s*"([^"]+)"/gm)].map(([, name = '']) => name);
  return { origin, database, queues: [...new Set(queues)], config };
}

/** Returns the token from the environment or .publish-token; sets it, or a new one, as the secret if there is none. */
async function ensureRemoteToken(write: Write): Promise<string> {
  const known = process.env[TOKEN_VARIABLE] ?? (await readFile(TOKEN_FILE, 'utf8').catch(() => '')).trim();
  if (await hasRemoteToken()) {
    if (known) return known;
    throw new CommandError(
      `${TOKEN_VARIABLE}: set on Cloudflare, but neither in the environment nor in .publish-token; put it into one of them`,
    );
  }
  const token = known || randomToken();
  const { code, output } = await runWrangler(['secret', 'put', TOKEN_VARIABLE], { input: token });
  if (code !== 0) throw new CommandError(`${TOKEN_VARIABLE}: could not be set:\n${output}`, 'wrangler');
  if (!known) await writeFile(TOKEN_FILE, `${token}\n`, { mode: 0o600 });
  write(
    `${TOKEN_VARIABLE} is set${known ? '' : '; it is in .publish-token: keep that file, and give the token to whoever publishes'}.`,
  );
  return token;
}

async function hasRemoteToken(): Promise<boolean> {
  const { code, output } = await runWrangler(['secret', 'list', '--format', 'json']);
  // Not knowing is no reason to replace a token that publishers have.
  if (code !== 0)
    throw new CommandError(`${TOKEN_VARIABLE}: cannot find out whether it is set:\n${output}`, 'wrangler');
  return output.includes(`"${TOKEN_VARIABLE}"`);
}
