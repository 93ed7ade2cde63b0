-- Listings hold stubs, too. There are few, so it is quicker to count everything and take these off than to look at each story.
CREATE INDEX articles_by_withdrawn ON articles (rank) WHERE status = 'withdrawn';
