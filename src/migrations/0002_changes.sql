-- What has changed in a channel since a number of the sequence: delta feeds, and what a hub distributes.
ALTER TABLE listings ADD COLUMN seq INTEGER NOT NULL DEFAULT 0; -- articles.seq
UPDATE listings SET seq = (SELECT seq FROM articles WHERE articles.key = listings.key);
CREATE INDEX listings_by_seq ON listings (channel, seq);
