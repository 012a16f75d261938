package store

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// A Grid is the figures of a series side by side: one a row and column.
type Grid struct {
	Rows []GridRow
	// Columns are provinces, the country first, each with the borders it had.
	Columns []GridColumn
	cells   map[gridKey]Point
	// Left is the number of figures that stand in no cell: without a period or
	// a province, or of a part of one.
	Left int
}

// A GridRow is what figures must share to be compared: a period and how it is
// counted, a unit, and for counts the verb.
type GridRow struct {
	First, Last, Label, Basis, Unit, Verb string
	// By is the length of the period, empty for one that is no year, half,
	// quarter or month.
	By string
}

// A GridColumn is a province on one map, or the country where Province is
// empty.
type GridColumn struct{ Province, From, Until string }

type gridKey struct {
	GridRow
	GridColumn
}

// GridOf sets the provinces of a series side by side. Figures for a part of a
// province are left out, and those without period or province.
func GridOf(points []Point) *Grid {
	g := &Grid{cells: map[gridKey]Point{}}
	for _, p := range points {
		country := p.Level == corpus.LevelCountry
		if p.Label == "" || !country && (p.Area != "" || p.Province == "") {
			g.Left++
			continue
		}
		key := gridKey{GridRow{p.PeriodFirst, p.PeriodLast, p.Label, p.Basis, p.Unit, p.Verb, p.by}, GridColumn{p.Province, p.ProvinceFrom, p.ProvinceUntil}}
		if p.Unit == "%" {
			key.Verb = ""
		}
		if old, taken := g.cells[key]; !taken || p.moreFinal(old) {
			g.cells[key] = p
		}
		if !slices.Contains(g.Rows, key.GridRow) {
			g.Rows = append(g.Rows, key.GridRow)
		}
		if !slices.Contains(g.Columns, key.GridColumn) {
			g.Columns = append(g.Columns, key.GridColumn)
		}
	}
	slices.SortFunc(g.Rows, func(a, b GridRow) int {
		return cmp.Or(strings.Compare(a.First, b.First), strings.Compare(a.Last, b.Last), strings.Compare(a.Label, b.Label),
			strings.Compare(a.Basis, b.Basis), strings.Compare(a.Unit, b.Unit), strings.Compare(a.Verb, b.Verb))
	})
	slices.SortFunc(g.Columns, func(a, b GridColumn) int {
		return cmp.Or(strings.Compare(a.Province, b.Province), strings.Compare(a.From, b.From))
	})
	return g
}

// At returns the figure of a row and column, if there is one: the most final,
// and of those the one published last.
func (g *Grid) At(r GridRow, c GridColumn) (Point, bool) {
	p, ok := g.cells[gridKey{r, c}]
	return p, ok
}

// finality orders statuses; a figure of which the text says nothing stands
// between the first counts and the last.
var finality = map[string]int{
	string(corpus.StatusEstimated): -2, string(corpus.StatusPreliminary): -1, string(corpus.StatusFinal): 1, string(corpus.StatusRevised): 2,
}

func (p Point) moreFinal(q Point) bool {
	return cmp.Or(cmp.Compare(finality[p.Status], finality[q.Status]), strings.Compare(p.Published, q.Published)) > 0
}

// String names a column: a province, with the year in which its borders ended
// or began where both are compared.
func (c GridColumn) String() string {
	switch {
	case c.Province == "":
		return corpus.LevelCountry
	case c.From != "":
		return c.Province + " ≥" + c.From[:4]
	}
	return c.Province
}

// Table is the grid as cells: a row a period, basis, unit and verb, a column a
// province. A bound stands before the value (> over, < under, ~ about), its
// status behind it (e estimated, p preliminary, f final, r revised); * marks a
// value that other articles contradict.
func (g *Grid) Table() (corpus.Table, corpus.Rows) {
	t := corpus.Table{Name: "compare", Title: "Comparison", Description: "The provinces of a series side by side.", Columns: []corpus.Column{
		{Name: "period", Type: corpus.String, Description: "period"},
		{Name: "basis", Type: corpus.String, Description: "calendar, or the reporting year of the police"},
		{Name: "unit", Type: corpus.String, Description: "unit"},
		{Name: "verb", Type: corpus.String, Description: "how the figures came about"},
	}}
	for _, c := range g.Columns {
		t.Columns = append(t.Columns, corpus.Column{Name: c.String(), Type: corpus.String, Description: "the most final value, of those the one published last"})
	}
	return t, func(yield func(corpus.Row, error) bool) {
		for _, r := range g.Rows {
			row := corpus.Row{r.Label, opt(r.Basis), opt(r.Unit), opt(r.Verb)}
			for _, c := range g.Columns {
				var cell any
				if p, ok := g.At(r, c); ok {
					cell = p.String()
				}
				row = append(row, cell)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// boundSigns stand before a value in a table of values, statusSigns behind it.
var (
	boundSigns  = map[string]string{"over": ">", "at_least": "≥", "under": "<", "nearly": "<~", "about": "~", "at_most": "≤"}
	statusSigns = map[string]string{"estimated": " e", "preliminary": " p", "final": " f", "revised": " r"}
)

// String writes the value as tables show it.
func (p Point) String() string {
	s := boundSigns[p.Bound] + p.Value.String()
	if p.Upper != nil {
		s += "–" + p.Upper.String()
	}
	if p.Flag == FlagDiffers {
		s += "*"
	}
	return s + statusSigns[p.Status]
}
