import { cleanBody } from '../../../../src/importing/body.ts';
import type { Note } from '../../../../src/importing/notes.ts';
import type { FoundStory } from '../../../../src/importing/story.ts';

/** The body of a story as its record has it, and what was changed on the way. */
export function prepareBody(story: FoundStory): { body: string; notes: Note[] } {
  const { body, notes } = cleanBody(story);
  return { body, notes };
}
