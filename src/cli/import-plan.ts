import type { Plan, Tally } from '../importing/plan.ts';
import { counted } from './counted.ts';

/** Names that are told of a kind of note. */
const MAX_NAMES = 8;

/** Errors that are told in a plan; the report tells of all. */
const MAX_ERRORS = 20;
const COLUMNS = 80;

/**
 * Describes a plan for people, line by line.
 * @param ends true if nothing comes after it: then it says what cannot be imported
 */
export function planLines(plan: Plan & { leftOut: Record<string, number> }, ends: boolean): string[] {
  const { stories, formats, previous, droppedLines, doubts, told, leftOut, errors } = plan;
  const [published, drafts, toReview, duplicates, failed] = outcomeCounts(plan);
  const read = Object.entries(formats).map(([name, count]) => `${number(count)} ${name}`);
  return [
    `The plan for ${stories === 1 ? '1 story' : `${number(stories)} stories`}:`,
    ...wrapped(read.length > 0 ? read : ['none can be read']),
    `  ${published}, ${drafts}, ${toReview},`,
    `  ${duplicates}, ${failed}; ${counted(droppedLines, 'line')} dropped`,
    ...(previous > 0 ? [`  ${number(previous)} of them here already; what has changed in them is written again`] : []),
    ...section(
      'Drafts for an editor because of',
      Object.entries(doubts).map(([code, it]) => [
        code,
        it,
        it.acceptable ? `--accept ${code} publishes them as they are` : adviceOn(code),
      ]),
    ),
    ...section(
      'Noted besides',
      Object.entries(told).map(([code, it]) => [code, it, '']),
    ),
    ...leftOutLines(leftOut),
    ...(ends ? errorLines(errors) : []),
    '',
  ];
}

/** What helps against a doubt that cannot be accepted. */
function adviceOn(code: string): string {
  if (code === 'missing-date') return 'try --timezone, or --published';
  return code === 'missing-title' || code === 'invalid'
    ? 'each record says what it needs'
    : 'held back; publish each by hand';
}

function errorLines(errors: Plan['errors']): string[] {
  if (errors.length === 0) return [];
  const more = errors.length - MAX_ERRORS;
  return [
    '  Errors',
    ...errors.slice(0, MAX_ERRORS).map(({ file, error }) => `    ${file} ${error}`),
    ...(more > 0 ? [`    and ${number(more)} more`] : []),
  ];
}

/** Items with commas between them, in lines of a terminal. */
function wrapped(items: string[]): string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index < items.length - 1 ? `${item},` : item;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= COLUMNS) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(`  ${text}`);
  }
  return lines;
}

/** What becomes of the stories, in the words of both the plan and the summary. */
export function outcomeCounts({ outcomes, drafts }: Plan): [string, string, string, string, string] {
  const { ok, 'needs-review': toReview, duplicate, error } = outcomes;
  return [
    `${number(ok - drafts)} to publish`,
    `${number(drafts)} ${drafts === 1 ? 'draft' : 'drafts'} of the source`,
    `${number(toReview)} for an editor`,
    `${number(duplicate)} ${duplicate === 1 ? 'duplicate' : 'duplicates'}`,
    `${number(error)} ${error === 1 ? 'error' : 'errors'}`,
  ];
}

/** Names links that still lead to the old site; no line if there are none. */
export function linksLeftLines({ told }: Plan): string[] {
  const left = told['links-left'];
  if (left === undefined) return [];
  const stories = left.stories === 1 ? '1 story' : `${number(left.stories)} stories`;
  return [`Links that still lead to the old site, in ${stories}: ${namesOf(left)}`];
}

function leftOutLines(leftOut: Record<string, number>): string[] {
  const kinds = Object.entries(leftOut).map(([kind, count]) => `${kind}: ${number(count)}`);
  return kinds.length > 0 ? [`  Left out as no stories: ${kinds.join(', ')}`] : [];
}

type Row = [code: string, tally: Tally, advice: string];

function section(heading: string, rows: Row[]): string[] {
  if (rows.length === 0) return [];
  const sorted = rows.toSorted(([a, one], [b, other]) => other.stories - one.stories || (a < b ? -1 : 1));
  const width = Math.max(...rows.map(([code]) => code.length));
  const digits = Math.max(...rows.map(([, { stories }]) => number(stories).length));
  return [
    `  ${heading}`,
    ...sorted.map(([code, tally, advice]) => {
      const said = [namesOf(tally), advice].filter((it) => it !== '').join('; ');
      return `    ${code.padEnd(width)}  ${number(tally.stories).padStart(digits)}  ${said}`.trimEnd();
    }),
  ];
}

function namesOf({ names }: Tally): string {
  const sorted = Object.entries(names).toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const shown = sorted.slice(0, MAX_NAMES).map(([name, count]) => `${name} (${number(count)})`);
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`${number(more)} more`] : [])].join(', ');
}

const number = (value: number) => value.toLocaleString('en');
