import type { Entry } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { ownWords } from '../articles/own-words.ts';
import type { Site } from '../site.ts';
import type { Partner } from './partner.ts';

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
 * retracted, a partner gets none of its words, and no rule counts.
 * @param entry as it is served: see `servedEntries`
 */
export function judge({ rules }: Partner, entry: Entry, site: Site): Verdict {
  if (isGone(entry)) return { kind: 'gone', entry: entry.withdrawn ? entry : retractedStub(entry, site), adapted: [] };
  let story = entry;
  const adapted: Finding[] = [];
  const withheld: Finding[] = [];
  for (const { id, apply } of rules) {
    const outcome = apply(story, site);
    if (outcome === undefined) continue;
    if ('withheld' in outcome) withheld.push({ rule: id, message: outcome.withheld });
    else {
      story = outcome.entry;
      adapted.push({ rule: id, message: outcome.adapted });
    }
  }
  if (withheld.length > 0) return { kind: 'withheld', withheld };
  return { kind: adapted.length > 0 ? 'adapted' : 'passed', entry: story, adapted };
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
