-- What a text says of a figure beside number and unit: the verb that tells how
-- it came about, how final it is, and the area it holds for. Of pairs, "12/15
-- vụ/đối tượng" is cases and the persons in them.

DROP VIEW v_counts;
DROP VIEW v_percentages;
DROP VIEW v_series;

ALTER TABLE counts RENAME TO counts_before;

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
  bound        TEXT CHECK (bound IN ('over', 'under', 'nearly', 'about', 'at_least', 'at_most')),
  change       TEXT CHECK (change IN ('increase', 'decrease')),
  verb         TEXT,                   -- how it came about: xảy ra, phát hiện, khởi tố …
  what         TEXT,                   -- words of the clause that say what is counted
  of           TEXT,                   -- second number of a printed pair, exact decimal
  of_kind      TEXT CHECK (of_kind IN ('total', 'target', 'previous', 'persons')),
  status       TEXT CHECK (status IN ('estimated', 'preliminary', 'final', 'revised')), -- how final it is, where the text tells
  indicator    TEXT,                   -- canonical series
  period       TEXT,                   -- date value of the time it covers
  period_first TEXT,                   -- its first day
  period_last  TEXT,                   -- its last day
  baseline     TEXT,                   -- date value of the time it is compared with
  place        TEXT,                   -- where it holds, as printed
  area         TEXT,                   -- where it holds, in full, also where only the title tells
  level        TEXT CHECK (level IN ('country', 'province', 'district', 'commune')), -- of the area
  ambiguous    TEXT,                   -- the other reading of a separator
  "check"      TEXT CHECK ("check" IN ('consistent', 'inconsistent')),
  note         TEXT,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO counts (article_id, n, sentence, text, start, end, rule, published, value, upper, unit, class, bound, change, what, of, of_kind,
  indicator, period, period_first, period_last, baseline, place, ambiguous, "check", note)
SELECT article_id, n, sentence, text, start, end, rule, published, value, upper, unit, class, bound, change, what, of, of_kind,
  indicator, period, period_first, period_last, baseline, place, ambiguous, "check", note FROM counts_before;

DROP TABLE counts_before;

CREATE INDEX counts_unit ON counts (unit, published);
CREATE INDEX counts_indicator ON counts (indicator, period_first) WHERE indicator IS NOT NULL;

ALTER TABLE percentages RENAME TO percentages_before;

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
  bound        TEXT CHECK (bound IN ('over', 'under', 'nearly', 'about', 'at_least', 'at_most')),
  change       TEXT CHECK (change IN ('increase', 'decrease')),
  verb         TEXT,
  what         TEXT,
  status       TEXT CHECK (status IN ('estimated', 'preliminary', 'final', 'revised')),
  indicator    TEXT,
  period       TEXT,
  period_first TEXT,
  period_last  TEXT,
  baseline     TEXT,
  place        TEXT,
  area         TEXT,
  level        TEXT CHECK (level IN ('country', 'province', 'district', 'commune')),
  ambiguous    TEXT,
  "check"      TEXT CHECK ("check" IN ('consistent', 'inconsistent')),
  note         TEXT,
  PRIMARY KEY (article_id, n),
  FOREIGN KEY (article_id, sentence) REFERENCES sentences (article_id, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO percentages (article_id, n, sentence, text, start, end, rule, published, value, upper, bound, change, what,
  indicator, period, period_first, period_last, baseline, place, ambiguous, "check", note)
SELECT article_id, n, sentence, text, start, end, rule, published, value, upper, bound, change, what,
  indicator, period, period_first, period_last, baseline, place, ambiguous, "check", note FROM percentages_before;

DROP TABLE percentages_before;

CREATE INDEX percentages_indicator ON percentages (indicator, period_first) WHERE indicator IS NOT NULL;

CREATE VIEW v_counts AS
SELECT c.article_id, c.n, c.text, c.value, c.number, c.upper, c.unit, c.class, c.bound, c.change, c.verb, c.what,
       c.of, c.of_kind, c.status, c.indicator, c.period, c.period_first, c.period_last, c.baseline, c.place, c.area, c.level,
       c.ambiguous, c."check", c.note,
       substr(t.text, s.start + 1, s.end - s.start) AS sentence,
       a.title AS article_title, a.url, a.source, a.portal, a.province, a.published, c.rule, c.start, c.end
FROM counts c
JOIN sentences s ON s.article_id = c.article_id AND s.n = c.sentence
JOIN articles a ON a.id = c.article_id
JOIN article_texts t ON t.article_id = c.article_id;

CREATE VIEW v_percentages AS
SELECT p.article_id, p.n, p.text, p.value, p.number, p.upper, p.bound, p.change, p.verb, p.what,
       p.status, p.indicator, p.period, p.period_first, p.period_last, p.baseline, p.place, p.area, p.level,
       p.ambiguous, p."check", p.note,
       substr(t.text, s.start + 1, s.end - s.start) AS sentence,
       a.title AS article_title, a.url, a.source, a.portal, a.province, a.published, p.rule, p.start, p.end
FROM percentages p
JOIN sentences s ON s.article_id = p.article_id AND s.n = p.sentence
JOIN articles a ON a.id = p.article_id
JOIN article_texts t ON t.article_id = p.article_id;

-- A figure of the whole country belongs to no province. A province ends where it
-- was merged into another, which goes on under its name with other borders:
-- what was published later is of the new one.
CREATE VIEW v_series AS
SELECT f.indicator, iif(f.level = 'country', NULL, a.province) AS province,
       iif(f.level = 'country', NULL, coalesce(p.successor, a.province)) AS province_now, p.valid_to AS province_until,
       f.level, f.area, f.place, f.period, f.period_first, f.period_last,
       f.value, f.number, f.upper, f.unit, f.bound, f.verb, f.status, f.of, f.of_kind, f.what, f.text, f.article_id, f.kind, f.n,
       substr(t.text, s.start + 1, s.end - s.start) AS sentence, a.title AS article_title, a.url, a.source, a.portal, a.published
FROM (
  SELECT 'count' AS kind, article_id, n, sentence, text, indicator, period, period_first, period_last, place, area, level,
         value, number, upper, unit, bound, verb, status, of, of_kind, what
  FROM counts WHERE indicator IS NOT NULL AND change IS NULL
  UNION ALL
  SELECT 'percentage', article_id, n, sentence, text, indicator, period, period_first, period_last, place, area, level,
         value, number, upper, '%', bound, verb, status, NULL, NULL, what
  FROM percentages WHERE indicator IS NOT NULL AND change IS NULL
) f
JOIN articles a ON a.id = f.article_id
JOIN sentences s ON s.article_id = f.article_id AND s.n = f.sentence
JOIN article_texts t ON t.article_id = f.article_id
LEFT JOIN places p ON p.level = 'province' AND p.name = a.province AND p.parent = '' AND f.level IS NOT 'country'
  AND p.valid_to IS NOT NULL AND (coalesce(a.published, f.period_last, '') <= p.valid_to
    OR NOT EXISTS (SELECT 1 FROM places q WHERE q.level = 'province' AND q.name = p.name AND q.parent = '' AND q.valid_from > p.valid_to));
