import type { Input } from '../../input.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import { readElements } from '../../xml.ts';
import { childText, type XmlElement } from '../../xml-element.ts';
import { metaOf, typeOf } from './item-fields.ts';

/** The parts of a file that its posts refer to. */
export interface WxrSite {
  /** Display names, by login. */
  authors: Map<string, string>;
  attachments: Map<string, Attachment>;
  /** The number of items of each type. */
  types: Map<string, number>;
}

interface Attachment {
  url: string;
  alt: string | undefined;
}

export const STORY_TYPES = ['post', 'page'];
export const ITEM = 'rss/channel/item';
const AUTHOR = 'rss/channel/wp:author';

/** Reads a whole file, and keeps only what its posts refer to. */
export async function readSite(input: Input): Promise<WxrSite> {
  const site: WxrSite = { authors: new Map(), attachments: new Map(), types: new Map() };
  const wanted = (path: readonly string[]) => [ITEM, AUTHOR].includes(path.join('/'));
  for await (const element of readElements(input.chunks(), wanted)) {
    if (element.name === 'wp:author') {
      const login = childText(element, 'wp:author_login');
      const name = plainTextOf(childText(element, 'wp:author_display_name'));
      if (login && name) site.authors.set(copy(login), copy(name));
      continue;
    }
    const type = copy(typeOf(element));
    site.types.set(type, (site.types.get(type) ?? 0) + 1);
    const id = childText(element, 'wp:post_id');
    const attachment = type === 'attachment' ? attachmentOf(element) : undefined;
    if (id && attachment) site.attachments.set(copy(id), attachment);
  }
  return site;
}

function attachmentOf(item: XmlElement): Attachment | undefined {
  const url = childText(item, 'wp:attachment_url');
  const alt = metaOf(item, '_wp_attachment_image_alt');
  return url ? { url: copy(url), alt: alt && copy(alt) } : undefined;
}

/** Copies a text. The parser's texts are slices of the file's pieces, and would keep those in memory. */
function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Notes the items that are not stories. */
export function otherItems({ types }: WxrSite): Note | undefined {
  const others = [...types].filter(([type]) => !STORY_TYPES.includes(type));
  if (others.length === 0) return undefined;
  const counts = others.map(([type, count]) => `${count} ${type}${count === 1 ? '' : 's'}`).join(', ');
  const all = others.reduce((sum, [, count]) => sum + count, 0);
  return { code: 'not-stories', message: `${counts} ${all === 1 ? 'is not a story' : 'are not stories'}` };
}
