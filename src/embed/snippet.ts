import { html } from 'hono/html';
import { withOrigin } from '../articles/addresses.ts';
import type { Entry } from '../articles/entry.ts';
import type { NamedChannel } from '../channels/channel.ts';
import { pagePath } from '../channels/page-path.ts';
import { plainPath } from '../feeds/address.ts';
import { json } from '../feeds/formats/json.ts';
import { shortTime } from '../language.ts';
import type { Site } from '../site.ts';
import { channelFramePath } from './frame-address.ts';
import type { Html } from './markup.ts';
import { embedScript } from './script.ts';

/** The rights of a sandboxed frame: its links open in tabs that are not sandboxed. */
export const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
/** Those of a frame that sends messages or plays something. Its policy says which script it may run. */
export const SCRIPT_SANDBOX = `allow-scripts ${SANDBOX}`;

const STORIES = 5;
/** Pixels: enough for five stories, mostly. */
export const FRAME_HEIGHT = 420;

/**
 * The markup that an editor pastes to show a channel: plain links, and the script that turns them into a list of stories.
 * @param entries the latest stories. With them, the links take about as much room as the list, so nothing moves on the page
 * when the script comes late.
 */
export async function embedSnippet(site: Site, { name, label }: NamedChannel, entries: Entry[] = []): Promise<string> {
  const { path, integrity } = await embedScript();
  const stories = entries.slice(0, STORIES).map((it) => fallbackItem(site, it));
  const list = html`  <ul>
${stories}  </ul>
`;
  const markup =
    await html`<script src="${site.origin}${path}" integrity="${integrity}" crossorigin="anonymous" async></script>
<tagwire-feed src="${site.origin}${plainPath(name, json)}" limit="${STORIES}">
  <p><a href="${site.origin}${pagePath(name)}">${label} - ${site.title}</a></p>
${stories.length > 0 ? list : ''}</tagwire-feed>
`;
  return String(markup);
}

function fallbackItem(site: Site, { title, link, published, language }: Entry): Html {
  const time = shortTime(published, language ?? site.language, site.timeZone);
  return html`    <li><p><a href="${withOrigin(link, site.origin)}">${title}</a><br><time datetime="${published}">${time}</time></p></li>
`;
}

/** The markup that an editor pastes where scripts are not allowed: a sandboxed frame with the same stories. */
export function frameSnippet(site: Site, { name, label }: NamedChannel): string {
  const size = { width: '100%', height: FRAME_HEIGHT };
  return `${frameMarkup(site.origin + channelFramePath(name), `${label} - ${site.title}`, size)}\n`;
}

/** The element of a frame. It has `frameborder`, since a page's policy may forbid styles. */
export function frameMarkup(
  address: string,
  title: string,
  { width, height }: { width: string | number; height: number },
  sandbox = SANDBOX,
): string {
  return String(
    html`<iframe src="${address}" title="${title}" width="${width}" height="${height}" sandbox="${sandbox}" loading="lazy" frameborder="0"></iframe>`,
  );
}
