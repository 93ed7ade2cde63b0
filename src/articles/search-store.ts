/** Takes stories out of the search as they are stored, before they are written again. */
export function dropSearched(db: D1Database, keys: string[]): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM search WHERE rowid IN (
         SELECT place FROM searchable WHERE key IN (SELECT value FROM json_each(?)))`,
    )
    .bind(JSON.stringify(keys));
}

/** Puts stories into the search as they are stored, if they are live. In its own order, which is much the fastest. */
export function addSearched(db: D1Database, keys: string[]): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO search (rowid, title, summary, body, tags, authors)
       SELECT place, title, summary, body, tags, authors FROM searchable
       WHERE key IN (SELECT value FROM json_each(?)) ORDER BY place`,
    )
    .bind(JSON.stringify(keys));
}
