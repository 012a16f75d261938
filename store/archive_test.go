package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A fakeArchive keeps bodies one after the other in plain files.
type fakeArchive struct{ asked int }

func (a *fakeArchive) Answer(at corpus.ArchiveRecord) (http.Header, []byte, error) {
	a.asked++
	all, err := os.ReadFile(filepath.Join(at.Folder, at.File))
	if err != nil {
		return nil, nil, err
	}
	if at.Offset+at.Length > int64(len(all)) {
		return nil, nil, errors.New("the file ends before")
	}
	return http.Header{"X-From": {"archive"}}, all[at.Offset : at.Offset+at.Length], nil
}

func (a *fakeArchive) Check(at corpus.ArchiveRecord) error {
	_, body, err := a.Answer(at)
	if err == nil && !bytes.Contains(body, []byte(at.RecordID)) {
		err = fmt.Errorf("another record than %s", at.RecordID)
	}
	return err
}

// keep appends a body to a file and returns a page that refers to it.
func keep(t *testing.T, folder, file, url, body string) *corpus.Page {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(folder, file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(body); err != nil {
		t.Fatal(err)
	}
	at := corpus.ArchiveRecord{
		URL: url, FetchedAt: time.Unix(1_700_000_000, 0), Status: 200, Folder: folder, File: file, Offset: info.Size(), Length: int64(len(body)),
		End: info.Size() + int64(len(body)), RecordID: body[:3], BodySize: len(body), BodySHA256: sha256.Sum256([]byte(body)),
	}
	return &corpus.Page{
		Source: url, URL: url, MediaType: corpus.HTML, Status: 200, Header: http.Header{"X-From": {"wire"}}, FetchedAt: at.FetchedAt, Archived: &at,
	}
}

// archived opens a database at path with an archive beside it that holds pages,
// and returns their identifiers.
func archivedPages(t *testing.T, path string, bodies ...string) (*DB, []int64) {
	t.Helper()
	opts := testOptions()
	opts.Archive = &fakeArchive{}
	db := openAt(t, path, opts)
	var ids []int64
	var records []corpus.ArchiveRecord
	for i, body := range bodies {
		p := keep(t, strings.TrimSuffix(path, ".db")+".warc", "a.warc.gz", fmt.Sprintf("https://vidu.vn/%d", i), body)
		id, _, err := db.SavePage(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
		records = append(records, *p.Archived)
	}
	if _, err := db.Frontier().Record(t.Context(), corpus.FrontierBatch{Archived: records}); err != nil {
		t.Fatal(err)
	}
	return db, ids
}

func TestBodiesInTheArchive(t *testing.T) {
	dir := t.TempDir()
	db, ids := archivedPages(t, filepath.Join(dir, "t.db"), "Một bài", "Hai bài", "Một bài")
	own, _, err := db.SavePage(t.Context(), &corpus.Page{Source: "x.html", MediaType: corpus.HTML, Header: http.Header{"X-From": {"database"}}, Body: []byte("Ba bài")})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"Một bài", "Hai bài", "Một bài"} {
		p, err := db.Page(t.Context(), ids[i])
		if err != nil || string(p.Body) != want || p.Header.Get("X-From") != "archive" || p.Archived == nil || p.Archived.BodySize != len(want) {
			t.Errorf("page %d: %+v, %v", i, p, err)
		}
	}
	if p, err := db.Page(t.Context(), own); err != nil || string(p.Body) != "Ba bài" || p.Header.Get("X-From") != "database" || p.Archived != nil {
		t.Errorf("page in the database: %+v, %v", p, err)
	}
	if n := count(t, db, "SELECT count(*) FROM page_bodies WHERE body IS NULL"); n != 2 {
		t.Errorf("%d bodies in the archive, want one for two pages that say the same, and one", n)
	}
	// The same body again is the same version, wherever it comes from.
	again := keep(t, dir, "b.warc.gz", "https://vidu.vn/1", "Hai bài")
	if id, changed, err := db.SavePage(t.Context(), again); err != nil || changed || id != ids[1] {
		t.Errorf("the same again: %d, %v, %v", id, changed, err)
	}
	// A revisit has no bytes of its own: they are kept in the database.
	revisit := keep(t, dir, "b.warc.gz", "https://vidu.vn/9", "bốn")
	revisit.Archived.Revisit, revisit.Body = true, []byte("bốn")
	if id, _, err := db.SavePage(t.Context(), revisit); err != nil {
		t.Error(err)
	} else if p, err := db.Page(t.Context(), id); err != nil || p.Archived != nil || string(p.Body) != "bốn" {
		t.Errorf("a revisit: %+v, %v", p, err)
	}
	files, err := db.ArchiveFiles(t.Context())
	if err != nil || len(files) != 1 || files[0].Name != "a.warc.gz" || files[0].Folder != filepath.Join(dir, "t.warc") || files[0].Size != int64(len("Một bàiHai bàiMột bài")) {
		t.Errorf("files %+v, %v", files, err)
	}
	checks, err := db.VerifyArchive(t.Context())
	if err != nil || len(checks) != 3 || checks[1].Rows != 3 || checks[2].Rows != 2 {
		t.Fatalf("%+v, %v", checks, err)
	}
	for _, c := range checks {
		if !c.OK() {
			t.Errorf("%s: %v", c.Name, c.Problems)
		}
	}
}

// TestArchiveIsFound moves database and archive about.
func TestArchiveIsFound(t *testing.T) {
	body := "Một bài"
	at := func(t *testing.T, move func(from, to string) (db string, opts Options)) error {
		t.Helper()
		from, to := t.TempDir(), t.TempDir()
		db, ids := archivedPages(t, filepath.Join(from, "t.db"), body)
		db.Close()
		path, opts := move(from, to)
		own := testOptions()
		own.Archive, own.ArchiveFolders = &fakeArchive{}, opts.ArchiveFolders
		moved := openAt(t, path, own)
		p, err := moved.Page(t.Context(), ids[0])
		if err == nil && string(p.Body) != body {
			t.Errorf("body %q", p.Body)
		}
		return err
	}
	rename := func(t *testing.T, from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	if err := at(t, func(from, to string) (string, Options) {
		rename(t, filepath.Join(from, "t.db"), filepath.Join(to, "t.db"))
		rename(t, filepath.Join(from, "t.warc"), filepath.Join(to, "t.warc"))
		return filepath.Join(to, "t.db"), Options{}
	}); err != nil {
		t.Errorf("both moved: %v", err)
	}
	if err := at(t, func(from, _ string) (string, Options) {
		rename(t, filepath.Join(from, "t.db"), filepath.Join(from, "other.db"))
		return filepath.Join(from, "other.db"), Options{}
	}); err != nil {
		t.Errorf("the database renamed: %v", err)
	}
	if err := at(t, func(from, to string) (string, Options) {
		rename(t, filepath.Join(from, "t.warc"), filepath.Join(to, "kho"))
		return filepath.Join(from, "t.db"), Options{ArchiveFolders: []string{filepath.Join(to, "kho")}}
	}); err != nil {
		t.Errorf("the archive moved to where the settings say: %v", err)
	}
	err := at(t, func(from, to string) (string, Options) {
		rename(t, filepath.Join(from, "t.warc"), filepath.Join(to, "kho"))
		return filepath.Join(from, "t.db"), Options{}
	})
	if !errors.Is(err, ErrNoArchive) || !errors.Is(err, ErrBody) || !strings.Contains(err.Error(), "t.warc") {
		t.Errorf("the archive moved away: %v", err)
	}
	// One that was not below the database's folder is found beside its copy.
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "kho")
	opts := testOptions()
	opts.Archive = &fakeArchive{}
	db := openAt(t, filepath.Join(dir, "t.db"), opts)
	id, _, err := db.SavePage(t.Context(), keep(t, elsewhere, "a.warc.gz", "https://vidu.vn/1", body))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Page(t.Context(), id); err != nil {
		t.Errorf("an archive elsewhere: %v", err)
	}
	db.Close()
	rename(t, elsewhere, filepath.Join(dir, "kho"))
	db = openAt(t, filepath.Join(dir, "t.db"), opts)
	if _, err := db.Page(t.Context(), id); err != nil {
		t.Errorf("an archive that was moved beside the database: %v", err)
	}
}

// TestDamagedBodiesDoNotStopTheOthers streams pages over an archive with a hole.
func TestDamagedBodiesDoNotStopTheOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	db, ids := archivedPages(t, path, "Một bài", "Hai bài", "Bốn bài")
	file := filepath.Join(strings.TrimSuffix(path, ".db")+".warc", "a.warc.gz")
	all, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all[len("Một bài")+4] ^= 1
	if err := os.WriteFile(file, all, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	for p, err := range db.PagesToExtract(t.Context(), "2", PageFilter{}) {
		switch {
		case err != nil && (!errors.Is(err, ErrBody) || errors.Is(err, ErrNoArchive)):
			t.Fatal(err)
		case err != nil:
			got = append(got, "!")
		default:
			got = append(got, string(p.Body))
		}
	}
	if strings.Join(got, ",") != "Một bài,!,Bốn bài" {
		t.Errorf("got %q", got)
	}
	bad := func() (names []string) {
		checks, err := db.VerifyArchive(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			if !c.OK() {
				names = append(names, c.Name)
			}
		}
		return names
	}
	if names := bad(); len(names) != 1 || names[0] != "archived pages" {
		t.Errorf("a damaged body: %v", names)
	}
	if _, err := db.w.Exec("UPDATE archive SET record = 'xyz' WHERE id = 1"); err != nil {
		t.Fatal(err)
	}
	if names := bad(); len(names) != 2 || names[0] != "archive" {
		t.Errorf("an index that means another record: %v", names)
	}
	if err := os.Truncate(file, 4); err != nil {
		t.Fatal(err)
	}
	if names := bad(); len(names) != 3 || names[0] != "archive files" {
		t.Errorf("a file that was cut: %v", names)
	}
	if _, err := db.Page(t.Context(), ids[2]); !errors.Is(err, ErrBody) {
		t.Errorf("a body behind the end of its file: %v", err)
	}
}

func TestPageFilter(t *testing.T) {
	db := openTest(t)
	for i, day := range []string{"2025-06-30", "2025-07-01", "2025-08-02"} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := db.SavePage(t.Context(), &corpus.Page{Source: day, MediaType: corpus.Text, FetchedAt: at, Body: []byte(day), Portal: fmt.Sprint("p", i%2)}); err != nil {
			t.Fatal(err)
		}
	}
	for f, want := range map[PageFilter]int{{}: 3, {Since: "2025-07-01"}: 2, {Portal: "p0"}: 2, {Portal: "p0", Since: "2025-07-01"}: 1, {Portal: "x"}: 0} {
		if all, err := Collect(db.Pages(t.Context(), f)); err != nil || len(all) != want {
			t.Errorf("%+v: %d pages, %v; want %d", f, len(all), err, want)
		}
		if all, err := Collect(db.PagesToExtract(t.Context(), "1", f)); err != nil || len(all) != want {
			t.Errorf("%+v: %d pages to extract, %v; want %d", f, len(all), err, want)
		}
	}
}

// TestBodiesOfOlderDatabasesStay fills a database as it was before bodies could
// stand in the archive, and brings it up to date.
func TestBodiesOfOlderDatabasesStay(t *testing.T) {
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	if err := create(t.Context(), path, testOptions().withDefaults()); err != nil {
		t.Fatal(err)
	}
	old := &DB{path: path, opts: testOptions().withDefaults()}
	old.w = old.pool(writer, 1)
	for _, s := range steps {
		if strings.Contains(s.name, "archived_bodies") {
			break
		}
		if _, err := migrateOne(t.Context(), old.w, steps); err != nil {
			t.Fatal(err)
		}
	}
	sum := sha256.Sum256([]byte("Một bài"))
	for _, insert := range []string{
		"INSERT INTO page_bodies (id, sha256, size, coding, body) VALUES (7, ?1, 9, 'identity', CAST('Một bài' AS BLOB))",
		"INSERT INTO pages (id, key, source, media_type, seen_at, body_id) VALUES (3, 'k', 'k', 'text/html', '2025-01-01T00:00:00Z', 7)",
		"INSERT INTO archive (url, fetched_at, status, file, at, length, record, revisit) VALUES ('u', 5, 200, 'a.warc.gz', 10, 20, 'urn:x', 0)",
		"INSERT INTO archive (url, fetched_at, status, file, at, length, record, revisit) VALUES ('v', 6, 200, 'a.warc.gz', 40, 30, 'urn:y', 1)",
		"INSERT INTO archive (url, fetched_at, status, file, at, length, record, revisit) VALUES ('w', 7, 200, 'b.warc.gz', 0, 5, 'urn:z', 0)",
	} {
		args := []any{sum[:]}
		if !strings.Contains(insert, "?1") {
			args = nil
		}
		if _, err := old.w.Exec(insert, args...); err != nil {
			t.Fatal(err)
		}
	}
	old.w.Close()
	db := openAt(t, path, testOptions())
	if p, err := db.Page(t.Context(), 3); err != nil || string(p.Body) != "Một bài" || p.Archived != nil {
		t.Errorf("%+v, %v", p, err)
	}
	files, err := db.ArchiveFiles(t.Context())
	if err != nil || len(files) != 2 || files[0].Name != "a.warc.gz" || files[0].Size != 70 || files[1].Size != 5 {
		t.Errorf("files %+v, %v", files, err)
	}
	records, err := Collect(db.Archive(t.Context(), time.Time{}))
	if err != nil || len(records) != 3 || records[1].URL != "v" || records[1].File != "a.warc.gz" || records[1].Offset != 40 || !records[1].Revisit {
		t.Errorf("records %+v, %v", records, err)
	}
	checkIntegrity(t, db)
}
