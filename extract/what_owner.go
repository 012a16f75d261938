package extract

// thing returns the figure before mention k in its part of the sentence that counts
// things, over changes, percentages, brackets and what is told of the same things. -1
// when there is none.
func (x *whats) thing(d *doc, ms []mention, k int) int {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence && !x.parted(d, ms[j].j, m.i); j-- {
		p := &ms[j]
		if p.percentage || p.change != "" || p.owned || p.harm != 0 || x.enclosed(d, p.j, m.i) {
			continue
		}
		if p.class == "money" {
			return -1
		}
		return j
	}
	return -1
}

// property gives mention k, whose words name only a property ("khối lượng", "tổng vốn"),
// what has it: of "phát hiện 22 cây gỗ lim bị đốn hạ, khối lượng 41 m3" the trees. It
// reports that it did.
func (x *whats) property(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if m.percentage || m.change != "" || !c.left() || c.m1 > c.m0 || c.r1 > m.j && d.id(c.l0-1) != x.with {
		return false
	}
	_, n := x.properties.Longest(d.toks, c.l0)
	if n == 0 || c.l0+n < c.l1 && d.id(c.l0+n) != x.each {
		return false
	}
	at := x.thing(d, ms, k)
	if at < 0 || m.class == "mass" && ms[at].class == "area" {
		return false // a yield
	}
	p := &ms[x.listHead(d, ms, at)]
	i, j := p.clause.l0, p.clause.l1
	if p.clause.m1 > p.clause.m0 {
		i, j = p.clause.m0, p.clause.m1
	}
	c.m0, c.m1 = x.pastSeries(d, i, j), j
	if x.count(d, c.m0, j) > whatLeft {
		c.m0 = x.lastWords(d, c.m0, j, offenceWords)
	}
	c.r0, c.r1 = x.wordsOf(d, p)
	c.r1 = x.lengthen(d, c.r0, c.r1, max(sumWords-x.count(d, c.m0, c.m1), 0))
	m.owned = true
	return true
}

// wordsOf returns the unit of p and the words behind it, without the unit where it
// measures and where the words before p tell enough.
func (x *whats) wordsOf(d *doc, p *mention) (int, int) {
	c := p.clause
	own := x.count(d, c.l0, c.l1)
	if c.m1 > c.m0 {
		own = x.count(d, c.m0, c.m1)
	}
	if !x.counted(p) || c.right() && c.r0 < p.u0 || !c.right() && own > verbWords {
		return c.r0, c.r1
	}
	return p.u0, max(c.r1, p.u1)
}

// pastSeries goes over the name of a series that [i, j) begins with, when more follows:
// of "Tổng số gia cầm chết" the last three words.
func (x *whats) pastSeries(d *doc, i, j int) int {
	_, n := x.names.Longest(d.toks, i)
	if n == 0 && d.id(i) == d.x.figures.words.number {
		n = 1
	}
	if i+n < j {
		return i + n
	}
	return i
}

// shared gives mention k, said of each of the things before it or of them on average, the
// words of those: "thăm 60 gia đình công nhân, mỗi nhà 2 triệu đồng", "dư nợ 90 tỷ đồng
// với 2.000 hộ vay, bình quân 45 triệu đồng/hộ". It reports that it did.
func (x *whats) shared(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if m.percentage || m.change != "" {
		return false
	}
	at := -1
	i, j := c.l0, c.l1
	switch lead := x.lead(d, m); {
	case c.left() && (d.id(i) == x.each || d.id(i+1) == x.mean && d.id(i+2) == x.each):
		at = x.thing(d, ms, k)
	case !c.left() && !x.counted(m) && lead > 1 && d.id(lead-1) == x.mean:
		i, j = lead-2, lead
		if at = x.alike(d, ms, k); at < 0 {
			at = x.thing(d, ms, k)
		}
	}
	if at < 0 || m.unit == ms[at].unit && m.class != "money" {
		return false
	}
	p := &ms[at]
	c.l0, c.l1 = p.clause.l0, p.clause.l1
	c.m0, c.m1 = p.clause.m0, p.clause.m1
	if c.m1 == c.m0 {
		c.m0, c.m1 = x.wordsOf(d, p)
	}
	c.m1 = x.lengthen(d, c.m0, c.m1, sumWords)
	c.r0, c.r1, c.a0, c.a1 = i, j, 0, 0
	m.owned = true
	return true
}

// alike returns the figure of mention k's class before it in its part of the sentence,
// past those in brackets; -1 when there is none.
func (x *whats) alike(d *doc, ms []mention, k int) int {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence && !x.parted(d, ms[j].j, m.i); j-- {
		if p := &ms[j]; p.class == m.class && p.change == "" && !p.percentage && (p.clause.left() || p.clause.right()) && !x.enclosed(d, p.j, m.i) {
			return j
		}
	}
	return -1
}

// somewhere gives mention k, told of a place that stands out, the words of the figure it
// stands out from: "lượng mưa phổ biến 60-120mm, có nơi trên 180mm". It reports that it did.
func (x *whats) somewhere(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if !c.left() || c.right() || k == 0 || ms[k-1].sentence != m.sentence || x.parted(d, ms[k-1].j, m.i) {
		return false
	}
	if _, n := x.extremes.Longest(d.toks, c.l0); n == 0 && d.id(c.l1-1) != x.spot {
		return false
	}
	p := &ms[k-1]
	if p.unit != m.unit || p.percentage != m.percentage || p.change != m.change || !p.clause.left() {
		return false
	}
	c.r0, c.r1 = c.l0, c.l1
	if d.id(c.r0-1) == x.owns {
		c.r0-- // "có nơi"
	}
	c.l0, c.l1, c.m0, c.m1 = p.clause.l0, p.clause.l1, p.clause.m0, p.clause.m1
	return true
}

// costsWords is the most words between a thing and the money that it cost.
const costsWords = 5

// costs gives the sum k, which stands right behind the things that an act is done to,
// that act and those things: "tặng 3.200 suất quà Tết 960 triệu đồng". It reports that it
// did.
func (x *whats) costs(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if m.class != "money" || m.change != "" || m.coordinated || k == 0 || ms[k-1].sentence != m.sentence {
		return false
	}
	p := &ms[k-1]
	if !x.counted(p) || p.change != "" || !p.clause.left() || p.clause.m1 > p.clause.m0 || m.i <= p.j || x.closes(d, p.j, m.i) || x.count(d, p.j, m.i) > costsWords {
		return false
	}
	for i := p.j; i < m.i; i++ {
		if t := d.id(i); t == x.got || t == x.suffers || x.subject.has(t) || x.joins.has(t) || t == x.give {
			return false
		}
	}
	c := &m.clause
	c.l0, c.l1 = p.clause.l0, p.clause.l1
	c.m0, c.m1 = x.trimLeft(d, p.u0, m.i)
	c.m0 = p.u0
	c.r0, c.r1, c.a0, c.a1 = m.j, m.j, 0, 0
	m.owned = true
	return true
}

// nested gives mention k, which tells in how many places or of whom the things before
// it are, the words before those: "dịch lan ra 64 hộ của 11 thôn". It reports that it did.
func (x *whats) nested(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if k == 0 || m.change != "" || !x.counted(m) || m.i == 0 || ms[k-1].sentence != m.sentence {
		return false
	}
	c, p := &m.clause, &ms[k-1]
	if t := d.id(m.i - 1); t != x.owned && t != x.belongs && !x.places.has(t) || x.splits(d, m.i-1) {
		return false
	}
	if !x.counted(p) || p.change != "" || !p.clause.left() || p.j > m.i || x.closes(d, p.j, m.i) || c.r1 > m.j {
		return false
	}
	c.l0, c.l1, c.m0, c.m1 = p.clause.l0, p.clause.l1, p.clause.m0, p.clause.m1
	c.r0, c.r1, c.a0, c.a1 = m.u0, m.j, 0, 0
	return true
}
