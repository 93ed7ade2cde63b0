import type { Child } from 'hono/jsx';
import type { NamedChannel } from '../channels/channel.ts';
import { MAX_SEARCH_CHARACTERS } from '../channels/search.ts';
import { directionOf, inLanguage, OWN_LANGUAGE } from '../language.ts';
import type { Site } from '../site.ts';
import { accentStylesheet, SCRIPT, STYLESHEET } from './assets.ts';
import { FeedLinks } from './feed-links.tsx';

interface LayoutProps {
  site: Site;
  /** Shown in the browser's tab, before the publication's name. */
  title?: string | undefined;
  /** Shown by search engines, below the title. */
  description?: string | undefined;
  /** The language of `children`; our own by default. */
  language?: string;
  /** The channel whose feeds the page is about. */
  channel?: NamedChannel | undefined;
  /** Further elements of the head. */
  head?: Child;
  /** The text in the search field. */
  query?: string | undefined;
  /** The content of `<main>`; it begins with the page's only `<h1>`. */
  children?: Child;
}

/** A whole page, but for the doctype, which `htmlPage` adds. */
export function Layout({
  site,
  title,
  description,
  language = OWN_LANGUAGE,
  channel,
  head,
  query,
  children,
}: LayoutProps) {
  const own = inLanguage(OWN_LANGUAGE, language);
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title === undefined ? site.title : `${title} - ${site.title}`}</title>
        {description && <meta name="description" content={description} />}
        <link rel="stylesheet" href={STYLESHEET} />
        {site.color && <link rel="stylesheet" href={accentStylesheet(site.color)} />}
        {site.color && <meta name="theme-color" content={`#${site.color}`} />}
        <link rel="icon" href={site.favicon} sizes="32x32" />
        <link rel="icon" href={site.logo} type="image/png" sizes="512x512" />
        <link rel="apple-touch-icon" href={site.icon} />
        <FeedLinks site={site} channel={channel} />
        {head}
        <script src={SCRIPT} defer />
      </head>
      <body>
        <a class="skip" href="#content" {...own}>
          Skip to content
        </a>
        <header class="top" {...own}>
          <a class="brand" href="/" {...inLanguage(site.language)}>
            {site.title}
          </a>
          <search>
            <form action="/search" method="get">
              <input
                type="search"
                name="q"
                aria-label="Search all stories"
                placeholder="Search stories"
                maxlength={MAX_SEARCH_CHARACTERS}
                value={query}
              />
              <button type="submit">Search</button>
            </form>
          </search>
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <footer {...own}>
          <p>
            <a href="/">All channels</a> <a href="/feeds.opml">Every feed as OPML</a>{' '}
            <a href="/#subscribing">What is a feed?</a>
          </p>
          {site.copyright && <p>© {site.copyright.replace(/^©\s*/, '')}</p>}
        </footer>
      </body>
    </html>
  );
}
