import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parse } from 'smol-toml';
import { projectPath, TEXT_MODULE } from './build.ts';

/** A configuration of workerd. */
export interface Config {
  text: string;
  /** The names of its sockets. */
  sockets: string[];
}

/** A worker in a configuration of workerd. */
export interface Service {
  name: string;
  /** Absolute path of the bundled module. */
  module: string;
  /** Text bindings. */
  vars?: Record<string, string>;
  /** Data bindings: absolute paths of files, given to the worker as ArrayBuffers. */
  files?: Record<string, string>;
  /** Other bindings, in Cap'n Proto. */
  bindings?: string[];
  /** Compatibility flags besides those of wrangler.toml. */
  flags?: string[];
  /** What else the worker is declared with, in Cap'n Proto. */
  more?: string[];
}

/** A Cap'n Proto text literal; JSON escapes the characters that both need escaped in the same way. */
export const literal = (text: string) => JSON.stringify(text);

/** Writes the path of a file for a configuration in a folder, which names files relative to itself. */
export const embed = (folder: string, path: string) => `embed ${literal(relative(folder, path))}`;

/** The binding of a D1 database (DB), which the named service answers for. */
export const d1Binding = (service: string) =>
  `(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = ${literal(service)})]))`;

/** The parts of wrangler.toml that a bare workerd has to be told in its own words. */
export interface Deployment {
  compatibility_date: string;
  compatibility_flags?: string[];
  vars: Record<string, string>;
  queues: { producers: { binding: string; queue: string }[]; consumers: { queue: string; max_batch_size: number }[] };
  ratelimits?: { name: string; simple: { limit: number; period: number } }[];
}

/** Reads wrangler.toml. */
export async function readDeployment(): Promise<Deployment> {
  return parse(await readFile(projectPath('wrangler.toml'), 'utf8')) as unknown as Deployment;
}

/**
 * The database's worker (test/bench/workers/d1.ts, or one that exports the same class), with its file in a folder.
 * @param folder where the configuration will be
 */
export async function databaseServices(
  folder: string,
  { store, module, migrations }: { store: string; module: string; migrations: string },
): Promise<string[]> {
  const worker: Service = {
    name: 'd1',
    module,
    bindings: [
      '(name = "DATABASE", durableObjectNamespace = "Database")',
      `(name = "MIGRATIONS", text = ${embed(folder, migrations)})`,
    ],
    more: [
      'durableObjectNamespaces = [(className = "Database", uniqueKey = "database", enableSql = true)]',
      'durableObjectStorage = (localDisk = "store")',
    ],
  };
  const disk = `(name = "store", disk = (path = ${literal(store)}, writable = true))`;
  return [await workerService(folder, worker), disk];
}

/**
 * Writes a service, run with the date and flags that the wire is deployed with.
 * @param folder where the configuration will be
 */
export async function workerService(folder: string, service: Service): Promise<string> {
  const { name, module, vars = {}, files = {}, bindings = [], flags = [], more = [] } = service;
  const texts = (await readdir(dirname(module))).filter((it) => TEXT_MODULE.test(it));
  const modules = [
    `(name = "worker.js", esModule = ${embed(folder, module)})`,
    ...texts.map((it) => `(name = ${literal(it)}, text = ${embed(folder, join(dirname(module), it))})`),
  ];
  const all = [
    ...Object.entries(vars).map(([key, text]) => `(name = ${literal(key)}, text = ${literal(text)})`),
    ...Object.entries(files).map(([key, path]) => `(name = ${literal(key)}, data = ${embed(folder, path)})`),
    ...bindings,
  ];
  const parts = [`modules = [${modules.join(',\n')}]`, await compatibility(flags), `bindings = [${all.join(',\n')}]`];
  return `(name = ${literal(name)}, worker = (${[...parts, ...more].join(',\n')}))`;
}

async function compatibility(flags: string[]): Promise<string> {
  const { compatibility_date: date, compatibility_flags: given = [] } = await readDeployment();
  return `compatibilityDate = ${literal(date)}, compatibilityFlags = [${[...given, ...flags].map(literal).join(', ')}]`;
}

/**
 * The configuration of a workerd that listens at free ports of the loopback interface.
 * @param sockets the services that answer there, by the sockets' names
 * @param options `network`: what workers may reach, as workerd writes it, nothing by default; `extensions`: modules for
 * wrapped bindings, in Cap'n Proto
 */
export function workerdConfig(
  services: string[],
  sockets: Record<string, string>,
  { network = [], extensions = [] }: { network?: string[]; extensions?: string[] } = {},
): Config {
  const allowed = network.map(literal).join(', ');
  const listening = Object.entries(sockets).map(
    ([name, service]) => `(name = ${literal(name)}, address = "127.0.0.1:0", http = (), service = ${literal(service)})`,
  );
  const text = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [${[...services, `(name = "internet", network = (allow = [${allowed}]))`].join(',\n')}],
  sockets = [${listening.join(',\n')}],
  extensions = [${extensions.join(',\n')}],
);
`;
  return { text, sockets: Object.keys(sockets) };
}
