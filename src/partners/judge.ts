import type { Entry } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { ownWords } from '../articles/own-words.ts';
import { channelsOf } from '../channels/channels-of.ts';
import { canonicalExpression, matches, parseExpression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import type { Site } from '../site.ts';
import type { Circumstances, Partner, PartnerSettings, Rule } from './partner.ts';

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
 * retracted, a partner gets none of its words, and no rule counts; nor does any of a story that the newsroom does not give it.
 * @param entry as it is served: see `servedEntries`
 */
export function judge({ rules }: Partner, entry: Entry, circumstances: Circumstances): Verdict {
  const { site, settings } = circumstances;
  if (isGone(entry)) {
    const stub = entry.withdrawn ? entry : retractedStub(entry, site);
    return { kind: 'gone', entry: asSet(stub, settings), adapted: [] };
  }
  let story = entry;
  const adapted: Finding[] = [];
  const withheld: Finding[] = [];
  for (const { id, apply } of [ONLY, ...rules]) {
    const outcome = apply(story, circumstances);
    if (outcome === undefined) continue;
    if ('withheld' in outcome) withheld.push({ rule: id, message: outcome.withheld });
    else {
      story = outcome.entry;
      adapted.push({ rule: id, message: outcome.adapted });
    }
    if (id === ONLY.id) break;
  }
  if (withheld.length > 0) return { kind: 'withheld', withheld };
  return { kind: adapted.length > 0 ? 'adapted' : 'passed', entry: asSet(story, settings), adapted };
}

/** The story is one of those that the newsroom gives the partner: no rule of the partner's own. */
export const ONLY: Rule = {
  id: 'only',
  says: 'the stories that articles/partners.yaml gives it',
  apply({ tags }, { settings: { only }, vocabulary }) {
    if (only === undefined) return undefined;
    const slugOf = (term: string) => (term.toLowerCase() === ALL ? ALL : vocabulary.slugOf(term));
    const expression = canonicalExpression(parseExpression(only, slugOf));
    const listed = new Set(channelsOf(tags, vocabulary).map((it) => it.slug));
    return matches(expression, listed) ? undefined : { withheld: `articles/partners.yaml gives it only ${only}` };
  },
};

/** An entry with the categories and addresses that the newsroom has set for a partner. */
function asSet(entry: Entry, { categories = {}, tracking = {} }: PartnerSettings): Entry {
  const tags = entry.tags.map((it) => ({ ...it, label: categories[it.slug] ?? it.label }));
  const link = new URL(entry.link);
  for (const [name, value] of Object.entries(tracking)) link.searchParams.set(name, value);
  return { ...entry, tags, ...(Object.keys(tracking).length > 0 && { link: link.href }) };
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
