import MarkdownIt from 'markdown-it';
import { escapeHtml } from '../../../articles/html/escape.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../json.ts';
import { plainText } from '../../markup.ts';

/**
 * Ghost's cards, by their names in Lexical and in Mobiledoc, as HTML. Fields that hold HTML are used as they are: it is sanitised
 * later.
 */
const CARDS: Record<string, (card: Fields) => string> = {
  audio: (card) => player('audio', card, textOf(card.title)),
  'before-after': (card) =>
    figure([card.beforeImage, card.afterImage].map((it) => picture(fieldsOf(it))).join(''), card.caption),
  bookmark: (card) => titledLink(card) + caption(card.caption),
  button: (card) => link(card.buttonUrl, textOf(card.buttonText)),
  'call-to-action': (card) =>
    `${html(card.sponsorLabel)}${html(card.textValue)}${card.showButton === false ? '' : link(card.buttonUrl, textOf(card.buttonText))}`,
  callout: (card) => html(card.calloutText),
  code: ({ code, caption }) => figure(`<pre><code>${escapeHtml(String(code ?? ''))}</code></pre>`, caption),
  embed: (card) => (isTitled(card) || !textOf(card.html) ? titledLink(card) : html(card.html)) + caption(card.caption),
  file: (card) => link(card.src, textOf(card.fileTitle) ?? textOf(card.fileName)) + caption(card.fileCaption),
  gallery: (card) => figure(listOf(card.images).filter(isFields).map(picture).join(''), card.caption),
  header: (card) =>
    heading(card.header) +
    html(card.subheader) +
    (card.buttonEnabled === false ? '' : link(card.buttonUrl, textOf(card.buttonText))),
  hr: () => '<hr>',
  html: (card) => String(card.html ?? ''),
  image: (card) => figure(picture(card), card.caption),
  markdown: (card) => markdown.render(String(card.markdown ?? '')).trim(),
  product: ({ productImageSrc, productTitle, productDescription, productUrl, productButton }) =>
    (productImageSrc ? figure(picture({ src: productImageSrc })) : '') +
    heading(productTitle) +
    html(productDescription) +
    link(productUrl, textOf(productButton)),
  toggle: (card) => heading(card.heading) + html(card.content),
  video: (card) => figure(player('video', card, textOf(card.title)), card.caption),
};
const SAME: Record<string, string> = {
  'card-markdown': 'markdown',
  codeblock: 'code',
  'header-card': 'header',
  horizontalrule: 'hr',
};

const markdown = new MarkdownIt({ html: true });

/** Turns a card into HTML; undefined for one that is not known. */
export function cardHtml(name: string, card: Fields): string | undefined {
  const known = SAME[name] ?? name;
  return Object.hasOwn(CARDS, known) ? CARDS[known]?.(card) : undefined;
}

const html = (value: unknown) => {
  const text = textOf(value) ?? '';
  return text === '' || /^<(?:p|div|ul|ol|h[1-6]|blockquote|figure|pre|iframe|table)[\s>]/i.test(text)
    ? text
    : `<p>${text}</p>`;
};
const caption = (value: unknown) => html(value);
const heading = (value: unknown) => (textOf(value) ? `<h4>${textOf(value)}</h4>` : '');

function figure(inside: string, words?: unknown): string {
  const below = textOf(words);
  return `<figure>${inside}${below ? `<figcaption>${below}</figcaption>` : ''}</figure>`;
}

function picture({ src, alt, href }: Fields): string {
  const image = `<img src="${escapeHtml(textOf(src) ?? '')}" alt="${escapeHtml(textOf(alt) ?? '')}">`;
  const target = textOf(href);
  return target ? `<a href="${escapeHtml(target)}">${image}</a>` : image;
}

function player(tag: 'audio' | 'video', { src }: Fields, title: string | undefined): string {
  const label = title ? ` title="${escapeHtml(title)}"` : '';
  return `<p><${tag} src="${escapeHtml(textOf(src) ?? '')}"${label}></${tag}></p>`;
}

function link(address: unknown, words: string | undefined): string {
  const target = textOf(address);
  if (target === undefined) return words ? `<p>${escapeHtml(words)}</p>` : '';
  return `<p><a href="${escapeHtml(target)}">${escapeHtml(plainText(words ?? '') || target)}</a></p>`;
}

const titleOf = (card: Fields) => textOf(fieldsOf(card.metadata).title) ?? textOf(card.title);
const isTitled = (card: Fields) => textOf(card.url) !== undefined && titleOf(card) !== undefined;

function titledLink(card: Fields): string {
  return link(card.url ?? fieldsOf(card.metadata).url, titleOf(card));
}
