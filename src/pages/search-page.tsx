import type { Site } from '../site.ts';
import { Layout } from './layout.tsx';
import type { SearchView } from './search-view.ts';
import { StoryList } from './story-list.tsx';
import { Subscribe } from './subscribe.tsx';
import { sentence } from './words.ts';

interface SearchPageProps {
  site: Site;
  /** The text that is searched for, if any. */
  text?: string | undefined;
  found?: SearchView;
  /** The reason why the text cannot be searched for. */
  problem?: string;
}

/** The page of a search, or of how to search. Its form is the one at the top of every page. */
export function SearchPage({ site, text, found, problem }: SearchPageProps) {
  return (
    <Layout
      site={site}
      title={found?.channel.label ?? 'Search'}
      description="Search all stories, and follow a search as a feed."
      channel={found?.channel.closed ? undefined : found?.channel}
      query={text}
      head={<meta name="robots" content="noindex" />}
    >
      <h1>
        {text === undefined ? (
          'Search'
        ) : (
          <>
            Search: <bdi>{text}</bdi>
          </>
        )}
      </h1>
      {problem && (
        <p>
          <bdi>{sentence(problem)}</bdi>
        </p>
      )}
      {found ? <Results site={site} text={text ?? ''} {...found} /> : <Help />}
    </Layout>
  );
}

function Help() {
  return (
    <p>
      Type words in the field above to find the stories that have all of them. Put "two words" in quotation marks to
      find exactly that phrase, <span class="nowrap">-word</span> to leave out stories with a word, and{' '}
      <span class="nowrap">word*</span> to find every word that begins so.
    </p>
  );
}

/** The address of the front page with the channels of the same name. */
const channelsCalled = (text: string) => `/?${new URLSearchParams({ q: text })}`;

function Results({ site, text, channel, entries, before, next }: SearchView & { site: Site; text: string }) {
  return (
    <>
      <p>
        {channel.closed ? (
          'See '
        ) : (
          <>
            <a href="#subscribe">Follow this search</a>, or see{' '}
          </>
        )}
        <a href={channelsCalled(text)}>channels with that name</a>
      </p>
      <section aria-labelledby="found">
        <h2 id="found">{before ? 'Older stories' : 'Stories, newest first'}</h2>
        {entries.length === 0 ? (
          <p>
            {before
              ? 'No older stories.'
              : `No story has all of that.${channel.closed ? '' : ' Follow this search, and your reader shows the first one that does.'}`}
          </p>
        ) : (
          <StoryList site={site} entries={entries} />
        )}
        {next && (
          <p>
            <a href={next} rel="next">
              Older stories
            </a>
          </p>
        )}
      </section>
      {!channel.closed && <Subscribe site={site} name={channel.name} />}
    </>
  );
}
