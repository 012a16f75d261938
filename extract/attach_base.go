package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// changesBack is how many figures are gone back over to the change whose
// comparison holds for another.
const changesBack = 8

// goesOn returns the time that the change ms[k] is compared with as one of those
// before it in its sentence, or in the one before whose parts it lists: "lưu trú
// tăng 21% so với cùng kỳ; ăn uống tăng 17%". "" when there is none.
func (x *attaches) goesOn(d *doc, ms []mention, k int) string {
	m := &ms[k]
	first := d.sents[m.sentence].First
	parts := x.within.has(d.id(first)) && !d.toks[first].Has(vi.Line)
	for j := k - 1; j >= 0 && j >= k-changesBack; j-- {
		p := &ms[j]
		if p.sentence < m.sentence && (!parts || p.sentence < m.sentence-1) {
			break
		}
		if p.base != "" && p.period == m.period && (p.change != "" || p.percentage) && p.percentage == m.percentage {
			return p.base
		}
	}
	for j := k - 1; j >= 0 && j >= k-changesBack && !d.lineIn(ms[j].j, m.i); j-- {
		if p := &ms[j]; p.change != "" && p.base != "" && m.period != "" && p.base == shiftYears(p.period, -1) {
			return shiftYears(m.period, -1) // in the same paragraph, all against the same time a year ago
		}
	}
	return ""
}

// repeats reports that m says the change of p once more in a bracket behind it:
// "giảm 256 vụ so với cùng kỳ 2019 (giảm 6,96%)".
func (x *attaches) repeats(d *doc, p, m *mention) bool {
	return p.change == m.change && p.sentence == m.sentence && m.i > 0 && d.toks[m.i-1].Is('(')
}

// comparedAt reports that token i stands in "so với …", or in another
// comparison: "bằng cả năm 2017", "vượt mức tăng của năm ngoái".
func (x *attaches) comparedAt(d *doc, i int) bool {
	of := false
	for k := i - 1; k >= 0 && k > i-10 && d.toks[k].Kind == vi.Word && !d.toks[k+1].Has(vi.Line); k-- {
		if x.beside.has(d.id(k)) {
			return true
		}
		of = of || d.id(k) == x.of
		if !of && !x.bridge.has(d.id(k)) && d.owners[k] != ownDate {
			break
		}
	}
	for k := i; k >= 0 && k > i-5 && !d.toks[k].Has(vi.Line); k-- {
		if d.toks[k].Kind == vi.Punct && d.owners[k] != ownDate {
			break
		}
		if d.id(k) == x.compare {
			return true // "so với năm 2023", "so vụ Đông xuân 2023", "giá so sánh 2010"
		}
	}
	return false
}

// marked reports that a comma or a semicolon stands in [i, j).
func (x *attaches) marked(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.toks[i].Is(',') || d.toks[i].Is(';') {
			return true
		}
	}
	return false
}

// baseline reads "so với …" beside a change or a rate.
func (x *attaches) baseline(d *doc, ms []mention, k int) string {
	m := &ms[k]
	if !m.percentage && m.change == "" {
		return ""
	}
	at := x.comparisonAfter(d, ms, k)
	if at < 0 && m.change != "" {
		at = x.comparisonBefore(d, m)
	}
	if first := d.sents[m.sentence].First; at < 0 && m.change != "" && d.id(first) == x.compare {
		at = first // "So với cùng kỳ, … tăng 76%; tăng 15 người chết"
	}
	if at < 0 && m.change != "" {
		at = x.comparisonAbove(d, m)
	}
	if at < 0 {
		return ""
	}
	return x.compared(d, at, m)
}

// comparisonMost is how far behind a figure its comparison is looked for.
const comparisonMost = 60

// comparisonAfter returns the "so" that follows m with nothing between but
// figures joined to it.
func (x *attaches) comparisonAfter(d *doc, ms []mention, k int) int {
	end := d.sents[ms[k].sentence].End
	next := k + 1
	for j := ms[k].j; j < end && j <= ms[k].j+comparisonMost; j++ {
		if next < len(ms) && j == ms[next].i {
			if !ms[next].coordinated && ms[next].change == "" && d.id(ms[next].i-1) != x.equals || ms[next].sentence != ms[k].sentence || ms[k].change == "" && ms[next].change != "" {
				return -1
			}
			j = ms[next].j - 1
			next++
			continue
		}
		switch {
		case d.toks[j].Is(';'):
			return -1
		case j == ms[k].j && d.id(j) == x.same && d.id(j+1) == x.term:
			return j - 1 // "tăng 3,6% cùng kỳ"
		case d.id(j) == x.compare && (d.id(j+1) == x.with || d.id(j+1) == x.same || x.dateWithin(d, j+1, min(j+4, end))):
			return j
		case d.toks[j].Is('(') && ms[k].change != "":
			if e := x.closing(d, j, end); e > 0 { // "giảm 1.686 ha (bằng 2,24%) so với …"
				for next < len(ms) && ms[next].i < e {
					next++
				}
				j = e
			}
		}
	}
	return -1
}

// bracketMost is how many tokens a bracket holds that says a figure once more.
const bracketMost = 10

// closing returns the end of the short bracket that opens at j, 0 when it is
// longer or runs past end.
func (x *attaches) closing(d *doc, j, end int) int {
	for k := j + 1; k < end && k < j+bracketMost; k++ {
		if d.toks[k].Is(')') {
			return k
		}
	}
	return 0
}

// dateWithin reports that a date begins in [i, j) behind nothing but words.
func (x *attaches) dateWithin(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.owners[i] == ownDate {
			return true
		}
		if d.toks[i].Kind != vi.Word {
			return false
		}
	}
	return false
}

// comparisonBefore returns the "so" that opens the clause of m: "So với cùng
// kỳ, tăng 2 vụ, tăng 1 người chết".
func (x *attaches) comparisonBefore(d *doc, m *mention) int {
	from, depth := d.sents[m.sentence].First, 0
	items := false
	for j := m.i - 1; j >= from && j > m.i-40; j-- {
		switch t := d.toks[j]; {
		case t.Is(')'):
			depth++
		case t.Is('('):
			depth--
		}
		if depth < 0 {
			return -1
		}
		if d.toks[j].Is(';') {
			items = true
		}
		if items && (d.owners[j] == ownCount || d.owners[j] == ownPercentage) {
			return -1 // the comparison of another figure
		}
		if d.id(j) == x.compare && (d.id(j+1) == x.with || d.id(j+1) == x.same) {
			return j
		}
	}
	return -1
}

// comparisonAbove returns the "so" of the words that lead in the list m stands
// in: "tăng so với cùng kỳ: Vụ Bản tăng 18%; Hải Hậu tăng 14%".
func (x *attaches) comparisonAbove(d *doc, m *mention) int {
	colon := d.x.figures.whats.colon(d, m)
	for j := colon - 1; j >= d.sents[m.sentence].First && j > colon-14; j-- {
		if d.owners[j] == ownCount || d.owners[j] == ownPercentage || d.toks[j].Is(';') {
			return -1
		}
		if d.id(j) == x.compare && (d.id(j+1) == x.with || d.id(j+1) == x.same) {
			return j
		}
	}
	return -1
}

// compared returns the time named after the "so" at token at.
func (x *attaches) compared(d *doc, at int, m *mention) string {
	j := at + 1
	if d.id(j) == x.with {
		j++
	}
	if x.none.has(d.id(j)) {
		return ""
	}
	if d.id(j) == x.start && d.id(j+1) == x.year {
		if y := yearOf(m.period); y != "" {
			return y + "-01-01" // "so với đầu năm"
		}
		return ""
	}
	same := d.id(j) == x.same && (d.id(j+1) == x.term || d.id(j+1) == x.month || d.id(j+1) == x.quarter) ||
		d.id(j+1) == x.same && d.id(j+2) == x.term // "cùng tháng năm trước", "quý cùng kỳ"
	for k := range x.datesFrom(d, j) {
		t := &d.dates[k]
		if t.i > j+5 || t.i >= d.sents[m.sentence].End || x.marked(d, j, t.i) {
			break
		}
		if same || x.samePeriod(d, t.i, t.j) {
			if x.before.has(d.id(t.j - 1)) {
				break // "cùng kỳ năm trước"
			}
			return x.sameOf(t, m)
		}
		return dayOnly(t.Value)
	}
	if same {
		if strings.HasSuffix(m.period, "..") {
			return shiftYears(yearOf(m.period), -1) // since the year's start
		}
		if p := d.art.Published; m.period == "" && len(p) >= len("2006-01") && p[5:7] > "02" {
			return shiftYears(yearOf(p), -1) // no period told: that of the article's year
		}
		return shiftYears(m.period, -1)
	}
	for k := j; k < j+4 && k+1 < len(d.toks); k++ {
		if !x.before.has(d.id(k + 1)) {
			continue
		}
		switch d.id(k) {
		case x.year:
			return shiftYears(yearOf(m.period), -1)
		case x.week, x.month, x.quarter:
			return previous(m.period)
		}
	}
	return ""
}

// datesFrom yields the dates that begin at token j or later.
func (x *attaches) datesFrom(d *doc, j int) func(func(int) bool) {
	lo, hi := 0, len(d.dates)
	for lo < hi {
		if mid := (lo + hi) / 2; d.dates[mid].j <= j {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return func(yield func(int) bool) {
		for ; lo < len(d.dates) && yield(lo); lo++ {
		}
	}
}

// sameOf returns "cùng kỳ năm 2023": the period of m in that year, or the year
// when the period is open or longer.
func (x *attaches) sameOf(t *dateAt, m *mention) string {
	to, from := yearOf(t.Value), lastYearOf(m.period)
	if len(t.Value) > 4 || from == "" || strings.HasSuffix(m.period, "..") || strings.ContainsRune(m.period, '/') && len(m.period) == len("2018/2023") {
		return dayOnly(t.Value)
	}
	return shiftYears(m.period, atoi(to)-atoi(from))
}
