import * as v from 'valibot';
import { withoutBlanks } from '../articles/blanks.ts';
import { cleanLine } from '../articles/characters.ts';
import { nearest, onLine } from '../articles/mistakes.ts';
import { toProblems, UNKNOWN_FIELD } from '../articles/problems.ts';
import { readYamlOrJson } from '../articles/yaml.ts';
import { canonicalExpression, parseExpression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import { type Checked, type Problem, Refused } from '../refusal.ts';
import { PARTNERS } from './index.ts';
import type { OwnSetting, PartnerSettings } from './partner.ts';

export const MAX_PARTNERS_BYTES = 100_000;
const MAX_ITEMS = 100;
const MAX_SNIPPET_CHARACTERS = 5000;

const line = v.pipe(v.string('expected text'), v.transform(cleanLine), v.minLength(1, 'is empty'));
const texts = v.record(v.string(), line, 'expected names and texts');
const address = v.pipe(
  line,
  v.regex(
    /^(?:https:\/\/[^\s]+|\/[^\s/][^\s]*)$/,
    (it) => `expected an https address, or a path such as /logo.png, got "${it.input}"`,
  ),
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

const SettingsSchema = v.strictObject({
  only: v.optional(expression),
  key: v.optional(v.literal('required', 'expected required, or nothing')),
  items: v.optional(number),
  categories: v.optional(texts),
  content: v.optional(v.picklist(['full', 'summary'], 'expected full or summary')),
  guid: v.optional(v.picklist(['id', 'permalink'], 'expected id or permalink')),
  tracking: v.optional(texts),
  logo: v.optional(address),
  darkLogo: v.optional(address),
  analytics: v.optional(
    v.pipe(
      v.string('expected text'),
      v.trim(),
      v.maxLength(MAX_SNIPPET_CHARACTERS, `expected at most ${MAX_SNIPPET_CHARACTERS} characters`),
    ),
  ),
});

const FileSchema = v.strictObject({
  version: v.pipe(
    v.union([v.literal(1), v.literal('1')], 'expected 1'),
    v.transform(() => 1),
  ),
  partners: v.record(v.string(), SettingsSchema, 'expected partners by name'),
});

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
 * @param problemOf says what is wrong with a picture on our own origin, if anything
 */
export function readPartners(
  source: string,
  problemOf: (path: string) => string | undefined = () => undefined,
): Checked<PartnersFile> {
  const read = readYamlOrJson(source, MAX_PARTNERS_BYTES);
  if ('problems' in read) return { ok: false, problems: read.problems };
  const result = v.safeParse(FileSchema, withoutBlanks(withBlankPartners(read.value), DEPTH));
  const problems = result.success
    ? disagreements(result.output.partners, problemOf)
    : toProblems(result.issues).map(withMeant);
  if (problems.length > 0 || !result.success) {
    const lined = problems.map((it) => {
      const found = read.lineOf?.(it.field);
      return found === undefined ? it : { ...it, message: onLine(it.message, found) };
    });
    return { ok: false, problems: lined };
  }
  return { ok: true, value: result.output };
}

/** A partner with nothing behind its colon is named all the same. */
function withBlankPartners(file: unknown): unknown {
  if (typeof file !== 'object' || file === null || !('partners' in file)) return file;
  const { partners } = file;
  if (typeof partners !== 'object' || partners === null || Array.isArray(partners)) return file;
  const filled = Object.entries(partners).map(([name, it]) => [name, it === null || it === '' ? {} : it]);
  return { ...file, partners: Object.fromEntries(filled) };
}

/** Says of a setting that is not known which one is meant. */
function withMeant(problem: Problem): Problem {
  const name = problem.field.split('.').at(-1) ?? '';
  const meant = problem.message === UNKNOWN_FIELD ? nearest(name, Object.keys(SettingsSchema.entries)) : undefined;
  return meant === undefined ? problem : { ...problem, message: `${problem.message}; did you mean "${meant}"?` };
}

const NAMES = PARTNERS.map((it) => it.name);

function disagreements(
  given: Record<string, PartnerSettings>,
  problemOf: (path: string) => string | undefined,
): Problem[] {
  return Object.entries(given).flatMap(([name, settings]): Problem[] => {
    const partner = PARTNERS.find((it) => it.name === name);
    const field = `partners.${name}`;
    if (!partner) {
      const meant = nearest(name, NAMES);
      const hint = meant === undefined ? `expected ${NAMES.join(', ')}` : `did you mean "${meant}"?`;
      return [{ field, message: `is no partner that there is a profile for; ${hint}` }];
    }
    const missing = OWN_SETTINGS.filter((it) => settings[it] !== undefined && !partner.settings.includes(it)).map(
      (it) => ({ field: `${field}.${it}`, message: `${partner.title} has no place for it; take it out` }),
    );
    const pictures = Object.entries({ logo: settings.logo, darkLogo: settings.darkLogo }).flatMap(([name, address]) => {
      const message = address?.startsWith('/') ? problemOf(address) : undefined;
      return message === undefined ? [] : [{ field: `${field}.${name}`, message }];
    });
    const found = [...missing, ...pictures];
    if (settings.guid !== 'permalink' || !settings.tracking) return found;
    const message =
      'a guid is compared, and must stay the same: give "tracking", or a guid that is the address, not both';
    return [...found, { field: `${field}.guid`, message }];
  });
}

/** The settings that only some partners have a place for. */
const OWN_SETTINGS: readonly OwnSetting[] = ['content', 'guid', 'tracking', 'logo', 'darkLogo', 'analytics'];

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
function reasonAgainst(text: string): string | undefined {
  try {
    canonicalExpression(parseExpression(text, (it) => it.trim()));
    return undefined;
  } catch (error) {
    if (error instanceof Refused)
      return `expected tags such as "ukraine,refugees" or "all+!sport", got "${text}": ${error.message}`;
    throw error;
  }
}
