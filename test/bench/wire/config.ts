import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { projectPath, TEXT_MODULE } from './build.ts';

/** A worker as workerd's configuration wants it. */
export interface WorkerConfig {
  /** Absolute path of the bundled module. */
  module: string;
  /** Text bindings. */
  vars?: Record<string, string>;
  /** Data bindings: absolute paths of files, given to the worker as ArrayBuffers. */
  files?: Record<string, string>;
  /** With the database (binding DB), kept in this folder. */
  store?: { folder: string; module: string; migrations: string };
}

/** A Cap'n Proto text literal; JSON escapes the characters that both need escaped in the same way. */
const literal = (text: string) => JSON.stringify(text);

/** The date and flags that the worker is deployed with. */
async function compatibility(): Promise<string> {
  const toml = await readFile(projectPath('wrangler.toml'), 'utf8');
  const date = /^compatibility_date\s*=\s*(".*?")/m.exec(toml)?.[1];
  const flags = /^compatibility_flags\s*=\s*(\[.*?\])/m.exec(toml)?.[1] ?? '[]';
  return `compatibilityDate = ${date}, compatibilityFlags = ${flags}`;
}

/**
 * The configuration of a workerd that serves one worker at a free port of the loopback interface, and reaches no
 * network at all.
 * @param folder where the configuration will be: it names files relative to itself
 */
export async function workerdConfig(
  folder: string,
  { module, vars = {}, files = {}, store }: WorkerConfig,
): Promise<string> {
  const runtime = await compatibility();
  const embed = (path: string) => `embed ${literal(relative(folder, path))}`;
  const bindings = [
    ...Object.entries(vars).map(([name, text]) => `(name = ${literal(name)}, text = ${literal(text)})`),
    ...Object.entries(files).map(([name, path]) => `(name = ${literal(name)}, data = ${embed(path)})`),
    ...(store ? [D1_BINDING, ...QUEUE_BINDINGS] : []),
  ];
  const texts = (await readdir(dirname(module))).filter((it) => TEXT_MODULE.test(it));
  const modules = [
    `(name = "worker.js", esModule = ${embed(module)})`,
    ...texts.map((it) => `(name = ${literal(it)}, text = ${embed(join(dirname(module), it))})`),
  ];
  const services = [
    `(name = "main", worker = (modules = [${modules.join(',\n')}], ${runtime}, bindings = [${bindings.join(',\n')}]))`,
    '(name = "internet", network = (allow = []))',
    ...(store ? [...databaseServices(store, runtime, embed), queueService(runtime)] : []),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [${services.join(',\n')}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

const D1_BINDING =
  '(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "d1")]))';

const QUEUE_BINDINGS = ['HUB_VERIFICATIONS', 'HUB_DELIVERIES', 'HUB_COMBINATIONS', 'HUB_RETRIES', 'RELEASES'].map(
  (it) => `(name = "${it}", queue = "queue")`,
);

/** A queue that takes every message and keeps none: nobody is subscribed. */
function queueService(runtime: string): string {
  const module = 'export default { fetch: () => Response.json({ metadata: { metrics: {} } }) }';
  return `(name = "queue", worker = (modules = [(name = "queue.js", esModule = ${literal(module)})], ${runtime}))`;
}

function databaseServices(
  { folder, module, migrations }: NonNullable<WorkerConfig['store']>,
  runtime: string,
  embed: (path: string) => string,
): string[] {
  const bindings = [
    '(name = "DATABASE", durableObjectNamespace = "Database")',
    `(name = "MIGRATIONS", text = ${embed(migrations)})`,
  ];
  return [
    `(name = "d1", worker = (modules = [(name = "d1.js", esModule = ${embed(module)})], ${runtime},
      durableObjectNamespaces = [(className = "Database", uniqueKey = "database", enableSql = true)],
      durableObjectStorage = (localDisk = "store"), bindings = [${bindings.join(', ')}]))`,
    `(name = "store", disk = (path = ${literal(folder)}, writable = true))`,
  ];
}
