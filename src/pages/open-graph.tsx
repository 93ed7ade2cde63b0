import type { Site } from '../site.ts';

interface OpenGraphProps {
  site: Site;
  title: string;
  description: string;
  /** The address of the page, absolute. */
  url: string;
}

/** Open Graph of a page that is no story: what other sites show of a link to it. */
export function OpenGraph({ site, title, description, url }: OpenGraphProps) {
  return (
    <>
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={site.title} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={url} />
      <meta property="og:image" content={site.logo} />
      <meta name="twitter:card" content="summary" />
    </>
  );
}
