package extract

import "github.com/trich-vn/trich/internal/vi"

// standardMost is the most tokens of what another level is compared with.
const standardMost = 10

// standard gives mention k, the level of another place, of a mean or of a target that a
// measure is compared with, the name of that measure and whose level it is: of "mức tăng
// của Hải Bình thấp hơn Sơn Giang (12%)" the rise of the second, of "tỷ lệ hủy là 0,6%,
// thấp hơn mức 1,5% được giao" the rate and that it was set. It reports that it did.
func (x *whats) standard(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if m.change != "" {
		return false
	}
	e := x.lead(d, m)
	boxed := x.boxed(d, m)
	if boxed {
		e--
	}
	degree, b := x.standardBefore(d, m, e, boxed)
	switch {
	case degree < 0 && boxed && x.besideOther(d, ms, k, e) > 0:
		b, m.frame = x.besideOther(d, ms, k, e), ms[k-1].frame
	case degree < 0 || x.timelyOnly(d, b, e):
		return false
	default:
		if m.frame = x.measureBefore(d, ms, k, degree); m.frame.own == partNone {
			return false
		}
	}
	h0, h1 := m.frame.h0, m.frame.h1
	if d.id(h0) == d.id(b) && d.id(b) != 0 && b+1 < e {
		h1 = h0 // "lãi suất vay 4,8%, thấp hơn lãi suất thương mại (9%)"
	}
	i, j := x.setBehind(d, m)
	if j > i && d.id(b) == x.level {
		b++
	}
	m.what = join(x.words(d, h0, h1), join(x.words(d, b, e), x.words(d, i, j)))
	m.owned = true
	return true
}

// besideOther returns where the words up to token e begin that tell whose level k is beside
// that before it: "thấp hơn Sơn Giang (12%) và Lam Trà (9%)". 0 where they tell none.
func (x *whats) besideOther(d *doc, ms []mention, k, e int) int {
	if k == 0 || ms[k-1].sentence != ms[k].sentence || ms[k-1].frame.own != partOther {
		return 0
	}
	if i := x.pastRate(d, ms[k-1].j) + 1; d.id(i) == x.and && e > i+1 && x.count(d, i, e) <= itemMost {
		return i + 1
	}
	return 0
}

// standardBefore returns where the "cao hơn" or "chưa đạt" begins that leads to the level m,
// and where the words for whose level that is begin, up to token e; -1 where there is none.
// Outside of brackets only "mức" and a target tell that the figure is no difference.
func (x *whats) standardBefore(d *doc, m *mention, e int, boxed bool) (degree, b int) {
	first := d.sents[m.sentence].First
	for k := e - 1; k > first && k > e-standardMost && (d.toks[k].Kind == vi.Word && d.owners[k] == free || d.owners[k] == ownDate); k-- {
		aim := x.aims.has(d.id(k)) && x.targets.has(d.id(k-1)) && k > first+1
		switch {
		case d.id(k) == x.more && x.degrees.has(d.id(k-1)):
			degree, b = k-1, k+1
		case d.id(k) == x.less:
			degree, b = k, k+1
		case !boxed && d.id(k) == x.mean && (x.area(d, k+1) > 0 || x.over.has(d.id(k+1))) && k > 1 && d.joint(k-2, k-1):
			return k - 1, k - 1 // "đạt 8,2%, bình quân cả nước 6,9%"
		case aim && x.denied.has(d.id(k-3)) && x.reach.has(d.id(k-2)):
			return k - 3, k - 1
		case aim && boxed && d.id(k-2) == x.with && d.id(k-3) == x.compare:
			return k - 3, k - 1
		default:
			continue
		}
		if b >= e || !boxed && d.id(b) != x.level {
			break
		}
		return degree, b
	}
	return -1, -1
}

// measureBefore returns the frame of the measure that is compared from token degree on: the
// subject right before it, or else what the figure before mention k tells the level of.
func (x *whats) measureBefore(d *doc, ms []mention, k, degree int) frame {
	i, first := degree, d.sents[ms[k].sentence].First
	for i > first && d.toks[i-1].Kind == vi.Word && d.owners[i-1] == free && !d.toks[i].Has(vi.Line) {
		i--
	}
	if i, j := x.trimLeft(d, i, degree); x.count(d, i, j) > 1 {
		return frame{own: partOther, h0: i, h1: x.beforeOwner(d, i, j)}
	}
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == ms[k].sentence; j-- {
		p := &ms[j]
		if p.percentage != ms[k].percentage || p.unit != ms[k].unit {
			continue
		}
		if p.frame.own == partOther {
			return p.frame
		}
		if p.clause.left() {
			return frame{own: partOther, h0: p.clause.l0, h1: x.beforeOwner(d, p.clause.l0, p.clause.l1)}
		}
	}
	return frame{}
}

// beforeOwner returns the end of [i, j) without whose measure it is: of "mức tăng của Hải
// Bình" the first two words.
func (x *whats) beforeOwner(d *doc, i, j int) int {
	for k := i + 1; k < j; k++ {
		if d.id(k) == x.owned && !x.splits(d, k) {
			return k
		}
	}
	return j
}

// setBehind returns the words behind the level m that tell who set it or whose it is: "mà
// Quốc hội giao", "của toàn tỉnh".
func (x *whats) setBehind(d *doc, m *mention) (int, int) {
	i := x.pastRate(d, m.j)
	if i >= len(d.toks) || d.id(i) != x.which && d.id(i) != x.owned && d.id(i) != x.by && d.id(i) != x.got {
		return 0, 0
	}
	j := i + 1
	for j < len(d.toks) && d.toks[j].Kind == vi.Word && d.owners[j] == free && !d.toks[j].Has(vi.Line) {
		j++
	}
	if d.id(i) == x.which {
		i++
	}
	return i, x.shorten(d, i, j, itemMost)
}
