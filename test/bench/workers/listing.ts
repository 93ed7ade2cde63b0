import { parseExpression } from '../../../src/channels/expression.ts';
import { listFiled } from '../../../src/channels/filing-store.ts';
import { listTag } from '../../../src/channels/listing-store.ts';
import type { Bindings } from '../../../src/platform/cloudflare/platform.ts';
import type { Settings } from '../../../src/settings.ts';
import worker from '../../../src/worker.ts';

/** A feed's first page: fifty stories, and one more that tells if there is a next page. */
const LIMIT = 51;

/** Our worker, and beside it /listing?channel=a+b&times=20, which does what a feed does in the database, and nothing else. */
export default {
  async fetch(request, env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== '/listing') return worker.fetch(request, env);
    const expression = parseExpression(searchParams.get('channel') ?? '', (slug) => slug);
    const [slug, ...others] = expression.flatMap((it) => [...it.every, ...it.none]);
    const options = { limit: LIMIT, entries: {} };
    const listing =
      others.length > 0 ? listFiled(env.DB, expression, options) : listTag(env.DB, slug as string, options);
    let found = 0;
    for (let count = 0; count < Number(searchParams.get('times')); count++) {
      found = (await listing.ask()).length;
    }
    return Response.json({ found });
  },
} satisfies ExportedHandler<Bindings & Settings>;
