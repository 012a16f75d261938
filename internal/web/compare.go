package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// compareFilters are the filters of the comparison.
var compareFilters = []filterField{
	{Name: "indicator", table: tableFacts, column: "indicator"},
	{Name: "unit", table: tableFacts, column: "unit"},
	{Name: "q", Input: "search"},
	{Name: "province", table: tableArticles, column: "province"},
	{Name: "portal", table: tableArticles, column: "portal"},
	{Name: "period", Input: "text"},
	{Name: "change", values: changes, group: "change"},
	{Name: "from", Input: "date"},
	{Name: "to", Input: "date"},
}

// Lengths of period that figures can be set side by by; "any" takes every
// period as it is.
var steps = []string{corpus.ByYear, corpus.ByHalf, corpus.ByQuarter, corpus.ByMonth, "any"}

const (
	// maxCompared is the number of figures read for one comparison.
	maxCompared = 5000
	// maxColumns is the number of periods shown, the newest ones.
	maxColumns = 36
)

// comparePage is provinces side by side.
type comparePage struct {
	Filters filters
	// Asked says that something was asked for; else Indicators are offered.
	Asked      bool
	Indicators []link
	Title      string
	Unit       string
	Units      []link
	Steps      []link
	Charts     []link
	Chart      *chart
	Columns    []string
	Rows       []compareRow
	// Loose says that figures are compared by unit alone.
	Loose bool
	// Notes tell where the series that are compared break.
	Notes []string
	// Disagree is the number of cells in which articles disagree.
	Disagree int
	// Left counts the figures that are in no cell, by reason.
	Left    []string
	Facts   string
	Formats []link
	Cut     bool
}

// A compareRow is a province with a cell for every column.
type compareRow struct {
	Province string
	Class    string
	Cells    []compareCell
}

// A compareCell is what articles say of one province and period.
type compareCell struct {
	Values []compareValue
	// Disagree says that the articles do not say the same.
	Disagree bool
}

// A compareValue is one value and the facts that give it.
type compareValue struct {
	Fact  fact
	Label string
	Value corpus.Decimal
	Upper *corpus.Decimal
	// Links lead to the sentences that give the value.
	Links []link
	What  string
}

// measured tells figures apart that count different things under one name: what
// happened, what was detected. A rate is what its indicator says.
func (f fact) measured() string {
	if f.Unit == "%" {
		return ""
	}
	return f.Verb
}

// exact tells a figure that stands for itself from a bound or a range.
func (v compareValue) exact() bool { return v.Fact.Bound == "" && v.Upper == nil }

// compare sets provinces side by side.
func compare(c *call) error {
	page := comparePage{}
	var err error
	by, style := c.values.Get("by"), c.values.Get("chart")
	if by == "" {
		by = steps[0]
	}
	if style == "" {
		style = "bar"
	}
	if !slices.Contains(steps, by) {
		return &paramError{"by", "error.value"}
	}
	if style != "bar" && style != "line" {
		return &paramError{"chart", "error.value"}
	}
	if page.Filters, err = c.filters("/compare", compareFilters); err != nil {
		return err
	}
	page.Asked = len(c.query.Indicators)+len(c.query.Units) > 0 || c.query.Text != ""
	page.Loose = len(c.query.Indicators) == 0
	if !page.Asked {
		if page.Indicators, err = c.offered(); err != nil {
			return err
		}
		return c.show(200, "compare", c.lang.say("compare.title"), page)
	}
	all, err := c.figures()
	if err != nil {
		return err
	}
	page.Cut = len(all) > maxCompared
	all = all[:min(len(all), maxCompared)]
	page.Unit, page.Units, all = c.oneUnit(all)
	page.Title = c.compared(page.Unit)
	for _, id := range c.query.Indicators {
		if c.opts.Note != nil && c.opts.Note(id, c.lang.code) != "" {
			page.Notes = append(page.Notes, c.opts.Note(id, c.lang.code))
		}
	}
	g := newGrid(all, by)
	page.Steps = c.choices("by", by, steps, func(s string) string { return c.lang.count(int64(newGrid(all, s).placed)) })
	if page.Loose {
		style = "points" // a bar or a line would say that they count the same
	} else {
		page.Charts = c.choices("chart", style, []string{"bar", "line"}, nil)
	}
	c.fill(&page, g, style)
	page.Facts = c.again("/facts", levelsOnly)
	page.Formats = c.formats(tableFacts, levelsOnly)
	return c.show(200, "compare", page.Title, page)
}

// levelsOnly asks for what a comparison asks for when nothing is said.
func levelsOnly(v url.Values) {
	if !v.Has("change") {
		v.Set("change", "level")
	}
}

// offered lists the indicators that the store has figures of.
func (c *call) offered() ([]link, error) {
	known, err := c.facet(c.ctx(), tableFacts, "indicator")
	if err != nil {
		return nil, err
	}
	var links []link
	for _, f := range known {
		links = append(links, link{Text: c.indicatorName(c.lang, f.Value), URL: c.link("/compare", "indicator", f.Value), Rows: c.lang.count(f.Rows)})
	}
	return links, nil
}

// A comparedFact is a figure with its value as a number.
type comparedFact struct {
	fact
	value corpus.Decimal
	upper *corpus.Decimal
}

// figures reads the figures that are asked for: levels, unless changes are.
func (c *call) figures() ([]comparedFact, error) {
	q := c.query
	q.Kinds = []string{"count", "percentage"}
	if len(q.Changes) == 0 {
		q.Changes = []string{"level"}
	}
	q.Limit = maxCompared + 1
	var all []comparedFact
	err := c.site.read(c.ctx(), tableFacts, q, func(r cells) {
		f := comparedFact{fact: c.factOf(r)}
		var err error
		if f.value, err = corpus.ParseDecimal(f.Value); err != nil {
			return
		}
		if f.Upper != "" {
			if upper, err := corpus.ParseDecimal(f.Upper); err == nil {
				f.upper = &upper
			}
		}
		all = append(all, f)
	})
	return all, err
}

// oneUnit keeps the figures of one unit, the most frequent, since values of
// different units stand on no common scale; the others are offered.
func (c *call) oneUnit(all []comparedFact) (unit string, others []link, kept []comparedFact) {
	rows := map[string]int{}
	for _, f := range all {
		rows[f.Unit]++
	}
	units := make([]string, 0, len(rows))
	for u := range rows {
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b string) int { return cmp.Or(cmp.Compare(rows[b], rows[a]), cmp.Compare(a, b)) })
	if len(units) == 0 {
		return "", nil, nil
	}
	unit = units[0]
	if only := c.values.Get("of_unit"); rows[only] > 0 {
		unit = only
	}
	for _, u := range units[:min(len(units), 12)] {
		others = append(others, link{Text: u, Rows: c.lang.count(int64(rows[u])), Current: u == unit,
			URL: c.compareLink(func(v url.Values) { v.Set("of_unit", u) })})
	}
	if len(units) == 1 {
		others = nil
	}
	for _, f := range all {
		if f.Unit == unit {
			kept = append(kept, f)
		}
	}
	return unit, others, kept
}

// compareLink is the address of this comparison, changed.
func (c *call) compareLink(change func(url.Values)) string {
	return c.again("/compare", func(v url.Values) {
		if unit := c.values.Get("of_unit"); unit != "" {
			v.Set("of_unit", unit)
		}
		change(v)
	})
}

// choices are the values of a parameter of the comparison, as links.
func (c *call) choices(name, current string, values []string, rows func(string) string) []link {
	var links []link
	for _, value := range values {
		x := link{Text: c.lang.say("compare." + name + "." + value), Current: value == current,
			URL: c.compareLink(func(v url.Values) { v.Set(name, value) })}
		if rows != nil {
			x.Rows = rows(value)
		}
		links = append(links, x)
	}
	return links
}

// compared says in words what is compared.
func (c *call) compared(unit string) string {
	var parts []string
	for _, id := range c.query.Indicators {
		parts = append(parts, c.indicatorName(c.lang, id))
	}
	if c.query.Text != "" {
		parts = append(parts, "“"+c.query.Text+"”")
	}
	switch {
	case unit != "" && len(parts) > 0:
		parts = append(parts, "("+unit+")")
	case unit != "":
		parts = append(parts, unit)
	}
	return strings.Join(parts, " ")
}

// A grid is figures by province and period.
type grid struct {
	by        string
	provinces []string
	periods   []period
	cells     map[string]map[string][]comparedFact
	// placed counts the figures in cells; the others are left out because
	// they have no period, another length of period, or no province.
	placed, undated, otherLength, nowhere, local int
}

// A period is a column: its key orders columns.
type period struct {
	key string
	corpus.Period
}

func newGrid(all []comparedFact, by string) *grid {
	g := &grid{by: by, cells: map[string]map[string][]comparedFact{}}
	columns := map[string]period{}
	for _, f := range all {
		switch p, fits := periodOf(f.fact, by); {
		case f.First == "" || f.Last == "":
			g.undated++
		case !fits:
			g.otherLength++
		case f.Province == "":
			g.nowhere++
		case !f.ofProvince():
			g.local++
		default:
			g.placed++
			columns[p.key] = p
			if g.cells[f.Province] == nil {
				g.cells[f.Province] = map[string][]comparedFact{}
				g.provinces = append(g.provinces, f.Province)
			}
			g.cells[f.Province][p.key] = append(g.cells[f.Province][p.key], f)
		}
	}
	for _, p := range columns {
		g.periods = append(g.periods, p)
	}
	slices.SortFunc(g.periods, func(a, b period) int { return cmp.Compare(a.key, b.key) })
	g.periods = filled(g.periods, by)
	g.periods = g.periods[max(0, len(g.periods)-maxColumns):]
	slices.SortFunc(g.provinces, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(g.cells[b]), len(g.cells[a])), cmp.Compare(a, b))
	})
	return g
}

// ofProvince tells whether a figure holds for the whole province of its
// article: the text says so, or names no other place.
func (f fact) ofProvince() bool {
	switch f.Level {
	case corpus.LevelProvince:
		return f.Area == "" || strings.HasSuffix(f.Area, f.Province)
	case "":
		return wholeProvince(f.Place, f.Province)
	}
	return false
}

// wholeProvince tells whether a place as printed is the province itself.
func wholeProvince(place, province string) bool {
	p := strings.ToLower(place)
	if p == "" || strings.Contains(p, strings.ToLower(province)) {
		return true
	}
	for _, whole := range []string{"toàn tỉnh", "cả tỉnh", "trong tỉnh", "địa bàn tỉnh", "toàn thành phố"} {
		if strings.Contains(p, whole) {
			return true
		}
	}
	return p == "tỉnh"
}

// periodOf is the column a figure belongs to; fits is false when its period
// has another length.
func periodOf(f fact, by string) (p period, fits bool) {
	if by == "any" {
		return period{key: f.First + "/" + f.Last, Period: corpus.Period{Label: f.Period}}, f.First != "" && f.Last != ""
	}
	x, known := corpus.PeriodOf(f.First, f.Last)
	return periodKeyed(x), known && x.By == by
}

// periodKeyed orders a period by its first day; the year of the police stands
// beside that of the calendar.
func periodKeyed(p corpus.Period) period {
	first, _ := p.Days()
	return period{key: first + "/" + p.Basis, Period: p}
}

// filled puts in the periods between the first and the last that no figure
// has, so that equal distances mean equal times: of the calendar, or of the
// police where there are no others.
func filled(periods []period, by string) []period {
	if by == "any" || len(periods) < 2 {
		return periods
	}
	basis := corpus.ReportingBasis
	for _, p := range periods {
		if p.Basis == corpus.CalendarBasis {
			basis = corpus.CalendarBasis
		}
	}
	from, to := periods[0].Period, periods[len(periods)-1].Period
	from.Basis = basis
	for _, p := range corpus.PeriodsBetween(from, to) {
		x := periodKeyed(p)
		if !slices.ContainsFunc(periods, func(p period) bool { return p.Label == x.Label }) {
			periods = append(periods, x)
		}
	}
	slices.SortFunc(periods, func(a, b period) int { return cmp.Compare(a.key, b.key) })
	return periods
}

// column is the heading of a period.
func (c *call) column(p period) string {
	if p.Basis == corpus.ReportingBasis {
		return c.lang.say("compare.reporting", c.lang.when(p.Label))
	}
	return c.lang.when(p.Label)
}

// fill puts a grid on the page.
func (c *call) fill(page *comparePage, g *grid, style string) {
	for _, p := range g.periods {
		page.Columns = append(page.Columns, c.column(p))
	}
	for i, province := range g.provinces {
		row := compareRow{Province: province}
		if i < maxSeries {
			row.Class = fmt.Sprintf("s%d", i+1)
		}
		for _, p := range g.periods {
			cell := c.cellOf(g.cells[province][p.key], page.Loose)
			if cell.Disagree {
				page.Disagree++
			}
			row.Cells = append(row.Cells, cell)
		}
		page.Rows = append(page.Rows, row)
	}
	for _, left := range []struct {
		key string
		n   int
	}{{"compare.undated", g.undated}, {"compare.length", g.otherLength}, {"compare.nowhere", g.nowhere}, {"compare.local", g.local}} {
		if left.n > 0 {
			page.Left = append(page.Left, c.lang.say(left.key, c.lang.count(int64(left.n))))
		}
	}
	if len(page.Rows) > 0 {
		page.Chart = c.draw(page, g, style)
	}
}

// cellOf gathers facts of one province and period by what they say, most
// often said first; loose facts are compared with those of the same words only.
func (c *call) cellOf(facts []comparedFact, loose bool) compareCell {
	cell := compareCell{}
	index := map[string]int{}
	exact := map[string]map[string]bool{}
	other := map[string]int{}
	for _, f := range facts {
		label := c.label1(f.Change, f.Bound, f.Value, f.Upper)
		// What happened is not what was detected, and a first count is revised.
		what := f.measured() + "|" + f.Status
		if loose {
			what += "|" + strings.ToLower(f.What)
		}
		// 12,5 and 12,50 are printed differently and say the same.
		key := what + "|" + f.Change + "|" + f.Bound + "|" + f.value.Trim(0).String()
		if f.upper != nil {
			key += "|" + f.upper.Trim(0).String()
		}
		i, known := index[key]
		if !known {
			i = len(cell.Values)
			index[key] = i
			cell.Values = append(cell.Values, compareValue{Fact: f.fact, Label: label, Value: f.value, Upper: f.upper, What: f.What})
		}
		v := &cell.Values[i]
		if !slices.ContainsFunc(v.Links, func(l link) bool { return l.URL == f.Link }) {
			v.Links = append(v.Links, link{Text: itoa(int64(len(v.Links) + 1)), URL: f.Link, Rows: c.lang.when(f.Published) + ": " + f.ArticleTitle})
		}
		switch {
		case v.exact() && exact[what] == nil:
			exact[what] = map[string]bool{key: true}
		case v.exact():
			exact[what][key] = true
		case !known:
			other[what]++
		}
	}
	for what, n := range other {
		cell.Disagree = cell.Disagree || n > 1 && exact[what] == nil
	}
	for _, keys := range exact {
		cell.Disagree = cell.Disagree || len(keys) > 1
	}
	slices.SortStableFunc(cell.Values, func(a, b compareValue) int { return cmp.Compare(len(b.Links), len(a.Links)) })
	return cell
}
