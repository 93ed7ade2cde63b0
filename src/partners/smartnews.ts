import { rssFormat } from '../feeds/formats/rss.ts';
import { escapeText } from '../xml.ts';
import { isGone } from './judge.ts';
import { NEEDS, type Partner, type Rule } from './partner.ts';
import { AUTHOR, analyticsElement, cutAtWord, leadPicture, ONE_LANGUAGE, SECURE } from './rules.ts';

/** Characters of the channel's description. */
const MAX_DESCRIPTION = 30;

const NEEDED = ['logo', 'darkLogo'] as const;

/** Without these, the whole feed is not taken. */
const LOGOS: Rule = {
  id: NEEDS,
  says: '`logo` and `darkLogo` in articles/partners.yaml: PNG, at most 700 by 100 pixels, for light and for dark',
  apply(_, { settings }) {
    const missing = NEEDED.filter((it) => settings[it] === undefined);
    if (missing.length === 0) return undefined;
    return {
      withheld: `the feed has no ${missing.join(' and no ')}: give it in articles/partners.yaml`,
    };
  },
};

/** SmartNews, by its SmartFormat 2.1. */
export const smartnews: Partner = {
  name: 'smartnews',
  title: 'SmartNews',
  source: {
    url: 'https://publishers.smartnews.com/hc/en-us/articles/360036526213-SmartFormat-Specification-Version-2-1',
    lookedUp: '2026-11-29',
  },
  // Of at most 1 MB together.
  items: 30,
  rules: [LOGOS, leadPicture({ short: 200 }), ONE_LANGUAGE, SECURE, AUTHOR],
  settings: ['guid', 'logo', 'darkLogo', 'analytics'],
  logo: { type: 'image/png', width: 700, height: 100 },
  needs: NEEDED,
  formatOf: (judged) =>
    rssFormat({
      ...judged,
      namespaces: { snf: 'http://www.smartnews.be/snf' },
      permalinks: judged.settings.guid === 'permalink',
      headOf: (head) => ({ ...head, description: cutAtWord(head.description, MAX_DESCRIPTION) }),
      channel: ({ site }) => {
        const { logo, darkLogo } = judged.settings;
        const element = (name: string, path: string | undefined) =>
          path === undefined
            ? ''
            : `<snf:${name}><url>${escapeText(new URL(path, site.origin).href)}</url></snf:${name}>`;
        return [element('logo', logo), element('darkModeLogo', darkLogo)];
      },
      extensions: (entry, slots) => [
        { name: 'media:status', objects: { _text: isGone(entry) ? 'deleted' : 'active' } },
        ...(isGone(entry) ? [] : analyticsElement('snf:analytics', judged.settings, slots)),
      ],
    }),
  whenGone: 'an item with `media:status` deleted',
};
