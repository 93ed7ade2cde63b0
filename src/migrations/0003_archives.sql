-- When a story of some month appears or disappears by itself next: how long caches may keep the archive of that month.
CREATE INDEX articles_by_rank ON articles (rank, flips) WHERE flips IS NOT NULL;
