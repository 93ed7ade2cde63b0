import { laterThan, rfc3339 } from '../../instants.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../../json.ts';
import { uniqueLabels } from '../../labels.ts';
import { paragraphs, plainTextOf } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { GhostTables } from './tables.ts';

const STATUSES: Record<string, FoundStory['status']> = {
  published: 'ready',
  scheduled: 'ready',
  sent: 'ready',
  draft: 'draft',
};

/** Reads a post's canonical address: on another site it is the story's home, else the story's address until now. */
function canonicalOf(address: string | undefined): Pick<FoundStory, 'url' | 'address'> {
  return address !== undefined && URL.canParse(address) ? { url: address } : { address };
}

/** Turns a post into a story. */
export function storyOf(post: Fields, tables: GhostTables): FoundStory {
  const id = textOf(post.id);
  const published = dateOf(post.published_at);
  const image = imageOf(post, fieldsOf(tables.meta.get(id ?? '')));
  const status = statusOf(post);
  return {
    name: id ?? textOf(post.uuid),
    // Ghost's own feeds have it for a guid, which is no URI: so it is told that readers will see the story as new.
    id,
    slug: textOf(post.slug),
    ...canonicalOf(withoutMark(textOf(post.canonical_url))),
    title: plainTextOf(textOf(post.title)),
    summary: plainTextOf(textOf(post.custom_excerpt)),
    body: { type: 'html', text: bodyOf(post) },
    published,
    updated: laterThan(published, dateOf(post.updated_at)),
    tags: tagsOf(id ?? '', tables),
    authors: authorsOf(post, tables),
    image: image.value,
    language: textOf(post.locale),
    status: status.value,
    notes: [...status.notes, ...image.notes],
  };
}

function bodyOf(post: Fields): string {
  return withoutMark(textOf(post.html)) ?? paragraphs(withoutMark(textOf(post.plaintext)) ?? '');
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

function statusOf(post: Fields): Noted<FoundStory['status']> {
  const isPage = post.type === 'page' || post.page === true || post.page === 1;
  const visibility = textOf(post.visibility) ?? 'public';
  const said = textOf(post.status) ?? 'published';
  const status = STATUSES[said];
  const notes: (Note | false)[] = [
    isPage && { code: 'not-a-post', message: 'is a page, not a post: saved as a draft' },
    visibility !== 'public' && { code: 'visibility', message: `was only visible to "${visibility}"` },
    status === undefined && { code: 'status', message: `unknown status "${said}": saved as a draft` },
  ];
  return { value: isPage ? 'draft' : (status ?? 'draft'), notes: notes.filter((it) => it !== false) };
}

/** Tags whose name begins with "#" are internal. */
function tagsOf(post: string, { postTags, tags }: GhostTables): string[] | undefined {
  const all = (postTags.get(post) ?? []).map((it) => tags.get(it)).filter((it) => it?.visibility !== 'internal');
  return uniqueLabels(all.map((it) => plainTextOf(textOf(it?.name))).filter((it) => !it?.startsWith('#')));
}

function authorsOf(post: Fields, { postAuthors, users }: GhostTables): FoundStory['authors'] {
  const ids = postAuthors.get(String(post.id)) ?? listOf(post.author_id).map(String);
  const authors = ids.flatMap((id) => {
    const { name, website } = fieldsOf(users.get(id));
    const named = plainTextOf(textOf(name));
    // The mail address of a user is their login, so it is not published.
    return named ? [{ name: named, url: textOf(website) }] : [];
  });
  return authors.length > 0 ? authors : undefined;
}

function imageOf(post: Fields, meta: Fields): Noted<FoundStory['image']> {
  const url = withoutMark(textOf(post.feature_image) ?? textOf(post.image));
  if (url === undefined) return { value: undefined, notes: [] };
  const alt = plainTextOf(textOf(meta.feature_image_alt ?? post.feature_image_alt));
  const caption = plainTextOf(textOf(meta.feature_image_caption ?? post.feature_image_caption));
  const lost = alt !== undefined && caption !== undefined && caption !== alt;
  return {
    value: { url, alt: alt ?? caption },
    notes: lost
      ? [{ code: 'caption', message: `the image has an alt text and a caption; the caption is left out: "${caption}"` }]
      : [],
  };
}
