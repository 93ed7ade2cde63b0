import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { fieldNames, isFields, listOf, parseJson, textOf } from '../../json.ts';
import { type Note, withNotes } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { readSeveral, requireContent } from '../reading.ts';
import { embedded, storyOf } from './rest-post.ts';
import { countTaxonomy, taxonomyNotes } from './taxonomies.ts';

const NAMES = ['id', 'slug', 'link', 'date', 'type', 'status'];

/** Posts as WordPress's REST API gives them (`/wp-json/wp/v2/posts?_embed`): a list, or one. */
export const wordpressRest: ImportFormat = {
  name: "WordPress's REST API",
  several: true,

  recognises(head: string): boolean {
    const names = fieldNames(head);
    const isPost = names?.has('title') === true && (names.has('content') || names.has('excerpt'));
    return isPost && NAMES.some((it) => names.has(it)) && /"(?:rendered|raw)"\s*:/.test(head);
  },

  async read(input: Input, { type: types = [] } = {}): Promise<FoundStory[]> {
    const posts = listOf(parseJson(await input.text()));
    const [first, ...rest] = readSeveral(
      posts,
      (index) => `post ${index + 1}`,
      (post) => {
        if (!isFields(post)) throw new ImportError('expected fields and values');
        return requireContent(storyOf(post, ['post', ...types]));
      },
    );
    return first ? [withNotes(first, unreadTaxonomies(posts)), ...rest] : [];
  },
};

/** Notes what the posts have of taxonomies that are not read, once for all of them. */
function unreadTaxonomies(posts: unknown[]): Note[] {
  const counts = new Map<string, number>();
  for (const post of posts.filter(isFields))
    for (const term of embedded(post, 'wp:term')) countTaxonomy(counts, textOf(term.taxonomy));
  return taxonomyNotes(counts);
}
