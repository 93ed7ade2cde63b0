import { decodeHTMLAttribute } from 'entities';
import type { Image } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';

type Picture = Pick<Image, 'url'> & Partial<Pick<Image, 'alt' | 'credit' | 'width' | 'height'>>;

/** Puts the lead picture before a story that does not show it: not every reader shows what stands beside the content. */
export function withPicture(html: string, image: Picture | undefined): string {
  return !image || showsPicture(html, image.url) ? html : figureOf(image) + html;
}

const SOURCE = /<img (?:[^<>]*? )?src="([^"]*)"/g;
/** Parameters by which systems make sizes of a picture. */
const SIZES = /^(?:auto|crop|dpr|fit|fm|format|h|height|q|quality|resize|s|size|ssl|strip|w|width)$/;

/** True if a story's HTML shows a picture, in whatever size. @param url as it is written in the HTML */
export function showsPicture(html: string, url: string): boolean {
  if (html.includes(escapeHtml(url))) return true;
  const whole = wholePicture(url);
  return [...html.matchAll(SOURCE)].some((it) => wholePicture(decodeHTMLAttribute(it[1] ?? '')) === whole);
}

/** The address of a picture without what says its size: WordPress writes `-300x200`. */
function wholePicture(url: string): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const other = [...new URLSearchParams(query)].filter(([name]) => !SIZES.test(name));
  const rest = other.length > 0 ? `?${new URLSearchParams(other)}` : '';
  return path.replace(/-\d{2,4}x\d{2,4}(?=\.[a-z]{3,4}$)/i, '') + rest;
}

/** Takes away what `withPicture` has put there. */
export function withoutPicture(html: string, image: Picture | undefined): string {
  const figure = image ? figureOf(image) : '';
  return html.startsWith(figure) ? html.slice(figure.length) : html;
}

function figureOf({ url, alt = '', credit, width, height }: Picture): string {
  const attributes = Object.entries({ src: url, alt, width, height }).map(([name, value]) =>
    value === undefined ? '' : ` ${name}="${escapeHtml(String(value))}"`,
  );
  const caption = credit ? `<figcaption>${escapeHtml(credit)}</figcaption>` : '';
  return `<figure><img${attributes.join('')} />${caption}</figure>\n`;
}
