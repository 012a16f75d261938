package extract

import "github.com/trich-vn/trich/internal/vi"

// thing returns the figure before mention k in its part of the sentence that counts
// things, over changes, percentages, brackets and what is told of the same things, and over money
// only if it may be paid for them. -1 when there is none.
func (x *whats) thing(d *doc, ms []mention, k int, paid bool) int {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence && !x.parted(d, ms[j].j, m.i); j-- {
		p := &ms[j]
		if t := d.id(p.i - 1); p.percentage || p.change != "" || p.owned || p.harm != 0 || p.class == "mass" && x.ratedAs(d, p) != 0 || x.enclosed(d, p.j, m.i) || j > 0 && x.places.has(t) {
			continue
		}
		switch {
		case p.class != "money":
			return j
		case !paid:
			return -1
		}
	}
	return -1
}

// property gives mention k, whose words name only a property ("khối lượng", "tổng vốn"),
// what has it: of "phát hiện 22 cây gỗ lim bị đốn hạ, khối lượng 41 m3" the trees. It
// reports that it did.
func (x *whats) property(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if m.percentage && !x.damaged(d, *c) || m.change != "" || !c.left() || c.m1 > c.m0 || c.r1 > m.j && d.id(c.l0-1) != x.with {
		return false
	}
	l0 := c.l0
	for i := c.l0; i < c.l1 && k > 0 && c.l0 >= ms[k-1].j && !x.breaks(d, ms[k-1].j, i); i++ {
		if d.id(i) == x.with {
			l0 = i + 1 // "hỗ trợ 240 lao động mất việc với số tiền"
		}
	}
	_, n := x.properties.Longest(d.toks, l0)
	if n == 0 || l0+n < c.l1 && d.id(l0+n) != x.each && !x.reckonedTo(d, l0+n, c.l1) {
		return false
	}
	if x.nounUnit(d, m) && x.raises.has(d.id(l0-1)) {
		c.l0 = l0 - 1 // "xây 12 trạm biến áp, nâng công suất 18 trạm"
		return false
	}
	at := x.thing(d, ms, k, false)
	if at >= 0 && d.id(c.l1-1) == x.debt && !listedTogether(ms[at].class, "person") && ms[at].class != "household" {
		return false // "giải ngân 29 dự án, dư nợ 31 tỷ đồng": of who lends
	}
	if at < 0 || m.class == "mass" && ms[at].class == "area" || m.class == "area" && ms[at].class == "person" {
		return false // a yield; "dân số 41.200 người, diện tích 23 km2": of one place
	}
	if q := ms[at].clause; q.left() && q.m1 == q.m0 && measures[ms[at].class] && x.propertyAt(d, q.l0) {
		return false // "dài 24 m, rộng 3,5 m": both of what the sentence is about
	}
	c.l0 = l0
	p := &ms[x.sumHead(d, ms, at, l0)]
	i, j := p.clause.l0, p.clause.l1
	if p.clause.m1 > p.clause.m0 {
		i, j = p.clause.m0, p.clause.m1
	}
	i, j = x.beforeProperty(d, i, j)
	c.m0, c.m1 = x.pastSeries(d, i, j), j
	if x.count(d, c.m0, j) > whatLeft {
		c.m0 = x.lastWords(d, c.m0, j, offenceWords)
	}
	c.r0, c.r1 = x.wordsOf(d, p)
	if x.harmedBy(d, c, p) {
		c.m0, c.r0 = c.m1, p.u0
	}
	c.r1 = x.lengthen(d, c.r0, c.r1, max(sumWords-x.count(d, c.m0, c.m1), 0))
	m.owned = true
	return true
}

// sumLike gives the sum k, joined by a mere "với" to the things that it is for, the name of the
// sum that is told so of the things before them: of "98 dự án FDI với tổng vốn đăng ký 3 tỷ USD
// và 116 dự án trong nước với 52 tỷ đồng" that of the first. It reports that it did.
func (x *whats) sumLike(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if k < 2 || m.class != "money" || m.change != "" || m.clause.left() || d.id(m.i-1) != x.with {
		return false
	}
	p, q := &ms[k-1], &ms[k-2]
	if c := q.clause; p.sentence != m.sentence || q.sentence != m.sentence || !x.counted(p) || q.class != "money" || q.change != "" || !c.left() ||
		d.id(c.l0-1) != x.with || !x.propertyAt(d, c.l0) || x.closes(d, p.j, m.i) {
		return false
	}
	m.clause = clause{l0: q.clause.l0, l1: q.clause.l1, r0: p.u0, r1: max(p.clause.r1, p.j)}
	m.owned = true
	return true
}

// reckonedTo reports that [i, j) tells only how an amount is reckoned: "bình quân".
func (x *whats) reckonedTo(d *doc, i, j int) bool {
	_, n := x.reckoned.Longest(d.toks, i)
	return n > 0 && i+n == j
}

// beforeProperty returns [i, j) without the property that it ends with: of "Tuyến đường
// dài" the first two words.
func (x *whats) beforeProperty(d *doc, i, j int) (int, int) {
	end := j
	for e := j - 1; e > i && e > j-placeMost; e-- {
		if _, n := x.properties.Longest(d.toks, e); n > 0 && e+n == j {
			end = e
		}
	}
	return i, end
}

// damaged reports that the words of c before the number tell only that something was
// damaged: "ngô gãy đổ, thiệt hại 70%".
func (x *whats) damaged(d *doc, c clause) bool {
	_, n := x.properties.Longest(d.toks, c.l0)
	return n > 0 && c.l0+n == c.l1 && d.id(c.l1-1) == x.loss
}

// wordsOf returns the unit of p and the words behind it, without the unit where it
// measures and where the words before p tell enough.
func (x *whats) wordsOf(d *doc, p *mention) (int, int) {
	c := p.clause
	own := x.count(d, c.l0, c.l1)
	if c.m1 > c.m0 {
		own = x.count(d, c.m0, c.m1)
	}
	if !x.counted(p) || c.right() && c.r0 < p.u0 || !c.right() && own > verbWords && !(p.class == "person" && x.nounUnit(d, p)) {
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
		if x.count(d, i, j) > eachWords || d.id(m.i-1) == x.consists && c.right() {
			return true // "mỗi thẩm phán bình quân giải quyết 8,1 vụ", "mỗi suất gồm 10 kg gạo"
		}
		if d.id(i) == x.each && x.spells.has(d.id(i+1)) && x.count(d, i, j) > verbWords {
			return false // "mỗi năm khai thác 2.000 m3 gỗ": no each of the things before
		}
		at = x.thing(d, ms, k, true)
	case !c.left() && !x.counted(m) && lead > 1 && d.id(lead-1) == x.mean:
		i, j = lead-2, lead
		if at = x.ofClass(d, ms, k); at < 0 {
			at = x.thing(d, ms, k, true)
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

// ofClass returns the figure of mention k's class before it in its part of the sentence,
// past those in brackets; -1 when there is none.
func (x *whats) ofClass(d *doc, ms []mention, k int) int {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence && !x.parted(d, ms[j].j, m.i); j-- {
		if p := &ms[j]; p.class == m.class && p.change == "" && !p.percentage && (p.clause.left() || p.clause.right()) && !x.enclosed(d, p.j, m.i) {
			return j
		}
	}
	return -1
}

// eachWords is the most words told of each that leave open of which things.
const eachWords = 6

// percentPoint is the unit of a distance between percentages.
const percentPoint = "điểm phần trăm"

// somewhere gives mention k, told of a place that stands out, the words of the figure it
// stands out from: "lượng mưa phổ biến 60-120mm, có nơi trên 180mm". It reports that it did.
func (x *whats) somewhere(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if p := k - 1; p >= 0 && m.unit == percentPoint && c.left() && c.l1 == c.l0+1 && d.id(c.l0) == x.short && ms[p].percentage && ms[p].sentence == m.sentence && ms[p].clause.left() {
		c.m0, c.m1 = c.l0, c.l1 // "tỷ lệ bao phủ đạt 93%, còn thiếu 1 điểm phần trăm"
		c.l0, c.l1 = ms[p].clause.l0, ms[p].clause.l1
		return true
	}
	if !c.left() || c.right() || k == 0 || ms[k-1].sentence != m.sentence || x.parted(d, ms[k-1].j, m.i) {
		return false
	}
	begin := c.l0
	for (m.class == "money" || m.percentage) && begin > ms[k-1].j && d.toks[begin-1].Kind == vi.Word && d.owners[begin-1] == free {
		begin--
	}
	if _, n := x.extremes.Longest(d.toks, begin); n == 0 || d.id(begin) != x.owns { // "có lúc hút hàng lên tới 120.000 đồng/kg"
		begin = c.l0
		if _, n := x.extremes.Longest(d.toks, begin); n == 0 && d.id(c.l1-1) != x.spot {
			return false
		}
	}
	p := &ms[k-1]
	if m.percentage && m.change != "" && !p.percentage {
		c.l0 = c.l1 // "12 doanh nghiệp giảm đơn hàng, có nơi giảm tới 40%"
		return false
	}
	if p.unit != m.unit || p.percentage != m.percentage || p.change != m.change || !p.clause.left() {
		return false
	}
	c.r0, c.r1 = begin, c.l1
	if d.id(c.r0-1) == x.owns {
		c.r0-- // "có nơi"
	}
	c.l0, c.l1, c.m0, c.m1 = p.clause.l0, p.clause.l1, p.clause.m0, p.clause.m1
	for i := c.l0; i < c.l1; i++ {
		if _, n := x.extremes.Longest(d.toks, i); n > 0 {
			c.l1 = i // "giá cao nhất là cà phê 120 triệu đồng, thấp nhất là sắn 2 triệu đồng"
			if x.pastArea(d, c.l0, i) == i {
				c.l0 = i // "xã Hải Bình cao nhất 61%, thấp nhất xã Sơn Giang 14%"
			}
		}
	}
	if c.l1 > c.l0+2 && d.id(c.l1-1) == x.mean {
		c.l1 -= 2 // "thưởng bình quân 5 triệu đồng, cao nhất 30 triệu đồng"
	}
	return true
}

// costsWords is the most words between a thing and the money that it cost.
const costsWords = 5

// costs gives the sum k, which stands right behind the things that an act is done to,
// that act and those things: "tặng 3.200 suất quà Tết 960 triệu đồng". It reports that it
// did.
func (x *whats) costs(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if m.class != "money" || m.change != "" || k == 0 || ms[k-1].sentence != m.sentence || m.coordinated && m.i > ms[k-1].j {
		return false
	}
	p := &ms[k-1]
	if !x.counted(p) || p.change != "" || !p.clause.left() || p.clause.m1 > p.clause.m0 || m.i < p.j || x.closes(d, p.j, m.i) || x.count(d, p.j, m.i) > costsWords {
		return false
	}
	for i := p.j; i < m.i; i++ {
		if t := d.id(i); (t == x.got || t == x.suffers) && !x.actsOn(d, p.clause) || x.subject.has(t) || x.joins.has(t) || t == x.give {
			return false
		}
	}
	c := &m.clause
	c.l0, c.l1 = p.clause.l0, p.clause.l1
	if k > 1 && p.coordinated && ms[k-2].class == "money" && p.class != "person" && p.class != "organisation" {
		p.clause.l0, p.clause.l1, p.clause.r0, p.clause.r1 = 0, 0, p.u0, max(p.clause.r1, p.j)
		p.what = x.text(d, p) // "một máy chụp 22 tỷ đồng, 3 máy thở 2 tỷ đồng"
		c.l0, c.l1 = m.i, m.i
	}
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
	if t := d.id(m.i - 1); t != x.owned && t != x.belongs && t != x.through && !x.places.has(t) || x.splits(d, m.i-1) {
		return false
	}
	if !x.counted(p) || p.change != "" || p.j > m.i || x.closes(d, p.j, m.i) || c.r1 > m.j {
		return false
	}
	if !p.clause.left() {
		if !p.clause.right() || p.clause.r0 < p.u0 {
			return false
		}
		c.l0, c.l1, c.a0, c.a1 = p.u0, max(p.clause.r1, p.j), 0, 0
		c.r0, c.r1 = m.i-1, m.i // "3 ổ dịch cúm gia cầm tại 3 xã"
		c.p0, c.p1 = m.u0, m.j
		return true
	}
	c.l0, c.l1, c.m0, c.m1 = p.clause.l0, p.clause.l1, p.clause.m0, p.clause.m1
	c.r0, c.r1, c.a0, c.a1 = m.u0, m.j, 0, 0
	q, again := p.clause, p.clause.p0 == p.u0 && p.clause.p1 == p.j
	if d.id(m.i-1) == x.through || q.right() && q.r0 < p.u0 && !again {
		return true
	}
	c.m0, c.m1 = p.u0, max(q.r1, p.j)
	if again {
		c.l0, c.l1, c.m1 = m.i, m.i, p.j // "nhận 900 bài thi của 420 học sinh ở 18 trường": the last two
	}
	c.r0, c.r1, c.p0, c.p1 = m.i-1, m.i, m.u0, m.j // "nhận 42 đơn tố cáo của 30 người"
	return true
}

// given gives mention k, for which something was done, what that was: "giải ngân 27 tỷ
// đồng cho 26 chủ rừng", "mở 92 lớp nghề cho 2.760 lao động". It reports that it did.
func (x *whats) given(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if k == 0 || m.change != "" || !x.counted(m) || ms[k-1].sentence != m.sentence {
		return false
	}
	p := &ms[k-1]
	if m.coordinated && p.owned && p.clause.r1 == p.clause.r0+1 && d.id(p.clause.r0) == x.give {
		x.givenToo(m, p)
		return true
	}
	if d.id(m.i-1) != x.give {
		return false
	}
	if p.owned || p.percentage && !p.clause.right() || p.change != "" || !p.clause.left() || x.acting(d, max(p.j, p.clause.r1)) ||
		x.punctuated(d, p.j, m.i) || x.count(d, p.j, m.i) > costsWords {
		return false
	}
	c, q := &m.clause, p.clause
	r1 := c.r1
	c.l0, c.l1, c.m0, c.m1 = q.l0, q.l1, q.m0, q.m1
	if c.m1 == c.m0 {
		c.m0, c.m1 = x.wordsOf(d, p)
		c.m1 = min(c.m1, m.i-1)
	}
	c.r0, c.r1, c.a0, c.a1 = m.i-1, m.i, 0, 0
	c.p0, c.p1 = m.u0, max(m.j, r1)
	m.owned = true
	return true
}

// punctuated reports that a mark or a figure stands in [i, j).
func (x *whats) punctuated(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.owners[i] != ownDate && (d.owners[i] != free || d.toks[i].Kind == vi.Punct && !x.inside(d, i) && !(d.toks[i].Is(',') && x.splits(d, i))) {
			return true
		}
	}
	return false
}

// givenToo gives m, joined to p for which something was done, the same where it counts
// the same kind: "cho 26 chủ rừng và 1.118 nhóm hộ". Otherwise only the act, of which it
// is a further object: "trao 35 xe cho 35 học sinh và 20 chiếc nón".
func (x *whats) givenToo(m, p *mention) {
	c := &m.clause
	r0, r1 := m.u0, max(m.j, c.r1)
	if !listedTogether(m.class, p.class) {
		c.l0, c.l1, c.r0, c.r1 = p.clause.l0, p.clause.l1, r0, r1
		return
	}
	*c = p.clause
	c.p0, c.p1 = r0, r1
	m.owned = true
}

// counting gives mention k the counted things that its words are said of: "8 chủ đầu tư
// giải ngân dưới 20%", "86 chuyến xe đưa 3.800 công nhân". It reports that it did.
func (x *whats) counting(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if m.change != "" || k == 0 || ms[k-1].sentence != m.sentence {
		return false
	}
	c, p := &m.clause, &ms[k-1]
	if !x.counted(p) || p.change != "" || !c.left() || c.l0 < p.j || x.count(d, c.l0, c.l1) > placeMost || x.closes(d, p.j, m.i) || c.m1 > c.m0 || p.clause.m1 > p.clause.m0 {
		return false
	}
	for i := p.j; i < m.i; i++ {
		if x.joins.has(d.id(i)) && !x.splits(d, i) && !x.splits(d, i+1) {
			return false // "thanh tra 90 cuộc về hành chính và ban hành 48 kết luận"
		}
	}
	if p.clause.left() && (m.percentage || m.class == "money" || x.count(d, p.clause.l0, p.clause.l1) > verbWords) {
		return false
	}
	if c.l0 = p.u0; p.clause.left() {
		c.m0, c.m1, c.l0, c.l1 = p.u0, c.l1, p.clause.l0, p.clause.l1 // "giúp 3 xã biên giới xây 6 ngôi nhà"
	}
	m.owned = true
	return true
}
