import { looksLikeDate } from './dates.ts';
import {
  beginsWithOrder,
  forbidsPublishing,
  isForEverybody,
  isHeld,
  isUnderstood,
  saysNo,
  saysNoHold,
} from './held-words.ts';
import { isFields } from './json.ts';
import type { Note, Noted } from './notes.ts';

/** A field that no format reads, as it is written. */
export type UnreadField = [name: string, value: string];

/** Words of names that say that something keeps a story from readers, and the note for them. Words are whole, or stems before "*". */
const CLOSING: [code: Note['code'], words: string][] = [
  [
    'status',
    'draft* entwurf brouillon* borrador* szkic* чернет* wip unpublish* unapproved unfinished scheduled killed spiked withheld expired',
  ],
  ['embargo', 'embargo* sperrfrist ембарго'],
  [
    'visibility',
    `hidden verborgen versteckt masqué oculto ukryt* прихован* private privat privé privado prywatn* приватн* members memberonly
     membership memberships mitglieder abonnenten abonnés suscriptores subskrybenci subscriber subscribers subscribersonly membersonly
     restrict* gated protect* password* kostenpflichtig payant bezahlschranke abo abonnes réservé passwort kennwort contraseña hasło пароль paid paidonly paywall paywalled premium confidential
     vertraulich confidentiel confidencial login* prenumerator* subskrybent* передплат* poufn* конфіденц* internal unlisted noindex headless nopublish hold onhold locked
     eleventyexclude`,
  ],
  ['trash', 'deleted trashed spam gelöscht supprimé eliminado usunięt* видален* archived archiviert'],
];
const closing = CLOSING.map(([code, words]): [Note['code'], RegExp] => [
  code,
  new RegExp(`^(?:${words.trim().split(/\s+/).join('|').replaceAll('*', '\\p{L}*')})$`, 'u'),
]);

/** Words that hold back only beside others of a story: "hide title" and "edit lock" do not. */
const BESIDE_STORY = /^(?:hide|hides|lock|exclude|excluded|block|gate|unread)$/;
const OF_STORY =
  /^(?:is|in|on|from|the|all|to|post|page|story|article|entry|content|list|lists|home|homepage|search|feed|feeds|rss|site|index|collections|eleventy|desktop|mobile|tablet|tds|wpmem|newspack|public|access|control|rules)$/;
/** What such a field may be for: the look of a page, or words beside what is closed. */
const ABOUT_OTHER =
  /^(?:button|class|classes|conversions|colou?r|comments?|counts?|created|css|gem|editor|error|excerpt|icon|id|ids|image|key|label|layout|links?|menu|message|meta|nav|notes?|notified|number|og|opens|pick|saved|scenes|school|size|views|ping|redirect|role|seo|style|template|text|theme|title|toc|twitter|url|wpseo|yoast|yst|query|icons?|sidebar|author|authors|cover|hero|payment|sponsor|token|builder|rank|aioseo|seopress)$/;
/** Names that say yes or no: "is public", "veröffentlicht". */
const OPENING =
  /^(?:publish|published|public|live|listed|visible|online|ready|approved|released|veröffentlicht|veroeffentlicht|öffentlich|enabled|freigegeben|sichtbar|publié|publiée|publicado|público|opublikowan[eya]|publiczn[eya]|widoczn[eya]|опубліковано|опублікований|публічно|публічний)$/u;
/** Names whose value says who or when. */
const READERS =
  /^(?:visibility|audience|audiences|availability|access|tier|privacy|sensitivity|classification|sharing|sichtbarkeit|zugriff|visibilité|visibilidad|audiencia|widoczność|dostęp|видимість|доступ)$/u;
const STATUS = /^(?:veröffentlichungsstatus|status|statut|estado|статус)$/u;
const STAGES = /^(?:state|stage|workflow|stan|phase|approval|robots|review)$/u;
/** Words beside these that do not change what they say. */
const PLAIN =
  /^(?:is|was|are|has|be|post|page|story|article|entry|content|web|wp|publication|publishing|level|editorial|release|workflow|current|needs|need|in|required|for)$/;
/** Dates before which a story is not to be seen. */
const NOT_BEFORE = /^(?:embargo\p{L}*|sperrfrist|ембарго|scheduled?|release|releases|publish|published|golive)$/u;
const NOT_BEFORE_WITH = /^(?:until|date|at|on|from|time|for|bis|datum|start|end|ends)$/;

/** The words of a name: `isDraft`, `is_draft` and "Is draft" have the same. */
function wordsOfName(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((it) => it !== '');
}

/**
 * Says why a field that no format reads holds a story back; undefined if it does not. What names a hold must say that the story
 * is for everybody.
 * @param name as the export has it, such as "members_only" or "isPublished"
 */
export function heldBackBy(name: string, written: string): Note | undefined {
  const value = written.trim();
  const own = IN_CONTAINER.exec(name)?.[1];
  const code = (own === undefined ? undefined : codeOf(wordsOfName(own), value)) ?? codeOf(wordsOfName(name), value);
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
  return code && { code, message: `${WHY[code] ?? 'was not for everybody'}: "${name.trim()}: ${shown}"` };
}

/** A field among others of a story, in an object that holds all kinds of fields. */
const IN_CONTAINER =
  /^_?(?:(?:acf|cascade|build|custom|custom_?fields|data|extra|fields|frontmatter|meta|obsidian|options|page|params?|patreon|post|props|properties|seo|settings)\.)+([^.]+)$/i;
const MAX_SHOWN = 80;
const NOTE_NAME =
  /^(?:notes?|instructions?|comments?|remarks?|internal|hinweise?|notiz\p{L}*|consignes?|notas?|uwagi|приміт\p{L}*)$/u;
const IN_REVIEW = /(?<![\p{L}\p{N}])review(?![\p{L}\p{N}])/iu;
/** What is longer is a text. */
const MAX_INSTRUCTION = 300;
const WHY: Partial<Record<Note['code'], string>> = {
  status: 'was not public, or its status is not known',
  embargo: 'may be under an embargo',
  trash: 'was deleted, or put away',
};

function codeOf(words: string[], value: string): Note['code'] | undefined {
  if (value === '') return undefined;
  if (isInstruction(words, value)) return 'visibility';
  if (words.some((it) => ABOUT_OTHER.test(it))) return undefined;
  const rest = words.filter((it) => !PLAIN.test(it));
  if (
    saysNo(value) &&
    value !== '' &&
    /^(?:show on web|channels|publication|veröffentlichung|publicación|publikacja|публікація)$/.test(words.join(' '))
  )
    return 'status';
  if (/^(?:is )?(?:free|accessible for free)$/.test(words.join(' '))) return saysNo(value) ? 'paywall' : undefined;
  if (saysOpening(words)) return isUnderstood(value) && !saysNo(value) ? undefined : 'status';
  const closed = closing.find(([, pattern]) => words.some((it) => pattern.test(it)))?.[0];
  if (closed === undefined ? isForEverybody(value) : saysNoHold(value)) return heldByNo(words, value);
  if (closed !== undefined)
    return isCount(value) || notBefore([words.join(' '), value]) !== undefined ? undefined : closed;
  if (words.some((it) => BESIDE_STORY.test(it)) && words.every((it) => BESIDE_STORY.test(it) || OF_STORY.test(it)))
    return 'visibility';
  if (/^(?:is )?needs? (?:review|approval|edit\p{L}*)$/u.test(words.join(' ')) || saysOnly(words)) return 'visibility';
  if (/^(?:(?:post|content) )?(?:type|layout)$/.test(words.join(' ')) && isDraftWord(value)) return 'status';
  if (words.some((it) => READERS.test(it)) && !looksLikeDate(value)) return 'visibility';
  if (rest.length === 1 && STATUS.test(rest[0] as string)) return 'status';
  const hasStage = words.some((it) => STATUS.test(it) || STAGES.test(it));
  return hasStage && (isHeld(value) || IN_REVIEW.test(value)) ? 'status' : undefined;
}

/** How many they are: "Subscribers: 1200". */
const isCount = (value: string) => /^(?:[2-9]|\d{2,3}|\d{1,3}(?:[,. ]?\d{3})+)$/.test(value);

/** "E-mail only"; but a story on the web only is on the web. */
const saysOnly = (words: string[]) => words.at(-1) === 'only' && words.length > 1 && words.at(-2) !== 'web';

const isDraftWord = (value: string) => closing[0]?.[1].test(value.toLowerCase());

/** Tells words to colleagues: those of a note, or with which a value begins. "Courts do not publish names" is a text. */
function isInstruction(words: string[], value: string): boolean {
  if (beginsWithOrder(value)) return true;
  if (value.length > MAX_INSTRUCTION || !words.some((it) => NOTE_NAME.test(it))) return false;
  return forbidsPublishing(value) || /^(?:hold|kill|spike)\b/i.test(value);
}

/** Holds with a no: Hugo's and Eleventy's ways to write no page. */
function heldByNo(words: string[], value: string): Note['code'] | undefined {
  const name = words.join(' ');
  if (/^(?:permalink|sitemap)$/.test(name) && /^false$/i.test(value)) return 'visibility';
  return /^build (?:render|list)$/.test(name) && /^(?:never|false)$/i.test(value) ? 'visibility' : undefined;
}

/** Tells whether a name is "published" or the like and nothing else. */
function saysOpening(words: string[]): boolean {
  const rest = words.filter((it) => !/^(?:is|was|are|post|story|article|entry|web|wp|dg|for)$/.test(it));
  return rest.length === 1 && OPENING.test(rest[0] as string);
}

/** A year alone, or a day that may be ambiguous. */
const NUMERIC = /^(?:(?:19|20|21)\d\d(?:-\d\d)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$/;

/** The date of a field that says before when a story is not to be seen; undefined for any other field. */
function notBefore([name, value]: UnreadField): string | undefined {
  const words = wordsOfName(name);
  const isDate = looksLikeDate(value.trim()) || NUMERIC.test(value.trim());
  if (!isDate || words.some((it) => ABOUT_OTHER.test(it))) return undefined;
  const isGoLive = /^(?:go live|not before|(?:available|visible|live) from|gesperrt bis)(?: date| at)?$/.test(
    words.join(' '),
  );
  const isNamed = words.some((it) => NOT_BEFORE.test(it)) || isGoLive;
  const isOwn = words.some(
    (it) =>
      NOT_BEFORE_WITH.test(it) || /^(?:release|golive|embargo\p{L}*|sperrfrist|ембарго|scheduled|golive)$/u.test(it),
  );
  return isNamed && (isOwn || isGoLive) ? value.trim() : undefined;
}

/** Notes what holds a story back among its unread fields. */
export function heldNotes(fields: UnreadField[]): Note[] {
  return fields.flatMap(([name, value]) => heldBackBy(name, value) ?? []);
}

/** The last date among unread fields before which a story is not to be seen, if that is later than its publication. */
export function delayOf(fields: UnreadField[], published: string | undefined): Noted<string | undefined> {
  const dated = fields.filter((it) => isLater(notBefore(it), published));
  const [last] = dated.toSorted(([, a], [, b]) => b.localeCompare(a));
  if (last === undefined) return { value: undefined, notes: [] };
  const date = last[1].trim();
  return { value: date, notes: [{ code: 'not-before', message: `is not shown before its "${last[0]}", ${date}` }] };
}

/** Tells whether a field of this name says for whom or when a story is. */
export const isAboutReaders = (name: string) =>
  heldBackBy(name, '?') !== undefined || notBefore([name, '2000']) !== undefined;

/** Compares moments, else days or years. What cannot be compared may be later. */
function isLater(date: string | undefined, published: string | undefined): boolean {
  if (date === undefined) return false;
  if (published === undefined) return true;
  const [a = Number.NaN, b = Number.NaN] = [date, published].map((it) =>
    /(?:Z|[+-]\d\d:?\d\d)$/i.test(it) ? Date.parse(it) : Number.NaN,
  );
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a > b;
  if ([date, published].every((it) => /^\d{4}-\d\d-\d\d/.test(it))) return date.slice(0, 10) > published.slice(0, 10);
  const [year, other] = [date, published].map((it) => /(?<!\d)\d{4}(?!\d)/.exec(it)?.[0]);
  return year === undefined || other === undefined || year >= other;
}

const MAX_DEPTH = 4;

/** The fields in a value, under their names in a row: `params: {draft: true}` has "params.draft". */
export function unreadFields(name: string, value: unknown, depth = 0): UnreadField[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) {
    if (!value.some((it) => typeof it === 'object')) return [[name, value.join(', ')]];
    return value.flatMap((it) => unreadFields(name, it, depth + 1));
  }
  if (!isFields(value)) return [[name, value === null || value === undefined ? '' : String(value)]];
  return Object.entries(value).flatMap(([own, it]) => unreadFields(`${name}.${own}`, it, depth + 1));
}
