package extract

import (
	"cmp"
	"fmt"

	"github.com/trich-vn/trich/internal/vi"
)

// How many years a term of office lasts, at least and at most, and how many tokens
// before its years "nhiệm kỳ" stands.
const (
	termLeast = 3
	termMost  = 6
	termBack  = 5
)

// Terms are the terms of office that an article of today speaks of as the last one
// and the next, since when the present one lasts, and its years so far: "2018/2023",
// "2023/..", "2023/2025", and the whole of it, "2023/2028"; "" where it names none.
type terms struct{ past, next, since, sofar, whole string }

// termsOf tells the terms of office by the one that the article names: where that
// begins in the year now or the year before, it is the next and the one before it is past.
func (x *attaches) termsOf(d *doc, now int) (t terms) {
	for k := range d.dates {
		if t.past != "" || now == 0 {
			break
		}
		from, to, ok := x.termAt(d, k)
		if !ok {
			continue
		}
		if t.since == "" && from < now && now < to {
			t.since, t.sofar = fmt.Sprintf("%04d/..", from), yearSpan(from, now)
			t.whole = yearSpan(from, to)
		}
		switch years := to - from; {
		case now == from || now == from+1:
			t.past, t.next = yearSpan(from-years, from), yearSpan(from, to)
		case now >= to-1 && now <= to+1:
			t.past, t.next = yearSpan(from, to), yearSpan(to, to+years)
		}
	}
	return t
}

// termAt returns the years of date k where it is that of a term of office: "nhiệm kỳ
// 2021 - 2026", "khóa XX (2021-2026)".
func (x *attaches) termAt(d *doc, k int) (from, to int, ok bool) {
	t := &d.dates[k]
	from, to, ok = yearsIn(t.Value)
	if !ok || to-from < termLeast || to-from > termMost {
		return 0, 0, false
	}
	for j := t.i; j >= 0 && j > t.i-termBack; j-- {
		if d.id(j) == x.duty || d.id(j) == x.course {
			return from, to, true
		}
		if d.toks[j].Has(vi.Line) {
			break
		}
	}
	return 0, 0, false
}

// yearSpan returns the years from and to as a value.
func yearSpan(from, to int) string { return fmt.Sprintf("%04d/%04d", from, to) }

// yearsIn reads a value that yearSpan writes.
func yearsIn(v string) (from, to int, ok bool) {
	if len(v) != len("2018/2023") || v[4] != '/' {
		return 0, 0, false
	}
	return atoi(v[:4]), atoi(v[5:]), true
}

// isSchoolYear reports that v is two years of which the second follows the first.
func isSchoolYear(v string) bool {
	from, to, ok := yearsIn(v)
	return ok && to == from+1
}

// today returns the day of the article's publication, else the first that it names, "" when it
// names none.
func (d *doc) today() string {
	if d.art.Published != "" {
		return d.art.Published
	}
	for k := range d.dates {
		if isDay(&d.dates[k]) {
			return d.dates[k].First
		}
	}
	return ""
}

// yearNow returns the year that the article is of: that of its publication, else of
// the first day it names, else the latest it tells of; 0 when it tells none.
func (x *attaches) yearNow(d *doc) int {
	if y := yearOf(d.today()); y != "" {
		return atoi(y)
	}
	latest := ""
	for k := range d.dates {
		t := &d.dates[k]
		if y := yearOf(t.Last); d.standings[k]&(covering|planning) == covering && y == yearOf(t.First) {
			latest = max(latest, y)
		}
	}
	return atoi(latest)
}

// someTerm reads "nhiệm kỳ qua", "nhiệm kỳ tới", "trong nhiệm kỳ," at token k.
func (x *attaches) someTerm(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) != x.term || x.comparedAt(d, k) || d.toks[k+1].Has(vi.Line) {
		return saidTime{}, false
	}
	if k > 1 && d.id(k-1) == x.start && d.id(k-2) == x.from {
		return saidTime{at: k + 2, value: tl.terms.since}, true // "từ đầu nhiệm kỳ đến nay"
	}
	if k > 0 && d.id(k-1) == x.all {
		return saidTime{at: k + 2, value: tl.terms.whole}, tl.terms.whole != "" && !x.past.has(d.id(k+2)) // "chỉ tiêu cả nhiệm kỳ"
	}
	if x.halfTerm(d, k) {
		return saidTime{at: k + 2, value: tl.terms.sofar}, tl.terms.sofar != "" && !x.before.has(d.id(k+2))
	}
	for n := k + 2; n < k+4; n++ {
		switch id := d.id(n); {
		case x.past.has(id):
			return saidTime{at: n + 1, value: tl.terms.past}, tl.terms.past != ""
		case x.coming.has(id):
			return saidTime{at: n + 1, value: tl.terms.next}, tl.terms.next != ""
		}
	}
	whole := k > 0 && x.during.has(d.id(k-1)) && k+2 < len(d.toks) && d.toks[k+2].Is(',')
	return saidTime{at: k + 2, value: tl.terms.past}, whole && tl.terms.past != ""
}

// halfTerm reports that the term of office at token k is told of by its first half:
// "nửa nhiệm kỳ qua", "nửa đầu nhiệm kỳ".
func (x *attaches) halfTerm(d *doc, k int) bool {
	if k > 1 && d.id(k-1) == x.start {
		k--
	}
	return k > 0 && d.id(k-1) == x.half
}

// termYears returns the last term of office where it lasted n years: "5 năm qua" at the
// congress that ends it. "" where none did.
func (t *terms) termYears(n int) string {
	if from, to, ok := yearsIn(t.past); ok && to-from == n {
		return t.past
	}
	return ""
}

// fromTerm returns the year since which things are told up to date k where that is the
// start of the term of office: "từ đầu nhiệm kỳ đến hết tháng 6/2023". "" where it is not.
func (x *attaches) fromTerm(d *doc, tl *timeline, k int) string {
	if tl.terms.since == "" {
		return ""
	}
	i := d.dates[k].i
	for j := i; j > 2 && j > i-termBack && !d.toks[j].Has(vi.Line); j-- {
		if d.id(j) == x.until && d.id(j-1) == x.term && d.id(j-2) == x.duty && d.id(j-3) == x.start {
			return yearOf(tl.terms.since)
		}
	}
	return ""
}

// inTerm reports that v is the term of office that the article reports on, and that the
// paragraph tells of a time in it only by the way: "Tỷ lệ hộ nghèo giảm còn 8% cuối năm
// 2023." in a report on five years.
func (x *attaches) inTerm(d *doc, tl *timeline, v string) bool {
	if v == "" || v != tl.terms.past && v != tl.terms.sofar {
		return false
	}
	t := &d.dates[tl.paragraph]
	return yearOf(t.First) >= v[:4] && t.Last != "" && yearOf(t.Last) <= v[5:] && t.i-tl.line >= leadIn && x.fromTerm(d, tl, tl.paragraph) == ""
}

// termBehind returns the term of office that m is planned for by the words right
// behind it: "đề ra 9 chỉ tiêu cho nhiệm kỳ mới"; else the year that the term told of
// began in: "từ 19,8% đầu nhiệm kỳ xuống còn 8%".
func (x *attaches) termBehind(d *doc, tl *timeline, m *mention) string {
	if x.atTermStart(d, m) {
		return yearOf(cmp.Or(tl.terms.past, tl.terms.sofar))
	}
	for k := m.j; k < m.j+besideFigure && k+2 < len(d.toks) && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line); k++ {
		if d.id(k) == x.duty {
			s, _ := x.someTerm(d, tl, k, -1)
			return s.value
		}
	}
	return ""
}

// atTermStart reports that "đầu nhiệm kỳ" stands right behind m, with or without a bracket.
func (x *attaches) atTermStart(d *doc, m *mention) bool {
	j := m.j
	if j < len(d.toks) && d.toks[j].Is('(') {
		j++
	}
	return d.id(j) == x.start && d.id(j+1) == x.duty && d.id(j+2) == x.term
}

// comparedTerm reads "đầu nhiệm kỳ" and "nhiệm kỳ trước" at token j for a figure of
// the term of office v: its first year, and the term before it.
func (x *attaches) comparedTerm(d *doc, j int, v string) (string, bool) {
	start := d.id(j) == x.start
	if start {
		j++
	}
	from, to, ok := yearsIn(v)
	if !ok || d.id(j) != x.duty || d.id(j+1) != x.term {
		return "", false
	}
	switch {
	case start:
		return yearOf(v), true
	case x.before.has(d.id(j + 2)):
		return yearSpan(2*from-to, from), true
	}
	return "", false
}
