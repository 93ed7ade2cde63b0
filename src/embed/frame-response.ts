import { integrityOf } from '../hash.ts';
import { type Caching, cachingHeaders, errorCacheControl } from '../http/caching.ts';
import { PUBLIC_HEADERS } from '../http/cors.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import { problemOf } from '../http/problem.ts';
import { respondText } from '../http/respond.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import { emptyFrame, SCRIPT, STYLE } from './frame.ts';
import type { FrameOptions, Messages } from './frame-address.ts';
import type { Html } from './markup.ts';
import { SANDBOX, SCRIPT_SANDBOX } from './snippet.ts';

/** Headers of public documents that pages of other sites may contain, also pages that isolate themselves. */
export const EMBED_HEADERS = { ...PUBLIC_HEADERS, 'cross-origin-resource-policy': 'cross-origin' };

/** The origins from which a frame loads its pictures, and its sound or video. */
interface Sources {
  pictures?: string | undefined;
  media?: string | undefined;
}

/** A frame to respond with. */
interface Frame {
  now: Date;
  caching: Caching;
  markup: Html;
  messages: Messages;
  sources?: Sources;
}

/** Responds with a frame, or with 304. */
export async function respondFrame(request: Request, frame: Frame): Promise<Response> {
  const { now, caching, markup, messages, sources } = frame;
  const headers = { ...(await frameHeaders(messages, sources)), ...cachingHeaders(now, caching) };
  return respondText(request, String(await markup), headers);
}

/** Responds with what `serve` makes, and with a message in a frame if it refuses: people see it there. */
export async function respondOrExplain(
  site: Site,
  options: FrameOptions,
  serve: () => Promise<Response>,
): Promise<Response> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status } = problemOf(error);
    const message = status === 410 ? 'This story has been withdrawn.' : 'There is nothing here at the moment.';
    const headers = { ...(await frameHeaders(options.messages)), 'cache-control': errorCacheControl(status) };
    return new Response(String(await emptyFrame(site, message, options)), { status, headers });
  }
}

let hashes: Promise<{ style: string; script: string }> | undefined;

async function hashesNow(): Promise<{ style: string; script: string }> {
  return { style: await integrityOf(STYLE, 256), script: await integrityOf(SCRIPT, 256) };
}

/**
 * The headers of a frame: any page may show it, and it can run nothing, whatever that page allows; if it sends messages,
 * nothing but the script that does.
 */
async function frameHeaders(messages: Messages, { pictures, media }: Sources = {}): Promise<Record<string, string>> {
  hashes ??= hashesNow();
  const { style, script } = await hashes;
  const policy = [
    "default-src 'none'",
    `style-src '${style}'`,
    ...(messages ? [`script-src '${script}'`] : []),
    ...(pictures ? [`img-src ${pictures}`] : []),
    ...(media ? [`media-src ${media}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors *',
    // WebKit's controls are scripts, which no policy but a sandbox stops: https://bugs.webkit.org/show_bug.cgi?id=178040
    `sandbox ${messages || media ? SCRIPT_SANDBOX : SANDBOX}`,
  ];
  return {
    ...EMBED_HEADERS,
    'content-type': MEDIA_TYPES.html,
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
