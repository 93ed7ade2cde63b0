import type { Site } from '../site.ts';
import { Layout } from './layout.tsx';
import type { Found } from './search-view.ts';
import { StoryList } from './story-list.tsx';
import { Subscribe } from './subscribe.tsx';
import { sentence } from './words.ts';

interface SearchPageProps {
  site: Site;
  /** What is looked for; nothing yet unless given. */
  text?: string | undefined;
  found?: Found;
  /** Why the text is no search. */
  problem?: string;
}

/** What a search finds. Its form is the one that every page has on top. */
export function SearchPage({ site, text, found, problem }: SearchPageProps) {
  return (
    <Layout
      site={site}
      title={found?.channel.label ?? 'Search'}
      description="Search all stories, and follow a search as a feed."
      channel={found?.channel}
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
      Write words in the field above. Every word has to be in a story. "Two words" in quotation marks stand together,
      <span class="nowrap">-word</span> must not be in it, and the beginning of a word ends with *.
    </p>
  );
}

/** The directory's answer to the same words. */
const channelsCalled = (text: string) => `/?${new URLSearchParams({ q: text })}`;

function Results({ site, text, channel, entries, older, next }: Found & { site: Site; text: string }) {
  return (
    <>
      <p>
        <a href="#subscribe">Follow this search</a>, or see <a href={channelsCalled(text)}>channels of that name</a>
      </p>
      <section aria-labelledby="found">
        <h2 id="found">{older ? 'Older stories' : 'Stories, newest first'}</h2>
        {entries.length === 0 ? (
          <p>{older ? 'No older stories.' : 'No story has all of that. The feed will tell when one does.'}</p>
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
      <Subscribe site={site} name={channel.name} />
    </>
  );
}
