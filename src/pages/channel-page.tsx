import type { Entry } from '../articles/entry.ts';
import type { ExpressionChannel } from '../channels/channel.ts';
import { oembedLinks } from '../embed/oembed.ts';
import type { Site } from '../site.ts';
import { Chart } from './chart.tsx';
import { type Choice, CombineForm, Tick, ticked } from './combine.tsx';
import { type Embedding, EmbedPanel } from './embed-panel.tsx';
import { inLanguage, longDay, longMonth, OWN_LANGUAGE } from './language.ts';
import { Layout } from './layout.tsx';
import { StoryList } from './story-list.tsx';
import { Subscribe } from './subscribe.tsx';
import { frequency, stories } from './words.ts';

/** What a channel's page shows. */
export interface ChannelView {
  site: Site;
  channel: ExpressionChannel;
  /** The newest stories. */
  entries: Entry[];
  /** When its newest stories were published, in milliseconds since 1970, newest first. */
  published: number[];
  /** Whether there are older ones than `published` has. */
  more: boolean;
  /** Its months as `yyyy-mm`, newest first. */
  archives: string[];
  broader: Choice[];
  narrower: Choice[];
  /** Channels that its newest stories are also in. */
  related: Choice[];
  /** The channels that its expression names. */
  terms: Choice[];
  /** Stories by month of a single tag. */
  counts: Map<string, number> | undefined;
  months: string[];
  embed: Embedding;
  now: Date;
}

/** A channel as a person reads it before subscribing. */
export function ChannelPage(view: ChannelView) {
  const { site, channel, entries, archives, embed } = view;
  const { name, label, description } = channel;
  return (
    <Layout
      site={site}
      title={label}
      description={description ?? `${label}: ${site.description}`}
      channel={{ name, label }}
      head={
        <>
          <link rel="canonical" href={`${site.origin}/channels/${name}`} />
          {oembedLinks(site, `${site.origin}/channels/${name}`)}
        </>
      }
    >
      <h1 {...inLanguage(site.language)}>{label}</h1>
      {description && (
        <p class="lead" {...inLanguage(site.language)}>
          {description}
        </p>
      )}
      <Facts {...view} />
      <p>
        <a href="#latest">Latest stories</a>, or <a href="#embed">show it on your site</a>
      </p>
      <Subscribe site={site} name={name} />
      <section aria-labelledby="latest">
        <h2 id="latest">Latest stories</h2>
        {entries.length === 0 ? <p>No stories at the moment.</p> : <StoryList site={site} entries={entries} />}
      </section>
      <Neighbours {...view} />
      <Combinations {...view} />
      {archives.length > 0 && <Archives {...view} />}
      <EmbedPanel {...embed} />
    </Layout>
  );
}

function Facts({ published, more, counts, months, now }: ChannelView) {
  const [newest] = published;
  if (newest === undefined) return null;
  const often = frequency(published, more, now);
  return (
    <div class="facts">
      <p>
        {stories(published.length, more)}
        {often && `, ${often}`}. The last one came on{' '}
        <time datetime={new Date(newest).toISOString()}>{longDay(new Date(newest), OWN_LANGUAGE)}</time>.
      </p>
      {counts && <Chart counts={counts} months={months} />}
    </div>
  );
}

function Neighbours({ site, broader, narrower, related }: ChannelView) {
  const lists: [string, Choice[]][] = [
    ['Broader', broader],
    ['Narrower', narrower],
    ['Often together with', related],
  ];
  const filled = lists.filter(([, channels]) => channels.length > 0);
  if (filled.length === 0) return null;
  return (
    <section aria-labelledby="neighbours">
      <h2 id="neighbours">Related channels</h2>
      <dl class="neighbours">
        {filled.map(([title, channels]) => (
          <div>
            <dt>{title}</dt>
            {channels.map(({ slug, label }) => (
              <dd>
                <a href={`/channels/${slug}`} {...inLanguage(site.language)}>
                  {label}
                </a>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Combinations({ site, channel, terms, broader, narrower, related }: ChannelView) {
  const { tags, any, without } = ticked(channel.expression);
  const known = new Map([...terms, ...related, ...narrower, ...broader].map((it) => [it.slug, it]));
  const choices = [...known.values()];
  if (choices.length < 2) return null;
  return (
    <section aria-labelledby="combination">
      <h2 id="combination">Combine it with others</h2>
      <p>
        Tick channels: the combination is a channel, too, with an address of its own. <a href="/">All channels</a>
      </p>
      <ul class="tags ticks">
        {choices
          .filter((it) => it.slug !== without || tags.includes(it.slug))
          .map(({ slug, label }) => (
            <li>
              <Tick id={`tick-${slug}`} slug={slug} label={label} checked={tags.includes(slug)} />
              <label for={`tick-${slug}`} {...inLanguage(site.language)}>
                {label}
              </label>
            </li>
          ))}
      </ul>
      <CombineForm choices={choices} any={any} without={without} />
    </section>
  );
}

function Archives({ channel, archives, more }: ChannelView) {
  return (
    <section aria-labelledby="archives">
      <h2 id="archives">By month</h2>
      <p>
        For readers and programs: each month is a feed of its own.{more && ' Older months follow from the last one.'}
      </p>
      <ul class="tags">
        {archives.map((month) => (
          <li>
            <a href={`/feeds/${channel.name}/${month}.rss`}>{longMonth(month)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
