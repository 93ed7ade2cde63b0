import sanitizeHtml from 'sanitize-html';
import type { Checked } from '../refusal.ts';
import { absolute, ORIGIN_MARK, withOrigin } from './addresses.ts';
import { HtmlError, MAX_HTML_CHARACTERS } from './html-error.ts';
import { renderMarkdown } from './markdown.ts';
import type { ArticleRecord } from './record.ts';
import { countUnwanted } from './text.ts';

const TAGS =
  `p br hr h2 h3 h4 h5 h6 a strong b em i u s del ins sub sup small mark q cite abbr time code pre kbd blockquote
  ul ol li dl dt dd figure figcaption picture source img table caption thead tbody tfoot tr th td`.split(/\s+/);
const ATTRIBUTES = {
  a: ['href', 'title', 'hreflang', 'rel'],
  img: ['src', 'srcset', 'sizes', 'alt', 'title', 'width', 'height'],
  source: ['srcset', 'sizes', 'media', 'type'],
  blockquote: ['cite'],
  q: ['cite'],
  del: ['cite', 'datetime'],
  ins: ['cite', 'datetime'],
  time: ['datetime'],
  abbr: ['title'],
  ol: ['start', 'reversed', 'type'],
  th: ['colspan', 'rowspan', 'scope'],
  td: ['colspan', 'rowspan'],
  '*': ['lang', 'dir'],
};
/** More levels than any story has. Hostile nesting must not cost more than its length. */
const MAX_NESTING = 100;
/** The sanitiser's time grows with the square of unclosed tags: 300,000 take a minute, 20,000 half a second. */
const MAX_HTML_TAGS = 20_000;
const SCHEMES = ['http', 'https', 'mailto', 'tel'];

/** Counts the tags in a text; never fewer than a parser would find. */
function countTags(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(/<[a-z/!?]/gi)) count++;
  return count;
}

/**
 * Makes HTML that is safe in feeds and pages: only the tags of a news story, without scripts, styles and classes, every
 * address absolute. A frame becomes a link to its page, and `h1` becomes `h2`.
 * @param base the story's address: elsewhere, or from `ownAddress`
 * @throws {HtmlError} if it has more than `MAX_HTML_TAGS` tags or would become much longer than can be stored
 */
export function toSafeHtml(body: string, type: ArticleRecord['bodyType'], base: string): string {
  if (type !== 'text') refuseManyTags(body);
  const html = type === 'markdown' ? renderMarkdown(body) : type === 'html' ? body : paragraphs(body);
  refuseManyTags(html);
  return sanitize(html, base).trim();
}

/** Returns a record's body as `toSafeHtml` makes it, or a problem of the field `body`. @param base as there */
export function safeHtmlOf(
  { body, bodyType }: Pick<ArticleRecord, 'body' | 'bodyType'>,
  base: string,
): Checked<string> {
  try {
    return { ok: true, value: toSafeHtml(body, bodyType, base) };
  } catch (error) {
    if (error instanceof HtmlError) return { ok: false, problems: [{ field: 'body', message: error.message }] };
    throw error;
  }
}

function refuseManyTags(html: string): void {
  const count = countTags(html);
  if (count > MAX_HTML_TAGS) throw new HtmlError(`has ${count} HTML tags; at most ${MAX_HTML_TAGS}`);
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .filter((it) => it.trim() !== '')
    .map((it) => `<p>${escapeHtml(it.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}

const REFERENCE = /&#(?:x([0-9a-f]+)|(\d+));?/gi;

/**
 * Removes references (`&#1;`) to characters that no document may contain: parsing would turn them into the character.
 */
function withoutUnwantedReferences(html: string): string {
  return html.replace(REFERENCE, (reference, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff || countUnwanted(String.fromCodePoint(code)) > 0 ? '' : reference;
  });
}

/** Returns `absolute` for the addresses of one body, which throws an {HtmlError} as soon as they are too long together. */
function resolverFor(base: string): (reference: string) => string | undefined {
  let left = MAX_HTML_CHARACTERS;
  return (reference) => {
    const address = absolute(reference.trim(), base);
    left -= address?.length ?? 0;
    if (left >= 0) return address;
    throw new HtmlError(
      `has more than ${MAX_HTML_CHARACTERS} characters of addresses; a relative one counts with the address of the story`,
    );
  };
}

function sanitize(html: string, base: string): string {
  const absoluteOf = resolverFor(base);
  const resolve = (attribs: sanitizeHtml.Attributes, name: string) => {
    const value = attribs[name];
    if (value === undefined) return;
    const address = absoluteOf(value);
    if (address === undefined) delete attribs[name];
    else attribs[name] = address;
  };
  // Attributes are deleted rather than emptied: an empty `href` is an address, too.
  const transform = (tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag => {
    for (const name of ['href', 'src', 'cite']) resolve(attribs, name);
    if (attribs.srcset !== undefined) {
      const candidates = absoluteSrcset(attribs.srcset, absoluteOf);
      if (candidates) attribs.srcset = candidates;
      else delete attribs.srcset;
    }
    return { tagName, attribs };
  };
  return sanitizeHtml(withoutUnwantedReferences(html), {
    allowedTags: TAGS,
    allowedAttributes: ATTRIBUTES,
    allowedSchemes: SCHEMES,
    allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
    allowProtocolRelative: false,
    selfClosing: ['br', 'hr', 'img', 'source'],
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src,
    nestingLimit: MAX_NESTING,
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'template',
      'title',
      'svg',
      'math',
      'object',
      'select',
    ],
    transformTags: {
      h1: 'h2',
      iframe: (_, { src }): sanitizeHtml.Tag => {
        const href = src === undefined ? undefined : absoluteOf(src);
        return href === undefined
          ? { tagName: 'p', attribs: {} }
          : { tagName: 'a', attribs: { href }, text: withOrigin(href, '') };
      },
      a: transform,
      img: transform,
      source: transform,
      blockquote: transform,
      q: transform,
      del: transform,
      ins: transform,
    },
  });
}

/** Makes the addresses in a `srcset` absolute (HTML Standard, "srcset attributes": each has an optional descriptor). */
function absoluteSrcset(srcset: string, absoluteOf: (reference: string) => string | undefined): string {
  return srcset
    .split(/,\s+|,$/)
    .map((candidate) => {
      const [reference = '', descriptor = ''] = candidate.trim().split(/\s+/);
      const address = reference === '' ? undefined : absoluteOf(reference);
      const allowed = address !== undefined && (address.startsWith(ORIGIN_MARK) || /^https?:/.test(address));
      return allowed ? `${address.replaceAll(',', '%2C')} ${descriptor}`.trim() : '';
    })
    .filter((it) => it !== '')
    .join(', ');
}

/** Escapes text for HTML content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
