import { ALL } from './slug.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Every channel that a live article is listed in: `all`, its tags, and what is broader. @param tags of the article */
export function channelsOf(
  tags: { slug: string; label: string }[],
  vocabulary: Vocabulary,
): { slug: string; label: string }[] {
  const channels = new Map([[ALL, ALL]]);
  for (const { slug, label } of tags) channels.set(slug, label);
  for (const { slug } of tags) {
    for (const broader of vocabulary.broaderOf(slug)) {
      if (!channels.has(broader)) channels.set(broader, vocabulary.labelOf(broader) ?? broader);
    }
  }
  return [...channels].map(([slug, label]) => ({ slug, label }));
}
