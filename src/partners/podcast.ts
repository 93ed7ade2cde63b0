import { sha1 } from '@noble/hashes/legacy.js';
import type { Extension } from 'feed';
import type { Entry, Medium } from '../articles/entry.ts';
import { joinNames } from '../articles/names.ts';
import { encode } from '../bytes.ts';
import { rssFormat } from '../feeds/formats/rss.ts';
import type { XmlSlots } from '../feeds/formats/slots.ts';
import type { Head } from '../feeds/types.ts';
import { escapeAttribute, escapeText } from '../xml.ts';
import { isGone } from './judge.ts';
import type { Partner, Rule } from './partner.ts';

/** Apple's list of enclosures that it plays. */
const PLAYED = new Set(['audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'video/mp4', 'video/quicktime']);
/** Apple's category of news. */
const CATEGORY = 'News';
/** The namespace of podcasts' UUIDs (Podcasting 2.0, `podcast:guid`). */
const UUID_NAMESPACE = 'ead4c236bf5858c6a2c6a6b28d128cb6';

const SOUND: Rule = {
  id: 'sound',
  says: 'a sound or video (MP3, M4A, MP4, MOV) whose length in bytes is known; it comes first',
  apply(entry) {
    const { media = [] } = entry;
    if (media.length === 0) return { withheld: 'there is no sound or video: give "media"' };
    const played = media.filter((it) => PLAYED.has(it.type));
    if (played.length === 0)
      return { withheld: `${media[0]?.url} is ${media[0]?.type}: podcasts take MP3, M4A, MP4 and MOV` };
    const first = played.find((it) => it.length !== undefined);
    if (!first) return { withheld: `the length of ${played[0]?.url} is not known: give "length" in bytes` };
    if (media.length === 1) return undefined;
    const others = media.filter((it) => it !== first);
    return {
      entry: { ...entry, media: [first] },
      adapted: `an episode has one: left out are ${others.map((it) => it.url).join(', ')}`,
    };
  },
};

/** Podcast directories and players: Apple's elements, and those of Podcasting 2.0. */
export const podcast: Partner = {
  name: 'podcast',
  title: 'A podcast',
  source: { url: 'https://podcasters.apple.com/support/823-podcast-requirements', lookedUp: '2026-11-29' },
  items: 100,
  rules: [SOUND],
  settings: ['content', 'guid', 'tracking'],
  formatOf: (judged) =>
    rssFormat({
      ...judged,
      namespaces: {
        itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
        podcast: 'https://podcastindex.org/namespace/1.0',
      },
      permalinks: judged.settings.guid === 'permalink',
      channel: channelElements,
      extensions: episodeElements,
    }),
  whenGone: 'an item with a notice in place of the story, without its sound',
};

function channelElements({ site, self, description }: Head): string[] {
  const { editor, title, cover } = site;
  return [
    `<itunes:author>${escapeText(title)}</itunes:author>`,
    `<itunes:summary>${escapeText(description)}</itunes:summary>`,
    `<itunes:image href="${escapeAttribute(cover)}"/>`,
    `<itunes:category text="${CATEGORY}"/>`,
    '<itunes:explicit>false</itunes:explicit>',
    '<itunes:type>episodic</itunes:type>',
    ...(editor
      ? [
          `<itunes:owner><itunes:name>${escapeText(editor.name)}</itunes:name><itunes:email>${escapeText(editor.email)}</itunes:email></itunes:owner>`,
        ]
      : []),
    `<podcast:guid>${podcastGuid(self)}</podcast:guid>`,
    '<podcast:medium>podcast</podcast:medium>',
    `<podcast:locked${editor ? ` owner="${escapeAttribute(editor.email)}"` : ''}>no</podcast:locked>`,
  ];
}

function episodeElements(entry: Entry, slots: XmlSlots): Extension[] {
  const { title, authors, media = [], language = 'en' } = entry;
  const [medium] = media;
  if (isGone(entry) || !medium) return [];
  const element = (name: string, value: string): Extension => ({ name, objects: { _text: slots.text(value) } });
  return [
    element('itunes:title', title),
    ...(authors.length > 0
      ? [
          element(
            'itunes:author',
            joinNames(
              authors.map((it) => it.name),
              language,
            ),
          ),
        ]
      : []),
    ...(medium.duration === undefined ? [] : [element('itunes:duration', String(Math.round(medium.duration)))]),
    element('itunes:episodeType', 'full'),
    element('itunes:explicit', 'false'),
    ...(medium.transcript === undefined ? [] : [transcriptOf(medium, slots)]),
    ...(medium.chapters === undefined ? [] : [chaptersOf(medium.chapters, slots)]),
  ];
}

/** Podcasting 2.0, `podcast:chapters`. */
const chaptersOf = (url: string, slots: XmlSlots): Extension => ({
  name: 'podcast:chapters',
  objects: { _attributes: { url: slots.attribute(url), type: 'application/json+chapters' } },
});

/** Types of transcripts by the extension of their files (Podcasting 2.0, `podcast:transcript`); a page unless it has one. */
const TRANSCRIPTS: Record<string, string> = {
  json: 'application/json',
  srt: 'application/x-subrip',
  txt: 'text/plain',
  vtt: 'text/vtt',
};

function transcriptOf({ transcript = '', language }: Medium, slots: XmlSlots): Extension {
  const extension = /\.([a-z]+)(?:$|[?#])/i.exec(transcript)?.[1]?.toLowerCase() ?? '';
  const attributes = {
    url: slots.attribute(transcript),
    type: slots.attribute(TRANSCRIPTS[extension] ?? 'text/html'),
    ...(language && { language: slots.attribute(language) }),
  };
  return { name: 'podcast:transcript', objects: { _attributes: attributes } };
}

/** The permanent UUID of a podcast (RFC 9562 §5.5): of its first address, without the scheme. */
export function podcastGuid(address: string): string {
  const name = encode(
    address
      .replace(/^https?:\/\//, '')
      .replace(/\?.*$/s, '')
      .replace(/\/+$/, ''),
  );
  const namespace = Uint8Array.from(UUID_NAMESPACE.match(/../g) ?? [], (it) => Number.parseInt(it, 16));
  const hash = sha1(Uint8Array.from([...namespace, ...name])).slice(0, 16);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = [...hash].map((it) => it.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
