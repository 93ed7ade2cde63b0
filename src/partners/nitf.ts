import type { Entry } from '../articles/entry.ts';
import { joinNames } from '../articles/names.ts';
import { atomFormat } from '../feeds/formats/atom.ts';
import { holderOf, type Site } from '../site.ts';
import { escapeAttribute, escapeText } from '../xml.ts';
import { isGone } from './judge.ts';
import { nitfBody } from './nitf-body.ts';
import type { Partner } from './partner.ts';

/** Agencies and systems that take IPTC's NITF 3.6: Atom whose entries hold a document each. */
export const nitf: Partner = {
  name: 'nitf',
  title: 'NITF',
  source: { url: 'https://iptc.org/standards/nitf/', lookedUp: '2026-11-29' },
  items: 50,
  rules: [],
  settings: [],
  formatOf: (judged) => atomFormat({ ...judged, type: 'application/nitf+xml', contentOf: documentOf }),
  whenGone: 'a document with `management-status="canceled"`',
};

/** ISO 8601 in its basic form, as NITF norms dates. */
const normOf = (iso: string) => iso.replace(/[-:]/g, '').replace(/\.\d+Z$/, 'Z');

/** A document without a namespace, as its DTD wants it, and most readers. */
function documentOf(entry: Entry, site: Site): string {
  const { id, title, summary, html, published, updated, authors, tags, image } = entry;
  const { language = site.language } = entry;
  const gone = isGone(entry);
  const names = authors.map((it) => it.name);
  const attribute = (value: string) => escapeAttribute(value);
  const keywords = tags.map((it) => `<keyword key="${attribute(it.label)}"/>`).join('');
  // A story shows its lead picture in its text.
  const credit = image?.credit && !gone ? `<ed-msg info="${attribute(`Picture: ${image.credit}`)}"/>` : '';
  return [
    `<nitf xmlns="" version="-//IPTC//DTD NITF 3.6//EN" baselang="${attribute(language)}">`,
    `<head><title>${escapeText(title)}</title>`,
    `<docdata management-status="${gone ? 'canceled' : 'usable'}">`,
    `<doc-id regsrc="${attribute(site.title)}" id-string="${attribute(id)}"/>`,
    `<date.issue norm="${normOf(updated)}"/><date.release norm="${normOf(published)}"/>`,
    credit,
    site.copyright
      ? `<doc.copyright holder="${attribute(holderOf(site.copyright))}" year="${published.slice(0, 4)}"/>`
      : '',
    keywords === '' ? '' : `<key-list>${keywords}</key-list>`,
    '</docdata></head>',
    `<body><body.head><hedline><hl1>${escapeText(title)}</hl1></hedline>`,
    names.length > 0 && !gone ? `<byline>${escapeText(joinNames(names, language))}</byline>` : '',
    `<abstract><p>${escapeText(summary)}</p></abstract></body.head>`,
    `<body.content>${nitfBody(html)}</body.content></body></nitf>`,
  ].join('');
}
