import { firstTag } from '../../first-tag.ts';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { fieldNames, isFields, parseJson } from '../../json.ts';
import type { FoundStory } from '../../story.ts';
import { readDocument } from '../../xml.ts';
import { localName } from '../../xml-element.ts';
import type { ImportFormat } from '../format.ts';
import { readSeveral } from '../reading.ts';
import type { FeedItems } from './feed-item.ts';
import { heldBack } from './held-back.ts';

/** Some libraries write `\/` for `/`. */
const JSON_VERSION = /"version"\s*:\s*"https?:\\?\/\\?\/(?:www\.)?jsonfeed\.org\\?\/version\\?\//;
const RSS_1 = /purl\.org\/rss\/1\.0\//;

/** RSS 0.9x, 1.0 and 2.0, Atom 1.0 and JSON Feed. Stories from Tagwire's own feeds are the same as before. */
export const feed: ImportFormat = {
  name: 'feed',
  several: true,

  recognises(head: string): boolean {
    return kindOf(head) !== undefined;
  },

  async read(input: Input): Promise<FoundStory[]> {
    const { items, read } = await itemsOf(await input.text(), kindOf(input.head));
    if (items.length === 0) throw new ImportError('the feed has no items', 'no-stories');
    return readSeveral(items, (index) => `item ${index + 1}`, read);
  },
};

type FeedKind = 'rss' | 'rdf' | 'atom' | 'json';

function kindOf(head: string): FeedKind | undefined {
  const names = fieldNames(head);
  if (names) {
    const named = names.has('items') && (names.has('home_page_url') || names.has('feed_url'));
    return JSON_VERSION.test(head) || named ? 'json' : undefined;
  }
  const tag = firstTag(head);
  const name = localName(tag?.name ?? '');
  if (name === 'rss') return 'rss';
  if (name === 'feed' && /www\.w3\.org\/2005\/Atom/.test(tag?.attributes ?? '')) return 'atom';
  return name === 'RDF' && RSS_1.test(tag?.attributes ?? '') ? 'rdf' : undefined;
}

/** What takes feeds apart is large, and most exports are no feeds. */
async function itemsOf(text: string, kind: FeedKind | undefined): Promise<FeedItems> {
  if (kind === 'json') {
    const feed = parseJson(text);
    if (!isFields(feed)) throw new ImportError('expected a JSON Feed object');
    return (await import('./json-items.ts')).jsonItems(feed);
  }
  // feedsmith reads declared entities, and accepts XML that is not well-formed.
  const root = readDocument(text);
  const xml = text.trimStart();
  const { rdfItems, rssItems } = await import('./rss-items.ts');
  const { atomEntries } = await import('./atom-entries.ts');
  try {
    const items = kind === 'atom' ? atomEntries(xml) : kind === 'rdf' ? rdfItems(xml) : rssItems(xml);
    return heldBack(items, root);
  } catch (error) {
    throw new ImportError(`cannot be read as a feed: ${(error as Error).message}`);
  }
}
