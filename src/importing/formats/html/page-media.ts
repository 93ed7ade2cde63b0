import type { Note } from '../../notes.ts';
import { attributeOf, BESIDE_STORY, elementsIn, insideOf, type Page, type PageElement } from './page.ts';
import { PLACE } from './places.ts';

/** A picture, or something that plays, which was taken out of a page. */
export interface TakenMedium {
  /** Its place in the page. */
  place: number;
  kind: 'picture' | 'sound' | 'video' | 'frame' | 'embedded file';
  /** As it was in the page: the sanitiser knows lazy pictures, AMP's elements and players. */
  html: string;
  address: string | undefined;
  /** True of one that belongs to the page around the story: a picture that leads elsewhere, or stands in a sidebar. */
  isBeside: boolean;
}

const KINDS: Record<string, TakenMedium['kind']> = {
  audio: 'sound',
  'amp-audio': 'sound',
  'amp-iframe': 'frame',
  'amp-video': 'video',
  embed: 'embedded file',
  iframe: 'frame',
  object: 'embedded file',
  video: 'video',
};
const PICTURES = ['amp-anim', 'amp-img', 'img', 'noscript', 'picture'];

/** AMP's players of other sites (AMP HTML, "Media"): their attribute, and the address that it stands for. */
const AMP_PLAYERS: Record<string, [attribute: string, address: string]> = {
  'amp-dailymotion': ['data-videoid', 'https://www.dailymotion.com/video/'],
  'amp-facebook': ['data-href', ''],
  'amp-instagram': ['data-shortcode', 'https://www.instagram.com/p/'],
  'amp-tiktok': ['data-src', ''],
  'amp-twitter': ['data-tweetid', 'https://twitter.com/i/status/'],
  'amp-vimeo': ['data-videoid', 'https://vimeo.com/'],
  'amp-youtube': ['data-videoid', 'https://www.youtube.com/watch?v='],
};

const MEDIA = [...PICTURES, ...Object.keys(KINDS), ...Object.keys(AMP_PLAYERS)].join(', ');
/** Where pictures are not those of a story. */
const NOT_PICTURES = `${BESIDE_STORY}, button, [class*=share], [class*=social], [class*=icon]`;
/** Shorter names, such as "large.jpg", are those of many pictures. */
const MIN_OWN_NAME = 16;
/** In elements of the page. */
const PREVIEW_DISTANCE = 4;
const STAND_IN = 'https://medium.invalid/';

/**
 * Takes the media out of a page, and puts plain pictures in their places: Readability loses pictures that a script would load,
 * AMP's elements and most frames, but keeps plain pictures.
 */
export function takeMedia(page: Page): TakenMedium[] {
  const taken: TakenMedium[] = [];
  const [isBeside, isInLink, isInMedia] = [
    insideOf(page, NOT_PICTURES),
    insideOf(page, 'a[href]'),
    insideOf(page, MEDIA),
  ];
  for (const element of elementsIn(page, MEDIA)) {
    const { parentElement: parent } = element;
    if (parent === null || isInMedia(parent) || !isShown(element)) continue;
    const after = element.localName === 'noscript' ? null : element.nextElementSibling;
    const twin = after?.localName === 'noscript' && hasPicture(after) ? after : undefined;
    taken.push({
      place: Number(element.getAttribute(PLACE)),
      kind: element.localName in AMP_PLAYERS ? 'video' : (KINDS[element.localName] ?? 'picture'),
      html: htmlOf(element) + (twin?.outerHTML ?? ''),
      address: playerOf(element) ?? addressOf(element) ?? (twin && addressOf(twin)),
      isBeside: isBeside(element) || (isInLink(element) && leadsElsewhere(element)),
    });
    twin?.remove();
    const standIn = page.createElement('img') as PageElement;
    standIn.setAttribute('src', `${STAND_IN}${taken.length - 1}`);
    standIn.setAttribute(PLACE, attributeOf(element, PLACE) ?? '');
    element.replaceWith(standIn);
  }
  return taken;
}

/** Puts media back in their places. */
export function withMedia(html: string, taken: TakenMedium[]): string {
  const kept = keptIn(html);
  return html.replace(MARKED, (_, digits) => {
    const index = Number(digits);
    const [medium, next] = [taken[index], kept.has(index + 1) ? taken[index + 1] : undefined];
    return medium === undefined || isPreview(medium, next) ? '' : medium.html;
  });
}

const MARKED = /<img [^<>]*\bhttps:\/\/medium\.invalid\/(\d+)"[^<>]*>/g;
const keptIn = (html: string) => new Set([...html.matchAll(MARKED)].map((it) => Number(it[1])));

/** Notes media that stood between the paragraphs of the main text, but are not in it. */
export function lostMedia(
  html: string,
  taken: TakenMedium[],
  { first, last }: { first: number; last: number },
): Note[] {
  const kept = keptIn(html);
  const files = new Set([...kept].map((it) => fileOf(taken[it])));
  const lost = taken.filter(
    (it, index) =>
      !kept.has(index) && !it.isBeside && it.place > first && it.place < last && it.address && !files.has(fileOf(it)),
  );
  if (lost.length === 0) return [];
  const named = [...new Set(lost.map(({ kind, address }) => `${kind} ${address}`))].join(', ');
  const message = `stood between the paragraphs of the story, but not in the main text that was found, and left out: ${named}`;
  return [{ code: 'body-lost', message }];
}

/** The same picture may stand in several sizes. */
const fileOf = (medium: TakenMedium | undefined) => medium?.address?.replace(/[?#].*$/, '').replace(/^.*\//, '');

/** Tells whether a picture is a small one that is shown until the same one right after it is loaded. */
function isPreview(medium: TakenMedium, next: TakenMedium | undefined): boolean {
  const file = fileOf(medium) ?? '';
  const isSame = file.length >= MIN_OWN_NAME && file === fileOf(next) && medium.address !== next?.address;
  return isSame && next !== undefined && next.place - medium.place <= PREVIEW_DISTANCE;
}

/** Tells whether a link around a picture leads to another page. */
function leadsElsewhere(element: PageElement): boolean {
  const link = element.closest('a[href]') ?? undefined;
  return !/\.(?:avif|gif|jpe?g|png|webp)(?:$|[?#])/i.test(attributeOf(link, 'href') ?? '');
}

function htmlOf(element: PageElement): string {
  const player = playerOf(element);
  return player === undefined ? element.outerHTML : `<iframe src="${encodeURI(player)}"></iframe>`;
}

/** Returns the address of what an AMP player plays. */
function playerOf(element: PageElement): string | undefined {
  const [attribute = '', address = ''] = AMP_PLAYERS[element.localName] ?? [];
  const value = attribute === '' ? undefined : attributeOf(element, attribute);
  return value === undefined ? undefined : `${address}${value}`;
}

function addressOf(element: PageElement): string | undefined {
  return (
    ownAddress(element) ??
    (element.localName === 'img' ? undefined : ownAddress(elementsIn(element, 'img, source, embed')[0]))
  );
}

function ownAddress(element: PageElement | undefined): string | undefined {
  return ['data-src', 'data-original', 'data-lazy-src', 'src', 'data']
    .map((name) => attributeOf(element, name))
    .find((it) => it !== undefined && !it.startsWith('data:'));
}

const hasPicture = (noscript: PageElement) => /<img\s/i.test(noscript.innerHTML);

/** Tells whether a reader sees an element: pictures of one pixel count visitors. */
function isShown(element: PageElement): boolean {
  if (element.localName === 'noscript') {
    const inside = elementsIn(element, 'img')[0];
    return inside === undefined ? hasPicture(element) : isShown(inside);
  }
  if (element.localName in AMP_PLAYERS) return playerOf(element) !== undefined;
  const isTiny = ['width', 'height'].some((name) => /^[012](?:px)?$/.test(attributeOf(element, name) ?? ''));
  const isHidden = /display:\s*none|visibility:\s*hidden/i.test(attributeOf(element, 'style') ?? '');
  const isEmpty =
    /^(?:iframe|embed)$/.test(element.localName) && /^(?:about:.*|javascript:.*)?$/i.test(addressOf(element) ?? '');
  return !isTiny && !isHidden && !isEmpty;
}
