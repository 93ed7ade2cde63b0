import { Hono } from 'hono';
import { ChannelDirectory } from './channels/directory.ts';
import { findFlipBetween } from './channels/store.ts';
import { DirectoryServer } from './directories/routes.ts';
import { serveOEmbed } from './embed/oembed-routes.ts';
import { serveArticleFrame, serveEmbed, serveScript } from './embed/routes.ts';
import type { AppEnv, Env } from './env.ts';
import { FeedDocuments } from './feeds/documents.ts';
import { FeedServer } from './feeds/routes.ts';
import { redirectTo } from './http/addresses.ts';
import { CachePurger } from './http/caching.ts';
import { politely } from './http/etiquette.ts';
import { Resources } from './http/methods.ts';
import { HttpProblem, problemResponse } from './http/problem.ts';
import { serveHealth } from './hub/health.ts';
import { Hub } from './hub/hub.ts';
import { enqueueLater, type Job } from './hub/jobs.ts';
import { HubRoutes } from './hub/routes.ts';
import { hubSettingsOf } from './hub/settings.ts';
import type { HubTools, LogLine } from './hub/tools.ts';
import { Topics } from './hub/topics.ts';
import { serveAsset, serveFeedStylesheet } from './pages/assets.ts';
import { serveProblem } from './pages/problem-page.tsx';
import { PageServer } from './pages/routes.tsx';
import { PublishingApi } from './publishing/api.ts';
import { guard } from './publishing/auth.ts';
import { Newsroom } from './publishing/newsroom.ts';
import { CLOCK } from './publishing/tokens.ts';
import { type Site, siteOf } from './site.ts';

/** What the shell gives the app besides the environment. */
export interface Runtime {
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
  /** A text that cannot be guessed. */
  challenge: () => string;
  /** The addresses of a name, where the runtime can tell them. Cloudflare never calls private ones. */
  resolve?: (host: string) => Promise<string[]>;
  log: (line: LogLine) => void;
}

/** From one tick of the clock to the one after the next begins, in milliseconds. */
const TICK_INTERVAL = 90_000;

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
};

/** What a process keeps: made with the first request, which brings the environment. */
interface Kept {
  site: Site;
  directory: ChannelDirectory;
  documents: FeedDocuments;
  feeds: FeedServer;
  pages: PageServer;
  directories: DirectoryServer;
}

/** The app: every route on one page, in the order in which a reader meets them. */
export function createApp({ clock, sleep, random, challenge, resolve, log }: Runtime) {
  const app = new Hono<AppEnv>({ strict: false });
  const resources = new Resources(app);
  const purger = new CachePurger(sleep);
  let kept: Kept | undefined;
  const keptFor = (env: Env): Kept => {
    if (!kept) {
      const site = siteOf(env);
      const directory = new ChannelDirectory(site);
      const documents = new FeedDocuments(site);
      kept = {
        ...{ site, directory, documents },
        feeds: new FeedServer(site, directory, documents),
        pages: new PageServer(site, directory),
        directories: new DirectoryServer(site, directory),
      };
    }
    return kept;
  };
  const queuesOf = (env: Env) => ({
    verifications: env.HUB_VERIFICATIONS,
    deliveries: env.HUB_DELIVERIES,
    retries: env.HUB_RETRIES,
  });
  /** The clock ticks once a minute: what is to appear before its next tick is released by a message at its moment. */
  const awaitFlip = async (env: Env): Promise<void> => {
    const now = clock().getTime();
    const flip = await findFlipBetween(env.DB, now, now + TICK_INTERVAL);
    if (flip === undefined) return;
    await enqueueLater(queuesOf(env), [{ job: { kind: 'release' }, delay: (flip - now) / 1000 }]);
  };
  const hub = (env: Env): Hub => {
    const { site, directory, documents } = keptFor(env);
    const tools: HubTools = {
      db: env.DB,
      site,
      documents,
      topics: new Topics(site, directory),
      queues: queuesOf(env),
      settings: hubSettingsOf(env),
      ...{ clock, sleep, random, resolve, log },
    };
    return new Hub(tools, challenge);
  };
  /**
   * @param context the platform's, whose cache is purged after the answer, and subscribers told
   * @param by who asks
   */
  const newsroom = (env: Env, context: ExecutionContext, by: string): Newsroom => {
    const { site, directory } = keptFor(env);
    return new Newsroom(env.DB, site, directory, by, (channels, cacheTags) => {
      context.waitUntil(purger.purge((context as { cache?: unknown }).cache, [...channels, ...cacheTags]));
      // Should it fail, the clock's tick finds what is new.
      context.waitUntil(awaitFlip(env));
      context.waitUntil(
        hub(env)
          .announce(channels)
          .catch((error: unknown) => console.error(error)),
      );
    });
  };

  resources.add('/', { GET: (c) => keptFor(c.env).pages.serveDirectory(c, clock()) }, { open: true });
  for (const path of ['/feeds/:file', '/feeds/:channel/:month']) {
    resources.add(path, { GET: (c) => keptFor(c.env).feeds.serve(c, clock()) }, { open: true });
  }
  resources.add('/channels', { GET: (c) => keptFor(c.env).pages.serveCombination(c, clock()) }, { open: true });
  resources.add('/channels/:channel', { GET: (c) => keptFor(c.env).pages.serveChannel(c, clock()) }, { open: true });
  resources.add('/search', { GET: (c) => keptFor(c.env).pages.serveSearch(c, clock()) }, { open: true });
  resources.add('/articles/:slug', { GET: (c) => keptFor(c.env).pages.serveArticle(c, clock()) }, { open: true });
  resources.add('/site/:file', { GET: (c) => serveAsset(c.req.raw) }, { open: true });
  resources.add('/feed.css', { GET: (c) => serveFeedStylesheet(c.req.raw) }, { open: true });

  for (const path of ['/feeds.opml', '/.well-known/feeds']) {
    resources.add(path, { GET: (c) => keptFor(c.env).directories.serveOpml(c, clock()) }, { open: true });
  }
  resources.add('/sitemap.xml', { GET: (c) => keptFor(c.env).directories.serveSitemapIndex(c, clock()) });
  resources.add('/sitemaps/:file', { GET: (c) => keptFor(c.env).directories.serveSitemap(c, clock()) });
  resources.add('/robots.txt', { GET: (c) => keptFor(c.env).directories.serveRobots(c, clock()) });

  resources.add('/embed.js', { GET: serveScript }, { open: true });
  resources.add(
    '/embed/:file',
    { GET: (c) => serveEmbed(c, keptFor(c.env).site, keptFor(c.env).directory, clock()) },
    { open: true },
  );
  resources.add(
    '/embed/articles/:slug',
    { GET: (c) => serveArticleFrame(c, keptFor(c.env).site, clock()) },
    { open: true },
  );
  resources.add(
    '/oembed',
    { GET: (c) => serveOEmbed(c, keptFor(c.env).site, keptFor(c.env).directory, clock()) },
    { open: true },
  );

  const api = new PublishingApi(
    (c) => newsroom(c.env, c.executionCtx as ExecutionContext, c.get('client').name),
    clock,
  );
  for (const path of ['/api/articles', '/api/articles/:key', '/api/tags']) {
    app.on(['GET', 'PUT', 'POST', 'DELETE'], path, guard('publish'));
  }
  app.on(['GET', 'PUT', 'POST', 'DELETE'], '/api/articles/:key/history', guard('publish', 'operate'));
  resources.add('/api/articles', { GET: api.getArticles, POST: api.postArticles });
  resources.add('/api/articles/:key', { GET: api.getArticle, PUT: api.putArticle, DELETE: api.deleteArticle });
  resources.add('/api/articles/:key/history', { GET: api.getHistory });
  resources.add('/api/tags', { GET: api.getTags, PUT: api.putTags });

  const hubRoutes = new HubRoutes((c) => hub(c.env), clock, log);
  app.on(['GET', 'POST'], '/api/hub', guard('operate'));
  resources.add('/hub', { POST: hubRoutes.postRequest });
  resources.add('/api/hub', { GET: hubRoutes.getReport, POST: hubRoutes.postCommand });

  resources.add('/healthz', { GET: (c) => serveHealth(c, clock()) });
  for (const [path, target] of Object.entries(GUESSED)) {
    resources.add(path, { GET: (c) => redirectTo(keptFor(c.env).site, target) }, { open: true });
  }
  resources.add(
    '/tag/:slug/feed',
    { GET: (c) => redirectTo(keptFor(c.env).site, `/feeds/${encodeURIComponent(c.req.param('slug') ?? '')}.rss`) },
    { open: true },
  );

  app.notFound((c) => serveProblem(c, keptFor(c.env).site, resources.problemFor(c)));
  app.onError((error, c) => {
    const problem =
      error instanceof HttpProblem ? error : new HttpProblem(500, 'the mistake is ours and has been logged');
    if (problem !== error) console.error(error);
    // Without settings there is no site to make a page for.
    return kept ? serveProblem(c, kept.site, problem) : problemResponse(problem, c.req.path);
  });

  /** The clock's tick: stories appear and disappear, leases end, deliveries go on. @returns how many stories */
  const tick = async (env: Env, context: ExecutionContext): Promise<number> => {
    const release = newsroom(env, context, CLOCK).release(clock());
    const [released] = await Promise.all([release, hub(env).tick(), awaitFlip(env)]);
    return released;
  };
  /** Does a job that comes out of a queue. @throws whatever stopped it: it may be tried again */
  const work = async (job: Job, env: Env, context: ExecutionContext): Promise<void> => {
    if (job.kind !== 'release') return hub(env).work(job);
    await newsroom(env, context, CLOCK).release(clock());
    await awaitFlip(env);
  };
  /** A request's answer; see docs/decisions/http.md for why a feed in memory does not go through the router. */
  const fetch = (request: Request, env: Env, context: ExecutionContext): Response | Promise<Response> =>
    politely(
      request,
      env,
      () => (request.method === 'GET' && kept?.feeds.recall(request, clock())) || app.fetch(request, env, context),
    );
  return { fetch, tick, work };
}
