import * as v from 'valibot';
import { withoutBlanks } from '../articles/blanks.ts';
import { cleanLine } from '../articles/characters.ts';
import { terms } from '../articles/fields.ts';
import { nearest, onLine } from '../articles/mistakes.ts';
import { toProblems, UNKNOWN_FIELD } from '../articles/problems.ts';
import { readYamlOrJson } from '../articles/yaml.ts';
import type { Checked, Problem } from '../refusal.ts';
import { ALL, reservedFor, SLUG_PATTERN } from './slug.ts';

export const MAX_VOCABULARY_BYTES = 1_000_000;

const line = v.pipe(v.string('expected text'), v.transform(cleanLine), v.minLength(1, 'is empty'));
const slug = v.pipe(
  line,
  v.regex(SLUG_PATTERN, (issue) => `expected a-z and 0-9 joined by "-", got "${issue.input}"`),
  v.check(
    (value) => reservedFor(value) === undefined,
    ({ input }) => `"${input}" ${reservedFor(input)}`,
  ),
);
const texts = v.union(
  [
    v.pipe(
      line,
      v.transform((text): Record<string, string> => ({ '': text })),
    ),
    v.pipe(
      v.record(v.string(), line),
      v.check((it) => Object.keys(it).length > 0, 'is empty'),
    ),
  ],
  'expected text, or texts by language',
);
const list = <T extends v.GenericSchema<unknown, string>>(item: T) =>
  v.optional(
    v.union(
      [
        v.array(item),
        v.pipe(
          item,
          v.transform((it) => [it]),
        ),
      ],
      'expected a list',
    ),
    [],
  );
const whole = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d{1,3}$/, 'expected a whole number'), v.transform(Number))],
    'expected a whole number',
  ),
  v.minValue(1, 'expected at least 1'),
);

const key = v.literal('required', (issue) => `expected required, got ${issue.received}`);

const VocabularySchema = v.strictObject({
  version: v.pipe(
    v.union([v.literal(1), v.literal('1')], 'expected 1'),
    v.transform(() => 1),
  ),
  /** The feeds of all stories and of searches are closed to everybody without a key. */
  key: v.optional(key),
  tags: v.array(
    v.strictObject({
      slug,
      label: texts,
      description: v.optional(texts),
      match: list(line),
      not: list(line),
      broader: list(slug),
      formerly: list(slug),
      need: v.optional(whole),
      /** The feeds of its channel, and of combinations with it, are closed to everybody without a key. */
      key: v.optional(key),
      /** What machines may do with its stories. */
      terms: v.optional(terms),
    }),
    'expected a list of tags',
  ),
});

/** The content of a valid tags.yaml. */
export type VocabularyFile = v.InferOutput<typeof VocabularySchema>;
export type VocabularyTag = VocabularyFile['tags'][number];

/**
 * Reads and checks a vocabulary, in YAML or JSON, at most `MAX_VOCABULARY_BYTES` long. Slugs must agree with each
 * other: `broader` names a tag of the vocabulary, and no slug belongs to two tags. Such problems name the tag:
 * `tags.humanitarian-corridors.broader: ...`.
 */
export function readVocabulary(source: string): Checked<VocabularyFile> {
  const read = readYamlOrJson(source, MAX_VOCABULARY_BYTES);
  if ('problems' in read) return { ok: false, problems: read.problems };
  const result = v.safeParse(VocabularySchema, withoutBlanks(read.value, DEPTH));
  const lined = (it: Problem, path = it.field) => {
    const line = read.lineOf?.(path);
    return line === undefined ? it : { ...it, message: onLine(it.message, line) };
  };
  if (!result.success) return { ok: false, problems: withMeant(toProblems(result.issues)).map((it) => lined(it)) };
  const { tags } = result.output;
  const problems = disagreements(tags).map((it) => {
    const [, slug, ...rest] = it.field.split('.');
    return lined(it, ['tags', tags.findLastIndex((tag) => tag.slug === slug), ...rest].join('.'));
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: result.output };
}

/** The fields of a tag that others mean by these names. */
const MEANT: Record<string, string> = {
  alias: 'formerly',
  aliases: 'formerly',
  keywords: 'match',
  name: 'label',
  parent: 'broader',
  parents: 'broader',
  synonyms: 'match',
  tag: 'label',
  title: 'label',
};

/** Says of a field that is not known which one is meant; that one is then not missed besides. */
function withMeant(problems: Problem[]): Problem[] {
  const meant = problems.map(({ field, message }) => {
    const [, tag = '', name = ''] = /^(tags\.\d+\.)(\w+)$/.exec(field) ?? [];
    const known = Object.hasOwn(MEANT, name)
      ? MEANT[name]
      : nearest(name, ['label', 'slug', 'match', 'broader', 'formerly', 'description', 'terms']);
    return message === UNKNOWN_FIELD && known !== undefined ? { field: tag + known, name: known } : undefined;
  });
  return problems
    .map((it, index) => ({ it, hint: meant[index]?.name }))
    .filter(({ it }) => it.message !== 'is required' || !meant.some((other) => other?.field === it.field))
    .map(({ it, hint }) => (hint === undefined ? it : { ...it, message: `${it.message}; did you mean "${hint}"?` }));
}

/** The levels of the file: file, tags, tag, labels. */
const DEPTH = 4;

function meantSlug(slug: string, known: ReadonlySet<string>): string {
  const meant = nearest(slug, [...known]);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

function disagreements(tags: VocabularyTag[]): Problem[] {
  const problems: Problem[] = [];
  const known = new Set(tags.map((it) => it.slug));
  const owners = new Map<string, string>();
  for (const tag of tags) {
    const report = (field: string, message: string) => problems.push({ field: `tags.${tag.slug}.${field}`, message });
    if (owners.has(tag.slug)) report('slug', 'is given twice');
    owners.set(tag.slug, tag.slug);
    for (const it of tag.broader)
      if (!known.has(it)) report('broader', `"${it}" is not in the vocabulary${meantSlug(it, known)}`);
    for (const it of tag.formerly) {
      if (known.has(it)) report('formerly', `"${it}" is a tag of its own`);
      else if (owners.has(it)) report('formerly', `"${it}" is also claimed by ${owners.get(it)}`);
      else owners.set(it, tag.slug);
    }
  }
  if (problems.length > 0) return problems;
  const bySlug = new Map(tags.map((it) => [it.slug, it]));
  for (const { slug } of tags) {
    if (broaderOf(bySlug, slug).includes(slug))
      problems.push({ field: `tags.${slug}.broader`, message: 'must not lead back to the tag itself' });
  }
  return problems;
}

/** Returns every slug that is broader than one, nearest first. */
export function broaderOf(tags: Map<string, VocabularyTag>, slug: string): string[] {
  const found = new Set<string>();
  const open = [...(tags.get(slug)?.broader ?? [])];
  for (const next of open) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(tags.get(next)?.broader ?? []));
  }
  return [...found];
}

/** The slugs of what is closed to everybody without a key: of tags, and `all`. */
export function closedIn({ key, tags }: VocabularyFile): string[] {
  return [...(key === 'required' ? [ALL] : []), ...tags.filter((it) => it.key === 'required').map((it) => it.slug)];
}

/** The vocabulary before the first push. */
export const EMPTY_VOCABULARY: VocabularyFile = { version: 1, tags: [] };
