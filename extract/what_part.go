package extract

import (
	"cmp"
	"sort"
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// wholeBack is how far back the sum is looked for that a figure is a part of.
const wholeBack = 90

// whole returns the sum that mention k is a part of: it stands before the
// bracket or before the "trong đó" that lists the parts ("hỏng 108 nhà (Trà Vinh
// 22 nhà, Cà Mau 5 nhà)"). It returns nil when there is none.
func (x *whats) whole(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	if m.change != "" {
		return nil
	}
	from := d.sents[m.sentence].First
	if m.percentage {
		return x.wholeOfShare(d, ms, k)
	}
	if _, list := x.bracketed(d, m); list > 0 {
		return x.before(d, ms, k, list)
	}
	if first := x.pastLink(d, from); x.classes.has(d.id(first)) && x.colon(d, m) > first {
		return x.classified(ms, k) // "… 41 vụ cháy. Phân theo địa bàn: thành thị 23 vụ, nông thôn 18 vụ"
	}
	if x.sortsAt(d, x.pastLink(d, from)) {
		k = firstInSentence(ms, k)
		return cmp.Or(x.classified(ms, k), x.ofPersons(ms, k))
	}
	for j := m.i - 1; j >= from && j > m.i-wholeBack; j-- {
		switch {
		case d.toks[j].Is(')'):
			j = x.opening(d, from, j)
		case d.toks[j].Is('('):
			if p := x.before(d, ms, k, j); p != nil && x.pairedUpTo(ms, p, k, j) {
				return p
			}
			return nil
		case d.id(j) == x.like && measures[m.class] && d.figureAt(j-1):
			return x.before(d, ms, k, j) // "có nơi trên 350 mm như trạm Nậm Cắt 412 mm"
		case d.id(j) == x.among && d.id(j-1) == x.within:
			p := x.before(d, ms, k, j)
			if p != nil && (x.outgrown(ms, p, k, j) || x.leaves(d, ms, k, j)) {
				return nil
			}
			return p
		}
	}
	return nil
}

// wholeOfShare returns the persons, bodies or doses of which the share k, named behind "trong đó"
// or before "chiếm" in their sentence, is: "kết nạp 512 đảng viên, trong đó nữ 41%, dân tộc thiểu số
// chiếm 87%". nil when there are none.
func (x *whats) wholeOfShare(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	if c := m.clause; !c.left() || c.r1 > m.j || x.count(d, c.l0, c.l1) > shareOwn || x.acting(d, c.l0) {
		return nil
	}
	makesUp := d.id(m.n0-1) == x.makesUp && x.series(d, m.clause.l0, m.clause.l1) < 0
	for p, among := k-1, makesUp; p >= 0 && p > k-listMost && ms[p].sentence == m.sentence; p-- {
		for j := ms[p].j; j < ms[p+1].i && !among; j++ {
			among = d.id(j) == x.among && d.id(j-1) == x.within
			if d.toks[j].Is(';') {
				return nil
			}
		}
		if q := &ms[p]; among && !makesUp && q.percentage && q.change == "" && q.clause.right() && q.clause.r0 >= q.j && x.count(d, m.clause.l0, m.clause.l1) <= verbWords {
			return q // "94% giáo viên đạt chuẩn, trong đó mầm non 96%"
		}
		if q := &ms[p]; among && !q.percentage && q.change == "" {
			if x.counted(q) && (q.class == "person" || (q.class == "organisation" || q.class == "document" || q.class == "household" || q.class == "case") && !makesUp || x.numbered(d, m.clause.l0, m.clause.l1)) {
				return q
			}
			return nil
		}
	}
	return nil
}

// shareOwn is the most words of a share that is told of the persons before it.
const shareOwn = 4

// tells reports that one of the words of c before the number is w.
func tells(d *doc, c clause, w vi.ID) bool {
	for k := c.l0; k < c.l1; k++ {
		if d.id(k) == w {
			return true
		}
	}
	return false
}

// pairedUpTo reports that the sum p, or the last of the figures that go with it, ends at
// token j: "khởi tố 29 vụ, 51 bị can (tham nhũng 5 vụ)".
func (x *whats) pairedUpTo(ms []mention, p *mention, k, j int) bool {
	if p.j == j {
		return true
	}
	for q := k - 1; q > 0 && ms[q].j >= p.j; q-- {
		if ms[q].j == j {
			for ; ms[q].coordinated && ms[q].j > p.j; q-- {
			}
			return ms[q].j == p.j
		}
	}
	return false
}

// classifiedBack is how many sentences back the sum of a classification stands.
const classifiedBack = 3

// classified returns the last sum of mention k's unit in the sentences before its own
// that is not less than k, nil when there is none.
func (x *whats) classified(ms []mention, k int) *mention {
	return sumBefore(ms, k, func(q *mention) bool { return !q.inPlace && sameKind(q.unit, ms[k].unit) })
}

// ofPersons returns the last persons in the sentences before mention k's own that are not less
// than k, where that counts persons; nil when there are none.
func (x *whats) ofPersons(ms []mention, k int) *mention {
	if ms[k].class != "person" {
		return nil
	}
	return sumBefore(ms, k, func(q *mention) bool { return q.class == "person" && q.harm == 0 })
}

// sumBefore returns the last amount in the sentences before mention k's own that fits and is
// not less than k; nil when there is none.
func sumBefore(ms []mention, k int, fits func(*mention) bool) *mention {
	m, first := &ms[k], firstInSentence(ms, k)
	for p := first - 1; p >= 0 && p >= first-4*listMost && ms[p].sentence >= m.sentence-classifiedBack; p-- {
		if q := &ms[p]; !q.percentage && q.change == "" && fits(q) && q.value.Cmp(m.value) >= 0 {
			return q
		}
	}
	return nil
}

// firstInSentence returns the place of the first figure of mention k's sentence.
func firstInSentence(ms []mention, k int) int {
	return sort.Search(k, func(p int) bool { return ms[p].sentence >= ms[k].sentence })
}

// sortsAt reports that a label stands at token i that tells only by what a whole is sorted: "Về
// cơ cấu:".
func (x *whats) sortsAt(d *doc, i int) bool {
	if x.fields.has(d.id(i)) {
		i++
	}
	_, n := x.sorts.Longest(d.toks, i)
	return n > 0 && i+n < len(d.toks) && d.toks[i+n].Is(':')
}

// sameKind reports that two units count the same, one of them perhaps more closely:
// "vụ cháy" and "vụ".
func sameKind(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+" ") || strings.HasPrefix(b, a+" ")
}

// outgrown reports that behind token j, before mention k, a figure of its unit
// stands that is more than the sum p, and so begins a list of its own.
func (x *whats) outgrown(ms []mention, p *mention, k, j int) bool {
	for q := k - 1; q >= 0 && q > k-listMost && ms[q].i >= j; q-- {
		if ms[q].unit == p.unit && ms[q].change == "" && !ms[q].percentage && ms[q].value.Cmp(p.value) > 0 {
			return true
		}
	}
	return false
}

// leaves reports that mention k tells an act behind a semicolon, and the parts listed from
// token j on do not: "trong đó 29 cuộc theo kế hoạch; kết thúc 31 cuộc".
func (x *whats) leaves(d *doc, ms []mention, k, j int) bool {
	verb := func(m *mention) bool { return m.led && (x.actsOn(d, m.clause) || x.proceeds(d, &m.clause)) }
	first := k
	for first > 0 && ms[first-1].i > j {
		first--
	}
	return verb(&ms[k]) && !verb(&ms[first]) && x.parted(d, j, ms[k].i)
}

// before returns the last figure of mention k's unit before token j, in its sentence or,
// where nothing but j stands before k there, the one before.
func (x *whats) before(d *doc, ms []mention, k, j int) *mention {
	m := &ms[k]
	back := m.sentence
	if j <= d.sents[m.sentence].First+1 {
		back--
	}
	for p := k - 1; p >= 0 && p > k-2*listMost && ms[p].sentence >= back; p-- {
		if q := &ms[p]; q.j <= j && q.change == "" && !q.percentage {
			if (sameKind(q.unit, m.unit) || m.class == "case" && q.class == "case" || m.class == "person" && q.class == "person" && m.value.Cmp(q.value) < 0) && !x.enclosed(d, q.j, j) {
				return q
			}
			if q.sentence < m.sentence && q.class == m.class {
				break
			}
		}
	}
	return nil
}

// enclosed reports that a bracket closes between the tokens i and j that was
// opened before i.
func (x *whats) enclosed(d *doc, i, j int) bool {
	depth := 0
	for k := i; k < min(j, i+2*wholeBack); k++ {
		switch {
		case d.toks[k].Is('('):
			depth++
		case d.toks[k].Is(')'):
			if depth--; depth < 0 {
				return true
			}
		}
	}
	return false
}

// partWords is how many words of its own a part has at most to be given those
// of the whole.
const partWords = 2

// wholeWords is how many words of the whole a part with words of its own is given.
const wholeWords = 5

// part returns what mention k counts as a part of another figure: the words of
// the whole and those that name the part. "" when it is none.
func (x *whats) part(d *doc, ms []mention, k int) string {
	p := x.whole(d, ms, k)
	if p == nil || p.said == "" {
		return ""
	}
	m := &ms[k]
	if m.owned || m.rowed || x.prices(d, ms, k) {
		return "" // "trong đó tặng 12 suất quà, trị giá 3 triệu đồng": the price of what is listed
	}
	own, most := x.placeBefore(d, m), whatMost-4
	if own == "" {
		most = wholeWords
		c := m.clause
		n := x.count(d, c.l0, c.l1) + x.count(d, max(c.r0, m.u1), c.r1)
		if _, thing := x.things.names.Longest(d.toks, c.r0); thing > 0 && !c.left() && c.right() && x.parted(d, p.j, m.i) {
			return "" // "3.800 ha cây ăn trái bị hạn, trong đó 520 ha mất trắng; 1.200 ha lúa khô héo"
		}
		if !c.left() && measures[m.class] && c.r0 >= m.j && c.right() && p.clause.r0 >= p.j && p.clause.right() {
			return join(x.first(d, p.clause.r0, p.clause.r1, wholeWords), x.first(d, c.r0, c.r1, wholeWords)) // "860 ha lúa thiếu nước, trong đó 120 ha mất trắng"
		}
		there := !c.left() && c.r0 >= m.j && c.right() && x.places.has(d.id(c.r0)) // "8 ở Kim Sơn"
		if !there && !x.itemOfSum(d, p, m, n) && (!c.left() || n > partWords && (n > 2*partWords || !x.generic.has(d.id(c.l0)) && (x.verbIn(d, c.l0, c.l1) || x.denied.has(d.id(c.l0)) || x.ends(d, p.j, m.i) || !x.oneOfParts(ms, p, k)))) {
			return ""
		}
		if c.left() && (x.series(d, c.l0, c.l1) == c.l0 && !(x.counted(m) && x.oneOfParts(ms, p, k)) || c.l0 == p.clause.l0 || m.class == "money" && tells(d, p.clause, d.id(c.l0))) {
			return "" // the words of the whole
		}
		own = m.what
		if b, e, _ := x.ownPart(d, ms, k); e > b && c.left() && c.l0 < ms[k-1].j && b >= ms[k-1].j && !x.joins.has(d.id(b)) {
			own = x.words(d, b, e) // "64 đơn (kỳ trước chuyển sang 13, mới 51)"
		} else if c.right() && c.r1 <= m.i {
			own = x.words(d, c.l0, c.l1)
		} else if there {
			own = x.words(d, c.r0, c.r1)
		}
		if named := x.named(d, m); named != "" {
			own = named
		}
	}
	c := p.clause
	if c.m1 > c.m0 && c.m0 >= c.l1 && c.t1 == c.t0 && x.actAt(d, c.m0) {
		c.l0, c.l1, c.m0, c.m1 = c.m0, c.m1, 0, 0 // "Các trung tâm hành chính công tiếp nhận"
	}
	if x.proceeds(d, &m.clause) && c.right() && c.r0 >= p.u0 {
		return join(own, x.first(d, p.u0, c.r1, whatLeft)) // "bắt 3 trường hợp bán pháo, trong đó khởi tố 1 vụ"
	}
	n := x.count(d, c.l0, c.l1)
	if h := max(lastOf(d, x.steps, c.l0, c.l1), x.lastActs(d, c.l0, c.l1)); n > most && h > c.l0 && x.agent(d, c.l0) > 0 {
		c.l0, n = h, x.count(d, h, c.l1) // "Ban Chỉ đạo 389 huyện bắt giữ, xử lý 63 vụ, trong đó …"
	}
	switch m.whole = x.first(d, c.l0, c.l1, most); {
	case n > most && p.class == "money" && x.damages(d, c.l1):
		m.whole = x.words(d, x.lastWords(d, c.l0, c.l1, most), c.l1) // "Chủ doanh nghiệp ước tính thiệt hại 2 tỷ đồng"
	case n >= most:
	case p.holder != "" && strings.Count(p.said, " ") >= most && !x.classifiers.has(d.id(p.u0)):
		m.whole = x.first(d, p.u0, max(p.clause.r1, p.j), wholeWords) // "Toàn tỉnh có 90 hợp tác xã, trong đó …"
	case (c.left() || c.right()) && c.m1 == c.m0 && c.t1 == c.t0 && c.p1 == c.p0 && c.r0 >= p.u0:
		switch {
		case c.right() && c.r0 == p.u1 && p.class != "money" && !measures[p.class]:
			c.r0 = p.u0
		case !c.right() && x.counted(p) && !x.classifiers.has(d.id(p.u0)) && m.unit != p.unit:
			c.r0, c.r1 = p.u0, p.u1 // "bầu 33 ủy viên, trong đó nữ 24%"
		}
		m.whole = join(x.words(d, c.l0, c.l1), x.words(d, c.r0, x.lengthen(d, c.r0, c.r1, most-n)))
	default:
		words := strings.Fields(p.said)
		if c.t1 > c.t0 && !x.proceeds(d, &c) {
			words = strings.Fields(x.first(d, c.t0, c.t1, most)) // "Phạm pháp hình sự: xảy ra 281 vụ, trong đó giết người 6 vụ"
		}
		m.whole = strings.Join(words[:min(len(words), most)], " ")
	}
	switch {
	case strings.HasSuffix(m.whole, own):
		return m.whole // "25 điểm ở Sơn Giang (16 điểm)"
	case strings.HasPrefix(own, m.whole):
		return own
	}
	return join(m.whole, own)
}

// damages reports that "thiệt hại" stands right before token k.
func (x *whats) damages(d *doc, k int) bool {
	return k > 1 && d.id(k-1) == x.loss && d.id(k-2) == x.damage
}

// itemMostWords is the most words of an item of a sum that is told with the name of that.
const itemMostWords = 8

// itemOfSum reports that the so many words of m name what a part of the sum p is for, and no act:
// "Tổng thiệt hại 685 tỷ đồng, trong đó riêng hạ tầng giao thông, thủy lợi 410 tỷ đồng".
func (x *whats) itemOfSum(d *doc, p, m *mention, words int) bool {
	c := m.clause
	return m.class == "money" && c.left() && c.r1 <= m.j && words <= itemMostWords && x.series(d, p.clause.l0, p.clause.l1) == p.clause.l0 &&
		x.series(d, c.l0, c.l1) < 0 && !x.verbIn(d, c.l0, c.l1) && !x.predicativeIn(d, c.l0, c.l1) && !x.ends(d, p.j, m.i)
}

// oneOfParts reports that the figure beside mention k counts a part of p too.
func (x *whats) oneOfParts(ms []mention, p *mention, k int) bool {
	for _, j := range []int{k - 1, k + 1} {
		if j < len(ms) && ms[j].sentence == ms[k].sentence && ms[j].unit == ms[k].unit && ms[j].i > p.i && ms[j].change == "" {
			return true
		}
	}
	return false
}

// leadBack is how far back the colon is looked for that leads a list in, and
// leadWords how many words before it name what is listed.
const (
	leadBack  = 120
	leadWords = 8
)

// bracketed returns the name of a place in front of the bracket that holds m and
// nothing else, and where the list of such places begins: "Thăng Bình (495 ca),
// Điện Bàn (479 ca)". "" when there is none.
func (x *whats) bracketed(d *doc, m *mention) (string, int) {
	if m.i < 2 || !d.toks[m.i-1].Is('(') || m.j >= len(d.toks) || !d.toks[m.j].Is(')') && !d.toks[m.j].Is(',') {
		return "", 0
	}
	n := x.capitals(d, m.i-1)
	if n == m.i-1 {
		n = x.bodyBegin(d, n)
	}
	if n == m.i-1 || d.figureAt(m.i-2) {
		return "", 0 // "6 triệu USD (tăng 4%)"
	}
	k, first := n, max(d.sents[m.sentence].First, n-wholeBack)
	for k > first {
		t := d.toks[k-1]
		if t.Kind == vi.Word && t.Flags&vi.Upper == 0 && d.owners[k-1] == free && x.area(d, k-1) == 0 && t.ID != x.and {
			body := x.bodyBegin(d, k)
			if body == k {
				break
			}
			k = body
			continue
		}
		k--
	}
	return d.text(n, m.i-1), k
}

// bodyBegin returns where the name of a body begins that ends at token end: "Sở Xây dựng". end
// where none does.
func (x *whats) bodyBegin(d *doc, end int) int {
	for k := end - 2; k >= 0 && k > end-bodyMost && d.toks[k+1].Kind == vi.Word && !d.toks[k+1].Has(vi.Line); k-- {
		if d.toks[k].Flags&vi.Upper != 0 && x.agent(d, k) == end-k {
			return k
		}
	}
	return end
}

// listed returns where the list of places begins in which a place stands right
// before m and m is not the first figure: "đến từ Nga 20%, Hàn Quốc 8%", "là
// huyện Hải Bình 77 ca (tăng 65 ca), huyện Sơn Giang 57 ca". -1 when there is
// none.
func (x *whats) listed(d *doc, m *mention) int {
	n := x.capitals(d, x.lead(d, m))
	k, first, others := n, max(d.sents[m.sentence].First, n-wholeBack), false
	for k > first {
		t := d.toks[k-1]
		owned := d.figureAt(k - 1)
		name := t.Kind == vi.Word && (t.Flags&vi.Upper != 0 || x.area(d, k-1) > 0 || k > 1 && x.area(d, k-2) == 2)
		if !owned && !name && !t.Is(',') && !t.Is('(') && !t.Is(')') && t.ID != x.and {
			break
		}
		others = others || owned
		k--
	}
	if !others || k == first {
		return -1
	}
	return k
}

// item returns what m counts as an item of a list by places: the words that lead
// the list in, and the place. "Giá trị sản xuất các huyện tăng khá: Vụ Bản tăng
// 18%; Hải Hậu tăng 14%." "" when it is none.
func (x *whats) item(d *doc, m *mention) string {
	place, colon := x.bracketed(d, m)
	if place == "" {
		if place, colon = x.placeBefore(d, m), x.colon(d, m); colon >= 0 && !x.placeAlone(d, m) {
			return ""
		} else if colon < 0 {
			colon = x.listed(d, m)
		}
	}
	if place == "" || colon < 0 {
		return ""
	}
	i, j := x.leadIn(d, m, colon)
	if n := x.capitals(d, j); n > i+1 && j < colon && x.makesUp == d.id(j) {
		j = n // "Thị trường Mỹ chiếm 42%, Nhật Bản 11%"
	}
	if x.count(d, i, j) < 2 {
		return ""
	}
	if d.id(i) == x.one {
		for k := i; k < j; k++ {
			if d.toks[k].Is(',') && x.count(d, i, k) > wholeWords {
				j = k
			}
		}
		i = x.lastWords(d, i, j, leadWords) // "Một số xã còn để xảy ra khá nhiều vụ …"
	}
	return join(x.first(d, i, j, leadWords), place)
}

// thingMost is the most words of a thing before the bracket that holds its figures.
const thingMost = 9

// inBracket returns what mention k counts where its figure stands in a bracket behind
// the name of a thing, one of several: "… bị can về các tội mua bán (21 vụ, 34 bị can),
// tàng trữ (7 vụ, 9 bị can)". "" when it does not.
func (x *whats) inBracket(d *doc, ms []mention, k int) string {
	m := &ms[k]
	if m.change != "" || m.percentage || m.clause.r1 > m.j {
		return ""
	}
	first := k
	for first > 0 && first > k-listMost && ms[first].coordinated && ms[first-1].sentence == m.sentence {
		first--
	}
	open := ms[first].i - 1
	if open < 1 || !d.toks[open].Is('(') || open < d.sents[m.sentence].First {
		return ""
	}
	i := open
	for i > d.sents[m.sentence].First && d.toks[i-1].Kind == vi.Word && d.owners[i-1] == free && d.toks[i].Flags&vi.Line == 0 && !x.opensThing(d, i-1) {
		i--
	}
	line := d.sents[m.sentence].First
	for line > 0 && !d.toks[line].Has(vi.Line) && line > open-labelMost {
		line--
	}
	if n, numbered := x.pastNumbering(d, line); numbered && x.plain(d, n, open) {
		return x.first(d, n, open, thingMost+whatAfter) // "2. Mời đầu tư chứng khoán, tiền ảo (3 vụ, 8 tỷ đồng)"
	}
	a, b := x.trimLeft(d, i, open)
	if n := x.count(d, a, b); n < 2 || n > thingMost || d.toks[b-1].Flags&vi.Upper != 0 || x.compared.has(d.id(b-1)) || x.targets.has(d.id(a)) {
		return ""
	}
	whole := x.beside(d, ms, first, m)
	if whole == nil || x.boxed(d, whole) || !whole.clause.left() && !x.nounUnit(d, whole) {
		return ""
	}
	c, own := whole.clause, x.words(d, a, b)
	said := x.words(d, c.l0, x.shorten(d, c.l0, c.l1, wholeWords))
	if unit := d.text(whole.u0, whole.u1); said == "" {
		said = x.first(d, whole.u0, max(c.r1, whole.u1), wholeWords)
	} else if x.nounUnit(d, whole) && !strings.Contains(own, unit) {
		said = join(said, unit) // "thiếu 184 giáo viên: mầm non (96 người), tiểu học (51 người)"
	}
	return join(said, own)
}

// plain reports that [i, j) is words and commas, no figure among them.
func (x *whats) plain(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if d.owners[k] != free || d.toks[k].Kind != vi.Word && !d.toks[k].Is(',') {
			return false
		}
	}
	return j > i
}

// opensThing reports that token k leads to the name of a thing: "là", "gồm", "về".
func (x *whats) opensThing(d *doc, k int) bool {
	return (d.id(k) == x.is || d.id(k) == x.consists || d.id(k) == x.and) && !x.splits(d, k) && !x.splits(d, k+1)
}

// beside returns the figure of the kind of m, not less than it, before figure first in
// its sentence, that is itself in no bracket; nil when there is none.
func (x *whats) beside(d *doc, ms []mention, first int, m *mention) *mention {
	for p := first - 1; p >= 0 && p > first-2*listMost && ms[p].sentence == m.sentence; p-- {
		if q := &ms[p]; !q.inPlace && !q.percentage && q.change == "" && (sameKind(q.unit, m.unit) || m.class == "person" && q.class == "person" && x.pronouns.has(d.id(m.u0))) && q.value.Cmp(m.value) >= 0 {
			return q
		}
	}
	return nil
}

// leadIn returns the words of the clause before token end that name what is listed
// behind it: of "Một số xã có tỷ lệ hộ nghèo giảm so với năm trước:" the series.
func (x *whats) leadIn(d *doc, m *mention, end int) (int, int) {
	i := end
	for i > d.sents[m.sentence].First && i > end-leadBack && !d.toks[i-1].Is(';') && !d.figureAt(i-1) {
		i--
	}
	for k := i; k < end && i > 0 && d.figureAt(i-1); k++ {
		if d.toks[k].Is(',') {
			i = k + 1 // "vượt 8% kế hoạch, thị trường Nhật Bản 190 người"
		}
	}
	i, j := x.adverbial(d, i, end)
	i, j = x.trimLeft(d, i, j)
	for k := i; k < j; k++ {
		if d.id(k) == x.compare || d.x.figures.words.changes.has(d.id(k)) || k > i && d.toks[k].Kind == vi.Digits {
			j = k
		}
	}
	for k := i; k < j; k++ {
		if _, n := x.says.Longest(d.toks, k); n > 1 && k > i && k+n < j {
			i = k + n // "Đài khí tượng cho biết lượng mưa tại …"
		}
	}
	if h := x.series(d, i, j); h > i {
		i = h // "Xã có tỷ lệ hộ nghèo cao nhất là …"
	}
	for h := j - 2; m.class == "money" && h > i; h-- {
		if d.id(h) == x.level && !x.splits(d, h) && !x.splits(d, h+1) {
			i = h // "HĐND thông qua mức học phí mới:"
		}
	}
	return i, j
}

// entryOwn is the most words of its own that a thing in a list has to be given the
// words that lead the list in, and entryLead how many of these it is given.
const (
	entryOwn  = 8
	entryLead = 5
	entryLong = 9 // a longer clause names more than what is listed
)

// entry returns what m counts as a thing in a list: the words that lead the list in,
// and the thing. "Kết quả gieo trồng vụ đông như sau: ngô 10 ha; lạc 2 ha", "Nhiều mặt
// hàng có kim ngạch tăng, gồm thủy sản 3 triệu USD". "" when it is none.
func (x *whats) entry(d *doc, t *topic, ms []mention, k int) string {
	m := &ms[k]
	if !t.lists {
		return ""
	}
	at := x.marker(d, m, m.i)
	own := *m
	c := &own.clause
	switch {
	case at < 0 || at < m.i-1 && c.left() && c.l1 <= at:
		return ""
	case at == m.i-1 && c.left() && !d.lineIn(c.l0, m.i): // "gồm: trục 1: 256 m, trục 2: 54 m"
		at = x.marker(d, m, c.l0)
	case c.left() && c.l0 <= at:
		end := at + 1
		for end < m.i && !d.figureAt(end) {
			end++
		}
		c.l0, c.l1 = x.trimLeft(d, at+1, end)
	}
	if c.left() && c.l0 > at && at >= 0 && x.actsOn(d, *c) && x.ends(d, at, c.l0) {
		return "" // "gồm phạt 127 vụ; tịch thu 118 m3 gỗ, 3 xe ô tô"
	}
	goods := !c.left() && x.tangible(m) && m.j < m.clause.r1+entryOwn
	words := x.count(d, c.l0, c.l1)
	if at < 0 || words == 0 && !goods || words > entryOwn || c.m1 > c.m0 || c.t1 > c.t0 || c.r1 > m.j && !m.percentage && !goods ||
		words > 0 && x.series(d, c.l0, c.l1) == c.l0 || !x.manyItems(d, ms, k, at) || !goods && c.right() && c.r1 <= m.i {
		return ""
	}
	lead, thing := x.leadOf(d, ms, k, at, words, goods), x.text(d, &own)
	if lead == "" {
		return ""
	}
	if words := strings.Fields(lead); len(words) > 2 && strings.HasPrefix(thing, strings.Join(words[len(words)-2:], " ")+" ") {
		lead = strings.Join(words[:len(words)-2], " ") // "chỉ số sản xuất: sản xuất trang phục tăng 5%"
	}
	return join(lead, thing)
}

// ends reports that a semicolon stands in [i, j).
func (x *whats) ends(d *doc, i, j int) bool { return d.markIn(i, j, ';') }

// tangible reports that m counts things that can be listed: goods, masses, volumes.
func (x *whats) tangible(m *mention) bool {
	return !m.percentage && m.change == "" && (m.class == "goods" || m.class == "mass" || m.class == "volume" || m.class == "vehicle")
}

// leadOf returns the words before token at that name what is listed behind it: its
// clause, or the figure right before it, of which mention k counts a part, when it has
// few words of its own.
func (x *whats) leadOf(d *doc, ms []mention, k, at, own int, goods bool) string {
	i := at
	for i > d.sents[ms[k].sentence].First && !d.toks[i-1].Is(';') && !d.figureAt(i-1) {
		i--
	}
	if i > 0 && d.figureAt(i-1) {
		if own > partWords || ms[k].class == "money" || d.id(at) != x.consists && d.id(at-1) != x.consists {
			return "" // "kỷ luật 9 đảng viên vi phạm: khiển trách 3"
		}
		for p := k - 1; p >= 0 && ms[p].sentence == ms[k].sentence; p-- {
			if ms[p].j <= at {
				if q := &ms[p]; q.change == "" && !q.percentage && x.counted(q) && q.said != "" {
					if q.clause.right() && q.clause.r0 >= q.u0 {
						return x.first(d, q.u0, max(q.clause.r1, q.j), entryLead)
					}
					words := strings.Fields(q.said)
					return strings.Join(words[:min(len(words), entryLead)], " ")
				}
				return ""
			}
		}
		return ""
	}
	i, j := x.leadIn(d, &ms[k], at)
	if x.general.has(d.id(i)) {
		i += max(x.compound(d, i), 1) // "Kết quả", "Tình hình"
	}
	_, link := x.links.Longest(d.toks, i)
	if n := x.count(d, i, j); link > 0 || n < 2 || n > entryLong || x.some(d, i) || x.idles(d, i) || x.speaks(d, i, at) || goods && x.near.has(d.id(i)) {
		return ""
	}
	return x.first(d, i, j, entryLead)
}

// manyItems reports that the sentence of mention k counts more than one thing behind
// token at.
func (x *whats) manyItems(d *doc, ms []mention, k, at int) bool {
	things, first := 0, k
	for first > 0 && ms[first-1].i > at && ms[first-1].sentence == ms[k].sentence {
		first--
	}
	for j := first; j < len(ms) && ms[j].sentence == ms[k].sentence && j < first+listMost && things < 2; j++ {
		if parted := j == first || d.joint(ms[j-1].j, ms[j].i); parted && (ms[j].change == "" || ms[j].clause.left()) {
			things++
		}
	}
	return things > 1
}

// marker returns the last colon or "gồm" before token before that leads in the list m
// stands in, -1 when there is none.
func (x *whats) marker(d *doc, m *mention, before int) int {
	for k := before - 1; k > d.sents[m.sentence].First && k > m.i-leadBack; k-- {
		if (d.toks[k].Is(':') && (before == m.i || !d.figureAt(k+1)) || d.id(k) == x.consists && !x.splits(d, k)) && !x.enclosed(d, k, m.i) {
			return k
		}
	}
	return -1
}

// placeAlone reports that nothing but what kind of place it is stands before the
// name of the place that m's number follows.
func (x *whats) placeAlone(d *doc, m *mention) bool {
	n := x.capitals(d, x.lead(d, m))
	for n > 0 && x.startsArea(d, n) {
		n--
	}
	return n > 0 && (d.toks[n-1].Kind != vi.Word || d.id(n-1) == x.and || d.id(n-1) == x.among)
}

// colon returns the colon of m's sentence that leads in the list m stands in, -1
// when there is none.
func (x *whats) colon(d *doc, m *mention) int {
	for k := m.i - 1; k > d.sents[m.sentence].First && k > m.i-leadBack; k-- {
		if d.toks[k].Is(':') && !x.enclosed(d, k, m.i) {
			return k
		}
	}
	return -1
}

// placeBefore returns the name of a place that stands alone before the number
// of m, without "huyện": "Trà Vinh 22 nhà". "" when there is none.
func (x *whats) placeBefore(d *doc, m *mention) string {
	if place, _ := x.bracketed(d, m); place != "" {
		return place
	}
	q := x.lead(d, m)
	n := x.capitals(d, q)
	if n == q-1 && (x.close.has(d.id(n)) || x.open.has(d.id(n))) {
		return "" // "Kết quả: Có 30 hộ …"
	}
	if n == q || n == 0 || d.toks[n-1].Kind == vi.Word && d.id(n-1) != x.among && d.id(n-1) != x.and && !x.startsArea(d, n) && !x.utmost(d, n) {
		return ""
	}
	return d.text(n, q)
}

// lead returns where the "đạt" before the number of m begins.
func (x *whats) lead(d *doc, m *mention) int {
	q := m.i
	for q > 0 && x.reach.has(d.id(q-1)) && !d.toks[q].Has(vi.Line) {
		q--
	}
	return q
}

// utmost reports that the name at token n is the one that is ahead of the others:
// "nặng nhất là Lai Châu", "cao nhất ở huyện Hải Bình".
func (x *whats) utmost(d *doc, n int) bool {
	for k := n - 1; k >= 0 && k > n-5; k-- {
		if d.id(k) == x.most {
			return true
		}
		if d.toks[k].Kind != vi.Word {
			return false
		}
	}
	return false
}

// nameMost is the most tokens of a name.
const nameMost = 64

// capitals returns where the words in capitals before token i begin.
func (x *whats) capitals(d *doc, i int) int {
	n := i
	for n > 0 && n > i-nameMost && (d.toks[n-1].Kind == vi.Word && d.toks[n-1].Flags&vi.Upper != 0 || n < i && n > 1 && (d.toks[n-1].Is('-') && d.glued(n) || d.toks[n-1].Is('.') && x.abbreviates(d, n-1))) && !d.toks[n].Has(vi.Line) {
		n--
	}
	return n
}

// named returns the name that the words of m's clause begin with, past a comma
// or "trong đó": "Thừa Thiên-Huế" of "…, Thừa Thiên-Huế sơ tán
// gần 19.400 người".
func (x *whats) named(d *doc, m *mention) string {
	for k := m.i - 1; k > 0 && k > m.i-7; k-- {
		if t := d.toks[k]; t.Kind != vi.Word && !t.Is('-') {
			break
		}
		if d.toks[k].Flags&vi.Upper == 0 {
			continue
		}
		n := x.capitals(d, k+1)
		if n == k && k+1 < m.i && d.toks[k+1].Kind == vi.Word && d.owners[k+1] == free {
			break // "Dưa hấu 16 ha"
		}
		if n > 0 && d.id(n) != x.within && (n < k || !d.opens(n)) && (d.toks[n-1].Kind == vi.Punct || d.id(n-1) == x.among || x.startsArea(d, n)) {
			return d.text(n, k+1)
		}
		break
	}
	return ""
}

// placed returns the part or the item that mention k tells more of: the one right before
// the bracket that k opens with its change ("huyện Sơn Giang 57 ca (tăng 25 ca)"), or the
// one at whose side k stands in a bracket ("Lê Minh Tâm (28 phiếu, đạt 84%)"). nil when
// there is none.
func (x *whats) placed(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	if k == 0 || m.change == "" && !m.percentage || m.i < 1 || !ms[k-1].inPlace || ms[k-1].i < 1 {
		return nil
	}
	p := &ms[k-1]
	if d.toks[m.i-1].Is('(') && p.j == m.i-1 || m.percentage && d.toks[p.i-1].Is('(') && x.closes(d, p.j, m.i) && !x.enclosed(d, p.j, m.i) {
		return p
	}
	return nil
}

// partOfPlace returns the sum of which mention k is the part of one place: of
// "xảy ra 110 vụ trộm cắp, trong đó huyện Hải Bình xảy ra 20 vụ" the first. nil
// when it is none.
func (x *whats) partOfPlace(d *doc, ms []mention, k int) *mention {
	p := x.whole(d, ms, k)
	if p == nil || x.placeBefore(d, &ms[k]) == "" && x.named(d, &ms[k]) == "" {
		return nil
	}
	return p
}

// startsArea reports that the word before token k says what kind of place is
// named from k on: "huyện", "thành phố".
func (x *whats) startsArea(d *doc, k int) bool {
	for n := 1; n <= 2 && k >= n; n++ {
		if x.area(d, k-n) == n {
			return true
		}
	}
	return false
}

// kindOfWhole gives mention k, a part that its unit does not name, the name of the things that
// it is a part of: of "638 con bò mắc bệnh, trong đó 57 con đã chết" the cattle, of "kiểm tra 15
// cơ sở kinh doanh karaoke, có 4 cơ sở vi phạm" which places.
func (x *whats) kindOfWhole(d *doc, ms []mention, k int) {
	m := &ms[k]
	if k == 0 || ms[k-1].sentence != m.sentence || !x.counted(m) || m.change != "" || m.clause.left() || m.j != m.u1 {
		return
	}
	unit := d.text(m.u0, m.j)
	rest, bare := strings.CutPrefix(m.what, unit+" ")
	if !bare {
		return
	}
	named := m.j == m.u0+1 && x.classifiers.has(d.id(m.u0))
	for q, among := k-1, false; q >= 0 && q > k-listMost && ms[q].sentence == m.sentence; q-- {
		p := &ms[q]
		for i := p.j; i < ms[q+1].i; i++ {
			among = among || d.id(i) == x.among && d.id(i-1) == x.within
			if d.toks[i].Is(';') && d.id(i+1) != x.within {
				return
			}
		}
		if !x.counted(p) || p.change != "" || p.value.Cmp(m.value) < 0 || !among && x.plightAt(d, p.j) {
			continue // "26 dự án chậm tiến độ, 7 dự án chưa giải ngân"
		}
		noun := x.nameOf(d, p)
		switch same := sameKind(p.unit, m.unit); {
		case same && p.unit != m.unit && noun != "", same && noun != unit && (among || x.hadNear(d, m) || m.i == p.j+1+x.count(d, p.j, m.i) && x.predicative(d, m.j)):
		case among && named && (same || p.class == m.class || m.class == "goods" && p.class == "vehicle"):
		default:
			continue
		}
		if noun != "" && !strings.Contains(rest, strings.TrimPrefix(noun, unit+" ")) {
			m.what = join(noun, rest)
		}
		return
	}
}

// shareOfThem gives the percentage ms[k], of which only a predicate is told, the things or
// persons it is a share of: of "có 62 giáo viên, 100% đạt chuẩn" the teachers.
func (x *whats) shareOfThem(d *doc, ms []mention, k int) {
	m := &ms[k]
	if !m.percentage || m.led || m.change != "" || k == 0 || ms[k-1].sentence != m.sentence || m.i == 0 || m.clause.r0 != m.j || !m.clause.right() ||
		!d.toks[m.i-1].Is(',') && !x.amongThem(d, m.i) || !x.ofShare.has(d.id(m.j)) && !x.predicative(d, m.j) && !(d.id(m.j) == x.within && d.id(m.j+2) == x.among) {
		return
	}
	for q := k - 1; q >= 0 && q > k-listMost && ms[q].sentence == m.sentence && !d.markIn(ms[q].j, m.i, ';'); q-- {
		p := &ms[q]
		if p.percentage && !p.led && p.clause.r0 == p.j {
			continue // "92% hài lòng, 5% chưa hài lòng"
		}
		if noun := x.nameOf(d, p); x.counted(p) && p.change == "" && noun != "" {
			m.what = join(noun, x.first(d, m.clause.r0, m.clause.r1, whatRight))
		}
		return
	}
}

// plightAt reports that how things are begins at token k, and no more of what they are: "chậm
// tiến độ", "âm tính".
func (x *whats) plightAt(d *doc, k int) bool {
	_, n := x.plights.Longest(d.toks, k)
	return n > 0 && !x.splits(d, k+n)
}

// nameOf returns the name of the things that p counts: its unit, and what tells more of them
// behind it but nothing that befell them. "" where its unit names nothing and nothing does.
func (x *whats) nameOf(d *doc, p *mention) string {
	c := p.clause
	end := x.shorten(d, p.u0, c.r1, entryLead+p.u1-p.u0)
	for end > p.j && x.tail.has(d.id(end-1)) && !x.splits(d, end-1) {
		end--
	}
	if c.right() && c.r0 >= p.u0 && end > p.j && !x.because.has(d.id(p.j)) && !x.predicativeIn(d, p.j, end) && (x.namesNothing(d, p) || p.j == p.u1) {
		return d.text(p.u0, end)
	}
	if x.namesNothing(d, p) {
		return ""
	}
	return d.text(p.u0, p.j)
}

// hadNear reports that a "có" stands before the number of m, with at most a word such as "tới"
// between.
func (x *whats) hadNear(d *doc, m *mention) bool {
	return d.id(m.i-1) == x.owns || m.i > 1 && d.id(m.i-2) == x.owns && x.close.has(d.id(m.i-1))
}

// namesNothing reports that the unit of m, with the words read into the figure behind it, tells
// only that persons or things are counted: "2 người", but not "2 người bị thương".
func (x *whats) namesNothing(d *doc, m *mention) bool {
	_, n := x.callers.Longest(d.toks, m.u0)
	return n > 0 && m.u0+n >= m.j || m.j == m.u0+1 && x.classifiers.has(d.id(m.u0))
}
