package store

import (
	"compress/gzip"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	db := openTest(t)
	for pragma, want := range map[string]string{
		"page_size": "16384", "journal_mode": "wal", "foreign_keys": "1", "application_id": "1416784227",
	} {
		for _, pool := range []*sql.DB{db.w, db.r} {
			var got string
			if err := pool.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s = %s, %v; want %s", pragma, got, err, want)
			}
		}
	}
	var synchronous string
	if err := db.w.QueryRow("PRAGMA synchronous").Scan(&synchronous); err != nil || synchronous != "1" {
		t.Errorf("synchronous = %s, %v; want 1", synchronous, err)
	}
	if _, err := db.r.Exec("DELETE FROM articles"); err == nil {
		t.Error("a reader deleted")
	}
}

// raw opens a file with SQLite alone.
func raw(t *testing.T, path, statement string) {
	t.Helper()
	pool := sql.OpenDB(connector{dsn: fileName(path), driver: newDriver(testOptions().withDefaults())})
	defer pool.Close()
	if _, err := pool.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestOpenErrorsNameFileAndReason(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, content string, mode fs.FileMode) {
		t.Helper()
		if err := os.WriteFile(at(name), []byte(content), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("text.db", strings.Repeat("This is no database. ", 100), 0o644)
	write("short.db", "x", 0o644)
	raw(t, at("other.db"), "CREATE TABLE cats (name TEXT)")
	openAt(t, at("newer.db"), testOptions()).Close()
	raw(t, at("newer.db"), "PRAGMA user_version = 9999")
	openAt(t, at("older.db"), testOptions()).Close()
	raw(t, at("older.db"), "PRAGMA user_version = 0")

	tests := []struct {
		name, path string
		opts       Options
		reason     string
		is         error
	}{
		{"folder", dir, Options{}, "is a folder", nil},
		{"missing folder", at("no/such/x.db"), Options{}, "no such file or directory", nil},
		{"below a file", at("text.db/x.db"), Options{}, "not a directory", nil},
		{"text", at("text.db"), Options{}, "not a SQLite database", nil},
		{"short text", at("short.db"), Options{}, "not a SQLite database", nil},
		{"text, reading", at("text.db"), Options{ReadOnly: true}, "not a SQLite database", nil},
		{"missing, reading", at("none.db"), Options{ReadOnly: true}, "does not exist", fs.ErrNotExist},
		{"another program's", at("other.db"), Options{}, "another program", ErrForeign},
		{"newer", at("newer.db"), Options{}, "newer version", ErrNewer},
		{"newer, reading", at("newer.db"), Options{ReadOnly: true}, "newer version", ErrNewer},
		{"older, reading", at("older.db"), Options{ReadOnly: true}, "older version", ErrOutdated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db, err := Open(t.Context(), tt.path, tt.opts)
			if err == nil {
				db.Close()
				t.Fatal("opened")
			}
			if s := err.Error(); !strings.Contains(s, tt.path) || !strings.Contains(s, tt.reason) || strings.Contains(s, "\n") {
				t.Errorf("error %q; want one line with %q and %q", s, tt.path, tt.reason)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("error %v; want %v", err, tt.is)
			}
		})
	}
	if _, err := os.Stat(at("none.db")); err == nil {
		t.Error("opening for reading made a file")
	}
}

func TestUnwritable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write anywhere")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	openAt(t, path, testOptions()).Close()
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, testOptions()); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("unwritable file: %v", err)
	}
}

func TestOddFileNames(t *testing.T) {
	for _, name := range []string{"a b.db", "a?b.db", "a#b.db", "a%20b.db", "đường dây.db", "a&mode=ro.db"} {
		path := filepath.Join(t.TempDir(), name)
		db := openAt(t, path, testOptions())
		if _, err := db.SaveRecord(t.Context(), fullRecord(t), Meta{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db := openAt(t, path, testOptions())
	if _, err := db.SaveRecord(t.Context(), fullRecord(t), Meta{}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	opts := testOptions()
	opts.ReadOnly = true
	db = openAt(t, path, opts)
	if _, err := db.Record(t.Context(), 1); err != nil {
		t.Error(err)
	}
	if _, err := db.SaveRecord(t.Context(), fullRecord(t), Meta{}); err == nil || !strings.Contains(err.Error(), "reading only") {
		t.Errorf("saving into a database opened for reading: %v", err)
	}
}

// Databases that earlier versions wrote are kept as testdata/schemaN.db.gz:
// each upgrades with everything that stood in it.
func TestKeptDatabasesUpgrade(t *testing.T) {
	kept, err := filepath.Glob("testdata/schema*.db.gz")
	if err != nil || len(kept) == 0 {
		t.Fatalf("kept databases %v, error %v", kept, err)
	}
	schema := slices.Sorted(slices.Values(schemaOf(t, openTest(t))))
	for _, name := range kept {
		path := filepath.Join(t.TempDir(), "x.db")
		unpack(t, name, path)
		db := openAt(t, path, testOptions())
		if got := slices.Sorted(slices.Values(schemaOf(t, db))); !slices.Equal(got, schema) {
			t.Errorf("%s: schema\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(schema, "\n"))
		}
		people := 2
		if name == "testdata/schema2.db.gz" || name == "testdata/schema3.db.gz" {
			people = 0 // nobody told them apart yet
		}
		checks, err := db.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			if !c.OK() {
				t.Errorf("%s: %s: %v", name, c.Name, c.Problems)
			}
		}
		for query, want := range map[string]int{
			"SELECT count(*) FROM articles": 2, "SELECT count(*) FROM dates": 5, "SELECT count(*) FROM officials": 3,
			"SELECT count(*) FROM people": people, "SELECT count(*) FROM person_corrections WHERE action = 'different'": people / 2,
			"SELECT count(*) FROM counts WHERE of = '434' AND unit = 'vụ' AND period_last = '2024-12-31'": 1,
			"SELECT count(*) FROM percentages WHERE indicator = 'crime.order.clearance_rate'":             1,
			"SELECT count(*) FROM v_series": 3,
		} {
			if n := count(t, db, query); n != want {
				t.Errorf("%s: %s = %d; want %d", name, query, n, want)
			}
		}
		if hits, err := db.Search(t.Context(), Filter{Text: "tong ket"}); err != nil || len(hits) != 1 {
			t.Errorf("%s: %d hits, %v", name, len(hits), err)
		}
		if facts, err := Collect(db.Facts(t.Context(), Filter{Text: "pham phap hinh su"})); err != nil || len(facts) != 3 {
			t.Errorf("%s: %d facts, %v; want 3", name, len(facts), err)
		}
		if _, err := db.SaveRecord(t.Context(), fullRecord(t), Meta{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestOlderDatabaseIsMigrated(t *testing.T) {
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for from := range len(steps) {
		path := filepath.Join(t.TempDir(), "x.db")
		if err := create(t.Context(), path, testOptions().withDefaults()); err != nil {
			t.Fatal(err)
		}
		db := &DB{path: path, opts: testOptions().withDefaults()}
		db.w = db.pool(writer, 1)
		for range from {
			if _, err := migrateOne(t.Context(), db.w, steps); err != nil {
				t.Fatal(err)
			}
		}
		db.w.Close()
		openAt(t, path, testOptions())
	}
}
