import { raw } from 'hono/html';
import { withOrigin } from '../articles/addresses.ts';
import type { Entry, Image, Medium } from '../articles/entry.ts';
import { mediumOf } from '../articles/media-types.ts';
import type { Site } from '../site.ts';
import { reservation, termsOf } from '../terms.ts';
import { newsArticle } from './linked-data.ts';

interface ArticleMetadataProps {
  site: Site;
  entry: Entry;
  retracted: boolean;
}

/** The head of a story's page: its canonical address, Open Graph, a card for X, and schema.org. */
export function ArticleMetadata({ site, entry, retracted }: ArticleMetadataProps) {
  const { title, summary, link, published, updated, authors, tags, image, media = [] } = entry;
  const url = withOrigin(link, site.origin);
  const terms = termsOf(entry.terms, site);
  return (
    <>
      <link rel="canonical" href={url} />
      <meta name="robots" content="max-image-preview:large" />
      {terms && <meta name="tdm-reservation" content={String(reservation(terms.permissions))} />}
      {terms?.url && reservation(terms.permissions) === 1 && <meta name="tdm-policy" content={terms.url} />}
      {authors.map(({ name }) => (
        <meta name="author" content={name} />
      ))}
      <meta property="og:type" content="article" />
      <meta property="og:site_name" content={site.title} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={summary} />
      <meta property="og:url" content={url} />
      <meta property="article:published_time" content={published} />
      <meta property="article:modified_time" content={updated} />
      {tags.map(({ label }) => (
        <meta property="article:tag" content={label} />
      ))}
      {image && <SharedPicture image={image} site={site} />}
      {media.map((it) => (
        <SharedMedium medium={it} site={site} />
      ))}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
      <script type="application/ld+json">{raw(newsArticle(site, entry, retracted))}</script>
    </>
  );
}

function SharedPicture({ image: { url, alt, width, height }, site }: { image: Image; site: Site }) {
  return (
    <>
      <meta property="og:image" content={withOrigin(url, site.origin)} />
      {width !== undefined && <meta property="og:image:width" content={String(width)} />}
      {height !== undefined && <meta property="og:image:height" content={String(height)} />}
      {alt && <meta property="og:image:alt" content={alt} />}
    </>
  );
}

function SharedMedium({ medium: { url, type }, site }: { medium: Medium; site: Site }) {
  const name = `og:${mediumOf(type)}`;
  return (
    <>
      <meta property={name} content={withOrigin(url, site.origin)} />
      <meta property={`${name}:type`} content={type} />
    </>
  );
}
