import type { Entry, Image, Medium } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { mediumOf } from '../articles/media-types.ts';
import { joinNames } from '../articles/names.ts';
import type { Head } from '../feeds/types.ts';
import { holderOf, type Site } from '../site.ts';
import { jsonFormat } from './json-format.ts';
import { isGone } from './judge.ts';
import type { Partner } from './partner.ts';

/** Superdesk and what is made with it: its own extension of ninjs 1.1, in the list of its Content API. */
export const superdesk: Partner = {
  name: 'superdesk',
  title: "Superdesk's ninjs",
  source: {
    url: 'https://github.com/superdesk/superdesk-core/blob/develop/docs/superdesk-ninjs-schema.json',
    lookedUp: '2026-11-29',
  },
  items: 50,
  rules: [],
  settings: [],
  formatOf: (judged) => jsonFormat(judged, { headOf: listOf, list: '_items', itemOf }),
  whenGone: 'an item with `pubstatus: canceled`',
};

function listOf({ title, self, next }: Head) {
  return { _links: { self: { title, href: self }, ...(next === undefined ? {} : { next: { href: next } }) } };
}

/** Superdesk's parser knows no fractions of a second. */
const dateOf = (iso: string) => iso.replace(/\.\d+Z$/, 'Z');

function itemOf(entry: Entry, site: Site) {
  const { id, link, title, summary, html, published, updated, authors, tags, image, media = [] } = entry;
  const { language = site.language } = entry;
  const gone = isGone(entry);
  const names = authors.map((it) => it.name);
  const attached = [
    ...(image ? [['featuremedia', pictureOf(image)] as const] : []),
    ...media.map((it, index) => [`media--${index + 1}`, mediumItemOf(it)] as const),
  ];
  return {
    guid: id,
    version: String(Date.parse(updated)),
    type: 'text',
    mimetype: 'text/html',
    pubstatus: gone ? 'canceled' : 'usable',
    firstcreated: dateOf(published),
    firstpublished: dateOf(published),
    versioncreated: dateOf(updated),
    language,
    headline: title,
    description_text: summary,
    description_html: `<p>${escapeHtml(summary)}</p>`,
    body_html: html,
    ...(names.length > 0 && !gone && { byline: joinNames(names, language) }),
    ...(!gone && { authors: authors.map((it) => ({ name: it.name, role: 'writer' })) }),
    subject: tags.map((it) => ({ code: it.slug, name: it.label })),
    source: site.title,
    ...(site.copyright && { copyrightholder: holderOf(site.copyright), copyrightnotice: site.copyright }),
    ...(attached.length > 0 && { associations: Object.fromEntries(attached) }),
    extra: { link },
  };
}

function pictureOf({ url, alt, credit, width, height, type }: Image) {
  return {
    guid: url,
    type: 'picture',
    ...(type && { mimetype: type }),
    ...(alt && { body_text: alt, description_text: alt }),
    ...(credit && { byline: credit }),
    renditions: {
      original: { href: url, ...(type && { mimetype: type }), ...(width && height && { width, height }) },
    },
  };
}

function mediumItemOf({ url, type, title, language }: Medium) {
  return {
    guid: url,
    type: mediumOf(type) === 'video' ? 'video' : 'audio',
    mimetype: type,
    ...(title && { headline: title }),
    ...(language && { language }),
    renditions: { original: { href: url, mimetype: type } },
  };
}
