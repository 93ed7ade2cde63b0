import { longMonth } from '../language.ts';
import { stories } from './words.ts';

const MONTHS = 12;
const STEP = 8;
const HEIGHT = 24;

/** A chart with a bar for each of the last twelve months; nothing if they have no stories. */
export function Chart({ counts, months }: { counts: Map<string, number> | undefined; months: string[] }) {
  const values = months.map((it) => counts?.get(it) ?? 0);
  const most = Math.max(...values);
  if (most === 0) return null;
  const bars = values.flatMap((it, index) =>
    it === 0 ? [] : [`M${index * STEP + STEP / 2} ${HEIGHT}V${HEIGHT - Math.max(2, Math.round((it / most) * HEIGHT))}`],
  );
  return (
    <svg class="chart" role="img" width={MONTHS * STEP} height={HEIGHT}>
      <title>{inWords(values, most, months)}</title>
      <path d={bars.join('')} />
    </svg>
  );
}

function inWords(values: number[], most: number, months: string[]): string {
  const total = values.reduce((sum, it) => sum + it, 0);
  const top = longMonth(months[values.indexOf(most)] as string);
  return `${stories(total)} in the last 12 months, most in ${top} (${most})`;
}
