-- What makes figures comparable: the canonical series, and the places with
-- the time they exist.

CREATE TABLE indicators (
  id        TEXT PRIMARY KEY NOT NULL,
  unit      TEXT NOT NULL,
  label_vi  TEXT NOT NULL,
  label_en  TEXT,
  direction TEXT CHECK (direction IN ('up', 'down', 'ambiguous', 'neutral')), -- which way is better
  of        TEXT,                      -- the series it is a part of
  note      TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE places (
  level      TEXT NOT NULL CHECK (level IN ('central', 'province', 'district', 'commune')),
  name       TEXT NOT NULL,            -- without its kind: Hà Giang
  valid_from TEXT NOT NULL DEFAULT '', -- ISO day, empty when it always was
  valid_to   TEXT,                     -- last day, empty while it is
  parent     TEXT NOT NULL DEFAULT '', -- name of the place it lies in
  successor  TEXT,                     -- name of the place it became a part of
  PRIMARY KEY (level, name, parent, valid_from)
) STRICT, WITHOUT ROWID;

-- Figures of canonical series that are levels, not differences.
CREATE VIEW v_series AS
SELECT f.indicator, a.province, coalesce(p.successor, a.province) AS province_now, f.place, f.period, f.period_first, f.period_last,
       f.value, f.number, f.upper, f.unit, f.bound, f.of, f.of_kind, f.what, f.text, f.article_id, f.kind, f.n,
       substr(t.text, s.start + 1, s.end - s.start) AS sentence, a.title AS article_title, a.url, a.source, a.portal, a.published
FROM (
  SELECT 'count' AS kind, article_id, n, sentence, text, indicator, period, period_first, period_last, place,
         value, number, upper, unit, bound, of, of_kind, what
  FROM counts WHERE indicator IS NOT NULL AND change IS NULL
  UNION ALL
  SELECT 'percentage', article_id, n, sentence, text, indicator, period, period_first, period_last, place,
         value, number, upper, '%', bound, NULL, NULL, what
  FROM percentages WHERE indicator IS NOT NULL AND change IS NULL
) f
JOIN articles a ON a.id = f.article_id
JOIN sentences s ON s.article_id = f.article_id AND s.n = f.sentence
JOIN article_texts t ON t.article_id = f.article_id
LEFT JOIN places p ON p.level = 'province' AND p.name = a.province AND p.parent = '' AND p.successor IS NOT NULL;

-- Why mentions are taken for one person.
CREATE TABLE person_merges (
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  n         INTEGER NOT NULL,
  left_key  TEXT NOT NULL,             -- link keys, as corrections name them
  right_key TEXT NOT NULL,
  reason    TEXT NOT NULL,
  PRIMARY KEY (person_id, n)
) STRICT, WITHOUT ROWID;
