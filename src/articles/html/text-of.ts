const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
/** Elements at whose ends a word goes on. */
const INSIDE_WORDS = new Set(
  `a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr`.split(
    ' ',
  ),
);
const TAG = /<\/?([a-z][a-z0-9]*)[^>]*>/g;

/** Returns the words in HTML from `toSafeHtml`, on one line. It has no entities but `&amp; &lt; &gt; &quot;`. */
export function textOfSafeHtml(html: string): string {
  return html
    .replace(TAG, (_, name: string) => (INSIDE_WORDS.has(name) ? '' : ' '))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/[\t\n\v\f\r ]+/g, ' ')
    .trim();
}

/** True if `textOfSafeHtml` would return any words. */
export const hasText = (html: string): boolean => /(?:^|>)\s*[^<\s]/.test(html);
