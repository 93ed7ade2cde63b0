-- Of the newsroom's partners.yaml and its vocabulary: profiles follow from them besides from their stories. '' without partners.
ALTER TABLE sequence ADD COLUMN settings TEXT NOT NULL DEFAULT '';

-- The newsroom's partners.yaml, one row or none.
CREATE TABLE partners (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  hash TEXT NOT NULL,    -- SHA-256 of content
  content TEXT NOT NULL, -- JSON of PartnersFile (src/partners/settings.ts)
  judged TEXT NOT NULL,  -- hash of the rules, settings and vocabulary by which the stories up to `upto` were judged
  upto INTEGER           -- articles.number; NULL: all of them
) STRICT;

-- What each partner of partners.yaml gets of a story, or why it does not get it.
CREATE TABLE verdicts (
  partner TEXT NOT NULL,  -- its name in addresses
  key TEXT NOT NULL,      -- articles.key
  verdict TEXT NOT NULL,  -- passed, adapted, withheld or gone
  findings TEXT NOT NULL, -- JSON array of Finding (src/partners/judge.ts)
  title TEXT NOT NULL,    -- of the story as it was judged
  since INTEGER NOT NULL, -- milliseconds since 1970 since which verdict and findings are these
  PRIMARY KEY (partner, key)
) STRICT, WITHOUT ROWID;
