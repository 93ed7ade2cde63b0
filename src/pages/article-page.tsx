import { raw } from 'hono/html';
import { type Entry, type Image, RETRACTION } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { oembedLinks } from '../embed/oembed.ts';
import type { Site } from '../site.ts';
import { inLanguage, longTime, OWN_LANGUAGE } from './language.ts';
import { Layout } from './layout.tsx';
import { newsArticle } from './linked-data.ts';

interface Story {
  site: Site;
  entry: Entry;
}

/** A story that has no home elsewhere, in its own language and direction. */
export function ArticlePage({ site, entry }: Story) {
  const { title, html, image, tags } = entry;
  const language = entry.language ?? site.language;
  const own = inLanguage(OWN_LANGUAGE, language);
  const retracted = html.startsWith(RETRACTION);
  const [tag] = tags;
  return (
    <Layout
      site={site}
      title={title}
      description={entry.summary}
      language={language}
      channel={tag && { name: tag.slug, label: tag.label }}
      head={
        <>
          <Metadata site={site} entry={entry} retracted={retracted} />
          {oembedLinks(site, `${site.origin}/articles/${entry.slug}`)}
        </>
      }
    >
      <article>
        {retracted && (
          <p class="notice" {...own}>
            <strong>This story has been retracted.</strong> It stays here so that what was said can be seen. Do not rely
            on it.
          </p>
        )}
        <h1>{title}</h1>
        <Byline entry={entry} language={language} />
        {image && <Picture image={image} site={site} />}
        <div class="story">{raw(withOrigin(retracted ? html.slice(RETRACTION.length) : html, site.origin))}</div>
        {tags.length > 0 && (
          <nav aria-labelledby="tags">
            <h2 id="tags" lang={own.lang}>
              Follow these subjects
            </h2>
            <ul class="tags">
              {tags.map(({ slug, label }) => (
                <li>
                  <a href={`/channels/${slug}`} {...inLanguage(site.language, language)}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </article>
    </Layout>
  );
}

function Byline({ entry: { authors, published, updated }, language }: { entry: Entry; language: string }) {
  const time = (iso: string) => <time datetime={iso}>{longTime(new Date(iso), language)}</time>;
  return (
    <p class="meta">
      {authors.map(({ name, url }) =>
        url ? (
          <a rel="author" href={url}>
            <bdi>{name}</bdi>
          </a>
        ) : (
          <bdi>{name}</bdi>
        ),
      )}
      {time(published)}
      {updated.slice(0, 16) !== published.slice(0, 16) && (
        <span>
          <span {...inLanguage(OWN_LANGUAGE, language)}>Updated</span> {time(updated)}
        </span>
      )}
    </p>
  );
}

function Picture({ image: { url, alt, credit, width, height }, site }: { image: Image; site: Site }) {
  const sized = width !== undefined && height !== undefined;
  return (
    <figure>
      <img
        src={withOrigin(url, site.origin)}
        alt={alt ?? ''}
        {...(sized ? { width, height } : { class: 'unsized' })}
        fetchpriority="high"
      />
      {credit && <figcaption>{credit}</figcaption>}
    </figure>
  );
}

/** Canonical address, Open Graph, cards and schema.org. */
function Metadata({ site, entry, retracted }: Story & { retracted: boolean }) {
  const { title, summary, link, published, updated, tags, image } = entry;
  const url = withOrigin(link, site.origin);
  return (
    <>
      <link rel="canonical" href={url} />
      <meta name="robots" content="max-image-preview:large" />
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
