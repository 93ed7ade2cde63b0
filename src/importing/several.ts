import { type FoundStory, ImportError, type Note } from './story.ts';

/**
 * Reads the stories of a container. One that cannot be read does not stop the others: the first story has a note of it.
 * @param named what a message calls a part, such as "item 3"
 * @throws {ImportError} where none can be read
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
  const [first] = stories;
  if (first) first.notes.push(...broken);
  else throw new ImportError(broken.map((it) => it.message).join('; ') || 'has no stories');
  return stories;
}

/** Refuses what says nothing. @throws {ImportError} */
export function filled(story: FoundStory): FoundStory {
  const empty = story.body.type === 'lines' ? story.body.lines.length === 0 : story.body.text.trim() === '';
  if (!empty) return story;
  if (story.title === undefined) throw new ImportError('has neither a title nor a body');
  return { ...story, notes: [...story.notes, { code: 'no-body', message: 'has no body' }] };
}

/** The labels without doubles and blanks, in their order. */
export function labels(values: (string | undefined)[]): string[] | undefined {
  const all = [...new Set(values.filter((it) => it !== undefined && it !== ''))] as string[];
  return all.length > 0 ? all : undefined;
}
