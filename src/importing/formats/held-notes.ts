import { delayOf, heldNotes, unreadFields } from '../held-back.ts';
import { forbidsPublishing, isHeld, isPublicState } from '../held-words.ts';
import type { Fields } from '../json.ts';
import { oneLine } from '../markup.ts';
import type { Note, NoteCode, Noted } from '../notes.ts';

/** Notes a state of a text (`status: draft`) in which it is not public, or that nobody knows. */
export function stateNotes(name: string, said: string | undefined): Note[] {
  if (said === undefined || isPublicState(said)) return [];
  if (/^scheduled$/i.test(said)) return [note('scheduled', 'was scheduled, and not public yet')];
  return [note('status', `its ${name} is "${oneLine(said)}": saved as a draft`)];
}

/** Notes a code that says that a text is not public. Most codes (a signal, a role) say other things. */
export function codeNotes(name: string, code: string | undefined): Note[] {
  return code !== undefined && isHeld(code)
    ? [note('status', `its ${name} is "${oneLine(code)}": saved as a draft`)]
    : [];
}

/** Notes the words of an editor or of terms. Those that forbid publishing hold the story back. */
export function wordNotes(code: NoteCode, label: string, text: string | undefined): Note[] {
  return text === undefined ? [] : [note(forbidsPublishing(text) ? 'embargo' : code, `${label}: ${oneLine(text)}`)];
}

/**
 * Notes fields that are not read: each that says by its name that the story was not for everybody, and the others together.
 * Fields without a value say nothing.
 * @param read tells by its name whether a field is read, or says nothing of the story
 */
export function unreadNotes(item: Fields, read: (name: string) => boolean): Note[] {
  const unread = Object.keys(item).filter((it) => !read(it) && !isEmpty(item[it]));
  const held = new Map(unread.map((it) => [it, heldNotes(unreadFields(it, item[it]))]));
  const names = unread.filter((it) => held.get(it)?.length === 0);
  return [
    ...[...held.values()].flat(),
    ...(names.length > 0
      ? [{ code: 'unread-fields' as const, message: `unknown fields are left out: ${names.join(', ')}`, names }]
      : []),
  ];
}

/** The last date among fields that are not read before which the story is not to be seen, if that is later than its publication. */
export function unreadDelay(
  item: Fields,
  read: (name: string) => boolean,
  published: string | undefined,
): Noted<string | undefined> {
  const unread = Object.entries(item).filter(([name]) => !read(name));
  return delayOf(
    unread.flatMap(([name, value]) => unreadFields(name, value)),
    published,
  );
}

const note = (code: NoteCode, message: string): Note => ({ code, message });

/** Lists and objects without anything in them. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
