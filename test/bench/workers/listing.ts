import { findEntries } from '../../../src/articles/store.ts';
import { parseExpression, slugsOf } from '../../../src/channels/expression.ts';
import { findChannels, listArticles } from '../../../src/channels/store.ts';
import type { Env } from '../../../src/env.ts';
import worker from '../../../src/worker.ts';

/** What a feed reads for its first page: fifty stories, and one more that tells whether there is a next page. */
const LIMIT = 51;

/** Our worker, and beside it /listing?channel=a+b&times=20, which does what a feed does in the database, and nothing else. */
export default {
  async fetch(request, env, context): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== '/listing') return worker.fetch(request, env, context);
    const expression = parseExpression(searchParams.get('channel') ?? '', (slug) => slug);
    const channels = await findChannels(env.DB, slugsOf(expression));
    const sizes = new Map(channels.map((it) => [it.slug, it.articles]));
    let found = 0;
    for (let count = 0; count < Number(searchParams.get('times')); count++) {
      const listed = await listArticles(env.DB, expression, sizes, { limit: LIMIT });
      const entries = await findEntries(
        env.DB,
        listed.map((it) => it.key),
      );
      found = entries.size;
    }
    return Response.json({ found });
  },
} satisfies ExportedHandler<Env>;
