package extract

import "github.com/trich-vn/trich/internal/vi"

// The most tokens of a band and its consequence, and the most words of another place.
const (
	bandMost  = 16
	placeMost = 4
)

// relevel gives mention k, which tells only at which other time, place or stage the measure
// before it had another level, the words of that: of "Phí vệ sinh ở phường là 30.000 đồng,
// ở xã là 20.000 đồng" the fee, of "học phí 120.000 đồng (trước đây là 90.000 đồng)" the
// whole. A sum or share that holds within a band ("từ 10 km đến dưới 20 km giá 8.000 đồng")
// is told with it.
func (x *whats) relevel(d *doc, t *topic, ms []mention, k int) {
	m := &ms[k]
	if what := x.banded(d, t, ms, k); what != "" {
		m.what, m.parallel = what, true
		return
	}
	if k == 0 || m.what != m.said || m.change != "" {
		return
	}
	if p := &ms[k-1]; m.percentage && p.parallel && p.sentence == m.sentence && d.toks[p.j].Is('(') && x.lead(d, m) == p.j+1 {
		m.what, m.parallel = p.what, true // "mới bàn giao được 189 ha (đạt 69%)"
		return
	}
	if behind := x.pastRate(d, m.j); m.clause.r1 > behind && !d.wordIn(behind, m.clause.r1, x.other) {
		return
	}
	at := x.leveled(d, ms, k)
	if at < 0 {
		return
	}
	p := &ms[at]
	b, e := x.itemOf(d, ms, k)
	verb0, verb1, again := x.onlyLevel(d, b, e)
	switch own := x.count(d, verb0, verb1); {
	case e == b || p.what == "":
		return
	case own == 0 && d.wordIn(b, e, x.other):
		m.what = p.what
	case again && own <= verbWords && at == k-1 && p.clause.left() && x.has.has(d.id(p.clause.l1)) && d.wordIn(b, e, x.since):
		m.what = join(p.what, x.words(d, verb0, verb1))
	case x.elsewhere.has(d.id(b)) && d.toks[b-1].Is(',') && x.count(d, b, e) <= placeMost && !x.verbIn(d, b, e):
		h := p.clause.l0
		for h < p.clause.l1 && !x.elsewhere.has(d.id(h)) {
			h++
		}
		head := x.words(d, p.clause.l0, h)
		if p.away != "" {
			head = p.away
		}
		if head == "" || h == p.clause.l1 && p.away == "" {
			return
		}
		m.away, m.what = head, join(head, x.words(d, b, x.beforeIs(d, b, e)))
	default:
		return
	}
	m.parallel = true
}

// leveled returns the figure before mention k of the same unit and rate that k may tell
// another level of; -1 when there is none.
func (x *whats) leveled(d *doc, ms []mention, k int) int {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence; j-- {
		if p := &ms[j]; p.percentage == m.percentage && p.unit == m.unit && p.change == "" && (x.ratedAs(d, m) == 0 || x.ratedAs(d, p) == x.ratedAs(d, m)) {
			return j
		}
	}
	return -1
}

// itemOf returns the words before the number of mention k, from the mark or the figure
// that ends the item before on.
func (x *whats) itemOf(d *doc, ms []mention, k int) (int, int) {
	m := &ms[k]
	e := x.lead(d, m)
	b, from := e, d.sents[m.sentence].First
	if k > 0 && ms[k-1].sentence == m.sentence {
		from = x.pastRate(d, ms[k-1].j)
	}
	for b > from && d.toks[b-1].Kind == vi.Word {
		b--
	}
	if b > from && d.toks[b-1].Kind == vi.Digits {
		return e, e // "mũi 2 cho trẻ 18 tháng 77%"
	}
	return b, e
}

// onlyLevel returns the words of [b, e) besides those that lead to another level ("trước
// đây là", "thay cho mức", "nay đã") where they end it, and whether there are such.
func (x *whats) onlyLevel(d *doc, b, e int) (int, int, bool) {
	i := b
	for i < e && x.leads(d, i) {
		i++
	}
	j := e
	for j > i && (x.leads(d, j-1) || x.close.has(d.id(j-1)) && !x.splits(d, j-1)) {
		j--
	}
	return i, j, i > b
}

// beforeIs returns the end of [b, e) without the "là" before a number.
func (x *whats) beforeIs(d *doc, b, e int) int {
	if e > b && d.id(e-1) == x.is {
		e--
	}
	return e
}

// leads reports that the word at token k leads to another level, and goes on in no word
// that does not.
func (x *whats) leads(d *doc, k int) bool {
	if d.owners[k] == ownDate {
		return true
	}
	return x.lower.has(d.id(k)) && (!x.splits(d, k+1) || x.lower.has(d.id(k+1))) && (!x.splits(d, k) || x.lower.has(d.id(k-1)))
}

// verbIn reports that [b, e) holds a verb that is known.
func (x *whats) verbIn(d *doc, b, e int) bool {
	for ; b < e; b++ {
		if x.acting(d, b) || x.subject.has(d.id(b)) || d.id(b) == x.suffers || d.id(b) == x.got {
			return true
		}
	}
	return false
}

// banded returns what mention k counts where it holds within a band told before it in its
// item: the subject said before the first band, the band and its consequence. ""
// where there is none.
func (x *whats) banded(d *doc, t *topic, ms []mention, k int) string {
	m := &ms[k]
	if m.change != "" || m.class != "money" && !m.percentage {
		return ""
	}
	e, first := x.lead(d, m), d.sents[m.sentence].First
	b, s := e, -1
	for b > first && e-b < bandMost && (d.toks[b-1].Kind == vi.Word || d.toks[b-1].Kind == vi.Digits || d.toks[b-1].Is('-') || d.toks[b-1].Is('%') || d.toks[b-1].Is('–') || d.toks[b-1].Is('/')) {
		if b--; x.bands.has(d.id(b)) && b+1 < e && d.toks[b+1].Kind == vi.Digits {
			s = b
		}
	}
	if s < 0 || e-b >= bandMost {
		return ""
	}
	n := 0
	for j := k - 1; j >= 0 && ms[j].i >= b; j-- {
		if p := &ms[j]; x.counted(p) && !bandClasses[p.class] || p.unit == m.unit && p.percentage == m.percentage || d.owners[p.i] == ownDate {
			return ""
		}
		n++
	}
	if n == 0 && !x.ages(d, s, e) {
		return ""
	}
	own, head := x.words(d, b, x.beforeIs(d, b, e)), ""
	if b < s {
		m.away = x.words(d, b, s)
	}
	for j := k - 1; m.away == "" && j >= 0 && j > k-listMost && ms[j].sentence == m.sentence; j-- {
		if p := &ms[j]; p.unit == m.unit {
			m.away, head = p.away, p.away
		}
	}
	if m.away != "" && m.labelled {
		head = x.words(d, t.label0, t.label1)
	}
	return join(head, own)
}

// bandClasses are the classes of the units that bands are told in, besides those of
// measures.
var bandClasses = map[string]bool{"energy": true, "power": true, "speed": true, "time": true, "goods": true}

// ages reports that an age stands in [i, j): "từ 80 tuổi trở lên".
func (x *whats) ages(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.id(i) == x.age {
			return true
		}
	}
	return false
}
