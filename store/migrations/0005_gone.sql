-- A page that its portal no longer serves keeps what it said, and says so.

ALTER TABLE pages ADD COLUMN gone_since /* RFC 3339, UTC: since when it is no longer served, empty while it is */ TEXT;
ALTER TABLE pages ADD COLUMN gone_reason /* HTTP 404, HTTP 410, or what stood in its place */ TEXT;

DROP VIEW v_articles;

CREATE VIEW v_articles AS
SELECT a.id, a.title, t.lead, t.text, a.published, a.published_at, a.portal, a.province, a.agency,
       a.byline, a.category, a.url, a.source, a.dates, a.officials, a.counts, a.percentages, p.gone_since, p.gone_reason
FROM articles a JOIN article_texts t ON t.article_id = a.id LEFT JOIN pages p ON p.id = a.page_id;
