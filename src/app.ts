import { Hono } from 'hono';
import { ChannelDirectory } from './channels/directory.ts';
import type { Env } from './env.ts';
import { FeedServer } from './feeds/routes.ts';
import { redirectTo } from './http/addresses.ts';
import { CachePurger } from './http/caching.ts';
import { Resources } from './http/methods.ts';
import { HttpProblem, problemResponse } from './http/problem.ts';
import { serveArticlePage, serveChannelPage, serveStartPage } from './pages/routes.ts';
import { PublishingApi } from './publishing/api.ts';
import { Newsroom } from './publishing/newsroom.ts';
import { type Site, siteOf } from './site.ts';

/** What the shell gives the app besides the environment. */
export interface Runtime {
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
}

/** Addresses that readers try on any site, and where they lead. */
const GUESSED: Record<string, string> = {
  '/feed': '/feeds/all.rss',
  '/feeds': '/',
  '/rss': '/feeds/all.rss',
  '/rss.xml': '/feeds/all.rss',
  '/feed.xml': '/feeds/all.rss',
  '/index.xml': '/feeds/all.rss',
  '/atom': '/feeds/all.atom',
  '/atom.xml': '/feeds/all.atom',
  '/feed.json': '/feeds/all.json',
  '/channels': '/',
};

/** What a process keeps: made with the first request, which brings the environment. */
interface Kept {
  site: Site;
  directory: ChannelDirectory;
  feeds: FeedServer;
}

type AppEnv = { Bindings: Env };

/** The app: every route on one page, in the order in which a reader meets them. */
export function createApp({ clock, sleep }: Runtime) {
  const app = new Hono<AppEnv>({ strict: false });
  const resources = new Resources(app);
  const purger = new CachePurger(sleep);
  let kept: Kept | undefined;
  const keptFor = (env: Env): Kept => {
    if (!kept) {
      const site = siteOf(env);
      const directory = new ChannelDirectory(site);
      kept = { site, directory, feeds: new FeedServer(site, directory) };
    }
    return kept;
  };
  /** @param context the platform's, whose cache is purged after the answer */
  const newsroom = (env: Env, context: ExecutionContext): Newsroom => {
    const { site, directory } = keptFor(env);
    return new Newsroom(env.DB, site, directory, (channels) => {
      context.waitUntil(purger.purge((context as { cache?: unknown }).cache, channels));
    });
  };

  resources.add(
    '/',
    { GET: (c) => serveStartPage(c, keptFor(c.env).site, keptFor(c.env).directory, clock()) },
    { open: true },
  );
  for (const path of ['/feeds/:file', '/feeds/:channel/:month']) {
    resources.add(path, { GET: (c) => keptFor(c.env).feeds.serve(c, clock()) }, { open: true });
  }
  resources.add(
    '/channels/:channel',
    { GET: (c) => serveChannelPage(c, keptFor(c.env).site, keptFor(c.env).directory, clock()) },
    { open: true },
  );
  resources.add('/articles/:slug', { GET: (c) => serveArticlePage(c, keptFor(c.env).site, clock()) }, { open: true });

  const api = new PublishingApi((c) => newsroom(c.env, c.executionCtx as ExecutionContext), clock);
  for (const path of ['/api/articles', '/api/articles/:key', '/api/tags']) {
    app.on(['GET', 'PUT', 'POST', 'DELETE'], path, api.guard);
  }
  resources.add('/api/articles', { GET: api.getArticles, POST: api.postArticles });
  resources.add('/api/articles/:key', { GET: api.getArticle, PUT: api.putArticle, DELETE: api.deleteArticle });
  resources.add('/api/tags', { GET: api.getTags, PUT: api.putTags });

  resources.add('/healthz', { GET: (c) => c.text('ok\n', 200, { 'cache-control': 'no-store' }) });
  for (const [path, target] of Object.entries(GUESSED)) {
    resources.add(path, { GET: (c) => redirectTo(keptFor(c.env).site, target) }, { open: true });
  }
  resources.add(
    '/tag/:slug/feed',
    { GET: (c) => redirectTo(keptFor(c.env).site, `/feeds/${encodeURIComponent(c.req.param('slug') ?? '')}.rss`) },
    { open: true },
  );

  app.notFound((c) => problemResponse(resources.problemFor(c), c.req.path));
  app.onError((error, c) => {
    if (error instanceof HttpProblem) return problemResponse(error, c.req.path);
    console.error(error);
    return problemResponse(new HttpProblem(500, 'the mistake is ours and has been logged'), c.req.path);
  });

  /** The clock's tick: stories appear and disappear. @returns how many */
  const tick = (env: Env, context: ExecutionContext) => newsroom(env, context).release(clock());
  /** A request's answer; see docs/decisions.md for why a feed in memory does not go through the router. */
  const fetch = (request: Request, env: Env, context: ExecutionContext): Response | Promise<Response> =>
    (request.method === 'GET' && kept?.feeds.recall(request, clock())) || app.fetch(request, env, context);
  return { fetch, tick };
}
