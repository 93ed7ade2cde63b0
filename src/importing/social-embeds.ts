import { escapeHtml } from '../articles/html/escape.ts';
import { hostOf } from './bare-addresses.ts';
import { editHtml } from './edit-html.ts';

/** The attribute that has the address of what an element shows, or a name of which the address is made. */
interface Embed {
  attribute: string;
  addressOf?(name: string): string;
}

/** Elements that a service's script fills, by their class. */
const EMBEDS = new Map<string, Embed>([
  ['instagram-media', { attribute: 'data-instgrm-permalink' }],
  ['fb-post', { attribute: 'data-href' }],
  ['fb-video', { attribute: 'data-href' }],
  ['tiktok-embed', { attribute: 'cite' }],
  ['threads-embed', { attribute: 'data-text-post-permalink' }],
  ['bluesky-embed', { attribute: 'data-bluesky-uri', addressOf: blueskyAddress }],
  [
    'flourish-embed',
    { attribute: 'data-src', addressOf: (name) => `https://flo.uri.sh/${name.replace(/\?.*$/, '')}/embed` },
  ],
  ['infogram-embed', { attribute: 'data-id', addressOf: (name) => `https://infogram.com/${name}` }],
]);
const SELECTOR = [...EMBEDS.keys()].map((it) => `.${it}`).join(', ');
const MAY_HAVE_SOME = new RegExp([...EMBEDS.keys()].join('|'));

/** Gives what only a script of a service would show a link to it, unless it has one. */
export function linkSocialEmbeds(html: string): string {
  if (!MAY_HAVE_SOME.test(html)) return html;
  return editHtml(html, SELECTOR, (element) => {
    const embed = (element.getAttribute('class') ?? '')
      .split(/\s+/)
      .map((it) => EMBEDS.get(it))
      .find((it) => it !== undefined);
    const address = embed && addressIn(embed, element.getAttribute(embed.attribute) ?? '');
    if (address === undefined || element.querySelector('a') !== undefined) return;
    element.innerHTML += `<p><a href="${escapeHtml(address)}">${escapeHtml(hostOf(address) ?? address)}</a></p>`;
  });
}

function addressIn({ addressOf }: Embed, written: string): string | undefined {
  const address = addressOf?.(written) ?? written;
  return written !== '' && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}

function blueskyAddress(name: string): string {
  return name.replace(/^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/(\w+)$/, 'https://bsky.app/profile/$1/post/$2');
}
