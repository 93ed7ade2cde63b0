import { ORGANISATION } from './byline-words.ts';
import { looksLikeDate } from './dates.ts';

const NOT_NAMES =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|tomorrow|the|then|now|from|and|across|of|in|on|at|to|for|with|by|over|under|through)$/i;
/** No name begins with these: "By Royal Command". As family names, some are. */
const NOT_FIRST =
  /^(?:royal|popular|command|demand|request|christmas|easter|force|night|noon|midnight|morning|evening|law|order|accident|design|default|degrees|numbers|sea|land|air|road|rail|bus|train|boat|foot|hand|heart|any|all|no|means|way|next|last|this|that|autumn|year|war|fire|water|god's?|vote|decree|appointment|invitation|candlelight|moonlight|різдва|великодня|ночі|ранку|початку|сьогодні|вчора|імені)\s/iu;
const PARTICLE = /^(?:de|da|del|della|der|den|di|du|la|le|van|von|bin|al|el|ibn|ter|ten|y)$/;
export const BYLINE =
  /^(?:(?:written |reported |story )?by:?|від|автор(?:ка|и)?:?|(?:autor(?:in|en|a|es|ka|zy)?|auteure?s?|текст|texte?|texto|tekst):|von|par|por)\s+(.{3,120})$/iu;
/** Words with which a headline may begin, too. */
const MAY_BEGIN_TITLE = /^(?:von|par|por)\s/i;

/**
 * Returns the names of a byline, without what follows them ("Reuters", "Staff Writer"); none for other lines.
 * @param untitled true if the line may be the headline
 */
export function bylineNames(text: string, untitled = false): string[] {
  const rest = BYLINE.exec(text)?.[1] ?? '';
  if (NOT_FIRST.test(rest) || (untitled && MAY_BEGIN_TITLE.test(text))) return [];
  return namesIn(rest.replace(/\s+(?:in|for)\s+\p{Lu}.*$/u, ''));
}

/** Returns the names at the beginning of a list such as "Ann Berg, Ivo Klym and Mara Holm, Staff Writers". */
export function namesIn(list: string): string[] {
  const [first = '', ...more] = list.split(/\s*(?:,|\||;| and | & | та | і | й )\s*/iu);
  if (!isName(first)) return [];
  const names = [first, ...more.filter((it) => isName(it) && !ORGANISATION.test(it))];
  return names.map((it) => (it === it.toUpperCase() ? it.replace(/\p{L}+/gu, capitalised) : it));
}

/** Names others beside the authors: who took the pictures, a team. */
const BESIDE =
  /\b(?:photos?|photographs?|photography|pictures|images|video|graphics|illustrations?|reporting|research|translation|translated|edited)\s(?:by|:)|(?<!\p{L})(?:and|&|with|та|і|й|і з)\s(?:the\s|our\s|his\s|her\s)?(?:team|staff of|newsroom|colleagues|others|readers|students|команд|колег)|(?<!\p{L})(?:фото|foto|fotos|zdjęcia)\s?(?::|von|de|\p{Lu})/iu;

/** Tells whether a byline names anybody besides its authors, who would be lost with the line. */
export const namesOthers = (text: string) => BESIDE.test(text);

/** Tells whether a byline also names somebody or something that `bylineNames` leaves out: "By Ann Berg and Cher". */
export function hasUnreadName(text: string): boolean {
  const more = [...text.matchAll(/(?: and | & | та | і | й )([^,|;&]+)/giu)].map((it) => (it[1] ?? '').trim());
  return more.some((it) => !isName(it.replace(/\s+(?:in|for)\s+\p{Lu}.*$/u, '')) && !ROLE.test(it));
}

const ROLE = /\b(?:Agency|News|Staff|Writers?|Correspondents?|Reporters?|Editors?|Press|Times|Post|Desk|Bureau)\b/i;
const capitalised = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();

/** Tells whether a text is the name of a person: two to five words with capitals. */
export function isName(text: string): boolean {
  const words = text.replace(/[.]$/, '').split(/\s+/);
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    words.every((it) => (/^\p{Lu}[\p{L}\p{M}.'-]*$/u.test(it) && !NOT_NAMES.test(it)) || PARTICLE.test(it)) &&
    words.filter((it) => /^\p{Lu}/u.test(it)).length >= 2 &&
    !ROLE.test(text)
  );
}

const STAMP_LABEL =
  /^(?:(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?|опубліковано|оновлено|дата|створено|for immediate release|veröffentlicht(?: am)?|aktualisiert(?: am)?|publié le|mis à jour le|publicado(?: el)?|actualizado(?: el)?|opublikowano|zaktualizowano)\s*[:,-]?\s+/iu;
const UPDATED = /updated|modified|оновлено|aktualisiert|mis à jour|actualizado|zaktualizowano/i;

/** Reads a time stamp: its date, and whether it is of the publication or an update. Undefined for other lines. */
export function timestampOf(text: string): { field: 'published' | 'updated'; written: string } | undefined {
  const label = STAMP_LABEL.exec(text);
  const written = label ? text.slice(label[0].length) : text;
  if (!looksLikeDate(written) && !/^\d{1,2}\/\d{1,2}\/\d{2,4}(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}.{0,12})?$/.test(written))
    return undefined;
  return { field: UPDATED.test(label?.[0] ?? '') ? 'updated' : 'published', written };
}

/** Hardly any export has stories from before the web. */
const FIRST_YEAR = 1995;

/** Tells whether a line is a date alone, of a time from which exports have no stories. */
export function isLongAgo(text: string): boolean {
  const year = /(?<!\d)(1[0-9]|20)\d\d(?!\d)/.exec(text)?.[0];
  return year !== undefined && Number(year) < FIRST_YEAR && !STAMP_LABEL.test(text);
}

const CONTRIBUTED =
  /^(.{5,200}?) (?:also )?contributed (?:reporting\b|from\b|(?:\w+ )?to (?:this|the) (?:report|story|article|coverage)\b).{0,40}$/i;
const CREDIT =
  /^(?:with )?(additional )?(reporting|writing|written|compiled|editing|edited|translated|translation|photography|research|production|graphics)(?: and \w+)? by ([^;()]+?)\.?$/i;
const WRITES = /^(?:reporting|writing|written|compiled)$/i;

/** The people of a credit line. */
export interface Credit {
  /** Those who wrote the story. */
  reporters: string[];
  /** It also names somebody else: a contributor, an editor, a newsroom, or a name that cannot be read. */
  hasOthers: boolean;
}

/** Reads a credit such as "(Reporting by Ann Berg; Editing by Ivo Klym)"; undefined for a line that names nobody. */
export function creditOf(text: string): Credit | undefined {
  const contributors = CONTRIBUTED.exec(text)?.[1];
  if (contributors !== undefined)
    return listedNames(contributors).some(isName) ? { reporters: [], hasOthers: true } : undefined;
  const parts = text.replace(/^\((.*)\)\.?$/, '$1').split(/\s*;\s*/);
  const credits = parts.map((it) => CREDIT.exec(it));
  const named = credits.map((it) => listedNames(it?.[3] ?? ''));
  if (credits.some((it) => it === null) || !named.flat().some(isName)) return undefined;
  const wrote = credits.flatMap((it, index) => (!it?.[1] && WRITES.test(it?.[2] ?? '') ? [index] : []));
  // "Writing by" after "Reporting by" names another one.
  const first = named[wrote[0] ?? -1] ?? [];
  return {
    reporters: first.filter(isName),
    hasOthers: credits.length > 1 || wrote.length === 0 || !first.every(isName),
  };
}

function listedNames(list: string): string[] {
  return list
    .split(/\s*(?:,\s*and |,| and | & )\s*/)
    .map((it) => it.replace(/\s+in\s+\p{Lu}.*$/u, '').replace(/[.\s]+$/, ''));
}

/** Tells whether all of these people are among others, however they are written. */
export function areAmong(names: readonly string[], others: readonly string[]): boolean {
  const known = new Set(others.map(folded));
  return names.every((it) => known.has(folded(it)));
}

const folded = (name: string) => name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');

/** Returns the length of a dateline such as "KYIV (AP) - "; 0 if the text has none. */
export function datelineLength(text: string): number {
  return DATELINE.exec(text.slice(0, 120))?.[0].length ?? 0;
}

export const DATELINE =
  /^\p{Lu}[\p{Lu}\p{M}.'-]+(?:[\s/][\p{Lu}][\p{Lu}\p{M}.'-]*){0,4}(?:,\s[\p{L}\p{N} .]{2,30}){0,2}\s?(?:(?:\([\p{L}\p{N} .]{2,24}\)|\/[\p{L}\p{N} .]{2,24}\/)\s?(?:--|[-–—:])|--|[–—]|-(?=\s+["']?\p{Lu}))\s+/u;
