import { addHours } from 'date-fns/addHours';
import type { Entry } from '../articles/entry.ts';
import { rssFormat } from '../feeds/formats/rss.ts';
import { isGone } from './judge.ts';
import { markup, nesting } from './markup-rules.ts';
import type { Partner, PartnerSettings } from './partner.ts';
import { cutAtWord, leadPicture, ONE_LANGUAGE, SECURE, textLength, titleLength } from './rules.ts';

const TOPICS = 'https://support.microsoft.com/topic';
const CONTENT = `${TOPICS}/feed-content-specifications-in-msn-partner-hub-c2cdf613-e5b3-4183-911e-4fc3bf5967de`;
const HTML = `${TOPICS}/msn-html-guidelines-and-tag-restrictions-2a12f610-f3da-43ea-8dc4-766f6df89e8d`;
/** Of MSN's HTML guidelines. Frames are not served in stories. */
const ELEMENTS = new Set(
  `b i em strong sub sup small h1 h2 h3 h4 h5 a img table thead tbody tfoot tr td th col caption colgroup ul ol li p div span br blockquote`.split(
    ' ',
  ),
);
const MAX_SHORT_TITLE = 54;
/** MSN's page asks for an expiration that lies ahead by so many hours. */
const HOURS_TO_EXPIRE = 2;

/** MSN (Microsoft Start), by its feed item requirements. */
export const msn: Partner = {
  name: 'msn',
  title: 'MSN',
  source: {
    url: `${TOPICS}/msn-feed-item-metadata-requirements-0114c19c-36bb-4fef-8322-4a1ed6888329`,
    lookedUp: '2026-11-29',
  },
  items: 20,
  maxAgeDays: 365,
  rules: [
    titleLength({ min: 21, max: 150 }),
    { ...leadPicture({ long: 720, bytes: 15_000_000 }), source: CONTENT },
    // After the picture, which it may move, and before the text is measured: what is struck out is not in it.
    { ...markup(ELEMENTS), source: HTML },
    textLength({ min: 450, max: 500_000 }),
    ONE_LANGUAGE,
    { ...SECURE, source: CONTENT },
    { ...nesting(9), source: HTML },
  ],
  settings: ['guid', 'expires', 'tracking'],
  formatOf: (judged) =>
    rssFormat({
      ...judged,
      namespaces: { mi: 'http://schemas.ingestion.microsoft.com/common/' },
      permalinks: judged.settings.guid === 'permalink',
      extensions: (entry, slots) =>
        isGone(entry)
          ? [{ name: 'dcterms:valid', objects: { _text: slots.text(expirationOf(entry, judged.settings)) } }]
          : [{ name: 'mi:shortTitle', objects: { _text: slots.text(cutAtWord(entry.title, MAX_SHORT_TITLE)) } }],
    }),
  whenGone: `an item that expires ${HOURS_TO_EXPIRE} hours after the change (\`dcterms:valid\`)`,
};

/** The period in which an item is valid (DCMI Period): MSN takes the story away at its end. */
function expirationOf({ published, updated }: Entry, { expires }: PartnerSettings): string {
  const end = addHours(new Date(updated), expires === 'now' ? 0 : HOURS_TO_EXPIRE).toISOString();
  return `start=${published};end=${end};scheme=W3C-DTF`;
}
