import { pagePath } from '../channels/page-path.ts';
import { oembedLinks } from '../embed/oembed.ts';
import { feedPath, PLAIN } from '../feeds/address.ts';
import { DEFAULT_FORMAT } from '../feeds/formats/index.ts';
import { inLanguage, longDay, longMonth, OWN_LANGUAGE } from '../language.ts';
import type { ChannelView } from './channel-view.ts';
import { Chart } from './chart.tsx';
import { type Choice, CombineForm, Tick, ticked } from './combine.tsx';
import { type Embedding, EmbedPanel } from './embed-panel.tsx';
import { Layout } from './layout.tsx';
import { OpenGraph } from './open-graph.tsx';
import { StoryList } from './story-list.tsx';
import { Subscribe } from './subscribe.tsx';
import { frequency, stories } from './words.ts';

interface ChannelPageProps extends ChannelView {
  embed: Embedding;
}

/** The page of a channel, for people who may subscribe to it. */
export function ChannelPage(view: ChannelPageProps) {
  const { site, channel, entries, archives, embed } = view;
  const { name, label, description } = channel;
  const url = site.origin + pagePath(name);
  const about = description ?? `${label}: ${site.description}`;
  return (
    <Layout
      site={site}
      title={label}
      description={about}
      channel={{ name, label }}
      head={
        <>
          <link rel="canonical" href={url} />
          <OpenGraph site={site} title={`${label} - ${site.title}`} description={about} url={url} />
          {oembedLinks(site, url)}
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

function Facts({ published, more, total, counts, months, now }: ChannelView) {
  const [newest] = published;
  if (newest === undefined) return null;
  const often = frequency(published, more, now);
  return (
    <div class="facts">
      <p>
        {stories(total.count, total.atLeast)}
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
                <a href={pagePath(slug)} {...inLanguage(site.language)}>
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
        Tick channels to combine them. A combination is a channel, too, with its own address.{' '}
        <a href="/">All channels</a>
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

function Archives({ channel, archives, moreArchives }: ChannelView) {
  return (
    <section aria-labelledby="archives">
      <h2 id="archives">By month</h2>
      <p>
        For readers and programs: each month is a feed of its own.
        {moreArchives && ' The oldest one leads to earlier months.'}
      </p>
      <ul class="tags">
        {archives.map((month) => (
          <li>
            <a href={feedPath({ ...PLAIN, name: channel.name, month, format: DEFAULT_FORMAT })}>{longMonth(month)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
