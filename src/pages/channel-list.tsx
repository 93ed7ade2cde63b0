import type { ChannelRow } from '../channels/channel-store.ts';
import type { ChannelGroup } from '../channels/groups.ts';
import { pagePath } from '../channels/page-path.ts';
import { ALL } from '../channels/slug.ts';
import { inLanguage, longDay, OWN_LANGUAGE } from '../language.ts';
import { Chart } from './chart.tsx';
import { Tick } from './combine.tsx';
import type { FrontView } from './front-view.ts';
import { stories } from './words.ts';

interface GroupProps {
  view: FrontView;
  group: ChannelGroup;
  id: string;
  /** True if there is no other group. */
  alone: boolean;
}

/** A group of channels under its heading. */
export function Group({ view, group: { label, channels }, id, alone }: GroupProps) {
  const language = label === undefined ? {} : inLanguage(view.site.language);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} {...language}>
        {label ?? (alone ? 'Channels' : 'Other subjects')}
      </h2>
      <ul class="channels">
        {channels.map((channel) => (
          <ChannelItem {...view} channel={channel} heading="h3" />
        ))}
      </ul>
    </section>
  );
}

interface ChannelItemProps extends Pick<FrontView, 'site' | 'descriptions' | 'activity' | 'months'> {
  channel: ChannelRow;
  heading: 'h2' | 'h3';
}

/** A channel with its numbers, its chart and a box to combine it. */
export function ChannelItem({ site, channel, heading, descriptions, activity, months }: ChannelItemProps) {
  const { slug, label, articles } = channel;
  const Heading = heading;
  const { newest: last, counts } = activity.get(slug) ?? {};
  const description = descriptions.get(slug);
  return (
    <li>
      {slug !== ALL && <Tick slug={slug} label={label} />}
      <div>
        <Heading>
          <a href={pagePath(slug)} {...inLanguage(site.language)}>
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
      <Chart counts={counts} months={months} />
      <a class="go" href={`${pagePath(slug)}#subscribe`} aria-label={`Subscribe to ${label}`}>
        Subscribe
      </a>
    </li>
  );
}

/** The names of channels that are not shown in full. */
export function Others({ others }: { others: ChannelRow[] }) {
  return (
    <section aria-labelledby="others">
      <h2 id="others">More channels</h2>
      <ul class="tags">
        {others.map(({ slug, label, articles }) => (
          <li>
            <a href={pagePath(slug)}>{label}</a> {articles}
          </li>
        ))}
      </ul>
    </section>
  );
}
