-- Where a series breaks, in both languages.

ALTER TABLE indicators RENAME COLUMN note TO note_vi;
ALTER TABLE indicators ADD COLUMN note_en TEXT;
