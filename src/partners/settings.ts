import * as v from 'valibot';
import { withoutBlanks } from '../articles/blanks.ts';
import { cleanLine, cleanText } from '../articles/characters.ts';
import { nearest, onLine } from '../articles/mistakes.ts';
import { toProblems, UNKNOWN_FIELD } from '../articles/problems.ts';
import { readYamlOrJson } from '../articles/yaml.ts';
import { canonicalExpression, parseExpression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { type Checked, type Problem, Refused } from '../refusal.ts';
import { PARTNERS } from './index.ts';
import type { OwnSetting, Partner, PartnerSettings } from './partner.ts';

export const MAX_PARTNERS_BYTES = 100_000;
const MAX_ITEMS = 100;
const MAX_SNIPPET_CHARACTERS = 5000;

const line = v.pipe(v.string('expected text'), v.transform(cleanLine), v.minLength(1, 'is empty'));
const address = v.pipe(
  line,
  v.check(isAddress, (it) => `expected an https address, or a path such as /logo.png, got "${it.input}"`),
);
const number = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d+$/, 'expected a whole number'), v.transform(Number))],
    'expected a whole number',
  ),
  v.integer('expected a whole number'),
  v.minValue(1, 'expected at least 1'),
  v.maxValue(MAX_ITEMS, `expected at most ${MAX_ITEMS}`),
);
const expression = v.pipe(
  line,
  v.rawCheck(({ dataset, addIssue }) => {
    const reason = dataset.typed ? reasonAgainst(dataset.value) : undefined;
    if (reason !== undefined) addIssue({ message: reason });
  }),
);
/** Unreserved characters (RFC 3986 §2.3): anything else is written otherwise in an address. */
const parameter = v.pipe(v.string(), v.regex(/^[\w.~-]+$/, 'expected a name such as utm_source'));

const SettingsSchema = v.object({
  only: v.optional(expression),
  key: v.optional(v.literal('required', 'expected required, or nothing')),
  items: v.optional(number),
  categories: v.optional(v.record(v.string(), line, 'expected names by the slugs of tags')),
  content: v.optional(v.picklist(['full', 'summary'], 'expected full or summary')),
  guid: v.optional(v.picklist(['id', 'permalink'], 'expected id or permalink')),
  expires: v.optional(v.picklist(['later', 'now'], 'expected later or now')),
  tracking: v.optional(v.record(parameter, line, 'expected names and values')),
  logo: v.optional(address),
  darkLogo: v.optional(address),
  analytics: v.optional(
    v.pipe(
      v.string('expected text'),
      v.transform(cleanText),
      v.trim(),
      v.maxLength(MAX_SNIPPET_CHARACTERS, `expected at most ${MAX_SNIPPET_CHARACTERS} characters`),
    ),
  ),
});
const SETTINGS = Object.keys(SettingsSchema.entries);

const FileSchema = v.object({
  version: v.pipe(
    v.union([v.literal(1), v.literal('1')], 'expected 1'),
    v.transform(() => 1),
  ),
  partners: v.record(v.string(), SettingsSchema, 'expected partners by name, such as "msn:"'),
});

/** True of an https address, and of a path on our own origin. */
function isAddress(text: string): boolean {
  const base = 'https://origin.invalid';
  if (!URL.canParse(text, base)) return false;
  const { protocol, origin } = new URL(text, base);
  return text.startsWith('/') ? origin === base : protocol === 'https:' && /^https:\/\/[^/]/i.test(text);
}

/** The content of a valid partners.yaml: the partners that the newsroom feeds, each with its settings. */
export interface PartnersFile {
  version: number;
  partners: Record<string, PartnerSettings>;
}

/** Before the first push: no partner is named. */
export const NO_PARTNERS: PartnersFile = { version: 1, partners: {} };

/** The levels of the file: file, partners, partner, categories. */
const DEPTH = 4;

/**
 * Reads and checks a partners.yaml, in YAML or JSON, at most `MAX_PARTNERS_BYTES` long. A setting that a partner's feed has no
 * place for is a problem. Whether its tags are known is not looked at.
 * @param problemOf says what is wrong with a picture on our own origin, for a partner, if anything
 */
export function readPartners(source: string, problemOf: ProblemOf = () => undefined): Checked<PartnersFile> {
  const read = readYamlOrJson(source, MAX_PARTNERS_BYTES);
  if ('problems' in read) return { ok: false, problems: read.problems };
  const { known, problems: misshapen } = shapeOf(read.value);
  const result = known === undefined ? undefined : v.safeParse(FileSchema, withoutBlanks(known, DEPTH));
  const found = result?.success ? disagreements(result.output.partners, problemOf) : toProblems(result?.issues ?? []);
  const problems = [...misshapen, ...found].map((it) => {
    const line = read.lineOf?.(it.field);
    return line === undefined ? it : { ...it, message: onLine(it.message, line) };
  });
  return problems.length > 0 || !result?.success ? { ok: false, problems } : { ok: true, value: result.output };
}

type ProblemOf = (path: string, partner: Partner) => string | undefined;
type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isBlank = (value: unknown) => value === null || value === '' || value === '~' || value === 'null';

/** The fields that a file may have, its partners by their names in lower case, and every problem with the others. */
function shapeOf(file: unknown): { known?: Fields; problems: Problem[] } {
  if (!isFields(file))
    return { problems: [{ field: 'file', message: 'expected "version: 1", and "partners:" with their names below' }] };
  const problems: Problem[] = [];
  for (const name of Object.keys(file).filter((it) => it !== 'version' && it !== 'partners')) {
    const isPartner = NAMES.includes(name.toLowerCase());
    problems.push({ field: name, message: isPartner ? 'belongs below "partners": indent it' : UNKNOWN_FIELD });
  }
  const version = 'version' in file ? { version: file.version } : {};
  if (!('partners' in file)) return { known: version, problems };
  // With nothing behind its colon: no partner is fed.
  const given = isBlank(file.partners) ? {} : file.partners;
  if (!isFields(given)) {
    problems.push({ field: 'partners', message: 'expected partners by name, such as "msn:", got a list' });
    return { known: { ...version, partners: {} }, problems };
  }
  const partners: [string, unknown][] = [];
  for (const [name, settings] of Object.entries(given)) {
    const { known, problems: found } = settingsOf(name, settings);
    problems.push(...found);
    if (known && partners.some(([it]) => it === name.toLowerCase()))
      problems.push({ field: `partners.${name}`, message: 'is given twice' });
    else if (known) partners.push([name.toLowerCase(), known]);
  }
  return { known: { ...version, partners: Object.fromEntries(partners) }, problems };
}

/** The settings of a partner that there are. A partner with nothing behind its colon is named all the same. */
function settingsOf(name: string, settings: unknown): { known?: Fields; problems: Problem[] } {
  const field = `partners.${name}`;
  if (!NAMES.includes(name.toLowerCase())) {
    if (SETTINGS.includes(name))
      return { problems: [{ field, message: "belongs to a partner: indent it below the partner's name" }] };
    const meant = NAMES.find((it) => isMeant(name, it));
    const hint = meant === undefined ? `expected ${NAMES.join(', ')}` : `did you mean "${meant}"?`;
    return { problems: [{ field, message: `there is no profile for this partner; ${hint}` }] };
  }
  if (isBlank(settings)) return { known: {}, problems: [] };
  if (!isFields(settings))
    return { problems: [{ field, message: 'expected settings such as "items: 20", or nothing' }] };
  const problems: Problem[] = [];
  const known: [string, unknown][] = [];
  for (const [setting, value] of Object.entries(settings)) {
    const path = `${field}.${setting}`;
    if (!SETTINGS.includes(setting)) {
      const meant = SETTINGS.find((it) => isMeant(setting, it));
      problems.push({
        field: path,
        message: UNKNOWN_FIELD + (meant === undefined ? '' : `; did you mean "${meant}"?`),
      });
    } else if (Array.isArray(value)) problems.push({ field: path, message: 'expected no list' });
    else known.push([setting, value]);
  }
  return { known: Object.fromEntries(known), problems };
}

/** True of a name that differs from another by its capitals, by a letter or by its beginning alone. */
function isMeant(given: string, name: string): boolean {
  const [folded, other] = [given.toLowerCase(), name.toLowerCase()];
  return folded === other || nearest(given, [name]) !== undefined || (folded.startsWith(other) && other.length > 2);
}

const NAMES = PARTNERS.map((it) => it.name);

function disagreements(given: Record<string, PartnerSettings>, problemOf: ProblemOf): Problem[] {
  return PARTNERS.flatMap((partner): Problem[] => {
    const settings = given[partner.name];
    if (!settings) return [];
    const field = `partners.${partner.name}`;
    const misplaced = OWN_SETTINGS.filter((it) => settings[it] !== undefined && !partner.settings.includes(it)).map(
      (it) => ({ field: `${field}.${it}`, message: `${partner.title} has no place for it; take it out` }),
    );
    const pictures = Object.entries({ logo: settings.logo, darkLogo: settings.darkLogo }).flatMap(([name, address]) => {
      const message = address?.startsWith('/') ? problemOf(address, partner) : undefined;
      return message === undefined ? [] : [{ field: `${field}.${name}`, message }];
    });
    const found = [...misplaced, ...pictures];
    if (settings.guid !== 'permalink' || !settings.tracking) return found;
    const message =
      'a guid is compared, and must stay the same: give "tracking", or a guid that is the address, not both';
    return [...found, { field: `${field}.guid`, message }];
  });
}

/** The settings that only some partners have a place for. */
const OWN_SETTINGS: readonly OwnSetting[] = ['content', 'guid', 'expires', 'tracking', 'logo', 'darkLogo', 'analytics'];

/**
 * Notes tags in settings that no story has and the vocabulary does not know: nothing comes of them.
 * @param isKnown tells a tag that somebody knows, by its slug
 * @param known names of tags, to say which one is meant
 */
export function notesOnUnknownTags(
  { partners }: PartnersFile,
  isKnown: (tag: string) => boolean,
  known: readonly string[],
): Problem[] {
  return Object.entries(partners).flatMap(([name, { only = '', categories = {} }]) => {
    const inExpression = only.split(/[+,]/).map((it) => it.replace('!', '').trim());
    const given = { only: inExpression, categories: Object.keys(categories) };
    return Object.entries(given).flatMap(([field, tags]) =>
      tags
        .filter((it) => it !== '' && it.toLowerCase() !== ALL && !isKnown(it))
        .map((it): Problem => {
          const meant = nearest(it, known);
          const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
          return { field: `partners.${name}.${field}`, message: `no story has the tag "${it}"${hint}` };
        }),
    );
  });
}

/** Returns why an expression of tags cannot be used; undefined if it can. */
function reasonAgainst(
  text: string,
  slugOf: (tag: string) => string = (it) => it.trim().toLowerCase(),
): string | undefined {
  try {
    canonicalExpression(parseExpression(text, slugOf));
    return undefined;
  } catch (error) {
    if (error instanceof Refused)
      return `expected tags such as "ukraine,refugees" or "all+!sport", got "${text}": ${error.message}`;
    throw error;
  }
}

/** Finds expressions that no story can match, by what their tags mean now. */
export function problemsOfOnly({ partners }: PartnersFile, vocabulary: Vocabulary): Problem[] {
  const slugOf = (tag: string) => (tag.trim().toLowerCase() === ALL ? ALL : vocabulary.slugOf(tag));
  return Object.entries(partners).flatMap(([name, { only }]): Problem[] => {
    const message = only === undefined ? undefined : reasonAgainst(only, slugOf);
    return message === undefined ? [] : [{ field: `partners.${name}.only`, message }];
  });
}

/** Notes partners that take nothing until they have all the settings that they need. */
export function notesOnMissingSettings({ partners }: PartnersFile): Problem[] {
  return PARTNERS.flatMap(({ name, title, needs = [] }): Problem[] => {
    const settings = partners[name];
    const missing = settings ? needs.filter((it) => settings[it] === undefined) : [];
    if (missing.length === 0) return [];
    return [{ field: `partners.${name}`, message: `${title} takes nothing until it has ${missing.join(' and ')}` }];
  });
}
