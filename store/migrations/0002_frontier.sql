-- The frontier of the crawl: every URL met, the servers, the cycles, and what
-- each section of a portal gave. Times of the queue are Unix milliseconds,
-- because they are compared with every lease.

CREATE TABLE frontier (
  id            INTEGER PRIMARY KEY,
  url           TEXT NOT NULL UNIQUE,    -- canonical
  host          TEXT NOT NULL,           -- with its port
  site          TEXT NOT NULL,           -- registrable domain: shares one politeness limit
  portal        TEXT,                    -- identifier of the portal file
  kind          TEXT NOT NULL CHECK (kind IN ('seed', 'sitemap', 'feed', 'list', 'article', 'page')),
  section       TEXT,                    -- list page, feed or sitemap it is counted under
  found_on      TEXT,                    -- URL it was found on
  depth         INTEGER NOT NULL DEFAULT 0,
  hops          INTEGER NOT NULL DEFAULT 0, -- redirects in a row
  priority      INTEGER NOT NULL DEFAULT 0, -- highest first
  title         TEXT,                    -- known from a feed
  published     TEXT,                    -- the same
  state         TEXT NOT NULL DEFAULT 'new'
                CHECK (state IN ('new', 'retry', 'done', 'redirect', 'alias', 'gone', 'failed', 'skipped')),
  queued        INTEGER NOT NULL DEFAULT 1 CHECK (queued IN (0, 1)), -- to be leased when next_at has come
  next_at       INTEGER NOT NULL DEFAULT 0, -- due (again), Unix milliseconds
  lease_until   INTEGER,                 -- leased by a run until then
  attempts      INTEGER NOT NULL DEFAULT 0, -- failures since the last good answer
  reason        TEXT,                    -- of the last outcome that was no plain success
  location      TEXT,                    -- where a redirect or an alias leads
  status        INTEGER,                 -- last HTTP status
  etag          TEXT,
  last_modified TEXT,
  distrust      INTEGER NOT NULL DEFAULT 0 CHECK (distrust IN (0, 1)), -- the validators were found to lie
  body_hash     INTEGER,                 -- of the last good body
  fetched_at    INTEGER,                 -- last answer, Unix milliseconds
  changed_at    INTEGER,                 -- last new body, Unix milliseconds
  pause         INTEGER NOT NULL DEFAULT 0, -- until the next visit, seconds
  unchanged     INTEGER NOT NULL DEFAULT 0  -- visits in a row that found nothing new
) STRICT;

CREATE INDEX frontier_queue ON frontier (host, priority DESC, id) WHERE queued = 1;
CREATE INDEX frontier_again ON frontier (next_at) WHERE queued = 0 AND lease_until IS NULL AND next_at > 0;
CREATE INDEX frontier_leased ON frontier (lease_until) WHERE lease_until IS NOT NULL;

CREATE TABLE hosts (
  host     TEXT PRIMARY KEY NOT NULL,
  site     TEXT NOT NULL,
  delay    INTEGER NOT NULL DEFAULT 0,   -- adaptive pause between two requests, milliseconds
  retry_at INTEGER NOT NULL DEFAULT 0,   -- not to be asked before, Unix milliseconds
  failures INTEGER NOT NULL DEFAULT 0,   -- in a row
  reason   TEXT                          -- of the last failure
) STRICT, WITHOUT ROWID;

CREATE TABLE cycles (
  started_at INTEGER PRIMARY KEY,        -- Unix milliseconds
  ended_at   INTEGER                     -- empty while something due is left
) STRICT;

CREATE TABLE yields (
  portal    TEXT NOT NULL,               -- identifier of the portal file, or the host
  section   TEXT NOT NULL,               -- list page, feed or sitemap; empty for none
  cycle     INTEGER NOT NULL,            -- start of the cycle, Unix milliseconds
  lists     INTEGER NOT NULL,            -- list pages fetched
  links     INTEGER NOT NULL,            -- links to articles on them
  pages     INTEGER NOT NULL,            -- candidate articles fetched
  articles  INTEGER NOT NULL,            -- those that were one
  new       INTEGER NOT NULL,
  changed   INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  facts     INTEGER NOT NULL,
  failed    INTEGER NOT NULL,            -- pages given up
  sample    TEXT,                        -- URL of a page that gave nothing, else of any
  PRIMARY KEY (portal, section, cycle)
) STRICT, WITHOUT ROWID;
