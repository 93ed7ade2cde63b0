import {
  type Config,
  type Deployment,
  d1Binding,
  literal,
  readDeployment,
  workerdConfig,
  workerService,
} from '../support/workerd/config.ts';

export const ORIGIN = 'https://news.example';
export const TOKEN = 'token-of-the-strained-wire';

/** Paths of the bundled workers, and of the database's SQL. */
export interface Bundles {
  worker: string;
  database: string;
  queue: string;
  migrations: string;
}

export interface Options {
  /** How many processes of the worker there are on one database, each at a port of its own. */
  processes?: number;
  /** The folder of a database that is copied; without it, the wire begins empty. */
  store?: string | undefined;
  vars?: Record<string, string>;
  inspected?: boolean;
}

/**
 * The configuration of a workerd with the processes of a wire and its queues, which deliver to the first of them.
 * @param folder where it will be
 * @param database the port of the database
 */
export async function processesConfig(
  folder: string,
  bundles: Bundles,
  { processes = 1, vars = {} }: Options,
  database: number,
): Promise<Config> {
  const deployment = await readDeployment();
  const names = Array.from({ length: processes }, (_, index) => `process-${index}`);
  const services = await Promise.all([
    ...names.map((name) => processService(folder, name, bundles.worker, vars, deployment)),
    ...deployment.queues.consumers.map((it) =>
      workerService(folder, {
        name: it.queue,
        module: bundles.queue,
        vars: { QUEUE: it.queue, BATCH: String(it.max_batch_size) },
        bindings: ['(name = "MAIN", service = "process-0")'],
        flags: ['service_binding_extra_handlers', 'experimental'],
      }),
    ),
  ]);
  const external = `(name = "d1", external = (address = "127.0.0.1:${database}", http = ()))`;
  return workerdConfig(
    [...services, external],
    { ...Object.fromEntries(names.map((it) => [it, it])), queue: deployment.queues.consumers[0]?.queue as string },
    { network: ['127.0.0.0/8'], extensions: [LIMITS] },
  );
}

function processService(
  folder: string,
  name: string,
  module: string,
  vars: Record<string, string>,
  deployment: Deployment,
): Promise<string> {
  const { queues, ratelimits = [] } = deployment;
  const settings = { ORIGIN, PUBLISH_TOKEN: TOKEN, TAG_AUTHORITY: 'news.example,2022-02-24', RATE_LIMITS: 'off' };
  const bindings = [
    d1Binding('d1'),
    ...queues.producers.map((it) => `(name = ${literal(it.binding)}, queue = ${literal(it.queue)})`),
    ...ratelimits.map((it) => limitBinding(it.name, it.simple)),
  ];
  return workerService(folder, { name, module, vars: { ...deployment.vars, ...settings, ...vars }, bindings });
}

const limitBinding = (name: string, simple: { limit: number; period: number }) =>
  `(name = ${literal(name)}, wrapped = (moduleName = "strain:limits",
    innerBindings = [(name = "simple", json = ${literal(JSON.stringify(simple))})]))`;

/** What `[[ratelimits]]` of wrangler.toml are bound to: a fixed interval for each key. */
const LIMITS = `(modules = [(name = "strain:limits", internal = true, esModule = ${literal(`
export default function ({ simple: { limit, period } }) {
  const counts = new Map();
  return {
    async limit({ key }) {
      const name = Math.floor(Date.now() / 1000 / period) + ' ' + key;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return { success: counts.get(name) <= limit };
    },
  };
}`)})])`;
