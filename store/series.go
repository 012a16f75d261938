package store

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// The lengths of period a series can be asked by.
const (
	ByYear    = "year"
	ByHalf    = "half"
	ByQuarter = "quarter"
	ByMonth   = "month"
)

// A SeriesQuery asks for the figures of one canonical series.
type SeriesQuery struct {
	Indicator string
	// Provinces are the provinces of the articles, as they were or as they
	// are called since a merger; nil means all.
	Provinces []string
	// By is the length of period; empty means every period.
	By string
	// From and To are ISO days that enclose the periods.
	From, To string
}

// A Point is a value of a series for a province and a period, with where it
// stands. Where articles give several values each is a Point.
type Point struct {
	Indicator string
	// Province is that of the article, ProvinceNow what it is a part of since
	// the mergers, Place the part of it that the sentence names.
	Province, ProvinceNow, Place string
	// Period is the date value, Label the period it is compared as: 2024,
	// 2024-H1, 2024-Q2, 2024-03; else the value itself.
	Period, Label           string
	PeriodFirst, PeriodLast string
	// Basis is "calendar", or "reporting" for the police year from 15 December
	// to 14 December and its parts; empty for other periods.
	Basis string
	Value *corpus.Decimal
	Upper *corpus.Decimal
	Unit  string
	Bound string
	Of    *corpus.Decimal
	// OfKind says what the second number of a pair is.
	OfKind, What string
	// Flag is "differs" where articles give other values for the same, empty
	// else. The values stand in the order of publication, so that a revision
	// follows what it revises.
	Flag string
	// Articles is the number of articles that give this value, Sources that of
	// the texts: articles that say nearly the same are one source.
	Articles, Sources                            int64
	ArticleID                                    int64
	ArticleTitle, URL, Source, Portal, Published string
	Sentence                                     string
	kind                                         string
	given                                        []int64 // the articles
}

// pointColumns defines the columns of a series.
var pointColumns = []column[Point]{
	pt("indicator", corpus.String, "canonical series", func(p *Point) any { return &p.Indicator }),
	pt("province", corpus.String, "province of the article", func(p *Point) any { return &p.Province }),
	pt("province_now", corpus.String, "province it is a part of since the mergers", func(p *Point) any { return &p.ProvinceNow }),
	pt("place", corpus.String, "where the figure holds, as printed", func(p *Point) any { return &p.Place }),
	pt("label", corpus.String, "period it is compared as", func(p *Point) any { return &p.Label }),
	pt("period", corpus.String, "date value of the time covered", func(p *Point) any { return &p.Period }),
	pt("period_first", corpus.Day, "first day of the period", func(p *Point) any { return &p.PeriodFirst }),
	pt("period_last", corpus.Day, "last day of the period", func(p *Point) any { return &p.PeriodLast }),
	pt("basis", corpus.String, "calendar, or the reporting year of the police from 15 December", func(p *Point) any { return &p.Basis }).values("calendar", "reporting"),
	pt("value", corpus.Number, "exact decimal number; money in đồng", func(p *Point) any { return &p.Value }),
	pt("upper", corpus.Number, "upper end of a range", func(p *Point) any { return &p.Upper }),
	pt("unit", corpus.String, "unit; % for a percentage", func(p *Point) any { return &p.Unit }),
	pt("bound", corpus.String, "side on which the true figure lies; empty when exact", func(p *Point) any { return &p.Bound }).values(boundValues...),
	pt("of", corpus.Number, "second number of a printed pair", func(p *Point) any { return &p.Of }),
	pt("of_kind", corpus.String, "what the second number is", func(p *Point) any { return &p.OfKind }).values("total", "target", "previous"),
	pt("what", corpus.String, "words that say what is counted", func(p *Point) any { return &p.What }),
	pt("flag", corpus.String, "differs where articles give other values for the same province and period", func(p *Point) any { return &p.Flag }).values("differs"),
	pt("articles", corpus.Integer, "number of articles that give this value", func(p *Point) any { return &p.Articles }),
	pt("sources", corpus.Integer, "number of sources: articles that say nearly the same are one", func(p *Point) any { return &p.Sources }),
	pt("sentence", corpus.String, "sentence the value stands in", func(p *Point) any { return &p.Sentence }),
	pt("article_id", corpus.Integer, "newest article that gives it", func(p *Point) any { return &p.ArticleID }),
	pt("article_title", corpus.String, "title of the article", func(p *Point) any { return &p.ArticleTitle }),
	pt("url", corpus.String, "address of the article", func(p *Point) any { return &p.URL }),
	pt("source", corpus.String, "path or address the article was read from", func(p *Point) any { return &p.Source }),
	pt("portal", corpus.String, "portal of the article", func(p *Point) any { return &p.Portal }),
	pt("published", corpus.Day, "day the article was published", func(p *Point) any { return &p.Published }),
}

func pt(name string, t corpus.Type, description string, cell func(*Point) any) column[Point] {
	return column[Point]{Column: corpus.Column{Name: name, Type: t, Description: description}, cell: cell}
}

// SeriesTable is one row a province, period and value.
var SeriesTable = tableOf("series", "Series", "Figures of a canonical series by province and period; values that differ stand side by side.",
	nil, pointColumns)

// Series returns the figures of a series, by province and time. Differences
// ("giảm 89 vụ") are no figures of the series and left out.
func (db *DB) Series(ctx context.Context, q SeriesQuery) ([]Point, error) {
	if q.Indicator == "" {
		return nil, fmt.Errorf("a series needs an indicator")
	}
	if !slices.Contains([]string{"", ByYear, ByHalf, ByQuarter, ByMonth}, q.By) {
		return nil, fmt.Errorf("no period %q; there are year, half, quarter and month", q.By)
	}
	became, err := db.successors(ctx)
	if err != nil {
		return nil, err
	}
	groups := map[string][]Point{}
	for f, err := range db.Facts(ctx, Filter{Indicators: []string{q.Indicator}, Changes: []string{"level"}, Sort: "published"}) {
		if err != nil {
			return nil, err
		}
		p, err := pointOf(f, became)
		if err != nil {
			return nil, err
		}
		if q.wants(p) {
			key := strings.Join([]string{p.Province, db.opts.Fold(p.Place), p.Label, p.Basis, p.Unit}, "\x00")
			groups[key] = append(groups[key], p)
		}
	}
	var points []Point
	for _, g := range groups {
		points = append(points, settle(g)...)
	}
	slices.SortStableFunc(points, comparePoints)
	return points, db.countSources(ctx, points)
}

// countSources tells reposts from independent reports of a value.
func (db *DB) countSources(ctx context.Context, points []Point) error {
	var repeated []int64
	for _, p := range points {
		if p.Articles > 1 {
			repeated = append(repeated, p.given...)
		}
	}
	near, err := db.nearOf(ctx, repeated)
	for i := range points {
		points[i].Sources = sources(points[i].given, near)
	}
	return err
}

// partOf returns the place when it is a part of the province, nothing when the
// words mean the province itself ("toàn tỉnh", "tỉnh Bến Tre").
func partOf(province, place string) string {
	switch words := strings.ToLower(place); words {
	case "tỉnh", "toàn tỉnh", "cả tỉnh", "trong tỉnh", "địa bàn tỉnh", "trên địa bàn tỉnh", "tỉnh " + strings.ToLower(province), strings.ToLower(province):
		return ""
	}
	return place
}

func comparePoints(a, b Point) int {
	return cmp.Or(strings.Compare(a.Province, b.Province), strings.Compare(a.Place, b.Place), strings.Compare(a.PeriodFirst, b.PeriodFirst),
		strings.Compare(a.PeriodLast, b.PeriodLast), strings.Compare(a.Label, b.Label), strings.Compare(a.Unit, b.Unit),
		strings.Compare(a.Published, b.Published), cmp.Compare(a.ArticleID, b.ArticleID), strings.Compare(a.Value.String(), b.Value.String()))
}

func pointOf(f Fact, became map[string]string) (Point, error) {
	value, err := corpus.ParseDecimal(f.Value)
	if err != nil {
		return Point{}, err
	}
	p := Point{
		Indicator: f.Indicator, Province: f.Province, ProvinceNow: cmp.Or(became[f.Province], f.Province), Place: partOf(f.Province, f.Place),
		Period: f.Period, Label: f.Period, PeriodFirst: f.PeriodFirst, PeriodLast: f.PeriodLast, Value: &value, Upper: f.Upper, Unit: f.Unit, Bound: f.Bound,
		Of: f.Of, OfKind: f.OfKind, What: f.What, Articles: 1, given: []int64{f.ArticleID}, ArticleID: f.ArticleID, ArticleTitle: f.ArticleTitle, URL: f.URL,
		Source: f.Source, Portal: f.Portal, Published: f.Published, Sentence: f.Sentence,
	}
	if label, by, basis := periodOf(f.PeriodFirst, f.PeriodLast); by != "" {
		p.Label, p.Basis, p.kind = label, basis, by
	}
	return p, nil
}

func (q SeriesQuery) wants(p Point) bool {
	switch {
	case p.Period == "":
		return q.By == "" && q.From == "" && q.To == "" && q.inProvince(p)
	case q.By != "" && p.kind != q.By:
		return false
	case q.From != "" && p.PeriodFirst < q.From, q.To != "" && (p.PeriodLast == "" || p.PeriodLast > q.To):
		return false
	}
	return q.inProvince(p)
}

func (q SeriesQuery) inProvince(p Point) bool {
	return len(q.Provinces) == 0 || slices.Contains(q.Provinces, p.Province) || slices.Contains(q.Provinces, p.ProvinceNow)
}

// settle makes one point of each value that articles give for the same
// province and period, in order of publication, and flags them when there
// are several. A value that repeats in one article counts once.
func settle(group []Point) []Point {
	var points []Point
	seen := map[string]int{}
	for _, p := range group {
		key := p.Value.Trim(0).String() + " " + p.Bound
		if p.Upper != nil {
			key += " " + p.Upper.Trim(0).String()
		}
		i, again := seen[key]
		if !again {
			seen[key] = len(points)
			points = append(points, p)
			continue
		}
		if given := points[i].given; !slices.Contains(given, p.ArticleID) {
			p.given = append(given, p.ArticleID)
			p.Articles = int64(len(p.given))
			points[i] = p
		}
	}
	if len(points) > 1 {
		for i := range points {
			points[i].Flag = "differs"
		}
	}
	return points
}

// periodOf names a period of a year, half, quarter or month. The police count
// from the 15th (in 2018 from the 16th) of the month before to the 14th (15th).
func periodOf(first, last string) (label, by, basis string) {
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return "", "", ""
	}
	to, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return "", "", ""
	}
	basis = "calendar"
	if d := from.Day(); (d == 15 || d == 16) && to.Day() == d-1 {
		// Half a month later both days are those of the calendar.
		basis = "reporting"
		from = time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		to = time.Date(to.Year(), to.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	}
	if from.Day() != 1 || to.AddDate(0, 0, 1).Day() != 1 {
		return "", "", ""
	}
	year, month := from.Year(), int(from.Month())
	months := (to.Year()-year)*12 + int(to.Month()) - month + 1
	switch {
	case months == 12 && month == 1:
		return fmt.Sprint(year), ByYear, basis
	case months == 6 && month%6 == 1:
		return fmt.Sprintf("%d-H%d", year, month/6+1), ByHalf, basis
	case months == 3 && month%3 == 1:
		return fmt.Sprintf("%d-Q%d", year, month/3+1), ByQuarter, basis
	case months == 1:
		return fmt.Sprintf("%d-%02d", year, month), ByMonth, basis
	}
	return "", "", ""
}

// SeriesRows is Series as cells.
func (db *DB) SeriesRows(ctx context.Context, q SeriesQuery) (corpus.Table, corpus.Rows, error) {
	points, err := db.Series(ctx, q)
	return SeriesTable, rowsOf(pointColumns, streamOf(points)), err
}

// streamOf is a slice as a stream.
func streamOf[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range all {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// Compare puts the provinces of a series side by side: a row a period and
// basis, a column a province with the value published last. A bound stands
// before the value (> over, < under, ~ about); * marks a value that other
// articles contradict. Figures for a part of a province are left out.
func (db *DB) Compare(ctx context.Context, q SeriesQuery) (corpus.Table, corpus.Rows, error) {
	points, err := db.Series(ctx, q)
	if err != nil {
		return corpus.Table{}, nil, err
	}
	type line struct{ first, last, label, basis, unit string }
	var provinces []string
	cells := map[line]map[string]string{}
	for _, p := range points {
		if p.Place != "" || p.Label == "" || p.Province == "" {
			continue
		}
		l := line{p.PeriodFirst, p.PeriodLast, p.Label, p.Basis, p.Unit}
		if cells[l] == nil {
			cells[l] = map[string]string{}
		}
		cells[l][p.Province] = p.String()
		if !slices.Contains(provinces, p.Province) {
			provinces = append(provinces, p.Province)
		}
	}
	slices.Sort(provinces)
	lines := make([]line, 0, len(cells))
	for l := range cells {
		lines = append(lines, l)
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(strings.Compare(a.first, b.first), strings.Compare(a.last, b.last), strings.Compare(a.label, b.label), strings.Compare(a.basis, b.basis), strings.Compare(a.unit, b.unit))
	})
	t := corpus.Table{Name: "compare", Title: q.Indicator, Description: "The provinces of a series side by side.", Columns: []corpus.Column{
		{Name: "period", Type: corpus.String, Description: "period"},
		{Name: "basis", Type: corpus.String, Description: "calendar, or the reporting year of the police"},
		{Name: "unit", Type: corpus.String, Description: "unit"},
	}}
	for _, p := range provinces {
		t.Columns = append(t.Columns, corpus.Column{Name: p, Type: corpus.String, Description: "value published last"})
	}
	return t, func(yield func(corpus.Row, error) bool) {
		for _, l := range lines {
			row := corpus.Row{l.label, opt(l.basis), opt(l.unit)}
			for _, p := range provinces {
				row = append(row, opt(cells[l][p]))
			}
			if !yield(row, nil) {
				return
			}
		}
	}, nil
}

// boundSigns stand before a value in a table of values.
var boundSigns = map[string]string{"over": ">", "at_least": "≥", "under": "<", "nearly": "<~", "about": "~", "at_most": "≤"}

// String writes the value as tables show it.
func (p Point) String() string {
	s := boundSigns[p.Bound] + p.Value.String()
	if p.Upper != nil {
		s += "–" + p.Upper.String()
	}
	if p.Flag != "" {
		s += "*"
	}
	return s
}

// An Available is a series that the store has figures of.
type Available struct {
	ID, LabelVI, LabelEN, Unit   string
	Figures, Articles, Provinces int64
	// First and Last enclose the periods.
	First, Last string
}

var availableColumns = []column[Available]{
	av("id", corpus.String, "canonical series", "f.indicator", func(a *Available) any { return &a.ID }),
	av("label_vi", corpus.String, "name in Vietnamese", "i.label_vi", func(a *Available) any { return &a.LabelVI }),
	av("label_en", corpus.String, "name in English", "i.label_en", func(a *Available) any { return &a.LabelEN }),
	av("unit", corpus.String, "unit", "coalesce(i.unit, max(f.unit))", func(a *Available) any { return &a.Unit }),
	av("figures", corpus.Integer, "number of figures", "count(*)", func(a *Available) any { return &a.Figures }),
	av("articles", corpus.Integer, "number of articles", "count(DISTINCT f.article_id)", func(a *Available) any { return &a.Articles }),
	av("provinces", corpus.Integer, "number of provinces", "count(DISTINCT a.province)", func(a *Available) any { return &a.Provinces }),
	av("first", corpus.Day, "first day of the earliest period", "min(f.period_first)", func(a *Available) any { return &a.First }),
	av("last", corpus.Day, "last day of the latest period", "max(f.period_last)", func(a *Available) any { return &a.Last }),
}

func av(name string, t corpus.Type, description, sql string, cell func(*Available) any) column[Available] {
	return column[Available]{Column: corpus.Column{Name: name, Type: t, Description: description}, sql: sql, cell: cell}
}

// IndicatorsTable is one row a series that can be asked for.
var IndicatorsTable = tableOf("indicators", "Indicators", "Canonical series the store has figures of.", []string{"id"}, availableColumns)

// Indicators lists the series that the store can answer for, most figures
// first.
func (db *DB) Indicators(ctx context.Context) iter.Seq2[Available, error] {
	return stream(ctx, db, availableColumns, "SELECT "+selectList(availableColumns)+` FROM (
			SELECT indicator, article_id, unit, period_first, period_last FROM counts WHERE indicator IS NOT NULL AND change IS NULL
			UNION ALL
			SELECT indicator, article_id, '%', period_first, period_last FROM percentages WHERE indicator IS NOT NULL AND change IS NULL
		) f JOIN articles a ON a.id = f.article_id LEFT JOIN indicators i ON i.id = f.indicator
		GROUP BY f.indicator ORDER BY count(*) DESC, f.indicator`, nil)
}

// IndicatorRows is Indicators as cells.
func (db *DB) IndicatorRows(ctx context.Context) (corpus.Table, corpus.Rows) {
	return IndicatorsTable, rowsOf(availableColumns, db.Indicators(ctx))
}
