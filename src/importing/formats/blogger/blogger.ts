import { firstTag } from '../../first-tag.ts';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { type Note, withNotes } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { readElements } from '../../xml.ts';
import { childText, type XmlElement } from '../../xml-element.ts';
import type { ImportFormat } from '../format.ts';
import { requireContent } from '../reading.ts';
import { isClosedBlog, kindOf, NO_STORIES, storyOf } from './entry.ts';

const TAKEOUT = 'schemas.google.com/blogger/2018';
/** Of the export that Blogger gave until 2024. */
const EXPORT = /schemas\.google\.com\/blogger\/2008\/kind#|tag:blogger\.com,1999:blog-\d+\.archive/;

/**
 * Blogger's export, and the one of Google Takeout: Atom in which entries are also settings, templates, comments, and stories that
 * were not public. It is read entry by entry, as it can be larger than memory.
 */
export const blogger: ImportFormat = {
  name: 'Blogger',
  several: true,

  recognises(head: string): boolean {
    const tag = firstTag(head);
    return tag?.name === 'feed' && (tag.attributes.includes(TAKEOUT) || EXPORT.test(head));
  },

  async *read(input: Input): AsyncGenerator<FoundStory> {
    const others = new Map<string, number>();
    const broken: Note[] = [];
    let isClosed = false;
    // One story is held back, to take the notes on entries that are none.
    let held: FoundStory | undefined;
    for await (const entry of readElements(input.chunks(), (path) => path.join('/') === 'feed/entry')) {
      isClosed ||= isClosedBlog(entry);
      const kind = kindOf(entry);
      if (kind !== undefined && NO_STORIES.includes(kind)) {
        others.set(kind, (others.get(kind) ?? 0) + 1);
        continue;
      }
      const story = readEntry(entry, kind, isClosed, broken);
      if (story === undefined) continue;
      if (held) yield held;
      held = story;
    }
    const notes = [...otherEntries(others), ...broken];
    if (held === undefined)
      throw new ImportError(notes.map((it) => it.message).join('; ') || 'has no entries', 'no-stories');
    yield withNotes(held, notes);
  },
};

function readEntry(
  entry: XmlElement,
  kind: string | undefined,
  isClosed: boolean,
  broken: Note[],
): FoundStory | undefined {
  try {
    return requireContent(storyOf(entry, kind, isClosed));
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    broken.push({ code: 'unreadable', message: `${childText(entry, 'id') ?? 'an entry'}: ${error.message}` });
    return undefined;
  }
}

function otherEntries(others: ReadonlyMap<string, number>): Note[] {
  if (others.size === 0) return [];
  const counts = [...others].map(([kind, count]) => `${count} ${kind}${count === 1 || kind.endsWith('s') ? '' : 's'}`);
  const all = [...others.values()].reduce((sum, it) => sum + it, 0);
  const message = `${counts.join(', ')} ${all === 1 ? 'is not a story' : 'are not stories'}`;
  return [{ code: 'not-stories', message }];
}
