import type { Extension } from 'feed';
import type { Entry, Image, Variant } from '../articles/entry.ts';
import { textOfSafeHtml } from '../articles/html/text-of.ts';
import { firstSentences } from '../articles/summary.ts';
import type { XmlSlots } from '../feeds/formats/slots.ts';
import { withoutPicture, withPicture } from '../feeds/lead-picture.ts';
import type { PartnerSettings, Rule } from './partner.ts';

/** Characters, of which some are two units of a string. */
const lengthOf = (text: string) => text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
const characters = (count: number) => (count === 1 ? '1 character' : `${count.toLocaleString('en')} characters`);

/** Cuts a text to at most so many characters: at a word, unless less than half would be left of it. */
export function cutAtWord(text: string, most: number): string {
  const all = [...text];
  if (all.length <= most) return text;
  const cut = all.slice(0, most - 1).join('');
  const isWhole = /\s/.test(all[most - 1] ?? '');
  const words = isWhole ? cut : cut.replace(/\s+\S*$/, '');
  return `${(lengthOf(words) < most / 2 ? cut : words).replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** The title has at least and at most so many characters; a longer one is cut. */
export function titleLength({ min, max }: { min: number; max: number }): Rule {
  return {
    id: 'title',
    says: `a title of ${min} to ${max} characters; a longer one is cut, at a word if there is one`,
    apply(entry) {
      const length = lengthOf(entry.title);
      if (length < min)
        return { withheld: `the title has ${characters(length)}, of at least ${min}: write a longer one` };
      if (length <= max) return undefined;
      const title = cutAtWord(entry.title, max);
      if (lengthOf(title) < min)
        return { withheld: `the title has ${characters(length)}, and cannot be cut to ${max}: write a shorter one` };
      return { entry: { ...entry, title }, adapted: `the title is cut, from ${length} to at most ${max} characters` };
    },
  };
}

/** The text has at least and at most so many characters. */
export function textLength({ min, max }: { min: number; max: number }): Rule {
  return {
    id: 'text',
    says: `a text of ${min.toLocaleString('en')} to ${max.toLocaleString('en')} characters`,
    apply({ html }) {
      const length = lengthOf(textOfSafeHtml(html));
      if (length < min)
        return { withheld: `the text has ${characters(length)}, of at least ${min.toLocaleString('en')}: write more` };
      if (length > max)
        return { withheld: `the text has ${characters(length)}, of at most ${max.toLocaleString('en')}: divide it` };
      return undefined;
    },
  };
}

/** The story shows a picture, of whatever size. */
export const PICTURE: Rule = {
  id: 'picture',
  says: 'a picture',
  apply({ html, image }) {
    if (image || html.includes('<img ')) return undefined;
    return { withheld: 'there is no picture: give "image", or show one in the text' };
  },
};

/** Types of pictures that partners show: no drawings, and none that only browsers know. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** The story has a lead picture, or another size of it, of at least so many pixels, and at most so many bytes. */
export function leadPicture({ long, short = 0, bytes }: { long?: number; short?: number; bytes?: number }): Rule {
  const size =
    long === undefined ? `at least ${short} pixels on its shorter side` : `at least ${long} pixels wide or high`;
  const most = bytes === undefined ? '' : `, and at most ${bytes / 1_000_000} MB`;

  /** Returns why a picture will not do; undefined if it will. */
  function reasonAgainst(picture: Variant): string | undefined {
    if (picture.type !== undefined && !SHOWN.has(picture.type))
      return `is ${picture.type}: partners take JPEG, PNG, GIF and WebP`;
    if (picture.width === undefined || picture.height === undefined)
      return 'has no known size: give its width and height, or push the story with its file in articles/public/';
    const { width, height } = picture;
    if (Math.max(width, height) < (long ?? 0) || Math.min(width, height) < short)
      return `is ${picture.width} by ${picture.height} pixels: it has to be ${size}`;
    const length = picture.length ?? 0;
    if (bytes !== undefined && length > bytes)
      return `has ${(length / 1_000_000).toFixed(1)} MB${most.replace(', and', ',')}`;
    return undefined;
  }

  return {
    id: 'picture',
    says: `a lead picture (JPEG, PNG, GIF or WebP), ${size}${most}; where the story's own is not, the first of its \`variants\` that is`,
    apply(entry, { site: { origin } }) {
      const { image } = entry;
      if (!image)
        return { withheld: `there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", ${size}` };
      const reason = reasonAgainst(image);
      if (reason === undefined) return undefined;
      const variant = image.variants?.find((it) => reasonAgainst(it) === undefined);
      if (!variant) return { withheld: `the lead picture ${reason}${hintFor(image, origin, bytes)}` };
      return {
        entry: withImage(entry, variant),
        adapted: `the picture is ${variant.url}: the lead picture itself ${reason}`,
      };
    },
  };
}

/** A picture that is only of the wrong kind, or too heavy, can be made into one that is not. */
function hintFor(
  { url, type, length = 0, variants = [] }: Image,
  origin: string,
  bytes = Number.POSITIVE_INFINITY,
): string {
  if (variants.length > 0) return '; and none of its "variants" fits';
  if ((type === undefined || SHOWN.has(type)) && length <= bytes) return '';
  if (url.startsWith(`${origin}/`)) return '; `tagwire pictures` makes a JPEG of it';
  return '; give another one, or name it in "variants"';
}

/** An entry with another size of its lead picture. Where it stands before the text, so does the other. */
function withImage(entry: Entry, variant: Variant): Entry {
  const { image, html } = entry;
  if (!image) return entry;
  const { alt, credit } = image;
  const other: Image = { ...variant, ...(alt && { alt }), ...(credit && { credit }) };
  const text = withoutPicture(html, image);
  return { ...entry, image: other, html: text === html ? html : withPicture(text, other) };
}

/** The story is in the feed's only language. */
export const ONE_LANGUAGE: Rule = {
  id: 'language',
  says: "the publication's language: a feed has one",
  apply({ language }, { site }) {
    if (language === undefined || primary(language) === primary(site.language)) return undefined;
    return {
      withheld: `it is in ${language}, and the feed is in ${site.language}: this partner takes one language a feed`,
    };
  },
};

const primary = (language: string) => language.toLowerCase().split('-')[0];

/** Addresses of a story and its pictures are https. Those of a wire that is not, on a machine of one's own, are let through. */
export const SECURE: Rule = {
  id: 'https',
  says: 'https for the story and its pictures',
  apply({ link, image, html }, { site: { origin } }) {
    const shown = [...html.matchAll(/<(?:img|source)\b[^>]*>/g)]
      .flatMap(([tag]) => [...tag.matchAll(/ (?:src|srcset)="([^"]*)"/g)])
      .flatMap(([, addresses = '']) => addresses.split(/[\s,]+/));
    const bad = [link, ...(image ? [image.url] : []), ...shown].find(
      (it) => /^http:/i.test(it) && !it.startsWith(origin),
    );
    return bad === undefined ? undefined : { withheld: `${bad} is not https: give an https address` };
  },
};

/** The summary has at least so many characters. */
export function summaryLength(min: number): Rule {
  return {
    id: 'summary',
    says: `a summary of ${min} characters; instead of a shorter one, the beginning of the text`,
    apply(entry, { site }) {
      if (lengthOf(entry.summary) >= min) return undefined;
      const text = textOfSafeHtml(entry.html);
      const length = lengthOf(text);
      if (length < min)
        return {
          withheld: `neither the summary nor the text (${characters(length)}) has ${min} characters: write more`,
        };
      return {
        entry: { ...entry, summary: opening(text, min, entry.language ?? site.language) },
        adapted: `the summary is the beginning of the text: the story's own has ${characters(lengthOf(entry.summary))}`,
      };
    },
  };
}

/** A sentence is mostly shorter. */
const STEP = 100;

/** The first sentences of a text that have at least so many characters together; the whole text if it is shorter. */
function opening(text: string, min: number, language: string): string {
  for (let limit = min + STEP; limit < text.length; limit += STEP) {
    const sentences = firstSentences(text, limit, language);
    if (lengthOf(sentences) >= min) return sentences;
  }
  return text;
}

/** The partner's element for counting readers, with what the newsroom wants in it. */
export function analyticsElement(name: string, { analytics }: PartnerSettings, slots: XmlSlots): Extension[] {
  return analytics === undefined ? [] : [{ name, objects: { _text: slots.html(analytics) } }];
}

/** The story names an author; else that is the publication. */
export const AUTHOR: Rule = {
  id: 'author',
  says: 'an author; where a story has none, it is the publication',
  apply(entry: Entry, { site }) {
    if (entry.authors.length > 0) return undefined;
    return {
      entry: { ...entry, authors: [{ name: site.title }] },
      adapted: `the author is "${site.title}": the story names none`,
    };
  },
};
