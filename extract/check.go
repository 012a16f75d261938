package extract

import (
	"fmt"
	"math"
	"strconv"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// checks does the sums a text gives both sides of: 89/(1107+89) = 7.44 %,
// 55/65 = 84.6 %, 8 + 3 = 11, 910 − 816 = 94. A sum that comes out is marked
// wherever it is found; one that does not is called inconsistent only where
// the words leave no doubt that the numbers belong together.
type checks struct {
	made, among                      vi.ID // gồm, đó
	reach, rate, ratio, equal, share vi.ID // đạt, tỷ, lệ, bằng, chiếm
	less, more, compare              vi.ID
	target                           wordSet
	ratios                           []rateOf
}

func newChecks(v *vi.Vocab, book wordBook) (*checks, error) {
	rates, err := newRates()
	return &checks{
		ratios: rates,
		made:   v.Add("gồm"), among: v.Add("đó"),
		reach: v.Add("đạt"), rate: v.Add("tỷ"), ratio: v.Add("lệ"), equal: v.Add("bằng"), share: v.Add("chiếm"),
		less: v.Add("giảm"), more: v.Add("tăng"), compare: v.Add("so"),
		target: book.set("pair.target"),
	}, err
}

func (x *checks) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		if ms[k].hasOf {
			x.kindOf(d, ms, k)
			x.shareOf(d, ms, k)
			continue
		}
		if ms[k].change != "" {
			x.levelsOf(d, ms, k)
			x.rateOf(d, ms, k)
			continue
		}
		x.sum(d, ms, k)
	}
}

// settleCheck notes the arithmetic on m.
func (m *mention) settleCheck(ok bool, note string) {
	if m.check != "" && ok == (m.check == "consistent") {
		return
	}
	m.check, m.note = "inconsistent", note
	if ok {
		m.check = "consistent"
	}
}

// near reports that a calculated per cent agrees with a printed one: rounded
// or cut off at the digits printed.
func near(got float64, m *mention) bool {
	want, _ := m.value.Float64()
	unit := math.Pow10(-m.value.Scale())
	return math.Abs(got-want) < unit*1.001
}

func floats(m *mention) float64 {
	f, _ := m.value.Float64()
	return f
}

// plainly prints a value in a note.
func plainly(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// rateOf checks a change in per cent against level and change: "1.107 vụ …,
// giảm 89 vụ, tỷ lệ 7,44%".
func (x *checks) rateOf(d *doc, ms []mention, k int) {
	m := &ms[k]
	if k == 0 || !m.percentage || !m.coordinated && !x.bracketed(d, m) {
		return
	}
	c := &ms[k-1]
	if c.percentage || c.change != m.change || c.sentence != m.sentence || c.bound != "" || m.bound != "" {
		return
	}
	var only *mention // the one level that it can be of
	levels := 0
	for j := k - 2; j >= 0 && j >= k-9 && ms[j].sentence >= m.sentence-1; j-- {
		l := &ms[j]
		if l.percentage || l.unit != c.unit || l.harm != c.harm || l.change != "" || l.bound != "" {
			continue
		}
		if c.change == corpus.Increase && floats(l) <= floats(c) {
			continue
		}
		if got, note := rise(l, c); near(got, m) {
			c.settleCheck(true, note)
			m.settleCheck(true, note)
			return
		}
		if levels++; levels == 1 {
			only = l
		}
	}
	if levels == 1 && only.sentence == m.sentence {
		_, note := rise(only, c)
		c.settleCheck(false, note)
		m.settleCheck(false, note)
	}
}

// rise returns the per cent that the change c is of what was before it became the level
// l, and the sum.
func rise(l, c *mention) (float64, string) {
	level, change := floats(l), floats(c)
	before, sign := level-change, "−"
	if c.change == corpus.Decrease {
		before, sign = level+change, "+"
	}
	got := change / before * 100
	return got, fmt.Sprintf("%s / (%s %s %s) = %.2f %%", plainly(change), plainly(level), sign, plainly(change), got)
}

// compares reports that the count k is what a level before it was compared with in per
// cent by mention k-1: "tiếp 486 lượt, giảm 14,4% so với năm trước (568 lượt)".
func (x *checks) compares(ms []mention, k int) bool {
	p, m := &ms[k-1], &ms[k]
	base := floats(m)
	for j := k - 2; j >= 0 && j >= k-9 && ms[j].sentence >= m.sentence-1; j-- {
		l := &ms[j]
		if l.percentage || l.unit != m.unit || l.change != "" || base <= 0 {
			continue
		}
		got := (floats(l) - base) / base * 100
		if p.change == corpus.Decrease {
			got = -got
		}
		if near(got, p) {
			return true
		}
	}
	return false
}

// bracketed reports that m opens a bracket: "(5%)".
func (x *checks) bracketed(d *doc, m *mention) bool {
	return m.i > 0 && d.toks[m.i-1].Is('(')
}

// shareOf checks a printed pair against a rate: "55/65 vụ, đạt 84,6%".
func (x *checks) shareOf(d *doc, ms []mention, k int) {
	m := &ms[k]
	of, _ := m.of.Float64()
	if of <= 0 {
		return
	}
	for j := k + 1; j < len(ms) && j <= k+3 && ms[j].sentence == m.sentence; j++ {
		p := &ms[j]
		if !p.percentage || p.change != "" || p.bound != "" || p.hasUpper {
			continue
		}
		got := floats(m) / of * 100
		if ok := near(got, p); ok || j == k+1 && x.said(d, m.j, p.i) {
			note := fmt.Sprintf("%s / %s = %.2f %%", plainly(floats(m)), plainly(of), got)
			m.settleCheck(ok, note)
			p.settleCheck(ok, note)
		}
		return
	}
}

// said reports that the few words in [i, j) say that the share follows:
// "đạt", "tỷ lệ", "chiếm", an opening bracket.
func (x *checks) said(d *doc, i, j int) bool {
	if j-i > 5 {
		return false
	}
	found := false
	for k := i; k < j; k++ {
		switch t := d.toks[k]; {
		case t.ID == x.reach || t.ID == x.rate || t.ID == x.ratio || t.ID == x.equal || t.ID == x.share || t.Is('('):
			found = true
		case t.Is(','):
		case t.Kind == vi.Punct || found:
			return false // "11/27 đơn vị có tỷ lệ tốt nghiệp 100%"
		}
	}
	return found
}

// kindOf says what the second number of a pair is.
func (x *checks) kindOf(d *doc, ms []mention, k int) {
	m := &ms[k]
	if m.ofKind == corpus.OfPersons {
		return
	}
	value := floats(m)
	of, _ := m.of.Float64()
	if diff, ok := x.difference(d, ms, k); ok {
		m.ofKind = corpus.OfPrevious
		got := math.Abs(value - of)
		m.settleCheck(math.Abs(got-diff) < 1e-6, fmt.Sprintf("%s − %s = %s", plainly(math.Max(value, of)), plainly(math.Min(value, of)), plainly(got)))
		return
	}
	for j := m.j; j < len(d.toks) && j < m.j+8 && d.toks[j].Kind == vi.Word && !d.toks[j].Has(vi.Line); j++ {
		if x.target.has(d.id(j)) {
			m.ofKind = corpus.OfTarget
			return
		}
	}
	if value <= of {
		m.ofKind = corpus.OfTotal
	}
}

// difference returns the change that is said right after the pair k: "55/65
// vụ, giảm 10 so năm 2022".
func (x *checks) difference(d *doc, ms []mention, k int) (float64, bool) {
	m := &ms[k]
	if k+1 < len(ms) && ms[k+1].coordinated && ms[k+1].unit == m.unit && ms[k+1].change != "" && ms[k+1].bound == "" {
		return floats(&ms[k+1]), true
	}
	j := m.j
	for j < len(d.toks) && (d.toks[j].Is(',') || d.toks[j].Is('(')) {
		j++
	}
	if id := d.id(j); id != x.less && id != x.more || d.toks[j].Has(vi.Line) {
		return 0, false
	}
	n, ok := d.x.figures.number(d, j+1)
	if !ok || d.id(j+1+n.Tokens) != x.compare {
		return 0, false
	}
	f, _ := n.Value.Float64()
	return f, true
}

// levelsOf checks a change against the two levels in brackets behind it: "tăng
// 94 vụ (910/816)".
func (x *checks) levelsOf(d *doc, ms []mention, k int) {
	m := &ms[k]
	if m.percentage || m.bound != "" {
		return
	}
	j := m.j
	for j < len(d.toks) && j < m.j+6 && d.toks[j].Kind == vi.Word && !d.toks[j].Has(vi.Line) {
		j++
	}
	if j+1 >= len(d.toks) || !d.toks[j].Is('(') {
		return
	}
	a, ok := d.x.figures.number(d, j+1)
	if !ok {
		return
	}
	e := j + 1 + a.Tokens
	if e >= len(d.toks) || !d.toks[e].Is('/') {
		return
	}
	b, ok := d.x.figures.number(d, e+1)
	if e += 1 + b.Tokens; !ok || e >= len(d.toks) || !d.toks[e].Is(')') {
		return
	}
	p, _ := a.Value.Float64()
	q, _ := b.Value.Float64()
	high, low := math.Max(p, q), math.Min(p, q)
	m.settleCheck(math.Abs(high-low-floats(m)) < 1e-6, fmt.Sprintf("%s − %s = %s", plainly(high), plainly(low), plainly(high-low)))
}

// sum checks a whole against the parts that follow: "11 đối tượng gồm 8 nam và
// 3 nữ", "24 người (17 nam và 7 nữ)".
func (x *checks) sum(d *doc, ms []mention, k int) {
	m := &ms[k]
	if m.percentage || m.bound != "" || k+2 >= len(ms) || ms[k+1].sentence != m.sentence {
		return
	}
	exact, ok := x.partsFollow(d, m.j, ms[k+1].i)
	if !ok {
		return
	}
	total, n, semis := 0.0, 0, false
	note := ""
	for j := k + 1; j < len(ms) && j <= k+6; j++ {
		p := &ms[j]
		if p.sentence != m.sentence || j > k+1 && x.closed(d, ms[j-1].j, p.i) {
			break
		}
		if p.percentage || p.change != "" || p.bound != "" || p.hasOf || !samePart(m, p) {
			exact = exact && p.class != m.class // "24 người gồm 17 nam, 5 nữ và 2 trẻ em"
			break
		}
		if semi := d.markIn(ms[j-1].j, p.i, ';'); j == k+2 {
			semis = semi
		} else if semi && !semis {
			break // "gồm khiếu nại 73, tố cáo 19, phản ánh 506; lưu 147 đơn"
		}
		total += floats(p)
		if n > 0 {
			note += " + "
		}
		note += plainly(floats(p))
		n++
	}
	if n < 2 {
		return
	}
	same := math.Abs(total-floats(m)) < 1e-6
	if !same && !exact {
		return
	}
	note += " = " + plainly(total)
	for j := k; j <= k+n; j++ {
		ms[j].settleCheck(same, note)
	}
}

// samePart reports that p can be a part of m: the same unit, or men and women
// of persons.
func samePart(m, p *mention) bool {
	if p.unit == m.unit {
		return p.harm == m.harm || m.harm == 0 || p.harm == 0
	}
	return m.class == "person" && (p.unit == "nam" || p.unit == "nữ")
}

// partsFollow reports that the words in [i, j) introduce parts; exact says
// that they are all of them ("gồm").
func (x *checks) partsFollow(d *doc, i, j int) (exact, ok bool) {
	if j-i > 10 {
		return false, false
	}
	for k := i; k < j; k++ {
		switch t := d.toks[k]; {
		case t.ID == x.made:
			exact, ok = true, true
		case t.ID == x.among || t.Is('(') || t.Is(':'):
			ok = true
		case t.Is(';'):
			return false, false
		}
	}
	return exact && j-i <= 3, ok
}

// closed reports that a bracket closes, or another clause begins, in [i, j).
func (x *checks) closed(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if t := d.toks[k]; t.Is(')') || t.Is('.') {
			return true
		}
	}
	return j-i > 12
}
