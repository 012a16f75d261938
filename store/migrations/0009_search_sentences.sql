-- Which words, without diacritics, stand in which sentence that holds a fact,
-- or in what its figures count: no positions, so it is small. The rowid is the
-- article's identifier times 64 and the number of the sentence; number 63
-- stands for all behind it too. The program fills it with d for đ, like search.
CREATE VIRTUAL TABLE search_sentences USING fts5 (
  text,
  content = '', contentless_delete = 1, detail = none,
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search_sentences (search_sentences, rank) VALUES ('pgsz', 8000), ('hashsize', 16777216);

CREATE TRIGGER sentences_delete AFTER DELETE ON sentences BEGIN
  DELETE FROM search_sentences WHERE rowid = old.article_id << 6 | min(old.n, 63);
END;

INSERT INTO search_sentences (rowid, text)
SELECT s.article_id << 6 | s.n, replace(replace(replace(replace(
    (SELECT group_concat(substr(t.text, r.start + 1, r.end - r.start), ' ') FROM sentences r
      WHERE r.article_id = s.article_id AND r.n >= s.n AND min(r.n, 63) = s.n)
    || ' ' || coalesce((SELECT group_concat(what, ' ') FROM counts c WHERE c.article_id = s.article_id AND min(c.sentence, 63) = s.n), '')
    || ' ' || coalesce((SELECT group_concat(what, ' ') FROM percentages p WHERE p.article_id = s.article_id AND min(p.sentence, 63) = s.n), ''),
  'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D')
FROM article_texts t CROSS JOIN sentences s ON s.article_id = t.article_id
WHERE s.n <= 63;
