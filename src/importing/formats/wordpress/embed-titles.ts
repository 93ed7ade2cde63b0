import { decodeHTMLAttribute } from 'entities';
import { escapeHtml } from '../../../articles/html/escape.ts';
import { hostOf } from '../../bare-addresses.ts';

/** An answer of oEmbed that WordPress has kept: the address of its frame, and the frame's title. */
interface Answer {
  src: string;
  title: string;
}

const KEPT = /^_oembed_[\da-f]{32}$/;
const FRAME = /<iframe\s[^<>]*>/i;
/** An address alone in a block or on a line, and a link that has its host for words. */
const BARE =
  /(?<=<(?:p|div|figure|blockquote)(?:\s[^<>]{0,300})?>\s{0,20}|(?:^|\n)[^\S\n]{0,20})https?:\/\/[^\s<>"]+(?=\s{0,20}<|[^\S\n]{0,20}(?:\n|$))/g;
const LINK = /<a href="([^"<>]+)">([^<>]{1,100})<\/a>/g;
/** Shorter names of a video or a post may be part of another's. */
const MIN_NAME = 5;

/**
 * Gives links to embedded pages the titles that WordPress has kept of them.
 * @param fields custom fields of the post
 */
export function withEmbedTitles(html: string, fields: [key: string, value: string][]): string {
  const answers = fields.flatMap(([key, value]) => (KEPT.test(key) ? answerIn(value) : []));
  if (answers.length === 0) return html;
  const titleOf = (address: string) => {
    const name = nameIn(address);
    return name === undefined ? undefined : answers.find(({ src }) => src.split(/[^\w.-]+/).includes(name))?.title;
  };
  return html
    .replace(BARE, (address) => {
      const title = titleOf(decodeHTMLAttribute(address));
      return title === undefined ? address : `<a href="${address}">${escapeHtml(title)}</a>`;
    })
    .replace(LINK, (link, written: string, words: string) => {
      const address = decodeHTMLAttribute(written);
      const title = words === hostOf(address) ? titleOf(address) : undefined;
      return title === undefined ? link : `<a href="${written}">${escapeHtml(title)}</a>`;
    });
}

function answerIn(html: string): Answer[] {
  const frame = FRAME.exec(html)?.[0] ?? '';
  const [src, title] = ['src', 'title'].map((name) => attributeIn(frame, name));
  return src && title ? [{ src, title }] : [];
}

function attributeIn(tag: string, name: string): string | undefined {
  const [, double, single] = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag) ?? [];
  const value = double ?? single;
  return value === undefined ? undefined : decodeHTMLAttribute(value).trim();
}

/** What an address shares with that of its frame: the name of a video, or the path of a post. */
function nameIn(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { pathname, searchParams } = new URL(address);
  const name = searchParams.get('v') ?? pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return name.length >= MIN_NAME ? name : undefined;
}
