package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// The most words that a figure in a bracket has of its own there, and the most told before
// the bracket of what it is of.
const (
	boxOwn  = 4
	boxMost = 9
)

// inBox gives mention k, which stands in a bracket with words that tell only which level, limit
// or share it is, what the bracket stands behind: of "thu hồi nợ thuế (hiện còn 12 tỷ đồng)"
// the first four words, of "nợ xấu chiếm 2% (quy định không quá 3%)" the debt. It reports that
// it did.
func (x *whats) inBox(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	open := x.boxOf(d, m)
	if open <= d.sents[m.sentence].First || m.change != "" || d.toks[open].Has(vi.Line) || m.clause.left() && m.clause.l0 < open && d.id(open+1) != x.each {
		return false
	}
	b, e, _ := x.onlyLevel(d, open+1, x.lead(d, m))
	if own := x.count(d, b, e); own > boxOwn || own > 0 && x.counted(m) || b < e && (d.toks[b].Flags&vi.Upper != 0 || x.area(d, b) > 0 || x.seriesAt(d, b) > 0 || x.verbIn(d, b, e)) {
		return false
	}
	before := x.beforeBox(d, ms, k, open)
	if before == "" {
		return false
	}
	if m.what = join(before, x.words(d, b, e)); b < e {
		m.box = before
	}
	m.owned = true
	return true
}

// inSameBox gives mention k, which goes on in the bracket that the one before it stands in, what
// that bracket stands behind: "trường đạt chuẩn (mầm non 81%, tiểu học 90%)". It reports that it
// did.
func (x *whats) inSameBox(d *doc, ms []mention, k int) bool {
	m, p := &ms[k], earlier(ms, k)
	if p == nil || p.box == "" || p.sentence != m.sentence || p.percentage != m.percentage || p.unit != m.unit || m.change != "" ||
		!m.clause.left() || m.clause.l0 < p.j || m.clause.r1 > m.j || d.markIn(p.j, m.i, ')') {
		return false
	}
	m.box, m.owned = p.box, true
	m.what = join(p.box, x.words(d, m.clause.l0, m.clause.l1))
	return true
}

// boxOf returns the bracket that opens before m and holds nothing before it but words of its
// own; -1 where none does, or nothing but a number stands in it.
func (x *whats) boxOf(d *doc, m *mention) int {
	i := m.i
	for i > 0 && i > m.i-2*boxOwn && (d.toks[i-1].Kind == vi.Word || d.owners[i-1] == ownDate) && (d.owners[i-1] == free || d.owners[i-1] == ownDate) && !d.toks[i].Has(vi.Line) {
		i--
	}
	if end := x.pastRate(d, m.j); i == x.lead(d, m) || i == 0 || !d.toks[i-1].Is('(') || end >= len(d.toks) || !d.toks[end].Is(')') && !d.toks[end].Is(',') {
		return -1
	}
	return i - 1
}

// beforeBox returns what the bracket at token open, which holds mention k, stands behind: what
// the figure right before it counts, or the end of the clause before it.
func (x *whats) beforeBox(d *doc, ms []mention, k, open int) string {
	m, first := &ms[k], d.sents[ms[k].sentence].First
	if p := earlier(ms, k); p != nil && p.sentence == m.sentence {
		if end := x.pastRate(d, p.j); end == open || max(p.clause.r1, end) == open {
			noun := x.words(d, p.u0, max(p.u1, p.u0))
			switch {
			case p.change != "" || !x.counted(p) && !x.sameMeasure(d, m, p) || overlong(p.what):
				return ""
			case !x.counted(p) || strings.Contains(p.what, noun):
				return p.what
			}
			return join(p.what, noun)
		}
		first = p.j
	}
	i, j := x.leftEdge(d, first, open, false)
	i, j = x.trimLeft(d, i, j)
	for a := i; a < j-verbWords; a++ {
		if d.id(a) == x.so && !x.splits(d, a) {
			i = a + 1 // "dừng dự án để dồn vốn trả nợ xây dựng cơ bản"
		}
	}
	if x.count(d, i, j) < 2 {
		return ""
	}
	for a := i; a < j-verbWords && x.count(d, i, j) > boxMost; a++ {
		if x.actAt(d, a) && x.count(d, a, j) <= boxMost+verbWords {
			return x.words(d, a, j)
		}
	}
	return x.words(d, x.lastWords(d, i, j, boxMost), j)
}
