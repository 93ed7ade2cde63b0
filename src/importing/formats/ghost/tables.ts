import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../json.ts';
import { isOn } from './held-back.ts';
import type { GhostPost } from './post.ts';

/** The tables of an export that are needed to read posts. */
export interface GhostTables {
  tags: Map<string, Fields>;
  users: Map<string, Fields>;
  /** By id of the post, as are the two below. */
  meta: Map<string, Fields>;
  postTags: Map<string, string[]>;
  postAuthors: Map<string, string[]>;
  /** The whole site asks for a password. */
  isPrivate: boolean;
}

/** Returns the tables of an export. Old exports wrap them in a list of databases. */
export function dataOf(whole: unknown): Fields {
  const { db, data } = fieldsOf(whole);
  return fieldsOf(data ?? fieldsOf(listOf(db)[0]).data);
}

export function readTables(data: Fields): GhostTables {
  return {
    tags: byId(data.tags, 'id'),
    users: byId(data.users, 'id'),
    meta: byId(data.posts_meta, 'post_id'),
    postTags: links(data.posts_tags, 'tag_id'),
    postAuthors: links(data.posts_authors, 'author_id'),
    isPrivate: isOn(byId(data.settings, 'key').get('is_private')?.value),
  };
}

/** Puts what other tables say of a post beside it. */
export function withTables(post: Fields, tables: GhostTables): GhostPost {
  const { tags, users, meta, postTags, postAuthors, isPrivate } = tables;
  const id = textOf(post.id) ?? '';
  const rowsOf = (ids: string[], table: Map<string, Fields>) => ids.map((it) => fieldsOf(table.get(it)));
  return {
    post,
    tags: rowsOf(postTags.get(id) ?? [], tags),
    authors: rowsOf(postAuthors.get(id) ?? listOf(post.author_id).map(String), users),
    meta: fieldsOf(meta.get(id)),
    isPrivate,
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
