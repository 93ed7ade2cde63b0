-- Who changed which article when: a row per change, never changed itself. No row holds a word of a story, so that what
-- has to go is gone. By article, so that a bulk load appends and one article's changes lie side by side.
CREATE TABLE history (
  number INTEGER NOT NULL, -- articles.number
  seq INTEGER NOT NULL,    -- what articles.seq became with this change
  at INTEGER NOT NULL,     -- milliseconds since 1970
  by TEXT NOT NULL,        -- name of the token that asked for it, or 'clock'
  action TEXT NOT NULL,    -- created, updated, retracted, withdrawn, revived, released, expired or refiled
  status TEXT NOT NULL,    -- articles.status after it
  hash TEXT NOT NULL,      -- articles.hash after it
  fields TEXT NOT NULL,    -- JSON array: names of the record's fields that changed; [] of a new article, and of one whose
                           -- record stayed as it was
  PRIMARY KEY (number, seq)
) STRICT, WITHOUT ROWID;
