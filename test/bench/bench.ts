import { buildWorker, joinMigrations, projectPath } from '../support/workerd/build.ts';

/** Tools that every part is given. */
export interface Bench {
  /** A folder of its own, removed at the end. */
  folder: string;
  /** Smaller numbers: to see that it works, not for figures. */
  quick: boolean;
  /** Paths of the bundled workers, and of the database's SQL. */
  bundles: { worker: string; hello: string; listing: string; d1: string; migrations: string };
}

export async function makeBundles(folder: string): Promise<Bench['bundles']> {
  const own = (name: string) => buildWorker(folder, name, projectPath('test', 'bench', 'workers', `${name}.ts`));
  const [worker, hello, listing, d1, migrations] = await Promise.all([
    buildWorker(folder, 'worker'),
    own('hello'),
    own('listing'),
    own('d1'),
    joinMigrations(folder),
  ]);
  return { worker, hello, listing, d1, migrations };
}
