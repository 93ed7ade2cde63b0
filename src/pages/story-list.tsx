import { withOrigin } from '../articles/addresses.ts';
import type { Entry } from '../articles/entry.ts';
import { inLanguage, longDay } from '../language.ts';
import type { Site } from '../site.ts';

/** Stories with their summaries, each in its own language and direction. */
export function StoryList({ site, entries }: { site: Site; entries: Entry[] }) {
  return (
    <ul class="stories">
      {entries.map((entry) => {
        const language = entry.language ?? site.language;
        return (
          <li>
            <article {...inLanguage(language)}>
              <h3>
                <a href={withOrigin(entry.link, site.origin)}>{entry.title}</a>
              </h3>
              <p>{entry.summary}</p>
              <p class="meta">
                <time datetime={entry.published}>{longDay(new Date(entry.published), language)}</time>
                {entry.authors.length > 0 && <bdi>{entry.authors.map((it) => it.name).join(', ')}</bdi>}
              </p>
            </article>
          </li>
        );
      })}
    </ul>
  );
}
