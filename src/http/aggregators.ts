/** Programs that fetch once for many readers, each with words from its User-Agent, in lower case. */
const AGGREGATORS: Record<string, string[]> = {
  'Apple News': ['applenews', 'applebot'],
  BazQux: ['bazqux'],
  Bloglovin: ['bloglovin'],
  Blogtrottr: ['blogtrottr'],
  Feedbin: ['feedbin'],
  Feedly: ['feedly'],
  Feedspot: ['feedspot'],
  Flipboard: ['flipboard'],
  Google: ['feedfetcher-google', 'apis-google', 'appengine-google', 'google-', 'googlebot', 'googleproducer'],
  'hubs (WebSub)': ['pubsubhubbub', 'websub'],
  Inoreader: ['inoreader'],
  'MSN and Bing': ['msnbot', 'bingbot'],
  Netvibes: ['netvibes'],
  NewsBlur: ['newsblur'],
  SmartNews: ['smartnews'],
  Superfeedr: ['superfeedr'],
  'The Old Reader': ['theoldreader'],
  'W3C validators': ['w3c_validator', 'feedvalidator'],
  Yahoo: ['yahoo'],
};
const WORDS = Object.values(AGGREGATORS).flat();

/** True for the User-Agent of a known aggregator, hub, search engine or validator. */
export function isAggregator(userAgent: string): boolean {
  const lower = userAgent.toLowerCase();
  return WORDS.some((it) => lower.includes(it));
}
