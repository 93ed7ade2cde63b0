import { decodeHTMLStrict } from 'entities';
import { escapeHtml } from '../../../articles/html/escape.ts';
import { hostOf } from '../../bare-addresses.ts';
import { plainText } from '../../markup.ts';
import { SERVICES, serviceAddress } from '../../media-services.ts';
import { type Attachment, figureOf } from './pictures.ts';

/** Others that take the address of what they show. */
const BY_ADDRESS =
  `embed embedyt facebook flickr giphy googlemaps iframe instagram pinterest slideshare soundcloud spotify ted
  tiktok twitch twitter vine`.split(/\s+/);
const PLAYERS = ['audio', 'video'];

/** The names of shortcodes that WordPress, WordPress.com and Jetpack have for media. */
export const MEDIA_SHORTCODES = [...SERVICES, ...BY_ADDRESS, ...PLAYERS, 'gallery', 'playlist'];

const SHORTCODE = new RegExp(
  `\\[(${MEDIA_SHORTCODES.join('|')})((?:[\\s=][^\\][]*)?)\\](?:([^\\][]*)\\[/\\1\\])?`,
  'gi',
);

/** Turns shortcodes for media into what they stand for, wherever that is known; the others stay. */
export function withMedia(html: string, attachments: ReadonlyMap<string, Attachment>): string {
  return html.replace(SHORTCODE, (whole, name: string, said: string, inside = '', offset: number) => {
    const shown = mediaOf(name.toLowerCase(), said, inside, attachments);
    if (shown === undefined) return whole;
    const isLine = /(?:^|\n)[^\S\n]*$/.test(html.slice(Math.max(0, offset - 20), offset));
    const isBlock = shown.startsWith('<figure>');
    const stands = isBlock || (isLine && /^[^\S\n]{0,20}(?:\n|$)/.test(html.slice(offset + whole.length).slice(0, 22)));
    return stands ? `\n\n${isBlock ? shown : `<p>${shown}</p>`}\n\n` : shown;
  });
}

function mediaOf(
  name: string,
  said: string,
  inside: string,
  attachments: ReadonlyMap<string, Attachment>,
): string | undefined {
  if (name === 'gallery' || name === 'playlist') return listOf(name, said, attachments);
  const address = addressIn(`${said} ${inside}`);
  if (PLAYERS.includes(name)) return address && `<${name} src="${escapeHtml(address)}"></${name}>`;
  const [, id] = /^\s*=?\s*(?:id=)?["']?([\w-]{3,})["']?(?:\s|$)/.exec(said) ?? [];
  const target = address ?? (id && serviceAddress(name, id));
  if (target === undefined) return undefined;
  return `<a href="${escapeHtml(target)}">${hostOf(target) ?? escapeHtml(target)}</a>`;
}

/** The first address in the words of a shortcode, without the size that WordPress.com appends to it. */
function addressIn(text: string): string | undefined {
  if (!/https?:/i.test(text)) return undefined;
  const written = /https?:\/\/[^\s"'<>\][|]+/i.exec(plainText(decodeHTMLStrict(text)))?.[0];
  const address = written?.replace(/[&?](?:w|h)=\d{1,5}(?=&|$)/g, '');
  return address !== undefined && URL.canParse(address) ? address : undefined;
}

/** The pictures, sounds or videos of a list of attachments; undefined if one of them is not known. */
function listOf(name: string, said: string, attachments: ReadonlyMap<string, Attachment>): string | undefined {
  const ids = /\b(?:ids|include)=["']?([\d,\s]{1,5000})/.exec(said)?.[1]?.match(/\d+/g) ?? [];
  const all = ids.map((it) => attachments.get(it)).filter((it) => it !== undefined);
  if (all.length === 0 || all.length < ids.length) return undefined;
  if (name === 'gallery') return all.map(figureOf).join('\n');
  const tag = /\btype=["']?video/.test(said) ? 'video' : 'audio';
  return all
    .map(({ url, caption, title }) => {
      const words = escapeHtml(title ?? caption ?? '');
      return `<${tag} src="${escapeHtml(url)}"${words === '' ? '' : ` title="${words}"`}></${tag}>`;
    })
    .join('<br>');
}
