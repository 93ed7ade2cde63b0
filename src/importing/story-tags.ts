import { cleanLine } from '../articles/characters.ts';
import { reservedFor } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { Noted } from './notes.ts';
import type { FoundStory, StoryTag } from './story.ts';
import type { Mention, Tagger } from './tagger.ts';

export interface TagSettings {
  vocabulary: Vocabulary;
  tagger: Tagger;
  /** Labels of tags for every story. */
  tag?: string[] | undefined;
}

/** Finds the tags of a story, and where each comes from: the export, the option or the vocabulary. */
export function tagStory(
  found: FoundStory,
  { title, paragraphs }: { title: string; paragraphs: string[] },
  { vocabulary, tagger, tag: everywhere = [] }: TagSettings,
): Noted<{ tags: StoryTag[]; mentions: Mention[] }> {
  const own = (found.tags ?? []).map(cleanLine).filter((it) => it !== '');
  const suggested = tagger.suggest(title, paragraphs);
  const mentions = [
    ...own.map((text) => ({ tag: vocabulary.slugOf(text), where: 'source', text })),
    ...everywhere.map((text) => ({ tag: vocabulary.slugOf(text), where: 'option', text })),
    ...suggested.flatMap((it) => it.mentions),
  ];
  const { value: tags, notes } = uniqueTags([...own, ...everywhere, ...suggested.map((it) => it.tag)], vocabulary);
  return { value: { tags, mentions }, notes };
}

function uniqueTags(labels: string[], vocabulary: Vocabulary): Noted<StoryTag[]> {
  const isUsable = (label: string) => vocabulary.slugOf(label) !== '' && !reservedFor(vocabulary.slugOf(label));
  const unusable = labels.filter((it) => !isUsable(it));
  const written = new Map<string, string>();
  for (const label of labels.filter(isUsable)) {
    const slug = vocabulary.slugOf(label);
    if (!written.has(slug)) written.set(slug, vocabulary.has(slug) ? slug : label);
  }
  const tags = [...written].map(([slug, written]) => ({ slug, written }));
  const unknown = tags
    .filter((it) => !vocabulary.has(it.slug))
    .map((it) => `"${it.written}"`)
    .join(', ');
  return {
    value: tags,
    notes: [
      ...unusable.map((it) => ({ code: 'unusable-tag' as const, message: `"${it}" cannot be used as a tag` })),
      ...(unknown === '' ? [] : [{ code: 'unknown-tag' as const, message: `not in the vocabulary: ${unknown}` }]),
    ],
  };
}
