package extract

// likewiseMost is the most words of the subject that a share takes from the one before it, and
// of the own words of an item told by its kind alone.
const (
	likewiseMost = 5
	likewiseOwn  = 3
)

// likewise gives mention k, of which only a predicate or a kind is told, what the item of its
// list before it says it of: of "38% doanh nghiệp đánh giá tốt lên, 41% giữ ổn định" the firms,
// of "21 hộ giỏi cấp tỉnh, 156 hộ cấp huyện" which households. It reports that it did.
func (x *whats) likewise(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if k == 0 || m.change != "" || !c.right() || c.m1 > c.m0 || c.t1 > c.t0 || ms[k-1].sentence != m.sentence {
		return false
	}
	if m.percentage {
		return !c.left() && c.r0 >= m.j && x.sameSubject(d, ms, k)
	}
	return x.counted(m) && (x.inBand(d, ms, k) || x.sameBehind(d, ms, k))
}

// inBand gives mention k, those of whom the sum right before their "có" is told, that sum: of
// "thu nhập trên 1 tỷ đồng có 86 hộ" all.
func (x *whats) inBand(d *doc, ms []mention, k int) bool {
	m, p := &ms[k], &ms[k-1]
	if d.id(m.i-1) != x.owns || p.j != m.i-1 || p.class != "money" || p.change != "" || !p.clause.left() || p.clause.l1 > p.i || x.count(d, p.clause.l0, p.clause.l1) > likewiseOwn {
		return false
	}
	m.what = join(d.text(p.clause.l0, p.j), d.text(m.u0, m.j))
	return true
}

// sameSubject gives the share k the subject of the last share before it that has one.
func (x *whats) sameSubject(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if !x.sayable(d, m.clause.r0) {
		return false
	}
	for q := k - 1; q >= 0 && q > k-listMost && ms[q].sentence == m.sentence; q-- {
		p := &ms[q]
		c := p.clause
		if !p.percentage || p.change != "" || c.left() || !c.right() || c.r0 < p.j {
			return false
		}
		if x.sayable(d, c.r0) {
			continue
		}
		for h := c.r0 + 1; h < c.r1; h++ {
			if x.sayable(d, h) {
				m.what = join(x.words(d, c.r0, x.shorten(d, c.r0, h, likewiseMost)), m.what)
				return true
			}
		}
		return false
	}
	return false
}

// sayable reports that the word at token k begins what is said of a share.
func (x *whats) sayable(d *doc, k int) bool {
	if x.splits(d, k) {
		return false
	}
	if d.id(k) == x.above && d.id(k+1) != d.x.figures.words.total || x.said.has(d.id(k)) || x.endsNoun.has(d.id(k)) {
		return true // "45% trên chuẩn"
	}
	noun, _ := d.x.figures.units.at(d, k)
	return noun == nil && x.acting(d, k)
}

// sameBehind gives mention k, behind whose unit only its kind is told, what stands before the
// kind of the item of its unit before it.
func (x *whats) sameBehind(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	own := max(m.clause.r0, m.j)
	if own >= m.clause.r1 || !x.kinds.has(d.id(own)) || x.count(d, own, m.clause.r1) > likewiseOwn {
		return false
	}
	for q := k - 1; q >= 0 && q > k-listMost && ms[q].sentence == m.sentence; q-- {
		p := &ms[q]
		if p.unit != m.unit || p.change != "" || p.percentage || !p.clause.right() {
			return false
		}
		first := max(p.clause.r0, p.j)
		for h := first + 1; h < p.clause.r1; h++ {
			if d.id(h) == d.id(own) && !x.splits(d, h) {
				m.what = join(join(x.words(d, m.clause.l0, m.clause.l1), x.words(d, p.u0, h)), x.words(d, own, m.clause.r1))
				return true
			}
		}
		if d.id(first) != d.id(own) {
			return false
		}
	}
	return false
}
