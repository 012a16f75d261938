package store

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// figureOf is a count of a series in an article of its own.
type figureOf struct {
	province, published, period, value string
	bound                              corpus.Bound
	change                             corpus.Change
	verb                               string
	status                             corpus.Status
	place, area, level                 string
}

const crimes = "crime.order.cases"

func saveFigures(t *testing.T, db *DB, figures ...figureOf) {
	t.Helper()
	for i, f := range figures {
		text := fmt.Sprintf("Tin %d\n\nToàn tỉnh xảy ra %s vụ.", i, f.value)
		rec := &corpus.Record{Source: fmt.Sprint(i), Article: &corpus.Article{Title: fmt.Sprint("Tin ", i), Text: text, Province: f.province, Published: f.published}}
		rec.Counts = []corpus.Count{{Unit: "vụ", Class: "case", Figure: corpus.Figure{Source: quote(text, f.value+" vụ"), Value: *dec(t, f.value),
			Indicator: crimes, Period: f.period, Bound: f.bound, Change: f.change, Verb: f.verb, Status: f.status,
			Place: f.place, Area: f.area, Level: f.level}}}
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
}

func openSeries(t *testing.T, figures ...figureOf) *DB {
	t.Helper()
	db := openTest(t)
	if err := db.SavePlaces(t.Context(), []Place{
		{Level: "province", Name: "Bình Phước", To: "2025-06-30", Successor: "Đồng Nai"},
		{Level: "province", Name: "Đồng Nai", To: "2025-06-30", Successor: "Đồng Nai"},
		{Level: "province", Name: "Đồng Nai", From: "2025-07-01"},
		{Level: "province", Name: "Nghệ An"},
		{Level: "district", Name: "thành phố Vinh", Parent: "Nghệ An", To: "2025-06-30"},
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.SaveIndicators(t.Context(), []Indicator{{ID: crimes, Unit: "vụ", LabelVI: "Số vụ phạm tội", Direction: "down", NoteVI: "đổi cách đếm"}}); err != nil {
		t.Fatal(err)
	}
	saveFigures(t, db, figures...)
	return db
}

// seriesFigures are those of the tests that ask in several ways.
var seriesFigures = []figureOf{
	{province: "Bình Phước", published: "2024-01-10", period: "2023", value: "100"},
	{province: "Bình Phước", published: "2024-02-10", period: "2023", value: "100.0"},                   // the same, said again
	{province: "Bình Phước", published: "2024-03-10", period: "2023", value: "120", bound: corpus.Over}, // contradicts
	{province: "Bình Phước", published: "2024-01-11", period: "2022-12-15/2023-12-14", value: "98"},
	{province: "Bình Phước", published: "2024-01-12", period: "2023", value: "9", change: corpus.Decrease}, // a difference
	{province: "Bình Phước", published: "2024-01-13", period: "2023", value: "12", place: "huyện Lộc Ninh"},
	{province: "Đồng Nai", published: "2024-01-14", period: "2023", value: "200"},
	{province: "Đồng Nai", published: "2024-07-14", period: "2024-H1", value: "90"},
	{province: "Đồng Nai", published: "2024-07-15", period: "", value: "5"},
}

// pointText writes a point as the tests compare it.
func pointText(p Point) string {
	return strings.Join(strings.Fields(strings.Join([]string{
		cmp.Or(p.Province, "-") + "/" + cmp.Or(p.ProvinceNow, "-"), p.Area, p.Label, p.Basis, p.Verb, p.String(), p.Flag, fmt.Sprint(p.Articles)}, " ")), " ")
}

func pointTexts(t *testing.T, db *DB, q SeriesQuery) []string {
	t.Helper()
	q.Indicator = crimes
	points, err := db.Series(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range points {
		got = append(got, pointText(p))
		if !strings.HasPrefix(p.Sentence, "Toàn tỉnh xảy ra ") {
			t.Errorf("sentence %q", p.Sentence)
		}
	}
	return got
}

func wantTexts(t *testing.T, name string, got []string, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestSeries(t *testing.T) {
	db := openSeries(t, seriesFigures...)
	for _, tt := range []struct {
		name string
		q    SeriesQuery
		want []string
	}{
		{"by year", SeriesQuery{By: corpus.ByYear}, []string{
			"Bình Phước/Đồng Nai 2023 reporting 98 1",
			"Bình Phước/Đồng Nai 2023 calendar 100.0* differs 2",
			"Bình Phước/Đồng Nai 2023 calendar >120* differs 1",
			"Bình Phước/Đồng Nai huyện Lộc Ninh 2023 calendar 12 1",
			"Đồng Nai/Đồng Nai 2023 calendar 200 1",
		}},
		{"by half", SeriesQuery{By: corpus.ByHalf}, []string{"Đồng Nai/Đồng Nai 2024-H1 calendar 90 1"}},
		{"province of today", SeriesQuery{By: corpus.ByYear, Provinces: []string{"Đồng Nai"}, From: "2023-01-01"}, []string{
			"Bình Phước/Đồng Nai 2023 reporting 98 1",
			"Bình Phước/Đồng Nai 2023 calendar 100.0* differs 2",
			"Bình Phước/Đồng Nai 2023 calendar >120* differs 1",
			"Bình Phước/Đồng Nai huyện Lộc Ninh 2023 calendar 12 1",
			"Đồng Nai/Đồng Nai 2023 calendar 200 1",
		}},
		{"the police year is asked for by its name", SeriesQuery{Provinces: []string{"Bình Phước"}, From: "2023-01-01", To: "2023-12-31", Levels: []string{"province"}}, []string{
			"Bình Phước/Đồng Nai 2023 reporting 98 1",
			"Bình Phước/Đồng Nai 2023 calendar 100.0* differs 2",
			"Bình Phước/Đồng Nai 2023 calendar >120* differs 1",
		}},
		{"until", SeriesQuery{Provinces: []string{"Đồng Nai"}, From: "2024-01-01", To: "2024-12-31"}, []string{"Đồng Nai/Đồng Nai 2024-H1 calendar 90 1"}},
	} {
		wantTexts(t, tt.name, pointTexts(t, db, tt.q), tt.want...)
	}
	for _, q := range []SeriesQuery{{}, {Indicator: "x", By: "week"}} {
		if _, err := db.Series(t.Context(), q); err == nil {
			t.Errorf("Series(%+v): no error", q)
		}
	}
	points, err := db.Series(t.Context(), SeriesQuery{Indicator: crimes})
	if err != nil {
		t.Fatal(err)
	}
	table, rows := SeriesRows(points)
	if all, err := Collect(rows); err != nil || len(all) != 7 || len(all[0]) != len(table.Columns) {
		t.Errorf("%d rows, %v; want 7", len(all), err)
	}
}

// What happened stands beside what was detected, and says so.
func TestSeriesKeepsVerbsApart(t *testing.T) {
	db := openSeries(t,
		figureOf{province: "Nghệ An", published: "2024-01-10", period: "2023", value: "391", verb: "xảy ra"},
		figureOf{province: "Nghệ An", published: "2024-01-11", period: "2023", value: "412", verb: "phát hiện"},
		figureOf{province: "Nghệ An", published: "2024-01-12", period: "2023", value: "412"}, // without a verb the same
		figureOf{province: "Nghệ An", published: "2024-01-13", period: "2023", value: "399", verb: "xảy ra"},
		figureOf{province: "Nghệ An", published: "2024-01-14", period: "2022", value: "391", verb: "xảy ra"},
		figureOf{province: "Nghệ An", published: "2024-01-15", period: "2022", value: "391", verb: "phát hiện"},
	)
	wantTexts(t, "verbs", pointTexts(t, db, SeriesQuery{}),
		"Nghệ An/Nghệ An 2022 calendar xảy ra 391 verb 1",
		"Nghệ An/Nghệ An 2022 calendar phát hiện 391 verb 1",
		"Nghệ An/Nghệ An 2023 calendar xảy ra 391* differs 1",
		"Nghệ An/Nghệ An 2023 calendar phát hiện 412 verb 2",
		"Nghệ An/Nghệ An 2023 calendar xảy ra 399* differs 1")
	wantTexts(t, "one verb", pointTexts(t, db, SeriesQuery{Verbs: []string{"phát hiện"}, By: corpus.ByYear, From: "2023-01-01"}),
		"Nghệ An/Nghệ An 2023 calendar phát hiện 412 1")
	wantGrid(t, db, "[period basis unit verb Nghệ An] [[2022 calendar vụ phát hiện 391] [2022 calendar vụ xảy ra 391] [2023 calendar vụ phát hiện 412] [2023 calendar vụ xảy ra 399*]]")
}

// The first count and what it was revised to stand side by side and are told
// apart; the comparison takes the most final.
func TestSeriesTellsRevisionsApart(t *testing.T) {
	db := openSeries(t,
		figureOf{province: "Nghệ An", published: "2023-12-10", period: "2023", value: "40000", status: corpus.StatusEstimated},
		figureOf{province: "Nghệ An", published: "2024-01-10", period: "2023", value: "41728", status: corpus.StatusPreliminary},
		figureOf{province: "Nghệ An", published: "2024-06-10", period: "2023", value: "42853", status: corpus.StatusRevised},
		figureOf{province: "Nghệ An", published: "2024-07-10", period: "2023", value: "41728"}, // an old number, said again
	)
	wantTexts(t, "revisions", pointTexts(t, db, SeriesQuery{}),
		"Nghệ An/Nghệ An 2023 calendar 40000 e revised 1",
		"Nghệ An/Nghệ An 2023 calendar 42853 r revised 1",
		"Nghệ An/Nghệ An 2023 calendar 41728 p revised 2")
	wantGrid(t, db, "[period basis unit verb Nghệ An] [[2023 calendar vụ <nil> 42853 r]]")
}

// A figure of the country, of a district or of another province is none of the
// article's province, and a province with new borders is another one.
func TestSeriesKeepsAreasApart(t *testing.T) {
	db := openSeries(t,
		figureOf{province: "Nghệ An", published: "2024-01-10", period: "2023", value: "44353", level: "country", area: "cả nước", place: "cả nước"},
		figureOf{province: "Nghệ An", published: "2024-01-11", period: "2023", value: "7", level: "district", area: "thành phố Vinh, Nghệ An", place: "TP Vinh"},
		figureOf{province: "Nghệ An", published: "2024-01-12", period: "2023", value: "910", level: "province", area: "tỉnh Nghệ An", place: "toàn tỉnh"},
		figureOf{province: "Nghệ An", published: "2024-01-13", period: "2023", value: "520", level: "province", area: "tỉnh Bình Phước", place: "tỉnh Bình Phước"},
		figureOf{province: "Đồng Nai", published: "2025-06-30", period: "2025-H1", value: "300"},
		figureOf{province: "Đồng Nai", published: "2025-07-03", period: "2025-H1", value: "800"},
		figureOf{province: "Bình Phước", published: "2025-07-04", period: "2025-H1", value: "400"},
	)
	wantTexts(t, "areas", pointTexts(t, db, SeriesQuery{}),
		"-/- cả nước 2023 calendar 44353 1",
		"Bình Phước/Đồng Nai 2023 calendar 520 1",
		"Bình Phước/Đồng Nai 2025-H1 calendar 400 1",
		"Nghệ An/Nghệ An 2023 calendar 910 1",
		"Nghệ An/Nghệ An thành phố Vinh, Nghệ An 2023 calendar 7 1",
		"Đồng Nai/Đồng Nai 2025-H1 calendar 300 1",
		"Đồng Nai/Đồng Nai 2025-H1 calendar 800 1")
	wantTexts(t, "district", pointTexts(t, db, SeriesQuery{Levels: []string{"district"}}),
		"Nghệ An/Nghệ An thành phố Vinh, Nghệ An 2023 calendar 7 1")
	wantTexts(t, "today's Đồng Nai", pointTexts(t, db, SeriesQuery{Provinces: []string{"Đồng Nai"}, By: corpus.ByHalf}),
		"Bình Phước/Đồng Nai 2025-H1 calendar 400 1",
		"Đồng Nai/Đồng Nai 2025-H1 calendar 300 1",
		"Đồng Nai/Đồng Nai 2025-H1 calendar 800 1")
	wantGrid(t, db, "[period basis unit verb country Bình Phước Nghệ An Đồng Nai Đồng Nai ≥2025] "+
		"[[2023 calendar vụ <nil> 44353 520 910 <nil> <nil>] [2025-H1 calendar vụ <nil> <nil> 400 <nil> 300 800]]")
	if n := count(t, db, "SELECT count(*) FROM v_series WHERE province = 'Bình Phước'"); n != 2 {
		t.Errorf("v_series has %d figures of Bình Phước; want the one of its own article and the one that another tells", n)
	}
	if vinh, err := db.Series(t.Context(), SeriesQuery{Indicator: crimes, Levels: []string{"district"}}); err != nil || len(vinh) != 1 || vinh[0].AreaUntil != "2025-06-30" {
		t.Errorf("Vinh: %+v, %v", vinh, err)
	}
	if areas, err := db.Areas(t.Context()); err != nil || len(areas) != 1 || areas[0].Area() != "thành phố Vinh, Nghệ An" {
		t.Errorf("areas %+v, %v", areas, err)
	}
	points, err := db.Series(t.Context(), SeriesQuery{Indicator: crimes, Provinces: []string{"Bình Phước"}})
	if err != nil || len(points) != 2 || points[1].ProvinceUntil != "2025-06-30" || points[1].Level != "province" {
		t.Errorf("Bình Phước: %+v, %v", points, err)
	}
	var until []string
	for row, err := range must1(db.SQL(t.Context(), "SELECT DISTINCT coalesce(province, '-') || ' ' || coalesce(province_until, '') || ' ' || coalesce(province_now, '-') FROM v_series ORDER BY 1", 0)) {
		if err != nil {
			t.Fatal(err)
		}
		until = append(until, row[0].(string))
	}
	wantTexts(t, "v_series", until, "-  -", "Bình Phước 2025-06-30 Đồng Nai", "Nghệ An  Nghệ An", "Đồng Nai  Đồng Nai", "Đồng Nai 2025-06-30 Đồng Nai")
}

func must1(_ corpus.Table, rows corpus.Rows, err error) corpus.Rows {
	if err != nil {
		panic(err)
	}
	return rows
}

func wantGrid(t *testing.T, db *DB, want string) {
	t.Helper()
	points, err := db.Series(t.Context(), SeriesQuery{Indicator: crimes})
	if err != nil {
		t.Fatal(err)
	}
	table, rows := GridOf(points).Table()
	all, err := Collect(rows)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	if got := fmt.Sprint(names, all); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSeriesCountsSources(t *testing.T) {
	db := openSeries(t, seriesFigures...)
	ask := func() (articles, sources int64) {
		t.Helper()
		points, err := db.Series(t.Context(), SeriesQuery{Indicator: crimes, By: corpus.ByYear, Provinces: []string{"Bình Phước"}})
		if err != nil || len(points) < 2 {
			t.Fatalf("%d points, %v", len(points), err)
		}
		return points[1].Articles, points[1].Sources
	}
	if articles, sources := ask(); articles != 2 || sources != 2 {
		t.Errorf("%d articles of %d sources, want 2 of 2", articles, sources)
	}
	if _, err := db.w.Exec("INSERT INTO near_duplicates (article_id, other_id, share) VALUES (1, 2, 0.9), (2, 1, 0.9)"); err != nil {
		t.Fatal(err)
	}
	if articles, sources := ask(); articles != 2 || sources != 1 {
		t.Errorf("%d articles of %d sources, want 2 of 1: one is a repost", articles, sources)
	}
}

func TestCompare(t *testing.T) {
	db := openSeries(t, seriesFigures...)
	wantGrid(t, db, "[period basis unit verb Bình Phước Đồng Nai] [[2023 reporting vụ <nil> 98 <nil>] [2023 calendar vụ <nil> >120* 200] [2024-H1 calendar vụ <nil> <nil> 90]]")
}

// The table of every series takes the conditions of a question, and pages.
func TestSeriesTable(t *testing.T) {
	db := openSeries(t, seriesFigures...)
	for _, tt := range []struct {
		name string
		f    Filter
		want string
	}{
		{"all", Filter{}, "98 100.0 120 12 200 90 5"},
		{"page", Filter{Limit: 2, Offset: 1}, "100.0 120"},
		{"period", Filter{Period: "2024"}, "90"},
		{"province", Filter{Provinces: []string{"Bình Phước"}, Levels: []string{"province"}}, "98 100.0 120"},
		{"published", Filter{PublishedFrom: "2024-02-10", PublishedTo: "2024-07-14"}, "100.0 120 90"},
		{"portal", Filter{Portals: []string{"x"}}, ""},
		{"no such series", Filter{Indicators: []string{"x"}}, ""},
	} {
		_, rows, err := db.Rows(t.Context(), "series", tt.f)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(row[slices.IndexFunc(SeriesTable.Columns, func(c corpus.Column) bool { return c.Name == "value" })]))
		}
		// Figures without a period come first in their province.
		slices.Sort(got)
		want := strings.Fields(tt.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v; want %v", tt.name, got, want)
		}
	}
	_, rows, err := db.Rows(t.Context(), "series", Filter{Period: "nay"})
	if err != nil {
		t.Fatal(err)
	}
	if all, err := Collect(rows); !errors.Is(err, ErrQuery) {
		t.Errorf("%d rows, %v; want what a period is", len(all), err)
	}
}

func TestIndicators(t *testing.T) {
	db := openSeries(t, seriesFigures...)
	all, err := Collect(db.Indicators(t.Context()))
	want := []Available{{ID: crimes, LabelVI: "Số vụ phạm tội", Unit: "vụ", Figures: 8, Articles: 8, Provinces: 2, First: "2022-12-15", Last: "2024-06-30",
		Direction: "down", NoteVI: "đổi cách đếm"}}
	if err != nil || !reflect.DeepEqual(all, want) {
		t.Errorf("got %+v, %v; want %+v", all, err, want)
	}
}
