-- The WebSub hub (https://www.w3.org/TR/websub/). What is still to be done follows from these rows; messages in queues
-- only wake those who do it, so nothing is lost with a message.

-- What is subscribed to: one row per canonical address of a feed that has subscriptions.
CREATE TABLE topics (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE, -- address without the origin, e.g. /feeds/ukraine.atom
  checked INTEGER NOT NULL,  -- number of the sequence up to which it is known what has changed
  target INTEGER NOT NULL,   -- number of its newest change: what every subscriber is to have
  changed INTEGER NOT NULL   -- milliseconds since 1970 at which `target` left behind subscribers who had everything
) STRICT;

-- Which topics a change of a channel may concern: an expression's by each tag that it asks for.
CREATE TABLE topic_channels (
  channel TEXT NOT NULL,  -- channels.slug
  topic INTEGER NOT NULL, -- topics.id
  PRIMARY KEY (channel, topic)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: somebody may still be delivering to a former one
  topic INTEGER NOT NULL,     -- topics.id
  callback TEXT NOT NULL,     -- as the subscriber wrote it
  host TEXT NOT NULL,         -- of the callback
  asked TEXT NOT NULL,        -- hub.topic as the subscriber wrote it
  secret TEXT,                -- hub.secret; NULL: deliveries are not signed
  algorithm TEXT NOT NULL,    -- sha256, sha384 or sha512
  expires INTEGER NOT NULL,   -- milliseconds since 1970: the end of its lease
  delivered INTEGER NOT NULL, -- number of the sequence up to which it has every change of its topic
  claimed INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970 until which somebody is delivering to it; 0: nobody
  failures INTEGER NOT NULL DEFAULT 0, -- attempts that failed since the last that did not
  failing INTEGER,            -- milliseconds since 1970 of the first of them; NULL: the last attempt did not fail
  problem TEXT,               -- what was wrong with the last of them
  retry INTEGER,              -- milliseconds since 1970 of the next attempt after a failure; NULL: none is planned
  dead INTEGER,               -- milliseconds since 1970 at which it was given up, until its topic changes again
  UNIQUE (topic, callback)
) STRICT;
CREATE INDEX subscriptions_by_progress ON subscriptions (topic, delivered) WHERE failing IS NULL;
CREATE INDEX subscriptions_by_failing ON subscriptions (failing) WHERE failing IS NOT NULL;
CREATE INDEX subscriptions_by_dead ON subscriptions (topic) WHERE dead IS NOT NULL;
CREATE INDEX subscriptions_by_retry ON subscriptions (retry) WHERE retry IS NOT NULL;
CREATE INDEX subscriptions_by_expires ON subscriptions (expires);

-- How many verifications of intent went to a host lately, so that the hub cannot be used as a hammer.
CREATE TABLE verifications (
  host TEXT NOT NULL,
  window INTEGER NOT NULL, -- milliseconds since 1970 at which the interval began
  count INTEGER NOT NULL,
  PRIMARY KEY (host, window)
) STRICT, WITHOUT ROWID;

-- Other hubs, which are told what has changed.
CREATE TABLE other_hubs (
  address TEXT PRIMARY KEY,
  told INTEGER NOT NULL,     -- number of the sequence up to which it was told every change,
  channel TEXT NOT NULL,     -- and of those channels that have just this number, the last by name that it was told of
  failures INTEGER NOT NULL, -- attempts that failed since the last that did not
  problem TEXT,              -- what was wrong with the last of them
  retry INTEGER NOT NULL     -- milliseconds since 1970 before which it is left alone
) STRICT, WITHOUT ROWID;
