import { laterThan, rfc3339 } from '../instants.ts';
import { type Fields, fieldNames, fieldsOf, isFields, listOf, parseJson, textOf } from '../json.ts';
import { paragraphs, plainTextOf } from '../markup.ts';
import { filled, labels, readSeveral } from '../several.ts';
import { type Format, type FoundStory, ImportError, type Input, type Note } from '../story.ts';

/** The tables of an export, by what is looked up in them. */
interface Tables {
  tags: Map<string, Fields>;
  users: Map<string, Fields>;
  meta: Map<string, Fields>;
  postTags: Map<string, string[]>;
  postAuthors: Map<string, string[]>;
}

const STATUSES: Record<string, FoundStory['status']> = {
  published: 'ready',
  scheduled: 'ready',
  sent: 'ready',
  draft: 'draft',
};

/** Ghost's JSON export: tables of its database. */
export const ghost: Format = {
  name: 'Ghost',
  several: true,

  recognises(head: string): boolean {
    const names = fieldNames(head);
    if (names?.has('db')) return /"db"\s*:\s*\[\s*\{[\s\S]*"data"\s*:\s*\{/.test(head);
    return names?.has('data') === true && /"data"\s*:\s*\{[\s\S]*"posts"\s*:\s*\[/.test(head);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const data = dataOf(parseJson(await input.text()));
    if (!Array.isArray(data.posts)) throw new ImportError('expected "posts" with a list, as Ghost exports them');
    const tables = readTables(data);
    return readSeveral(
      data.posts,
      (index) => `post ${index + 1}`,
      (post) => {
        if (!isFields(post)) throw new ImportError('expected fields and values');
        return filled(toStory(post, tables));
      },
    );
  },
};

function dataOf(whole: unknown): Fields {
  const { db, data } = fieldsOf(whole);
  return fieldsOf(data ?? fieldsOf(listOf(db)[0]).data);
}

function readTables(data: Fields): Tables {
  return {
    tags: byId(data.tags, 'id'),
    users: byId(data.users, 'id'),
    meta: byId(data.posts_meta, 'post_id'),
    postTags: links(data.posts_tags, 'tag_id'),
    postAuthors: links(data.posts_authors, 'author_id'),
  };
}

function rows(table: unknown): Fields[] {
  return listOf(table).filter(isFields);
}

function byId(table: unknown, id: string): Map<string, Fields> {
  return new Map(rows(table).map((it) => [String(it[id]), it]));
}

function links(table: unknown, name: string): Map<string, string[]> {
  const sorted = rows(table).sort((a, b) => Number(a.sort_order ?? 0) - Number(b.sort_order ?? 0));
  const groups = Map.groupBy(sorted, (it) => String(it.post_id));
  return new Map([...groups].map(([post, all]) => [post, all.map((it) => String(it[name]))]));
}

/** Where Ghost sends search engines: another site is the story's home, an address of its own is the one it had. */
function canonicalOf(address: string | undefined): Pick<FoundStory, 'url' | 'address'> {
  return address !== undefined && URL.canParse(address) ? { url: address } : { address };
}

function toStory(post: Fields, tables: Tables): FoundStory {
  const id = textOf(post.id);
  const published = dateOf(post.published_at);
  const { image, notes: imageNotes } = imageOf(post, fieldsOf(tables.meta.get(id ?? '')));
  const { status, notes } = statusOf(post);
  return {
    name: id ?? textOf(post.uuid),
    slug: textOf(post.slug),
    ...canonicalOf(here(textOf(post.canonical_url))),
    title: plainTextOf(textOf(post.title)),
    summary: plainTextOf(textOf(post.custom_excerpt)),
    body: { type: 'html', text: bodyOf(post) },
    published,
    updated: laterThan(published, dateOf(post.updated_at)),
    tags: tagsOf(id ?? '', tables),
    authors: authorsOf(post, tables),
    image,
    language: textOf(post.locale),
    status,
    notes: [...notes, ...imageNotes],
  };
}

function bodyOf(post: Fields): string {
  return here(textOf(post.html)) ?? paragraphs(here(textOf(post.plaintext)) ?? '');
}

/** An export does not know where its site is: what follows the mark is a path on it. */
function here<T extends string | undefined>(text: T): T {
  return text?.replaceAll('__GHOST_URL__', '') as T;
}

/** RFC 3339; in old exports, a date of MySQL's in UTC, or milliseconds since 1970. */
function dateOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? rfc3339(new Date(value).toISOString()) : undefined;
  const text = textOf(value);
  if (text === undefined) return undefined;
  return rfc3339(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
}

function statusOf(post: Fields): { status: FoundStory['status']; notes: Note[] } {
  const notes: Note[] = [];
  if (post.type === 'page' || post.page === true || post.page === 1) {
    notes.push({ code: 'not-a-post', message: 'is a page, not a post: it comes as a draft' });
  }
  const visibility = textOf(post.visibility) ?? 'public';
  if (visibility !== 'public')
    notes.push({ code: 'visibility', message: `was not for everybody, but "${visibility}"` });
  const said = textOf(post.status) ?? 'published';
  const status = STATUSES[said];
  if (status === undefined) notes.push({ code: 'status', message: `has the status "${said}": it comes as a draft` });
  return { status: notes.some((it) => it.code === 'not-a-post') ? 'draft' : (status ?? 'draft'), notes };
}

/** A tag whose name begins with "#" is for the site's own use. */
function tagsOf(post: string, { postTags, tags }: Tables): string[] | undefined {
  const all = (postTags.get(post) ?? []).map((it) => tags.get(it)).filter((it) => it?.visibility !== 'internal');
  return labels(all.map((it) => plainTextOf(textOf(it?.name))).filter((it) => !it?.startsWith('#')));
}

function authorsOf(post: Fields, { postAuthors, users }: Tables): FoundStory['authors'] {
  const ids = postAuthors.get(String(post.id)) ?? listOf(post.author_id).map(String);
  const authors = ids.flatMap((id) => {
    const { name, website } = fieldsOf(users.get(id));
    const named = plainTextOf(textOf(name));
    // The address with which somebody logs in is not for readers.
    return named ? [{ name: named, url: textOf(website) }] : [];
  });
  return authors.length > 0 ? authors : undefined;
}

function imageOf(post: Fields, meta: Fields): { image: FoundStory['image']; notes: Note[] } {
  const url = here(textOf(post.feature_image) ?? textOf(post.image));
  if (url === undefined) return { image: undefined, notes: [] };
  const alt = plainTextOf(textOf(meta.feature_image_alt ?? post.feature_image_alt));
  const caption = plainTextOf(textOf(meta.feature_image_caption ?? post.feature_image_caption));
  const lost = alt !== undefined && caption !== undefined && caption !== alt;
  return {
    image: { url, alt: alt ?? caption },
    notes: lost ? [{ code: 'caption', message: `the picture’s caption is not kept: "${caption}"` }] : [],
  };
}
