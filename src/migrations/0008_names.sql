-- One name for one thing: the columns are as 0001 and 0005 describe them, under the words of the field.
-- Milliseconds since 1970 at which an article appears or disappears by itself; NULL: never.
ALTER TABLE articles RENAME COLUMN flips TO next_release;
DROP INDEX articles_by_flips;
CREATE INDEX articles_by_next_release ON articles (next_release) WHERE next_release IS NOT NULL;
-- 1 if the record came with an id; ids that are made of a key need no index to be unique.
ALTER TABLE articles RENAME COLUMN brought TO has_given_id;
DROP INDEX articles_by_brought_id;
CREATE UNIQUE INDEX articles_by_given_id ON articles (id) WHERE has_given_id = 1;
-- hub.topic as the subscriber wrote it.
ALTER TABLE subscriptions RENAME COLUMN asked TO requested_topic;
