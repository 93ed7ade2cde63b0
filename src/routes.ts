import { type Context, Hono } from 'hono';
import { NEWS_PATH } from './discovery/handlers.ts';
import { addRoutes, type Route } from './http/add-routes.ts';
import { politely } from './http/etiquette.ts';
import { refuseHosts } from './http/host.ts';
import { withoutKey } from './http/paths.ts';
import { HttpProblem, problemOf } from './http/problem.ts';
import { indexNowKeyPath } from './hub/index-now.ts';
import { serveAsset, serveFeedStylesheet } from './pages/assets.ts';
import { PARTNERS_PATH } from './pages/partners-page.tsx';
import { serveProblem } from './pages/problem-page.tsx';
import { DatabaseAway } from './platform/database.ts';
import { Refused } from './refusal.ts';
import { LICENSE_PATH, TDMREP_PATH } from './terms.ts';
import type { Wire } from './wire.ts';

/** Every address with its methods, in the order in which a reader meets them. Scripts of other sites may read the open ones. */
function routesOf(wire: Wire): Route[] {
  const { pages, feeds, discovery, former, embeds, oembed, publishing, doctor, hub, keys, keyed, guarded } = wire;
  return [
    { path: '/', methods: { GET: pages.front }, open: true, counted: 'each' },
    // Before the grammar of our own feeds: some of these look like it.
    ...former.routes(),
    { path: '/feeds/:file', methods: { GET: feeds.feed }, open: true, counted: 'each' },
    { path: '/feeds/:channel/for/:file', methods: { GET: feeds.feed }, open: true, counted: 'each' },
    { path: '/feeds/:channel/key/:file', methods: { GET: keyed.feed }, counted: 'each' },
    { path: '/feeds/:channel/for/:partner/key/:file', methods: { GET: keyed.feed }, counted: 'each' },
    { path: '/feeds/:channel/:month/key/:file', methods: { GET: keyed.feed }, counted: 'each' },
    { path: '/feeds/:channel/:month', methods: { GET: feeds.feed }, open: true, counted: 'each' },
    { path: '/channels', methods: { GET: pages.combination }, open: true, counted: 'each' },
    { path: '/channels/:channel', methods: { GET: pages.channel }, parameters: [], open: true, counted: 'each' },
    { path: '/search', methods: { GET: pages.search }, open: true, counted: 'each' },
    { path: PARTNERS_PATH, methods: { GET: pages.partners }, guard: wire.guardedPage('publish', 'operate') },
    { path: `${PARTNERS_PATH}/:name`, methods: { GET: pages.partner }, guard: wire.guardedPage('publish', 'operate') },
    { path: '/articles/:slug', methods: { GET: pages.article }, parameters: [], open: true, counted: 'each' },
    { path: '/site/:file', methods: { GET: serveAsset }, parameters: [], open: true },
    { path: '/feed.css', methods: { GET: serveFeedStylesheet }, parameters: [], open: true },

    { path: '/feeds.opml', methods: { GET: discovery.opml }, open: true, counted: 'each' },
    { path: '/.well-known/feeds', methods: { GET: discovery.opml }, open: true, counted: 'each' },
    { path: '/sitemap.xml', methods: { GET: discovery.sitemapIndex }, parameters: [], counted: 'each' },
    { path: NEWS_PATH, methods: { GET: discovery.newsSitemap }, parameters: [], counted: 'each' },
    { path: '/sitemaps/:file', methods: { GET: discovery.sitemap }, parameters: [], counted: 'each' },
    { path: '/robots.txt', methods: { GET: discovery.robots }, parameters: [] },

    { path: LICENSE_PATH, methods: { GET: discovery.license }, parameters: [], open: true },
    { path: TDMREP_PATH, methods: { GET: discovery.tdmrep }, parameters: [], open: true },
    ...(wire.site.indexNow
      ? [{ path: indexNowKeyPath(wire.site.indexNow), methods: { GET: discovery.indexNowKey }, parameters: [] }]
      : []),
    { path: '/embed.js', methods: { GET: embeds.script }, parameters: [], open: true },
    { path: '/embed/:file', methods: { GET: embeds.channelOrScript }, open: true, counted: 'each' },
    { path: '/embed/articles/:slug', methods: { GET: embeds.article }, open: true, counted: 'each' },
    { path: '/oembed', methods: { GET: oembed.describe }, open: true, counted: 'each' },

    {
      path: '/api/articles',
      methods: { GET: publishing.getArticles, POST: publishing.postArticles },
      guard: guarded('publish'),
    },
    {
      path: '/api/articles/:key',
      methods: { GET: publishing.getArticle, PUT: publishing.putArticle, DELETE: publishing.deleteArticle },
      guard: guarded('publish'),
    },
    {
      path: '/api/articles/:key/history',
      methods: { GET: publishing.getHistory },
      guard: guarded('publish', 'operate'),
    },
    { path: '/api/tags', methods: { GET: publishing.getTags, PUT: publishing.putTags }, guard: guarded('publish') },
    { path: '/api/tags/:slug', methods: { DELETE: publishing.deleteTag }, guard: guarded('publish') },

    {
      path: '/api/partners',
      methods: { GET: publishing.getPartners, PUT: publishing.putPartners },
      guard: guarded('publish'),
    },
    {
      path: '/api/partners/:name/report',
      methods: { GET: publishing.getPartnerReport },
      guard: guarded('publish', 'operate'),
    },

    { path: '/api/keys', methods: { GET: keys.getKeys, POST: keys.postKey }, guard: guarded('publish') },
    { path: '/api/keys/:name', methods: { DELETE: keys.deleteKey }, guard: guarded('publish') },

    {
      path: '/api/doctor',
      methods: { GET: doctor.examine, POST: doctor.mend },
      guard: guarded('operate'),
    },

    { path: '/hub', methods: { POST: hub.postRequest }, counted: 'refusals' },
    {
      path: '/api/hub',
      methods: { GET: hub.getReport, POST: hub.postCommand },
      guard: guarded('operate'),
    },
    { path: '/healthz', methods: { GET: hub.getHealth } },
  ];
}

const isRead = ({ req: { method } }: Context) => method === 'GET' || method === 'HEAD';

/** Characters of a path in the log. */
const MAX_LOGGED = 200;

function awayProblem({ retryAfterSeconds }: DatabaseAway, method: string): HttpProblem {
  const writes = method !== 'GET' && method !== 'HEAD';
  const advice = writes ? ' It may have been carried out: asking again does no harm.' : '';
  const detail = `the database does not answer; try again in ${retryAfterSeconds} s.${advice}`;
  return new HttpProblem(503, detail, { headers: { 'retry-after': String(retryAfterSeconds) } });
}

/**
 * Answers requests. A feed in memory does not go through the router: that is most of what a wire is asked. Before anything
 * else, `request.url` has to be what was asked for.
 */
export function fetchOf(wire: Wire): (request: Request) => Response | Promise<Response> {
  const app = new Hono({ strict: false });
  const problemFor = addRoutes(app, wire, routesOf(wire));
  const answerTo = (error: unknown, c: Context): Response | Promise<Response> => {
    if (error instanceof HttpProblem) return serveProblem(c, wire.site, error);
    if (error instanceof Refused) return serveProblem(c, wire.site, problemOf(error));
    if (error instanceof DatabaseAway) {
      wire.log({ event: 'database-away', path: withoutKey(c.req.path).slice(0, MAX_LOGGED), problem: error.message });
      return serveProblem(c, wire.site, awayProblem(error, c.req.method));
    }
    console.error(error);
    return serveProblem(c, wire.site, new HttpProblem(500, 'Internal error. It has been logged.'));
  };
  app.onError(answerTo);
  const formerStory = wire.budget.counted('each', wire.former.story);
  app.notFound(async (c) => {
    const problem = problemFor(c);
    if (problem.status !== 404 || !isRead(c)) return serveProblem(c, wire.site, problem);
    // Hono gives what is thrown here to nobody.
    try {
      return await formerStory(c);
    } catch (error) {
      return answerTo(error, c);
    }
  });
  const refuseHost = refuseHosts(new URL(wire.site.origin).host);
  return (request) =>
    refuseHost(request) ??
    politely(
      request,
      wire.counting,
      () => (request.method === 'GET' && wire.feeds.fromMemory(request)) || app.fetch(request),
    );
}
