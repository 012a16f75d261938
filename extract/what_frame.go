package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// A frame is what an item of a list says besides its own part, in which the items differ:
// of "Giá nước khu vực đô thị 9.800 đồng/m3" the first two words. The items behind it
// leave that out.
type frame struct {
	own    partKind
	h0, h1 int // the words before the part
	t0, t1 int // the words behind it
	u0, u1 int // and those from the unit on

	partial bool // the items are parts of a sum before them: "gồm …"
	ranks   bool // the items are the grades that a whole is sorted by
}

// A partKind tells in what items of a list differ.
type partKind uint8

const (
	partNone  partKind = iota
	partLevel          // another time or stage: "trước đây", "mới bố trí"
	partBand           // "từ 10 km đến dưới 20 km", "từ 80 tuổi"
	partFor            // "đối với tổ chức"
	partAct            // "sửa chữa"
	partThing          // a place, a level of office, a thing: "ở xã", "cấp tỉnh", "hồ tiêu"
	partOther          // whose level another is compared with: "cao hơn xã Tân Lộc"
)

// The most words of an item's own part, of a place in it, and the most tokens of a band.
const (
	itemMost  = 5
	placeMost = 4
	bandMost  = 16
)

// framed gives mention k, an item of a list that tells only in what it differs from an
// item before it, the words that they share: of "Phí vệ sinh ở phường là 30.000 đồng, ở xã
// là 20.000 đồng" the fee, of "Học phí 120.000 đồng (trước đây là 90.000 đồng)" the whole.
// An item in a band ("từ 10 km đến dưới 20 km giá 8.000 đồng") is told with it. It reports
// that it did.
func (x *whats) framed(d *doc, t *topic, ms []mention, k int) bool {
	m := &ms[k]
	if m.change != "" {
		return false
	}
	if what := x.worth(d, ms, k); what != "" {
		m.what = what
		return true
	}
	b, e, band := x.ownPart(d, ms, k)
	switch {
	case band >= 0:
		x.banded(d, t, ms, k, b, e, band)
		return true
	case k == 0 || ms[k-1].sentence != m.sentence:
		return false
	case b == e:
		p := &ms[k-1]
		if !m.percentage || p.frame.own == partNone || !d.toks[p.j].Is('(') || x.lead(d, m) != p.j+1 {
			return false
		}
		m.what = p.what // "mới bàn giao được 189 ha (đạt 69%)"
		return true
	}
	if behind := x.pastRate(d, m.j); m.clause.r1 > behind && !d.wordIn(behind, m.clause.r1, x.other) {
		return false
	}
	return x.relevel(d, ms, k, b, e) || x.itemLike(d, ms, k, b, e)
}

// worth returns what the sum k counts that stands alone in a bracket right behind things:
// of "xây 3 căn nhà (150 triệu đồng)" what is told of them. "" where it does not.
func (x *whats) worth(d *doc, ms []mention, k int) string {
	m, p := &ms[k], earlier(ms, k)
	if p == nil || m.class != "money" || p.sentence != m.sentence || !x.counted(p) || p.change != "" || !x.boxed(d, m) || x.lead(d, m)-1 != max(p.j, p.clause.r1) {
		return ""
	}
	thing := x.words(d, p.u0, max(p.u1, p.u0))
	if strings.Contains(p.what, thing) {
		return p.what
	}
	return join(p.what, thing)
}

// itemLike gives mention k, whose own part is [b, e), the words around that of the item
// before it. It reports that it did.
func (x *whats) itemLike(d *doc, ms []mention, k, b, e int) bool {
	m := &ms[k]
	b = x.pastItemMark(d, ms, k, b)
	if b >= e || x.goesOnBehind(d, m.j) || e == b+1 && x.goals.has(d.id(b)) {
		return false // "đạt 92%, vượt 2% so với chỉ tiêu": no item "vượt"
	}
	at := x.twin(d, ms, k)
	if at < 0 {
		return false
	}
	p := &ms[at]
	i := x.pastMost(d, b)
	own, f := x.partOf(d, p, i, e), p.frame
	if f.own == partNone {
		f = x.frameIn(d, m, p, own, i, e)
		f.partial = x.consistsBefore(d, b)
	} else if f.own != own || f.ranks && lastOf(d, x.ranks, i, e) != i {
		return false // "học lực giỏi 21%" behind "hạnh kiểm khá 15%"
	}
	if f = x.pruned(d, p, f); own == partNone || f.h1 <= f.h0 && f.t1 <= f.t0 {
		return false
	}
	if own != partFor {
		b, e = x.trimLeft(d, b, e)
	}
	m.frame, m.owned = f, true
	m.clause = clause{l0: f.h0, l1: f.h1, m0: b, m1: e, r0: f.t0, r1: f.t1, p0: f.u0, p1: f.u1}
	if q := p.clause; f.t1 <= f.t0 && q.t1 > q.t0 {
		m.clause = clause{l0: f.h0, l1: f.h1, t0: q.t0, t1: q.t1, r0: b, r1: e}
	}
	m.what = x.text(d, m)
	m.said = m.what
	return true
}

// pruned returns the frame f that item p gives without what holds for p alone, and with
// what stands behind the unit of p where the words behind the part end before it.
func (x *whats) pruned(d *doc, p *mention, f frame) frame {
	switch f.h1 = x.beforeMost(d, f.h0+1, f.h1); {
	case f.h1 > f.h0 && d.id(f.h1-1) == x.is:
		f.h1--
	case f.partial && f.h1 > f.h0+2 && x.several.has(d.id(f.h1-2)):
		f.h1 -= 2 // "Quỹ các cấp có 9 tỷ đồng, gồm tỉnh 4 tỷ đồng"
	}
	if f.t1 > f.t0 {
		f.t1 = x.beforeMost(d, f.t0-1, f.t1)
	}
	if q := p.clause; p.frame.own == partNone && f.t1 > f.t0 && f.t1 <= p.i && q.right() && q.r0 >= p.u0 {
		f.u0, f.u1 = q.r0, q.r1 // "Biên phòng bắt 12 vụ buôn lậu, hải quan 9 vụ"
	}
	return f
}

// ownPart returns the words before the number of mention k, from the mark or the figure
// that ends the item before on, and where in them a band begins; -1 where there is none.
func (x *whats) ownPart(d *doc, ms []mention, k int) (b, e, band int) {
	m := &ms[k]
	e = x.lead(d, m)
	if b, band = x.bandBefore(d, ms, k, e); band >= 0 {
		return b, e, band
	}
	if x.boxed(d, m) {
		e-- // "đất đai (68%), môi trường (8%)"
	} else if e > 1 && d.toks[e-1].Is(':') && x.numbered(d, 0, e-1) {
		e-- // "mũi 1 được 63%, mũi 2: 34%"
	}
	b, from := e, d.sents[m.sentence].First
	if k > 0 && ms[k-1].sentence == m.sentence {
		from = x.pastRate(d, ms[k-1].j)
	}
	if from < e && d.toks[from].Is(')') {
		from++
	}
	for b > from && (d.toks[b-1].Kind == vi.Word || d.toks[b-1].Is('&') || x.numbered(d, from, b) || d.toks[b-1].Kind == vi.Digits && b < e && d.owners[b-1] == free) && !d.toks[b].Has(vi.Line) {
		b--
	}
	if b > from && d.toks[b-1].Kind == vi.Digits {
		return e, e, -1 // "mũi 2 cho trẻ 18 tháng 77%"
	}
	return b, e, -1
}

// pastItemMark returns token b, at which the own part of mention k begins, moved over what
// leads to an item: "tiếp đến là", "và". The end of the text where no item begins there.
func (x *whats) pastItemMark(d *doc, ms []mention, k, b int) int {
	p := &ms[k-1]
	end := max(x.pastRate(d, p.j), p.clause.r1)
	switch mark := d.toks[b-1]; {
	case (b == p.j || b == p.j+1 && mark.Is(')')) && d.id(b) == x.and:
		b++
	case mark.Is(';') || mark.Is(',') && (b-1 == end || d.toks[b-2].Is(')')):
	case mark.Is(':') && measures[ms[k].class] && b-2 <= end+1 && x.consistsBefore(d, b):
	default:
		return len(d.toks)
	}
	if d.id(b) == x.within && !ms[k].percentage {
		return len(d.toks) // "trong đó"
	}
	_, n := x.links.Longest(d.toks, b)
	if b += n; d.id(b) == x.consists {
		b++
	}
	return b
}

// consistsBefore reports that a "gồm" or "gồm:" stands before token b.
func (x *whats) consistsBefore(d *doc, b int) bool {
	return d.id(b-1) == x.consists || b > 1 && d.toks[b-1].Is(':') && d.id(b-2) == x.consists
}

// beforeMost returns the end of [i, j) without the degree that only one item of a list has,
// where more is told: of "số vụ cháy nhiều nhất là" the first three words.
func (x *whats) beforeMost(d *doc, i, j int) int {
	for k := j - 1; k > i && k > j-placeMost; k-- {
		if d.id(k) == x.most && x.degrees.has(d.id(k-1)) && d.id(k-2) != x.owns {
			return k - 1
		}
	}
	return j
}

// pastMost goes over the degree that an item of a list begins with at token i: "ít nhất là".
func (x *whats) pastMost(d *doc, i int) int {
	if i+2 >= len(d.toks) || !x.degrees.has(d.id(i)) || d.id(i+1) != x.most {
		return i
	}
	for i += 2; d.id(i) == x.is || x.places.has(d.id(i)); i++ {
	}
	return i
}

// boxed reports that m stands alone in a bracket: "đất đai (chiếm 68%)".
func (x *whats) boxed(d *doc, m *mention) bool {
	j := x.pastRate(d, m.j)
	return j < len(d.toks) && d.toks[j].Is(')') && d.toks[max(x.lead(d, m)-1, 0)].Is('(')
}

// relevel gives mention k, whose own part [b, e) tells only another time or stage, what the
// level before it is of, and reports that it did.
func (x *whats) relevel(d *doc, ms []mention, k, b, e int) bool {
	m := &ms[k]
	i, j, again := x.onlyLevel(d, b, e)
	own := x.count(d, i, j)
	if own > verbWords || own > 0 && !again {
		return false
	}
	at := k - 1
	for at > 0 && ms[at].sentence == m.sentence && at > k-listMost && !x.sameMeasure(d, m, &ms[at]) {
		at--
	}
	p := &ms[at]
	if p.sentence != m.sentence || !x.sameMeasure(d, m, p) || p.what == "" {
		return false
	}
	switch {
	case own == 0 && d.wordIn(b, e, x.other):
		m.what = p.what
	case own > 0 && at == k-1 && p.clause.left() && x.has.has(d.id(p.clause.l1)) && d.wordIn(b, e, x.since):
		m.what = join(p.what, x.words(d, i, j))
	default:
		return false
	}
	m.frame.own = partLevel
	return true
}

// sameMeasure reports that p tells an amount of m's unit and rate.
func (x *whats) sameMeasure(d *doc, m, p *mention) bool {
	return p.percentage == m.percentage && (p.unit == m.unit || x.counted(m) && sameKind(p.unit, m.unit)) && p.change == "" && (x.ratedAs(d, m) == 0 || x.ratedAs(d, p) == x.ratedAs(d, m))
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

// leads reports that the word at token k leads to another level, and goes on in no word
// that does not.
func (x *whats) leads(d *doc, k int) bool {
	if d.owners[k] == ownDate {
		return true
	}
	return x.lower.has(d.id(k)) && (!x.splits(d, k+1) || x.lower.has(d.id(k+1))) && (!x.splits(d, k) || x.lower.has(d.id(k-1)))
}

// twin returns the item before mention k in its sentence whose frame k may share; -1 when
// there is none.
func (x *whats) twin(d *doc, ms []mention, k int) int {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence; j-- {
		if p := &ms[j]; x.sameMeasure(d, m, p) && x.boxed(d, p) == x.boxed(d, m) && (x.boxed(d, m) || !x.enclosed(d, p.j, m.i)) {
			if p.clause.left() || p.frame.own != partNone || p.percentage && p.clause.right() {
				return j
			}
			return -1
		}
	}
	return -1
}

// partOf returns in what [b, e), the own part of an item, differs from item p; partNone
// where it is none.
func (x *whats) partOf(d *doc, p *mention, b, e int) partKind {
	if x.toward(d, b) && x.count(d, b+2, e) <= itemMost {
		return partFor
	}
	if n := x.count(d, b, e); n == 0 || n > itemMost {
		return partNone
	}
	_, series := x.names.Longest(d.toks, b)
	switch {
	case lastOf(d, x.ranks, b, e) == b:
		return partThing
	case series > 0 && !x.boxed(d, p):
		return partNone
	case x.acting(d, b) && !x.inSphere(d, p.clause):
		return partAct
	}
	return partThing
}

// verbIn reports that [i, j) holds a verb that is known.
func (x *whats) verbIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.acting(d, i) && !x.splits(d, i) || x.subject.has(d.id(i)) || d.id(i) == x.suffers || d.id(i) == x.got {
			return true
		}
	}
	return false
}

// frameIn returns the frame that item p gives item m, whose own part [b, e) differs in own.
func (x *whats) frameIn(d *doc, m, p *mention, own partKind, b, e int) frame {
	switch q := p.clause; own {
	case partFor:
		return frame{own: own, h0: q.l0, h1: x.towardIn(d, q)}
	case partAct:
		if at := lastOf(d, x.acts, q.l0+1, q.l1); at > 0 && (m.class == "money" || m.percentage) {
			return frame{own: own, h0: q.l0, h1: at}
		}
	case partThing:
		if f := x.frameOfPlace(d, p, b, e); f.own != partNone {
			return f
		}
		return x.frameOfThing(d, m, p, b, e)
	}
	return frame{}
}

// frameOfPlace returns the frame that item p gives an item whose own part [b, e) tells what
// p tells with the same word, another place or another level of office.
func (x *whats) frameOfPlace(d *doc, p *mention, b, e int) frame {
	q := withDoer(p.clause)
	i, j := x.placeIn(d, q, b, e)
	if i < 0 || d.id(i) != d.id(b) && (x.verbIn(d, b, e) || x.count(d, b, e) > placeMost) {
		return frame{}
	}
	f := frame{own: partThing, h0: q.l0, h1: i, t0: q.r0, t1: q.r1}
	if rest := (clause{l0: j, l1: q.l1}); j < q.l1 && !x.splits(d, j) && q.r1 <= p.j && (x.area(d, i) > 0 || x.actAt(d, j) || x.actsOn(d, rest) || x.proceeds(d, &rest)) {
		f.t0, f.t1 = j, q.l1
	}
	if f.t1 > f.t0 && d.id(f.t0) == d.id(e-1) {
		f.t0++ // "Tỉnh giao dự toán 900 tỷ đồng, huyện giao 950 tỷ đồng"
	}
	return f
}

// withDoer returns c with the words that tell who did it at its beginning.
func withDoer(c clause) clause {
	if c.a1 > c.a0 && c.a1 <= c.l0 {
		c.l0 = c.a0
	}
	return c
}

// placeIn returns the part of the words of c before the number that tells a place, a level
// of office or one of a kind as [i, j) does; -1 where there is none.
func (x *whats) placeIn(d *doc, c clause, i, j int) (int, int) {
	level := i
	if i+1 < j && x.levels.has(d.id(i)) && x.area(d, i+1) > 0 {
		level++ // "Mặt trận tỉnh …; cấp huyện"
	}
	for h := c.l1 - 1; h >= c.l0; h-- {
		switch {
		case x.sameHead(d, c, h, i):
			if h-1 > c.l0 {
				if _, number := d.x.figures.number(d, h-1); number {
					return h - 1, h + j - i // "Quỹ ba cấp vận động"
				}
			}
			return x.eachBefore(d, c, h), x.actIn(d, h, c.l1, h+j-i)
		case x.area(d, level) > 0 && d.id(h) == x.central && x.compound(d, h) == 2:
			if h > c.l0 && d.id(h-1) == d.id(i) {
				return h - 1, h + 2
			}
			return h, h + 2 // "vốn Trung ương 2 tỷ đồng, tỉnh 3 tỷ đồng"
		case x.area(d, level) > 0 && x.area(d, h) > 0 && !(h > c.l0 && d.id(h-1) == d.id(i)) && x.namedArea(d, level) == x.namedArea(d, h):
			return x.eachBefore(d, c, h), x.pastArea(d, h, c.l1)
		}
	}
	for h := c.l0 + 1; h < c.l1 && x.elsewhere.has(d.id(i)) && x.agent(d, i) == 0; h++ {
		if x.elsewhere.has(d.id(h)) {
			return h, c.l1 // "Giá nước khu vực đô thị 9.800 đồng/m3, nông thôn 6.500 đồng/m3"
		}
	}
	if _, n := x.names.Longest(d.toks, c.l0); n > 0 && x.area(d, i) > 0 {
		return c.l1, c.l1 // "số ca mắc nhiều nhất với 84 ca, tiếp đến là huyện Tam Hòa 52 ca"
	}
	return -1, -1
}

// sameHead reports that token h of the words of c begins a part of the same kind as token i.
func (x *whats) sameHead(d *doc, c clause, h, i int) bool {
	t := d.id(i)
	if d.toks[h].Has(vi.Caps) && d.toks[i].Has(vi.Caps) {
		return true
	}
	if d.toks[h].Flags&d.toks[i].Flags&vi.Upper != 0 && h > c.l0 && d.id(h-1) == x.owned && x.agent(d, h) > 0 && x.agent(d, i) > 0 {
		return true // "Tỷ lệ giải ngân của Sở Y tế 58%, Ban Quản lý dự án 39%"
	}
	return d.id(h) == t && t != 0 && (x.kinds.has(t) || h > c.l0 && !x.open.has(t) && !x.close.has(t)) && !x.splits(d, h)
}

// namedArea reports that the place at token k is told with its name: "huyện Hải Bình".
func (x *whats) namedArea(d *doc, k int) bool {
	k += x.area(d, k)
	return k < len(d.toks) && d.toks[k].Flags&vi.Upper != 0
}

// eachBefore returns token k, or that of the "mỗi" or "các" before it in c.
func (x *whats) eachBefore(d *doc, c clause, k int) int {
	if k > c.l0 && (d.id(k-1) == x.each || x.several.has(d.id(k-1))) {
		return k - 1
	}
	return k
}

// frameOfThing returns the frame that item p gives item m, whose own part [b, e) names
// another thing, of which sums, percentages and what is done in a field are told.
func (x *whats) frameOfThing(d *doc, m, p *mention, b, e int) frame {
	q := p.clause
	if at := lastOf(d, x.ranks, q.l0, q.l1); at > q.l0 && lastOf(d, x.ranks, b, e) == b {
		return frame{own: partThing, h0: q.l0, h1: at, ranks: true} // "hạnh kiểm tốt chiếm 83%, khá 15,6%"
	}
	if x.inSphere(d, q) {
		if at := x.actIn(d, q.l0+2, q.l1, -1); at > 0 {
			return frame{own: partThing, h0: q.l0, h1: q.l0 + 2, t0: at, t1: q.l1} // "Lĩnh vực giao thông xử phạt 84 vụ, xây dựng 31 vụ"
		}
	}
	switch {
	case p.what != p.said && q.t1 == q.t0:
		return frame{}
	case x.boxed(d, m):
		return frame{own: partThing, h0: q.l0, h1: x.listedIn(d, q)}
	case !x.onlyThing(d, b, e):
		return frame{}
	}
	if i, j := x.seriesIn(d, m, q, b); j > i && !p.owned && !(d.id(b-1) == x.among && d.markIn(p.j, b, ';')) {
		return frame{own: partThing, h0: i, h1: j}
	}
	if w := withDoer(q); x.consistsBefore(d, b) && m.value.Cmp(p.value) < 0 {
		return frame{own: partThing, h0: w.l0, h1: x.shorten(d, w.l0, w.l1, wholeWords)}
	}
	if i, j := x.beforeVerb(d, q); x.agent(d, b) > 0 && j < q.l1 && (j > i || q.a1 > q.a0) {
		return frame{own: partThing, t0: j, t1: q.l1} // "Biên phòng tỉnh bắt 12 vụ, hải quan 9 vụ"
	}
	if at := x.firstAct(d, q); at > q.l0 && d.id(m.i-1) == x.give && d.id(p.i-1) == x.give && x.counted(m) && !x.actAt(d, b) && at < q.l1 {
		return frame{own: partThing, h0: q.l0, h1: at} // "hỗ trợ đất ở cho 318 hộ, nhà ở cho 1.124 hộ"
	}
	if m.class != "money" && !m.percentage || m.clause.left() && m.clause.l0 < b || d.figureIn(x.pastRate(d, p.j), b) {
		return frame{}
	}
	if at := x.towardIn(d, q); at > q.l0 {
		return frame{own: partThing, h0: q.l0, h1: at + 2} // "Mức trợ cấp đối với trẻ mồ côi 1 triệu đồng, người già 500.000 đồng"
	}
	if m.percentage && q.right() && q.r0 >= p.j && !x.planned(d, q.r0, q.r1) && d.id(q.r0) != x.compare && !x.place.has(d.id(q.r0)) {
		return frame{own: partThing, t0: q.r0, t1: x.shorten(d, q.r0, q.r1, itemMost)}
	}
	if m.percentage && x.ratedAs(d, m) == 0 || !q.left() {
		return frame{}
	}
	i, j, last := x.headOf(d, q)
	if last {
		return frame{own: partThing, t0: i, t1: j}
	}
	return frame{own: partThing, h0: i, h1: j}
}

// firstAct returns where the first verb in the words of c before the number ends; c.l0 where they
// have none.
func (x *whats) firstAct(d *doc, c clause) int {
	k := x.actIn(d, c.l0-1, c.l1, c.l0)
	_, n := x.acts.Longest(d.toks, k)
	return k + n
}

// listedIn returns where in the words of c before the number what is listed begins: of "đơn thư
// tập trung vào các lĩnh vực đất đai" the last two words. c.l0 where nothing tells it.
func (x *whats) listedIn(d *doc, c clause) int {
	for k := c.l1 - 1; k > c.l0; k-- {
		switch t := d.id(k); {
		case x.splits(d, k+1) || x.splits(d, k) && !x.sphere.has(t):
		case t == x.is || t == x.consists || t == x.by || t == x.like:
			return k + 1
		case x.sphere.has(t) && x.sphere.has(d.id(k-1)):
			return k + 1
		case x.several.has(t):
			return k + 1 + max(x.compound(d, k+1), 1)
		}
	}
	return c.l0
}

// seriesIn returns the name of the series that the words of c before the number begin with,
// where token b begins an item of m that is of it too: of "diện tích cây ăn trái 4.500 ha;
// riêng mít 270 ha" the area. None where it does not.
func (x *whats) seriesIn(d *doc, m *mention, c clause, b int) (int, int) {
	_, n := x.names.Longest(d.toks, c.l0)
	if n == 0 || !c.left() {
		return 0, 0
	}
	end := c.l0 + n
	switch before := d.id(b - 1); {
	case before == x.among && m.percentage:
		end = x.shorten(d, c.l0, c.l1, whatLeft)
	case before == x.apartFrom || before == x.consists:
	case c.l1 == end || !x.ofMany.has(d.id(c.l0)) && !x.ofMany.has(d.id(end-1)) || x.area(d, b) > 0 || d.toks[b].Flags&vi.Upper != 0:
		return 0, 0
	}
	for i := c.l0 + n; m.percentage && i <= c.l1 && i < end+whatLeft; i++ {
		if x.places.has(d.id(i)) && !x.splits(d, i+1) {
			return c.l0, x.shorten(d, c.l0, i, whatLeft) // "tỷ lệ rác được thu gom ở đô thị 97%, nông thôn 81%"
		}
	}
	return c.l0, end
}

// headOf returns the words of c that say what is measured and not of which thing, and
// that they stand behind the thing: "giá xuất khẩu" of "giá xuất khẩu tiêu đen", "giá" of
// "thịt bò có giá". None where c has none.
func (x *whats) headOf(d *doc, c clause) (i, j int, behind bool) {
	if x.tariffs.has(d.id(c.l0)) && x.towardIn(d, c) == c.l0 && x.count(d, c.l0, c.l1) <= topicWords {
		return c.l0, c.l1, false // "mức hỗ trợ ở thành thị 250.000 đồng, nông thôn 150.000 đồng"
	}
	for k := c.l1 - 1; k >= c.l0; k-- {
		if _, n := x.acts.Longest(d.toks, k); n > 0 && k+n == c.l1 && k > c.l0 && d.id(k-1) == x.got && x.pays.has(d.id(k)) {
			return k - 1, c.l1, true // "hộ mất nhà được hỗ trợ 60 triệu đồng, hộ phải di dời 20 triệu đồng"
		} else if n > 0 && k+n < c.l1 && x.pays.has(d.id(k)) {
			return k, k + n, false
		}
	}
	if c.m1 > c.m0+1 && c.m0 >= c.l1 && d.id(c.m0) == x.suffers {
		return c.m0, c.m1, true // "chủ xe bị phạt"
	}
	for x.things.selves.has(d.id(c.l0)) && c.l0+1 < c.l1 {
		c.l0++
	}
	if x.pays.has(d.id(c.l0)) && x.count(d, c.l0, c.l1) > 1 && x.compound(d, c.l0) == 0 {
		return c.l0, c.l0 + 1, false // "nợ đại lý 250 triệu đồng và ngân hàng 500 triệu đồng"
	}
	for k := c.l0 + 1; k+1 < c.l1; k++ {
		if d.id(k) == x.is && d.toks[k+1].Flags&vi.Upper != 0 {
			return c.l0, k, false // "dẫn đầu danh sách nợ là Công ty A 9 tỷ đồng, kế đến là Công ty B 5 tỷ đồng"
		}
	}
	k := c.l0
	of, n := x.things.told.Longest(d.toks, k)
	for of > 0 && n > 0 && k+n < c.l1 {
		k += n
		_, n = x.things.told.Longest(d.toks, k)
	}
	if k > c.l0 && k < c.l1 {
		return c.l0, k, false
	}
	for e := max(c.l0+1, c.l1-verbWords); e < c.l1; e++ {
		if of, n := x.things.told.Longest(d.toks, e); of > 0 && e+n == c.l1 && !x.splits(d, e) {
			return e, c.l1, true
		}
	}
	return c.l0, c.l0, false
}

// actIn returns where the verb in [i, j) begins that figures are the object of, or to where
// there is none.
func (x *whats) actIn(d *doc, i, j, to int) int {
	for k := i + 1; k < j; k++ {
		if x.actAt(d, k) {
			return k
		}
	}
	return to
}

// actAt reports that a verb that figures are the object of, and no longer word, begins at
// token k.
func (x *whats) actAt(d *doc, k int) bool {
	_, step := x.steps.Longest(d.toks, k)
	_, act := x.acts.Longest(d.toks, k)
	n := max(step, act)
	return n > 0 && !x.splits(d, k) && x.compound(d, k) <= n
}

// towardIn returns where in the words of c before the number it tells for whom a sum is
// ("mức phạt đối với cá nhân"), c.l0 where it does not.
func (x *whats) towardIn(d *doc, c clause) int {
	for k := c.l0 + 1; k < c.l1; k++ {
		if x.toward(d, k) {
			return k
		}
	}
	return c.l0
}

// onlyThing reports that [i, j) may be the name of a thing, no series, property or clause.
func (x *whats) onlyThing(d *doc, i, j int) bool {
	if x.denied.has(d.id(i)) || x.speaks(d, i, j) {
		return false
	}
	for e := i; e < j; e++ {
		if d.toks[e].Kind == vi.Digits && e+1 < j && d.owners[e] == free {
			continue // "3 sao được thưởng 30 triệu đồng, 4 sao 50 triệu đồng"
		}
		_, series := x.names.Longest(d.toks, e)
		if of, n := x.things.told.Longest(d.toks, e); of > 0 && !x.splits(d, e) && !x.splits(d, e+n) || series > 0 || x.propertyAt(d, e) ||
			d.toks[e].Kind != vi.Word || d.owners[e] != free || x.subject.has(d.id(e)) || x.suffers == d.id(e) || x.each == d.id(e) || x.short == d.id(e) || x.grade.has(d.id(e)) {
			return false
		}
	}
	return true
}

// bandBefore returns the words before token e of the item of mention k, an amount that
// holds within a band, and where the band begins; -1 where it holds within none.
func (x *whats) bandBefore(d *doc, ms []mention, k, e int) (b, band int) {
	m := &ms[k]
	if m.class != "money" && !m.percentage && !x.counted(m) {
		return e, -1
	}
	b, band = e, -1
	for first := d.sents[m.sentence].First; b > first && e-b < bandMost && (d.toks[b-1].Kind == vi.Word || d.toks[b-1].Kind == vi.Digits || d.toks[b-1].Is('-') || d.toks[b-1].Is('%') || d.toks[b-1].Is('–') || d.toks[b-1].Is('/')); {
		if b--; x.bands.has(d.id(b)) && b+1 < e && d.toks[b+1].Kind == vi.Digits {
			band = b
		}
	}
	if band < 0 || e-b >= bandMost || d.id(b) == x.within && x.counted(m) {
		return e, -1 // "trong đó ngập trên 1 m 300 nhà" is a part
	}
	figures := 0
	for j := k - 1; j >= 0 && ms[j].i >= b; j-- {
		if p := &ms[j]; x.counted(p) && !bandClasses[p.class] || p.unit == m.unit && p.percentage == m.percentage || d.owners[p.i] == ownDate {
			return e, -1
		}
		figures++
	}
	if figures == 0 && !d.wordIn(band, e, x.ages) {
		return e, -1
	}
	return b, band
}

// banded gives mention k the words [b, e) of its item, in which a band begins at token
// band, and before them what the first item of the list says before its own.
func (x *whats) banded(d *doc, t *topic, ms []mention, k, b, e, band int) {
	m := &ms[k]
	if e > b && d.id(e-1) == x.is {
		e--
	}
	m.frame = frame{own: partBand, h0: b, h1: band}
	for at := k - 1; b == band && at >= 0 && at > k-listMost && ms[at].sentence == m.sentence; at-- {
		if p := &ms[at]; p.unit == m.unit && p.frame.own == partBand {
			m.frame = p.frame
			break
		}
	}
	head := x.words(d, m.frame.h0, m.frame.h1)
	if head != "" && m.labelled {
		head = join(x.words(d, t.label0, t.label1), head)
	}
	m.what = join(head, x.words(d, band, e))
}

// bandClasses are the classes of the units that bands are told in, besides those of
// measures.
var bandClasses = map[string]bool{"energy": true, "power": true, "speed": true, "time": true, "goods": true}

// inSphere reports that the words of c before the number begin with the name of a field:
// "Lĩnh vực giao thông xử phạt".
func (x *whats) inSphere(d *doc, c clause) bool {
	return c.left() && x.sphere.has(d.id(c.l0)) && x.sphere.has(d.id(c.l0+1))
}
