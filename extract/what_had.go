package extract

import "github.com/trich-vn/trich/internal/vi"

// The most words of who has what a list counts, and of what is said between two of its
// figures.
const (
	holderWords = 7
	hadBetween  = 8
)

// had gives mention k, one of the things in a list of what a place or a body has, who has
// them: of "toàn huyện có 41 trường với 812 lớp, 24.300 học sinh" each the first three words
// and its own. It reports that it did.
func (x *whats) had(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if !x.counted(m) || m.change != "" || m.harm != 0 || m.class == "case" || m.u1 <= m.u0 {
		return false
	}
	c, end, of := m.clause, m.j, ""
	if c.right() && c.r0 >= m.u0 && (k+1 == len(ms) || c.r1 <= ms[k+1].i) {
		end = max(end, c.r1)
	}
	for i := x.pastUnits(d, m, m.j); i < end; i++ {
		if d.toks[i].Is(',') && x.count(d, i, end) > verbWords {
			end = i // "64 thành viên, nòng cốt là đoàn viên"
		}
	}
	if x.predicativeIn(d, m.j, end) {
		return false
	}
	if next := x.holding(d, ms, k); next != nil && c.p1 == c.p0 {
		m.what = join(x.words(d, m.u0, next.i), x.first(d, next.u0, max(next.j, next.clause.r1), ownerWords))
		if measures[next.class] {
			m.what = join(x.words(d, m.u0, next.i), x.first(d, next.clause.r0, next.clause.r1, ownerWords))
		}
		m.said = m.what
		return true
	}
	if p := x.hadBefore(d, ms, k); p == nil {
		m.holder = x.holderOf(d, ms, k)
	} else if m.holder = p.holder; d.id(m.i-1) == x.with {
		of = join(x.first(d, p.u0, max(p.j, min(p.clause.r1, m.i-1)), whatLeft), d.text(m.i-1, m.i)) // "tổ tự quản với 64 thành viên"
	}
	if m.holder == "" || of == "" && x.count(d, m.u1, end) > placeMost || x.classifiers.has(d.id(m.u0)) || c.p1 > c.p0 || c.r1 > max(end, m.u1) && x.ofAll(d, m.j, c.r1) {
		return false // "147 doanh nghiệp, 62 trang trại do phụ nữ làm chủ"
	}
	m.what = join(join(m.holder, of), x.first(d, m.u0, end, whatLeft))
	m.said = m.what
	return true
}

// hadBefore returns the figure before mention k in the list of what one has in which k goes
// on, behind a comma, "và" or "với"; nil where k goes on in none.
func (x *whats) hadBefore(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	at := x.neighbour(d, ms, k)
	if at < 0 || ms[at].holder == "" || !d.toks[m.i-1].Is(',') && d.id(m.i-1) != x.and && d.id(m.i-1) != x.with {
		return nil
	}
	words := 0
	for i := ms[at].j; i < m.i-1; i++ {
		switch t := d.toks[i]; {
		case t.Is('('):
			if i = x.closing(d, i); i < 0 {
				return nil
			}
		case t.Is(',') || x.inside(d, i):
		case t.Kind != vi.Word || d.owners[i] != free || words == hadBetween || x.predicative(d, i) || x.actAt(d, i) || x.reach.has(t.ID) && !x.splits(d, i):
			return nil
		default:
			words++
		}
	}
	return &ms[at]
}

// holderOf returns who has the things that mention k counts right behind a "có", and the
// "có": "Huyện Hải Bình hiện có". "" where it is not told.
func (x *whats) holderOf(d *doc, ms []mention, k int) string {
	m := &ms[k]
	verb, first := m.i-1, d.sents[m.sentence].First
	if k > 0 && ms[k-1].sentence == m.sentence {
		if first = ms[k-1].j; x.holding(d, ms, k-1) != nil {
			return x.words(d, ms[k-1].u0, m.i)
		}
		if x.counted(&ms[k-1]) {
			return ""
		}
	}
	if t := d.id(verb); t != x.owns && !(t == x.consists && k > 0 && measures[ms[k-1].class]) || x.splits(d, verb) || verb < first {
		return ""
	}
	end := verb
	for end > first && (x.verbal(d, end-1, x.hedges) || x.verbal(d, end-1, x.tenses) || d.id(end-1) == d.x.figures.words.left) {
		end--
	}
	if i := x.holderBegin(d, first, end); i < end {
		if c := m.clause; c.left() && c.l0 < i && c.l1 > i {
			i = c.l0 // "Cao đẳng, đại học có 12 người"
		}
		if i = x.pastSpeaker(d, i, end); !x.holds(d, i, end) {
			return ""
		}
		return x.words(d, i, verb+1)
	}
	own := *m
	own.clause = clause{l0: verb, l1: verb + 1}
	if i, j := x.governor(d, &own); x.holds(d, i, j) {
		return join(x.words(d, i, j), d.text(verb, verb+1))
	}
	if i := d.sents[m.sentence].First; i == first && end > i && d.toks[end-1].Is(',') {
		if i, j := x.actBefore(d, i, end-1); j > i {
			return join(x.words(d, i, j), d.text(verb, verb+1))
		}
	}
	return ""
}

// actBefore returns what was done where a sentence begins with that before its "có", from token i
// up to the comma at j: of "Qua kiểm tra tại chợ, có 4 cơ sở" the second to fifth word. Nothing
// where it begins with a time, a place or a source.
func (x *whats) actBefore(d *doc, i, j int) (int, int) {
	least := verbWords + 1
	if i = x.pastLink(d, i); d.id(i) == x.through && !x.splits(d, i+1) {
		i, least = i+1, verbWords
	}
	if n := x.count(d, i, j); n < least || n > holderWords || x.adverb.has(d.id(i)) || x.timely(d, i) || x.closes(d, i, j) || x.predicativeIn(d, i, j) || x.speaks(d, i, j) {
		return 0, 0
	}
	return i, j
}

// holding returns the figure behind mention k of what those have that k counts, who are the
// subject of their clause: of "12 xã có 40 thôn kiểu mẫu" the second. nil where there is none.
func (x *whats) holding(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	if k+1 >= len(ms) || !x.counted(m) || m.change != "" || m.class == "case" || m.harm != 0 || m.u1 <= m.u0 || m.i > 0 && d.toks[m.i-1].Kind == vi.Word && d.owners[m.i-1] == free {
		return nil
	}
	next := &ms[k+1]
	if next.sentence != m.sentence || next.change != "" || next.percentage || next.harm != 0 || !x.counted(next) && !measures[next.class] || d.id(next.i-1) != x.owns ||
		next.i-1 < m.j || x.count(d, m.j, next.i-1) > verbWords || x.closes(d, m.j, next.i) || x.predicativeIn(d, m.j, next.i) {
		return nil
	}
	return next
}

// holderBegin returns where the noun begins that ends before token end, behind token first and
// the words that tell when or lead to it.
func (x *whats) holderBegin(d *doc, first, end int) int {
	i := end
	for i > first && d.toks[i-1].Kind == vi.Word && (d.owners[i-1] == free || d.owners[i-1] == ownDate) && !d.toks[i].Has(vi.Line) {
		i--
	}
	i = min(x.pastLink(d, i), end)
	for i < end && (x.timely(d, i) || x.adverb.has(d.id(i))) && !(x.over.has(d.id(i)) && d.id(i+1) != x.period) && d.id(i+1) != x.dia && !x.splits(d, i) && !x.splits(d, i+1) {
		i++
	}
	return i
}

// holds reports that [i, j) may name a place, a body or a thing that has others.
func (x *whats) holds(d *doc, i, j int) bool {
	n := x.count(d, i, j)
	return n > 0 && n <= holderWords && !(n == 1 && d.toks[i].Flags&vi.Upper == 0 && x.area(d, i) == 0) && d.id(i) != d.x.figures.words.number &&
		!x.begins.has(d.id(i)) && x.pastLink(d, i) == i && !x.general.has(d.id(i)) && !x.predicativeIn(d, i, j) && x.series(d, i, j) < 0
}
