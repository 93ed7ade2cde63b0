-- Slugs of the tags whose channels ask for a key, as a JSON array. Beside the vocabulary: should that not be readable, they stay closed.
ALTER TABLE vocabulary ADD COLUMN closed TEXT NOT NULL DEFAULT '[]';
