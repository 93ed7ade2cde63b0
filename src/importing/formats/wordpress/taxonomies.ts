import type { Note } from '../../notes.ts';
import { AUTHOR_TAXONOMY } from './people.ts';

/** Taxonomies that are read, and one that says nothing of a story. */
const READ = ['category', 'post_tag', AUTHOR_TAXONOMY, 'post_format'];

/** Counts a term of a taxonomy that is not read. */
export function countTaxonomy(counts: Map<string, number>, taxonomy: string | undefined): void {
  if (taxonomy === undefined || READ.includes(taxonomy)) return;
  counts.set(taxonomy, (counts.get(taxonomy) ?? 0) + 1);
}

/** Notes the taxonomies that are not read. */
export function taxonomyNotes(counts: ReadonlyMap<string, number>): Note[] {
  if (counts.size === 0) return [];
  const list = [...counts].map(([name, count]) => `${name} (${count} ${count === 1 ? 'term' : 'terms'})`).join(', ');
  return [{ code: 'taxonomies', message: `taxonomies that are not read: ${list}` }];
}
