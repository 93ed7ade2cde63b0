import type { Context } from 'hono';
import { articlePath } from '../articles/addresses.ts';
import { formerPathsOf } from '../articles/former-urls.ts';
import { findStory } from '../articles/stories.ts';
import { pagePath } from '../channels/page-path.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import { ALL } from '../channels/slug.ts';
import { feedNamed } from '../feeds/address.ts';
import type { Handler, Route } from '../http/add-routes.ts';
import { HttpProblem } from '../http/problem.ts';
import { redirectTo } from '../http/redirects.ts';
import { notFound, Refused } from '../refusal.ts';

/** Addresses of the feed of all stories, with the format that they stand for. */
const EVERYTHING: Record<string, string> = {
  '/feed': 'rss',
  '/feed/rss': 'rss',
  '/feed/rss2': 'rss',
  '/feed/atom': 'atom',
  '/feed/json': 'json',
  '/rss': 'rss',
  '/rss.xml': 'rss',
  '/feed.xml': 'rss',
  '/index.xml': 'rss',
  '/posts/index.xml': 'rss',
  '/atom': 'atom',
  '/atom.xml': 'atom',
  '/feed.json': 'json',
};
const TAGS = ['tag', 'tags', 'category', 'categories'];

/**
 * Answers the addresses that WordPress, Ghost, Hugo, Jekyll and Blogger have for feeds and tags, and those that stories had: a
 * newsroom that moves here keeps its readers.
 */
export class FormerAddresses {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Each leads to what is the same here; where there is nothing like it, a 404 says where feeds are. */
  routes(): Route[] {
    const { site } = this.#parts;
    const get = (path: string, handler: Handler): Route => ({ path, methods: { GET: handler }, open: true });
    const counted = (path: string, handler: Handler): Route => ({ ...get(path, handler), counted: 'each' });
    const to = (target: string): Handler => {
      return () => redirectTo(site, target);
    };
    return [
      ...Object.entries(EVERYTHING).map(([path, format]) => get(path, to(feedNamed(ALL, format)))),
      get('/feeds', to('/')),
      get('/feeds/posts/default', (c) => redirectTo(site, feedNamed(ALL, bloggersFormat(c)))),
      counted('/feeds/posts/default/-/:tag', (c) => this.#feed(c.req.param('tag'), bloggersFormat(c))),
      counted('/feed/by_tag/:file', (c) => this.#feed(c.req.param('file')?.replace(/\.xml$/, ''), undefined)),
      ...TAGS.flatMap((it) => [
        get(`/${it}`, to('/')),
        counted(`/${it}/:tag`, (c) => this.#page(c.req.param('tag'))),
        ...['feed', 'feed/:format', 'rss', 'index.xml'].map((rest) => counted(`/${it}/:tag/${rest}`, this.#tag)),
        counted(`/${it}/:parent/:tag/feed`, this.#tag),
      ]),
      ...['/author/:name', '/author/:name/feed', '/author/:name/rss'].map((it) => get(it, () => this.#none('authors'))),
      ...['/comments/feed', '/feeds/comments/default'].map((it) => get(it, () => this.#none('comments'))),
    ];
  }

  readonly #tag: Handler = (c) => this.#feed(c.req.param('tag'), c.req.param('format'));

  async #feed(tag: string | undefined, format: string | undefined): Promise<Response> {
    return redirectTo(this.#parts.site, feedNamed(await this.#nameOf(tag), format));
  }

  async #page(tag: string | undefined): Promise<Response> {
    return redirectTo(this.#parts.site, pagePath(await this.#nameOf(tag)));
  }

  /** The name of a tag's channel. @throws {HttpProblem} 404 that says where feeds are */
  async #nameOf(tag = ''): Promise<string> {
    const { resolver, clock } = this.#parts;
    try {
      return (await resolver.resolve(tag, clock())).name;
    } catch (error) {
      throw error instanceof Refused && error.refusal.kind === 'not-found' ? this.#notFound(error.message) : error;
    }
  }

  /**
   * Where nothing else is: leads to the story that had this address. One question to the database.
   * @throws {Refused} `not-found` if there is none that people can read now, `gone` if it was withdrawn
   */
  readonly story: Handler = async (c) => {
    const { site } = this.#parts;
    const paths = formerPathsOf(new URL(c.req.url));
    const found =
      paths.length > 0 &&
      (await findStory(this.#parts, ...paths)
        .ask()
        .catch(unlessNotFound));
    if (!found) throw notFound('there is nothing at this address');
    return redirectTo(site, articlePath(found.entry.slug));
  };

  #none(what: string): never {
    throw this.#notFound(`there are no feeds of ${what} here`);
  }

  #notFound(reason: string): HttpProblem {
    const { origin } = this.#parts.site;
    return new HttpProblem(
      404,
      `${reason}: ${origin}${feedNamed(ALL, 'rss')} has every story, ${origin}/feeds.opml lists every feed`,
    );
  }
}

function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof Refused) || error.refusal.kind !== 'not-found') throw error;
}

const bloggersFormat = (c: Context) => (c.req.query('alt') === 'rss' ? 'rss' : 'atom');
