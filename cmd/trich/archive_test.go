package main

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"github.com/trich-vn/trich/internal/demo"
	"github.com/trich-vn/trich/internal/warc"
)

// archiveOf lists the WARC files beside a database.
func archiveOf(t *testing.T, db string) []string {
	t.Helper()
	files, err := warc.Files(strings.TrimSuffix(db, ".db")+".warc", archivePrefix)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// number asks for one figure.
func number(t *testing.T, db, query string) string {
	t.Helper()
	_, answer, _ := strings.Cut(strings.TrimSpace(must(t, "sql", "--format", "csv", query, "--db", db)), "\n")
	return strings.TrimSpace(answer)
}

const bodiesInDatabase = "SELECT count(*) FROM page_bodies WHERE body IS NOT NULL"

// TestPagesStandOnce crawls with nothing said about an archive: the pages' bytes
// stand in WARC files beside the database, and everything reads them there.
func TestPagesStandOnce(t *testing.T) {
	db := demoDB(t)
	if n := number(t, db, bodiesInDatabase); n != "0" || len(archiveOf(t, db)) != 1 {
		t.Fatalf("%s bodies in the database, archive %v", n, archiveOf(t, db))
	}
	must(t, "verify", "--db", db)
	want := contents(t, db)
	if out := must(t, "reextract", "--all", "--db", db); !strings.Contains(out, "(0 new, 0 changed, ") || contents(t, db) != want {
		t.Errorf("the same rules over the archive: %s", out)
	}
	if out := must(t, "reextract", "--all", "--since", "2999", "--db", db); !strings.Contains(out, "articles: 0") {
		t.Errorf("pages of the future: %s", out)
	}

	moved := filepath.Join(t.TempDir(), "trich.db")
	must(t, "backup", moved, "--database-only", "--db", db)
	if err := os.Rename(strings.TrimSuffix(db, ".db")+".warc", strings.TrimSuffix(moved, ".db")+".warc"); err != nil {
		t.Fatal(err)
	}
	must(t, "verify", "--db", moved)
	must(t, "reextract", "--all", "--db", moved)
	if contents(t, moved) != want {
		t.Error("elsewhere the archive says something else")
	}
	code, _, errw := call(t, "reextract", "--all", "--db", db)
	if code == exitDone || !strings.Contains(errw, "--archive names the folder") {
		t.Errorf("without its archive: exit code %d, %s", code, errw)
	}
	if code, out, _ := call(t, "verify", "--db", db); code != exitPartial || !strings.Contains(out, "not there") {
		t.Errorf("verify without the archive: exit code %d\n%s", code, out)
	}
	must(t, "reextract", "--all", "--db", db, "--archive", strings.TrimSuffix(moved, ".db")+".warc")
}

func TestArchiveCanBeSwitchedOff(t *testing.T) {
	site := httptest.NewServer(demo.Handler())
	defer site.Close()
	db := filepath.Join(t.TempDir(), "t.db")
	must(t, "crawl", site.URL, "--allow-loopback", "--max-pages", "5", "--archive", "none", "--db", db)
	if n := number(t, db, bodiesInDatabase); n == "0" || len(archiveOf(t, db)) != 0 {
		t.Errorf("%s bodies in the database, archive %v", n, archiveOf(t, db))
	}
	// What stands in the database stays there when an archive is kept from now on.
	must(t, "crawl", site.URL, "--allow-loopback", "--db", db)
	if n, m := number(t, db, bodiesInDatabase), number(t, db, "SELECT count(*) FROM page_bodies"); n == "0" || n == m || len(archiveOf(t, db)) != 1 {
		t.Errorf("%s of %s bodies in the database, archive %v", n, m, archiveOf(t, db))
	}
	must(t, "verify", "--db", db)
	must(t, "reextract", "--db", db)
	if got, want := titlesIn(t, db), titlesIn(t, demoDBLike(t, site.URL)); !maps.Equal(got, want) {
		t.Errorf("pages from both places give %d articles, want %d", len(got), len(want))
	}
}

// demoDBLike runs over a site the whole way.
func demoDBLike(t *testing.T, url string) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "t.db")
	must(t, "run", url, "--allow-loopback", "--db", db)
	return db
}

// TestDamageCostsOnePage breaks one record of the archive.
func TestDamageCostsOnePage(t *testing.T) {
	db := demoDB(t)
	at := number(t, db, "SELECT b.at || ' ' || p.url FROM pages p JOIN page_bodies b ON b.id = p.body_id JOIN articles a ON a.page_id = p.id ORDER BY p.id LIMIT 1")
	offset, url, _ := strings.Cut(at, " ")
	file := archiveOf(t, db)[0]
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, err := strconv.Atoi(offset)
	if err != nil {
		t.Fatal(err)
	}
	copy(data[begin+200:], bytes.Repeat([]byte{0x55}, 40))
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errw := call(t, "reextract", "--all", "--db", db)
	if code != exitPartial || strings.Count(errw, "cannot be read") != 1 || !strings.Contains(errw, url) || !strings.Contains(out, "could not be read: 1") {
		t.Errorf("reextract: exit code %d\n%s%s", code, out, errw)
	}
	code, out, _ = call(t, "verify", "--db", db)
	if code != exitPartial || !strings.Contains(out, url) {
		t.Errorf("verify: exit code %d\n%s", code, out)
	}
	code, out, errw = call(t, "export", "warc", "--out", t.TempDir(), "--db", db)
	if code != exitPartial || strings.Count(errw, "cannot be read") != 1 || !strings.Contains(out, "pages\n") {
		t.Errorf("export: exit code %d\n%s%s", code, out, errw)
	}
}

// TestBackupTakesTheArchive copies database and archive, twice.
func TestBackupTakesTheArchive(t *testing.T) {
	site := httptest.NewServer(demo.Handler())
	defer site.Close()
	db := demoDBLike(t, site.URL)
	want := contents(t, db)
	dir := filepath.Join(t.TempDir(), "bản sao")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(dir, "1.db"), filepath.Join(dir, "2.db")
	if out := must(t, "backup", first, "--db", db); !strings.Contains(out, "1 files in "+filepath.Join(dir, "t.warc")+", 1 of them copied now") {
		t.Errorf("first backup: %s", out)
	}
	if out := must(t, "backup", second, "--db", db); !strings.Contains(out, "1 files in "+filepath.Join(dir, "t.warc")+", 0 of them copied now") {
		t.Errorf("second backup: %s", out)
	}
	// What a run is writing at the moment is left out.
	file := archiveOf(t, db)[0]
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(whole, whole[:50]...), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := must(t, "backup", filepath.Join(dir, "3.db"), "--db", db); !strings.Contains(out, "1 of them copied now") {
		t.Errorf("backup of a growing archive: %s", out)
	}
	if copied, err := os.ReadFile(filepath.Join(dir, "t.warc", filepath.Base(file))); err != nil || !bytes.Equal(copied, whole) {
		t.Errorf("the copy has %d bytes, want %d (%v)", len(copied), len(whole), err)
	}
	if err := os.RemoveAll(filepath.Dir(db)); err != nil {
		t.Fatal(err)
	}
	for _, copied := range []string{first, second} {
		must(t, "verify", "--db", copied)
		must(t, "reextract", "--all", "--db", copied)
		if contents(t, copied) != want {
			t.Errorf("%s says something else", copied)
		}
	}
	// Without its archive a database is copied, and the gap reported.
	if err := os.RemoveAll(filepath.Join(dir, "t.warc")); err != nil {
		t.Fatal(err)
	}
	code, _, errw := call(t, "backup", filepath.Join(t.TempDir(), "4.db"), "--db", first)
	if code != exitPartial || !strings.Contains(errw, "not there") {
		t.Errorf("backup without the archive: exit code %d, %s", code, errw)
	}
}

// TestExportCopiesTheArchive compares exported records with those of the crawl.
func TestExportCopiesTheArchive(t *testing.T) {
	db := demoDB(t)
	before := recordsOf(t, archiveOf(t, db)[0])
	after := recordsOf(t, pagesOf(t, db))
	copied := 0
	for id, bytes := range after {
		if before[id] == bytes && strings.HasPrefix(bytes, "HTTP/1.1 200") {
			copied++
		}
	}
	if n := number(t, db, "SELECT count(*) FROM pages"); n != strconv.Itoa(copied) {
		t.Errorf("%d records as they were, want %s", copied, n)
	}
}

// recordsOf reads an archive: blocks by record.
func recordsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := warc.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		block, err := io.ReadAll(rec.Block)
		if err != nil {
			t.Fatal(err)
		}
		out[rec.ID()] = string(block)
	}
}

// TestOneRunAnArchive keeps two databases from writing to one archive at once.
func TestOneRunAnArchive(t *testing.T) {
	site := httptest.NewServer(demo.Handler())
	defer site.Close()
	dir := t.TempDir()
	folder := filepath.Join(dir, "kho")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	other := flock.New(filepath.Join(folder, "lock"))
	if ok, err := other.TryLock(); err != nil || !ok {
		t.Fatal(ok, err)
	}
	args := []string{"crawl", site.URL, "--allow-loopback", "--max-pages", "3", "--archive", folder, "--db", filepath.Join(dir, "t.db")}
	if code, _, errw := call(t, args...); code != exitLocked || !strings.Contains(errw, folder) {
		t.Errorf("exit code %d, %s", code, errw)
	}
	if err := other.Unlock(); err != nil {
		t.Fatal(err)
	}
	if code, _, errw := call(t, args...); code != exitDone {
		t.Errorf("exit code %d, %s", code, errw)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errw := call(t, "crawl", site.URL, "--allow-loopback", "--archive", file, "--db", filepath.Join(dir, "u.db")); code != exitUsage || !strings.Contains(errw, "--archive names another folder") {
		t.Errorf("an archive that is a file: exit code %d, %s", code, errw)
	}
}
