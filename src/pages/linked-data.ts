import { withOrigin } from '../articles/addresses.ts';
import type { Entry } from '../articles/entry.ts';
import type { Site } from '../site.ts';

/** A story as schema.org's NewsArticle, in JSON for a `<script>`. */
export function newsArticle(site: Site, entry: Entry, retracted: boolean): string {
  const { image } = entry;
  const url = withOrigin(entry.link, site.origin);
  const article = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    identifier: entry.id,
    url,
    mainEntityOfPage: url,
    headline: entry.title,
    description: entry.summary,
    inLanguage: entry.language ?? site.language,
    datePublished: entry.published,
    dateModified: entry.updated,
    author:
      entry.authors.length > 0
        ? entry.authors.map(({ name, url }) => ({ '@type': 'Person', name, url }))
        : { '@type': 'Organization', name: site.title, url: site.origin },
    publisher: {
      '@type': 'NewsMediaOrganization',
      name: site.title,
      url: site.origin,
      logo: { '@type': 'ImageObject', url: site.logo },
    },
    keywords: entry.tags.map((it) => it.label),
    isAccessibleForFree: true,
    ...(image && {
      image: {
        '@type': 'ImageObject',
        url: withOrigin(image.url, site.origin),
        width: image.width,
        height: image.height,
        caption: image.alt,
        creditText: image.credit,
      },
    }),
    ...(retracted && { creativeWorkStatus: 'Retracted' }),
  };
  return inScript(JSON.stringify(article));
}

/** Escapes JSON so that it has no `</script>` and no `<!--` (HTML Standard, "Restrictions for contents of script elements"). */
function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
