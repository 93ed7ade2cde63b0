import type { ChannelGroup } from '../channels/groups.ts';
import { ALL } from '../channels/slug.ts';
import type { ChannelRow } from '../channels/store.ts';
import type { Site } from '../site.ts';
import { Chart } from './chart.tsx';
import { CombineForm, Tick } from './combine.tsx';
import { inLanguage, longDay, OWN_LANGUAGE } from './language.ts';
import { Layout } from './layout.tsx';
import { stories } from './words.ts';

/** The contents of the front page. */
export interface Front {
  site: Site;
  /** The words that people look for among the channels; "" for all of them. */
  query: string;
  all: ChannelRow | undefined;
  groups: ChannelGroup[];
  /** Channels beyond those that are shown in full. */
  others: ChannelRow[];
  descriptions: Map<string, string>;
  /** Milliseconds since 1970, by channel. */
  newest: Map<string, number>;
  /** By channel and month. */
  counts: Map<string, Map<string, number>>;
  months: string[];
}

/** The front page: what this is, and every channel. */
export function FrontPage(front: Front) {
  const { site, query, all, groups, others } = front;
  const found = groups.flatMap((it) => it.channels);
  return (
    <Layout site={site} description={site.description} head={<link rel="canonical" href={`${site.origin}/`} />}>
      <h1 {...inLanguage(site.language)}>{site.title}</h1>
      <p class="lead" {...inLanguage(site.language)}>
        {site.description}
      </p>
      <p>
        Every subject here is a channel. Subscribe to one, and its new stories come to you by themselves, in an app that
        you choose: a feed reader. It costs nothing, needs no account here, and nobody learns what you read.{' '}
        <a href="#subscribing">How to subscribe</a>
      </p>
      {query === '' && all && (
        <ul class="channels">
          <ChannelItem {...front} channel={all} heading="h2" />
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
          <Group front={front} group={group} id={`group-${index}`} alone={groups.length === 1} />
        ))}
        {others.length > 0 && <Others others={others} />}
      </div>
      {found.length > 1 && (
        <section class="combination" aria-labelledby="combination">
          <h2 id="combination">Combine channels</h2>
          <p>Tick channels above. The combination is a channel, too, with an address of its own.</p>
          <CombineForm choices={found} />
        </section>
      )}
      <Subscribing site={site} />
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

function Group({
  front,
  group: { label, channels },
  id,
  alone,
}: {
  front: Front;
  group: ChannelGroup;
  id: string;
  alone: boolean;
}) {
  const language = label === undefined ? {} : inLanguage(front.site.language);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} {...language}>
        {label ?? (alone ? 'Channels' : 'Other subjects')}
      </h2>
      <ul class="channels">
        {channels.map((channel) => (
          <ChannelItem {...front} channel={channel} heading="h3" />
        ))}
      </ul>
    </section>
  );
}

interface ChannelItemProps extends Pick<Front, 'site' | 'descriptions' | 'newest' | 'counts' | 'months'> {
  channel: ChannelRow;
  heading: 'h2' | 'h3';
}

function ChannelItem({ site, channel, heading, descriptions, newest, counts, months }: ChannelItemProps) {
  const { slug, label, articles } = channel;
  const Heading = heading;
  const last = newest.get(slug);
  const description = descriptions.get(slug);
  return (
    <li>
      {slug !== ALL && <Tick slug={slug} label={label} />}
      <div>
        <Heading>
          <a href={`/channels/${slug}`} {...inLanguage(site.language)}>
            {label}
          </a>
        </Heading>
        {description && <p {...inLanguage(site.language)}>{description}</p>}
        <p class="meta">
          {stories(articles)}
          {last !== undefined && (
            <>
              , last{' '}
              <time datetime={new Date(last).toISOString().slice(0, 10)}>{longDay(new Date(last), OWN_LANGUAGE)}</time>
            </>
          )}
        </p>
      </div>
      <Chart counts={counts.get(slug)} months={months} />
      <a class="go" href={`/channels/${slug}#subscribe`} aria-label={`Subscribe to ${label}`}>
        Subscribe
      </a>
    </li>
  );
}

function Others({ others }: { others: ChannelRow[] }) {
  return (
    <section aria-labelledby="others">
      <h2 id="others">More channels</h2>
      <ul class="tags">
        {others.map(({ slug, label, articles }) => (
          <li>
            <a href={`/channels/${slug}`}>{label}</a> {articles}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Subscribing({ site }: { site: Site }) {
  return (
    <section aria-labelledby="subscribing">
      <h2 id="subscribing">How to subscribe</h2>
      <ol>
        <li>
          Get a feed reader. There are many, free ones too: NetNewsWire on Apple’s devices, Feeder on Android,
          Thunderbird on a computer, Feedly or Inoreader in the browser.
        </li>
        <li>Open a channel above, and press the button for your reader, or copy the channel’s address.</li>
        <li>If you copied it, paste it where your reader says “Add feed” or “Follow”. That is all.</li>
      </ol>
      <p>
        That address is called a feed (RSS, Atom and JSON Feed are kinds of it): a list of the newest stories that
        programs read. Your reader looks there now and then, and shows you what is new. To stop, remove it from your
        reader. <bdi {...inLanguage(site.language)}>{site.title}</bdi> also gives{' '}
        <a href="/feeds.opml">a list of all its feeds</a> (OPML) that readers import at once.
      </p>
    </section>
  );
}
