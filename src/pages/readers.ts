/**
 * Web readers and the addresses by which they add a feed, as published on their own sites: Feedly's button factory,
 * Inoreader's and NewsBlur's "goodies", The Old Reader's tips, Feedbin's settings.
 */
const READERS: [name: string, prefix: string][] = [
  ['Feedly', 'https://feedly.com/i/subscription/feed%2F'],
  ['Inoreader', 'https://www.inoreader.com/?add_feed='],
  ['NewsBlur', 'https://www.newsblur.com/?url='],
  ['The Old Reader', 'https://theoldreader.com/feeds/subscribe?url='],
  ['Feedbin', 'https://feedbin.com/?subscribe='],
];

/** The addresses at which web readers add a feed. */
export function readerLinks(feed: string): { name: string; href: string }[] {
  return READERS.map(([name, prefix]) => ({ name, href: prefix + encodeURIComponent(feed) }));
}
