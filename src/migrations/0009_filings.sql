-- Combinations of tags. To be run again by whoever has taken the index out: see docs/operators.md.

-- The channels of each listed article, as words. A slug never begins with "-", so "-stub" is none.
CREATE VIEW filed AS SELECT
  key,
  -- Ascending is newest first, by the second of publication; within a second, by number, in 21 bits. 10^12 seconds are added, so
  -- that none is below 0, and the part of a second is rounded up, as ranks are below 0.
  ((rank + 1000000000000999) / 1000) * 2097152 + number AS place,
  channels || CASE status WHEN 'withdrawn' THEN ' -stub' ELSE '' END AS channels
FROM articles WHERE channels <> '[]';

-- An index of these words: combinations of tags are intersected in it, newest first, without looking at a story that is not
-- in them. The rowid is filed.place.
CREATE VIRTUAL TABLE filings USING fts5(
  channels,
  content = '', contentless_delete = 1,
  -- Only rowids: nobody asks where in an article a channel stands.
  detail = none,
  tokenize = "ascii tokenchars '-'"
);
INSERT INTO filings (rowid, channels) SELECT place, channels FROM filed ORDER BY place;
