package store

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// A Measure is what figures share that stand in one chart: the length of their
// periods and how these are counted, a unit, and for counts the verb.
type Measure struct{ By, Basis, Unit, Verb string }

// Lines are the figures of one measure over time.
type Lines struct {
	Measure
	// Labels are the periods from the first to the last, those between without
	// a figure as well.
	Labels []string
	// Lines holds one a column of the grid, those with the most figures first.
	Lines []Line
	// Left is the number of figures of other measures.
	Left int
}

// A Line is a province over time; Values holds a figure a label, nil where there
// is none.
type Line struct {
	Column GridColumn
	Values []*Point
	filled int
}

// Lines returns the measure that most figures of the grid belong to. It has no
// labels when no figure is of a year, half, quarter or month.
func (g *Grid) Lines() Lines {
	sizes := map[Measure]int{}
	total := 0
	for key := range g.cells {
		total++
		if m := key.measure(); m.By != "" {
			sizes[m]++
		}
	}
	lines := Lines{Left: total}
	most := 0
	for m, n := range sizes {
		if c := cmp.Or(cmp.Compare(n, most), strings.Compare(lines.By, m.By), strings.Compare(lines.Basis, m.Basis),
			strings.Compare(lines.Unit, m.Unit), strings.Compare(lines.Verb, m.Verb)); c > 0 {
			lines.Measure, most = m, n
		}
	}
	lines.Left -= most
	if most > 0 {
		lines.Labels = g.labels(lines.Measure)
	}
	for _, c := range g.Columns {
		if l := g.line(lines, c); l.filled > 0 {
			lines.Lines = append(lines.Lines, l)
		}
	}
	slices.SortStableFunc(lines.Lines, func(a, b Line) int { return cmp.Compare(b.filled, a.filled) })
	return lines
}

func (r GridRow) measure() Measure { return Measure{r.By, r.Basis, r.Unit, r.Verb} }

// labels names the periods of a measure from the first to the last.
func (g *Grid) labels(m Measure) []string {
	var first, last string
	for _, r := range g.Rows {
		if r.measure() == m {
			first, last = cmp.Or(first, r.Label), r.Label
		}
	}
	var labels []string
	for _, p := range corpus.PeriodsBetween(corpus.Period{Label: first, By: m.By, Basis: m.Basis}, corpus.Period{Label: last, By: m.By, Basis: m.Basis}) {
		labels = append(labels, p.Label)
	}
	return labels
}

func (g *Grid) line(lines Lines, c GridColumn) Line {
	l := Line{Column: c, Values: make([]*Point, len(lines.Labels))}
	for _, r := range g.Rows {
		if r.measure() != lines.Measure {
			continue
		}
		if p, ok := g.At(r, c); ok {
			if i := slices.Index(lines.Labels, r.Label); i >= 0 {
				l.Values[i] = &p
				l.filled++
			}
		}
	}
	return l
}
