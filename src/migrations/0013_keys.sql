-- Keys of readers whose feeds have addresses of their own, or are closed to others.
CREATE TABLE keys (
  name TEXT PRIMARY KEY, -- the newsroom's name for whoever has it
  hash TEXT NOT NULL,    -- SHA-256 of the key: itself, it is shown once and never stored
  channel TEXT NOT NULL, -- the channel that it opens, by its canonical name when the key was made
  formats TEXT NOT NULL, -- JSON array of the formats and partners that it opens
  made INTEGER NOT NULL, -- milliseconds since 1970, like `ends`
  ends INTEGER           -- NULL: never. A key that was revoked ends at that moment
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX keys_by_hash ON keys (hash);

-- How often a key was used on a day (UTC). Not by whom, or from where.
CREATE TABLE key_uses (
  name TEXT NOT NULL, -- keys.name
  day TEXT NOT NULL,  -- yyyy-mm-dd
  uses INTEGER NOT NULL,
  PRIMARY KEY (name, day)
) STRICT, WITHOUT ROWID;
