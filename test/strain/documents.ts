/** The number of entries that a document has, notices of withdrawn stories among them; of a sitemap, its addresses. */
export function entriesIn(body: string): number {
  if (body.startsWith('{')) return (JSON.parse(body) as { items?: unknown[] }).items?.length ?? 0;
  const element = /<(?:urlset|sitemapindex) /.test(body) ? /<loc>/g : /<(?:item|entry|at:deleted-entry)[ >]/g;
  return body.match(element)?.length ?? 0;
}

/** The address that a feed names under a relation, without the origin; undefined if it names none. */
export function linkOf(body: string, rel: string): string | undefined {
  const address = new RegExp(`rel="${rel}"[^>]* href="([^"]+)"`).exec(body)?.[1];
  return address?.replaceAll('&amp;', '&').replace(/^https?:\/\/[^/]+/, '');
}
