package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// The fewest parts that a whole has, the most words of it that a part is given, the most that
// tell the part behind its number, and so many more that it tells enough by itself.
const (
	summandsLeast = 2
	summandWhole  = 8
	summandOwn    = 2
	summandSaid   = 5
)

// findSummands notes of every run of figures that add up to the one before them in their
// sentence that they are its parts: of "kỷ luật 87 đảng viên, khiển trách 58, cảnh cáo 21, khai
// trừ 8" the last three.
func (x *whats) findSummands(d *doc, ms []mention) {
	for k := range ms {
		if !x.isWhole(&ms[k]) || ms[k].partOf > 0 {
			continue
		}
		for j, end := k+1, x.summands(d, ms, k); j < end; j++ {
			if x.isWhole(&ms[j]) {
				ms[j].partOf = k + 1
			}
		}
	}
}

// isWhole reports that m is an amount that parts may add up to, or one of them.
func (x *whats) isWhole(m *mention) bool {
	return !m.percentage && m.change == "" && !m.hasOf && !m.hasUpper && m.value.IsPos()
}

// summands returns the end of the figures behind figure k, in its sentence, that add up to it;
// 0 where they do not.
func (x *whats) summands(d *doc, ms []mention, k int) int {
	whole, n, rest := &ms[k], 0, ms[k].value
	for j := k + 1; j < len(ms) && j <= k+listMost && ms[j].sentence == whole.sentence; j++ {
		p := &ms[j]
		if p.percentage || p.change != "" {
			continue
		}
		if !x.isWhole(p) || n == 0 && d.markIn(whole.j, p.i, ';') || !x.addable(whole, p) ||
			(p.unit != whole.unit || !x.counted(p)) && !x.opensParts(d, whole.j, ms[k+1].i) { // "xuất khẩu 19 tỷ USD, nhập khẩu 15 tỷ USD, xuất siêu 4 tỷ USD"
			break
		}
		left, err := rest.Sub(p.value)
		if err != nil || left.IsNeg() {
			break
		}
		rest = left
		if n++; rest.IsZero() && n >= summandsLeast {
			return j + 1
		}
	}
	return 0
}

// anyCase is the unit that stands for persons and bodies as well.
const anyCase = "trường hợp"

// addable reports that p counts what whole does, or persons or bodies where that does.
func (x *whats) addable(whole, p *mention) bool {
	return p.unit == whole.unit || x.counted(p) && (listedTogether(p.class, whole.class) || p.unit == anyCase && listedTogether("person", whole.class))
}

// opensParts reports that a bracket or a colon opens, or "gồm" or "trong đó" stands, in [i, j).
func (x *whats) opensParts(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.toks[i].Is('(') || d.toks[i].Is(':') || d.id(i) == x.consists || d.id(i) == x.among {
			return true
		}
	}
	return false
}

// summand returns what mention k counts as one of the parts that add up to a whole: what that
// counts, and the few words that tell the part. "" where it is none, or is told by itself.
func (x *whats) summand(d *doc, ms []mention, k int) string {
	m := &ms[k]
	if m.partOf == 0 || m.owned || m.rowed {
		return ""
	}
	p := &ms[m.partOf-1]
	if p.what == "" || strings.Count(m.said, " ") >= summandSaid && !strings.HasPrefix(p.what, m.said) {
		return ""
	}
	own := x.ownOf(d, ms, k)
	if own == "" {
		return ""
	}
	if words := strings.Fields(own); len(words) > 1 && m.unit == p.unit && strings.Contains(strings.ToLower(p.what), strings.ToLower(words[0]+" "+words[1])) {
		return "" // "Khiếu nại 31 vụ: khiếu nại đúng 3 vụ"
	}
	thing := x.counted(p) && !x.classifiers.has(d.id(p.u0))
	if m.whole = p.what; thing && !strings.Contains(p.what, d.text(p.u0, max(p.u0, p.u1))) {
		m.whole = join(p.what, d.text(p.u0, max(p.u0, p.u1)))
	}
	if strings.Count(m.whole, " ") >= summandWhole {
		if m.whole = ""; !thing {
			return ""
		}
		m.whole = x.first(d, p.u0, max(p.u1, p.u0, min(p.clause.r1, m.i)), summandWhole)
	}
	return join(m.whole, own)
}

// ownOf returns the few words that tell part k from the others: those before its number, else
// its unit or those behind it. "" where there are none or many.
func (x *whats) ownOf(d *doc, ms []mention, k int) string {
	m := &ms[k]
	b, e, _ := x.ownPart(d, ms, k)
	if b == x.pastRate(d, ms[k-1].j) && d.id(b) != x.and {
		b = e // what is said behind the part before
	}
	for b < e && (d.id(b) == x.consists || d.id(b) == x.within || d.id(b) == x.among || x.open.has(d.id(b)) && !x.splits(d, b+1)) {
		b++
	}
	if b, e = x.trimLeft(d, b, e); b < e {
		if x.count(d, b, e) > summandSaid || x.predicativeIn(d, b, e) || d.wordIn(b, e, x.begins) || x.seriesAt(d, b) > 0 || d.toks[b-1].Is(',') && !d.toks[b-2].Is(')') && !d.figureAt(b-2) {
			return "" // "gian lận thương mại, gian lận thuế 12 vụ"
		}
		return x.words(d, b, e)
	}
	end := m.j
	for end < len(d.toks) && d.owners[end] == free && d.toks[end].Kind == vi.Word && !d.toks[end].Has(vi.Line) && d.id(end) != x.and {
		end++
	}
	if end > m.j {
		end = x.pastGrade(d, end) // "5 sản phẩm đạt 4 sao"
	}
	n, named := x.count(d, m.j, end), m.unit != ms[m.partOf-1].unit && m.u1 > m.u0
	switch {
	case n > summandOwn && !(n == summandOwn+1 && x.stops(d, m.j)) || n > 0 && x.predicativeIn(d, m.j, end):
		return ""
	case n == 0 && m.clause.r1 > m.j:
		return ""
	case named:
		return d.text(m.u0, end)
	}
	return d.text(m.j, end)
}
