-- One name for one thing. Milliseconds since 1970 at which an article appears or disappears by itself; NULL: never.
ALTER TABLE articles RENAME COLUMN flips TO next_release;
DROP INDEX articles_by_flips;
CREATE INDEX articles_by_next_release ON articles (next_release) WHERE next_release IS NOT NULL;
-- 1 if an article's record came with an id.
ALTER TABLE articles RENAME COLUMN brought TO has_given_id;
-- hub.topic as the subscriber wrote it.
ALTER TABLE subscriptions RENAME COLUMN asked TO requested_topic;
