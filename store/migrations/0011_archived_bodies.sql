-- Bodies stand once: in the database, or in a file of the archive. Those that
-- were kept in the database stay there.

CREATE TABLE archive_files (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,         -- without folder
  folder TEXT,                         -- as seen from the database's folder, or absolute; empty when not known
  size   INTEGER NOT NULL              -- bytes that the table archive knows of
) STRICT;

INSERT INTO archive_files (name, size) SELECT file, max(at + length) FROM archive GROUP BY file ORDER BY min(id);

ALTER TABLE archive RENAME TO archive_before;

CREATE TABLE archive (
  id         INTEGER PRIMARY KEY,
  url        TEXT NOT NULL,              -- address asked for
  fetched_at INTEGER NOT NULL,           -- Unix milliseconds
  status     INTEGER NOT NULL,
  file_id    INTEGER NOT NULL REFERENCES archive_files (id),
  at         INTEGER NOT NULL,           -- byte of the compressed file at which the record begins
  length     INTEGER NOT NULL,           -- bytes of the compressed record
  record     TEXT NOT NULL,              -- WARC-Record-ID
  digest     TEXT,                       -- WARC-Payload-Digest
  revisit    INTEGER NOT NULL CHECK (revisit IN (0, 1)) -- without a body: an earlier record holds it
) STRICT;

INSERT INTO archive SELECT a.id, a.url, a.fetched_at, a.status, f.id, a.at, a.length, a.record, a.digest, a.revisit
FROM archive_before a JOIN archive_files f ON f.name = a.file ORDER BY a.id;

DROP TABLE archive_before;

CREATE INDEX archive_url ON archive (url, id);

ALTER TABLE page_bodies ADD COLUMN file_id /* file of the archive that holds the body */ INTEGER REFERENCES archive_files (id);
ALTER TABLE page_bodies ADD COLUMN at /* byte at which its record begins */ INTEGER;
ALTER TABLE page_bodies ADD COLUMN length /* bytes of its compressed record */ INTEGER;
ALTER TABLE page_bodies ALTER COLUMN coding DROP NOT NULL;
ALTER TABLE page_bodies ALTER COLUMN body DROP NOT NULL;
ALTER TABLE page_bodies ADD CONSTRAINT body_once CHECK ((body IS NULL) = (file_id IS NOT NULL) AND (body IS NULL) = (coding IS NULL));
