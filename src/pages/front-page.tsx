import { inLanguage } from '../language.ts';
import { ChannelItem, Group, Others } from './channel-list.tsx';
import { CombineForm } from './combine.tsx';
import type { FrontView } from './front-view.ts';
import { HowToSubscribe } from './how-to-subscribe.tsx';
import { Layout } from './layout.tsx';
import { OpenGraph } from './open-graph.tsx';

/** The front page: what the wire offers, and every channel. */
export function FrontPage(view: FrontView) {
  const { site, query, main, groups, others } = view;
  const found = groups.flatMap((it) => it.channels);
  return (
    <Layout
      site={site}
      description={site.description}
      head={
        <>
          <link rel="canonical" href={`${site.origin}/`} />
          <OpenGraph site={site} title={site.title} description={site.description} url={`${site.origin}/`} />
        </>
      }
    >
      <h1 {...inLanguage(site.language)}>{site.title}</h1>
      <p class="lead" {...inLanguage(site.language)}>
        {site.description}
      </p>
      <p>
        Every subject here is a channel. Subscribe to one, and its new stories come to you by themselves, in an app that
        you choose: a feed reader. It costs nothing, needs no account here, and nobody learns what you read.{' '}
        <a href="#subscribing">How to subscribe</a>
      </p>
      {query === '' && main && (
        <ul class="channels">
          <ChannelItem {...view} channel={main} heading="h2" />
        </ul>
      )}
      <search>
        <form class="find" action="/" method="get">
          <label for="find">Find a channel</label>
          <input type="search" id="find" name="q" value={query} data-filter="channels" />
          <button type="submit">Find</button>
        </form>
      </search>
      {found.length > 1 && (
        <p class="meta">
          Tick channels to <a href="#combination">combine</a> them. Charts show the stories of the last 12 months.
        </p>
      )}
      <p id="found" role="status">
        {query !== '' &&
          (found.length + others.length === 0 ? <NothingFound query={query} /> : <a href="/">All channels</a>)}
      </p>
      <div id="channels">
        {groups.map((group, index) => (
          <Group view={view} group={group} id={`group-${index}`} alone={groups.length === 1} />
        ))}
        {others.length > 0 && <Others others={others} />}
      </div>
      {found.length > 1 && (
        <section class="combination" aria-labelledby="combination">
          <h2 id="combination">Combine channels</h2>
          <p>Tick channels above. A combination is a channel, too, with its own address.</p>
          <CombineForm choices={found} />
        </section>
      )}
      <HowToSubscribe site={site} />
    </Layout>
  );
}

function NothingFound({ query }: { query: string }) {
  return (
    <>
      No channel is called that. <a href={`/search?${new URLSearchParams({ q: query })}`}>Look for it in all stories</a>
      , or see <a href="/">all channels</a>.
    </>
  );
}
