package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// A SeriesQuery asks for the figures of one canonical series.
type SeriesQuery struct {
	Indicator string
	// Provinces are the provinces of the figures, as they were or as they are
	// called since a merger; nil means all.
	Provinces []string
	// Levels are those of the area a figure holds for, Verbs how it came about;
	// nil means all.
	Levels, Verbs []string
	// Portals are those of the articles; nil means all. PublishedFrom and
	// PublishedTo are ISO days that enclose their publication.
	Portals                    []string
	PublishedFrom, PublishedTo string
	// By is the length of period; empty means every period.
	By string
	// From and To are ISO days that enclose the periods.
	From, To string
}

// The flags of a Point.
const (
	// FlagDiffers: articles give other values for the same, unexplained.
	FlagDiffers = "differs"
	// FlagRevised: the other values are earlier or later counts, as their
	// status says.
	FlagRevised = "revised"
	// FlagVerb: others count something else under the same name: what happened,
	// not what was detected.
	FlagVerb = "verb"
)

// A Point is a value of a series for an area and a period, with where it
// stands. Where articles give several values each is a Point.
type Point struct {
	Indicator string
	// Province is that of the figure, empty for the whole country; ProvinceFrom
	// and ProvinceUntil enclose the days on which it has the borders that the
	// figure means, ProvinceNow is what it is a part of since the mergers.
	Province, ProvinceNow       string
	ProvinceFrom, ProvinceUntil string
	// Level is that of the area the figure holds for. Area is the country, or
	// the part of the province, in full; empty for the province. Place is as
	// printed.
	// AreaFrom and AreaUntil enclose the days on which it exists.
	Level, Area, Place  string
	AreaFrom, AreaUntil string
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
	// Verb tells how the figure came about, Status how final it is.
	Verb, Status string
	Of           *corpus.Decimal
	// OfKind says what the second number of a pair is.
	OfKind, What string
	// Flag tells why other values stand beside this one, empty where none do.
	// They stand in the order of publication.
	Flag string
	// Check and Note tell whether the text's own arithmetic agrees.
	Check, Note string
	// Articles is the number of articles that give this value, Sources that of
	// the texts: articles that say nearly the same are one source.
	Articles, Sources                            int64
	ArticleID                                    int64
	ArticleTitle, URL, Source, Portal, Published string
	Sentence                                     string
	by                                           string  // length of the period
	given                                        []int64 // the articles
}

// pointColumns defines the columns of a series.
var pointColumns = []column[Point]{
	pt("indicator", corpus.String, "canonical series", func(p *Point) any { return &p.Indicator }),
	pt("province", corpus.String, "province of the figure; empty for the whole country", func(p *Point) any { return &p.Province }),
	pt("province_from", corpus.Day, "first day on which the province has the borders that the figure means", func(p *Point) any { return &p.ProvinceFrom }),
	pt("province_until", corpus.Day, "last day of them, where the province was merged since", func(p *Point) any { return &p.ProvinceUntil }),
	pt("province_now", corpus.String, "province it is a part of since the mergers", func(p *Point) any { return &p.ProvinceNow }),
	pt("level", corpus.String, "level of the area the figure holds for", func(p *Point) any { return &p.Level }).values(levelValues...),
	pt("area", corpus.String, "the country, or the part of the province; empty for the province", func(p *Point) any { return &p.Area }),
	pt("area_from", corpus.Day, "first day on which the area exists", func(p *Point) any { return &p.AreaFrom }),
	pt("area_until", corpus.Day, "last day on which it exists: districts ended in June 2025", func(p *Point) any { return &p.AreaUntil }),
	pt("place", corpus.String, "where the figure holds, as printed", func(p *Point) any { return &p.Place }),
	pt("label", corpus.String, "period it is compared as", func(p *Point) any { return &p.Label }),
	pt("period", corpus.String, "date value of the time covered", func(p *Point) any { return &p.Period }),
	pt("period_first", corpus.Day, "first day of the period", func(p *Point) any { return &p.PeriodFirst }),
	pt("period_last", corpus.Day, "last day of the period", func(p *Point) any { return &p.PeriodLast }),
	pt("basis", corpus.String, "calendar, or the reporting year of the police from 15 December", func(p *Point) any { return &p.Basis }).values(corpus.CalendarBasis, corpus.ReportingBasis),
	pt("value", corpus.Number, "exact decimal number; money in đồng", func(p *Point) any { return &p.Value }),
	pt("upper", corpus.Number, "upper end of a range", func(p *Point) any { return &p.Upper }),
	pt("unit", corpus.String, "unit; % for a percentage", func(p *Point) any { return &p.Unit }),
	pt("bound", corpus.String, "side on which the true figure lies; empty when exact", func(p *Point) any { return &p.Bound }).values(boundValues...),
	pt("verb", corpus.String, "how the figure came about: xảy ra, phát hiện, khởi tố …", func(p *Point) any { return &p.Verb }),
	pt("status", corpus.String, "how final the figure is, where the text tells", func(p *Point) any { return &p.Status }).values(statusValues...),
	pt("of", corpus.Number, "second number of a printed pair", func(p *Point) any { return &p.Of }),
	pt("of_kind", corpus.String, "what the second number is", func(p *Point) any { return &p.OfKind }).values(ofKindValues...),
	pt("what", corpus.String, "words that say what is counted", func(p *Point) any { return &p.What }),
	pt("flag", corpus.String, "why other values stand beside this one: they differ, are counts of another status, or have another verb",
		func(p *Point) any { return &p.Flag }).values(FlagDiffers, FlagRevised, FlagVerb),
	pt("check", corpus.String, "whether the text's own arithmetic agrees", func(p *Point) any { return &p.Check }).values(checkValues...),
	pt("note", corpus.String, "the arithmetic, or what else is odd", func(p *Point) any { return &p.Note }),
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

// SeriesTable is one row an area, period and value.
var SeriesTable = tableOf("series", "Series", "Figures of a canonical series by province and period; values that differ stand side by side.",
	nil, pointColumns)

// Series returns the figures of a series, by province and time. Differences
// ("giảm 89 vụ") are no figures of the series and left out.
func (db *DB) Series(ctx context.Context, q SeriesQuery) ([]Point, error) {
	if q.Indicator == "" {
		return nil, mistake("a series needs an indicator")
	}
	if !slices.Contains([]string{"", corpus.ByYear, corpus.ByHalf, corpus.ByQuarter, corpus.ByMonth}, q.By) {
		return nil, mistake("no period %q; there are year, half, quarter and month", q.By)
	}
	provinces, err := db.atlas(ctx)
	if err != nil {
		return nil, err
	}
	groups := map[string][]Point{}
	for f, err := range db.Facts(ctx, Filter{
		Indicators: []string{q.Indicator}, Verbs: q.Verbs, Changes: []string{"level"}, Sort: "published",
		Portals: q.Portals, PublishedFrom: q.PublishedFrom, PublishedTo: q.PublishedTo,
	}) {
		if err != nil {
			return nil, err
		}
		p, err := pointOf(f, provinces)
		if err != nil {
			return nil, err
		}
		if q.wants(p) {
			key := strings.Join([]string{p.Province, p.ProvinceUntil, p.Level, db.opts.Fold(p.Area), p.Label, p.Basis, p.Unit}, "\x00")
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

func comparePoints(a, b Point) int {
	return cmp.Or(strings.Compare(a.Province, b.Province), strings.Compare(a.ProvinceFrom, b.ProvinceFrom), strings.Compare(a.Area, b.Area),
		strings.Compare(a.PeriodFirst, b.PeriodFirst), strings.Compare(a.PeriodLast, b.PeriodLast), strings.Compare(a.Label, b.Label),
		strings.Compare(a.Unit, b.Unit), strings.Compare(a.Published, b.Published), cmp.Compare(a.ArticleID, b.ArticleID),
		strings.Compare(a.Value.String(), b.Value.String()))
}

func pointOf(f Fact, provinces atlas) (Point, error) {
	value, err := corpus.ParseDecimal(f.Value)
	if err != nil {
		return Point{}, err
	}
	p := Point{
		Indicator: f.Indicator, Place: f.Place,
		Period: f.Period, Label: f.Period, PeriodFirst: f.PeriodFirst, PeriodLast: f.PeriodLast, Value: &value, Upper: f.Upper, Unit: f.Unit, Bound: f.Bound,
		Verb: f.Verb, Status: f.Status, Of: f.Of, OfKind: f.OfKind, What: f.What, Check: f.Check, Note: f.Note,
		Articles: 1, given: []int64{f.ArticleID}, ArticleID: f.ArticleID, ArticleTitle: f.ArticleTitle, URL: f.URL,
		Source: f.Source, Portal: f.Portal, Published: f.Published, Sentence: f.Sentence,
	}
	p.locate(f, provinces)
	if x, ok := corpus.PeriodOf(f.PeriodFirst, f.PeriodLast); ok {
		p.Label, p.Basis, p.by = x.Label, x.Basis, x.By
	}
	return p, nil
}

// locate settles the area of a point. Where the text names none it is the
// province of the article, on the map of the day of publication: an article
// of July 2025 speaks of the province as it is by then.
func (p *Point) locate(f Fact, provinces atlas) {
	p.Level = f.Level
	switch f.Level {
	case corpus.LevelCountry:
		p.Area = f.Area
		return
	case corpus.LevelDistrict, corpus.LevelCommune:
		p.Area = cmp.Or(f.Area, f.Place)
		area := provinces.on(p.Area, cmp.Or(f.Published, f.PeriodLast))
		p.AreaFrom, p.AreaUntil = area.From, area.To
	case "":
		if p.Area = partOf(f.Province, f.Place); p.Area == "" {
			p.Level = corpus.LevelProvince
		}
	}
	province := provinces.on(cmp.Or(provinces.named(f.Area), f.Province), cmp.Or(f.Published, f.PeriodLast))
	p.Province, p.ProvinceFrom, p.ProvinceUntil, p.ProvinceNow = province.Name, province.From, province.To, cmp.Or(province.Successor, province.Name)
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

func (q SeriesQuery) wants(p Point) bool {
	switch {
	case len(q.Levels) > 0 && !slices.Contains(q.Levels, p.Level):
		return false
	case p.Period == "":
		return q.By == "" && q.From == "" && q.To == "" && q.inProvince(p)
	case q.By != "" && p.by != q.By:
		return false
	}
	first, last := p.span()
	if q.From != "" && first < q.From || q.To != "" && (last == "" || last > q.To) {
		return false
	}
	return q.inProvince(p)
}

// span returns the days by which the period of a point is asked for.
func (p Point) span() (first, last string) {
	if p.by != "" {
		return corpus.Period{Label: p.Label, By: p.by, Basis: p.Basis}.Days()
	}
	return p.PeriodFirst, p.PeriodLast
}

func (q SeriesQuery) inProvince(p Point) bool {
	return len(q.Provinces) == 0 || slices.Contains(q.Provinces, p.Province) || slices.Contains(q.Provinces, p.ProvinceNow)
}

// settle makes one point of each value that articles give for the same area and
// period, in order of publication, and flags those beside which others stand.
// Verbs and statuses keep values apart; a value said without one is the same
// value. What repeats in one article counts once.
func settle(group []Point) []Point {
	var points []Point
	for _, p := range group {
		i := slices.IndexFunc(points, p.sameAs)
		if i < 0 {
			points = append(points, p)
			continue
		}
		p.Verb, p.Status = cmp.Or(p.Verb, points[i].Verb), cmp.Or(p.Status, points[i].Status)
		if p.given = points[i].given; !slices.Contains(p.given, p.ArticleID) {
			p.given = append(p.given, p.ArticleID)
		}
		p.Articles = int64(len(p.given))
		points[i] = p
	}
	for i := range points {
		for j := range points {
			if flag := points[i].beside(points[j]); i != j && flagRank[flag] > flagRank[points[i].Flag] {
				points[i].Flag = flag
			}
		}
	}
	return points
}

// flagRank orders the flags: what is least explained is told first.
var flagRank = map[string]int{FlagVerb: 1, FlagRevised: 2, FlagDiffers: 3}

func (p Point) sameAs(q Point) bool {
	return p.sameValue(q) && agree(p.Verb, q.Verb) && agree(p.Status, q.Status)
}

func (p Point) sameValue(q Point) bool {
	if p.Bound != q.Bound || p.Value.Cmp(q.Value.Decimal) != 0 || (p.Upper == nil) != (q.Upper == nil) {
		return false
	}
	return p.Upper == nil || p.Upper.Cmp(q.Upper.Decimal) == 0
}

// agree says that two words are the same, or one is not said.
func agree(a, b string) bool { return a == b || a == "" || b == "" }

// beside returns the flag of p for the sake of q, a point of the same area and
// period.
func (p Point) beside(q Point) string {
	switch {
	case p.Unit != "%" && !agree(p.Verb, q.Verb): // a rate is what its indicator says
		return FlagVerb
	case p.sameValue(q):
		return ""
	case p.Status != q.Status:
		return FlagRevised
	}
	return FlagDiffers
}

// allSeries are the figures of the series that f asks for, all where it names
// none, one series after the other.
func (db *DB) allSeries(ctx context.Context, f Filter) corpus.Rows {
	return rowsOf(pointColumns, func(yield func(Point, error) bool) {
		q, ids, err := db.seriesOf(ctx, f)
		if err != nil {
			yield(Point{}, err)
			return
		}
		n := 0
		for _, q.Indicator = range ids {
			points, err := db.Series(ctx, q)
			if err != nil {
				yield(Point{}, err)
				return
			}
			for _, p := range points {
				if n++; n <= f.Offset {
					continue
				}
				if f.Limit > 0 && n > f.Offset+f.Limit || !yield(p, nil) {
					return
				}
			}
		}
	})
}

// seriesOf turns the conditions of a Filter that mean something to a series
// into those of a SeriesQuery, and lists the series.
func (db *DB) seriesOf(ctx context.Context, f Filter) (q SeriesQuery, ids []string, err error) {
	q = SeriesQuery{
		Provinces: f.Provinces, Levels: f.Levels, Verbs: f.Verbs,
		Portals: f.Portals, PublishedFrom: f.PublishedFrom, PublishedTo: f.PublishedTo,
	}
	if f.Period != "" {
		if q.From, q.To, err = corpus.Days(f.Period); err != nil {
			return q, nil, noPeriod(f.Period)
		}
	}
	if len(f.Indicators) > 0 {
		return q, f.Indicators, nil
	}
	for a, err := range db.Indicators(ctx) {
		if err != nil {
			return q, nil, err
		}
		ids = append(ids, a.ID)
	}
	slices.Sort(ids)
	return q, ids, nil
}

// SeriesRows is points as cells.
func SeriesRows(points []Point) (corpus.Table, corpus.Rows) {
	return SeriesTable, rowsOf(pointColumns, streamOf(points))
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

// An Available is a series that the store has figures of.
type Available struct {
	ID, LabelVI, LabelEN, Unit   string
	Figures, Articles, Provinces int64
	// First and Last enclose the periods.
	First, Last string
	// Direction, Of and the notes are those of Indicator.
	Direction, Of, NoteVI, NoteEN string
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
	av("direction", corpus.String, "which way is better", "i.direction", func(a *Available) any { return &a.Direction }).values("up", "down", "ambiguous", "neutral"),
	av("of", corpus.String, "series it is a part or a rate of", "i.of", func(a *Available) any { return &a.Of }),
	av("note_vi", corpus.String, "where the series breaks, in Vietnamese", "i.note_vi", func(a *Available) any { return &a.NoteVI }),
	av("note_en", corpus.String, "where the series breaks, in English", "i.note_en", func(a *Available) any { return &a.NoteEN }),
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
