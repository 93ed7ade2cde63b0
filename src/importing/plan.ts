import { ACCEPTABLE } from './notes.ts';
import type { ImportResult } from './result.ts';

/** The stories that something is true of, and how often each name came up in it. */
export interface Tally {
  stories: number;
  names: Record<string, number>;
}

/** What an import does: how many stories of which formats, what becomes of them, and the reasons. */
export interface Plan {
  stories: number;
  /** Stories by the name of their format. */
  formats: Record<string, number>;
  outcomes: Record<ImportResult['outcome'], number>;
  /** Of those that are ok: the drafts of the source. */
  drafts: number;
  /** Of those that are ok or need review: those whose records an earlier import has written. */
  previous: number;
  droppedLines: number;
  /** What cannot be imported, and why. */
  errors: { file: string; error: string }[];
  /** Kinds of doubts that make drafts, and whether `--accept` takes them. */
  doubts: Record<string, Tally & { acceptable: boolean }>;
  /** Kinds of notes that only tell. */
  told: Record<string, Tally>;
}

/** Makes a plan of the results of a run, one by one. */
export class Planner {
  readonly plan: Plan = {
    stories: 0,
    formats: {},
    outcomes: { ok: 0, 'needs-review': 0, duplicate: 0, error: 0 },
    drafts: 0,
    previous: 0,
    droppedLines: 0,
    errors: [],
    doubts: {},
    told: {},
  };

  add({ file, outcome, error, format, previous, article, doubts, notes, lines }: ImportResult): void {
    const { plan } = this;
    plan.stories++;
    plan.outcomes[outcome]++;
    plan.droppedLines += lines.filter((it) => it.action === 'dropped').length;
    if (format !== null) plan.formats[format] = (plan.formats[format] ?? 0) + 1;
    if (error !== null) plan.errors.push({ file, error });
    if (outcome === 'error' || outcome === 'duplicate') return;
    if (previous !== null) plan.previous++;
    if (outcome === 'ok' && article?.status === 'draft') plan.drafts++;
    for (const code of new Set([...doubts, ...notes.map((it) => it.code)])) {
      const names = notes.filter((it) => it.code === code).flatMap((it) => it.names ?? []);
      if (doubts.includes(code)) {
        plan.doubts[code] ??= { ...newTally(), acceptable: ACCEPTABLE.includes(code) };
        tally(plan.doubts[code], names);
      } else {
        plan.told[code] ??= newTally();
        tally(plan.told[code], names);
      }
    }
  }
}

// Names come from the input: "constructor" is one like any other.
const newTally = (): Tally => ({ stories: 0, names: Object.create(null) });

function tally(counts: Tally, names: string[]): void {
  counts.stories++;
  for (const it of names) counts.names[it] = (counts.names[it] ?? 0) + 1;
}
