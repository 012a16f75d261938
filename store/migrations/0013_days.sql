-- The days of thousands of articles, to sort them by, without their rows.
CREATE INDEX articles_day ON articles (id, published);
