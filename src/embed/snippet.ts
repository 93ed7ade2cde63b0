import { html } from 'hono/html';
import type { Entry } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import type { Site } from '../site.ts';
import { channelFramePath } from './frame-address.ts';
import { formatMoment } from './markup.ts';
import { embedScript } from './script.ts';

/** A channel as snippets name it. */
interface Named {
  name: string;
  label: string;
}

/** A sandboxed frame may open what is pressed in it, in tabs that are not sandboxed. */
export const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

const STORIES = 5;
/** Pixels: what five stories mostly take. */
export const FRAME_HEIGHT = 420;

/**
 * What an editor pastes to show a channel: plain links, and the script that makes a list of stories of them.
 * @param entries its latest stories. With them the links take about as much room as the list, so that nothing moves where
 * the script comes late.
 */
export async function embedSnippet(site: Site, { name, label }: Named, entries: Entry[] = []): Promise<string> {
  const { path, integrity } = await embedScript();
  const stories = entries.slice(0, STORIES).map((it) => fallbackItem(site, it));
  const list = html`  <ul>
${stories}  </ul>
`;
  const markup =
    await html`<script src="${site.origin}${path}" integrity="${integrity}" crossorigin="anonymous" async></script>
<tagwire-feed src="${site.origin}/feeds/${name}.json" limit="${STORIES}">
  <p><a href="${site.origin}/channels/${name}">${label} - ${site.title}</a></p>
${stories.length > 0 ? list : ''}</tagwire-feed>
`;
  return String(markup);
}

function fallbackItem(site: Site, { title, link, published, language }: Entry) {
  const moment = formatMoment(published, language ?? site.language);
  return html`    <li><p><a href="${withOrigin(link, site.origin)}">${title}</a><br><time datetime="${published}">${moment}</time></p></li>
`;
}

/** What an editor pastes where no script is allowed: a sandboxed frame with the same stories. */
export function frameSnippet(site: Site, { name, label }: Named): string {
  return `${frameMarkup(`${site.origin}${channelFramePath(name)}`, `${label} - ${site.title}`, { width: '100%', height: FRAME_HEIGHT })}\n`;
}

/** The element of a frame. `frameborder` is what a page's policy for styles does not forbid. */
export function frameMarkup(
  address: string,
  title: string,
  { width, height }: { width: string | number; height: number },
): string {
  return String(
    html`<iframe src="${address}" title="${title}" width="${width}" height="${height}" sandbox="${SANDBOX}" loading="lazy" frameborder="0"></iframe>`,
  );
}
