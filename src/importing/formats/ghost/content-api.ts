import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { fieldNames, fieldsOf, isFields, listOf, parseJson } from '../../json.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { readSeveral, requireContent } from '../reading.ts';
import { storyOf } from './post.ts';

/**
 * Posts or pages as Ghost's Content API (`/ghost/api/content/posts/?key=...&include=tags,authors`) and Admin API give them. The
 * Content API says nothing of the status: it gives what is published.
 */
export const ghostApi: ImportFormat = {
  name: "Ghost's Content API",
  several: true,

  recognises(head: string): boolean {
    const names = fieldNames(head);
    const isList = names?.has('posts') === true || names?.has('pages') === true;
    return (
      isList && /"(?:posts|pages)"\s*:\s*\[\s*\{/.test(head) && /"(?:uuid|comment_id|html|lexical)"\s*:/.test(head)
    );
  },

  async read(input: Input): Promise<FoundStory[]> {
    const { posts, pages } = fieldsOf(parseJson(await input.text()));
    const all = [...listOf(posts), ...listOf(pages).map((it) => ({ ...fieldsOf(it), type: 'page' }))];
    return readSeveral(
      all,
      (index) => `post ${index + 1}`,
      (post) => {
        if (!isFields(post)) throw new ImportError('expected fields and values');
        const [tags, authors] = [post.tags, post.authors ?? post.author].map((it) => listOf(it).filter(isFields));
        return requireContent(
          storyOf({ post, tags: tags ?? [], authors: authors ?? [], meta: {}, unsaid: 'published' }),
        );
      },
    );
  },
};
