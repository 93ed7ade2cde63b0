import { looksLikeDate } from './dates.ts';
import { isFields } from './json.ts';
import { statusIn } from './status-words.ts';

// Words by which exports say, in several languages, whether a story is for everybody.

/** What says no; also PHP's and JSON's ways to write nothing. */
const NO =
  /^(?:|0|n|no|f|false|off|none|null|nil|never|nein|falsch|non|faux|falso|nie|fałsz|ні|хиба|нет|a:0:\{\}|\[\]|\{\}|"")$/iu;
const YES = /^(?:1|y|yes|t|true|on|ja|wahr|oui|vrai|s[ií]|verdadero|tak|prawda|так|да)$/iu;
/** Values with which a story is for everybody. */
const OPEN = new RegExp(
  `^(?:${[
    'all|any|anyone|anybody|everyone|everybody|everywhere|free|general|open|public|readers|default|standard|normal|visible|shown|index|follow',
    'available|unrestricted|immediate(?:ly)?|general public|(?:the )?public|all (?:readers|users|visitors)|open (?:to|for) (?:all|everyone)|(?:free|open)[ _-]?access|.*\\/c_abf2',
    'ready|approved|complete|completed|done|final|finished|released|sent|confirmed|active|listed',
    'retracted|withdrawn',
    'alle|öffentlich|frei|kostenlos|fertig|tous|public|publique|gratuit|libre',
    'todos|público|gratis|wszyscy|publiczny|publiczne|bezpłatny',
    'всі|усі|публічний|публічно|публічна|відкритий|безкоштовно|готово',
  ].join('|')})$`,
  'iu',
);
/** Values with which what names a hold is none: "paywall: free". */
const NO_HOLD =
  /^(?:free|public|open|unrestricted|available|frei|öffentlich|kostenlos|publique?|gratuit|libre|público|gratis|publiczn[ye]|bezpłatny|публічн(?:ий|о|а)|відкритий|безкоштовно)$/iu;
/** Values with which it was held back, whatever says so: words of a status, of a code, and of a note to colleagues. */
const HELD =
  /(?<![\p{L}\p{N}])(?:drafts?|private?|hidden|pending|scheduled|unpublished|not[ _-]published|unlisted|embargo(?:ed)?|confidential|internal|restricted|gated|locked|members?|subscribers?|paid|premium|trash(?:ed)?|deleted|archived|(?:on[ _-]?)?h[eo]ld|withh[eo]ld|spiked?|kill(?:ed)?|noindex|not[ _-]?for[ _-]?(?:publication|release|use)|do[ _-]?not[ _-]?(?:publish|use|release))(?![\p{L}\p{N}])/iu;
/** States of an agency's text in which it is public. Somebody may still have to look at one that is "ready". */
const PUBLIC = /^(?:publish(?:ed)?|public|live|usable|released?|final|completed?|corrected|updated)$/i;
/** What editors write about a text that must not be published. A condition ("without a credit") is none of these. */
const ORDER = [
  "(?:do not|don['’]t|must not be|never) (?:publish(?:ed)?|release(?:d)?|broadcast)",
  '(?:may|can|should|must|is|are) ?not(?: to)? be (?:used|published|released|broadcast)',
  '(?:please )?do not use(?: before| until|[.!]?$)|not to be used (?:before|until)|no publication (?:before|until)|hold for release',
  'not (?:to be (?:published|released|broadcast)|for (?:publication|release|broadcast))|(?:mandatory )?kill(?:ed)?(?=[.:!]|$)|withdrawn(?=[.:!]|$)',
  '(?:for )?internal use(?: only)?|(?:strictly )?confidential(?=[.:!]|$)|subscribers only|off the record',
  'nicht (?:zur veröffentlichung|veröffentlichen)|nicht vor \\d|frei ab|nur für den (?:internen |dienst)gebrauch',
  'ne pas (?:publier|diffuser)|usage interne|no (?:publicar|difundir)|uso interno|nie publikować',
  'не (?:публікувати|раніше|для (?:публікації|друку))|для (?:службового|внутрішнього) користування',
].join('|');
const UNLESS = '(?!\\p{L}| (?:without|unless))';
const BEGINS_WITH_ORDER = new RegExp(`^(?:${ORDER})${UNLESS}`, 'iu');
const HAS_ORDER = new RegExp(`(?<!\\p{L})(?:${ORDER})${UNLESS}`, 'iu');
const EMBARGO =
  /(?<!\p{L})(?:embargo(?:ed)?(?:[:!]| (?:until|till|\d|(?:to|for) (?:\d|noon|midnight|release|\p{L}{3,6}day))|[.!]?$)|(?:under|strict) (?:strict )?embargo|hold (?:until|till)|not before \d|(?:mit )?sperrfrist(?!\p{L})|sous embargo|embargad[oa](?!\p{L})|bajo embargo|embargo (?:jusqu|hasta|do|bis)|objęt[eya] embargiem|(?:під )?ембарго(?::| до|[.!]?$)|під ембарго)/iu;

export const saysNo = (value: string): boolean => NO.test(value);

/** Tells whether a word says that a story is for everybody, or published. */
export const isOpen = (value: string): boolean => OPEN.test(value) || statusIn(value) === 'published';

/** Tells whether a value says that everybody may read a text: nothing, false, "free", "public". */
export function isForEverybody(value: unknown): boolean {
  if (isFields(value)) return Object.values(value).every(isForEverybody);
  if (Array.isArray(value)) return value.every(isForEverybody);
  const written = String(value ?? '');
  return saysNo(written.trim()) || written.split(',').every((it) => saysNo(it.trim()) || isOpen(it.trim()));
}

/** Tells whether a field that names a hold says that there is none. */
export const saysNoHold = (value: string): boolean =>
  value.split(',').every((it) => saysNo(it.trim()) || NO_HOLD.test(it.trim()));

/** Tells whether it is known what a value says: yes, when, where, or that a story is for everybody. */
export const isUnderstood = (value: string): boolean =>
  YES.test(value) || isOpen(value) || looksLikeDate(value) || /\d/.test(value) || /^https?:/i.test(value);

/** Tells whether a value, or a part of it, says that a text is held back. */
export const isHeld = (value: string): boolean => HELD.test(value) || statusIn(value) === 'draft';

/** Tells whether a text of this state is public: `usable`. */
export const isPublicState = (state: string): boolean => PUBLIC.test(state);

/** Tells whether somebody asks in a text not to publish. */
const hasOrder = (text: string): boolean => HAS_ORDER.test(text);

/** Tells whether a text is such a request. "Courts do not publish names" is none. */
export const beginsWithOrder = (text: string): boolean => BEGINS_WITH_ORDER.test(text);

/** Tells whether somebody writes of a text that it must not be published, or not yet. */
export const forbidsPublishing = (text: string): boolean => hasOrder(text) || EMBARGO.test(text);
