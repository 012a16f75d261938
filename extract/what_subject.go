package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// The most words of a verb or of what is measured that tell too little without their
// subject, the most of that subject, and how far back it is looked for.
const (
	governedVerb  = 2
	governedNoun  = 4
	governorWords = 8
	governorBack  = 80
)

// govern gives mention k, of which its own part of the sentence tells only a verb or what
// is measured, the subject of that sentence: of "Quỹ tín dụng An Lạc đã cho vay 29 dự án,
// nợ xấu 0,3%" the fund.
func (x *whats) govern(d *doc, ms []mention, k int) {
	m := &ms[k]
	if p := earlier(ms, k); p != nil && m.harm != 0 && p.sentence == m.sentence && m.clause.l0 == p.clause.l0 {
		m.subject = p.subject // "tai nạn … xảy ra 18 vụ, làm chết 7 người"
	} else if m.beside {
		m.subject = x.ownerOf(d, p) // "xã có dân số 31.000 người, gồm 28 thôn"
	} else if x.governable(d, ms, k) {
		i, j := x.governor(d, m)
		m.subject = x.words(d, i, j)
	}
	m.what = join(m.subject, m.what)
}

// ownerOf returns whose area or population the figure p is.
func (x *whats) ownerOf(d *doc, p *mention) string {
	switch c := p.clause; {
	case p.subject != "" || p.beside:
		return p.subject
	case c.a1 > c.a0:
		return x.words(d, c.a0, c.a1)
	case c.m1 > c.m0:
		return x.words(d, c.l0, c.l1)
	}
	return ""
}

// governable reports that the words of mention k are at most a verb or what is measured,
// and not the name of an item of a list.
func (x *whats) governable(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if !c.left() || c.right() && !(c.r0 >= m.j && x.onlyRated(d, m)) && !(x.counted(m) && x.unitsOnly(d, c.r0, c.r1)) || d.id(c.l0) == x.each || c.m1 > c.m0 || c.t1 > c.t0 || c.p1 > c.p0 || c.l1 > m.i {
		return false
	}
	if x.counted(m) && !x.classifiers.has(d.id(m.u0)) {
		return false
	}
	own := x.count(d, c.l0, c.l1)
	if c.a1 > c.a0 && own <= verbWords+1 {
		return false // it is told already
	}
	if x.measuredAt(d, c.l0) {
		return own <= governedNoun
	}
	if own > governedVerb || m.change != "" && !x.degrees.has(d.id(c.l1-1)) {
		return false
	}
	p := earlier(ms, k)
	if m.percentage && p != nil && p.sentence == m.sentence && p.percentage && p.change == m.change && d.toks[max(c.l0-1, 0)].Is(',') {
		return false // "Ngành thương mại chiếm 38%, xây dựng 17%"
	}
	return x.toldVerb(d, c) || p == nil || p.sentence != m.sentence || p.class != m.class || p.percentage != m.percentage
}

// toldVerb reports that the words of c are a verb.
func (x *whats) toldVerb(d *doc, c *clause) bool {
	return x.acting(d, c.l0) || x.proceeds(d, c) || x.predicates(d, c.l0-1, c.l0) || d.id(c.l0-1) == x.newly || x.levies.has(d.id(c.l0))
}

// measuredAt reports that what is measured of a thing or a series is named at token k.
func (x *whats) measuredAt(d *doc, k int) bool {
	_, told := x.things.told.Longest(d.toks, k)
	return x.propertyAt(d, k) || x.seriesAt(d, k) > 0 || told > 1
}

// governor returns the subject of the part of the sentence that m stands in: that of the
// nearest part before it that has one, or else the label before the colon that they stand behind.
func (x *whats) governor(d *doc, m *mention) (int, int) {
	first := d.sents[m.sentence].First
	p := x.partBegin(d, first, m.clause.l0, x.toldVerb(d, &m.clause))
	for p > first && p > m.i-governorBack {
		b := p
		for b > first && (!d.toks[b-1].Is(',') || d.figureAt(b-1) || x.oneNoun(d, b-1)) && !d.toks[b-1].Is(';') && !d.toks[b-1].Is(':') && !d.toks[b].Has(vi.Line) {
			if b--; d.toks[b].Is(')') {
				b = x.opening(d, first, b)
			}
		}
		if b > first && d.toks[b-1].Is(',') && x.namesOnly(d, b, p) {
			p = b - 1 // "nhập các xã Đồng Lư, Yên Tạc cũ, có diện tích 58 km2"
			continue
		}
		said := x.pastSpeaker(d, b, p)
		if i, j := x.subjectIn(d, said, p); j > i || said > b {
			return i, j
		}
		switch {
		case b > first && d.toks[b-1].Is(':'):
			return x.labelBefore(d, first, b-1)
		case b == first || !d.toks[b-1].Is(','):
			return x.undergone(d, b, p)
		}
		p = b - 1
	}
	return 0, 0
}

// namesOnly reports that [i, j), behind a comma, is one more name of a list: a few capitals,
// perhaps with a word behind them.
func (x *whats) namesOnly(d *doc, i, j int) bool {
	if i < 2 || j-i > nameMost+1 || d.toks[i-2].Flags&vi.Upper == 0 {
		return false
	}
	for k := i; k < j; k++ {
		if d.toks[k].Flags&vi.Upper == 0 && (k == i || k < j-1) {
			return false
		}
	}
	return true
}

// labelBefore returns the words of the label that ends at the colon at token k, behind token
// first: of "Thu hồi nợ thuế: 41 cuộc, đã xong 17 cuộc" the first four.
func (x *whats) labelBefore(d *doc, first, k int) (int, int) {
	i := k
	for i > first && i > k-labelMost && !d.toks[i-1].Is(';') && !d.toks[i].Has(vi.Line) {
		i--
	}
	i, j := x.headed(d, i, k)
	return x.trimLeft(d, i, x.shorten(d, i, j, topicWords))
}

// pastSpeaker goes over who says what follows in the part [b, p) of a sentence.
func (x *whats) pastSpeaker(d *doc, b, p int) int {
	for k := b; k < p; k++ {
		if n := x.telling(d, k); n > 0 {
			b = k + n
		} else if _, n := x.says.Longest(d.toks, k); n > 0 && k+n == p {
			return p
		}
	}
	return b
}

// partBegin returns the comma, "và" or "nhưng" behind which the part of a sentence begins
// whose words stand at token p, for a verb also the semicolon; first where something else
// stands before them.
func (x *whats) partBegin(d *doc, first, p int, verb bool) int {
	for p--; p > first; p-- {
		switch t := d.toks[p]; {
		case t.Is(','), t.Is(';') && verb, t.ID == x.with && !verb, t.ID == x.and, x.contrasts.has(t.ID) && t.ID != d.x.figures.words.left:
			return p
		case d.toks[p+1].Has(vi.Line) || t.ID == x.among:
			return first
		case d.owners[p] == ownDate, t.ID == x.still, t.Kind == vi.Digits && !d.figureAt(p), x.adverb.has(t.ID) && d.toks[p+1].Kind == vi.Digits:
			// "sau 2 năm đã trả"
		case t.Kind != vi.Word || d.owners[p] != free || x.begins.has(t.ID) ||
			!x.subject.has(t.ID) && !x.open.has(t.ID) && !x.timely(d, p) && d.owners[p+1] != ownDate:
			return first
		}
	}
	return first
}

// subjectIn returns the noun that the part [b, p) of a sentence begins with, before its
// verb; nothing where it begins with its verb, with a time or with what is measured.
func (x *whats) subjectIn(d *doc, b, p int) (int, int) {
	i, _ := x.trimLeft(d, x.pastLink(d, b), p)
	for i < p && x.timely(d, i) {
		i++
	}
	if i >= p || x.adverb.has(d.id(i)) || x.begins.has(d.id(i)) || x.actAt(d, i) || x.measuredAt(d, i) || x.endsNoun.has(d.id(i)) {
		return 0, 0
	}
	end := p
	if d.toks[p-1].Is(')') {
		end = x.opening(d, i, p-1)
	}
	if n := x.capitals(d, end); x.sirs.has(d.id(i)) && n <= i+1 && n < end {
		return i, end // "Bà Lê Thị Hoa (58 tuổi), ngụ xã Tân Lập, thu nhập 200 triệu đồng"
	}
	if i, j := x.beforePredicate(d, i, p); x.count(d, i, j) > 1 || i < j && d.toks[i].Flags&vi.Upper != 0 {
		return i, x.lengthen(d, i, j, governorWords)
	}
	return 0, 0
}

// beforePredicate returns [i, p) up to its predicate: a word such as "đã", else the verb
// right before a figure, else the first verb or what is measured. Nothing where it has
// none.
func (x *whats) beforePredicate(d *doc, i, p int) (int, int) {
	act := 0
	for e := i + max(x.agent(d, i), 1); e < p; e++ {
		t := d.toks[e]
		switch n := x.compound(d, e); {
		case t.Kind == vi.Punct && !x.inside(d, e) && !(t.Is(',') && x.oneNoun(d, e)) || d.owners[e] > ownGuard:
			if own := lastOf(d, x.acts, i, e); act > 0 && own > act && d.figureAt(e) {
				act = own // "Hội vận động chị em hiến 2.300 m2 đất"
			}
			p = e
		case x.actAt(d, e) || x.propertyAt(d, e) && e > i+1:
			if act == 0 {
				act = e
			}
			e += max(n, 1) - 1 // "phát hiện" holds no "hiện"
		case n > 1:
			e += n - 1
		case t.ID == x.is && x.utmost(d, e):
			i, act = e+1, 0 // "nhiều nhất là xã Hải Bình"
		case x.endsNoun.has(t.ID):
			if act, p = e, e; lastOf(d, x.acts, i+1, e) > 0 {
				act = lastOf(d, x.acts, i+1, e) // "Hội vận động được"
			}
		}
	}
	if act == 0 {
		n := x.agent(d, i)
		e := x.areaEnd(d, i+n, p)
		for e > i+1 && e+1 < p && x.splits(d, e) {
			e++ // "Vụ Đông xuân"
		}
		if e > i+1 && e < p && (d.toks[e-1].Flags|d.toks[e-2].Flags)&vi.Upper != 0 && !(n > 0 && x.splits(d, e)) {
			return i, e // "Bản Nà Pó nằm cách trung tâm xã 14 km, có 56 hộ"
		}
		return 0, 0
	}
	numbered := d.toks[act-1].Kind == vi.Digits && !d.figureAt(act-1) // "tỉnh lộ 7"
	i, j := x.trimLeft(d, i, act)
	if i, j = x.pastTimes(d, i, j); numbered && j == act-1 && i < j {
		j = act
	}
	return i, j
}

// undergone returns what the verb is about that the part [b, p) of a sentence without a
// subject begins with, and in a title the whole part: of "Triệt phá đường dây cá độ qua
// mạng, giao dịch 900 tỷ đồng" the network.
func (x *whats) undergone(d *doc, b, p int) (int, int) {
	_, act := x.acts.Longest(d.toks, b)
	_, step := x.steps.Longest(d.toks, b)
	i := b + max(act, step)
	if i == b && b > 0 || i > b && x.compound(d, b) > i-b || !d.opens(b) || x.adverb.has(d.id(b)) || x.count(d, i, p) < governedVerb || x.closes(d, i, p) {
		return 0, 0
	}
	return i, x.lengthen(d, i, p, governorWords)
}

// withForemost gives c the one of several that the part of the sentence before m's names, of
// which m's then tells: of "hụt nhiều nhất là tiền sử dụng đất, mới thu được 39 tỷ đồng" the
// third to sixth word and the verb. It reports that it did.
func (x *whats) withForemost(d *doc, from int, m *mention, c *clause) bool {
	comma := m.i
	if c.left() {
		comma = c.l0
	}
	if x.count(d, c.l0, c.l1) > governedVerb {
		for comma = c.l1; comma > c.l0 && !d.toks[comma-1].Is(','); comma-- {
		}
		if x.count(d, comma, c.l1) > governedVerb {
			return false
		}
	}
	for comma > from && (x.verbal(d, comma-1, x.hedges) || x.verbal(d, comma-1, x.close) || x.verbal(d, comma-1, x.tenses)) {
		comma--
	}
	if comma--; comma <= from || !d.toks[comma].Is(',') {
		return false
	}
	is := comma - 1
	for is > from && d.id(is) != x.is && d.toks[is].Kind == vi.Word && d.owners[is] == free && !d.toks[is].Has(vi.Line) {
		is--
	}
	if d.id(is) != x.is || !x.utmost(d, is) || x.count(d, is+1, comma) < 2 || x.predicativeIn(d, is, comma) {
		return false
	}
	if c.left() {
		c.m0, c.m1 = x.trimLeft(d, max(c.l0, comma+1), c.l1)
	}
	c.l0, c.l1 = is+1, x.shorten(d, is+1, comma, governorWords)
	return true
}

// The least and the most words of what happened, told before those that it befell.
const (
	eventLeast = 3
	eventWords = 7
)

// happened gives mention k, persons of whom only what befell them is told, what the clause right
// before says that happened: "Xe khách lật trên đèo, 3 người chết và 7 người bị thương".
func (x *whats) happened(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if m.harm == 0 || m.change != "" || c.left() || c.m1 > c.m0 || c.t1 > c.t0 || m.subject != "" || m.i == 0 || !strings.HasPrefix(m.what, d.text(m.u0, m.j)) {
		return
	}
	if p := earlier(ms, k); p != nil && p.sentence == m.sentence {
		if m.coordinated && p.harm != 0 {
			m.subject = p.subject
		}
	} else if i, j := x.eventBefore(d, d.sents[m.sentence].First, m.i-1); j > i {
		m.subject = x.words(d, i, j)
	}
	m.what = join(m.subject, m.what)
}

// eventBefore returns what the clause that ends at the comma at token end tells, behind token
// first, where that is more than when, where or who says it.
func (x *whats) eventBefore(d *doc, first, end int) (int, int) {
	if !d.toks[end].Is(',') {
		return 0, 0
	}
	i := end
	for i > first && (d.toks[i-1].Kind == vi.Word || x.inside(d, i-1)) && (d.owners[i-1] == free || d.owners[i-1] == ownDate) && !d.toks[i].Has(vi.Line) {
		i--
	}
	i, j := x.trimLeft(d, x.pastLink(d, i), end)
	if x.adverb.has(d.id(i)) || x.begins.has(d.id(i)) || x.speaks(d, i, j) || x.timelyOnly(d, i, j) || x.count(d, i, j) < eventLeast {
		return 0, 0
	}
	for j = x.shorten(d, i, j, eventWords); j > i && x.tail.has(d.id(j-1)) && !x.splits(d, j-1); j-- {
	}
	return i, j
}

// The most tokens of the condition under which a tariff holds, and the most words told of it.
const (
	conditionBack  = 30
	conditionWords = 10
)

// leftOut gives mention k, a change told with something left out, what the change before it is
// of: of "bán lẻ tăng 11%, nếu loại trừ yếu tố giá tăng 8%" the sales.
func (x *whats) leftOut(d *doc, ms []mention, k int) {
	m := &ms[k]
	if k == 0 || !m.percentage || m.change == "" || !m.clause.left() || d.id(m.clause.l0-1) != x.supposed {
		return
	}
	if p := &ms[k-1]; p.sentence == m.sentence && p.percentage && p.change != "" && p.what != "" && !overlong(p.what) {
		m.what = join(p.what, m.what)
	}
}

// conditioned adds to the tariff m when it holds, told before it: of "nếu vứt rác ra vỉa hè,
// lòng đường thì mức phạt là 2 triệu đồng" the words behind "nếu".
func (x *whats) conditioned(d *doc, m *mention) {
	c := &m.clause
	if !c.left() || !x.tariffs.has(d.id(c.l0)) && d.id(c.l0) != d.x.figures.modifiers.price || m.change != "" || c.right() && c.r1 > x.pastRate(d, m.j) || c.m1 > c.m0 || c.t1 > c.t0 || c.p1 > c.p0 || x.count(d, c.l0, c.l1) > governedNoun || !strings.HasPrefix(m.what, d.text(c.l0, c.l1)) {
		return
	}
	end, first := c.l0, d.sents[m.sentence].First
	for end > first && x.begins.has(d.id(end-1)) {
		end-- // "thì"
	}
	if end <= first || end == c.l0 && !d.toks[end-1].Is(',') {
		return
	}
	for k := end - 1; k >= first && k > end-conditionBack && !d.toks[k].Is(';') && !d.toks[k].Is(':'); k-- {
		if x.conditions.has(d.id(k)) && d.opens(k) {
			i, j := x.trimLeft(d, k+1, end)
			m.what = join(x.words(d, i, x.shorten(d, i, j, conditionWords)), m.what)
			return
		}
		if d.toks[k].Has(vi.Line) {
			return
		}
	}
}
