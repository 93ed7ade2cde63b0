import { looksLikeDate } from './dates.ts';

const NOT_NAMES =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|tomorrow|the|then|now|from|and|across|of|in|on|at|to|for|with|by|over|under|through)$/i;
const PARTICLE = /^(?:de|da|del|della|der|den|di|du|la|le|van|von|bin|al|el|ibn|ter|ten|y)$/;
export const BYLINE = /^(?:(?:written |reported |story )?by:?|від|автор(?:ка|и)?:?|текст:)\s+(.{3,120})$/iu;

/** Returns the names of a byline, without what follows them ("Reuters", "Staff Writer"); none for other lines. */
export function bylineNames(text: string): string[] {
  const rest = BYLINE.exec(text)?.[1] ?? '';
  return namesIn(rest.replace(/\s+(?:in|for)\s+\p{Lu}.*$/u, ''));
}

/** Returns the names at the beginning of a list such as "Ann Berg, Ivo Klym and Mara Holm, Staff Writers". */
export function namesIn(list: string): string[] {
  const [first = '', ...more] = list.split(/\s*(?:,|\||;| and | & | та | і | й )\s*/iu);
  if (!isName(first)) return [];
  const names = [first, ...more.filter(isName)];
  return names.map((it) => (it === it.toUpperCase() ? it.replace(/\p{L}+/gu, capitalised) : it));
}

const capitalised = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();

function isName(text: string): boolean {
  const words = text.replace(/[.]$/, '').split(/\s+/);
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    words.every((it) => (/^\p{Lu}[\p{L}\p{M}.'-]*$/u.test(it) && !NOT_NAMES.test(it)) || PARTICLE.test(it)) &&
    words.filter((it) => /^\p{Lu}/u.test(it)).length >= 2 &&
    !/\b(?:Agency|News|Staff|Writer|Correspondent|Reporter|Editor|Press|Times|Post|Desk|Bureau)\b/i.test(text)
  );
}

const STAMP_LABEL =
  /^(?:(first |last )?(published|posted|updated|modified)(?: on| at)?|(опубліковано|оновлено|дата|створено))\s*:?\s+/iu;

/** Reads a time stamp: its date, and whether it is of the publication or an update. Undefined for other lines. */
export function timestampOf(text: string): { field: 'published' | 'updated'; written: string } | undefined {
  const label = STAMP_LABEL.exec(text);
  const written = label ? text.slice(label[0].length) : text;
  if (!looksLikeDate(written) && !/^\d{1,2}\/\d{1,2}\/\d{2,4}(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}.{0,12})?$/.test(written))
    return undefined;
  return { field: /updated|modified|оновлено/i.test(label?.[0] ?? '') ? 'updated' : 'published', written };
}

export const CONTRIBUTED =
  /^(.{5,100}?) contributed (?:to|reporting|from)(?: (?:this|the) (?:report|story|article))?\b.{0,40}$/i;

/** Returns the reporters named in a credit at the end of a story. */
export function creditNames(text: string): string[] {
  const reporting =
    /(?:reporting|compiled|written|writing) by ([^;()]+)/i.exec(text)?.[1] ?? CONTRIBUTED.exec(text)?.[1] ?? '';
  return reporting
    .split(/\s*(?:,| and | & )\s*/)
    .map((it) => it.replace(/\s+in\s+\p{Lu}.*$/u, '').replace(/[.\s]+$/, ''))
    .filter(isName);
}

/** Returns the length of a dateline such as "KYIV (AP) - "; 0 if the text has none. */
export function datelineLength(text: string): number {
  return DATELINE.exec(text.slice(0, 120))?.[0].length ?? 0;
}

export const DATELINE =
  /^\p{Lu}[\p{Lu}\p{M}.'-]+(?:[\s/][\p{Lu}][\p{Lu}\p{M}.'-]*){0,4}(?:,\s[\p{L}\p{N} .]{2,30}){0,2}\s?(?:\([\p{L}\p{N} .]{2,24}\)\s?[-–—:]|[–—]|-(?=\s+["']?\p{Lu}))\s+/u;
