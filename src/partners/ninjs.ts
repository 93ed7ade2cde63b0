import type { Entry, Image, Medium } from '../articles/entry.ts';
import { mediumOf } from '../articles/media-types.ts';
import { joinNames } from '../articles/names.ts';
import type { Head } from '../feeds/types.ts';
import { holderOf, type Site } from '../site.ts';
import { jsonFormat } from './json-format.ts';
import { isGone } from './judge.ts';
import type { Partner } from './partner.ts';

const STANDARD = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
};

/** News agencies and systems that take IPTC's ninjs 3.1: a composite item whose associations are the stories. */
export const ninjs: Partner = {
  name: 'ninjs',
  title: 'ninjs (IPTC)',
  source: { url: 'https://iptc.org/std/ninjs/', lookedUp: '2026-11-29' },
  items: 50,
  rules: [],
  settings: [],
  formatOf: (judged) => jsonFormat(judged, { headOf: collectionOf, list: 'associations', itemOf }),
  whenGone: 'an item with `pubStatus: canceled`',
};

/** The item that holds the stories. It links to the next page as to an object: ninjs has no word for that. */
function collectionOf({ id, title, description, updated, site, self, next }: Head) {
  const objects = [
    { name: 'this page', rel: 'self', uri: self },
    ...(next === undefined ? [] : [{ name: 'older stories', rel: 'next', uri: next }]),
  ];
  return {
    uri: id,
    type: 'composite',
    standard: STANDARD,
    versionCreated: updated.toISOString(),
    pubStatus: 'usable',
    language: site.language,
    headlines: [{ value: title }],
    descriptions: [{ value: description }],
    infoSources: [{ name: site.title, uri: site.origin }],
    objects,
  };
}

function itemOf(entry: Entry, site: Site) {
  const { key, id, title, summary, html, published, updated, authors, tags, language = site.language } = entry;
  const { image, media = [], link } = entry;
  const gone = isGone(entry);
  const names = authors.map((it) => it.name);
  return {
    name: key,
    uri: id,
    type: 'text',
    standard: STANDARD,
    representationType: 'full',
    firstCreated: published,
    contentCreated: published,
    versionCreated: updated,
    pubStatus: gone ? 'canceled' : 'usable',
    language,
    ...(site.copyright && { copyrightHolder: holderOf(site.copyright) }),
    headlines: [{ value: title }],
    descriptions: [{ role: 'summary', contentType: 'text/plain', value: summary }],
    bodies: [{ contentType: 'text/html', value: html }],
    ...(names.length > 0 && !gone && { by: joinNames(names, language) }),
    ...(!gone && { people: authors.map((it) => ({ name: it.name, rel: 'creator', ...(it.url && { uri: it.url }) })) }),
    subjects: tags.map((it) => ({ name: it.label, uri: `${site.origin}/channels/${it.slug}` })),
    infoSources: [{ name: site.title, uri: site.origin }],
    altIds: [{ role: 'link', value: link }],
    ...((image || media.length > 0) && {
      associations: [...(image ? [pictureOf(image)] : []), ...media.map(mediumItemOf)],
    }),
  };
}

/** IPTC's renditions have whole pixels and bytes. */
function pictureOf({ url, alt, credit, width, height, type, length }: Image) {
  return {
    name: 'featured picture',
    uri: url,
    type: 'picture',
    ...(alt && { descriptions: [{ role: 'alt', value: alt }] }),
    ...(credit && { infoSources: [{ name: credit, role: 'credit' }] }),
    renditions: [{ name: 'original', href: url, contentType: type, width, height, sizeInBytes: length }],
  };
}

function mediumItemOf({ url, type, length, duration, title, language }: Medium, index: number) {
  const kind = mediumOf(type);
  return {
    name: `medium ${index + 1}`,
    uri: url,
    type: kind === 'video' ? 'video' : 'audio',
    ...(language && { language }),
    ...(title && { headlines: [{ value: title }] }),
    renditions: [{ name: 'original', href: url, contentType: type, sizeInBytes: length, duration }],
  };
}
