import { childrenOf, childText, type XmlElement } from '../../xml-element.ts';

/** The value of an item's custom field; undefined if it has none of that key. */
export function metaOf(item: XmlElement, key: string): string | undefined {
  const meta = childrenOf(item, 'wp:postmeta').find((it) => childText(it, 'wp:meta_key') === key);
  return childText(meta, 'wp:meta_value');
}

/** The type of an item: a post unless it says otherwise. */
export function typeOf(item: XmlElement): string {
  return childText(item, 'wp:post_type') ?? 'post';
}
