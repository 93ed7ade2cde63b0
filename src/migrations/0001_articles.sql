-- One row. Every change to an article, and every new vocabulary, takes the next number. A transaction says which number
-- it has read; if another one came in between, it fails, and whoever wanted it reads again.
CREATE TABLE sequence (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL,    -- the number that was given out last
  modified INTEGER NOT NULL, -- seconds since 1970 of that
  epoch TEXT NOT NULL        -- random: numbers of another database are not ours, and neither are its ETags
) STRICT;
INSERT INTO sequence (id, value, modified, epoch) VALUES (1, 0, 0, lower(hex(randomblob(4))));

-- What is served: one row per article, derived from its record. Large rows, so not WITHOUT ROWID.
CREATE TABLE articles (
  number INTEGER PRIMARY KEY, -- the database's own name for the article, for `records`
  key TEXT NOT NULL UNIQUE,   -- the newsroom's name for the article; never changes
  id TEXT NOT NULL,           -- permanent id in every feed: an RFC 4151 tag URI unless the record brought its own
  brought INTEGER NOT NULL,   -- 1 if it did; ids that are made of a key need no index to be unique
  hash TEXT NOT NULL,         -- SHA-256 of the record as published; an equal hash means "unchanged"
  seq INTEGER NOT NULL,       -- number of its newest change
  status TEXT NOT NULL,       -- draft, ready, retracted or withdrawn
  slug TEXT NOT NULL,         -- its page is /articles/{slug}
  rank INTEGER NOT NULL,      -- 0 - published (milliseconds since 1970): ascending order is newest first
  updated INTEGER NOT NULL,   -- milliseconds since 1970; of equal times the later comer is moved by a millisecond
  released INTEGER NOT NULL,  -- 1 once it has been live: only then its withdrawal is told to the public (410)
  since INTEGER,              -- milliseconds since 1970 at which it was retracted or withdrawn, or came back from that;
                              -- NULL: never, or before anybody had it
  flips INTEGER,              -- milliseconds since 1970 at which it appears or disappears by itself; NULL: never
  channels TEXT NOT NULL,     -- JSON array of the channels that list it now, as a story or, once withdrawn, as a stub: []
                              -- unless it is live, or was when it was withdrawn
  entry TEXT NOT NULL         -- JSON of Entry (src/articles/entry.ts): all that a feed or a page says of it; last, so
                              -- that its overflow pages are read only when it is wanted
) STRICT;
CREATE INDEX articles_by_updated ON articles (updated);
CREATE UNIQUE INDEX articles_by_brought_id ON articles (id) WHERE brought = 1;
CREATE INDEX articles_by_flips ON articles (flips) WHERE flips IS NOT NULL;

-- What was published, as it came, so that it can be given back and derived anew. By number, so that new records lie side
-- by side whatever their keys are.
CREATE TABLE records (
  number INTEGER PRIMARY KEY, -- articles.number
  record TEXT NOT NULL        -- JSON of ArticleRecord (src/articles/record.ts)
) STRICT;

-- Slugs that articles have or had besides their keys; a former one redirects. An article's key is a slug of it without a
-- row here, unless there is a row that gives that slug to another.
CREATE TABLE slugs (
  slug TEXT PRIMARY KEY,
  key TEXT NOT NULL      -- the article that owns it, for good
) STRICT, WITHOUT ROWID;

-- A channel opens with its first live article and stays, even when it is empty again.
CREATE TABLE channels (
  slug TEXT PRIMARY KEY,     -- 'all' or a tag's slug: the address
  label TEXT NOT NULL,       -- what people read; of a tag outside the vocabulary, as it was first written
  revision INTEGER NOT NULL, -- sequence number of the newest change to what it lists, or to its label
  modified INTEGER NOT NULL, -- sequence.modified of that change
  articles INTEGER NOT NULL  -- how many stories it lists now; stubs do not count
) STRICT, WITHOUT ROWID;
INSERT INTO channels (slug, label, revision, modified, articles) VALUES ('all', 'All stories', 0, 0, 0);

-- Which article is listed where, stubs of withdrawn ones among them. The primary key is the listing: newest first, ties by key.
CREATE TABLE listings (
  channel TEXT NOT NULL, -- channels.slug; broader tags are written out here, not looked up when read
  rank INTEGER NOT NULL, -- articles.rank
  key TEXT NOT NULL,     -- articles.key
  PRIMARY KEY (channel, rank, key)
) STRICT, WITHOUT ROWID;

-- The newsroom's tags.yaml, one row or none.
CREATE TABLE vocabulary (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  hash TEXT NOT NULL,    -- SHA-256 of content
  content TEXT NOT NULL, -- JSON of VocabularyFile (src/channels/vocabulary-file.ts)
  stale TEXT NOT NULL    -- JSON array of channels whose articles are still filed under the former vocabulary
) STRICT;
