-- Articles that say nearly the same: reposts across portals, and within one.

ALTER TABLE articles ADD COLUMN simhash /* 64 bits that differ little where texts do; 0 for a short text, empty before it was computed */ INTEGER;

-- Two fingerprints that differ in few bits have a quarter in which they differ
-- in one or none.
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
