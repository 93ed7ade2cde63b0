import { childrenOf, childText, type XmlElement } from '../../xml-element.ts';

/** The custom fields of an item that have a value. */
export function metaFields(item: XmlElement): [key: string, value: string][] {
  return childrenOf(item, 'wp:postmeta').flatMap((it) => {
    const [key, value] = [childText(it, 'wp:meta_key'), childText(it, 'wp:meta_value')];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
}

/** The value of an item's custom field; undefined if it has none of that key. */
export function metaOf(item: XmlElement, key: string): string | undefined {
  return metaFields(item).find(([name]) => name === key)?.[1];
}

/** The type of an item: a post unless it says otherwise. */
export function typeOf(item: XmlElement): string {
  return childText(item, 'wp:post_type') ?? 'post';
}
