-- Where the archive holds what servers answered.

CREATE TABLE archive (
  id         INTEGER PRIMARY KEY,
  url        TEXT NOT NULL,              -- address asked for
  fetched_at INTEGER NOT NULL,           -- Unix milliseconds
  status     INTEGER NOT NULL,
  file       TEXT NOT NULL,              -- archive, without folder
  at         INTEGER NOT NULL,           -- byte of the compressed file at which the record begins
  length     INTEGER NOT NULL,           -- bytes of the compressed record
  record     TEXT NOT NULL,              -- WARC-Record-ID
  digest     TEXT,                       -- WARC-Payload-Digest
  revisit    INTEGER NOT NULL CHECK (revisit IN (0, 1)) -- without a body: an earlier record holds it
) STRICT;

CREATE INDEX archive_url ON archive (url, id);
