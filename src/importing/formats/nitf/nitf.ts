import { firstTag } from '../../first-tag.ts';
import { heldNotes, type UnreadField } from '../../held-back.ts';
import type { Input } from '../../input.ts';
import { laterThan } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { oneLine, plainTextOf } from '../../markup.ts';
import type { Note, NoteCode, Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { readDocument } from '../../xml.ts';
import { childOf, childrenOf, localName, textIn, unprefixed, type XmlElement } from '../../xml-element.ts';
import type { ImportFormat } from '../format.ts';
import { codeNotes, wordNotes } from '../held-notes.ts';
import { pubStatusOf } from '../pub-status.ts';
import { requireContent } from '../reading.ts';
import { nitfBody } from './body.ts';
import { datelineOf } from './dateline.ts';

/** IPTC's News Industry Text Format, version 3. */
export const nitf: ImportFormat = {
  name: 'NITF',
  several: false,

  recognises(head: string): boolean {
    return localName(firstTag(head)?.name ?? '') === 'nitf';
  },

  async read(input: Input): Promise<FoundStory[]> {
    return [requireContent(storyOf(unprefixed(readDocument(await input.text()))))];
  },
};

function at(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  return names.reduce(childOf, element);
}

/** Turns a document, whose names have no prefixes, into a story. */
export function storyOf(root: XmlElement): FoundStory {
  const head = at(root, 'head');
  const body = at(root, 'body');
  const bodyHead = at(body, 'body.head');
  const docdata = at(head, 'docdata');
  const date = (name: string) => normal(at(docdata, name)?.attributes.norm);
  const dateline = at(bodyHead, 'dateline');
  const released = date('date.release');
  const published = date('date.issue') ?? normal(at(dateline, 'story.date')?.attributes.norm) ?? released;
  const { html, image, notes } = nitfBody(at(body, 'body.content'), datelineOf(dateline));
  const linesOf = (name: string) => childrenOf(bodyHead, name).map((it) => oneLine(textIn(it)) || undefined);
  const headline = at(bodyHead, 'hedline');
  const status = statusOf(docdata, released);
  return {
    name: at(docdata, 'doc-id')?.attributes['id-string'],
    title: words(at(headline, 'hl1')) ?? words(at(head, 'title')),
    summary: words(at(bodyHead, 'abstract')) ?? words(at(headline, 'hl2')),
    body: { type: 'html', text: html },
    published,
    embargo: laterThan(published, released),
    expires: date('date.expire'),
    tags: tagsOf(head, docdata),
    authors: authorsOf(bodyHead),
    image,
    language:
      root.attributes['xml:lang'] ?? root.attributes.lang ?? body?.attributes['xml:lang'] ?? body?.attributes.lang,
    status: status.value,
    notes: [
      ...status.notes,
      ...editorialNotes(docdata),
      ...heldNotes(metaOf(head)),
      ...linesOf('note').flatMap((it) => wordNotes('editors-note', 'note above the text', it)),
      ...linesOf('rights').flatMap((it) => wordNotes('usage-terms', 'terms of use', it)),
      ...leftOut(body, headline),
      ...notes,
    ],
  };
}

/** Fields of a provider's own. */
function metaOf(head: XmlElement | undefined): UnreadField[] {
  return childrenOf(head, 'meta').map(({ attributes: { name = '', content = '' } }) => [name, content]);
}

/** Notes words of the document for which a story has no place. */
function leftOut(body: XmlElement | undefined, headline: XmlElement | undefined): Note[] {
  const second = at(body, 'body.head', 'abstract') ? words(at(headline, 'hl2')) : undefined;
  const tagline = words(at(body, 'body.end', 'tagline'));
  return [
    ...(second === undefined ? [] : [leftOutNote('hl2', second)]),
    ...(tagline === undefined ? [] : [leftOutNote('tagline', tagline)]),
  ];
}

const leftOutNote = (name: string, text: string): Note => ({
  code: 'unread-fields',
  message: `${name} is left out: ${text}`,
  names: [name],
});

/** Returns the text of an element. Exports often encode references twice; XML has decoded them once. */
function words(element: XmlElement | undefined): string | undefined {
  return element && plainTextOf(textIn(element));
}

const NORM = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Turns NITF's `YYYYMMDDTHHMMSS-HHMM` into RFC 3339; leaves other dates as written. The form itself is no date. */
function normal(norm: string | undefined): string | undefined {
  if (/^YYYY/.test(norm?.trim() ?? '')) return undefined;
  const parts = NORM.exec(norm?.trim() ?? '');
  if (!parts) return norm?.trim() || undefined;
  const [, year, month, day, hour, minute, second, zone = ''] = parts;
  if (hour === undefined) return `${year}-${month}-${day}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.replace(/(\d{2}):?(\d{2})$/, '$1:$2')}`;
}

function authorsOf(bodyHead: XmlElement | undefined): FoundStory['authors'] {
  const names = childrenOf(bodyHead, 'byline').flatMap((byline) => {
    const people = childrenOf(byline, 'person').map(words);
    if (people.length > 0) return people;
    const rest = byline.children.filter((it) => typeof it === 'string' || it.name !== 'byttl');
    return [plainTextOf(textIn({ ...byline, children: rest }))?.replace(/^by\s+/i, '')];
  });
  const authors = (uniqueLabels(names) ?? []).map((name) => ({ name }));
  return authors.length > 0 ? authors : undefined;
}

function tagsOf(head: XmlElement | undefined, docdata: XmlElement | undefined): string[] | undefined {
  const keywords = childrenOf(at(docdata, 'key-list'), 'keyword').map((it) => it.attributes.key);
  const identified = at(docdata, 'identified-content');
  const classifiers = childrenOf(identified, 'classifier').map((it) => it.attributes.value || words(it));
  // The most specific named level of IPTC's subject codes.
  const subjects = childrenOf(at(head, 'tobject'), 'tobject.subject').map(({ attributes }) =>
    ['detail', 'matter', 'type'].map((level) => attributes[`tobject.subject.${level}`]).find(Boolean),
  );
  return uniqueLabels([...keywords, ...classifiers, ...subjects].map(plainTextOf));
}

/** Reads `management-status` of docdata: NITF has one status more than IPTC's other formats. */
function statusOf(docdata: XmlElement | undefined, released: string | undefined): Noted<FoundStory['status']> {
  const said = docdata?.attributes['management-status'];
  if (said !== 'embargoed') return pubStatusOf(said);
  if (released !== undefined) return { value: 'ready', notes: [] };
  const message = 'is embargoed but has no date.release: saved as a draft';
  return { value: 'draft', notes: [{ code: 'embargo', message }] };
}

/** Passes on the provider's messages to editors. They are free text, so nothing else can be done with them. */
function editorialNotes(docdata: XmlElement | undefined): Note[] {
  const said = (name: string, attribute: string): string[] =>
    childrenOf(docdata, name).flatMap((it) => (it.attributes[attribute]?.trim() || words(it)) ?? []);
  const notes = (code: NoteCode, label: string, all: string[]): Note[] =>
    all.map((it) => ({ code, message: `${label}: ${it}` }));
  const scopes = said('doc-scope', 'scope');
  return [
    ...said('ed-msg', 'info').flatMap((it) => wordNotes('editors-note', 'message to editors', it)),
    ...notes('correction', 'corrects an earlier story', said('correction', 'info')),
    ...childrenOf(docdata, 'du-key').flatMap(({ attributes: { part, version, key } }) =>
      // A key of several words is the name of a story.
      [part, version, /[^a-z]/i.test(key ?? '') ? undefined : key].flatMap((it) => codeNotes('du-key', it)),
    ),
    // It says where a story may be of interest, not who may have it.
    ...notes('scope', 'may be of interest to', scopes.length > 0 ? [scopes.join(', ')] : []),
  ];
}
