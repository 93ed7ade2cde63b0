import { raw } from 'hono/html';
import { articlePath, withOrigin } from '../articles/addresses.ts';
import type { Entry, Image, Medium, Tag } from '../articles/entry.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { mediumOf } from '../articles/media-types.ts';
import { retractionOf } from '../articles/own-words.ts';
import { pagePath } from '../channels/page-path.ts';
import { oembedLinks } from '../embed/oembed.ts';
import { showsPicture } from '../feeds/lead-picture.ts';
import { inLanguage, longTime, OWN_LANGUAGE } from '../language.ts';
import type { Site } from '../site.ts';
import { ArticleMetadata } from './article-metadata.tsx';
import { Layout } from './layout.tsx';

interface ArticlePageProps {
  site: Site;
  entry: Entry;
  /** The tag whose feeds readers are offered first. */
  followed: Tag | undefined;
}

/** The page of a story that has no home elsewhere, in its own language and direction. */
export function ArticlePage({ site, entry, followed }: ArticlePageProps) {
  const { title, html, image, media = [], tags } = entry;
  const language = entry.language ?? site.language;
  const own = inLanguage(OWN_LANGUAGE, language);
  const retraction = retractionOf(entry);
  const retracted = retraction !== undefined;
  return (
    <Layout
      site={site}
      title={title}
      description={entry.summary}
      language={language}
      channel={followed && { name: followed.slug, label: followed.label }}
      head={
        <>
          <ArticleMetadata site={site} entry={entry} retracted={retracted} />
          {oembedLinks(site, site.origin + articlePath(entry.slug))}
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
        <Byline entry={entry} language={language} site={site} />
        {image && <LeadPicture image={image} html={html} site={site} own={own} />}
        {media.map((it) => (
          <Player medium={it} language={language} site={site} />
        ))}
        <div class="story">{raw(withOrigin(html.slice(retraction?.length ?? 0), site.origin))}</div>
        {tags.length > 0 && (
          <nav aria-labelledby="tags">
            <h2 id="tags" lang={own.lang}>
              Follow these subjects
            </h2>
            <ul class="tags">
              {tags.map(({ slug, label }) => (
                <li>
                  <a href={pagePath(slug)} {...inLanguage(site.language, language)}>
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

interface BylineProps {
  entry: Entry;
  language: string;
  site: Site;
}

function Byline({ entry: { authors, published, updated }, language, site }: BylineProps) {
  const time = (iso: string) => <time datetime={iso}>{longTime(new Date(iso), language, site.timeZone)}</time>;
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

/** A sound or a video: nothing is loaded before somebody plays it. */
function Player({ medium, language, site }: { medium: Medium; language: string; site: Site }) {
  const { url, type, title, transcript } = medium;
  const around = inLanguage(medium.language ?? language, language);
  const attributes = { src: withOrigin(url, site.origin), controls: true, preload: 'none', 'aria-label': title };
  return (
    <figure class="player">
      {mediumOf(type) === 'video' ? <video {...attributes} playsinline /> : <audio {...attributes} />}
      {(title || transcript) && (
        <figcaption>
          {title && <span {...around}>{title}</span>}{' '}
          {transcript && (
            <a href={withOrigin(transcript, site.origin)} {...inLanguage(OWN_LANGUAGE, language)}>
              Transcript
            </a>
          )}
        </figcaption>
      )}
    </figure>
  );
}

interface LeadPictureProps {
  image: Image;
  /** The story's. */
  html: string;
  site: Site;
  /** Attributes of our own words. */
  own: ReturnType<typeof inLanguage>;
}

/** The lead picture, unless the story shows it itself. Its credit is owed in any case. */
function LeadPicture({ image, html, site, own }: LeadPictureProps) {
  if (!showsPicture(html, image.url)) return <Picture image={image} site={site} />;
  if (!image.credit || html.includes(escapeHtml(image.credit))) return null;
  return (
    <p class="meta">
      <span {...own}>Picture:</span> {image.credit}
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
