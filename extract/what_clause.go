package extract

import "github.com/trich-vn/trich/internal/vi"

// compoundMost is the most tokens that a compound has.
const compoundMost = 11

// compound returns how many tokens the word at k takes, 0 when it is not in the
// table.
func (x *whats) compound(d *doc, k int) int {
	if k < 0 || k >= len(d.compounds) {
		return 0
	}
	if d.compounds[k] == 0 {
		n := 0
		if k+1 < len(d.toks) && x.compounds.begins(d.toks[k].ID, d.toks[k+1].ID) {
			_, n = x.compounds.words.Longest(d.toks, k)
		}
		d.compounds[k] = int8(n + 1)
	}
	return int(d.compounds[k]) - 1
}

// splits reports that a cut before token k goes through a word.
func (x *whats) splits(d *doc, k int) bool {
	if k >= len(d.toks) {
		return false
	}
	for i := k - 1; i >= 0 && i > k-compoundMost && d.toks[i].Kind == vi.Word && !d.toks[i+1].Has(vi.Line); i-- {
		if i+x.compound(d, i) > k {
			return !x.meets(d, i, k)
		}
	}
	return false
}

// meets reports that a word from before token i ends at token k, where another begins, so
// that there is none across: "tập trung | thu hồi", no "trung thu".
func (x *whats) meets(d *doc, i, k int) bool {
	if x.compound(d, k) < 2 {
		return false
	}
	for b := i - 1; b >= 0 && b > k-compoundMost && d.toks[b].Kind == vi.Word; b-- {
		if b+x.compound(d, b) == k && !x.crossed(d, b) {
			return true
		}
	}
	return false
}

// crossed reports that a word from before token k ends behind it.
func (x *whats) crossed(d *doc, k int) bool {
	for i := k - 1; i >= 0 && i > k-compoundMost && d.toks[i].Kind == vi.Word; i-- {
		if i+x.compound(d, i) > k {
			return true
		}
	}
	return false
}

// measures are the classes of units behind which stands what is measured. It is
// nothing of a figure before that says itself what it counts: "xây 12 căn nhà,
// 45 km đường", but "195 viên và 4 kg ma túy".
var measures = map[string]bool{"mass": true, "length": true, "area": true, "volume": true}

// around reads the words next to m between the tokens from and to.
func (x *whats) around(d *doc, m, next *mention, from, to int) clause {
	var c clause
	if m.cell1 > m.cell0 {
		c.l0, c.l1, c.r0, c.r1 = m.cell0, m.cell1, m.j, m.j
		if m.head1 > m.head0 {
			c.l0, c.l1, c.m0, c.m1 = m.head0, m.head1, m.cell0, m.cell1
		}
		return c
	}
	c.r0, c.r1 = x.rightEdge(d, m, next, to)
	x.ofWholeList(d, m, &c, to)
	x.pastReason(d, m, &c, to)
	if m.rule == ruleHeaded || m.rule == ruleLabelled || x.folds(d, m, c.r1) {
		c.r1 = c.r0 // "Giường kế hoạch: 450, giường thực kê: 612"
	}
	own := x.standsAlone(d, m, c)
	bare := m.percentage && !own || m.change != "" || c.r1 == c.r0 || x.sourced(d, m, c)
	switch {
	case m.j > m.u1 && d.toks[m.u1].Is('/') && c.r0 < m.j:
		c.r0, c.r1 = m.j, max(c.r1, m.j) // "mg/l khí thở"
	case c.right() && c.r0 < m.j:
		c.r0 = m.u0 // the unit's own words go on: "tổ công tác", "hộ gia đình"
	}
	if m.coordinated && !(d.toks[m.i-1].Is(':') && x.numbered(d, from, m.i-1)) || own && (d.toks[m.i-1].Is(',') || d.id(m.i-1) == x.and) {
		return c
	}
	if i, j := x.attended(d, m); j > i {
		c.l0, c.l1 = i, j
		return c
	}
	if m.i > 1 && d.id(m.i-1) == x.within && d.id(m.i-2) == x.one && c.right() {
		return c // "là một trong 12 hộ được tặng nhà"
	}
	c.l0, c.l1 = x.leftEdge(d, from, x.beforeRatio(d, m), bare || c.r1 <= m.j && m.i > 0 && d.toks[m.i-1].Is(':'))
	c.l0, c.l1 = x.trimLeft(d, c.l0, c.l1)
	if m.change != "" && c.l1 > c.l0+1 && d.id(c.l1-1) == x.back && !x.splits(d, c.l1-1) {
		c.l1-- // "số người chết lại tăng 4 người"
	}
	if c.left() && (x.unitsOnly(d, c.l0, c.l1) || x.onlyCompares(d, m, c) || x.only(d, c.l0, c.l1)) {
		c.l0 = c.l1
	}
	if x.accompanies(d, m, c, from) || x.idles(d, c.l0) && x.count(d, c.l0, c.l1) <= verbWords && d.id(c.l1) == x.is {
		c.l0, c.l1 = m.i, m.i // "Nguyên nhân là có 9 vụ …"
		return c
	}
	if x.pastHome(d, &c) {
		return c
	}
	if m.harm == 0 && x.causedBy(d, c, from) && x.count(d, c.r0, c.r1) >= verbWords {
		c.l0 = c.l1
	}
	if i, j := x.aside(d, c.l0, c.l1); j > i && !m.percentage {
		c.m0, c.m1 = x.trimLeft(d, j, c.l1) // "Công ty X (xã Hải Bình) bị phạt"
		c.l0, c.l1 = x.trimLeft(d, x.lastWords(d, c.l0, i, whatLeft), i)
		return c
	}
	if x.pastActor(d, from, m, &c) {
		return c
	}
	k := c.l1 - 2
	if d.id(k+1) == x.high {
		k--
	}
	if m.percentage && k > c.l0+2 && d.id(k) == x.rate && d.id(k+1) == x.ratio && (x.reach.has(d.id(k-1)) || d.id(k-1) == x.with) {
		c.l0, c.l1 = x.trimLeft(d, c.l0, k) // "án nghiêm trọng được làm rõ đạt tỷ lệ 96%"
	}
	c.l1 = x.beforeResult(d, m, c.l0, c.l1)
	c.l0 = x.pastCompared(d, m, c.l0, c.l1)
	c.l0 = x.pastTail(d, from, c.l0, c.l1)
	if x.withForemost(d, from, m, &c) || bare && x.withSubject(d, from, m, &c) {
		return c
	}
	if c.left() {
		l0 := c.l0
		c.l0, c.l1 = x.pastTimes(d, c.l0, c.l1)
		m.timed = !c.left()
		m.summed = x.sumsUp(d, l0, from)
	}
	if !c.left() && bare && !d.follows(from) && x.allTimely(d, from, m.i) {
		m.timed = true // "Tính chung 8 tháng, ước đạt 680 triệu USD"
	}
	if x.punished(d, m, &c, from) || x.subjectFor(d, m, &c, from) || x.narrow(d, m, &c, from, bare) {
		return c
	}
	x.settleAgent(d, m, &c, from, bare)
	x.onlySized(d, m, &c)
	return c
}

// folds reports that the words behind m up to token end tell what it is so many times as large
// as ("gấp 3 lần trồng lúa"), without the level of that in a bracket.
func (x *whats) folds(d *doc, m *mention, end int) bool {
	return m.class == "times" && d.id(m.n0-1) == d.x.figures.modifiers.fold && (end >= len(d.toks) || !d.toks[end].Is('('))
}

// beforeResult returns where the words [i, j) of m behind a "với" end before what they say of how
// well things went: of "Thu hút đầu tư đạt kết quả tích cực với 38 dự án mới" behind the fourth.
func (x *whats) beforeResult(d *doc, m *mention, i, j int) int {
	if d.id(m.i-1) != x.with {
		return j
	}
	for k := i + 2; k < j-1; k++ {
		if x.reach.has(d.id(k)) && x.generalities.has(d.id(k+1)) || x.general.has(d.id(k+1)) && x.reach.has(d.id(k)) {
			return k
		}
	}
	return j
}

// onlySized leaves to c, the words of how large or long something is, no more than that thing:
// of "khám xét căn nhà rộng 120 m2 của bà Hà ở phường Tân Lập" the third to fifth word.
func (x *whats) onlySized(d *doc, m *mention, c *clause) {
	if !measures[m.class] || m.change != "" || c.m1 > c.m0 || !c.left() || c.l1 < c.l0+2 || !x.propertyAt(d, c.l1-1) || x.splits(d, c.l1-1) {
		return
	}
	for k := c.l1 - 2; k > c.l0; k-- {
		_, n := x.acts.Longest(d.toks, k)
		if n == 0 && x.because.has(d.id(k)) {
			n = 1 // "sống thấp thỏm vì bờ kè dài 400 m"
		}
		if n > 0 && !x.splits(d, k) && x.compound(d, k) <= n && k+n < c.l1-1 {
			c.l0, c.a0, c.a1 = k+n, 0, 0
			break
		}
	}
	if c.r0 >= m.j && c.right() && (d.id(c.r0) == x.owned || x.place.has(d.id(c.r0))) {
		c.r0, c.r1 = m.j, m.j
	}
}

// pastHome gives c, of which the words before the number begin with where someone lives, that
// person and the verb: "Ông Lò Văn Sáng, ở tổ 1 bị chết 50 trụ tiêu". It reports that it did.
func (x *whats) pastHome(d *doc, c *clause) bool {
	if !c.left() || c.l0 < 2 || !d.toks[c.l0-1].Is(',') || !x.places.has(d.id(c.l0)) {
		return false
	}
	n := x.capitals(d, c.l0-1)
	if n > 0 && x.sirs.has(d.id(n-1)) {
		n--
	}
	if n >= c.l0-2 || !x.sirs.has(d.id(n)) {
		return false
	}
	for k := c.l0 + 2; k < c.l1; k++ {
		if (x.predicative(d, k) || x.actAt(d, k)) && !x.splits(d, k) {
			c.m0, c.m1 = k, c.l1
			c.l0, c.l1 = n, c.l0-1
			return true
		}
	}
	return false
}

// causedBy reports that the words of c before the number are the end of what the figure at
// token from tells and a verb for what came of that: of "12 cột điện hạ thế gãy đổ khiến 3 xã
// mất điện" the words behind "cột điện".
func (x *whats) causedBy(d *doc, c clause, from int) bool {
	return c.left() && c.l0 == from && d.follows(from) && c.l1 > c.l0+1 && x.causes.has(d.id(c.l1-1)) && !x.splits(d, c.l1-1) && !x.closes(d, from, c.l1)
}

// aside returns a bracket in [i, j) that only says where the one before it is, with
// words on both sides.
func (x *whats) aside(d *doc, i, j int) (int, int) {
	for k := i + 1; k < j; k++ {
		if !d.toks[k].Is('(') || d.toks[k-1].Flags&vi.Upper == 0 {
			continue
		}
		for e := k + 1; e < j-1; e++ {
			if d.toks[e].Is(')') {
				return k, e + 1
			}
			if d.figureAt(e) {
				return 0, 0
			}
		}
	}
	return 0, 0
}

// attendMost is the most words told of what was attended.
const attendMost = 6

// attended returns the verb and what was attended, where m counts those who came with
// persons named before: of "Cùng dự hội nghị có ông A, Phó Chủ tịch huyện và 112 cán bộ"
// the first three.
func (x *whats) attended(d *doc, m *mention) (int, int) {
	if m.class != "person" || m.i == 0 || d.id(m.i-1) != x.and && d.id(m.i-1) != x.same && d.id(m.i-1) != x.with {
		return 0, 0
	}
	first, named := d.sents[m.sentence].First, false
	for k := m.i - 2; k >= first && k > m.i-whatReach; k-- {
		named = named || k > first && d.toks[k].Flags&vi.Upper != 0 && d.toks[k].Kind == vi.Word
		_, n := x.attends.Longest(d.toks, k)
		if n == 0 || x.splits(d, k) {
			continue
		}
		if !named || x.splits(d, k+n) {
			return 0, 0
		}
		for k > first && (d.id(k-1) == x.same || d.id(k-1) == x.comes) {
			k--
		}
		end := k + n
		for end < m.i && d.toks[end].Kind == vi.Word && d.id(end) != x.owns && !x.sirs.has(d.id(end)) && (d.toks[end].Flags&vi.Upper == 0 || end == k) {
			end++
		}
		return k, x.shorten(d, k, end, attendMost)
	}
	return 0, 0
}

// subjectFor gives c the subject of m's clause where that tells more than the words
// next to m, and reports that it did.
func (x *whats) subjectFor(d *doc, m *mention, c *clause, from int) bool {
	if i, j := x.enumerated(d, m, from); j > i {
		c.l0, c.l1 = i, j
		return true
	}
	if i, j := x.predicated(d, m, from); j > i {
		c.l0, c.l1 = i, j
		return true
	}
	if i, j := x.wholeItem(d, c, from); j > i {
		c.l0, c.l1 = i, j
		return true
	}
	if h := x.subjectOf(d, m, from, *c); h >= 0 {
		c.l0, c.l1 = h, x.subjectEnd(d, h, m.i)
		return true
	}
	return false
}

// narrow cuts the words on the left of m to the name of a series, or to as many as
// are kept. It reports that nothing else is to be cut: they are the owner of a sum.
func (x *whats) narrow(d *doc, m *mention, c *clause, from int, bare bool) bool {
	if h := x.series(d, c.l0, c.l1); h > c.l0+1 && d.id(h) == x.rate && x.reach.has(d.id(h-1)) && (h+2 == c.l1 || x.grades(d, h+2, c.l1)) {
		c.l0, c.l1 = x.trimLeft(d, c.l0, h-1) // "nhóm thủy sản chiếm tỷ trọng 3,65%", "trộm cắp chiếm tỷ lệ cao với 21 vụ"
	}
	if h := x.series(d, c.l0, c.l1); h >= 0 {
		if !m.percentage {
			h = x.withSeries(d, from, c.l0, h)
		}
		if i, j := x.owner(d, c.l0, h, c.l1); j > i && !(i == from && d.follows(from)) && m.change == "" && !m.percentage {
			c.l0, c.l1, c.m0, c.m1 = i, j, h, c.l1
			return true
		}
		if !x.firmAt(d, c.l0, h) || x.count(d, c.l0, c.l1) > whatLeft {
			c.l0 = h // but "tiệm bánh Minh Châu doanh thu"
		}
		end := x.lengthen(d, c.l0, c.l1, whatSeries)
		for end < c.l1 && x.sphere.has(d.id(end-1)) {
			end += max(x.compound(d, end), 1) // "tổng số tiền phạt trong lĩnh vực ANTT"
		}
		c.l1 = end
		for c.l1 > h+1 && (d.id(c.l1-1) == x.and || d.id(c.l1-1) == x.owned || d.toks[c.l1-1].Is(',')) {
			c.l1-- // "tổng số tiền xử phạt vi phạm hành chính (và …)"
		}
	} else if p := lastOf(d, x.properties, c.l0, c.l1); measures[m.class] && p > c.l0+1 && d.id(p-1) == x.with && d.follows(from) && !x.parted(d, from, c.l0) {
		c.l0 = p // "sạt lở 112 điểm trên quốc lộ với khối lượng 86.000 m3"
	} else if most := x.mostLeft(bare, !c.right() || x.sourced(d, m, *c)); x.count(d, c.l0, c.l1) > most {
		if x.eventNamed(d, c, most) {
			return true
		}
		if act := x.lastActs(d, c.l0, c.l1); act > c.l0 && x.beforePlace(d, c.l0, c.l1) <= act {
			c.l0 = act // "anh A ở thôn 2 trồng và thu hoạch 40.000 cây"
		} else {
			c.l1 = x.beforePlace(d, c.l0, c.l1)
		}
		if over := x.count(d, c.l0, c.l1) - most; over > 0 && bare && x.heads.has(d.id(c.l0)) {
			c.l1 = x.shorten(d, c.l0, c.l1, most)
		} else if over > 0 {
			c.l0 = x.pastHalf(d, c.l0, x.pastNoun(d, c.l0, x.skip(d, c.l0, over), c.l1, over), c.l1)
		}
		for x.splits(d, c.l0) || c.l0 > from && d.toks[c.l0-1].Is('-') && d.glued(c.l0) {
			c.l0-- // "héc-ta"
		}
		c.l0 = x.wholeQuote(d, from, c.l0, c.l1)
		for c.l0 > from && c.l0 < c.l1 && (d.toks[c.l0].Flags&vi.Upper != 0 && (d.toks[c.l0-1].Flags&vi.Upper != 0 || x.sirs.has(d.id(c.l0-1))) || x.splits(d, c.l0)) {
			c.l0++ // no half of a name
		}
		c.l0, c.l1 = x.trimLeft(d, c.l0, c.l1)
	}
	return false
}

// eventNamed cuts the words of c before the number, the name of an event or a programme and at most
// its verb, to most words from the beginning of that name: of "Hội thi tìm hiểu pháp luật về an toàn
// giao thông thu hút 90 bài" the first five and the verb. It reports that it did.
func (x *whats) eventNamed(d *doc, c *clause, most int) bool {
	if _, n := x.events.Longest(d.toks, c.l0); n == 0 || x.predicativeIn(d, c.l0, c.l1) {
		return false
	}
	end := c.l1
	if verb := x.lastActs(d, c.l0, c.l1); verb > c.l0 {
		end = verb
	}
	for k := c.l0 + 1; k < end; k++ {
		if d.id(k) == x.owns && !x.splits(d, k) && !x.splits(d, k+1) {
			end = k // "có sự tham gia của 300 diễn viên"
		}
	}
	most -= x.count(d, end, c.l1)
	for k := c.l0; k < end; k++ {
		if x.acting(d, k) && !x.splits(d, k) && k > c.l0+verbWords && d.id(c.l1) != x.owns {
			return false
		}
	}
	c.m0, c.m1 = end, c.l1
	_, c.l1 = x.trimLeft(d, c.l0, x.shorten(d, c.l0, end, most))
	return true
}

// wholeSubject is the most words over those kept before a figure with which its subject
// stays whole.
const wholeSubject = 3

// pastNoun returns where [i, j), which has over words too many, is cut: at token cut, or
// nowhere where that goes through its subject, who does nothing to others.
func (x *whats) pastNoun(d *doc, i, cut, j, over int) int {
	_, end := x.beforePredicate(d, i, j)
	if over > wholeSubject || cut >= end || x.sirs.has(d.id(i)) || x.agentIn(d, i, end) {
		return cut
	}
	return i
}

// bodyMost is how far before a token the name of a body is looked for that goes on there.
const bodyMost = 10

// pastHalf moves i, which cuts the words of [from, j), behind the name of a body that it
// goes through: of "Tòa án nhân dân huyện đưa ra xét xử" the verb stays.
func (x *whats) pastHalf(d *doc, from, i, j int) int {
	for k := i - 1; k >= from && k > i-bodyMost; k-- {
		n := x.agent(d, k)
		if n == 0 {
			continue
		}
		end := x.pastArea(d, k+n, j)
		if act := x.lastActs(d, end, j); x.splits(d, end) && act > end {
			return act // "Trung tâm Dịch vụ việc làm tỉnh tổ chức"
		}
		for end = x.pastTiers(d, end, j); end < j && x.levels.has(d.id(end)); {
			end++ // "Hội Nông dân các cấp"
		}
		if end >= i && end <= j-verbWords {
			return end
		}
		return i
	}
	return i
}

// pastTiers goes over the "hai cấp" behind the name of a body at token i, before token end: "Tòa
// án nhân dân hai cấp thụ lý".
func (x *whats) pastTiers(d *doc, i, end int) int {
	if i+1 < end && x.levels.has(d.id(i+1)) && d.x.figures.numbers.Starts(d.toks[i]) {
		return i + 2
	}
	return i
}

// settleAgent parts who did it from the words on the left of m, and drops places and
// comparisons that are left alone.
func (x *whats) settleAgent(d *doc, m *mention, c *clause, from int, bare bool) {
	l0 := x.pastAgent(d, c.l0, c.l1, c.right())
	if measures[m.class] && l0 == c.l1-1 && x.propertyAt(d, l0) {
		l0 = c.l0 // "xây cầu Khe Sanh dài 96 m"
	}
	c.a0, c.a1, c.l0 = c.l0, l0, l0
	if c.a1 == c.a0 && c.left() {
		c.a0, c.a1 = x.doer(d, from, c.l0)
	}
	if m.change != "" {
		c.l0 = x.pastComparison(d, c.l0, c.l1)
	}
	if c.left() && c.m1 == c.m0 && x.counted(m) && d.id(c.l1-2) == x.take {
		if i, j := x.doer(d, from, c.l0); j > i { // "Ngày hội đã được tổ chức, với sự tham gia của 300 học sinh"
			c.m0, c.m1, c.a0, c.a1 = c.l0, c.l1, 0, 0
			c.l0, c.l1 = i, x.shorten(d, i, j, ownerWords)
		}
	}
	if !c.left() && (m.percentage || m.change != "") && !c.right() && x.placeBefore(d, m) != "" {
		c.l1 = x.lead(d, m)
		c.l0 = x.capitals(d, c.l1) // "TPHCM tăng 1,39%"
	}
	if c.right() && !bare && x.pastArea(d, c.l0, c.l1) == c.l1 && !(c.l1 == c.l0+1 && d.opens(c.l0)) {
		c.l0 = c.l1 // "Huyện Hải Bình có 530 ha lúa bị ngập": where
	}
	if c.left() && (m.change != "" && d.id(c.l0) == x.compare || m.percentage && c.l1 == c.l0+2 && d.id(c.l0) == x.rate && d.id(c.l0+1) == x.ratio) {
		if i, j := x.leftEdge(d, from, c.l0, true); m.percentage && !d.follows(from) && d.id(c.l1) != x.this && d.toks[c.l0].Flags&vi.Upper == 0 {
			c.l0, c.l1 = x.trimLeft(d, i, j) // "trả cổ tức bằng tiền, tỷ lệ 15%"
			return
		}
		c.l0 = c.l1 // "so với cùng kỳ tăng 94 vụ", "giảm 89 vụ, tỷ lệ 7,44%"
	}
}

// unitsOnly reports that [i, j) is only what is left of the unit of a figure: "người"
// of "120 lượt người đạt 98% kế hoạch".
func (x *whats) unitsOnly(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.owners[i] != ownCount {
			return false
		}
	}
	return true
}

// only reports that [i, j) tells nothing of what is counted: "không" of "không cao hơn
// 22.000 đồng", "tương ứng".
func (x *whats) only(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if d.id(k) != x.without && !d.x.figures.words.namely.has(d.id(k)) {
			return false
		}
	}
	return true
}

// quantifies reports that the words of m before its number only say that it is the whole:
// "toàn bộ 12 giếng", "cả 5 xã".
func (x *whats) quantifies(d *doc, m *mention) bool {
	c := &m.clause
	for k := c.l0; k < c.l1; k++ {
		if !x.quantifiers.has(d.id(k)) {
			return false
		}
	}
	return c.l1 == m.i
}

// onlyCompares reports that the words of c before m say only how it stands to what the
// figure before it tells: "nhiều hơn năm ngoái 5 tỷ đồng", "(92%, thiếu 8%)".
func (x *whats) onlyCompares(d *doc, m *mention, c clause) bool {
	if d.x.figures.words.namely.has(d.id(c.l0)) && c.l1 <= c.l0+verbWords && d.x.figures.words.namely.has(d.id(c.l1-1)) {
		return true // "87% số hộ đã ký, tương ứng 6.340 hộ"
	}
	if c.l1 != c.l0+1 {
		return false
	}
	return x.degrees.has(d.id(c.l0)) && d.id(c.l1) == x.more || m.percentage && (d.id(c.l0) == x.short || d.id(c.l0) == x.lost)
}

// beforeRatio returns where the "đạt tỷ lệ" before the percentage m begins, when it says
// nothing more ("giải quyết 36 vụ, đạt tỷ lệ 68%"), or the "chiếm" in a bracket.
func (x *whats) beforeRatio(d *doc, m *mention) int {
	if x.cuts(d, m) {
		return m.n0
	}
	k := m.i - 2
	if m.percentage && k > 1 && d.id(k) == x.rate && d.id(k+1) == x.ratio && x.reach.has(d.id(k-1)) && (d.toks[k-2].Is(',') || d.toks[k-2].Is('(')) {
		return k
	}
	if x.boxed(d, m) {
		return x.lead(d, m)
	}
	return m.i
}

// cuts reports that the change m of persons or things is told by a verb that says more than that
// there are fewer: "cắt giảm 2.870 lao động".
func (x *whats) cuts(d *doc, m *mention) bool {
	return m.change != "" && x.counted(m) && m.n0 > m.i+1 && x.compound(d, m.i) == 2 && !d.x.figures.words.changes.has(d.id(m.i))
}

// aloneWords is how many words behind a percentage tell what it is a share of and
// what is said of that share.
const aloneWords = 3

// standsAlone reports that the percentage m is the subject of its own clause c:
// "100% đại biểu có mặt tán thành", "trong đó có 36% số dân dùng nước sạch".
func (x *whats) standsAlone(d *doc, m *mention, c clause) bool {
	if n := x.count(d, c.r0, c.r1); !m.percentage || m.change != "" || m.coordinated && (n <= aloneWords || x.targets.has(d.id(c.r0))) || m.i == 0 || n < aloneWords {
		return false
	}
	i := m.i - 1
	if i > 0 && x.verbal(d, i, x.hedges) && !x.subject.has(d.id(i)) {
		i-- // "; chỉ 35% số hộ có bình chữa cháy"
	}
	t := d.toks[i]
	if t.ID == x.among {
		u, _ := d.x.figures.units.at(d, c.r0)
		return u != nil // "trong đó 100% giáo viên đạt chuẩn" but "trong đó 45% là nữ"
	}
	if m.i > 1 && x.hedges.has(t.ID) {
		t = d.toks[m.i-2] // ", chỉ 9% hợp tác xã có liên kết"
	}
	return d.toks[m.i].Has(vi.Line) || t.Kind == vi.Punct && !t.Is('(') || t.ID == x.owns || t.ID == x.and || x.begins.has(t.ID) && !x.splits(d, m.i-1)
}

// accompanies reports that m comes with the figure before it, in whose modifiers
// the words of c on its left stand: "mở 12 lớp dạy nghề trồng nấm, nuôi ong với
// 350 hội viên tham gia".
func (x *whats) accompanies(d *doc, m *mention, c clause, from int) bool {
	if m.percentage && c.left() && d.follows(from) && x.hadNear(d, m) && x.ofNumber(d, from, m.sentence) {
		return true // "Trong 1.126 doanh nghiệp thành lập mới có tới 87% là doanh nghiệp nhỏ"
	}
	if !d.follows(from) || m.percentage || !c.left() {
		return false
	}
	switch t := d.id(m.i - 1); {
	case m.class == "money" || c.r1 <= m.j:
		return t == x.with && x.count(d, c.l0, c.l1) <= placeMost && !x.closes(d, from, m.i) && !x.actsOn(d, c) // "48 dự án FDI mới với 612 triệu USD"
	case t != x.with && t != x.owns:
		return false
	case t == x.owns && x.ofNumber(d, from, m.sentence):
		return true // "trong số 312 dự án đang triển khai có 47 dự án chậm tiến độ"
	}
	for k := from; k < m.i-1; k++ {
		t := d.toks[k]
		if t.Is(';') || t.Is(':') || t.Flags&vi.Upper != 0 || t.ID == x.among || t.Kind == vi.Word && x.subject.has(t.ID) {
			return false
		}
	}
	return true
}

// ofNumber reports that "trong số" stands right before the figure that ends at token j.
func (x *whats) ofNumber(d *doc, j, sentence int) bool {
	for j--; j > d.sents[sentence].First && d.figureAt(j); j-- {
	}
	return d.id(j) == x.within || d.id(j) == d.x.figures.words.number && (d.id(j-1) == x.within || d.id(j-1) == d.x.figures.words.total)
}

// mostLeft is the most words kept before a figure, more where none follow.
func (x *whats) mostLeft(bare, last bool) int {
	if bare && last {
		return whatBare
	}
	return whatLeft
}

// sourced reports that behind the money m only stands where it comes from: "4 tỷ đồng từ ngân sách tỉnh".
func (x *whats) sourced(d *doc, m *mention, c clause) bool {
	return m.class == "money" && c.r0 >= m.j && c.right() && d.id(c.r0) == d.x.figures.words.from
}

// actorBack is how far back the "do ông …" of a clause is looked for.
const actorBack = 24

// pastActor leaves out who runs the subject of the clause: of "hộ kinh doanh X
// do ông … làm chủ bị phạt" the subject and what befell it stay.
func (x *whats) pastActor(d *doc, from int, m *mention, c *clause) bool {
	by := -1
	for k := m.i - 1; k >= from && k > m.i-actorBack; k-- {
		t := d.toks[k]
		if t.Kind == vi.Punct && !x.inside(d, k) && !t.Is(',') {
			return false
		}
		if t.ID == x.by && x.sirs.has(d.id(k+1)) {
			by = k
			break
		}
	}
	if by < 0 {
		return false
	}
	verb := by + 1
	for verb < m.i && d.id(verb) != x.suffers && d.id(verb) != x.got {
		verb++
	}
	i, j := x.leftEdge(d, from, by, true)
	i, j = x.trimLeft(d, i, j)
	if verb >= m.i-1 || j <= i {
		return false
	}
	i = x.lastWords(d, i, j, whatLeft)
	c.l0, c.l1 = i, j
	c.m0, c.m1 = x.trimLeft(d, verb, m.i)
	c.m0 = verb
	return true
}

// The most words of a verb that wants its subject, and the most words of that
// subject.
const (
	verbWords = 2
	doerWords = 10 // less two for each word of the verb
)

// withSubject gives c the subject of a short verb that says too little of an
// amount by itself: "người trên 50 tuổi đã tiêm 850 liều", "Ban vận động đã tiếp
// nhận 3 tỷ đồng". It reports that it did.
func (x *whats) withSubject(d *doc, from int, m *mention, c *clause) bool {
	n := x.count(d, c.l0, c.l1)
	if n == 0 || n > verbWords || m.change != "" {
		return false
	}
	i, j := x.doer(d, from, c.l0)
	if _, agent := x.agents.Longest(d.toks, i); j <= i || agent > 0 && n > 1 || x.crowds(d, m, i, j) || d.follows(from) && x.sums(d, c) && !d.toks[max(i-1, 0)].Is(',') {
		return false
	}
	c.m0, c.m1 = c.l0, c.l1
	end := x.lengthen(d, i, j, doerWords-2*n)
	for end < j && end > i && (x.startsArea(d, end) || x.places.has(d.id(end-1))) {
		end-- // no place without its name
	}
	c.l0, c.l1 = i, x.unquote(d, i, end, c.m0)
	return true
}

// crowdMost is the most words of who did something that stand beside a thing that says itself
// what it is.
const crowdMost = 5

// crowds reports that [i, j), who did something, adds nothing to what was done with the things
// that m counts: the long name of a body ("Văn phòng Đăng ký đất đai thành phố đã tiếp nhận
// 21.300 hồ sơ"), or one said with a figure before ("Đội phát hiện 9 vụ, tạm giữ 12 mô tô").
func (x *whats) crowds(d *doc, m *mention, i, j int) bool {
	if !x.nounUnit(d, m) {
		return false
	}
	c := m.clause
	return x.count(d, i, j) > crowdMost && (x.agent(d, i) > 0 || x.ofAgent(d, i, j)) ||
		j <= c.l0 && c.l0 < m.i && x.count(d, c.l0, c.l1) >= verbWords && d.figureIn(j, c.l0)
}

// ofAgent reports that [i, j) ends with who does things, and where: "… Công an tỉnh".
func (x *whats) ofAgent(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if n := x.agent(d, k); n > 0 && x.pastArea(d, k+n, j) >= j {
			return true
		}
	}
	return false
}

// agentIn reports that [i, j) names who does things.
func (x *whats) agentIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.agent(d, i) > 0 {
			return true
		}
	}
	return false
}

// wholeQuote returns where [i, j) begins, or the quotation that it begins inside:
// "ủng hộ vào Quỹ “Vì người nghèo”".
func (x *whats) wholeQuote(d *doc, from, i, j int) int {
	for k := i; k < j && !d.toks[k].Is('“') && !d.toks[k].Is('‘'); k++ {
		if !d.toks[k].Is('”') && !d.toks[k].Is('’') {
			continue
		}
		for o := i - 1; o >= from && o > i-doerWords; o-- {
			if d.toks[o].Is('“') || d.toks[o].Is('‘') {
				return o
			}
		}
	}
	return i
}

// unquote returns the end of [i, j) moved past the mark that closes a quotation
// opened in it, at most to token to.
func (x *whats) unquote(d *doc, i, j, to int) int {
	open := false
	for k := i; k < j; k++ {
		if t := d.toks[k]; t.Is('“') || t.Is('‘') {
			open = true
		} else if t.Is('”') || t.Is('’') {
			open = false
		}
	}
	for k := j; open && k < min(to, j+doerWords); k++ {
		if t := d.toks[k]; t.Is('”') || t.Is('’') {
			return k + 1
		}
	}
	return j
}

// doer returns the subject of the verb at token verb, when "đã", "đang" or the
// like or a place stand between: of "đối với tội X đã khởi tố" and of "tội X trên địa
// bàn tỉnh phát hiện" the offence.
func (x *whats) doer(d *doc, from, verb int) (int, int) {
	end := x.beforeArea(d, from, verb)
	placed := end < verb
	for end > from && x.subject.has(d.id(end-1)) && d.owners[end-1] == free {
		end--
	}
	if end == verb || x.splits(d, end) {
		return 0, 0
	}
	i, j := x.leftEdge(d, from, end, false)
	if placed && (x.adverb.has(d.id(i)) || x.timely(d, i)) {
		return 0, 0 // "qua kiểm tra trên địa bàn phát hiện 12 vụ"
	}
	i, j = x.trimLeft(d, i, j)
	i, j = x.pastTimes(d, i, j)
	for i < j && (x.fields.has(d.id(i)) || d.id(i) == x.with) && !x.splits(d, i) && !x.splits(d, i+1) {
		i++
	}
	if i+1 < end && x.adverb.has(d.id(i)) && (d.owners[i+1] == ownDate || d.toks[i+1].Kind == vi.Digits) {
		return 0, 0 // "sau 2 năm đã trả 18 triệu đồng"
	}
	return i, j
}

// beforeArea returns where the "trên địa bàn tỉnh" begins that ends at token end, behind a
// word of its clause; end where there is none.
func (x *whats) beforeArea(d *doc, from, end int) int {
	for k := end - 1; k > from+2 && k > end-nameMost && d.toks[k].Kind == vi.Word; k-- {
		if d.id(k) == x.ban && d.id(k-1) == x.dia {
			if k -= 2; x.place.has(d.id(k)) && d.toks[k-1].Kind == vi.Word && d.owners[k-1] == free && !d.toks[k].Has(vi.Line) && x.pastArea(d, k+3, end) == end {
				return k
			}
			return end
		}
	}
	return end
}

// lastActs returns where the verbs begin that [i, j) ends with, joined by "và" or not; -1
// where it ends with none.
func (x *whats) lastActs(d *doc, i, j int) int {
	k := lastOf(d, x.acts, i, j)
	if k > i+1 && d.id(k-1) == x.and {
		if before := lastOf(d, x.acts, i, k-1); before >= 0 {
			return before
		}
	}
	return k
}

// beforePlace leaves out the place at the end of many words: "… giao dịch trên
// mạng xã hội".
func (x *whats) beforePlace(d *doc, i, j int) int {
	for k := j - 3; k > i+3; k-- {
		if x.place.has(d.id(k)) && !x.times.has(d.id(k-1)) {
			return k // "… trên mạng xã hội", but "năm qua …"
		}
	}
	return j
}

// withSeries returns where the words before a series at h begin that it belongs
// to, among those from token i: "xử phạt vi phạm hành chính với tổng số tiền".
// Without them, or when they tell more of the figure that ends at from, it
// returns h.
func (x *whats) withSeries(d *doc, from, i, h int) int {
	if d.follows(from) {
		if u, _ := d.x.figures.units.at(d, i); i == from || d.toks[i-1].Is(',') && u != nil {
			return h // "trao 20 nhà đại đoàn kết, nhà tình thương với tổng số tiền": those are the figure's before
		}
	}
	w, k := &d.x.figures.words, h-1
	if d.id(k) == w.total {
		k--
	}
	if k < i+2 || d.id(k) != w.with || d.id(k+1) != w.total || x.invests(d, i, k) {
		return h
	}
	return x.lastWords(d, i, h, whatLeft)
}

// owner returns what has the series at h, of which nothing but its name stands up
// to j: "nhiều mô hình kinh doanh cho thu nhập", "căn nhà có diện tích".
func (x *whats) owner(d *doc, i, h, j int) (int, int) {
	_, n := x.names.Longest(d.toks, h)
	for e := h + n; e < j; e += n { // "thu nhập bình quân"
		of, words := x.things.told.Longest(d.toks, e)
		if n = words; n == 0 || of != 0 {
			return 0, 0
		}
	}
	if h-1 <= i {
		return 0, 0
	}
	switch t := d.id(h - 1); {
	case t != x.with && t != x.owns && t != x.give:
		return 0, 0
	case x.splits(d, h-1):
		return 0, 0
	}
	i, end := x.trimLeft(d, i, h-1)
	if x.invests(d, i, end) {
		return 0, 0 // "Dự án do huyện làm chủ đầu tư với tổng vốn 9 tỷ đồng"
	}
	if s, e := x.doer(d, d.sentence(i).First, i); e > s {
		return s, x.shorten(d, s, e, ownerWords) // "lễ hội sẽ diễn ra với kinh phí 71 triệu đồng"
	}
	return i, x.shorten(d, i, end, ownerWords)
}

// invests reports that [i, j) ends with what a body is to a work: "làm chủ đầu tư".
func (x *whats) invests(d *doc, i, j int) bool { return lastOf(d, x.roles, i, j) >= 0 }

// ownerWords is the most words of what has a series.
const ownerWords = 5

// series returns where the name of a series begins in [i, j) ("tỷ lệ …"), -1
// when there is none.
func (x *whats) series(d *doc, i, j int) int {
	h := -1
	for k := j - 2; k >= i; k-- {
		n := x.seriesAt(d, k)
		if n == 0 || k+n > j || x.splits(d, k) {
			continue
		}
		if h >= 0 && d.id(h-1) != x.and && !x.oneName(d, k+n, h) {
			break
		}
		h = k // of two joined by "và" the first, as of "tốc độ tăng giá trị"
	}
	return h
}

// oneName reports that the few words in [i, j) join two names of series to one.
func (x *whats) oneName(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if d.toks[k].Kind != vi.Word || x.joins.has(d.id(k)) || x.reach.has(d.id(k)) || d.owners[k] != free {
			return false
		}
	}
	return j-i <= 2
}

// pastTail drops the words in [i, j) that still tell of the figure right before
// them, up to the "và" that joins the next verb: "90 cuộc thanh tra hành chính và
// ban hành 48 kết luận".
func (x *whats) pastTail(d *doc, from, i, j int) int {
	if i >= j || !d.follows(from) || x.closes(d, from, i) {
		return i
	}
	for k := j - 1; k > i; k-- {
		if t := d.id(k); (t == x.and || t == x.with && (d.id(k+1) == d.x.figures.modifiers.price || x.tariffs.has(d.id(k+1))) || x.why.has(t)) && !x.splits(d, k) && x.count(d, k+1, j) > 0 {
			return k + 1
		}
	}
	return i
}

// pastCompared drops what a figure is compared with from the words in [i, j)
// before it: "so với 121 đơn vị", "so dự toán giao đạt 42%", "so với cùng kỳ số
// vụ cháy tăng 5%".
func (x *whats) pastCompared(d *doc, m *mention, i, j int) int {
	if i >= j {
		return i
	}
	if _, n := x.marks.Longest(d.toks, i); n > 0 && m.class == "length" {
		return j // "đạt đỉnh 33,2 m, trên báo động 3 là 1,2 m"
	}
	if m.change != "" && x.targets.has(d.id(i)) && d.follows(i) {
		return j // "đạt 87% kế hoạch tăng 9,8%"
	}
	if t := d.id(j - 1); (t == x.this && x.points.has(d.id(i)) || t == x.among) && x.count(d, i, j) <= pointWords {
		return j // "con số này tăng 85 vụ"
	}
	if j-i > 1 && d.id(i+1) == x.more && x.grade.has(d.id(i)) {
		return j // "cao hơn mức tăng 4,8% của quý trước"
	}
	if d.x.figures.words.changes.has(d.id(i)) && d.id(i+1) == x.compare {
		i++ // "tuần rồi đã giảm so với tuần 12 với 54 ca"
	}
	if d.id(i) != x.compare || x.compound(d, i) > 0 {
		return i
	}
	if x.closes(d, j, m.i) {
		return j // "So với dịp Tết, giảm 3 vụ"
	}
	k := i + 1
	for k < j && (x.compared.has(d.id(k)) || d.toks[k].Kind != vi.Word || d.owners[k] == ownDate) {
		k++
	}
	if comma := d.lastMark(k, j, ','); comma > k {
		k = comma + 1 // "So với phương án cũ, toàn tỉnh giảm 96 xã"
	}
	if k+1 < j && d.id(k) == x.and {
		return x.pastCompared(d, m, k+1, j) // "bằng 98% so với cùng kỳ và đàn gà tăng 6%"
	}
	if k == j || x.targets.has(d.id(k)) || m.change != "" && (x.count(d, k, j) < 3 && d.id(k) != d.x.figures.words.number && lastOf(d, x.steps, k, j) != k || x.compared.has(d.id(j-1)) && !x.splits(d, j-1)) {
		return j
	}
	return k
}

// comparedWords is the most words kept of what a figure is compared with.
const comparedWords = 4

// comparison returns where what a figure is compared with ends, said from token i on:
// "bằng 73% so với kế hoạch vốn", "bằng 96% cùng kỳ".
func (x *whats) comparison(d *doc, i int) int {
	j := i
	if d.id(j) == x.compare {
		if j++; d.id(j) == x.with {
			j++
		}
	}
	if d.id(j) == x.same && d.id(j+1) == x.period {
		return j + 2
	}
	if j == i {
		return i
	}
	for j < len(d.toks) && j < i+2*comparedWords && d.owners[j] == free && d.toks[j].Kind == vi.Word && !d.toks[j].Has(vi.Line) {
		j++
	}
	if j == i+1 || j == i+2 && d.id(i+1) == x.with {
		return i // with a date, which is no word of it
	}
	return x.shorten(d, i, j, comparedWords)
}

// pointWords is the most words that only point back: "con số này".
const pointWords = 3

// pastComparison drops "so với cùng kỳ năm 2023" before the words of a change,
// when three or more are left.
func (x *whats) pastComparison(d *doc, i, j int) int {
	k := i
	for k < j && (d.id(k) == x.compare || x.compared.has(d.id(k)) || d.owners[k] == ownDate || k > i && d.toks[k].Is(',')) {
		k++
	}
	switch {
	case k == j && i > 1 && d.id(i-1) == x.with && d.id(i-2) == x.compare:
		return j // "so với thời gian liền kề tăng 272 vụ"
	case k < i+2 || x.count(d, k, j) < 3:
		return i
	}
	return k
}

// pastAgent drops who did it ("Chủ tịch UBND tỉnh khen thưởng"): the words up
// to the last capital, when two words or more are left, or one where others
// follow the unit.
func (x *whats) pastAgent(d *doc, i, j int, more bool) int {
	least := 2
	if more {
		least = 1
	}
	for k := j - 1; k >= i; k-- {
		t := d.toks[k]
		if t.Kind != vi.Word || x.quote(d, k) || t.ID == x.by {
			return i
		}
		n := x.agent(d, k)
		if (t.Flags&vi.Upper == 0 || k == i) && n == 0 {
			continue
		}
		if u, _ := d.x.figures.units.at(d, k); u != nil && u.class == "document" && t.Has(vi.Caps) && k > i {
			return i // "hỗ trợ làm CCCD lưu động"
		}
		if k > 0 && x.quote(d, k-1) || k > i && (d.id(k-1) == x.got || d.id(k-1) == x.suffers && !x.commaIn(d, k, j)) {
			return i // "vốn được TW cấp bù lãi suất"
		}
		e := k + max(n, 1)
		if n > 0 {
			e = x.pastTiers(d, e, j)
		}
		for e < j && (x.area(d, e) > 0 || x.open.has(d.id(e)) || x.subject.has(d.id(e)) || n > 0 && x.levels.has(d.id(e)) || d.id(e) == x.toan && x.area(d, e+1) > 0) {
			e += max(x.area(d, e), 1)
		}
		if n == 0 && !more && j-e <= verbWords && x.count(d, i, e) <= doerWords-2*verbWords {
			return i // "xã Hải Bình xảy ra 5 vụ"
		}
		if n == 0 && k > i && x.bodyHeads.has(d.id(k-1)) && d.toks[k-1].Flags&vi.Upper != 0 && k+1 < j && x.area(d, k+1) == 0 && !x.open.has(d.id(k+1)) &&
			!x.subject.has(d.id(k+1)) && !x.levels.has(d.id(k+1)) {
			return i // "Hội Chữ thập đỏ tỉnh trợ giúp": its name goes on
		}
		if n == 0 && d.id(j) == x.owns && !x.actAt(d, e) {
			return i // "Kỳ thi vào lớp 10 THPT công lập có 900 thí sinh": the words behind are no verb
		}
		if n == 0 && least == 1 && k > i && x.kinds.has(d.id(k-1)) {
			return i // "Môn Ngữ văn có 12%": the name of a kind
		}
		if n == 0 && e+1 < j && d.id(e) == x.got {
			return i // "Trạm bơm Tân Lập được nâng cấp": it did nothing
		}
		if tells(d, clause{l0: e, l1: j}, x.most) {
			return i // "huyện Hải Bình xảy ra nhiều nhất với 16 vụ"
		}
		if n == 0 && e == j && k > i+1 && d.toks[k-1].Flags&vi.Upper == 0 {
			continue // "Sở Công Thương dự kiến nhu cầu hàng hóa ba tháng Tết"
		}
		if j-e < least || d.owners[k] != free || x.splits(d, e) || x.place.has(d.id(e)) {
			return i
		}
		if h := x.series(d, i, e); h >= 0 {
			return i
		}
		if h := x.capitals(d, k+1); h > i && (x.objects.has(d.id(h-1)) || x.doneBy(d, i, h)) {
			return i // "bầu Ban Chấp hành", "thu ngân sách do ngành Thuế thực hiện"
		}
		return e
	}
	return i
}

// doneBy reports that a "do" stands in [i, j): what comes before it is the
// subject.
func (x *whats) doneBy(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.id(i) == x.by && !x.splits(d, i) && !x.splits(d, i+1) {
			return true
		}
	}
	return false
}

// quote says that token k is a quotation mark.
func (x *whats) quote(d *doc, k int) bool {
	t := d.toks[k]
	return t.Is('“') || t.Is('”') || t.Is('"') || t.Is('‘') || t.Is('’')
}

// area returns how many tokens at k stand before the name of a place.
func (x *whats) area(d *doc, k int) int {
	_, n := x.areas.Longest(d.toks, k)
	return n
}

// punishedWords is the most words of what is fined.
const punishedWords = 13

// listTail is the most words of the end of a list behind its last comma.
const listTail = 4

// commaIn reports that a comma stands in [i, j).
func (x *whats) commaIn(d *doc, i, j int) bool { return d.markIn(i, j, ',') }

// punished gives c the whole subject of "bị phạt" or "được hưởng" before the sum m, over
// the commas of a list in it: "Người đổ rác ra vỉa hè, lòng đường bị phạt từ 1 đến 2 triệu
// đồng". It reports that it did.
func (x *whats) punished(d *doc, m *mention, c *clause, from int) bool {
	if m.class != "money" || !c.left() || c.l0 > from && d.toks[c.l0-1].Is(',') && d.follows(from) && c.l0-1 > from {
		return false // "Nhóm có 3 người, ngồi ở đầu ngõ, được trả 200.000 đồng"
	}
	verb := c.l1 - 1
	for verb > c.l0 && d.id(verb) != x.suffers {
		verb--
	}
	fined := d.id(verb) == x.suffers && (d.id(verb+1) == x.fine || d.id(verb+2) == x.fine)
	for verb = max(verb, c.l0); !fined && verb < c.l1 && d.id(verb) != x.got; verb++ {
	}
	if !fined && (verb >= c.l1-1 || c.l0 == 0 || !d.toks[c.l0-1].Is(',') && !x.commaIn(d, c.l0, verb) || x.count(d, c.l0, verb) > listTail || !x.pays.has(d.id(verb+1)) && d.id(verb+1) != x.enjoys) {
		return false
	}
	i := verb
	for i > from && !d.toks[i-1].Is(';') && !d.toks[i-1].Is(':') && !d.toks[i].Has(vi.Line) {
		i--
	}
	i, _ = x.adverbial(d, i, verb)
	i, end := x.trimLeft(d, i, verb)
	if i >= end || d.follows(from) && !d.toks[from].Is(',') && !d.toks[from].Is(';') {
		return false
	}
	c.m0, c.m1 = verb, c.l1
	rule := i
	for rule < end && x.ruled.has(d.id(rule)) {
		rule++ // "Hành vi vi phạm quy định về …" tells less than what is ruled
	}
	if x.count(d, rule, end) > punishedWords && rule > i {
		i = x.lastWords(d, rule, end, punishedWords)
	}
	c.l0, c.l1 = x.trimLeft(d, i, x.shorten(d, i, end, punishedWords))
	return true
}
