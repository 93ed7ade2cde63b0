import type { ArticleRecord } from './record.ts';

/** A longer path was nobody's address. */
const MAX_CHARACTERS = 1000;
const ANY_ORIGIN = 'http://any.invalid';

/**
 * The path and query by which a former address is found again, whatever its host: the newsroom's domain leads here now. A slash
 * at the end does not count. Undefined of an address that cannot be parsed, is too long, or is a front page.
 * @param address http(s), or a path that begins with a slash
 */
export function formerPathOf(address: string): string | undefined {
  if (!URL.canParse(address, ANY_ORIGIN)) return undefined;
  const { pathname, search } = new URL(address, ANY_ORIGIN);
  const path = pathname.replace(/\/+$/, '') + search;
  return path === '' || path.length > MAX_CHARACTERS ? undefined : path;
}

/** Paths of the wire itself (src/routes.ts), at which no former address is looked for. */
const OWN =
  /^\/(?:\.well-known|api|articles|channels|embed|feeds|site|sitemaps)(?:\/|$)|^\/(?:embed\.js|feed\.css|feeds\.opml|healthz|hub|oembed|robots\.txt|search|sitemap\.xml)(?:\?|$)/;

/** True of a former path that is one of the wire's own, so that nobody would be led from there. */
export const isOwnPath = (path: string): boolean => OWN.test(path);

/** The former paths that a request may mean: with its query, and without it, since others add parameters of their own. */
export function formerPathsOf({ pathname, search }: URL): string[] {
  const paths = [formerPathOf(pathname + search), formerPathOf(pathname)];
  return [...new Set(paths.filter((it) => it !== undefined))];
}

/** A name by which a story is found, and the field of its record that has it. */
export interface StoryName {
  name: string;
  field: 'slug' | 'formerSlugs' | 'formerUrls';
}

/** Every name of a record, the present slug first, each once. A path begins with a slash, which no slug has. */
export function namesOf({
  key,
  slug,
  formerSlugs,
  formerUrls = [],
}: Pick<ArticleRecord, 'key' | 'slug' | 'formerSlugs' | 'formerUrls'>): StoryName[] {
  const all: StoryName[] = [
    { name: slug ?? key, field: 'slug' },
    ...formerSlugs.map((name): StoryName => ({ name, field: 'formerSlugs' })),
    ...formerUrls.flatMap((it): StoryName[] => {
      const name = formerPathOf(it);
      return name === undefined ? [] : [{ name, field: 'formerUrls' }];
    }),
  ];
  return all.filter(({ name }, index) => all.findIndex((it) => it.name === name) === index);
}
