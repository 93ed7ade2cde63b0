import type { ExpressionChannel } from '../channels/channel.ts';
import { pagePath } from '../channels/page-path.ts';
import { inLanguage } from '../language.ts';
import type { Site } from '../site.ts';
import { Layout } from './layout.tsx';

/** The page of a channel whose feeds ask for a key: what it is, and whom to ask. None of its stories. */
export function ClosedChannelPage({ site, channel }: { site: Site; channel: ExpressionChannel }) {
  const { name, label, description } = channel;
  const { editor } = site;
  return (
    <Layout
      site={site}
      title={label}
      description={description}
      head={<link rel="canonical" href={site.origin + pagePath(name)} />}
    >
      <h1 {...inLanguage(site.language)}>{label}</h1>
      {description && (
        <p class="lead" {...inLanguage(site.language)}>
          {description}
        </p>
      )}
      <section id="subscribe" aria-labelledby="closed">
        <h2 id="closed">This channel is closed</h2>
        <p>
          Its feeds are for those who have a key.{' '}
          {editor ? (
            <>
              To get one, write to <a href={`mailto:${editor.email}`}>{editor.name}</a>.
            </>
          ) : (
            'To get one, write to the newsroom.'
          )}{' '}
          With a key, the feed’s address is the one that you were given.
        </p>
      </section>
    </Layout>
  );
}
