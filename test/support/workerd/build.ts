import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Files that a bundle imports as text: wrangler puts them beside the bundle, with a hash before their names. */
export const TEXT_MODULE = /^[0-9a-f]{40}-/;

/** A path in this checkout, or in the one that the variable PROJECT names: so two states of the wire can be compared. */
export function projectPath(...parts: string[]): string {
  return resolve(process.env.PROJECT ?? join(import.meta.dirname, '..', '..', '..'), ...parts);
}

const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
  CI: 'true',
};

/**
 * Bundles a worker with wrangler, as a deployment does.
 * @param entry its first module; without one, the worker that wrangler.toml names
 * @returns the path of the bundle
 */
export async function buildWorker(folder: string, name: string, entry?: string): Promise<string> {
  const outdir = join(folder, name);
  await mkdir(outdir, { recursive: true });
  const parameters = ['deploy', '--dry-run', '--outdir', outdir];
  if (entry !== undefined) {
    const config = join(folder, `${name}.toml`);
    await writeFile(
      config,
      [
        `name = "${name}"`,
        `main = ${JSON.stringify(entry)}`,
        'compatibility_date = "2026-01-01"',
        'compatibility_flags = ["nodejs_compat"]',
        '[[rules]]',
        'type = "Text"',
        'globs = ["**/*.css", "**/*.client.js"]',
        'fallthrough = true',
        '',
      ].join('\n'),
    );
    parameters.push('--config', config);
  }
  const wrangler = projectPath('node_modules', 'wrangler', 'bin', 'wrangler.js');
  await promisify(execFile)(process.execPath, [wrangler, ...parameters], {
    cwd: projectPath(),
    env: { ...process.env, ...QUIET },
  });
  const bundle = (await readdir(outdir)).find((it) => it.endsWith('.js') && !TEXT_MODULE.test(it));
  if (bundle === undefined) throw new Error(`${name}: wrangler made no bundle`);
  return join(outdir, bundle);
}

/** All migrations in one file. @returns its path */
export async function joinMigrations(folder: string): Promise<string> {
  const source = projectPath('src', 'migrations');
  const files = (await readdir(source)).filter((it) => it.endsWith('.sql')).sort();
  const texts = await Promise.all(files.map((it) => readFile(join(source, it), 'utf8')));
  const path = join(folder, 'migrations.sql');
  await writeFile(path, texts.join('\n'));
  return path;
}
