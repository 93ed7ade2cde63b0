import parseSrcset from 'parse-srcset';
import { ORIGIN_MARK, withOrigin } from '../addresses.ts';
import { cleanLine } from '../characters.ts';
import type { Addresses } from './addresses.ts';
import { attribute, type Element, isElement, type Node, nameOf, walk } from './parse.ts';

/** Attributes in which scripts that load pictures late keep the address. */
const LATE_ADDRESSES = ['data-src', 'data-lazy-src', 'data-original', 'data-lazy', 'data-url'];
const LATE_SRCSETS = ['data-srcset', 'data-lazy-srcset', 'data-original-set'];
/** Names of files that are shown until the picture is there. */
const STAND_IN = /(?:^|[/_-])(?:blank|spacer|pixel|placeholder|transparent|lazy|loading|loader|1x1|grey|gray)\b[^/]*$/i;

/** A picture, with absolute addresses. */
export interface Picture {
  src: string;
  srcset?: string | undefined;
}

/** The candidates of a `srcset` (HTML Standard, "parse a srcset attribute"); the largest comes first. */
function candidatesOf(
  srcset: string | undefined,
  addresses: Addresses,
): { address: string; descriptor: string; size: number }[] {
  if (srcset === undefined) return [];
  return quietly(() => parseSrcset(srcset)).flatMap(({ url, w, h, d }) => {
    const address = addresses.ofMedia(url);
    if (address === undefined) return [];
    const descriptor = [w && `${w}w`, h && `${h}h`, d && `${d}x`].filter(Boolean).join(' ');
    return { address: address.replaceAll(',', '%2C'), descriptor, size: w ?? d ?? 1 };
  });
}

/** parse-srcset writes what it does not understand to the console. */
function quietly<T>(work: () => T): T {
  const { log } = console;
  console.log = () => {};
  try {
    return work();
  } finally {
    console.log = log;
  }
}

/** A `srcset` with absolute addresses; undefined if none is left. */
export function srcsetOf(element: Element, addresses: Addresses): string | undefined {
  const given = late(element, LATE_SRCSETS) ?? attribute(element, 'srcset');
  const candidates = candidatesOf(given, addresses);
  if (candidates.length === 0) return undefined;
  return candidates.map(({ address, descriptor }) => `${address} ${descriptor}`.trim()).join(', ');
}

/**
 * Finds the picture of an `img`: also one that a script would load, or that only its `srcset` or the sources beside it name.
 * @param sources of the `picture` around it
 */
export function pictureOf(element: Element, addresses: Addresses, sources: Element[] = []): Picture | undefined {
  const given = attribute(element, 'src');
  const own =
    given !== undefined && !STAND_IN.test(given.split(/[?#]/)[0] ?? '') ? addresses.ofMedia(given) : undefined;
  const isLazy = /\blazy/i.test(attribute(element, 'class') ?? '');
  const lateOne = own === undefined || isLazy ? addresses.ofMedia(late(element, LATE_ADDRESSES)) : undefined;
  const largest = () => {
    const candidates = [element, ...sources].flatMap((it) =>
      candidatesOf(late(it, LATE_SRCSETS) ?? attribute(it, 'srcset'), addresses),
    );
    return candidates.toSorted((a, b) => b.size - a.size)[0]?.address;
  };
  const src = lateOne ?? own ?? largest() ?? addresses.ofMedia(given);
  return src === undefined ? undefined : { src, srcset: srcsetOf(element, addresses) };
}

const late = (element: Element, names: string[]) =>
  names.map((it) => attribute(element, it)).find((it) => it !== undefined && it.trim() !== '');

/** The address of a sound, a video, a frame or an embedded file; undefined if it has none. */
export function mediumOf(element: Element, addresses: Addresses): string | undefined {
  const own = [attribute(element, 'src'), attribute(element, 'data'), late(element, LATE_ADDRESSES)];
  const sources = element.childNodes.filter((it) => isElement(it) && nameOf(it) === 'source') as Element[];
  for (const it of [...own, ...sources.map((source) => attribute(source, 'src'))]) {
    const address = it === 'about:blank' ? undefined : addresses.ofMedia(it);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** A name for what an address leads to: its file, if it has an ending, or else its host and path. */
export function fileName(address: string): string {
  const { hostname, pathname } = new URL(withOrigin(address, 'https://origin.invalid'));
  const last = pathname.split('/').findLast((it) => it !== '') ?? '';
  const name =
    last.includes('.') || address.startsWith(ORIGIN_MARK) ? last : `${hostname}${pathname}`.replace(/\/$/, '');
  try {
    return cleanLine(decodeURIComponent(name)) || name;
  } catch {
    return name;
  }
}

/** The pictures in nodes. */
export function imagesIn(nodes: Node[]): Element[] {
  const found: Element[] = [];
  walk(nodes, (node) => {
    if (isElement(node) && nameOf(node) === 'img') found.push(node);
    return true;
  });
  return found;
}

/** The frames in nodes that somebody would see: one without a size counts who reads. */
export function framesIn(nodes: Node[]): Element[] {
  const found: Element[] = [];
  walk(nodes, (node) => {
    if (isElement(node) && nameOf(node) === 'iframe' && !isUnseen(node)) found.push(node);
    return true;
  });
  return found;
}

const isUnseen = (frame: Element) =>
  ['width', 'height'].some((it) => /^[01](?:px)?$/.test(attribute(frame, it)?.trim() ?? '')) ||
  /(?:^|[\s;])(?:display:\s*none|visibility:\s*hidden)/i.test(attribute(frame, 'style') ?? '');
