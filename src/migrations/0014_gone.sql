-- The stories that were withdrawn or retracted last: partners are told of these first.
CREATE INDEX articles_by_gone ON articles (since)
  WHERE since IS NOT NULL AND status IN ('withdrawn', 'retracted') AND channels <> '[]';
