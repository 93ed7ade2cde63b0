import { escapeHtml } from '../articles/html/escape.ts';
import { hostOf } from './bare-addresses.ts';
import { editHtml } from './edit-html.ts';

/** Elements that a service's script fills, and the attribute that has the address of what it shows. */
const EMBEDS: Record<string, string> = {
  '.instagram-media': 'data-instgrm-permalink',
  '.fb-post': 'data-href',
  '.fb-video': 'data-href',
  '.tiktok-embed': 'cite',
  '.threads-embed': 'data-text-post-permalink',
  '.bluesky-embed': 'data-bluesky-uri',
  '.flourish-embed': 'data-src',
  '.infogram-embed': 'data-id',
};
const MAY_HAVE_SOME =
  /instagram-media|fb-post|fb-video|tiktok-embed|threads-embed|bluesky-embed|flourish-embed|infogram-embed/;

/** Gives what only a script of a service would show a link to it, unless it has one. */
export function linkSocialEmbeds(html: string): string {
  if (!MAY_HAVE_SOME.test(html)) return html;
  return editHtml(html, Object.keys(EMBEDS).join(', '), (element) => {
    const classes = (element.getAttribute('class') ?? '').split(/\s+/);
    const address = classes
      .map((it) => addressIn(it, element.getAttribute(EMBEDS[`.${it}`] ?? '') ?? ''))
      .find((it) => it !== undefined);
    if (address === undefined || element.querySelector('a') !== undefined) return;
    element.innerHTML += `<p><a href="${escapeHtml(address)}">${escapeHtml(hostOf(address) ?? address)}</a></p>`;
  });
}

function addressIn(name: string, written: string): string | undefined {
  const address =
    (
      {
        'bluesky-embed': written.replace(
          /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/(\w+)$/,
          'https://bsky.app/profile/$1/post/$2',
        ),
        'flourish-embed': `https://flo.uri.sh/${written.replace(/\?.*$/, '')}/embed`,
        'infogram-embed': `https://infogram.com/${written}`,
      } as Record<string, string>
    )[name] ?? written;
  return written !== '' && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}
