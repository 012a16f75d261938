-- The views say of every column its unit and where it comes from ('.schema
-- v_counts' shows it), and v_series takes the province that a figure's area
-- names before that of its article.

DROP VIEW v_articles;
DROP VIEW v_dates;
DROP VIEW v_counts;
DROP VIEW v_percentages;
DROP VIEW v_officials;
DROP VIEW v_series;

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

-- Levels of canonical series. A figure of the whole country belongs to no
-- province. A province ends where it was merged into another, which may go on
-- under its name with other borders: what was published later is of the new one.
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
