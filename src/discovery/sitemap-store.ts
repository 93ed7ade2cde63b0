import { endOf, startOf } from '../channels/months.ts';
import { FILINGS } from '../channels/place-listing-store.ts';
import { ALL } from '../channels/slug.ts';
import { type Database, type Query, query } from '../platform/database.ts';
import { STORIES_PER_SITEMAP } from './sitemap.ts';

/** A story in a sitemap. */
export interface SitemapStory {
  slug: string;
  /** Milliseconds since 1970. */
  updated: number;
}

/** A sitemap of stories: those of a month (`yyyy-mm`), or one of several parts of it, counted from 1. */
export interface SitemapPart {
  month: string;
  part: number;
}

/** Lists the sitemaps of stories, newest month first. @param month only those of this one */
export function listSitemapParts(db: Database, month?: string): Query<SitemapPart[]> {
  const statement = db
    .prepare(
      'SELECT month, stories FROM channel_months WHERE channel = ?1 AND (?2 IS NULL OR month = ?2) ORDER BY month DESC',
    )
    .bind(ALL, month ?? null);
  return query(db, statement, (rows: { month: string; stories: number }[]) =>
    rows.flatMap(({ month, stories }) =>
      Array.from({ length: Math.ceil(stories / STORIES_PER_SITEMAP) }, (_, index) => ({ month, part: index + 1 })),
    ),
  );
}

/** Lists the stories of a part that people can read on our own pages now, newest first. */
export function listSitemapStories(db: Database, { month, part }: SitemapPart): Query<SitemapStory[]> {
  const placeAt = (time: number) => FILINGS.orderOf(1 - time);
  const statement = db
    .prepare(
      // 1 is ORIGIN_MARK (src/articles/addresses.ts).
      `SELECT slug, min(updated, ${LATEST}) AS updated FROM (SELECT rowid AS place FROM filings
           WHERE filings MATCH '"${ALL}" NOT "-stub"' AND rowid >= CAST(?1 AS INTEGER) * 2097152
             AND rowid < CAST(?2 AS INTEGER) * 2097152 ORDER BY rowid LIMIT ${STORIES_PER_SITEMAP} OFFSET ?3)
         JOIN articles ON articles.number = place & 2097151
       WHERE json_valid(entry) AND entry ->> '$.link' = char(1) || '/articles/' || slug ORDER BY place`,
    )
    .bind(placeAt(endOf(month)), placeAt(startOf(month)), (part - 1) * STORIES_PER_SITEMAP);
  return query(db, statement, (rows: SitemapStory[]) => rows);
}

/** A story in the sitemap of news. */
export interface NewsStory extends SitemapStory {
  title: string;
  /** Milliseconds since 1970. */
  published: number;
  /** BCP 47; null if it is the site's. */
  language: string | null;
}

/**
 * Lists the stories of a span of time that people can read on our own pages now, newest first. A retracted story is no news.
 * @param since milliseconds since 1970, not included; `until` is
 */
export function listNewsStories(
  db: Database,
  { since, until, limit }: { since: number; until: number; limit: number },
): Query<NewsStory[]> {
  const statement = db
    .prepare(
      `SELECT slug, min(updated, ${LATEST}) AS updated, 0 - rank AS published, entry ->> '$.title' AS title,
         entry ->> '$.language' AS language FROM (SELECT rowid AS place FROM filings
           WHERE filings MATCH '"${ALL}" NOT "-stub"' AND rowid >= CAST(?1 AS INTEGER) * 2097152
             AND rowid < CAST(?2 AS INTEGER) * 2097152 ORDER BY rowid LIMIT ?3)
         JOIN articles ON articles.number = place & 2097151
       WHERE json_valid(entry) AND entry ->> '$.link' = char(1) || '/articles/' || slug AND status = 'ready' ORDER BY place`,
    )
    .bind(FILINGS.orderOf(-until), FILINGS.orderOf(-since), limit);
  return query(db, statement, (rows: NewsStory[]) => rows);
}

/** The last moment that a date can be written of. */
const LATEST = 8.64e15;
