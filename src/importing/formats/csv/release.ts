import { heldBackBy, heldNotes } from '../../held-back.ts';
import type { Note, Noted } from '../../notes.ts';
import { statusIn } from '../../status-words.ts';
import type { FoundStory } from '../../story.ts';
import { type Row, unreadFieldsOf, valuesOf } from './columns.ts';

const PUBLIC_STATUS = /^(?:public|sent|confirmed|ready|true|yes|y|1|ja|oui|sí|si|tak|так)$/i;
const PUBLIC_AUDIENCE = /^(?:everyone|everybody|public|free|all|anyone)$/i;
const STORY_TYPE = /^(?:post|blog post|newsletter|podcast|video|article|news|news article|story|text)$/i;
const NO = /^(?:false|no|n|0|null|none|nein|non|nie|ні)$/i;

const isPublic = (status: string) => PUBLIC_STATUS.test(status) || statusIn(status) === 'published';

/** Tells whether the status of a row says that it was public. */
export const saysPublic = (row: Row): boolean => valuesOf(row, 'status').some(isPublic);

/** Tells whether a row was public. Whatever it marks as not public is a draft that says why. */
export function releaseOf(row: Row): Noted<FoundStory['status']> {
  const { fields, heldBack, unnamed } = row.columns;
  const drafts = cellsOf(row, unnamed).filter((it) => statusIn(it.value) === 'draft');
  const notes = [
    ...cellsOf(row, fields.get('status') ?? [])
      .filter((it) => !isPublic(it.value))
      .map(statusNote),
    ...drafts.map(statusNote),
    ...others(row, 'audience', PUBLIC_AUDIENCE).map((it) => note('visibility', `was only visible to "${it}"`)),
    ...others(row, 'type', STORY_TYPE).map((it) => note('not-a-post', `is of the type "${it}"`)),
    ...cellsOf(row, heldBack)
      .filter((it) => !NO.test(it.value))
      .map(({ name, value }) => note('visibility', `has "${value}" in the column "${name}"`)),
    ...notOpen(row),
    ...heldNotes(unreadFieldsOf(row).filter(([name]) => !drafts.some((it) => it.name === name.trim()))),
  ];
  return { value: notes.length > 0 ? 'draft' : undefined, notes };
}

/** A cell that is not blank, and the name of its column. */
interface Cell {
  name: string;
  value: string;
}

function cellsOf({ cells, names }: Row, columns: number[]): Cell[] {
  return columns
    .map((it) => ({ name: names[it]?.trim() ?? '', value: cells[it]?.trim() ?? '' }))
    .filter((it) => it.value !== '');
}

/** Notes what stands for "no" in the place of a date, and a date that a system has not set. */
function notOpen(row: Row): Note[] {
  return (
    row.columns.fields.get('published')?.flatMap((index) => {
      const [name, cell] = [row.names[index]?.trim() ?? '', row.cells[index]?.trim() ?? ''];
      if (cell !== '') return /\d{2}/.test(cell) ? [] : (heldBackBy('published', cell) ?? []);
      // Webflow has no date there until a row is published.
      return /^published on$/i.test(name) ? [note('status', `has nothing in the column "${name}"`)] : [];
    }) ?? []
  );
}

function others(row: Row, field: 'audience' | 'type', known: RegExp): string[] {
  return valuesOf(row, field).filter((it) => !known.test(it));
}

function statusNote({ name, value }: Cell): Note {
  const isKnown = NO.test(value) || statusIn(value) === 'draft';
  const what = `${name} is "${value}"${isKnown ? '' : ', which is not a known status'}`;
  return { ...note(/^scheduled$/i.test(value) ? 'scheduled' : 'status', what), names: [value] };
}

function note(code: Note['code'], what: string): Note {
  return { code, message: `${what}: saved as a draft` };
}
