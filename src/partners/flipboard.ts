import { rssFormat } from '../feeds/formats/rss.ts';
import type { Partner } from './partner.ts';
import { AUTHOR, leadPicture, summaryLength } from './rules.ts';

/** Flipboard, by its guidelines for RSS. */
export const flipboard: Partner = {
  name: 'flipboard',
  title: 'Flipboard',
  source: { url: 'https://about.flipboard.com/rss-spec/', lookedUp: '2026-11-29' },
  items: 30,
  rules: [leadPicture({ short: 500 }), summaryLength(300), AUTHOR],
  settings: ['content', 'guid', 'tracking'],
  formatOf: (judged) =>
    rssFormat({
      ...judged,
      namespaces: {},
      permalinks: judged.settings.guid === 'permalink',
      extensions: () => [],
    }),
  whenGone: 'an item with a notice in place of the story',
};
