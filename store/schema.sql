-- Today's schema: what the migrations add up to. A test compares; write it anew with
-- go test -tags sqlite_fts5 ./store -run TestSchemaFile -update

CREATE TABLE portals (
  id       TEXT PRIMARY KEY NOT NULL,  -- identifier of the portal file
  name     TEXT,                       -- name for people
  home     TEXT,                       -- address of its home page
  province TEXT                        -- province it speaks for
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id          INTEGER PRIMARY KEY,
  command     TEXT NOT NULL,           -- crawl, ingest, run, reextract …
  arguments   TEXT CHECK (arguments IS NULL OR json_valid(arguments)), -- JSON list
  version     TEXT,                    -- version of the program
  started_at  TEXT NOT NULL,           -- RFC 3339, UTC
  finished_at TEXT,                    -- empty while it runs, or when it was killed
  status      TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'partial', 'failed')),
  report      TEXT CHECK (report IS NULL OR json_valid(report))        -- JSON
) STRICT;

CREATE TABLE page_bodies (
  id     INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32), -- of the bytes before compression
  size   INTEGER NOT NULL CHECK (size >= 0),               -- bytes before compression
  coding TEXT CHECK (coding IN ('identity', 'zstd')),
  body   BLOB, file_id /* file of the archive that holds the body */ INTEGER REFERENCES archive_files (id), at /* byte at which its record begins */ INTEGER, length /* bytes of its compressed record */ INTEGER, CONSTRAINT body_once CHECK ((body IS NULL) = (file_id IS NOT NULL) AND (body IS NULL) = (coding IS NULL))) STRICT;

CREATE TABLE pages (
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL,            -- url, or source where there is none
  source     TEXT NOT NULL,            -- path or URL it was read from
  url        TEXT,                     -- final address, after redirects
  media_type TEXT NOT NULL,
  status     INTEGER,                  -- HTTP status, empty for local files
  header     TEXT CHECK (header IS NULL OR json_valid(header)), -- JSON: name to list of values
  portal     TEXT REFERENCES portals (id),
  title      TEXT,                     -- known from outside the page: a feed, a flag
  published  TEXT,                     -- the same, ISO date
  province   TEXT,                     -- the same
  fetched_at TEXT,                     -- RFC 3339, UTC: when this version was first fetched
  seen_at    TEXT NOT NULL,            -- RFC 3339, UTC: when it was last seen the same
  body_id    INTEGER NOT NULL REFERENCES page_bodies (id),
  extractor  TEXT,                     -- version of the rules last run over it
  reason     TEXT                      -- why it holds no article
, gone_since /* RFC 3339, UTC: since when it is no longer served, empty while it is */ TEXT, gone_reason /* HTTP 404, HTTP 410, or what stood in its place */ TEXT) STRICT;

CREATE INDEX pages_key ON pages (key, id);

CREATE INDEX pages_body ON pages (body_id);

CREATE INDEX pages_portal ON pages (portal);

CREATE TABLE articles (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,   -- url, or source where there is none
  source       TEXT NOT NULL,
  page_id      INTEGER REFERENCES pages (id) ON DELETE SET NULL, -- version of the page it was taken from
  url          TEXT,
  portal       TEXT REFERENCES portals (id),
  province     TEXT,
  agency       TEXT,
  title        TEXT NOT NULL,
  byline       TEXT,
  origin       TEXT,                   -- newspaper or portal a repost was taken from
  category     TEXT,
  tags         TEXT CHECK (tags IS NULL OR json_valid(tags)),    -- JSON list
  published    TEXT CHECK (published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), -- ISO day
  published_at TEXT,                   -- RFC 3339 where the page gave a time
  updated      TEXT,
  method       TEXT,                   -- how it was taken out of the page
  chars        INTEGER NOT NULL CHECK (chars >= 0),              -- length of the text in code points
  dates        INTEGER NOT NULL DEFAULT 0,                       -- number of facts of each kind
  officials    INTEGER NOT NULL DEFAULT 0,
  counts       INTEGER NOT NULL DEFAULT 0,
  percentages  INTEGER NOT NULL DEFAULT 0,
  extractor    TEXT,                   -- version of the rules its facts come from
  run_id       INTEGER REFERENCES runs (id) ON DELETE SET NULL,  -- run that wrote it last
  created_at   TEXT NOT NULL,          -- RFC 3339, UTC
  changed_at   TEXT NOT NULL,          -- RFC 3339, UTC
  digest       BLOB NOT NULL           -- of the record: the same digest, the same rows
, simhash /* 64 bits that differ little where texts do; 0 for a short text, empty before it was computed */ INTEGER) STRICT;

CREATE INDEX articles_published ON articles (published);

CREATE INDEX articles_portal ON articles (portal, published);

CREATE INDEX articles_province ON articles (province, published);

CREATE INDEX articles_page ON articles (page_id);

CREATE INDEX articles_run ON articles (run_id);

CREATE TABLE article_texts (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  lead       TEXT NOT NULL,
  text       TEXT NOT NULL
) STRICT;

CREATE TABLE sentences (
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  n          INTEGER NOT NULL,         -- from 0, in order of start
  start      INTEGER NOT NULL CHECK (start >= 0),
  end        INTEGER NOT NULL CHECK (end >= start),
  PRIMARY KEY (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE dates (
  article_id INTEGER NOT NULL,
  n          INTEGER NOT NULL,         -- from 0, in order of the record
  sentence   INTEGER NOT NULL,
  text       TEXT NOT NULL,            -- the quote
  start      INTEGER NOT NULL CHECK (start >= 0),
  end        INTEGER NOT NULL CHECK (end >= start),
  rule       TEXT NOT NULL,
  published  TEXT,                     -- of the article, for the indexes
  value      TEXT NOT NULL,            -- ISO 8601 or TIMEX3
  first      TEXT,                     -- first day covered, ISO
  last       TEXT,                     -- last day covered, empty when open
  inferred   TEXT,                     -- what was not in the quote: year, century …
  "check"    TEXT CHECK ("check" IN ('consistent', 'inconsistent')),
  note       TEXT,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX dates_first ON dates (first);

CREATE TABLE people (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL,          -- as printed most often
  key          TEXT NOT NULL UNIQUE,   -- what tells this person from another of the same name
  name_key     TEXT NOT NULL,          -- the name, folded, to look it up by
  jurisdiction TEXT                    -- area of the offices held
) STRICT;

CREATE INDEX people_name ON people (name_key);

CREATE TABLE person_corrections (
  id         INTEGER PRIMARY KEY,
  action     TEXT NOT NULL CHECK (action IN ('same', 'different')),
  left_key   TEXT NOT NULL,            -- key of a person
  right_key  TEXT NOT NULL,            -- key of another
  note       TEXT,
  created_at TEXT NOT NULL,            -- RFC 3339, UTC
  UNIQUE (left_key, right_key)
) STRICT;

CREATE TABLE officials (
  article_id INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  text       TEXT NOT NULL,
  start      INTEGER NOT NULL CHECK (start >= 0),
  end        INTEGER NOT NULL CHECK (end >= start),
  rule       TEXT NOT NULL,
  published  TEXT,
  name       TEXT NOT NULL,            -- as printed, in normal case
  name_key   TEXT NOT NULL,            -- the name, folded, to look it up by
  honorific  TEXT,
  rank       TEXT,
  role       TEXT,                     -- speaks, presides, awards …
  verb       TEXT,                     -- the word that says so
  inferred   INTEGER NOT NULL DEFAULT 0 CHECK (inferred IN (0, 1)), -- resolved from an office without a name
  person_id  INTEGER REFERENCES people (id) ON DELETE SET NULL,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX officials_name ON officials (name_key, published);

CREATE INDEX officials_person ON officials (person_id, published) WHERE person_id IS NOT NULL;

CREATE TABLE positions (
  article_id   INTEGER NOT NULL,
  official     INTEGER NOT NULL,       -- n of the official
  n            INTEGER NOT NULL,
  title        TEXT NOT NULL,          -- as printed
  organisation TEXT,                   -- as printed
  level        TEXT CHECK (level IN ('central', 'province') OR level IN ('district', 'commune')),
  canonical    TEXT,                   -- the title in full
  jurisdiction TEXT,                   -- area the office belongs to, in full
  former       INTEGER NOT NULL DEFAULT 0 CHECK (former IN (0, 1)),
  acting       INTEGER NOT NULL DEFAULT 0 CHECK (acting IN (0, 1)),
  inferred     INTEGER NOT NULL DEFAULT 0 CHECK (inferred IN (0, 1)), -- not printed beside this mention
  PRIMARY KEY (article_id, official, n),
  FOREIGN KEY (article_id, official) REFERENCES officials (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX positions_canonical ON positions (canonical) WHERE canonical IS NOT NULL;

CREATE TABLE rejections (
  article_id INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  text       TEXT NOT NULL,
  start      INTEGER NOT NULL CHECK (start >= 0),
  end        INTEGER NOT NULL CHECK (end >= start),
  rule       TEXT NOT NULL,
  kind       TEXT NOT NULL,            -- kind of fact it was not
  reason     TEXT NOT NULL,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (
  text,
  content = 'article_texts', content_rowid = 'article_id',
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_texts_delete AFTER DELETE ON article_texts BEGIN
  INSERT INTO search (search, rowid, text)
  VALUES ('delete', old.article_id, replace(replace(replace(replace(old.text, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'));
  DELETE FROM search_exact WHERE rowid = old.article_id;
END;

CREATE TRIGGER article_texts_update AFTER UPDATE OF article_id, text ON article_texts BEGIN
  INSERT INTO search (search, rowid, text)
  VALUES ('delete', old.article_id, replace(replace(replace(replace(old.text, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'));
  DELETE FROM search_exact WHERE rowid = old.article_id;
END;

CREATE VIRTUAL TABLE search_exact USING fts5 (
  text,
  content = '', contentless_delete = 1, detail = none,
  tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE frontier (
  id            INTEGER PRIMARY KEY,
  url           TEXT NOT NULL UNIQUE,    -- canonical
  host          TEXT NOT NULL,           -- with its port
  site          TEXT NOT NULL,           -- registrable domain: shares one politeness limit
  portal        TEXT,                    -- identifier of the portal file
  kind          TEXT NOT NULL CHECK (kind IN ('seed', 'sitemap') OR kind IN ('feed', 'list') OR kind IN ('article', 'page')),
  section       TEXT,                    -- list page, feed or sitemap it is counted under
  found_on      TEXT,                    -- URL it was found on
  depth         INTEGER NOT NULL DEFAULT 0,
  hops          INTEGER NOT NULL DEFAULT 0, -- redirects in a row
  priority      INTEGER NOT NULL DEFAULT 0, -- highest first
  title         TEXT,                    -- known from a feed
  published     TEXT,                    -- the same
  state         TEXT NOT NULL DEFAULT 'new'
                CHECK (state IN ('new', 'retry') OR state IN ('done', 'redirect') OR state IN ('alias', 'gone') OR state IN ('failed', 'skipped')),
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

CREATE TABLE indicators (
  id        TEXT PRIMARY KEY NOT NULL,
  unit      TEXT NOT NULL,
  label_vi  TEXT NOT NULL,
  label_en  TEXT,
  direction TEXT CHECK (direction IN ('up', 'down', 'ambiguous', 'neutral')), -- which way is better
  of        TEXT,                      -- the series it is a part of
  note_vi      TEXT
, note_en TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE places (
  level      TEXT NOT NULL CHECK (level IN ('central', 'province', 'district', 'commune')),
  name       TEXT NOT NULL,            -- without its kind: Hà Giang
  valid_from TEXT NOT NULL DEFAULT '', -- ISO day, empty when it always was
  valid_to   TEXT,                     -- last day, empty while it is
  parent     TEXT NOT NULL DEFAULT '', -- name of the place it lies in
  successor  TEXT,                     -- name of the place it became a part of
  PRIMARY KEY (level, name, parent, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_merges (
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  n         INTEGER NOT NULL,
  left_key  TEXT NOT NULL,             -- link keys, as corrections name them
  right_key TEXT NOT NULL,
  reason    TEXT NOT NULL,
  PRIMARY KEY (person_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (
  article_id   INTEGER NOT NULL,
  n            INTEGER NOT NULL,
  sentence     INTEGER NOT NULL,
  text         TEXT NOT NULL,
  start        INTEGER NOT NULL CHECK (start >= 0),
  end          INTEGER NOT NULL CHECK (end >= start),
  rule         TEXT NOT NULL,
  published    TEXT,
  value        TEXT NOT NULL,          -- exact decimal; money in đồng
  number       REAL AS (CAST(value AS REAL)) VIRTUAL, -- the value, to compare by
  upper        TEXT,                   -- upper end of a range, exact decimal
  unit         TEXT NOT NULL,          -- vụ, đối tượng, đồng, kg …
  class        TEXT NOT NULL,          -- case, person, organisation, event, money, mass, area …
  bound        TEXT CHECK (bound IN ('over', 'under') OR bound IN ('nearly', 'about') OR bound IN ('at_least', 'at_most')),
  change       TEXT CHECK (change IN ('increase', 'decrease')),
  verb         TEXT,                   -- how it came about: xảy ra, phát hiện, khởi tố …
  what         TEXT,                   -- words of the clause that say what is counted
  of           TEXT,                   -- second number of a printed pair, exact decimal
  of_kind      TEXT CHECK (of_kind IN ('total', 'target') OR of_kind IN ('previous', 'persons')),
  status       TEXT CHECK (status IN ('estimated', 'preliminary') OR status IN ('final', 'revised')), -- how final it is, where the text tells
  indicator    TEXT,                   -- canonical series
  period       TEXT,                   -- date value of the time it covers
  period_first TEXT,                   -- its first day
  period_last  TEXT,                   -- its last day
  baseline     TEXT,                   -- date value of the time it is compared with
  place        TEXT,                   -- where it holds, as printed
  area         TEXT,                   -- where it holds, in full, also where only the title tells
  level        TEXT CHECK (level IN ('country', 'province') OR level IN ('district', 'commune')), -- of the area
  ambiguous    TEXT,                   -- the other reading of a separator
  "check"      TEXT CHECK ("check" IN ('consistent', 'inconsistent')),
  note         TEXT,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX counts_unit ON counts (unit, published);

CREATE INDEX counts_indicator ON counts (indicator, period_first) WHERE indicator IS NOT NULL;

CREATE TABLE percentages (
  article_id   INTEGER NOT NULL,
  n            INTEGER NOT NULL,
  sentence     INTEGER NOT NULL,
  text         TEXT NOT NULL,
  start        INTEGER NOT NULL CHECK (start >= 0),
  end          INTEGER NOT NULL CHECK (end >= start),
  rule         TEXT NOT NULL,
  published    TEXT,
  value        TEXT NOT NULL,          -- exact decimal: 82.29 is 82,29 %
  number       REAL AS (CAST(value AS REAL)) VIRTUAL,
  upper        TEXT,
  bound        TEXT CHECK (bound IN ('over', 'under') OR bound IN ('nearly', 'about') OR bound IN ('at_least', 'at_most')),
  change       TEXT CHECK (change IN ('increase', 'decrease')),
  verb         TEXT,
  what         TEXT,
  status       TEXT CHECK (status IN ('estimated', 'preliminary') OR status IN ('final', 'revised')),
  indicator    TEXT,
  period       TEXT,
  period_first TEXT,
  period_last  TEXT,
  baseline     TEXT,
  place        TEXT,
  area         TEXT,
  level        TEXT CHECK (level IN ('country', 'province') OR level IN ('district', 'commune')),
  ambiguous    TEXT,
  "check"      TEXT CHECK ("check" IN ('consistent', 'inconsistent')),
  note         TEXT,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX percentages_indicator ON percentages (indicator, period_first) WHERE indicator IS NOT NULL;

CREATE INDEX articles_simhash_0 ON articles (simhash & 65535, simhash) WHERE simhash <> 0;

CREATE INDEX articles_simhash_1 ON articles (simhash >> 16 & 65535, simhash) WHERE simhash <> 0;

CREATE INDEX articles_simhash_2 ON articles (simhash >> 32 & 65535, simhash) WHERE simhash <> 0;

CREATE INDEX articles_simhash_3 ON articles (simhash >> 48 & 65535, simhash) WHERE simhash <> 0;

CREATE INDEX articles_simhash_none ON articles (id) WHERE simhash IS NULL;

CREATE TABLE near_duplicates (
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- each pair stands in both directions
  share      REAL NOT NULL CHECK (share > 0 AND share <= 1), -- of the shorter text, that the other holds too
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX near_duplicates_other ON near_duplicates (other_id);

CREATE VIEW v_near_duplicates AS
SELECT n.article_id, a.title AS article_title, a.portal, a.province, a.published, a.url, a.source,
       n.other_id, o.title AS other_title, o.portal AS other_portal, o.province AS other_province,
       o.published AS other_published, o.url AS other_url, o.source AS other_source, n.share
FROM near_duplicates n JOIN articles a ON a.id = n.article_id JOIN articles o ON o.id = n.other_id;

CREATE VIRTUAL TABLE search_sentences USING fts5 (
  text,
  content = '', contentless_delete = 1, detail = none,
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER sentences_delete AFTER DELETE ON sentences BEGIN
  DELETE FROM search_sentences WHERE rowid = old.article_id << 6 | min(old.n, 63);
END;

CREATE VIEW v_articles AS
SELECT
  a.id,                            -- article_id of the other views
  a.title, t.lead, t.text,         -- as the page had them; quotes are places in text
  a.published, a.published_at,     -- ISO day; RFC 3339 where the page gave a time
  a.portal,                        -- identifier of the portal file: portals.id
  a.province, a.agency,            -- province it is about or comes from; body that runs the portal
  a.byline, a.category,            -- author as printed; section of the portal
  a.url, a.source,                 -- address; path or address it was read from
  a.dates, a.officials, a.counts, a.percentages, -- number of facts of each kind
  p.gone_since, p.gone_reason      -- RFC 3339: since when the portal no longer serves it; why
FROM articles a JOIN article_texts t ON t.article_id = a.id LEFT JOIN pages p ON p.id = a.page_id;

CREATE VIEW v_dates AS
SELECT
  d.article_id, d.n,               -- article it stands in; number in the article, from 0
  d.text,                          -- quote of the article
  d.value,                         -- ISO 8601 or TIMEX3
  d.first, d.last,                 -- first and last ISO day covered; last empty when open
  d.inferred,                      -- what was not in the quote: year, century …
  d."check", d.note,               -- whether a printed weekday agrees; what is odd
  substr(t.text, s.start + 1, s.end - s.start) AS sentence, -- sentence it stands in
  a.title AS article_title,        -- of the article
  a.url, a.source,                 -- address of the article; path or address it was read from
  a.portal, a.province,            -- of the article
  a.published,                     -- ISO day of publication
  d.rule,                          -- rule that found it
  d.start, d.end                   -- place of the quote in the text, code points from 0: substr(text, start + 1, end - start)
FROM dates d
JOIN sentences s ON s.article_id = d.article_id AND s.n = d.sentence
JOIN articles a ON a.id = d.article_id
JOIN article_texts t ON t.article_id = d.article_id;

CREATE VIEW v_counts AS
SELECT
  c.article_id, c.n,               -- article it stands in; number in the article, from 0
  c.text,                          -- quote of the article
  c.value, c.number,               -- exact decimal as text, in the unit; money in đồng; the same to compare and sort by
  c.upper,                         -- upper end of a range, like value
  c.unit, c.class,                 -- unit of the table of units (vụ, đối tượng, đồng, kg …) and its class (case, person, money …)
  c.bound,                         -- over, under, nearly, about, at_least, at_most; empty when exact
  c.change,                        -- increase, decrease; empty for a level
  c.verb, c.what,                  -- how it came about (xảy ra, phát hiện …); words that say what is counted
  c.of, c.of_kind,                 -- second number of a printed pair, in the unit; total, target, previous or persons
  c.status,                        -- estimated, preliminary, final, revised; empty where the text does not say
  c.indicator,                     -- canonical series: indicators.id
  c.period, c.period_first, c.period_last, -- time covered, ISO 8601 or TIMEX3; its first and last ISO day
  c.baseline,                      -- time compared with, ISO 8601 or TIMEX3
  c.place, c.area, c.level,        -- where it holds: as printed; in full; country, province, district or commune
  c.ambiguous,                     -- other reading of a separator
  c."check", c.note,               -- whether the text's own arithmetic agrees; the arithmetic
  substr(t.text, s.start + 1, s.end - s.start) AS sentence, -- sentence it stands in
  a.title AS article_title,        -- of the article
  a.url, a.source,                 -- address of the article; path or address it was read from
  a.portal, a.province,            -- of the article
  a.published,                     -- ISO day of publication
  c.rule,                          -- rule that found it
  c.start, c.end                   -- place of the quote in the text, code points from 0: substr(text, start + 1, end - start)
FROM counts c
JOIN sentences s ON s.article_id = c.article_id AND s.n = c.sentence
JOIN articles a ON a.id = c.article_id
JOIN article_texts t ON t.article_id = c.article_id;

CREATE VIEW v_percentages AS
SELECT
  p.article_id, p.n,               -- article it stands in; number in the article, from 0
  p.text,                          -- quote of the article
  p.value, p.number,               -- exact decimal as text, percent: 82.29 is 82,29 %; the same to compare and sort by
  p.upper,                         -- upper end of a range, like value
  p.bound,                         -- over, under, nearly, about, at_least, at_most; empty when exact
  p.change,                        -- increase, decrease; empty for a level
  p.verb, p.what,                  -- how it came about (xảy ra, phát hiện …); words that say what is counted
  p.status,                        -- estimated, preliminary, final, revised; empty where the text does not say
  p.indicator,                     -- canonical series: indicators.id
  p.period, p.period_first, p.period_last, -- time covered, ISO 8601 or TIMEX3; its first and last ISO day
  p.baseline,                      -- time compared with, ISO 8601 or TIMEX3
  p.place, p.area, p.level,        -- where it holds: as printed; in full; country, province, district or commune
  p.ambiguous,                     -- other reading of a separator
  p."check", p.note,               -- whether the text's own arithmetic agrees; the arithmetic
  substr(t.text, s.start + 1, s.end - s.start) AS sentence, -- sentence it stands in
  a.title AS article_title,        -- of the article
  a.url, a.source,                 -- address of the article; path or address it was read from
  a.portal, a.province,            -- of the article
  a.published,                     -- ISO day of publication
  p.rule,                          -- rule that found it
  p.start, p.end                   -- place of the quote in the text, code points from 0: substr(text, start + 1, end - start)
FROM percentages p
JOIN sentences s ON s.article_id = p.article_id AND s.n = p.sentence
JOIN articles a ON a.id = p.article_id
JOIN article_texts t ON t.article_id = p.article_id;

CREATE VIEW v_officials AS
SELECT
  o.article_id, o.n,               -- article it stands in; number of the mention in the article, from 0
  o.text,                          -- quote of the article
  o.name, o.honorific, o.rank,     -- as printed, in normal case
  p.title, p.organisation,         -- office as printed; one row an office
  p.level,                         -- central, province, district, commune
  p.canonical, p.jurisdiction,     -- title in full; area of the office in full
  p.former, p.acting,              -- 1 where the office was held, or is held for another
  o.role, o.verb,                  -- what the official does in the sentence; the word that says so
  o.inferred,                      -- 1 where the article resolves an office without a name
  o.person_id,                     -- people.id: the same holder across articles
  substr(t.text, s.start + 1, s.end - s.start) AS sentence, -- sentence it stands in
  a.title AS article_title,        -- of the article
  a.url, a.source,                 -- address of the article; path or address it was read from
  a.portal, a.province,            -- of the article
  a.published,                     -- ISO day of publication
  o.rule,                          -- rule that found it
  o.start, o.end                   -- place of the quote in the text, code points from 0: substr(text, start + 1, end - start)
FROM officials o
LEFT JOIN positions p ON p.article_id = o.article_id AND p.official = o.n
JOIN sentences s ON s.article_id = o.article_id AND s.n = o.sentence
JOIN articles a ON a.id = o.article_id
JOIN article_texts t ON t.article_id = o.article_id;

CREATE VIEW v_series AS
SELECT
  f.indicator,                     -- canonical series: indicators.id
  f.province,                      -- that the area names, else the article's; empty for the country
  coalesce(p.successor, f.province) AS province_now, -- what it is a part of since July 2025
  p.valid_to AS province_until,    -- last ISO day of the province as the figure means it, where it was merged since
  f.level, f.area, f.place,        -- where it holds: country, province, district, commune; in full; as printed
  f.period, f.period_first, f.period_last, -- time covered, ISO 8601 or TIMEX3; its first and last ISO day
  f.value, f.number, f.upper,      -- exact decimal as text, in the unit; to compare by; upper end of a range
  f.unit,                          -- % for a percentage; money in đồng
  f.bound,                         -- over, under, nearly, about, at_least, at_most; empty when exact
  f.verb, f.status,                -- how it came about; estimated, preliminary, final, revised
  f.of, f.of_kind,                 -- second number of a printed pair, in the unit; what it is
  f.what, f.text,                  -- words that say what is counted; quote of the article
  f.article_id, f.kind, f.n,       -- article it stands in; count or percentage; number in the article
  substr(t.text, s.start + 1, s.end - s.start) AS sentence, -- sentence it stands in
  f.article_title, f.url, f.source, f.portal, f.published   -- of the article
FROM (
  SELECT f.*, a.title AS article_title, a.url, a.source, a.portal, a.published,
    iif(f.level = 'country', NULL, coalesce(
      (SELECT q.name FROM places q WHERE q.level = 'province' AND q.parent = ''
        AND (f.level = 'province' AND f.area IN ('tỉnh ' || q.name, 'thành phố ' || q.name) OR f.area LIKE '%, ' || q.name)),
      a.province)) AS province
  FROM (
    SELECT 'count' AS kind, article_id, n, sentence, text, indicator, period, period_first, period_last, place, area, level,
           value, number, upper, unit, bound, verb, status, of, of_kind, what
    FROM counts WHERE indicator IS NOT NULL AND change IS NULL
    UNION ALL
    SELECT 'percentage', article_id, n, sentence, text, indicator, period, period_first, period_last, place, area, level,
           value, number, upper, '%', bound, verb, status, NULL, NULL, what
    FROM percentages WHERE indicator IS NOT NULL AND change IS NULL
  ) f JOIN articles a ON a.id = f.article_id
) f
JOIN sentences s ON s.article_id = f.article_id AND s.n = f.sentence
JOIN article_texts t ON t.article_id = f.article_id
LEFT JOIN places p ON p.level = 'province' AND p.name = f.province AND p.parent = ''
  AND p.valid_to IS NOT NULL AND (coalesce(f.published, f.period_last, '') <= p.valid_to
    OR NOT EXISTS (SELECT 1 FROM places q WHERE q.level = 'province' AND q.name = p.name AND q.parent = '' AND q.valid_from > p.valid_to));

CREATE TABLE archive_files (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,         -- without folder
  folder TEXT,                         -- as seen from the database's folder, or absolute; empty when not known
  size   INTEGER NOT NULL              -- bytes that the table archive knows of
) STRICT;

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

CREATE INDEX archive_url ON archive (url, id);

CREATE INDEX articles_day ON articles (id, published);
