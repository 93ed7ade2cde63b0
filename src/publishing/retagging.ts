import type { ChannelRow } from '../channels/channel-store.ts';
import { reservedFor } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { Problem } from '../refusal.ts';

/** The changes that a new vocabulary makes. */
export interface VocabularyChange {
  /** Channels whose articles have to be filed anew. */
  stale: string[];
  /** Channels that are called something else now. */
  relabelled: { slug: string; label: string }[];
  problems: Problem[];
}

/**
 * Compares two vocabularies by what every name in them stands for, and by what every open channel is called, is part of
 * and permits.
 * @param channels the open ones
 */
export function compareVocabularies(before: Vocabulary, after: Vocabulary, channels: ChannelRow[]): VocabularyChange {
  const open = new Set(channels.map((it) => it.slug));
  const moved = [...before.names(), ...after.names()].filter((name) => before.slugOf(name) !== after.slugOf(name));
  const addressless = (slug: string) => slug === '' || reservedFor(slug) !== undefined;
  const lost = moved.filter((name) => open.has(before.slugOf(name)) && addressless(after.slugOf(name)));
  const meaning = (vocabulary: Vocabulary, { slug, label }: ChannelRow) => {
    const successor = vocabulary.successorOf(slug, label);
    return JSON.stringify([
      successor,
      vocabulary.labelOf(successor),
      vocabulary.descriptionOf(successor),
      vocabulary.broaderOf(successor),
      vocabulary.asksForKey(successor),
      vocabulary.termsOf([successor]),
    ]);
  };
  const different = channels.filter((it) => meaning(before, it) !== meaning(after, it)).map((it) => it.slug);
  const stale = [...new Set([...moved.map((name) => before.slugOf(name)), ...different])].filter((it) => open.has(it));
  return {
    stale,
    relabelled: channels
      .filter((it) => stale.includes(it.slug))
      .map(({ slug, label }) => ({ slug, label: after.labelOf(slug) ?? label })),
    problems: [...new Set(lost)].map((name) => ({
      field: 'tags',
      message: `"${name}" is in use and would have no address: keep its tag, or take it out of the stories first`,
    })),
  };
}
