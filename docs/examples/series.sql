-- One canonical series over time, with what must be known to compare it:
--
--   sqlite3 -header -column trich.db < docs/examples/series.sql
--   trich sql - < docs/examples/series.sql
--
-- Each row is a province and a period; "before" is the figure of the same
-- province, verb, unit and length of period before it, "difference" that in per
-- cent. A province that was merged in July 2025 ends; figures of districts and
-- of the whole country are left out, and of several figures for one period the
-- most final stands, of these the one published last.
WITH ranked AS (
  SELECT *, row_number() OVER (
      PARTITION BY indicator, province, coalesce(province_until, ''), period, unit, coalesce(verb, '')
      ORDER BY coalesce(instr('estimated preliminary - final revised', coalesce(status, '-')), 0) DESC, published DESC) AS rank
  FROM v_series
  WHERE province IS NOT NULL AND coalesce(level, 'province') = 'province' AND period IS NOT NULL
)
SELECT indicator, province, period, value, unit, verb, status,
       lag(value) OVER same AS before,
       round(100.0 * (number - lag(number) OVER same) / nullif(lag(number) OVER same, 0), 1) AS difference,
       published, article_title
FROM ranked
WHERE rank = 1
WINDOW same AS (PARTITION BY indicator, province, coalesce(province_until, ''), unit, coalesce(verb, ''), length(period) ORDER BY period_first)
ORDER BY indicator, province, period_first;
