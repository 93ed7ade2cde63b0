import type { Entry } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { ownWords } from '../articles/own-words.ts';
import { channelsOf } from '../channels/channels-of.ts';
import { canonicalExpression, type Expression, matches, parseExpression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import { oldestOf } from '../feeds/reading.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { Circumstances, Partner, Rule } from './partner.ts';

/** A rule, and what it made of a story. */
export interface Finding {
  rule: string;
  message: string;
}

/** What a partner gets of a story. */
export type Verdict =
  | { kind: 'passed' | 'adapted' | 'gone'; entry: Entry; adapted: Finding[] }
  | { kind: 'withheld'; withheld: Finding[] };

/**
 * Judges a story by a partner's rules: as it is, adapted, withheld with every reason, or gone. Of a story that was withdrawn or
 * retracted, a partner gets none of its words, and no rule of its own counts; of one that the newsroom does not give it, nothing.
 * @param entry as it is served: see `servedEntries`
 */
export function judge(partner: Partner, entry: Entry, circumstances: Circumstances): Verdict {
  const { site, now } = circumstances;
  if (isGone(entry)) {
    const ungiven = ONLY.apply(entry, circumstances);
    if (ungiven && 'withheld' in ungiven)
      return { kind: 'withheld', withheld: [{ rule: ONLY.id, message: ungiven.withheld }] };
    const stub = entry.withdrawn ? entry : retractedStub(entry, site);
    return { kind: 'gone', entry: asSet(stub, circumstances), adapted: [] };
  }
  let story = entry;
  const adapted: Finding[] = [];
  const withheld: Finding[] = [];
  for (const { id, apply } of [ONLY, ...partner.rules]) {
    const outcome = apply(story, circumstances);
    if (outcome === undefined) continue;
    if ('withheld' in outcome) withheld.push({ rule: id, message: outcome.withheld });
    else {
      story = outcome.entry;
      if (outcome.adapted !== undefined) adapted.push({ rule: id, message: outcome.adapted });
    }
    if (id === ONLY.id) break;
  }
  const age = now && ageFinding(partner, Date.parse(entry.published), now);
  if (age && withheld[0]?.rule !== ONLY.id) withheld.push(age);
  if (withheld.length > 0) return { kind: 'withheld', withheld };
  return { kind: adapted.length > 0 ? 'adapted' : 'passed', entry: asSet(story, circumstances), adapted };
}

/** Why a partner does not take a story for its age, if that is so. @param published milliseconds since 1970 */
export function ageFinding(partner: Partner, published: number, now: Date): Finding | undefined {
  const oldest = oldestOf(partner, now);
  if (oldest === undefined || published >= oldest) return undefined;
  return { rule: 'age', message: `it was published ${partner.maxAgeDays} days ago, or earlier` };
}

/** The story is one of those that the newsroom gives the partner: no rule of the partner's own. */
export const ONLY: Rule = {
  id: 'only',
  says: 'the stories that articles/partners.yaml gives it',
  apply({ tags, withdrawn }, { settings: { only }, vocabulary }) {
    if (only === undefined) return undefined;
    const slugOf = (term: string) => (term.toLowerCase() === ALL ? ALL : vocabulary.slugOf(term));
    let expression: Expression;
    try {
      expression = canonicalExpression(parseExpression(only, slugOf));
    } catch (error) {
      // What its tags mean may have changed since it was checked.
      if (!(error instanceof Refused)) throw error;
      return { withheld: `articles/partners.yaml gives it only ${only}, which no story can match` };
    }
    const had = withdrawn ? withdrawn.tags.map((it) => ({ slug: vocabulary.slugOf(it), label: it })) : tags;
    const listed = new Set(channelsOf(had, vocabulary).map((it) => it.slug));
    return matches(expression, listed) ? undefined : { withheld: `articles/partners.yaml gives it only ${only}` };
  },
};

/** An entry with the categories and addresses that the newsroom has set for a partner. */
function asSet(entry: Entry, { settings, vocabulary }: Circumstances): Entry {
  const { categories = {}, tracking = {} } = settings;
  const names = new Map(Object.entries(categories).map(([tag, name]) => [vocabulary.slugOf(tag), name]));
  const tags = entry.tags.map((it) => ({ ...it, label: names.get(it.slug) ?? it.label }));
  if (Object.keys(tracking).length === 0) return { ...entry, tags };
  const link = new URL(entry.link);
  for (const [name, value] of Object.entries(tracking)) link.searchParams.set(name, value);
  return { ...entry, tags, link: link.href };
}

/** True of a story that a partner is to take back. */
export const isGone = ({ withdrawn, retracted }: Entry): boolean => withdrawn !== undefined || retracted === true;

/** What is left of a retracted story: its id, address and dates, and our own words. */
function retractedStub(entry: Entry, site: Site): Entry {
  const { key, id, slug, link, published, updated, language } = entry;
  const words = ownWords(language ?? site.language);
  return {
    key,
    id,
    slug,
    link,
    title: words.retracted.replace(/\s*[:：]\s*$/, ''),
    summary: words.retraction,
    html: `<p>${escapeHtml(words.retraction)}</p>`,
    published,
    updated,
    tags: [],
    authors: [{ name: site.title }],
    retracted: true,
    ...(language && { language }),
  };
}
