import { ImportError } from '../import-error.ts';
import { type Note, withNotes } from '../notes.ts';
import type { FoundStory } from '../story.ts';

const MAX_MESSAGES = 5;

/** A part of a container: a story, or what is wrong with it. */
export type Part = FoundStory | Note;

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

/**
 * Yields the stories of a container that is read in pieces. Notes on other parts go to the next story; one story is held
 * back to take those on the last parts.
 * @param notes on the container
 * @throws {ImportError} if it has no stories
 */
export async function* readParts(parts: AsyncIterable<Part>, notes: Note[] = []): AsyncGenerator<FoundStory> {
  let waiting = [...notes];
  let held: FoundStory | undefined;
  try {
    for await (const part of parts) {
      if ('code' in part) {
        waiting.push(part);
        continue;
      }
      if (held) yield held;
      held = withNotes(part, waiting);
      waiting = [];
    }
  } catch (error) {
    if (held) yield held;
    throw error;
  }
  if (held === undefined) throw new ImportError(shortList(waiting.slice(notes.length)) || 'has no stories');
  yield withNotes(held, waiting);
}

/** Joins messages; of many, only the first. */
function shortList(notes: Note[]): string {
  const more = notes.length > MAX_MESSAGES ? [`and ${notes.length - MAX_MESSAGES} more`] : [];
  return [...notes.slice(0, MAX_MESSAGES).map((it) => it.message), ...more].join('; ');
}

/** Notes a missing body. @throws {ImportError} if the title is missing, too */
export function requireContent(story: FoundStory): FoundStory {
  const { body, title } = story;
  const empty = body.type === 'lines' ? body.lines.length === 0 : body.text.trim() === '';
  if (!empty) return story;
  if (title === undefined) throw new ImportError('has neither a title nor a body');
  return withNotes(story, [{ code: 'no-body', message: 'has no body' }]);
}
