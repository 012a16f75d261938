package extract

import (
	"slices"
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// indicators gives figures the canonical series they belong to. The table
// data/indicators.tsv is tried from top to bottom: a series fits when the unit
// is one of its units, all phrases of one of its patterns stand among the
// words of the clause, and none of the words it excludes does.
type indicators struct {
	phrases *vi.Phrases
	first   [][]int // by phrase: the patterns that begin with it
	rows    []indicator
	pats    []pattern
	aims    *vi.Phrases // kế hoạch, phấn đấu: before what was planned
	and     vi.ID
	every   vi.ID // cứ
}

type indicator struct {
	id      string
	units   []string // "%" is a percentage
	without []int
}

// A pattern is one way to name a series: phrases that all must stand there.
type pattern struct {
	row     int
	phrases []int
}

func newIndicators(v *vi.Vocab) (*indicators, error) {
	x := &indicators{phrases: vi.NewPhrases(v), aims: vi.NewPhrases(v), and: v.Add("và"), every: v.Add("cứ")}
	for i, w := range []string{"kế hoạch", "dự toán", "chỉ tiêu", "mục tiêu", "nghị quyết", "kịch bản", "phấn đấu", "dự kiến"} {
		x.aims.Add(w, int32(i))
	}
	rows, err := vi.ReadTable(vi.Data, "data/indicators.tsv")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		row := indicator{id: r.Get("id"), units: r.List("units")}
		if len(row.units) == 0 || len(r.List("patterns")) == 0 || r.Get("label_vi") == "" || r.Get("label_en") == "" || r.Get("match") == "" {
			return nil, r.Errorf("%s lacks units, patterns, labels or a sentence that matches", row.id)
		}
		for _, w := range r.List("without") {
			row.without = append(row.without, x.phrase(w))
		}
		for _, alt := range r.List("patterns") {
			p := pattern{row: len(x.rows)}
			for part := range strings.SplitSeq(alt, "+") {
				if part = strings.TrimSpace(part); part == "" {
					return nil, r.Errorf("pattern %q has an empty part", alt)
				}
				p.phrases = append(p.phrases, x.phrase(part))
			}
			x.first[p.phrases[0]] = append(x.first[p.phrases[0]], len(x.pats))
			x.pats = append(x.pats, p)
		}
		x.rows = append(x.rows, row)
	}
	return x, nil
}

// phrase numbers a phrase.
func (x *indicators) phrase(s string) int {
	n := len(x.first)
	if old := x.phrases.Add(s, int32(n)); old >= 0 {
		x.phrases.Add(s, old)
		return int(old)
	}
	x.first = append(x.first, nil)
	return n
}

func (x *indicators) fill(d *doc) {
	for k := range d.mentions {
		m := &d.mentions[k]
		if m.change != "" && !m.percentage { // a change is of the series it changes
			if p := d.x.figures.whats.source(d, d.mentions, k); p != nil && p.unit == m.unit && p.harm == m.harm && p.change == "" {
				m.indicator = p.indicator
				if m.indicator != "" {
					continue
				}
			}
		}
		if m.indicator = x.of(d, k); m.indicator == "" && m.coordinated && m.carried && k > 0 && d.mentions[k-1].unit == m.unit {
			m.indicator = d.mentions[k-1].indicator
		}
		if m.indicator == "" {
			if p := d.x.figures.whats.partOfPlace(d, d.mentions, k); p != nil {
				m.indicator = p.indicator
			}
		}
	}
}

// of returns the series that mention k belongs to, "" when the table has none.
func (x *indicators) of(d *doc, k int) string {
	if x.aimed(d, &d.mentions[k]) {
		return ""
	}
	var buf [24]int
	found := buf[:0]
	m := &d.mentions[k]
	for _, r := range [...][2]int{x.window(d, k), {m.clause.l0, m.clause.l1}, {m.clause.m0, m.clause.m1}, {m.clause.r0, m.clause.r1}} {
		for k := r[0]; k < min(r[1], r[0]+60); k++ {
			if p, n := x.phrases.Longest(d.toks, k); n > 0 && k+n <= r[1] && len(found) < cap(found) && !slices.Contains(found, int(p)) {
				found = append(found, int(p))
			}
		}
	}
	unit := m.unit
	if m.percentage {
		unit = "%"
	}
	best := -1
	for _, f := range found {
		for _, k := range x.first[f] {
			p := &x.pats[k]
			if (best < 0 || p.row < best) && x.fits(p, found, unit) {
				best = p.row
			}
		}
	}
	if best < 0 {
		return ""
	}
	return x.rows[best].id
}

// aimed reports that a figure is one that was planned, or stands for a share:
// "theo kế hoạch là 650 tấn", "cứ 3 vụ thì 2 vụ".
func (x *indicators) aimed(d *doc, m *mention) bool {
	first := d.sents[m.sentence].First
	for k := m.i - 1; k >= first && k > m.i-12; k-- {
		switch t := d.toks[k]; {
		case t.ID == x.every:
			return true
		case t.Kind == vi.Punct && !t.Is('(') && !t.Is(':') || d.owners[k] == ownCount || d.owners[k] == ownPercentage:
			return false
		}
		if _, n := x.aims.Longest(d.toks, k); n > 0 {
			return true
		}
	}
	return false
}

// window returns the tokens of mention k's own clause: up to the figures beside
// it or a semicolon, behind what is said of the figure before it, on the right up
// to a comma, at most 16 on either side.
func (x *indicators) window(d *doc, k int) [2]int {
	m := &d.mentions[k]
	s := d.sents[m.sentence]
	i, j := m.i, max(m.j, m.clause.r1)
	for i > s.First && i > m.i-16 && d.owners[i-1] != ownCount && d.owners[i-1] != ownPercentage && !d.toks[i-1].Is(';') {
		i--
	}
	if k > 0 {
		if p := &d.mentions[k-1]; i <= p.j && p.sentence == m.sentence {
			for n := p.j; n < m.i; n++ {
				if d.toks[n].Is(',') || d.id(n) == x.and {
					i = n // what stands before belongs to the figure before
					break
				}
			}
		}
	}
	for j < s.End && j < m.j+16 && (d.owners[j] == free || d.owners[j] == ownDate) && !d.toks[j].Is(';') && !d.toks[j].Is(',') {
		j++
	}
	return [2]int{i, j}
}

func (x *indicators) fits(p *pattern, found []int, unit string) bool {
	row := &x.rows[p.row]
	if !slices.Contains(row.units, unit) {
		return false
	}
	for _, w := range p.phrases {
		if !slices.Contains(found, w) {
			return false
		}
	}
	for _, w := range row.without {
		if slices.Contains(found, w) {
			return false
		}
	}
	return true
}
