import { writeFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { projectPath } from '../support/workerd/build.ts';
import { WORKERD_VERSION } from '../support/workerd/workerd.ts';

export interface Table {
  head: string[];
  rows: string[][];
}

/** A number to reach, in words, and whether this run did. */
export interface Goal {
  goal: string;
  measured: string;
  met: boolean;
}

/** The findings of a part of the benchmark: a chapter of docs/benchmarks.md. */
export interface Chapter {
  title: string;
  /** The measurement: of what, and how. */
  text: string;
  table: Table;
  goals: Goal[];
  /** Limits of the numbers. */
  note?: string;
}

/** A goal about a ratio. @param limit the highest (`<=`) or lowest (`>=`) that meets it */
export function ratioGoal(what: string, measured: number, comparison: '<=' | '>=', limit: number): Goal {
  const met = comparison === '<=' ? measured <= limit : measured >= limit;
  const word = comparison === '<=' ? 'at most' : 'at least';
  return { goal: `${what}: ${word} ${limit}x`, measured: times(measured), met };
}

export const times = (value: number) => `${value.toFixed(2)}x`;
export const whole = (value: number) => Math.round(value).toLocaleString('en-US');

/** Numbers to the right, the first column to the left. */
function markdownTable({ head, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function markdownGoals(goals: Goal[]): string {
  return goals.map(({ goal, measured, met }) => `- ${goal}: ${met ? 'met' : '**not met**'} (${measured})`).join('\n');
}

export function markdownChapter({ title, text, table, goals, note }: Chapter): string {
  const parts = [
    `## ${title}`,
    text,
    markdownTable(table),
    ...(goals.length > 0 ? [markdownGoals(goals)] : []),
    ...(note ? [note] : []),
  ];
  return parts.join('\n\n');
}

function preface(quick: boolean): string {
  const machine = `${cpus().length} cores (${platform()} ${arch()}), Node ${process.versions.node}, workerd ${WORKERD_VERSION}`;
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Measured on ${machine}, with the load generator on the same cores.${
    quick
      ? ' **A quick run (`--quick`): fewer rounds and fewer stories, good for finding faults, not for figures.**'
      : ''
  }

Contestants take turns (A B C, A B C, ...) within one run. Figures are medians. A ratio is the median of the rounds'
ratios, so it may differ from the quotient of two medians. What counts is the ratio: times and rates depend on the machine.`;
}

/** Writes docs/benchmarks.md, whole. */
export async function writeReport(chapters: Chapter[], quick: boolean): Promise<void> {
  const text = [preface(quick), ...chapters.map(markdownChapter)].join('\n\n');
  await writeFile(projectPath('docs', 'benchmarks.md'), `${text}\n`);
}
