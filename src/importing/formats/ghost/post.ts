import { laterThan, rfc3339 } from '../../instants.ts';
import { type Fields, textOf } from '../../json.ts';
import { uniqueLabels } from '../../labels.ts';
import { paragraphs, plainTextOf } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import { isClosedName } from '../../paywall.ts';
import type { FoundStory } from '../../story.ts';
import { statusOf } from './held-back.ts';
import { lexicalHtml } from './lexical.ts';
import { mobiledocHtml } from './mobiledoc.ts';
import { withoutBoxes } from './rendered-cards.ts';

/** A post, and what other tables say of it. */
export interface GhostPost {
  post: Fields;
  tags: Fields[];
  authors: Fields[];
  meta: Fields;
  /** The status of a post that has none. */
  unsaid?: string;
  /** The whole site asks for a password. */
  isPrivate?: boolean;
}

/** Turns a post into a story. @throws {ImportError} for a text in a form that cannot be read */
export function storyOf({ post, tags, authors, meta, unsaid, isPrivate }: GhostPost): FoundStory {
  const id = textOf(post.id);
  const published = dateOf(post.published_at);
  const image = imageOf(post, meta);
  const body = bodyOf(post);
  const status = statusOf(post, { meta, html: body.value, unsaid, isPrivate });
  const shown = withoutBoxes(body.value);
  return {
    name: id ?? textOf(post.uuid),
    // Ghost's own feeds have it for a guid, which is no URI: so it is told that readers will see the story as new.
    id,
    slug: textOf(post.slug),
    ...addressesOf(post),
    formerUrls: usualAddressOf(post),
    wasPage: isPublished(post) || undefined,
    title: plainTextOf(textOf(post.title)),
    summary: plainTextOf(textOf(post.custom_excerpt)),
    body: { type: 'html', text: shown.value },
    published,
    updated: laterThan(published, dateOf(post.updated_at)),
    tags: tagsOf(tags),
    authors: authorsOf(authors),
    image,
    language: textOf(post.locale),
    status: status.value,
    notes: [...status.notes, ...closedTagNotes(tags), ...body.notes, ...shown.notes],
  };
}

/** Reads a post's addresses. A canonical one on another site is the story's home, else the story's address until now. */
function addressesOf(post: Fields): Pick<FoundStory, 'url' | 'address'> {
  const own = textOf(post.url);
  const canonical = withoutMark(textOf(post.canonical_url));
  if (canonical === undefined || canonical === own) return { address: own };
  return URL.canParse(canonical) ? { url: canonical, address: own } : { address: own ?? canonical };
}

/** Where Ghost has a post unless its site was set up otherwise: the export says no address. */
function usualAddressOf(post: Fields): string[] | undefined {
  const slug = textOf(post.slug);
  return isPublished(post) && slug !== undefined && textOf(post.url) === undefined ? [`/${slug}/`] : undefined;
}

const isPublished = ({ status }: Fields) => status === 'published';

/** Returns the HTML of a post, else one of what its editor has kept. */
function bodyOf(post: Fields): Noted<string> {
  const [html, lexical, mobiledoc] = [post.html, post.lexical, post.mobiledoc].map(textOf);
  const made =
    html !== undefined
      ? { value: html, notes: [] }
      : lexical !== undefined
        ? lexicalHtml(lexical)
        : mobiledoc !== undefined
          ? mobiledocHtml(mobiledoc)
          : { value: paragraphs(textOf(post.plaintext) ?? ''), notes: [] };
  return { ...made, value: withoutMark(made.value) };
}

/** Removes Ghost's mark for the address of the site, which leaves a path. */
function withoutMark<T extends string | undefined>(text: T): T {
  return text?.replaceAll('__GHOST_URL__', '') as T;
}

/** Reads a date. Old exports have MySQL's format, in UTC, or milliseconds since 1970. */
function dateOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? rfc3339(new Date(value).toISOString()) : undefined;
  const text = textOf(value);
  if (text === undefined) return undefined;
  return rfc3339(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
}

/** Tags whose name begins with "#" are internal. */
function tagsOf(tags: Fields[]): string[] | undefined {
  const all = tags.filter((it) => it.visibility !== 'internal');
  return uniqueLabels(all.map((it) => plainTextOf(textOf(it.name))).filter((it) => !it?.startsWith('#')));
}

/** Themes keep stories from readers by internal tags. */
function closedTagNotes(tags: Fields[]): Note[] {
  const closed = tags
    .map((it) => textOf(it.name) ?? '')
    .filter((it) => it.startsWith('#') && isClosedName(it.slice(1)));
  return closed.length > 0 ? [{ code: 'visibility', message: `has the internal tag ${closed.join(', ')}` }] : [];
}

function authorsOf(people: Fields[]): FoundStory['authors'] {
  const authors = people.flatMap(({ name, website }) => {
    const named = plainTextOf(textOf(name));
    // The mail address of a user is their login, so it is not published.
    return named ? [{ name: named, url: textOf(website) }] : [];
  });
  return authors.length > 0 ? authors : undefined;
}

function imageOf(post: Fields, meta: Fields): FoundStory['image'] {
  const url = withoutMark(textOf(post.feature_image) ?? textOf(post.image));
  if (url === undefined) return undefined;
  const alt = plainTextOf(textOf(meta.feature_image_alt ?? post.feature_image_alt));
  const caption = plainTextOf(textOf(meta.feature_image_caption ?? post.feature_image_caption));
  return { url, alt: alt ?? caption, ...(alt !== undefined && caption !== undefined && { caption }) };
}
