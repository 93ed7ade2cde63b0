-- What is searched of every live story: no draft, nothing before its time or after it, nothing withdrawn.
CREATE VIEW searchable AS SELECT
  key,
  -- Its row in `search`: ascending is newest first, as in listings, and equal dates go by number. The number is what a row
  -- is found by, in 21 bits: D1 holds no more stories. What is older than 1830 counts as equally old.
  min(rank, 4398046511103) * 2097152 + number AS place,
  entry ->> '$.title' AS title,
  entry ->> '$.summary' AS summary,
  -- The words of its HTML, split at each "<": what follows the next ">" is text. Only the sanitiser's four entities are in
  -- it. The beginning of a very long text, so that no value here is longer than D1 allows.
  (SELECT replace(replace(replace(replace(
     group_concat(substr(value, instr(value, '>') + 1), ' '), '&amp;', ' '), '&lt;', ' '), '&gt;', ' '), '&quot;', ' ')
   FROM json_each('[' || replace(json_quote(substr(entry ->> '$.html', 1, 400000)), '<', '","') || ']')) AS body,
  (SELECT group_concat(value ->> 'label', ' ') FROM json_each(entry -> '$.tags')) AS tags,
  (SELECT group_concat(value ->> 'name', ' ') FROM json_each(entry -> '$.authors')) AS authors
FROM articles WHERE channels <> '[]' AND status <> 'withdrawn';

-- Which words stand where, and no text. D1 exports no database that has such a table: see docs/operators.md.
CREATE VIRTUAL TABLE search USING fts5 (
  title,   -- searchable.title, and so on; the rowid is searchable.place
  summary,
  body,
  tags,    -- labels
  authors, -- names
  content = '', contentless_delete = 1,
  -- Marks belong to words: Indic scripts write vowels as such.
  tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);
INSERT INTO search (rowid, title, summary, body, tags, authors)
  SELECT place, title, summary, body, tags, authors FROM searchable ORDER BY place;
