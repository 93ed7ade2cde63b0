import { ImportError } from '../../import-error.ts';
import { looksLikeHtml, paragraphs } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import type { FoundStory, StoryBody, StoryImage } from '../../story.ts';
import { childOf, childrenOf, textIn, type XmlElement } from '../../xml-element.ts';
import { storyOf as storyOfNitf } from '../nitf/nitf.ts';
import { bodyHtml } from './xhtml.ts';

/** The content of an item. */
export interface Content {
  body: StoryBody;
  image: StoryImage | undefined;
  /** What inline NITF says besides its text. */
  nitf: FoundStory | undefined;
  notes: Note[];
}

/**
 * Reads the content of an item: XHTML, NITF or text.
 * @param dateline goes before the first paragraph, unless its place is there already
 * @throws {ImportError} for an item without a text in it
 */
export function contentOf(
  set: XmlElement | undefined,
  dateline: string | undefined,
  itemClass: string | undefined,
): Content {
  const inline = [...childrenOf(set, 'inlineXML'), ...childrenOf(set, 'inlineData')];
  const filled = inline.filter((it) => textIn(it).trim() !== '');
  const [first, ...others] = filled.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined)
    throw new ImportError(`has no text in it${itemClass ? ` (its class is "${itemClass}")` : ''}`);
  const remote = childrenOf(set, 'remoteContent');
  const picture = remote.find(
    (it) => /^image\//.test(it.attributes.contenttype ?? '') && isWebAddress(it.attributes.href),
  );
  const left = remote.filter((it) => it !== picture).map((it) => it.attributes.href ?? it.attributes.residref ?? '');
  const nitf = childOf(first, 'nitf');
  const story = nitf && storyOfNitf(nitf);
  const html = story ? { value: '', notes: [] } : htmlOf(first, dateline);
  return {
    body: story?.body ?? { type: 'html', text: html.value },
    image: picture && { url: picture.attributes.href as string, type: picture.attributes.contenttype },
    nitf: story,
    notes: [
      ...(story?.notes ?? []),
      ...html.notes,
      ...(others.length > 0 ? [note('html-part', `other forms of the text that are not read: ${others.length}`)] : []),
      ...(left.length > 0 ? [note('media', `content elsewhere is left out: ${left.join(', ')}`)] : []),
    ],
  };
}

const note = (code: Note['code'], message: string): Note => ({ code, message });

/** Marked-up content comes first. */
function rankOf(content: XmlElement): number {
  return ['html', 'nitf'].findIndex((it) => childOf(content, it) !== undefined) >= 0 ? 0 : 1;
}

function isWebAddress(href: string | undefined): boolean {
  return /^https?:\/\//i.test(href ?? '');
}

function htmlOf(content: XmlElement, dateline: string | undefined): Noted<string> {
  const page = childOf(content, 'html');
  if (page) return bodyHtml(childOf(page, 'body') ?? page, dateline);
  if (content.children.some((it) => typeof it !== 'string')) return bodyHtml(content, dateline);
  const text = textIn(content).trim();
  // Some agencies escape the markup.
  return { value: looksLikeHtml(text) ? text : paragraphs(text), notes: [] };
}
