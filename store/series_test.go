package store

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

func TestPeriodOf(t *testing.T) {
	tests := []struct{ value, want string }{
		{"2024", "2024 year calendar"},
		{"2024-H2", "2024-H2 half calendar"},
		{"2024-Q3", "2024-Q3 quarter calendar"},
		{"2024-02", "2024-02 month calendar"},
		{"2024-01/2024-06", "2024-H1 half calendar"},
		{"2023-12-15/2024-12-14", "2024 year reporting"},
		{"2017-12-16/2018-12-15", "2018 year reporting"},
		{"2023-12-15/2024-06-14", "2024-H1 half reporting"},
		{"2023-12-15/2024-03-14", "2024-Q1 quarter reporting"},
		{"2024-02-15/2024-03-14", "2024-03 month reporting"},
		{"2023-12-15/2024-01-14", "2024-01 month reporting"},
		{"2024-01/2024-09", "  "},
		{"2018/2023", "  "},
		{"2024-03-04", "  "},
		{"2024-07-01/..", "  "},
		{"2024-02/2024-04", "  "},
	}
	for _, tt := range tests {
		first, last, err := corpus.Days(tt.value)
		if err != nil {
			t.Fatal(err)
		}
		label, by, basis := periodOf(first, last)
		if got := label + " " + by + " " + basis; got != tt.want {
			t.Errorf("%s is %q; want %q", tt.value, got, tt.want)
		}
	}
}

// figure is a count of a series in an article of its own.
type figureOf struct {
	province, published, period, value string
	bound                              corpus.Bound
	change                             corpus.Change
	place                              string
}

func saveFigures(t *testing.T, db *DB, figures ...figureOf) {
	t.Helper()
	for i, f := range figures {
		text := fmt.Sprintf("Tin %d\n\nToàn tỉnh xảy ra %s vụ.", i, f.value)
		rec := &corpus.Record{Source: fmt.Sprint(i), Article: &corpus.Article{Title: fmt.Sprint("Tin ", i), Text: text, Province: f.province, Published: f.published}}
		rec.Counts = []corpus.Count{{Unit: "vụ", Class: "case", Figure: corpus.Figure{Source: quote(text, f.value+" vụ"), Value: *dec(t, f.value),
			Indicator: "crime.order.cases", Period: f.period, Bound: f.bound, Change: f.change, Place: f.place}}}
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
}

func openSeries(t *testing.T) *DB {
	db := openTest(t)
	if err := db.SavePlaces(t.Context(), []Place{{Level: "province", Name: "Bình Phước", To: "2025-06-30", Successor: "Đồng Nai"}, {Level: "province", Name: "Đồng Nai"}}); err != nil {
		t.Fatal(err)
	}
	if err := db.SaveIndicators(t.Context(), []Indicator{{ID: "crime.order.cases", Unit: "vụ", LabelVI: "Số vụ phạm tội", Direction: "down"}}); err != nil {
		t.Fatal(err)
	}
	saveFigures(t, db,
		figureOf{province: "Bình Phước", published: "2024-01-10", period: "2023", value: "100"},
		figureOf{province: "Bình Phước", published: "2024-02-10", period: "2023", value: "100.0"},                   // the same, said again
		figureOf{province: "Bình Phước", published: "2024-03-10", period: "2023", value: "120", bound: corpus.Over}, // revised
		figureOf{province: "Bình Phước", published: "2024-01-11", period: "2022-12-15/2023-12-14", value: "98"},
		figureOf{province: "Bình Phước", published: "2024-01-12", period: "2023", value: "9", change: corpus.Decrease}, // a difference
		figureOf{province: "Bình Phước", published: "2024-01-13", period: "2023", value: "12", place: "huyện Lộc Ninh"},
		figureOf{province: "Đồng Nai", published: "2024-01-14", period: "2023", value: "200"},
		figureOf{province: "Đồng Nai", published: "2024-07-14", period: "2024-H1", value: "90"},
		figureOf{province: "Đồng Nai", published: "2024-07-15", period: "", value: "5"},
	)
	return db
}

func TestSeries(t *testing.T) {
	db := openSeries(t)
	tests := []struct {
		name string
		q    SeriesQuery
		want []string
	}{
		{"by year", SeriesQuery{By: ByYear}, []string{
			"Bình Phước/Đồng Nai 2023 reporting 98 1",
			"Bình Phước/Đồng Nai 2023 calendar 100.0* 2",
			"Bình Phước/Đồng Nai 2023 calendar >120* 1",
			"Bình Phước/Đồng Nai huyện Lộc Ninh 2023 calendar 12 1",
			"Đồng Nai/Đồng Nai 2023 calendar 200 1",
		}},
		{"by half", SeriesQuery{By: ByHalf}, []string{"Đồng Nai/Đồng Nai 2024-H1 calendar 90 1"}},
		{"province of today", SeriesQuery{By: ByYear, Provinces: []string{"Đồng Nai"}, From: "2023-01-01"}, []string{
			"Bình Phước/Đồng Nai 2023 calendar 100.0* 2",
			"Bình Phước/Đồng Nai 2023 calendar >120* 1",
			"Bình Phước/Đồng Nai huyện Lộc Ninh 2023 calendar 12 1",
			"Đồng Nai/Đồng Nai 2023 calendar 200 1",
		}},
		{"until", SeriesQuery{Provinces: []string{"Đồng Nai"}, From: "2024-01-01", To: "2024-12-31"}, []string{"Đồng Nai/Đồng Nai 2024-H1 calendar 90 1"}},
	}
	for _, tt := range tests {
		tt.q.Indicator = "crime.order.cases"
		points, err := db.Series(t.Context(), tt.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range points {
			got = append(got, strings.Join(strings.Fields(fmt.Sprintf("%s/%s %s %s %s %s %d", p.Province, p.ProvinceNow, p.Place, p.Label, p.Basis, p, p.Articles)), " "))
			if !strings.HasPrefix(p.Sentence, "Toàn tỉnh xảy ra ") {
				t.Errorf("%s: sentence %q", tt.name, p.Sentence)
			}
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s\n got %s\nwant %s", tt.name, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
	for _, q := range []SeriesQuery{{}, {Indicator: "x", By: "week"}} {
		if _, err := db.Series(t.Context(), q); err == nil {
			t.Errorf("Series(%+v): no error", q)
		}
	}
	if table, rows, err := db.SeriesRows(t.Context(), SeriesQuery{Indicator: "crime.order.cases"}); err != nil {
		t.Error(err)
	} else if all, err := Collect(rows); err != nil || len(all) != 7 || len(all[0]) != len(table.Columns) {
		t.Errorf("%d rows, %v; want 7", len(all), err)
	}
}

func TestSeriesCountsSources(t *testing.T) {
	db := openSeries(t)
	ask := func() (articles, sources int64) {
		t.Helper()
		points, err := db.Series(t.Context(), SeriesQuery{Indicator: "crime.order.cases", By: ByYear, Provinces: []string{"Bình Phước"}})
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
	db := openSeries(t)
	table, rows, err := db.Compare(t.Context(), SeriesQuery{Indicator: "crime.order.cases"})
	if err != nil {
		t.Fatal(err)
	}
	all, err := Collect(rows)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	if got, want := fmt.Sprint(names, all), "[period basis unit Bình Phước Đồng Nai] [[2023 reporting vụ 98 <nil>] [2023 calendar vụ >120* 200] [2024-H1 calendar vụ <nil> 90]]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestIndicators(t *testing.T) {
	db := openSeries(t)
	all, err := Collect(db.Indicators(t.Context()))
	want := []Available{{ID: "crime.order.cases", LabelVI: "Số vụ phạm tội", Unit: "vụ", Figures: 8, Articles: 8, Provinces: 2, First: "2022-12-15", Last: "2024-06-30"}}
	if err != nil || !reflect.DeepEqual(all, want) {
		t.Errorf("got %+v, %v; want %+v", all, err, want)
	}
	var now string
	if err := db.r.QueryRow("SELECT province_now FROM v_series WHERE province = 'Bình Phước' LIMIT 1").Scan(&now); err != nil || now != "Đồng Nai" {
		t.Errorf("v_series: %q, %v", now, err)
	}
}
