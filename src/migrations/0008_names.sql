-- One name for one thing.
ALTER TABLE articles RENAME COLUMN flips TO next_release; -- milliseconds since 1970 of its next release; NULL: never
ALTER TABLE articles RENAME COLUMN brought TO has_given_id; -- 1 if its record came with an id
DROP INDEX articles_by_flips;
CREATE INDEX articles_by_next_release ON articles (next_release) WHERE next_release IS NOT NULL;
ALTER TABLE subscriptions RENAME COLUMN asked TO requested_topic; -- hub.topic as the subscriber wrote it
