import type { Image } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';

type Picture = Pick<Image, 'url'> & Partial<Pick<Image, 'alt' | 'credit' | 'width' | 'height'>>;

/** Puts the lead picture before a story that does not show it: not every reader shows what stands beside the content. */
export function withPicture(html: string, image: Picture | undefined): string {
  return !image || html.includes(escapeHtml(image.url)) ? html : figureOf(image) + html;
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
