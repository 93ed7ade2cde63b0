import type { Fault } from '../faults/faults.ts';
import type { WireClient } from './client.ts';
import { counted } from './counted.ts';
import type { Write } from './output.ts';

/**
 * Examines what a wire stores, and prints what it cannot serve.
 * @param mend also mends what can be derived anew
 * @returns 1 if a fault is left
 */
export async function doctor(
  client: WireClient,
  { mend, json, write }: { mend: boolean; json: boolean; write: Write },
): Promise<number> {
  const mended: Fault[] = [];
  const faults: Fault[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const part = await client.doctor(after, mend);
    mended.push(...(part.mended ?? []));
    faults.push(...part.faults);
    after = part.next;
  }
  write(json ? JSON.stringify({ mended, faults }, undefined, 2) : describe(mended, faults, mend).join('\n'));
  return faults.length > 0 ? 1 : 0;
}

function describe(mended: Fault[], faults: Fault[], mend: boolean): string[] {
  const line = ({ key, problem }: Fault) => `${key}: ${problem}`;
  if (mended.length + faults.length === 0) return ['Everything that is stored can be served.'];
  return [
    ...mended.map((it) => `${line(it)} (mended)`),
    ...faults.map(line),
    ...(faults.length > 0 && !mend
      ? ['', `${counted(faults.length, 'fault')}. Mend them with: tagwire doctor --mend`]
      : []),
  ];
}
