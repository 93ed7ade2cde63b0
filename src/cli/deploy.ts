import { readFile, writeFile } from 'node:fs/promises';
import { WireClient } from './client.ts';
import { readFolder } from './folder.ts';
import { firstToken, projectPath, randomToken, UsageError } from './local.ts';
import { pushFolder, summary } from './push.ts';
import { assetsOf, runWrangler } from './wrangler.ts';

const SECRET = 'PUBLISH_TOKEN';
const UP_WITHIN = 60_000;

/**
 * Puts the wire on Cloudflare: the hub's queues, the worker, the database's migrations, a publishing token on the first run, and the
 * articles. Every step can be repeated. With `dryRun` the worker is built and checked, the rest is only told.
 */
export async function deploy(
  folder: string,
  { dryRun, write }: { dryRun: boolean; write: (line: string) => void },
): Promise<number> {
  const origin = await configuredOrigin();
  if (dryRun) {
    await step(
      'Building the worker (dry run)',
      ['deploy', '--dry-run', '--outdir', 'dist/worker', ...assetsOf(folder)],
      write,
    );
    const { files } = await readFolder(folder);
    write(
      `Would make the queues ${(await configuredQueues()).join(', ')}, migrate the database, make ${SECRET} if it is not set, and push ${files.length} articles to ${origin}.`,
    );
    return 0;
  }
  if (/\/\/(127\.|localhost)/.test(origin))
    throw new UsageError(`wrangler.toml: ORIGIN: expected the public address of the wire, got "${origin}"`);
  for (const queue of await configuredQueues()) await ensureQueue(queue, write);
  await step('Deploying the worker', ['deploy', ...assetsOf(folder)], write);
  await step('Migrating the database', ['d1', 'migrations', 'apply', 'DB', '--remote'], write);
  const token = await ensureRemoteToken(write);
  await untilUp(origin);
  const counts = await pushFolder(new WireClient(origin, firstToken(token)), await readFolder(folder), {
    withdrawMissing: false,
    write,
    terminal: undefined,
  });
  write(summary(counts));
  return counts.refused > 0 ? 1 : 0;
}

/** A new address takes a moment to reach the wire. */
async function untilUp(origin: string): Promise<void> {
  for (let waited = 0; waited < UP_WITHIN; waited += 1000) {
    if ((await fetch(`${origin}/healthz`).catch(() => undefined))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new UsageError(`${origin}: does not answer; is ORIGIN in wrangler.toml the address that the worker has?`);
}

async function step(name: string, parameters: string[], write: (line: string) => void): Promise<void> {
  write(`${name} ...`);
  const { code } = await runWrangler(parameters, { inherit: true });
  if (code !== 0) throw new UsageError(`${name} failed; what wrangler said is above`);
}

/** A worker cannot be deployed before its queues are there. */
async function ensureQueue(queue: string, write: (line: string) => void): Promise<void> {
  const { code } = await runWrangler(['queues', 'info', queue]);
  if (code !== 0) await step(`Making the queue ${queue}`, ['queues', 'create', queue], write);
}

async function configuredQueues(): Promise<string[]> {
  const config = await readFile(projectPath('wrangler.toml'), 'utf8');
  return [...new Set([...config.matchAll(/^queue\s*=\s*"([^"]+)"/gm)].map(([, name = '']) => name))];
}

async function configuredOrigin(): Promise<string> {
  const config = await readFile(projectPath('wrangler.toml'), 'utf8');
  const origin = /^ORIGIN\s*=\s*"([^"]+)"/m.exec(config)?.[1];
  if (!origin) throw new UsageError('wrangler.toml: ORIGIN: expected an address, found none');
  return origin;
}

const tokenFile = () => projectPath('.publish-token');

/** The token from the environment or .publish-token; on the first run a new one, kept in both places. */
async function ensureRemoteToken(write: (line: string) => void): Promise<string> {
  const kept = process.env[SECRET] ?? (await readFile(tokenFile(), 'utf8').catch(() => '')).trim();
  const { code: listed, output } = await runWrangler(['secret', 'list', '--format', 'json']);
  // Not knowing is no reason to replace a token that publishers have.
  if (listed !== 0) throw new UsageError(`${SECRET}: cannot tell whether it is set:\n${output}`);
  const exists = output.includes(`"${SECRET}"`);
  if (exists && kept) return kept;
  if (exists)
    throw new UsageError(`${SECRET}: is set on Cloudflare but neither in the environment nor in .publish-token`);
  const token = kept || randomToken();
  const { code, output: said } = await runWrangler(['secret', 'put', SECRET], { input: token });
  if (code !== 0) throw new UsageError(`${SECRET}: could not be set:\n${said}`);
  if (!kept) await writeFile(tokenFile(), `${token}\n`, { mode: 0o600 });
  write(`${SECRET} is set${kept ? '' : '; it is in .publish-token: keep it, and give it to whoever publishes'}.`);
  return token;
}
