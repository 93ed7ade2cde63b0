import {
  type Config,
  d1Binding,
  databaseServices,
  literal,
  readDeployment,
  workerdConfig,
  workerService,
} from '../../support/workerd/config.ts';

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

/** A queue that takes every message and keeps none: nobody is subscribed. */
const QUEUE = `(name = "queue", worker = (modules = [(name = "queue.js",
  esModule = ${literal('export default { fetch: () => Response.json({ metadata: { metrics: {} } }) }')})],
  compatibilityDate = "2026-01-01"))`;

/**
 * The configuration of a workerd that serves one worker, and reaches no network at all.
 * @param folder where the configuration will be: it names files relative to itself
 */
export async function configOf(folder: string, { store, ...worker }: WorkerConfig): Promise<Config> {
  const { queues } = await readDeployment();
  const producers = queues.producers.map((it) => `(name = "${it.binding}", queue = "queue")`);
  const bindings = store ? [d1Binding('d1'), ...producers] : [];
  const main = await workerService(folder, { name: 'main', ...worker, bindings });
  if (!store) return workerdConfig([main], { http: 'main' });
  const database = await databaseServices(folder, { ...store, store: store.folder });
  return workerdConfig([main, ...database, QUEUE], { http: 'main' });
}
