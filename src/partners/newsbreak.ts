import { rssFormat } from '../feeds/formats/rss.ts';
import { isGone } from './judge.ts';
import type { Partner } from './partner.ts';
import { AUTHOR, analyticsElement, ONE_LANGUAGE, PICTURE } from './rules.ts';

/** NewsBreak (United States), by what it tells publishers. It pauses a feed of excerpts, or of stories without pictures. */
export const newsbreak: Partner = {
  name: 'newsbreak',
  title: 'NewsBreak',
  source: { url: 'https://support.newsbreak.com/publisher-faq', lookedUp: '2026-11-29' },
  items: 50,
  rules: [PICTURE, ONE_LANGUAGE, AUTHOR],
  settings: ['guid', 'analytics'],
  formatOf: (judged) =>
    rssFormat({
      ...judged,
      namespaces: { nb: 'https://www.newsbreak.com/' },
      permalinks: judged.settings.guid !== 'id',
      extensions: (entry, slots) => (isGone(entry) ? [] : analyticsElement('nb:scripts', judged.settings, slots)),
    }),
  whenGone: 'an item with a notice in place of the story',
};
