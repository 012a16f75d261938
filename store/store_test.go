package store

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

var update = flag.Bool("update", false, "write schema.sql anew")

func testOptions() Options {
	return Options{Fold: vi.Fold, Unify: vi.Key, BusyTimeout: 10 * time.Second}
}

func openTest(t testing.TB) *DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "test.db"), testOptions())
}

func openAt(t testing.TB, path string, opts Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// quote makes the source of a fact that quotes s in text, in the sentence
// that ends with the next full stop.
func quote(text, s string) corpus.Source {
	at := strings.Index(text, s)
	if at < 0 {
		panic(fmt.Sprintf("%q is not in %q", s, text))
	}
	runes := func(end int) int { return utf8.RuneCountInString(text[:end]) }
	from := strings.LastIndexAny(text[:at], ".\n") + 1
	to := at + strings.IndexAny(text[at:]+"\n", ".\n")
	return corpus.Source{
		Span:     corpus.Span{Text: s, Start: runes(at), End: runes(at) + utf8.RuneCountInString(s)},
		Rule:     "test",
		Sentence: [2]int{runes(from), runes(to)},
	}
}

func dec(t testing.TB, s string) *corpus.Decimal {
	t.Helper()
	d, err := corpus.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// fullRecord has every field of every kind of fact.
func fullRecord(t testing.TB) *corpus.Record {
	text := "Công an tỉnh Hòa Bình triệt phá đường dây ma túy\n\nSáng 04/3/2024, Đại tá Lê Văn Mẫu, Phó Giám đốc Công an tỉnh, chủ trì hội nghị.\n" +
		"Năm 2023, toàn tỉnh xảy ra trên 55/65 vụ phạm tội, giảm 12,50% so với năm 2022. Ngày 30/02/2023 không có."
	return &corpus.Record{
		Source: "in/1.txt",
		Article: &corpus.Article{
			Title: "Công an tỉnh Hòa Bình triệt phá đường dây ma túy", Lead: "Sáng 04/3/2024.", Text: text,
			Published: "2024-03-05", PublishedAt: "2024-03-05T08:00:00+07:00", Updated: "2024-03-06", Byline: "Người Viết", Origin: "Báo Gốc",
			Province: "Hòa Bình", Agency: "Công an tỉnh", Portal: "cong-an-hoa-binh", URL: "https://vidu.vn/1", Category: "Tin",
			Tags: []string{"ma túy", "hội nghị"}, Method: "generic",
		},
		Facts: corpus.Facts{
			Dates: []corpus.Date{
				{Source: quote(text, "Sáng 04/3/2024"), Value: "2024-03-04TMO", First: "2024-03-04", Last: "2024-03-04", Inferred: "century", Check: "consistent", Note: "thứ Hai"},
				{Source: quote(text, "Năm 2023"), Value: "2023", First: "2023-01-01", Last: "2023-12-31"},
			},
			Officials: []corpus.Official{{
				Source: quote(text, "Đại tá Lê Văn Mẫu, Phó Giám đốc Công an tỉnh"), Name: "Lê Văn Mẫu", Honorific: "đồng chí", Rank: "Đại tá", Role: "presides", Verb: "chủ trì",
				Positions: []corpus.Position{
					{Title: "Phó Giám đốc", Organisation: "Công an tỉnh", Level: "province", Canonical: "Phó Giám đốc Công an tỉnh", Jurisdiction: "Hòa Bình", Acting: true},
					{Title: "Thủ trưởng", Former: true, Inferred: true},
				}, Inferred: true,
			}},
			Counts: []corpus.Count{{
				Figure: corpus.Figure{
					Source: quote(text, "trên 55/65 vụ"), Value: *dec(t, "55"), Upper: dec(t, "56.0"), Bound: corpus.Over, Change: corpus.Decrease, Verb: "xảy ra", What: "vụ phạm tội",
					Status: corpus.StatusPreliminary, Indicator: "crime.order.cases", Period: "2023", Baseline: "2022", Place: "toàn tỉnh",
					Area: "tỉnh Hòa Bình", Level: corpus.LevelProvince, Ambiguous: "5.5", Check: "inconsistent", Note: "55 < 65",
				},
				Unit: "vụ", Class: "case", Of: dec(t, "65"), OfKind: corpus.OfPrevious,
			}},
			Percentages: []corpus.Percentage{{Figure: corpus.Figure{
				Source: quote(text, "12,50%"), Value: *dec(t, "12.50"), Change: corpus.Decrease, Verb: "xảy ra", What: "số vụ", Period: "2023", Baseline: "2022",
				Status: corpus.StatusRevised, Area: "cả nước", Level: corpus.LevelCountry,
			}}},
			Invalid: []corpus.Rejection{{Source: quote(text, "30/02/2023"), Kind: "date", Reason: "no such day"}},
		},
	}
}

func TestRecordComesBackEqual(t *testing.T) {
	db := openTest(t)
	rec := fullRecord(t)
	if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Record(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, rec) {
		t.Errorf("record\n got %+v\nwant %+v", got, rec)
	}
	if _, err := db.Record(t.Context(), 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("record 2: %v; want ErrNotFound", err)
	}
}

func TestSavingTwiceChangesNothing(t *testing.T) {
	db := openTest(t)
	rec := fullRecord(t)
	save := func(want Outcome) {
		t.Helper()
		got, err := db.SaveRecord(t.Context(), rec, Meta{ExtractorVersion: "1"})
		if err != nil || got != want {
			t.Fatalf("SaveRecord = %v, %v; want %v", got, err, want)
		}
	}
	save(New)
	before := dump(t, db)
	save(Unchanged)
	if after := dump(t, db); after != before {
		t.Errorf("saving again changed the store:\n%s\nbefore:\n%s", after, before)
	}
	rec.Counts[0].Unit = "vụ việc"
	save(Changed)
	save(Unchanged)
	checkIntegrity(t, db)
}

// dump writes the rows of every table of facts and articles.
func dump(t testing.TB, db *DB) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"articles", "article_texts", "sentences", "dates", "counts", "percentages", "officials", "positions", "rejections"} {
		rows, err := db.r.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		cells := make([]any, len(columns))
		dest := make([]any, len(columns))
		for i := range cells {
			dest[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %q\n", table, cells)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil { //nolint:sqlclosecheck // one query after the other
			t.Fatal(err)
		}
	}
	return b.String()
}

// checkIntegrity fails when SQLite, a foreign key or the full-text index
// complains.
func checkIntegrity(t testing.TB, db *DB) {
	t.Helper()
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		rows, err := db.r.QueryContext(context.Background(), "SELECT * FROM pragma_"+pragma)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var cells [4]sql.NullString
			columns, _ := rows.Columns()
			dest := []any{&cells[0], &cells[1], &cells[2], &cells[3]}
			if err := rows.Scan(dest[:len(columns)]...); err != nil {
				t.Fatal(err)
			}
			if cells[0].String != "ok" {
				t.Errorf("%s: %v", pragma, cells)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil { //nolint:sqlclosecheck // one query after the other
			t.Fatal(err)
		}
	}
	var texts, indexed, exact int
	if err := db.r.QueryRow("SELECT (SELECT count(*) FROM article_texts), (SELECT count(*) FROM search_docsize), (SELECT count(*) FROM search_exact_docsize)").Scan(&texts, &indexed, &exact); err != nil {
		t.Fatal(err)
	}
	if texts != indexed || texts != exact {
		t.Errorf("%d texts, %d in the index, %d in the exact index", texts, indexed, exact)
	}
}

func TestReplacingTouchesItsOwnRowsOnly(t *testing.T) {
	db := openTest(t)
	first, second := fullRecord(t), fullRecord(t)
	second.Source, second.Article.URL = "in/2.txt", "https://vidu.vn/2"
	for _, rec := range []*corpus.Record{first, second} {
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	changed := fullRecord(t)
	changed.Article.Text = "Chỉ còn một câu về thủy lợi."
	changed.Facts = corpus.NoFacts()
	if got, err := db.SaveRecord(t.Context(), changed, Meta{}); got != Changed || err != nil {
		t.Fatalf("SaveRecord = %v, %v; want changed", got, err)
	}
	if got, err := db.Record(t.Context(), 1); err != nil || !reflect.DeepEqual(got, changed) {
		t.Errorf("record 1 = %+v, %v; want %+v", got, err, changed)
	}
	if got, err := db.Record(t.Context(), 2); err != nil || !reflect.DeepEqual(got, second) {
		t.Errorf("record 2 = %+v, %v; want %+v", got, err, second)
	}
	for query, want := range map[string][]int64{"ma túy": {2}, "thuy loi": {1}} {
		hits, err := db.Search(t.Context(), Filter{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		if got := hitIDs(hits); !reflect.DeepEqual(got, want) {
			t.Errorf("search %q = %v; want %v", query, got, want)
		}
	}
	checkIntegrity(t, db)
}

func hitIDs(hits []Hit) []int64 {
	ids := []int64{}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestRecordWithoutArticle(t *testing.T) {
	db := openTest(t)
	page := &corpus.Page{Source: "https://vidu.vn/1", URL: "https://vidu.vn/1", MediaType: corpus.HTML, Body: []byte("<p>một")}
	id, _, err := db.SavePage(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	none := &corpus.Record{Source: page.Source, Reason: "list page"}
	save := func(rec *corpus.Record, meta Meta, want Outcome) {
		t.Helper()
		if got, err := db.SaveRecord(t.Context(), rec, meta); err != nil || got != want {
			t.Fatalf("SaveRecord = %v, %v; want %v", got, err, want)
		}
	}
	save(none, Meta{PageID: id, ExtractorVersion: "1"}, NoArticle)
	save(fullRecord(t), Meta{PageID: id, ExtractorVersion: "2"}, New)
	save(none, Meta{PageID: id, ExtractorVersion: "3"}, Removed)
	p, err := db.Page(t.Context(), id)
	if err != nil || p.Reason != "list page" || p.Extractor != "3" {
		t.Errorf("page = %+v, %v; want its reason and version 3", p, err)
	}
	// A newer version of the page that holds no article leaves what the older held.
	save(fullRecord(t), Meta{PageID: id, ExtractorVersion: "3"}, New)
	page.Body = []byte("<p>bảo trì")
	newer, changed, err := db.SavePage(t.Context(), page)
	if err != nil || !changed || newer == id {
		t.Fatalf("SavePage = %d, %v, %v; want a new version", newer, changed, err)
	}
	save(&corpus.Record{Source: page.Source, Reason: "error page"}, Meta{PageID: newer, ExtractorVersion: "3"}, NoArticle)
	if articles, err := Collect(db.Articles(t.Context(), Filter{})); err != nil || len(articles) != 1 {
		t.Errorf("%d articles, %v; want 1", len(articles), err)
	}
}

func TestAddressOfAnArticleMayChangeWithBetterRules(t *testing.T) {
	db := openTest(t)
	id, _, err := db.SavePage(t.Context(), &corpus.Page{Source: "https://vidu.vn/1?utm=x", MediaType: corpus.HTML, Body: []byte("<p>một")})
	if err != nil {
		t.Fatal(err)
	}
	rec := fullRecord(t)
	rec.Article.URL = "https://vidu.vn/1?utm=x"
	if _, err := db.SaveRecord(t.Context(), rec, Meta{PageID: id}); err != nil {
		t.Fatal(err)
	}
	rec.Article.URL = "https://vidu.vn/1"
	if got, err := db.SaveRecord(t.Context(), rec, Meta{PageID: id}); got != Changed || err != nil {
		t.Fatalf("SaveRecord = %v, %v; want changed", got, err)
	}
	articles, err := Collect(db.Articles(t.Context(), Filter{}))
	if err != nil || len(articles) != 1 || articles[0].URL != "https://vidu.vn/1" {
		t.Errorf("articles = %+v, %v; want the one under its new address", articles, err)
	}
}

func TestPageVersions(t *testing.T) {
	db := openTest(t)
	at := time.Date(2024, 3, 5, 1, 2, 3, 0, time.UTC)
	page := &corpus.Page{
		Source: "s", URL: "https://vidu.vn/1", MediaType: corpus.HTML, Status: 200, Header: http.Header{"Etag": {`"x"`}},
		FetchedAt: at, Body: []byte(strings.Repeat("<p>Công an tỉnh</p>", 500)), Portal: "vidu", Title: "T", Published: "2024-03-05", Province: "Hòa Bình",
	}
	id, changed, err := db.SavePage(t.Context(), page)
	if err != nil || !changed {
		t.Fatalf("first SavePage = %d, %v, %v", id, changed, err)
	}
	got, err := db.Page(t.Context(), id)
	if err != nil || !reflect.DeepEqual(got.Page, *page) {
		t.Errorf("page\n got %+v, %v\nwant %+v", got, err, *page)
	}
	again := *page
	again.FetchedAt = at.Add(time.Hour)
	id2, changed, err := db.SavePage(t.Context(), &again)
	if err != nil || changed || id2 != id {
		t.Errorf("same body: %d, %v, %v; want %d unchanged", id2, changed, err, id)
	}
	if got, err = db.Page(t.Context(), id); err != nil || !got.SeenAt.Equal(again.FetchedAt) || !got.FetchedAt.Equal(at) {
		t.Errorf("seen %v, fetched %v, %v; want %v and %v", got.SeenAt, got.FetchedAt, err, again.FetchedAt, at)
	}
	again.Published = "2024-03-06"
	if id2, changed, err = db.SavePage(t.Context(), &again); err != nil || !changed || id2 != id {
		t.Errorf("other day from outside: %d, %v, %v; want %d changed", id2, changed, err, id)
	}
	again.Body = []byte("khác")
	id3, changed, err := db.SavePage(t.Context(), &again)
	if err != nil || !changed || id3 == id {
		t.Errorf("other body: %d, %v, %v; want a new version", id3, changed, err)
	}
	again.Body = page.Body
	id4, changed, err := db.SavePage(t.Context(), &again)
	if err != nil || !changed || id4 <= id3 {
		t.Errorf("old body again: %d, %v, %v; want a version after %d", id4, changed, err, id3)
	}
	var versions, bodies int
	if err := db.r.QueryRow("SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM page_bodies)").Scan(&versions, &bodies); err != nil || versions != 3 || bodies != 2 {
		t.Errorf("%d versions, %d bodies, %v; want 3 and 2", versions, bodies, err)
	}
	if _, _, err := db.SavePage(t.Context(), &corpus.Page{Body: []byte("x")}); err == nil {
		t.Error("a page without a name was saved")
	}
}

func TestPagesToExtract(t *testing.T) {
	db := openTest(t)
	var ids []int64
	for _, body := range []string{"một", "hai", "ba"} {
		id, _, err := db.SavePage(t.Context(), &corpus.Page{Source: "s" + body, MediaType: corpus.Text, Body: []byte(body)})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	newest, _, err := db.SavePage(t.Context(), &corpus.Page{Source: "smột", MediaType: corpus.Text, Body: []byte("một mới")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.SaveRecord(t.Context(), &corpus.Record{Source: "shai", Reason: "empty"}, Meta{PageID: ids[1], ExtractorVersion: "2"}); err != nil {
		t.Fatal(err)
	}
	pages, err := Collect(db.PagesToExtract(t.Context(), "2", PageFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, p := range pages {
		got = append(got, p.ID)
	}
	if want := []int64{ids[2], newest}; !reflect.DeepEqual(got, want) {
		t.Errorf("pages to extract = %v; want %v", got, want)
	}
	if all, err := Collect(db.Pages(t.Context(), PageFilter{})); err != nil || len(all) != 4 {
		t.Errorf("%d pages, %v; want 4", len(all), err)
	}
}

func TestWriter(t *testing.T) {
	db := openTest(t)
	w := db.Writer(3)
	for i := range 7 {
		rec := fullRecord(t)
		rec.Article.URL = fmt.Sprintf("https://vidu.vn/%d", i)
		if i == 4 {
			rec.Article.Published = "hôm qua"
		}
		page, _, err := w.SavePage(t.Context(), &corpus.Page{Source: rec.Article.URL, MediaType: corpus.HTML, Body: fmt.Append(nil, i)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.SaveRecord(t.Context(), rec, Meta{PageID: page})
		if (err != nil) != (i == 4) {
			t.Errorf("record %d: %v", i, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	articles, err := Collect(db.Articles(t.Context(), Filter{}))
	if err != nil || len(articles) != 6 {
		t.Errorf("%d articles, %v; want 6", len(articles), err)
	}
	checkIntegrity(t, db)
}

// An error undoes its own step alone, in the full-text index too, whether the
// article was known or is new.
func TestWriterUndoesAStep(t *testing.T) {
	record := func(source, text string, bounds ...corpus.Bound) *corpus.Record {
		rec := &corpus.Record{Source: source, Article: &corpus.Article{Title: text, Text: text, Portal: "p"}}
		for _, b := range bounds {
			rec.Counts = append(rec.Counts, corpus.Count{Figure: corpus.Figure{Bound: b}})
		}
		return rec
	}
	save := func(db *DB, records ...*corpus.Record) {
		t.Helper()
		w := db.Writer(100)
		page, _, err := w.SavePage(t.Context(), &corpus.Page{Source: "p", MediaType: corpus.Text, Portal: "p", Body: []byte("x")})
		if err != nil {
			t.Fatal(err)
		}
		for i, rec := range records {
			bad := slices.ContainsFunc(rec.Counts, func(c corpus.Count) bool { return c.Bound == "maybe" })
			meta := Meta{ExtractorVersion: rec.Source}
			if bad {
				meta.PageID = page
			}
			if _, err := w.SaveRecord(t.Context(), rec, meta); (err != nil) != bad {
				t.Errorf("record %d: %v", i, err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		verified(t, db)
	}
	opts := testOptions()
	opts.Now = func() time.Time { return time.Unix(0, 0) }
	got, want := openAt(t, filepath.Join(t.TempDir(), "got.db"), opts), openAt(t, filepath.Join(t.TempDir(), "want.db"), opts)
	first, second, third := record("1", "Đường một"), record("2", "Đường hai", corpus.About), record("3", "Đường ba")
	save(want, first, second, first, third)
	save(got, first, second, record("1", "Đường khác", "maybe"), record("4", "Đường mới", corpus.Over, "maybe"), first, third)
	if got, want := dump(t, got), dump(t, want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n := count(t, got, "SELECT count(*) FROM pages WHERE extractor IS NOT NULL"); n != 0 {
		t.Errorf("%d pages count as extracted; their articles failed", n)
	}
	for query, n := range map[string]int{"duong": 3, "khac": 0, "moi": 0, "mot": 1} {
		if hits, err := got.Search(t.Context(), Filter{Text: query}); err != nil || len(hits) != n {
			t.Errorf("search %q: %d hits, %v; want %d", query, len(hits), err, n)
		}
	}
}

// An article that is saved, changed and removed in one transaction leaves
// nothing behind in the full-text index.
func TestWriterChangesWhatItJustSaved(t *testing.T) {
	db := openTest(t)
	w := db.Writer(100)
	page, _, err := w.SavePage(t.Context(), &corpus.Page{Source: "s", MediaType: corpus.Text, Body: []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Đường dây một", "Đường dây hai", ""} {
		rec := &corpus.Record{Source: "s", Reason: "empty"}
		if text != "" {
			rec.Article = &corpus.Article{Title: text, Text: text}
		}
		if _, err := w.SaveRecord(t.Context(), rec, Meta{PageID: page}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	checkIntegrity(t, db)
	saveTexts(t, db, "Một bài khác")
	for query, want := range map[string]int{"duong": 0, "hai": 0, "một": 1} {
		if hits, err := db.Search(t.Context(), Filter{Text: query}); err != nil || len(hits) != want {
			t.Errorf("search %q: %d hits, %v; want %d", query, len(hits), err, want)
		}
	}
	if _, err := db.w.Exec("INSERT INTO search (search) VALUES ('integrity-check')"); err != nil {
		t.Errorf("index: %v", err)
	}
}

func TestRuns(t *testing.T) {
	db := openTest(t)
	id, err := db.StartRun(t.Context(), "ingest", []string{"a", "b"}, "1.0")
	if err != nil {
		t.Fatal(err)
	}
	run, err := db.RunByID(t.Context(), id)
	if err != nil || run.Status != RunRunning || !run.FinishedAt.IsZero() {
		t.Errorf("run = %+v, %v; want running", run, err)
	}
	if err := db.FinishRun(t.Context(), id, RunPartial, map[string]int{"new": 3}); err != nil {
		t.Fatal(err)
	}
	runs, err := db.Runs(t.Context(), 10)
	if err != nil || len(runs) != 1 || runs[0].Status != RunPartial || string(runs[0].Report) != `{"new":3}` ||
		!reflect.DeepEqual(runs[0].Arguments, []string{"a", "b"}) || runs[0].FinishedAt.IsZero() {
		t.Errorf("runs = %+v, %v", runs, err)
	}
	if err := db.FinishRun(t.Context(), 99, RunDone, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("FinishRun of no run: %v; want ErrNotFound", err)
	}
}

// schemaOf returns the statements of the schema in the order of their making.
func schemaOf(t *testing.T, db *DB) []string {
	t.Helper()
	statements, err := textsOf(t.Context(), db.r, `SELECT s.sql FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.tbl_name
		WHERE s.sql IS NOT NULL AND l.type <> 'shadow' ORDER BY s.rowid`)
	if err != nil {
		t.Fatal(err)
	}
	return statements
}

func TestSchemaFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- Today's schema: what the migrations add up to. A test compares; write it anew with\n-- go test -tags sqlite_fts5 ./store -run TestSchemaFile -update\n")
	for _, s := range schemaOf(t, openTest(t)) {
		b.WriteString("\n" + s + ";\n")
	}
	if *update {
		if err := os.WriteFile("schema.sql", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("schema.sql is not what the migrations add up to; run this test with -update and read the difference")
	}
}
