import { firstTag } from '../../first-tag.ts';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import type { FoundStory } from '../../story.ts';
import { readElements } from '../../xml.ts';
import { localName, unprefixed, type XmlElement } from '../../xml-element.ts';
import type { ImportFormat } from '../format.ts';
import { type Part, readParts } from '../reading.ts';
import { storyOf } from './item.ts';

/** Items of NewsML-G2; only the first is one story. */
const ITEMS = ['newsItem', 'packageItem', 'conceptItem', 'knowledgeItem', 'planningItem', 'catalogItem', 'hopItem'];

/** IPTC's NewsML-G2: one item, or a message with several, which is read item by item. */
export const newsmlG2: ImportFormat = {
  name: 'NewsML-G2',
  several: true,

  recognises(head: string): boolean {
    const name = localName(firstTag(head)?.name ?? '');
    return name === 'newsMessage' || ITEMS.includes(name);
  },

  read(input: Input): AsyncGenerator<FoundStory> {
    return readParts(partsOf(input));
  },
};

async function* partsOf(input: Input): AsyncGenerator<Part> {
  const isItem = (path: readonly string[]) => path.length <= 3 && ITEMS.includes(localName(path.at(-1) ?? ''));
  for await (const item of readElements(input.chunks(), isItem)) yield partOf(unprefixed(item));
}

function partOf(item: XmlElement): Part {
  try {
    return storyOf(item);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return { code: error.code, message: `${item.name} "${item.attributes.guid ?? ''}" ${error.message}` };
  }
}
