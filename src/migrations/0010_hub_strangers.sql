-- The hub keeps strangers from each other.

-- Requests to the hub that are not verified yet, and pings, of the last minute. A request that is confirmed has no row any
-- more: only what nobody has vouched for is counted.
DROP TABLE verifications;
CREATE TABLE unverified_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: a late confirmation must end no other request
  client TEXT,         -- the key of whoever asked (src/http/client-key.ts); NULL: it is not counted by client
  target TEXT NOT NULL, -- where the hub is to call: the registrable domain or the address of the callback; the callback
                       -- itself if it has a subscription already; '' for a ping, which calls nobody
  at INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;
CREATE INDEX unverified_requests_by_client ON unverified_requests (client, at);
CREATE INDEX unverified_requests_by_target ON unverified_requests (target, at);

-- Who is known already: asked with each request.
CREATE INDEX subscriptions_by_callback ON subscriptions (callback);

-- One row: how many subscriptions there are, so that nobody has to count them.
CREATE TABLE subscription_count (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO subscription_count (id, value) SELECT 1, count(*) FROM subscriptions;
CREATE TRIGGER subscription_counted AFTER INSERT ON subscriptions BEGIN
  UPDATE subscription_count SET value = value + 1;
END;
CREATE TRIGGER subscription_discounted AFTER DELETE ON subscriptions BEGIN
  UPDATE subscription_count SET value = value - 1;
END;

-- 1 if a topic is a combination of tags. Strangers can make any number of these, so plain topics never wait for them.
ALTER TABLE topics ADD COLUMN combination INTEGER NOT NULL DEFAULT 0;
UPDATE topics SET combination = 1 WHERE path LIKE '%+%' OR path LIKE '%,%' OR path LIKE '%!%';
ALTER TABLE topic_channels ADD COLUMN combination INTEGER NOT NULL DEFAULT 0; -- topics.combination
UPDATE topic_channels SET combination = (SELECT combination FROM topics WHERE topics.id = topic);
CREATE INDEX topic_channels_by_kind ON topic_channels (channel, combination, topic);
CREATE INDEX topic_channels_by_topic ON topic_channels (topic);

-- What is slow is so for a whole domain: whoever has one name below it, has all. Former rows have it with their renewal.
ALTER TABLE subscriptions ADD COLUMN domain TEXT NOT NULL DEFAULT ''; -- the registrable domain of `host`
UPDATE subscriptions SET domain = host;
CREATE INDEX subscriptions_by_domain ON subscriptions (domain);

-- Domains that have let a delivery time out: for a while, deliveries to them are made where nobody waits behind them.
CREATE TABLE slow_domains (
  domain TEXT PRIMARY KEY, -- subscriptions.domain
  until INTEGER NOT NULL   -- milliseconds since 1970
) STRICT, WITHOUT ROWID;

-- Milliseconds since 1970 of the last delivery that succeeded; NULL: none, or none since this column is there. Health is judged
-- by subscriptions that have one: `topics.changed` goes by these alone.
ALTER TABLE subscriptions ADD COLUMN succeeded INTEGER;

-- One row: what the clock found when it ticked last, for /healthz.
CREATE TABLE health (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER,                -- milliseconds since 1970 of that tick; NULL: there has been none
  oldest_undelivered INTEGER -- milliseconds since 1970 since which a subscriber that has ever had a delivery misses something,
                             -- or a change waits to be looked at; NULL: nothing is undelivered
) STRICT;
INSERT INTO health (id) VALUES (1);
