package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// verified fails when Verify finds anything wrong.
func verified(t testing.TB, db *DB) {
	t.Helper()
	checks, err := db.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK() {
			t.Errorf("%s: %v", c.Name, c.Problems)
		}
	}
}

// fill saves n invented articles and a page.
func fill(t testing.TB, db *DB, n int) {
	t.Helper()
	g := newGenerator(7)
	w := db.Writer(0)
	for i := range n {
		if _, err := w.SaveRecord(t.Context(), g.record(i), Meta{ExtractorVersion: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := w.SavePage(t.Context(), &corpus.Page{Source: "s", MediaType: corpus.HTML, Body: []byte(strings.Repeat("<p>", 100))}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyFindsWhatIsWrong(t *testing.T) {
	tests := map[string]string{
		"articles":    "UPDATE articles SET counts = counts + 1 WHERE id = 3",
		"counts":      "UPDATE counts SET start = start + 1, end = end + 1 WHERE article_id = 2",
		"officials":   "UPDATE officials SET text = 'x' WHERE article_id = 2",
		"sentences":   "UPDATE sentences SET end = 1000000 WHERE article_id = 2",
		"full text":   "DELETE FROM search_docsize WHERE id = 2",
		"page bodies": "UPDATE page_bodies SET sha256 = zeroblob(32)",
		"dates":       "UPDATE article_texts SET text = 'X' || text WHERE article_id = 2",
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			verified(t, db)
			if _, err := db.w.Exec(damage); err != nil {
				t.Fatal(err)
			}
			checks, err := db.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, c := range checks {
				found = found || c.Name == name && !c.OK()
			}
			if !found {
				t.Errorf("not found: %+v", checks)
			}
		})
	}
}

func TestVerifyFindsADamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db := openAt(t, path, testOptions())
	fill(t, db, 200)
	db.Close()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	noise := []byte(strings.Repeat("noise", 2000))
	for at := int64(10 * 16384); at < 40*16384; at += 3 * 16384 {
		if _, err := f.WriteAt(noise, at); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	db, err = Open(t.Context(), path, testOptions())
	if err != nil {
		return // found at once
	}
	defer db.Close()
	checks, err := db.Verify(t.Context())
	if err != nil {
		if !strings.Contains(err.Error(), "damaged") || !strings.Contains(err.Error(), path) {
			t.Errorf("error %q; want the file and that it is damaged", err)
		}
		return
	}
	for _, c := range checks {
		if !c.OK() {
			return
		}
	}
	t.Error("nothing found wrong with a damaged file")
}

func TestCopies(t *testing.T) {
	backup := func(db *DB, ctx context.Context, path string) error { return db.Backup(ctx, path, "kho.warc") }
	for name, write := range map[string]func(*DB, context.Context, string) error{"backup": backup, "snapshot": (*DB).Snapshot} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 50)
			path := filepath.Join(t.TempDir(), "đường dây?.db")
			if err := write(db, t.Context(), path); err != nil {
				t.Fatal(err)
			}
			opts := testOptions()
			opts.ReadOnly = true
			other := openAt(t, path, opts)
			if got, want := dump(t, other), dump(t, db); got != want {
				t.Error("the copy differs from the database")
			}
			if hits, err := other.Search(t.Context(), Filter{Text: "cong an"}); err != nil || len(hits) == 0 {
				t.Errorf("search in the copy: %d hits, %v", len(hits), err)
			}
			if err := write(db, t.Context(), path); !errors.Is(err, os.ErrExist) {
				t.Errorf("over an existing file: %v; want ErrExist", err)
			}
			if err := write(db, t.Context(), filepath.Join(path, "x.db")); err == nil {
				t.Error("into a file as if it were a folder")
			}
			left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.part*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestSQL(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	table, rows, err := db.SQL(t.Context(), "SELECT id, title, 1.5 AS x, NULL AS absent, x'0a' AS b FROM articles ORDER BY id LIMIT 1", 0)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Collect(rows)
	if err != nil || len(all) != 1 || fmt.Sprintf("%v %v %v %v", all[0][0], all[0][2], all[0][3], all[0][4]) != "1 1.5 <nil> x'0a'" {
		t.Errorf("rows %v, %v", all, err)
	}
	if table.Columns[0].Type != corpus.Integer || table.Columns[1].Name != "title" {
		t.Errorf("columns %+v", table.Columns)
	}
	for _, allowed := range []string{
		"SELECT count(*) FROM search WHERE search MATCH 'cong'", "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n WHERE i < 5) SELECT i FROM n",
		"SELECT * FROM v_counts", "PRAGMA table_info(articles)", "SELECT * FROM pragma_table_list", "SELECT fold(title) FROM articles",
	} {
		_, rows, err := db.SQL(t.Context(), allowed, 0)
		if err == nil {
			_, err = Collect(rows)
		}
		if err != nil {
			t.Errorf("%s: %v", allowed, err)
		}
	}
}

func TestSQLIsABox(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	before := dump(t, db)
	dir := t.TempDir()
	for _, denied := range []string{
		"DELETE FROM articles", "UPDATE articles SET title = 'x'", "INSERT INTO portals (id) VALUES ('x')", "DROP TABLE articles",
		"CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "ATTACH '" + filepath.Join(dir, "a.db") + "' AS a", "VACUUM INTO '" + filepath.Join(dir, "v.db") + "'",
		"PRAGMA query_only = off", "PRAGMA user_version = 5", "PRAGMA journal_mode = delete", "PRAGMA writable_schema = on", "BEGIN IMMEDIATE",
		"SELECT load_extension('x')", "SELECT 1; DELETE FROM articles", "INSERT INTO search (search) VALUES ('rebuild')", "EXPLAIN DELETE FROM articles", "REINDEX", "ANALYZE",
	} {
		_, rows, err := db.SQL(t.Context(), denied, 0)
		if err == nil {
			_, err = Collect(rows)
		}
		if err == nil {
			t.Errorf("%s: allowed", denied)
		}
	}
	if after := dump(t, db); after != before {
		t.Error("the box let something out")
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("files were written: %v, %v", files, err)
	}
	started := time.Now()
	_, rows, err := db.SQL(t.Context(), "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n", 200*time.Millisecond)
	if err == nil {
		_, err = Collect(rows)
	}
	if err == nil || !strings.Contains(err.Error(), "longer than 200ms") || time.Since(started) > 5*time.Second {
		t.Errorf("endless query: %v after %v", err, time.Since(started))
	}
	_, rows, err = db.SQL(t.Context(), "SELECT length(group_concat(randomblob(1000000))) FROM (SELECT 1 FROM counts, counts, counts)", 0)
	if err == nil {
		_, err = Collect(rows)
	}
	if err == nil || !strings.Contains(err.Error(), "too big") {
		t.Errorf("huge value: %v; want an error", err)
	}
	_, _, err = db.SQL(t.Context(), "SELECT a FROM nowhere", 0)
	if err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("wrong name: %v", err)
	}
}
