import type { Note, Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { type Row, valuesOf } from './columns.ts';

const PUBLIC_STATUS = /^(?:published|publish|public|live|sent|confirmed|scheduled|ready|true|yes|y|1)$/i;
const PUBLIC_AUDIENCE = /^(?:everyone|everybody|public|free|all|anyone)$/i;
const STORY_TYPE = /^(?:post|blog post|newsletter|podcast|video|article|news|news article|story|text)$/i;
const NO = /^(?:false|no|n|0|null|none)$/i;

/** Tells whether a row was public. Whatever it marks as not public is a draft that says why. */
export function releaseOf(row: Row): Noted<FoundStory['status']> {
  const notes = [
    ...others(row, 'status', PUBLIC_STATUS).map((it) => note('status', `has the status "${it}"`)),
    ...others(row, 'audience', PUBLIC_AUDIENCE).map((it) => note('visibility', `was only visible to "${it}"`)),
    ...others(row, 'type', STORY_TYPE).map((it) => note('not-a-post', `is of the type "${it}"`)),
    ...row.columns.heldBack
      .filter((it) => isYes(row.cells[it] ?? ''))
      .map((it) => note('visibility', `has "${row.cells[it]?.trim()}" in the column "${row.names[it]?.trim()}"`)),
  ];
  return { value: notes.length > 0 ? 'draft' : undefined, notes };
}

function others(row: Row, field: 'status' | 'audience' | 'type', known: RegExp): string[] {
  return valuesOf(row, field).filter((it) => !known.test(it));
}

const isYes = (cell: string) => cell.trim() !== '' && !NO.test(cell.trim());

function note(code: Note['code'], what: string): Note {
  return { code, message: `${what}: saved as a draft` };
}
