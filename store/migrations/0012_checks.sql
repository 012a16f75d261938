-- To check a value against a list of more than two, SQLite builds a table of
-- the list for every row that is inserted; lists of two are compared. The rows
-- stay as they are, so only the text of the schema changes, which is the way
-- that SQLite's documentation of ALTER TABLE gives for it.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,
    'CHECK (bound IN (''over'', ''under'', ''nearly'', ''about'', ''at_least'', ''at_most''))',
    'CHECK (bound IN (''over'', ''under'') OR bound IN (''nearly'', ''about'') OR bound IN (''at_least'', ''at_most''))'),
    'CHECK (of_kind IN (''total'', ''target'', ''previous'', ''persons''))',
    'CHECK (of_kind IN (''total'', ''target'') OR of_kind IN (''previous'', ''persons''))'),
    'CHECK (status IN (''estimated'', ''preliminary'', ''final'', ''revised''))',
    'CHECK (status IN (''estimated'', ''preliminary'') OR status IN (''final'', ''revised''))'),
    'CHECK (level IN (''country'', ''province'', ''district'', ''commune''))',
    'CHECK (level IN (''country'', ''province'') OR level IN (''district'', ''commune''))')
WHERE type = 'table' AND name IN ('counts', 'percentages');

UPDATE sqlite_schema SET sql = replace(sql,
    'CHECK (level IN (''central'', ''province'', ''district'', ''commune''))',
    'CHECK (level IN (''central'', ''province'') OR level IN (''district'', ''commune''))')
WHERE type = 'table' AND name = 'positions';

UPDATE sqlite_schema SET sql = replace(replace(sql,
    'CHECK (kind IN (''seed'', ''sitemap'', ''feed'', ''list'', ''article'', ''page''))',
    'CHECK (kind IN (''seed'', ''sitemap'') OR kind IN (''feed'', ''list'') OR kind IN (''article'', ''page''))'),
    'CHECK (state IN (''new'', ''retry'', ''done'', ''redirect'', ''alias'', ''gone'', ''failed'', ''skipped''))',
    'CHECK (state IN (''new'', ''retry'') OR state IN (''done'', ''redirect'') OR state IN (''alias'', ''gone'') OR state IN (''failed'', ''skipped''))')
WHERE type = 'table' AND name = 'frontier';

PRAGMA writable_schema = RESET;
