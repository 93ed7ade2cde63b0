import type { Input } from '../../input.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import { readElements } from '../../xml.ts';
import { childrenOf, childText, textIn, type XmlElement } from '../../xml-element.ts';
import { metaOf, typeOf } from './item-fields.ts';
import { personOf } from './people.ts';
import { type Attachment, creditOf } from './pictures.ts';
import { countTaxonomy } from './taxonomies.ts';

/** The parts of a file that its posts refer to. */
export interface WxrSite {
  /** Display names, by login. */
  authors: Map<string, string>;
  attachments: Map<string, Attachment>;
  /** The content of reusable blocks, by number. */
  blocks: Map<string, string>;
  /** The number of items of each type. */
  types: Map<string, number>;
  /** The number of terms of each taxonomy that is not read, in items of all types. */
  taxonomies: Map<string, number>;
  /** Types of posts that are stories. */
  storyTypes: string[];
  /** BCP 47; undefined of English, which WordPress says of sites whose owners have said nothing. */
  language?: string | undefined;
}

export const ITEM = 'rss/channel/item';
const AUTHOR = 'rss/channel/wp:author';
const LANGUAGE = 'rss/channel/language';
const PAGE = 'page';
/** Types that WordPress and common plugins keep for themselves. */
const NEVER_STORIES =
  /^(?:attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|guest-author|feedback|wp_.*|acf-.*|jetpack.*|.*_(?:revision|log|form|template))$/;

/**
 * Reads a whole file, and keeps only what its posts refer to.
 * @param types those that hold stories besides posts
 */
export async function readSite(input: Input, types: string[]): Promise<WxrSite> {
  const site: WxrSite = {
    authors: new Map(),
    attachments: new Map(),
    blocks: new Map(),
    types: new Map(),
    taxonomies: new Map(),
    storyTypes: ['post', ...types],
  };
  const wanted = (path: readonly string[]) => [ITEM, AUTHOR, LANGUAGE].includes(path.join('/'));
  for await (const element of readElements(input.chunks(), wanted)) {
    if (element.name === 'wp:author') addPerson(site, element);
    else if (element.name === 'language') site.language = languageIn(textIn(element));
    else addItem(site, element);
  }
  return site;
}

function languageIn(text: string): string | undefined {
  const language = text.trim();
  return /^(?!en\b)[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(language) ? copy(language) : undefined;
}

/** Tells whether an item is read: as a story, or as a page for an editor to look at. */
export function isRead(type: string, { storyTypes }: Pick<WxrSite, 'storyTypes'>): boolean {
  return type === PAGE || storyTypes.includes(type);
}

function addItem(site: WxrSite, item: XmlElement): void {
  const type = copy(typeOf(item));
  site.types.set(type, (site.types.get(type) ?? 0) + 1);
  if (type === 'guest-author') addPerson(site, item);
  const id = childText(item, 'wp:post_id');
  const attachment = type === 'attachment' ? attachmentOf(item) : undefined;
  if (id && attachment) site.attachments.set(copy(id), attachment);
  const isShown = type === 'wp_block' && childText(item, 'wp:status') === 'publish';
  const block = isShown ? childText(item, 'content:encoded') : undefined;
  if (id && block) site.blocks.set(copy(id), copy(block));
  if (!isRead(type, site)) return;
  for (const { attributes } of childrenOf(item, 'category'))
    countTaxonomy(site.taxonomies, attributes.domain && copy(attributes.domain));
}

function addPerson(site: WxrSite, element: XmlElement): void {
  const { logins, name } = personOf(element);
  if (name) for (const login of logins) site.authors.set(copy(login), copy(name));
}

function attachmentOf(item: XmlElement): Attachment | undefined {
  const url = childText(item, 'wp:attachment_url');
  const words = (text: string | undefined) => {
    const plain = plainTextOf(text);
    return plain && copy(plain);
  };
  return url
    ? {
        url: copy(url),
        title: words(childText(item, 'title')),
        alt: words(metaOf(item, '_wp_attachment_image_alt')),
        caption: words(childText(item, 'excerpt:encoded')),
        credit: words(creditOf((key) => metaOf(item, key))),
      }
    : undefined;
}

/** Copies a text. The parser's texts are slices of the file's pieces, and would keep those in memory. */
function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Notes the items that are not stories, and how to take those that may be. */
export function otherItems({ types, storyTypes }: WxrSite): Note | undefined {
  const others = [...types].filter(([type]) => !isRead(type, { storyTypes }));
  if (others.length === 0) return undefined;
  const counts = others
    .map(([type, count]) => `${count} ${type}${count === 1 || type.endsWith('s') ? '' : 's'}`)
    .join(', ');
  const all = others.reduce((sum, [, count]) => sum + count, 0);
  const maybe = others.map(([type]) => type).filter((it) => !NEVER_STORIES.test(it));
  const how = maybe.length === 0 ? '' : `; if they hold stories: ${maybe.map((it) => `--type ${it}`).join(' ')}`;
  return {
    code: 'not-stories',
    message: `${counts} ${all === 1 ? 'is not a story' : 'are not stories'}${how}`,
    ...(maybe.length > 0 && { names: maybe.map((it) => `--type ${it}`) }),
  };
}
