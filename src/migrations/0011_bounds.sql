-- A public request reads as many rows as its answer holds, however many stories the wire has.

-- How many stories a channel published in a month: charts and lists of archives. Stubs do not count.
CREATE TABLE channel_months (
  channel TEXT NOT NULL,    -- channels.slug
  month TEXT NOT NULL,      -- yyyy-mm, in UTC
  stories INTEGER NOT NULL, -- never 0
  PRIMARY KEY (channel, month)
) STRICT, WITHOUT ROWID;
INSERT INTO channel_months (channel, month, stories)
  SELECT channel, strftime('%Y-%m', (0 - listings.rank) / 1000.0, 'unixepoch'), count(*)
  FROM listings JOIN articles ON articles.key = listings.key WHERE status <> 'withdrawn' GROUP BY 1, 2 ORDER BY 1, 2;

-- No rows of months are counted any more, and stubs are told apart in `filings`.
DROP INDEX articles_by_withdrawn;

-- `filings` and `channel_months` follow from where an article is listed, whoever writes it. An article that stays where it is
-- changes neither.
CREATE TRIGGER article_filed AFTER INSERT ON articles BEGIN
  INSERT INTO filings (rowid, channels)
    SELECT ((NEW.rank + 1000000000000999) / 1000) * 2097152 + NEW.number, NEW.channels || CASE NEW.status WHEN 'withdrawn' THEN ' -stub' ELSE '' END WHERE NEW.channels <> '[]';
  INSERT INTO channel_months (channel, month, stories)
    SELECT value, strftime('%Y-%m', (0 - NEW.rank) / 1000.0, 'unixepoch'), 1 FROM json_each(CASE WHEN json_valid(NEW.channels) THEN NEW.channels ELSE '[]' END) WHERE NEW.status <> 'withdrawn'
    ON CONFLICT (channel, month) DO UPDATE SET stories = stories + 1;
END;
CREATE TRIGGER article_filed_anew AFTER UPDATE OF rank, status, channels ON articles
WHEN OLD.rank <> NEW.rank OR OLD.channels <> NEW.channels OR (OLD.status = 'withdrawn') <> (NEW.status = 'withdrawn') BEGIN
  DELETE FROM filings WHERE rowid = ((OLD.rank + 1000000000000999) / 1000) * 2097152 + OLD.number;
  UPDATE channel_months SET stories = stories - 1
    WHERE OLD.status <> 'withdrawn' AND month = strftime('%Y-%m', (0 - OLD.rank) / 1000.0, 'unixepoch')
      AND channel IN (SELECT value FROM json_each(CASE WHEN json_valid(OLD.channels) THEN OLD.channels ELSE '[]' END));
  DELETE FROM channel_months
    WHERE stories = 0 AND month = strftime('%Y-%m', (0 - OLD.rank) / 1000.0, 'unixepoch') AND channel IN (SELECT value FROM json_each(CASE WHEN json_valid(OLD.channels) THEN OLD.channels ELSE '[]' END));
  INSERT INTO filings (rowid, channels)
    SELECT ((NEW.rank + 1000000000000999) / 1000) * 2097152 + NEW.number, NEW.channels || CASE NEW.status WHEN 'withdrawn' THEN ' -stub' ELSE '' END WHERE NEW.channels <> '[]';
  INSERT INTO channel_months (channel, month, stories)
    SELECT value, strftime('%Y-%m', (0 - NEW.rank) / 1000.0, 'unixepoch'), 1 FROM json_each(CASE WHEN json_valid(NEW.channels) THEN NEW.channels ELSE '[]' END) WHERE NEW.status <> 'withdrawn'
    ON CONFLICT (channel, month) DO UPDATE SET stories = stories + 1;
END;
CREATE TRIGGER article_unfiled AFTER DELETE ON articles BEGIN
  DELETE FROM filings WHERE rowid = ((OLD.rank + 1000000000000999) / 1000) * 2097152 + OLD.number;
  UPDATE channel_months SET stories = stories - 1
    WHERE OLD.status <> 'withdrawn' AND month = strftime('%Y-%m', (0 - OLD.rank) / 1000.0, 'unixepoch')
      AND channel IN (SELECT value FROM json_each(CASE WHEN json_valid(OLD.channels) THEN OLD.channels ELSE '[]' END));
  DELETE FROM channel_months
    WHERE stories = 0 AND month = strftime('%Y-%m', (0 - OLD.rank) / 1000.0, 'unixepoch') AND channel IN (SELECT value FROM json_each(CASE WHEN json_valid(OLD.channels) THEN OLD.channels ELSE '[]' END));
END;

-- When a story that people can read disappears by itself: caches must not hold it any longer. Of one that is to appear,
-- nobody is told.
CREATE INDEX articles_by_expiry ON articles (next_release) WHERE next_release IS NOT NULL AND channels <> '[]';

-- The newest second no longer runs ahead of the clock by one for each change: a document says when it was changed only when
-- that second is over.
UPDATE sequence SET modified = min(modified, unixepoch());
UPDATE channels SET modified = min(modified, unixepoch());

-- What is stored, but cannot be read: it is left out of every document, named by /healthz, and mended by the clock.
CREATE TABLE faults (
  what TEXT NOT NULL,     -- article, channel or vocabulary
  key TEXT NOT NULL,      -- articles.key or channels.slug; of the vocabulary, tags.yaml
  problem TEXT NOT NULL,  -- what is wrong with it
  since INTEGER NOT NULL, -- milliseconds since 1970 at which that was noticed
  PRIMARY KEY (what, key)
) STRICT, WITHOUT ROWID;

-- One row: how far the clock has come, which examines a few articles at each tick.
CREATE TABLE examination (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  upto INTEGER NOT NULL -- articles.number
) STRICT;
INSERT INTO examination (id, upto) VALUES (1, 0);
