import { escapeHtml } from '../../../articles/html/escape.ts';
import { hostOf } from '../../bare-addresses.ts';
import { FILE_LINK } from '../../file-links.ts';
import { serviceAddress } from '../../media-services.ts';
import { outsideCode } from './code.ts';
import { type Shortcode, shortcodeIn } from './shortcodes.ts';

/** What stands directly before an address: in a link or picture, in a definition, or in an attribute of HTML. */
const BEFORE = String.raw`(?<=\]\(\s{0,9}<?|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?|\s(?:href|src)=["'])`;
const inAddress = (pattern: RegExp) => new RegExp(BEFORE + pattern.source, 'gm');

const SITE = inAddress(/(?:\{\{-?\s{0,9}site\.(?:base)?url\s{0,9}-?\}\}){1,2}(?=\/|\{%)/);
const FILTERED = inAddress(
  /\{\{-?\s{0,9}["']([^"'{}|\n]{1,500})["']\s{0,9}(?:\|\s{0,9}(?:relative_url|absolute_url|prepend:\s{0,9}site\.(?:base)?url)\s{0,9}){1,2}-?\}\}/,
);
const REFERENCE = inAddress(/\{\{([<%])\s{0,9}((?:rel)?ref\s[^{}\n]{1,500}?)[>%]\}\}/);
const POST = inAddress(/\{%-?\s{0,9}(post_url|link)\s{1,9}([^\s{}%]{1,500})\s{0,9}-?%\}/);
const OF_PELICAN = inAddress(/(?:\{(static|attach|filename)\}|\|(static|attach|filename)\|)([^\s"'<>()]{1,500})/);
/** Files that hold stories; without any ending, too. */
const STORY_FILE = /(?:^|\/)[^./]*$|\.(?:md|mdx|mdown|markdown|html?|rst|txt)(?:#.*)?$/i;

const HUGO = /\{\{[<%]([^{}]{1,2000}?)[>%]\}\}/g;
const JEKYLL = /\{%-?([^{}%]{1,2000}?)-?%\}/g;
/** Jekyll's includes for videos have the names that their site gives them. */
const VIDEO_INCLUDE = /^(?:[\w-]+\/)*(youtube|vimeo|video)(?:[_-]?(?:embed|player|video))?(?:\.html)?$/i;
const VIDEO: Record<string, RegExp> = { youtube: /^[\w-]{11}$/, vimeo: /^\d{5,12}$/ };

/**
 * Turns the syntax of Hugo, Jekyll and Pelican for links, pictures and videos into what it stands for. Links to files of other
 * stories become `{filename}...`, as it is not known yet where those will be. Everything else stays.
 * @param markdown renders a caption
 */
export function withoutTemplates(body: string, markdown: (text: string) => string): string {
  if (!/\{[{%a-z]|\|(?:filename|static|attach)\|/.test(body)) return body;
  return outsideCode(body, (text) => withMedia(withPlainAddresses(text), markdown));
}

/** Reads the address of a picture in front matter. */
export function plainAddress(address: string): string {
  const before = '](';
  return withPlainAddresses(before + address).slice(before.length);
}

function withPlainAddresses(text: string): string {
  return text
    .replace(SITE, '')
    .replace(FILTERED, (_, path: string) => (/^(?:https?:|\/)/.test(path) ? path : `/${path}`))
    .replace(REFERENCE, (whole, _, inside: string) => {
      const { values, named } = shortcodeIn(inside);
      const path = values[0] ?? named.get('path');
      return path === undefined || /\s/.test(path) ? whole : path.startsWith('#') ? path : `${FILE_LINK}/${path}`;
    })
    .replace(POST, (_, tag: string, path: string) => fileOrPath(path, tag === 'post_url'))
    .replace(OF_PELICAN, (_, one: string | undefined, other: string | undefined, path: string) =>
      (one ?? other) === 'filename' ? fileOrPath(path, false) : path,
    );
}

const fileOrPath = (path: string, isStory: boolean) =>
  isStory || STORY_FILE.test(path)
    ? `${FILE_LINK}/${path.replace(/^\//, '')}`
    : path.startsWith('/')
      ? path
      : `/${path}`;

function withMedia(text: string, markdown: (text: string) => string): string {
  return text
    .replace(HUGO, (whole, inside: string, offset: number) => {
      const shortcode = shortcodeIn(inside.replace(/\/\s*$/, ''));
      if (shortcode.name !== 'figure') return videoLink(shortcode.name, shortcode) ?? whole;
      return isAlone(text, offset, whole.length) ? (figureOf(shortcode, whole, markdown) ?? whole) : whole;
    })
    .replace(JEKYLL, (whole, inside: string) => {
      const shortcode = shortcodeIn(inside);
      if (shortcode.name !== 'include') return videoLink(shortcode.name, shortcode) ?? whole;
      const [name = ''] = shortcode.values.splice(0, 1);
      const kind = VIDEO_INCLUDE.exec(name)?.[1]?.toLowerCase();
      const service = kind === 'video' ? (shortcode.named.get('provider') ?? '') : kind;
      return (service && videoLink(service, shortcode)) || whole;
    });
}

/** A link to a video; undefined where its name is not plainly that of one. */
function videoLink(service: string, { values, named }: Shortcode): string | undefined {
  if (!Object.hasOwn(VIDEO, service)) return undefined;
  const id = named.get('id') ?? named.get('video_id') ?? values[0] ?? '';
  const address = VIDEO[service]?.test(id) ? serviceAddress(service, id) : undefined;
  return address && `[${hostOf(address)}](${address})`;
}

/** Tells whether a shortcode stands on lines of its own, below which only a blank line or another one follows. */
function isAlone(text: string, offset: number, length: number): boolean {
  const before = text.slice(Math.max(0, offset - 4), offset);
  const after = text.slice(offset + length, offset + length + 30);
  return /(?:^|\n) {0,3}$/.test(before) && /^[ \t]{0,9}(?:$|\n[ \t]{0,9}(?:$|\n|\{\{[<%]\s?figure\s))/.test(after);
}

/** Hugo's figure in HTML, on as many lines as it had. */
function figureOf({ named, values }: Shortcode, whole: string, markdown: (text: string) => string): string | undefined {
  const src = named.get('src') ?? values[0];
  if (!src) return undefined;
  const said = (name: string) => named.get(name) ?? '';
  const sizes = ['width', 'height'].filter((it) => /^\d{1,5}$/.test(said(it))).map((it) => ` ${it}="${said(it)}"`);
  const picture = `<img src="${escapeHtml(src)}" alt="${escapeHtml(said('alt'))}"${sizes.join('')}>`;
  const linked = said('link') === '' ? picture : `<a href="${escapeHtml(said('link'))}">${picture}</a>`;
  const attribution = markdown(said('attr'));
  const parts = [
    said('title') && `<strong>${escapeHtml(said('title'))}</strong>`,
    markdown(said('caption')),
    said('attrlink') && attribution ? `<a href="${escapeHtml(said('attrlink'))}">${attribution}</a>` : attribution,
  ];
  const caption = parts.filter((it) => it !== '').join(' ');
  const lines = '\n'.repeat(whole.split('\n').length - 1);
  return `<figure>${linked}${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>${lines}`;
}
