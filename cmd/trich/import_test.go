package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/corpus/source"
	"github.com/trich-vn/trich/store"
)

// must calls trich, which must end well, and returns what it printed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errw := call(t, args...)
	if code != exitDone {
		t.Fatalf("trich %s: exit code %d\n%s%s", strings.Join(args, " "), code, out, errw)
	}
	return out
}

// contents are all records of a database as JSON Lines.
func contents(t *testing.T, path string) string {
	t.Helper()
	opts := storeOptions()
	opts.ReadOnly = true
	db, err := store.Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b bytes.Buffer
	if err := writeRecords(t.Context(), &b, db, store.Filter{}); err != nil {
		t.Fatal(err)
	}
	if b.Len() == 0 {
		t.Fatalf("%s holds no articles", path)
	}
	return b.String()
}

// pagesOf exports the pages of a database and returns the archive.
func pagesOf(t *testing.T, db string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, "export", "warc", "--out", dir, "--db", db)
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) != 1 {
		t.Fatalf("archives %v, error %v", files, err)
	}
	return files[0]
}

// TestRecordsGoRound extracts, imports, exports and imports again: each store
// says what that of an ingest says.
func TestRecordsGoRound(t *testing.T) {
	pages, dir := pagesOf(t, demoDB(t)), t.TempDir()
	ingested, imported, again := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db"), filepath.Join(dir, "c.db")
	must(t, "ingest", pages, "--db", ingested)
	want := contents(t, ingested)

	extracted := filepath.Join(dir, "extracted.jsonl")
	if err := os.WriteFile(extracted, []byte(must(t, "extract", pages)), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "import", extracted, "--db", imported)
	if got := contents(t, imported); got != want {
		t.Errorf("extract and import differ from ingest:\n%.1500s\nwant\n%.1500s", got, want)
	}
	must(t, "export", "records", "--out", dir, "--db", imported)
	must(t, "import", filepath.Join(dir, "records.jsonl"), "--db", again)
	if got := contents(t, again); got != want {
		t.Errorf("export and import differ:\n%.1500s\nwant\n%.1500s", got, want)
	}
	for _, question := range []string{"SELECT p.name, count(*) FROM people p JOIN officials o ON o.person_id = p.id GROUP BY p.id ORDER BY 1, 2", "SELECT * FROM v_series ORDER BY indicator, article_id, kind, n"} {
		ask := func(db string) string { return must(t, "sql", "--format", "jsonl", "--db", db, question) }
		if got, want := ask(again), ask(ingested); got != want || got == "" {
			t.Errorf("%s\n%.500s\nwant\n%.500s", question, got, want)
		}
	}
	must(t, "verify", "--db", again)
	// A store knows what it has, wherever it came from.
	if out := must(t, "import", filepath.Join(dir, "records.jsonl"), "--db", ingested); !strings.Contains(out, "(0 new, 0 changed,") {
		t.Errorf("import of what is stored: %s", out)
	}
}

// ofPages are the tables that hold raw pages and how they were fetched, which
// export warc moves.
var ofPages = []string{"archive", "archive_files", "cycles", "frontier", "hosts", "page_bodies", "pages", "yields"}

// tableContents are the rows of every table but those of raw pages; columns
// that point to pages are left out, and the run of the import itself.
func tableContents(t *testing.T, db string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range strings.Fields(must(t, "sql", "--format", "csv", "--db", db,
		"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"))[1:] {
		if slices.Contains(ofPages, name) {
			continue
		}
		var row struct{ Columns string }
		if err := json.Unmarshal([]byte(must(t, "sql", "--format", "jsonl", "--db", db,
			`SELECT group_concat('"' || name || '"', ', ') AS columns FROM pragma_table_info('`+name+`') WHERE name <> 'page_id'`)), &row); err != nil {
			t.Fatal(err)
		}
		query := "SELECT " + row.Columns + " FROM " + name
		if name == "runs" {
			query += " WHERE command <> 'import'"
		}
		all[name] = must(t, "sql", "--format", "jsonl", "--db", db, query+" ORDER BY 1, 2")
	}
	return all
}

// TestImportRestoresAnEqualStore compares a store with what its export makes,
// table by table: articles and facts, who is who with the decisions made by
// hand, runs, portals, near-duplicates.
func TestImportRestoresAnEqualStore(t *testing.T) {
	path, dir := demoDB(t), t.TempDir()
	restored := filepath.Join(dir, "b.db")
	keys := strings.Split(strings.TrimSpace(must(t, "people", "--columns", "key", "--format", "jsonl", "--limit", "2", "--db", path)), "\n")
	for i, k := range keys {
		var row struct{ Key string }
		if err := json.Unmarshal([]byte(k), &row); err != nil {
			t.Fatal(err)
		}
		keys[i] = row.Key
	}
	must(t, "people", "different", keys[0], keys[1], "--note", "hai người", "--db", path)
	must(t, "reextract", "--all", "--db", path)
	must(t, "export", "records", "--out", dir, "--db", path)
	must(t, "import", dir, "--db", restored)
	must(t, "verify", "--db", restored)
	want, got := tableContents(t, path), tableContents(t, restored)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("table %s differs\n%.600s\nwant\n%.600s", name, got[name], want[name])
		}
	}
	for _, name := range []string{"articles", "counts", "person_corrections", "person_merges", "near_duplicates", "runs"} {
		if want[name] == "" {
			t.Errorf("the demo has no %s to compare", name)
		}
	}
	// Once more changes nothing, and a second store takes the runs in under
	// other numbers.
	must(t, "import", dir, "--db", restored)
	if again := tableContents(t, restored); !maps.Equal(again, got) {
		t.Error("a second import changed the store")
	}
	other := filepath.Join(dir, "c.db")
	must(t, "import", filepath.Join(dir, recordsFile), "--db", other)
	must(t, "import", filepath.Join(dir, historyFile), "--db", other)
	if out := must(t, "sql", "--format", "csv", "--db", other, "SELECT group_concat(command) FROM runs"); !strings.Contains(out, "import,run,reextract,import") {
		t.Errorf("runs of a store that had one: %s", out)
	}
}

func TestImportRefusesWhatItCannotKeep(t *testing.T) {
	dir := t.TempDir()
	text := "Vụ việc ngày 5/6/2024\n\nNgày 5/6/2024, Công an huyện phát hiện 12 vụ trộm cắp.\n"
	article, records := filepath.Join(dir, "a.txt"), filepath.Join(dir, "r.jsonl")
	if err := os.WriteFile(article, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	good := must(t, "extract", article)
	if !strings.Contains(good, `"value":12,`) {
		t.Fatalf("the article gives %s", good)
	}
	lines := []string{
		strings.TrimSpace(good),
		"",
		"no JSON at all",
		`{"id":"1","text":"a document, no record"}`,
		strings.Replace(strings.TrimSpace(good), `"text":"12 vụ"`, `"text":"13 vụ"`, 1),
		`{"article":null}`,
		`{"run":{"id":1,"colour":"red"}}`,
	}
	if err := os.WriteFile(records, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errw := call(t, "import", records, filepath.Join(dir, "missing.jsonl"), "--db", filepath.Join(dir, "t.db"))
	if code != exitPartial || !strings.Contains(out, "articles: 1 (1 new") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	for _, want := range []string{"r.jsonl:3: no record", "r.jsonl:4: no record", `r.jsonl:5: counts[0]: "13 vụ" does not stand`, "r.jsonl:6:", "r.jsonl:7: no record", "missing.jsonl: no such file"} {
		if !strings.Contains(errw, want) {
			t.Errorf("no %q in\n%s", want, errw)
		}
	}
}

// TestPagesGoRound writes pages as WARC and reads them back.
func TestPagesGoRound(t *testing.T) {
	path := demoDB(t)
	type kept struct {
		status                                       int
		url, mediaType, portal, title, day, province string
		body                                         string
	}
	of := func(p *corpus.Page) kept {
		return kept{p.Status, p.URL, p.MediaType, p.Portal, p.Title, p.Published, p.Province, string(p.Body)}
	}
	want := map[string]kept{}
	db, err := store.Open(t.Context(), path, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// One without an exchange, as from a JSON Lines file.
	if _, _, err := db.SavePage(t.Context(), &corpus.Page{Source: "x.jsonl", URL: "https://vidu.vn/tin/1", MediaType: corpus.HTML, Body: []byte("<p>Tin</p>"), Title: "Tin"}); err != nil {
		t.Fatal(err)
	}
	// One from a file, which has no address that a reader would crawl.
	if _, _, err := db.SavePage(t.Context(), &corpus.Page{Source: "ghi chú.txt", MediaType: corpus.Text, Body: []byte("Ghi chú")}); err != nil {
		t.Fatal(err)
	}
	for p, err := range db.Pages(t.Context(), store.PageFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		want[p.Source] = of(&p.Page)
	}
	file := pagesOf(t, path)
	got := map[string]kept{}
	for p, err := range source.Open(t.Context(), file, source.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		got[p.Source] = of(p)
		if p.FetchedAt.IsZero() {
			t.Errorf("%s has no time", p.Source)
		}
	}
	if len(want) < 20 {
		t.Fatalf("only %d pages to compare", len(want))
	}
	for u, w := range want {
		if got[u] != w {
			t.Errorf("%s: got %.200v, want %.200v", u, got[u], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d pages read back, want %d", len(got), len(want))
	}
	if n, err := readArchive(t.Context(), file); n != nil || err != nil {
		t.Errorf("archive: damage %v, error %v", n, err)
	}
	if code, _, errw := call(t, "export", "warc", "--out", filepath.Dir(file), "--db", path); code != exitUsage || !strings.Contains(errw, "earlier export") {
		t.Errorf("second export: exit code %d, %s", code, errw)
	}
	dir := t.TempDir()
	if out := must(t, "export", "warc", "--out", dir, "--since", "2999", "--db", path); !strings.Contains(out, "0 pages") {
		t.Errorf("pages of the future: %s", out)
	}
}

func TestWebAddress(t *testing.T) {
	for s, want := range map[string]string{
		"https://vidu.vn/":               "https://vidu.vn/",
		"HTTPS://vidu.vn/a":              "https://vidu.vn/a",
		"https://vídụ.vn/dữ liệu":        "https://xn--vd-nja3081a.vn/d%E1%BB%AF%20li%E1%BB%87u",
		"https://ten:matkhau@vidu.vn:81": "https://vidu.vn:81",
		"vidu.vn":                        "",
		"/data/x":                        "",
		"x y z":                          "",
		"spdx://CC":                      "",
		"http:/x/y":                      "",
		"":                               "",
	} {
		if got := webAddress(s); got != want {
			t.Errorf("%s: got %q, want %q", s, got, want)
		}
	}
}

func TestPackageRefusesWhatItCannotDescribe(t *testing.T) {
	path, dir := demoDB(t), t.TempDir()
	for _, args := range [][]string{
		{"--home", "vidu.vn"},
		{"--licence", "spdx://CC"},
		{"--columns", "value,value", "counts"},
		{"counts", "counts"},
	} {
		if code, _, errw := call(t, append([]string{"export", "--format", packageFormat, "--out", dir, "--db", path}, args...)...); code != exitUsage || errw == "" {
			t.Errorf("%q: exit code %d, %s", args, code, errw)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "datapackage.json")); err == nil {
		t.Error("a refused export left a descriptor")
	}
}

func TestPackageAndSnapshot(t *testing.T) {
	path, dir := demoDB(t), t.TempDir()
	must(t, "export", "--format", packageFormat, "--licence", "CC-BY-4.0", "--out", dir, "--db", path)
	b, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Licences  []struct{ Name string } `json:"licenses"`
		Sources   []struct{ Title string }
		Resources []struct {
			Path     string
			RowCount int `json:"rowcount"`
		}
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Licences) != 1 || d.Licences[0].Name != "CC-BY-4.0" || len(d.Sources) == 0 || len(d.Resources) != 5 {
		t.Errorf("descriptor %+v", d)
	}
	for _, r := range d.Resources {
		if info, err := os.Stat(filepath.Join(dir, r.Path)); err != nil || info.Size() == 0 || r.RowCount == 0 {
			t.Errorf("%s: %d rows, %v", r.Path, r.RowCount, err)
		}
	}
	copied := filepath.Join(dir, "copy.db")
	must(t, "export", "sqlite", copied, "--db", path)
	if contents(t, copied) != contents(t, path) {
		t.Error("the snapshot differs")
	}
	if code, _, _ := call(t, "export", "sqlite", copied, "--db", path); code == exitDone {
		t.Error("a snapshot was written over a file")
	}
}
