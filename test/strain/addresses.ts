import { ORIGIN } from './processes.ts';
import { MONTH } from './stories.ts';

/** Feeds of each kind, which a process keeps in memory once they were asked for. */
export const FEEDS = [
  '/feeds/all.rss',
  '/feeds/news.atom',
  '/feeds/news+world.json',
  '/feeds/left,right.rss?limit=20',
  '/feeds/search.atom?q=common',
  `/feeds/news/${MONTH}.rss`,
  `/feeds/news+world/${MONTH}.json`,
];

/** Whatever else people and programs look at. */
export const PAGES = [
  '/',
  '/?q=o',
  '/channels/news',
  '/channels/news+world',
  '/search?q=common',
  '/articles/story-5',
  '/feeds.opml',
  '/sitemap.xml',
  '/sitemaps/channels.xml',
  '/sitemaps/stories-2020-06.xml',
  '/embed/news',
  '/embed/articles/story-5',
  `/oembed?url=${ORIGIN}/articles/story-5`,
];
