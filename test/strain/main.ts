import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopAll } from '../support/workerd/workerd.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { prepare, type Row, type Strain } from './strain.ts';

/**
 * npm run strain [-- scenario ...] [-- --short]
 *
 * Runs the scenarios that are named, or all, and prints a table: what was tried, the figure, and the bound that it is to
 * keep. Ends with 1 if a bound does not hold. With PROJECT=../other it strains the worker of another checkout.
 */
const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = Object.keys(SCENARIOS);
const unknown = positionals.find((it) => !names.includes(it));
if (unknown !== undefined) throw new Error(`expected scenarios of ${names.join(', ')}; got "${unknown}"`);

const folder = await mkdtemp(join(tmpdir(), 'tagwire-strain-run-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => cleanUp().finally(() => process.exit(130)));
try {
  const strain = await prepare(folder, !values.short);
  let broken = 0;
  for (const name of positionals.length > 0 ? positionals : names) broken += await show(name, strain);
  console.log(broken === 0 ? '\nevery bound holds' : `\n${broken} bounds do not hold`);
  process.exitCode = broken === 0 ? 0 : 1;
} finally {
  await cleanUp();
}

/** Runs a scenario and prints its part of the table. @returns how many bounds do not hold */
async function show(name: string, strain: Strain): Promise<number> {
  const begun = performance.now();
  const rows = await SCENARIOS[name]?.(strain).catch((error: Error): Row[] => [
    { what: 'the scenario itself', figure: error.message, bound: 'comes to its end', holds: false },
  ]);
  console.log(`\n${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  for (const { what, figure, bound, holds } of rows ?? [])
    console.log(`  ${holds ? 'holds' : 'FAILS'}  ${what}: ${figure} (${bound})`);
  return rows?.filter((it) => !it.holds).length ?? 0;
}

async function cleanUp(): Promise<void> {
  await stopAll();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
