import { ImportError } from '../import-error.ts';
import { type Note, withNotes } from '../notes.ts';
import type { FoundStory } from '../story.ts';

/**
 * Reads the stories of a container. Those that cannot be read are noted on the first story.
 * @param named names a part in messages: "item 3"
 * @throws {ImportError} if none can be read
 */
export function readSeveral<T>(
  parts: T[],
  named: (index: number) => string,
  read: (part: T) => FoundStory,
): FoundStory[] {
  const stories: FoundStory[] = [];
  const broken: Note[] = [];
  for (const [index, part] of parts.entries()) {
    try {
      stories.push(read(part));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      broken.push({ code: error.code, message: `${named(index)}: ${error.message}` });
    }
  }
  const [first, ...rest] = stories;
  if (first === undefined) throw new ImportError(broken.map((it) => it.message).join('; ') || 'has no stories');
  return [withNotes(first, broken), ...rest];
}

/** Notes a missing body. @throws {ImportError} if the title is missing, too */
export function requireContent(story: FoundStory): FoundStory {
  const { body, title } = story;
  const empty = body.type === 'lines' ? body.lines.length === 0 : body.text.trim() === '';
  if (!empty) return story;
  if (title === undefined) throw new ImportError('has neither a title nor a body');
  return withNotes(story, [{ code: 'no-body', message: 'has no body' }]);
}
