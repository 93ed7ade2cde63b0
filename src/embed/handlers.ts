import type { Context } from 'hono';
import { withOrigin } from '../articles/addresses.ts';
import { findStory } from '../articles/stories.ts';
import { channelCaching, storyCaching } from '../channels/caching.ts';
import { refuseClosed, refuseWithoutStories } from '../channels/channel.ts';
import { listChannel } from '../channels/list-channel.ts';
import { entriesOf } from '../channels/listing.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import { missesOf } from '../channels/walk.ts';
import type { Handler } from '../http/add-routes.ts';
import { IMMUTABLE } from '../http/caching.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import { countAlso } from '../http/miss-budget.ts';
import { withKnownParameters } from '../http/parameters.ts';
import { decodeAfter } from '../http/paths.ts';
import { redirectTo } from '../http/redirects.ts';
import { respondText } from '../http/respond.ts';
import { articleFrame, channelFrame, playedIn } from './frame.ts';
import { articleFramePath, channelFramePath, frameOptionsIn } from './frame-address.ts';
import { EMBED_HEADERS, respondFrame, respondOrExplain } from './frame-response.ts';
import { type EmbedScript, embedScript, findScript } from './script.ts';

/** Cache-Control of the address at which the script changes. */
const CHANGING = 'public, max-age=3600, stale-while-revalidate=86400';

const SCRIPT_PATH = /^\/embed\/[0-9a-f]{16}\.js$/;

/** Answers the addresses that pages of other sites load: the script, and frames. */
export class EmbedHandlers {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** `/embed.js`: the present version of the script. */
  readonly script: Handler = async (c) => respondScript(c.req.raw, await embedScript(), CHANGING);

  /** `/embed/{hash}.js` and `/embed/{channel}`. */
  readonly channelOrScript: Handler = async (c) => {
    const url = new URL(c.req.url);
    if (!SCRIPT_PATH.test(url.pathname)) return this.#channel(c, url);
    const path = withKnownParameters(url, []);
    if (path !== url.pathname + url.search) return redirectTo(this.#parts.site, path);
    const script = await findScript(path);
    // A page that does not ask for a version's integrity can use another version.
    return script ? respondScript(c.req.raw, script, IMMUTABLE) : redirectTo(this.#parts.site, '/embed.js', 302);
  };

  #channel(c: Context, { pathname, search, searchParams }: URL): Promise<Response> {
    const { db, site, resolver, clock } = this.#parts;
    const options = frameOptionsIn(searchParams);
    return respondOrExplain(site, options, async () => {
      const now = clock();
      const channel = await resolver.resolve(decodeAfter('/embed/', pathname), now);
      refuseWithoutStories(channel);
      refuseClosed(channel);
      const path = channelFramePath(channel.name, options);
      if (path !== pathname + search) return redirectTo(site, path);
      const listed = await listChannel(db, channel, { limit: options.limit, stubs: false, entries: {} }).ask();
      countAlso(c, missesOf(channel, listed.length));
      const markup = channelFrame(site, channel, entriesOf(listed), options);
      const { messages } = options;
      return respondFrame(c.req.raw, { now, caching: channelCaching(channel), markup, messages });
    });
  }

  /** `/embed/articles/{slug}`. */
  readonly article: Handler = (c) => {
    const { site, clock } = this.#parts;
    const { pathname, search, searchParams } = new URL(c.req.url);
    const options = frameOptionsIn(searchParams);
    return respondOrExplain(site, options, async () => {
      const story = await findStory(this.#parts, decodeAfter('/embed/articles/', pathname)).ask();
      const { entry } = story;
      const path = articleFramePath(entry.slug, options);
      const originOf = (it?: { url: string }) => it && new URL(withOrigin(it.url, site.origin)).origin;
      if (path !== pathname + search) return redirectTo(site, path);
      return respondFrame(c.req.raw, {
        now: clock(),
        caching: storyCaching(story),
        markup: articleFrame(site, entry, options),
        messages: options.messages,
        sources: { pictures: originOf(entry.image), media: originOf(playedIn(entry)) },
      });
    });
  };
}

function respondScript(request: Request, script: EmbedScript, caching: string): Promise<Response> {
  const headers = { ...EMBED_HEADERS, 'content-type': MEDIA_TYPES.javascript, 'cache-control': caching };
  return respondText(request, script.text, headers);
}
