package store

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

func TestFacts(t *testing.T) {
	db := openTest(t)
	for i := range 3 {
		rec := fullRecord(t)
		rec.Article.URL = fmt.Sprintf("https://vidu.vn/%d", i)
		rec.Article.Published = fmt.Sprintf("2024-0%d-01", i+1)
		rec.Article.Province = []string{"Hòa Bình", "Nghệ An", "Nghệ An"}[i]
		rec.Counts[0].Value = *dec(t, fmt.Sprint(10*(i+1)))
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		f    Filter
		want string // article:kind:value
	}{
		{"all", Filter{}, "3:count:30 3:percentage:12.50 2:count:20 2:percentage:12.50 1:count:10 1:percentage:12.50"},
		{"page", Filter{Limit: 2, Offset: 1}, "3:percentage:12.50 2:count:20"},
		{"unit", Filter{Units: []string{"vụ"}}, "3:count:30 2:count:20 1:count:10"},
		{"percent", Filter{Units: []string{"%"}, Limit: 1}, "3:percentage:12.50"},
		{"no such unit", Filter{Units: []string{"con"}}, ""},
		{"range", Filter{Units: []string{"vụ"}, Min: dec(t, "15"), Max: dec(t, "20")}, "2:count:20"},
		{"province", Filter{Provinces: []string{"Hòa Bình"}}, "1:count:10 1:percentage:12.50"},
		{"portal", Filter{Portals: []string{"khác"}}, ""},
		{"published", Filter{PublishedFrom: "2024-02-01", PublishedTo: "2024-02-28"}, "2:count:20 2:percentage:12.50"},
		{"dates", Filter{Kinds: []string{KindDate}, ArticleID: 1}, "1:date:2024-03-04TMO 1:date:2023"},
		{"period of dates", Filter{Kinds: []string{KindDate}, ArticleID: 1, Period: "2024-Q1"}, "1:date:2024-03-04TMO"},
		{"period", Filter{Period: "2023", Limit: 1}, "3:count:30"},
		{"other period", Filter{Period: "2022"}, ""},
		{"bound", Filter{Bounds: []string{"over"}, Limit: 1}, "3:count:30"},
		{"exact", Filter{Bounds: []string{"exact"}, Limit: 1}, "3:percentage:12.50"},
		{"exact or over", Filter{Bounds: []string{"exact", "over"}, Limit: 2}, "3:count:30 3:percentage:12.50"},
		{"level", Filter{Changes: []string{"level"}}, ""},
		{"indicator", Filter{Indicators: []string{"crime.order.cases"}, Limit: 1}, "3:count:30"},
		{"class", Filter{Classes: []string{"case"}, Limit: 1}, "3:count:30"},
		{"verb", Filter{Verbs: []string{"xảy ra"}, Limit: 2}, "3:count:30 3:percentage:12.50"},
		{"other verb", Filter{Verbs: []string{"phát hiện"}}, ""},
		{"status", Filter{Statuses: []string{"revised"}, Limit: 1}, "3:percentage:12.50"},
		{"level of area", Filter{Levels: []string{"country"}, Limit: 1}, "3:percentage:12.50"},
		{"text", Filter{Text: "toan tinh", Limit: 1}, "3:count:30"},
		{"text with diacritics", Filter{Text: "phạm tội", Limit: 2}, "3:count:30 3:percentage:12.50"},
		{"other diacritics", Filter{Text: "phàm tôi"}, ""},
		{"text of another sentence", Filter{Text: "chủ trì"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			facts, err := Collect(db.Facts(t.Context(), tt.f))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range facts {
				got = append(got, fmt.Sprintf("%d:%s:%s", f.ArticleID, f.Kind, f.Value))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), tt.want)
			}
		})
	}
	for _, f := range []Filter{{Kinds: []string{"number"}}, {Period: "nay"}, {Text: "!!!"}} {
		if facts, err := Collect(db.Facts(t.Context(), f)); err == nil {
			t.Errorf("Facts(%+v) = %v; want an error", f, facts)
		}
	}
}

func TestFactHasEverything(t *testing.T) {
	db := openTest(t)
	rec := fullRecord(t)
	if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
		t.Fatal(err)
	}
	facts, err := Collect(db.Facts(t.Context(), Filter{Kinds: []string{KindCount}}))
	if err != nil || len(facts) != 1 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	c, a := rec.Counts[0], rec.Article
	want := Fact{
		Kind: KindCount, ArticleID: 1, Text: c.Text, Value: "55", Upper: c.Upper, Unit: "vụ", Class: "case", Bound: "over", Change: "decrease",
		Verb: "xảy ra", What: c.What, Status: "preliminary", Area: "tỉnh Hòa Bình", Level: "province", Of: c.Of, OfKind: "previous", Indicator: c.Indicator, Period: "2023", PeriodFirst: "2023-01-01", PeriodLast: "2023-12-31",
		Baseline: "2022", Place: c.Place, Ambiguous: c.Ambiguous, Check: c.Check, Note: c.Note,
		Sentence:     "Năm 2023, toàn tỉnh xảy ra trên 55/65 vụ phạm tội, giảm 12,50% so với năm 2022",
		ArticleTitle: a.Title, URL: a.URL, Source: rec.Source, Portal: a.Portal, Province: a.Province, Published: a.Published,
		Rule: "test", Start: int64(c.Start), End: int64(c.End),
	}
	if !reflect.DeepEqual(facts[0], want) {
		t.Errorf("fact\n got %+v\nwant %+v", facts[0], want)
	}
}

// Every view answers, and quotes its own text.
func TestViews(t *testing.T) {
	db := openTest(t)
	if _, err := db.SaveRecord(t.Context(), fullRecord(t), Meta{}); err != nil {
		t.Fatal(err)
	}
	for _, view := range []string{"v_dates", "v_counts", "v_percentages", "v_officials"} {
		var rows, quoting int
		err := db.r.QueryRow("SELECT count(*), sum(substr(t.text, v.start + 1, v.end - v.start) = v.text AND instr(v.sentence, v.text) > 0) FROM "+view+" v JOIN article_texts t USING (article_id)").Scan(&rows, &quoting)
		if err != nil || rows == 0 || rows != quoting {
			t.Errorf("%s: %d rows, %d quote their text, %v", view, rows, quoting, err)
		}
	}
	var title string
	if err := db.r.QueryRow("SELECT title FROM v_articles").Scan(&title); err != nil || title == "" {
		t.Errorf("v_articles: %q, %v", title, err)
	}
}

// Every column of a view says what it holds, where .schema shows it.
func TestViewsExplainTheirColumns(t *testing.T) {
	db := openTest(t)
	for _, view := range []string{"v_articles", "v_dates", "v_counts", "v_percentages", "v_officials", "v_series"} {
		var sql string
		if err := db.r.QueryRow("SELECT sql FROM sqlite_schema WHERE name = ?", view).Scan(&sql); err != nil {
			t.Fatal(err)
		}
		_, columns, _ := strings.Cut(sql, "\nSELECT\n")
		columns, _, found := strings.Cut(columns, "\nFROM")
		if !found {
			t.Fatalf("%s: no columns in\n%s", view, sql)
		}
		for line := range strings.Lines(columns) {
			if _, says, ok := strings.Cut(line, "--"); !ok || strings.TrimSpace(says) == "" {
				t.Errorf("%s: %q is not explained", view, strings.TrimSpace(line))
			}
		}
	}
}

func TestOfficials(t *testing.T) {
	db := openTest(t)
	if _, err := db.SaveRecord(t.Context(), fullRecord(t), Meta{}); err != nil {
		t.Fatal(err)
	}
	yes := true
	tests := []struct {
		name string
		f    Filter
		want string
	}{
		{"all", Filter{}, "Phó Giám đốc|Thủ trưởng"},
		{"name", Filter{Names: []string{"le van mau"}}, "Phó Giám đốc|Thủ trưởng"},
		{"part of a name", Filter{Names: []string{"mau"}}, ""},
		{"title", Filter{Titles: []string{"pho giam doc cong an"}}, "Phó Giám đốc"},
		{"organisation", Filter{Organisations: []string{"công an tỉnh"}}, "Phó Giám đốc"},
		{"level", Filter{Levels: []string{"province"}}, "Phó Giám đốc"},
		{"former", Filter{Former: &yes}, "Thủ trưởng"},
		{"acting", Filter{Acting: &yes}, "Phó Giám đốc"},
		{"text", Filter{Text: "chủ trì"}, "Phó Giám đốc|Thủ trưởng"},
		{"province", Filter{Provinces: []string{"Nghệ An"}}, ""},
	}
	for _, tt := range tests {
		officials, err := Collect(db.Officials(t.Context(), tt.f))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []string
		for _, o := range officials {
			got = append(got, o.Title)
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: got %v; want %s", tt.name, got, tt.want)
		}
	}
}

// Every table answers, with cells of the types its columns say.
func TestRowsHaveTheTypesOfTheirColumns(t *testing.T) {
	db := openTest(t)
	level := fullRecord(t)
	level.Article.URL, level.Counts[0].Change = "https://vidu.vn/2", ""
	for _, rec := range []*corpus.Record{fullRecord(t), level} {
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.SavePeople(t.Context(), []Person{{Key: "k", Name: "Lê Văn Mẫu", Mentions: []Mention{{1, 0}}}}); err != nil {
		t.Fatal(err)
	}
	for _, table := range Tables() {
		names := map[string]bool{}
		for _, c := range table.Columns {
			if names[c.Name] || c.Description == "" {
				t.Errorf("%s: column %q stands twice or is not described", table.Name, c.Name)
			}
			names[c.Name] = true
		}
		for _, k := range table.Key {
			if !names[k] {
				t.Errorf("%s: key %s is no column", table.Name, k)
			}
		}
		f := Filter{}
		if table.Name == "search" {
			f.Text = "ma túy"
		}
		_, rows, err := db.Rows(t.Context(), table.Name, f)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for row, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			n++
			for i, cell := range row {
				c := table.Columns[i]
				ok := false
				switch cell.(type) {
				case nil:
					ok = true
				case string:
					ok = c.Type == corpus.String || c.Type == corpus.Day || c.Type == corpus.Time
				case int64:
					ok = c.Type == corpus.Integer
				case bool:
					ok = c.Type == corpus.Boolean
				case corpus.Decimal:
					ok = c.Type == corpus.Number
				}
				if !ok {
					t.Errorf("%s.%s: %T in a column of type %s", table.Name, c.Name, cell, c.Type)
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no rows", table.Name)
		}
	}
	if _, _, err := db.Rows(t.Context(), "cats", Filter{}); err == nil || !strings.Contains(err.Error(), "officials") {
		t.Errorf("no such table: %v; want the names of those there are", err)
	}
}

// What Records gives, written as JSON and saved into an empty store, makes an
// equal store.
func TestRecordsRestoreAnEqualStore(t *testing.T) {
	opts := testOptions()
	opts.Now = func() time.Time { return time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC) }
	from := openAt(t, filepath.Join(t.TempDir(), "a.db"), opts)
	to := openAt(t, filepath.Join(t.TempDir(), "b.db"), opts)
	fill(t, from, 30)
	if _, err := from.SaveRecord(t.Context(), fullRecord(t), Meta{ExtractorVersion: "1"}); err != nil {
		t.Fatal(err)
	}
	w := to.Writer(0)
	for rec, err := range from.Records(t.Context(), Filter{Sort: "id"}) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(rec)
		if err != nil {
			t.Fatal(err)
		}
		var again corpus.Record
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatal(err)
		}
		if _, err := w.SaveRecord(t.Context(), &again, Meta{ExtractorVersion: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := dump(t, to), dump(t, from); got != want {
		t.Errorf("the restored store differs:\n%.2000s\nwant\n%.2000s", got, want)
	}
	verified(t, to)
}
