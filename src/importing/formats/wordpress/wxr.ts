import { firstTag } from '../../first-tag.ts';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import type { FoundStory } from '../../story.ts';
import { readElements } from '../../xml.ts';
import { childText, type XmlElement } from '../../xml-element.ts';
import type { ImportFormat } from '../format.ts';
import { type Part, readParts, requireContent } from '../reading.ts';
import { storyOf } from './item.ts';
import { typeOf } from './item-fields.ts';
import { ITEM, isRead, otherItems, readSite, type WxrSite } from './site.ts';
import { taxonomyNotes } from './taxonomies.ts';

/**
 * WordPress eXtended RSS, the export of WordPress. It is read item by item, as it can be larger than memory; and twice,
 * as a post's image can come after the post.
 */
export const wxr: ImportFormat = {
  name: 'WordPress (WXR)',
  several: true,

  recognises(head: string): boolean {
    const tag = firstTag(head);
    return tag?.name === 'rss' && /wordpress\.org\/export\//.test(tag.attributes);
  },

  async *read(input: Input, { type: types = [] } = {}): AsyncGenerator<FoundStory> {
    const site = await readSite(input, types);
    const others = otherItems(site);
    if (![...site.types.keys()].some((it) => isRead(it, site))) {
      throw new ImportError(others ? `has no posts: ${others.message}` : 'has no items', 'no-stories');
    }
    yield* readParts(partsOf(input, site), [...(others ? [others] : []), ...taxonomyNotes(site.taxonomies)]);
  },
};

async function* partsOf(input: Input, site: WxrSite): AsyncGenerator<Part> {
  for await (const item of readElements(input.chunks(), (path) => path.join('/') === ITEM))
    if (isRead(typeOf(item), site)) yield partOf(item, site);
}

/** Reads the story of an item, or says why there is none. */
function partOf(item: XmlElement, site: WxrSite): Part {
  try {
    return requireContent(storyOf(item, site));
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const name = `${typeOf(item)} ${childText(item, 'wp:post_id') ?? ''}`.trim();
    return { code: 'unreadable', message: `${name}: ${error.message}` };
  }
}
