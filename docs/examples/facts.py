#!/usr/bin/env python3
"""Ask a Trích database with nothing but Python's standard library.

    python3 facts.py trich.db            # the figures of the newest articles
    python3 facts.py trich.db vụ         # counts of one unit
    python3 facts.py trich.db --csv > counts.csv

Every figure is printed with its sentence; the quote stands between [ and ].
Offsets count code points, so they are Python's own string indices.
"""

import argparse
import csv
import decimal
import pathlib
import sqlite3
import sys

QUERY = """
SELECT c.value, c.unit, c.bound, c.change, c.verb, c.what, c.period, c.text, c.start, c.end,
       s.start AS sentence_start, s.end AS sentence_end, t.text AS article,
       a.title, a.url, a.source, a.province, a.published
FROM counts c
JOIN sentences s ON s.article_id = c.article_id AND s.n = c.sentence
JOIN article_texts t ON t.article_id = c.article_id
JOIN articles a ON a.id = c.article_id
WHERE :unit IS NULL OR c.unit = :unit
ORDER BY a.published DESC, c.article_id, c.n
LIMIT :limit
"""


def open_for_reading(path):
    """Return a connection that can change nothing."""
    uri = pathlib.Path(path).resolve().as_uri() + "?mode=ro"
    db = sqlite3.connect(uri, uri=True)
    db.row_factory = sqlite3.Row
    return db


def marked(row):
    """Return the sentence with the quote between brackets."""
    text = row["article"]
    quote = text[row["start"]:row["end"]]
    if quote != row["text"]:
        raise ValueError(f"{row['title']}: {quote!r} stands where {row['text']!r} should")
    return (text[row["sentence_start"]:row["start"]] + "[" + quote + "]" + text[row["end"]:row["sentence_end"]])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database")
    parser.add_argument("unit", nargs="?", help="a unit, as vụ, đối tượng, đồng")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--csv", action="store_true", help="write CSV")
    args = parser.parse_args()

    sys.stdout.reconfigure(encoding="utf-8")
    db = open_for_reading(args.database)
    rows = db.execute(QUERY, {"unit": args.unit, "limit": -1 if args.csv else args.limit})
    if args.csv:
        out = csv.writer(sys.stdout)
        out.writerow(["value", "unit", "bound", "change", "verb", "what", "period", "published", "address"])
        for r in rows:
            out.writerow([r["value"], r["unit"], r["bound"], r["change"], r["verb"], r["what"], r["period"], r["published"], r["url"] or r["source"]])
        return
    for r in rows:
        number = decimal.Decimal(r["value"])  # exact: 12.50 stays 12.50
        print(f"{number} {r['unit']}  {r['period'] or ''}  {r['title']} ({r['published'] or '?'})")
        print("    " + marked(r))


if __name__ == "__main__":
    main()
