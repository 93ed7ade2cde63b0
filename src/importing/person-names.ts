import { AGENCY, ORGANISATION, ROLE, withoutForeignBy, withoutLabel } from './byline-words.ts';

/** A longer text is not read: no list of authors is that long. */
const MAX_CHARACTERS = 600;

/** Stand inside names with a small letter. */
const PARTICLE =
  /^(?:de|da|das|do|dos|del|della|delle|degli|der|den|di|du|la|le|los|van|von|vom|zu|zur|zum|und|bin|bint|ibn|abu|al|el|ter|ten|te|af|av|y|e|i|ap|o')$/;
const GENERATION = String.raw`(?:Jr|Sr|JR|SR|II|III|IV)\b`;
/** A word of a name: "Ann", "J.R.R.", "O’Neill", "deGrasse"; in scripts without capitals, any word. */
const WORD = /^(?:\p{Ll}{1,3}['’-]?)?\p{Lu}[\p{L}\p{M}.'’-]*$|^[\p{Lo}\p{M}'’-]+$/u;
const NO_WORD =
  /^(?:the|a|an|and|or|of|in|on|at|to|for|from|with|by|over|under|view|all|read|more|posted|published|updated|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|june|july|august|september|october|november|december|today|yesterday)$/i;

/** Between people of equal standing. "y", "e" and "i" are also parts of names. */
const AND = /\s*(?:(?:^|\s)(?:and|AND|And|und|UND|et|ET|та|ТА|і|й|и|og|och|ja|ve|with|mit|avec)\s|[&＆])\s*/u;
const AND_OR_PART = /\s(?:y|e|i|Y|E|I)\s/u;
/** Also before what somebody is, or whom they write for. */
const COMMA = new RegExp(String.raw`\s*(?:,(?!\s*${GENERATION})|[;|•·、،\n])\s*|\s[/–—-]\s|\/(?=\p{Lu})`, 'u');
/** After a name: where somebody is, or whom they write for. */
const PLACE = /^(\S+(?: \S+){1,4}?) (?:in|for|from|at|für|pour|para) (?:the |The )?\p{Lu}/u;
const OF_ORGANISATION = /^(\S+(?: \S+){1,4}?) (?:of|von|de) (.+)$/u;

/**
 * Reads a byline into names: "By IVO KLYM and Mara Holm, Coast News" into "Ivo Klym", "Mara Holm". Roles and agencies beside
 * people are left out; an organisation that is the author, or beside one after an "and", stays.
 * @param language of the text, BCP 47: some words are "by" in one language and a part of names in another
 * @returns undefined if it is not clear who is named
 */
export function namesIn(text: string, language?: string): string[] | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const unlabelled = withoutLabel(text);
  const list = withoutForeignBy(unlabelled, language?.split('-')[0]?.toLowerCase() ?? '');
  const segments = list.split(COMMA).filter((it) => it !== '');
  const read = segments.map((segment, index) => readSegment(segment, index > 0));
  const names = read.flatMap((it) => it ?? []);
  if (names.some(isPerson) && read.every((it) => it !== undefined)) return names.map(inSmallLetters);
  const inverted = list.includes(';') ? list.split(/\s*;\s*/).filter((it) => it !== '') : [];
  if (inverted.length > 1 && inverted.every((it) => INVERTED.test(it))) return inverted;
  // A name of one word, or an organisation.
  return segments.length === 1 && unlabelled !== '' && unlabelled !== text ? [unlabelled] : undefined;
}

/** Family name first, as in catalogues: "Berg, Ann". */
const INVERTED = /^\p{Lu}[\p{L}\p{M}'’-]+(?: [\p{L}\p{M}'’-]+){0,2}, \p{Lu}[\p{L}\p{M}.'’ -]*$/u;

/** Tells whether a text is the name of one person, as far as its form says. */
export function isPerson(text: string): boolean {
  const words = text.replace(new RegExp(`,(?= ${GENERATION})`, 'u'), '').split(' ');
  const [first = ''] = words;
  const capitals = words.filter((it) => /\p{Lu}|\p{Lo}/u.test(it));
  return (
    words.length <= 6 &&
    capitals.length >= 2 &&
    words.every((it) => (WORD.test(it) && !NO_WORD.test(it)) || PARTICLE.test(it)) &&
    // "AFP Kyiv", "BBC Sport"
    !(/^\p{Lu}{3,}$/u.test(first) && text !== text.toUpperCase()) &&
    !ROLE.test(text) &&
    !ORGANISATION.test(text)
  );
}

/** The names between two commas; none for a role or an agency; undefined if it may be anything. */
function readSegment(segment: string, after: boolean): string[] | undefined {
  const parts = segment.split(AND).filter((it) => it !== '');
  const read = parts.map((part, index) => readPart(part, after && index === 0, parts.length > 1));
  return read.every((it) => it !== undefined) ? read.flat() : undefined;
}

/** @param after true after a comma: an organisation there is whom somebody writes for. @param joined true beside an "and" */
function readPart(written: string, after: boolean, joined: boolean): string[] | undefined {
  const part = written.replace(/ \([^()]{1,80}\)$/u, '');
  const both = part.split(AND_OR_PART);
  if (both.length > 1 && both.every(isPerson)) return both;
  if (isPerson(part)) return [part];
  const head = PLACE.exec(part)?.[1];
  if (head !== undefined && isPerson(head)) return [head];
  const [, person = '', organisation = ''] = OF_ORGANISATION.exec(part) ?? [];
  if (isPerson(person) && isOrganisation(organisation)) return [person];
  if (ROLE.test(part)) return [];
  if (!isOrganisation(part)) return undefined;
  return joined && !after ? [part] : [];
}

const CAPITALS = /^\p{Lu}[\p{Lu}&.]{1,6}$/u;
const DOMAIN = /^[\p{L}\d-]+(?:\.[\p{L}\d-]+){1,3}$/u;

/** An agency, a newspaper: by a word such as "Press", or by its capitals or its domain. */
function isOrganisation(text: string): boolean {
  return ORGANISATION.test(text) || AGENCY.test(text) || CAPITALS.test(text) || DOMAIN.test(text);
}

/** Writes a name in capitals as others are: "IVO O'NEILL" as "Ivo O'Neill". Names of one word may be abbreviations. */
function inSmallLetters(name: string): string {
  if (name !== name.toUpperCase() || name === name.toLowerCase() || !isPerson(name)) return name;
  return name.split(' ').map(wordInSmallLetters).join(' ');
}

function wordInSmallLetters(word: string, index: number): string {
  // "J.R.R.", "DJ", "III"
  if (/^(?:\p{L}\.)+$|^I{2,3}$|^IV$/u.test(word) || (index === 0 && /^[^AEIOUY]{2}$/u.test(word))) return word;
  const small = word.toLowerCase();
  if (index > 0 && /^(?:von|der|den|und|bin|ibn|y)$/.test(small)) return small;
  return small
    .replace(/(?:^|['’-])\p{L}/gu, (it) => it.toUpperCase())
    .replace(/^Mc\p{Ll}/u, (it) => `Mc${it.charAt(2).toUpperCase()}`);
}
