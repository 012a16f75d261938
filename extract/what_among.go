package extract

// The most words of all of whom a sentence tells some, and how far behind them it does.
const (
	allMost   = 10
	amongMost = 90
)

// amongAll gives mention k, one of the parts of all that its sentence begins with, those and its
// own words: of "Trong số các bị can có 12 cán bộ, 3 đảng viên" the accused. It reports that it
// did.
func (x *whats) amongAll(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := m.clause
	if m.change != "" || !m.percentage && !x.counted(m) || m.i > d.sents[m.sentence].First+2*allMost+amongMost {
		return false
	}
	i, j := x.allOf(d, ms, k)
	if j <= i || m.i < j || m.i > j+amongMost {
		return false
	}
	if s, t, _ := x.ownPart(d, ms, k); t > s && s > j && d.id(s) != x.with && !x.has.has(d.id(t-1)) && x.area(d, s) == 0 && !x.verbIn(d, s, t) {
		m.what = join(x.words(d, i, j), x.words(d, s, t)) // "Trong số vụ đã giải quyết, án hình sự 12 vụ"
		m.said = m.what
		return true
	}
	if m.owned || c.left() && c.l0 >= j && !x.verbal(d, c.l0, x.has) {
		return false
	}
	b, e := m.u0, m.j
	if c.right() && c.r0 >= m.u0 && c.r1 > m.j && (k+1 == len(ms) || c.r1 <= ms[k+1].i) {
		e = c.r1
	}
	if n := m.u1 - m.u0; m.percentage {
		b = m.j
	} else if n > 0 && d.text(i, i+n) == d.text(m.u0, m.u1) {
		b = m.u1 // "các vụ cháy … 12 vụ do chập điện"
	}
	if e <= b {
		return false
	}
	m.what = join(x.words(d, i, j), x.first(d, b, e, whatAfter))
	m.said = m.what
	return true
}

// allOf returns the words of all that the sentence of mention k begins with, some of which it
// tells: of "Trong tổng số 412 đối tượng bị bắt, có …" the last four. Nothing where it does not
// begin so.
func (x *whats) allOf(d *doc, ms []mention, k int) (int, int) {
	w := &d.x.figures.words
	i := x.pastLink(d, d.sents[ms[k].sentence].First)
	if d.id(i) != x.within {
		return 0, 0
	}
	if i++; d.id(i) == w.total {
		i++
	}
	if d.id(i) != w.number {
		return 0, 0
	}
	for i++; x.several.has(d.id(i)); i++ {
	}
	for p := k - 1; p >= 0 && ms[p].i >= i; p-- {
		if ms[p].n0 == i || ms[p].i == i {
			i = ms[p].u0
			break
		}
	}
	j := i
	for j < ms[k].i && x.counts(d, j) && d.id(j) != x.owns && d.id(j) != x.is {
		j++
	}
	if n := x.count(d, i, j); n < 2 || n > allMost || j >= len(d.toks) || !d.toks[j].Is(',') && d.id(j) != x.owns {
		return 0, 0
	}
	return i, j
}
