import type { Line } from './lines.ts';
import { judge } from './rules/judge.ts';
import { isNetwork } from './rules/page-lines.ts';
import { MAX_RULE_CHARACTERS, normalised, type RuleLine } from './rules/rule-line.ts';

/** Finds the lists all of whose items are scraped. Names of networks alone may be where somebody is found. */
export function scrapedLists(lines: Line[]): Set<number> {
  const scraped = new Map<number, { all: boolean; some: boolean }>();
  for (const { kind, list, text } of lines) {
    if (kind !== 'item' || list === undefined) continue;
    const known = scraped.get(list) ?? { all: true, some: false };
    scraped.set(list, known);
    if (!known.all) continue;
    known.all = text.length <= MAX_RULE_CHARACTERS && judge(itemOf(text)).action === 'dropped';
    known.some ||= !isNetwork(text);
  }
  return new Set([...scraped].flatMap(([list, { all, some }]) => (all && some ? [list] : [])));
}

function itemOf(text: string): RuleLine {
  const line = normalised(text);
  return {
    text: line,
    words: line.split(' '),
    previous: '',
    before: '',
    next: '',
    kind: 'item',
    authors: [],
    opening: false,
    atEdge: false,
    untitled: false,
    mostlyCaps: false,
  };
}
