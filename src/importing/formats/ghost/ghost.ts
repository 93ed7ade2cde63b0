import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { fieldNames, isFields, parseJson } from '../../json.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { readSeveral, requireContent } from '../reading.ts';
import { storyOf } from './post.ts';
import { dataOf, readTables, withTables } from './tables.ts';

/** Ghost's JSON export, the tables of its database. */
export const ghost: ImportFormat = {
  name: 'Ghost',
  several: true,

  recognises(head: string): boolean {
    const names = fieldNames(head);
    if (names?.has('db')) return /"db"\s*:\s*\[\s*\{[\s\S]*"data"\s*:\s*\{/.test(head);
    return names?.has('data') === true && /"data"\s*:\s*\{[\s\S]*"posts"\s*:\s*\[/.test(head);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const data = dataOf(parseJson(await input.text()));
    if (!Array.isArray(data.posts)) throw new ImportError('expected a list of "posts", as in a Ghost export');
    const tables = readTables(data);
    return readSeveral(
      data.posts,
      (index) => `post ${index + 1}`,
      (post) => {
        if (!isFields(post)) throw new ImportError('expected fields and values');
        return requireContent(storyOf(withTables(post, tables)));
      },
    );
  },
};
