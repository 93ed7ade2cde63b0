import { type Fields, isFields, textOf } from '../json.ts';
import { oneLine } from '../markup.ts';
import type { Note, NoteCode } from '../notes.ts';
import { isClosedName } from '../paywall.ts';

/** States in which a text is public. */
const PUBLIC = /^(?:publish(?:ed)?|public|live|usable|released?|final|completed?|corrected|updated)$/i;
/** Words with which a code says that a text is not public. */
const HELD =
  /(?:^|[^a-z])(?:draft|embargo(?:ed)?|h[eo]ld|withh[eo]ld|spiked?|kill(?:ed)?|scheduled|unpublished|private|not[ _-]?for[ _-]?(?:publication|release|use)|do[ _-]?not[ _-]?(?:publish|use|release))(?:$|[^a-z])/i;
/** Words for what everybody may read. */
const OPEN =
  /^(?:|0|no|none|null|off|false|free|public|open|available|all|any|everyone|everybody|default|unrestricted|immediate(?:ly)?|(?:free|open)[ _-]?access|.*\/c_abf2)$/i;
/** What editors write about a text that must not be published, or not yet. A condition ("without a credit") is none of these. */
const FORBIDS =
  /(?<!\p{L})(?:not for (?:publication|release|broadcast)|do not (?:publish|release|broadcast)|hold for release|embargo(?:ed)?(?::| (?:until|till|to|for|\d))|not to be (?:published|released|broadcast)|nicht zur veröffentlichung|sperrfrist|ne pas publier|no publicar|nie publikować|не публікувати|не для (?:публікації|друку))(?!\p{L}| (?:without|unless))/iu;
/** Parts of names of fields that say that a text is not public. */
const HELD_NAME =
  /(?:^|_)(?:is_)?(?:draft|embargo(?:ed)?(?:_until|_date)?|hidden|unlisted|unpublished|not_for_publication|marked_for_not_publication|no_publish|visibility|availability|access(?:_level|_rights)?|audience|tier)$/i;
/** Names of fields that say that a text is public. */
const OPEN_NAME = /^_?(?:is_)?(?:publish(?:ed)?|public|live|listed|visible|approved)$/i;
const FALSE = /^(?:false|no|off|0)$/i;

/** Tells whether a value says that everybody may read a text: nothing, false, "free", "public". */
export function isOpen(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0) return true;
  if (isFields(value)) return Object.values(value).every(isOpen);
  return Array.isArray(value) ? value.every(isOpen) : typeof value === 'string' && OPEN.test(value.trim());
}

/** Notes a state of a text (`status: draft`) in which it is not public, or that nobody knows. */
export function stateNotes(name: string, said: string | undefined): Note[] {
  if (said === undefined || PUBLIC.test(said)) return [];
  if (/^scheduled$/i.test(said)) return [note('scheduled', 'was scheduled, and not public yet')];
  return [note('status', `its ${name} is "${oneLine(said)}": saved as a draft`)];
}

/** Notes a code that says that a text is not public. Most codes (a signal, a role) say other things. */
export function codeNotes(name: string, code: string | undefined): Note[] {
  return code !== undefined && HELD.test(code)
    ? [note('status', `its ${name} is "${oneLine(code)}": saved as a draft`)]
    : [];
}

/** Notes the words of an editor or of terms. Those that forbid publishing hold the story back. */
export function wordNotes(code: NoteCode, label: string, text: string | undefined): Note[] {
  return text === undefined ? [] : [note(FORBIDS.test(text) ? 'embargo' : code, `${label}: ${oneLine(text)}`)];
}

/**
 * Notes fields that are not read: each that says by its name that the story was not for everybody, and the others together.
 * Fields without a value say nothing.
 * @param read tells by its name whether a field is read, or says nothing of the story
 */
export function unreadNotes(item: Fields, read: (name: string) => boolean): Note[] {
  const unread = Object.keys(item).filter((it) => !read(it) && !isEmpty(item[it]));
  const held = unread.filter((it) => isHeld(it, item[it]));
  const names = unread.filter((it) => !held.includes(it));
  return [
    ...held.map((it) => visibilityNote(it, item[it])),
    ...(names.length > 0
      ? [{ code: 'unread-fields' as const, message: `unknown fields are left out: ${names.join(', ')}`, names }]
      : []),
  ];
}

/** Notes a field, by its name and value, if it says that a story was not for everybody. */
export function fieldNotes(name: string, value: unknown): Note[] {
  return isHeld(name, value) ? [visibilityNote(name, value)] : [];
}

function visibilityNote(name: string, value: unknown): Note {
  return note('visibility', `was not for everybody: "${name}: ${shown(value)}"`);
}

const note = (code: NoteCode, message: string): Note => ({ code, message });

/** Tells whether a field says that a text was not for everybody: `isDraft: true`, `published: false`. */
function isHeld(name: string, value: unknown): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[-. ]/g, '_');
  if (OPEN_NAME.test(words)) return FALSE.test(String(value).trim());
  return (HELD_NAME.test(words) || isClosedName(words)) && !isOpen(value);
}

/** Lists and objects without anything in them. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

const shown = (value: unknown): string => textOf(value) ?? JSON.stringify(value).slice(0, 80);
