import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopAll } from '../support/workerd/workerd.ts';
import { makeBundles } from './bench.ts';
import { type Chapter, writeReport } from './report.ts';
import { Wire } from './wire/wire.ts';

/**
 * npm run bench [-- part ...] [-- --quick]
 *
 * Measures the parts that are named, or all, and writes docs/benchmarks.md. Every part is imported only when it runs.
 */
const PARTS = ['render', 'import', 'serve', 'hub', 'partners', 'listing', 'load'];

/** The parts that measure a built worker. */
const OF_WORKERS = ['serve', 'hub', 'partners', 'listing', 'load'];

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((it) => !PARTS.includes(it));
if (unknown !== undefined) throw new Error(`expected parts of ${PARTS.join(', ')}; got "${unknown}"`);
const chosen = new Set(positionals.length > 0 ? positionals : PARTS);
const { quick } = values;

const folder = await mkdtemp(join(tmpdir(), 'tagwire-bench-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => cleanUp().finally(() => process.exit(130)));
try {
  await writeReport(await measure(), quick);
} finally {
  await cleanUp();
}

/** The chosen parts, in the order of the report. */
async function measure(): Promise<Chapter[]> {
  const chapters: Chapter[] = [];
  if (chosen.has('render')) {
    console.log('render ...');
    chapters.push(await (await import('./parts/render.ts')).measureRendering({ quick }));
  }
  if (chosen.has('import')) {
    console.log('import ...');
    chapters.push(await (await import('./parts/import.ts')).measureImport({ folder, quick }));
    chapters.push(await (await import('./parts/import-large.ts')).measureLargeImports({ folder, quick }));
  }
  if (![...chosen].some((it) => OF_WORKERS.includes(it))) return chapters;
  console.log('building the workers ...');
  const bench = { folder, quick, bundles: await makeBundles(folder) };
  if (chosen.has('serve')) {
    console.log('serve ...');
    chapters.push(await (await import('./parts/serve.ts')).measureServing(bench));
  }
  if (chosen.has('hub')) {
    console.log('hub ...');
    chapters.push(await (await import('./parts/hub.ts')).measureHub(bench));
  }
  if (chosen.has('partners')) {
    console.log('partners ...');
    chapters.push(await (await import('./parts/partners.ts')).measurePartners(bench));
  }
  let archive: Wire | undefined;
  const loading: Chapter[] = [];
  if (chosen.has('load')) {
    console.log('load ...');
    const loaded = await (await import('./parts/load.ts')).measureLoading(bench);
    loading.push(loaded.chapter);
    archive = loaded.archive;
  }
  if (chosen.has('listing')) {
    console.log('listing ...');
    archive ??= await Wire.start(bench, 'archive');
    chapters.push(await (await import('./parts/listing.ts')).measureListing(bench, archive));
  }
  return [...chapters, ...loading];
}

async function cleanUp(): Promise<void> {
  await stopAll();
  await rm(folder, { recursive: true, force: true });
}
