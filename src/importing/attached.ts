import { Buffer } from 'node:buffer';
import { escapeHtml } from '../articles/html/escape.ts';
import { oneLine } from './markup.ts';
import type { Story, StoryBody } from './story.ts';

/** A picture that is in the export itself. */
export interface AttachedPicture {
  /** By which the story refers to it, until it has a place. */
  address: string;
  /** Of the file that it will be in. */
  name: string;
  base64: string;
}

/** Types that browsers show. */
const SHOWN = /^image\/(?:avif|gif|jpe?g|png|svg\+xml|webp)$/i;

/** Tells whether a picture of this media type can be one of a story. */
export const isShown = (type: string): boolean => SHOWN.test(type);

/** @param number of the picture in its story, from 0 @param name of its file, if it has one */
export function attachedPicture(number: number, name: string | undefined, bytes: Uint8Array): AttachedPicture {
  const plain = oneLine(name ?? '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+/, '');
  return {
    address: `/attached/${number}`,
    name: plain === '' ? `${number}` : plain,
    base64: Buffer.from(bytes).toString('base64'),
  };
}

/** Puts attached pictures to which nothing in a story refers below its text; the first one before it, if it has no lead picture. */
export function withAttached(
  story: Pick<Story, 'body' | 'bodyType' | 'image'>,
  attached: readonly AttachedPicture[],
): Pick<Story, 'body' | 'image'> {
  const { body, bodyType, image } = story;
  const [first, ...more] = attached.filter(({ address }) => !body.includes(`"${address}"`));
  if (first === undefined) return { body, image };
  const below = image === undefined ? more : [first, ...more];
  const shown = below.map(({ address }) => (bodyType === 'html' ? pictureOf(address) : `![](${address})`));
  return {
    body: [body, ...shown].join(bodyType === 'html' ? '\n' : '\n\n'),
    image: image ?? { url: first.address },
  };
}

const pictureOf = (address: string) => `<figure><img src="${escapeHtml(address)}" alt=""></figure>`;

/** Leads the pictures in a mail's HTML to what is attached (RFC 2392). @param addresses by content id */
export function withContentIds(body: StoryBody, addresses: ReadonlyMap<string, string>): StoryBody {
  if (body.type !== 'html') return body;
  const text = body.text.replace(/(["'])cid:([^"'<>\s]+)\1/gi, (whole, quote: string, id: string) => {
    const address = addresses.get(decoded(id));
    return address === undefined ? whole : quote + address + quote;
  });
  return { type: 'html', text };
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
