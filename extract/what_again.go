package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// bareAmong reports that m counts a part behind "trong đó" by its unit alone: "trong đó
// có 9 sản phụ".
func (x *whats) bareAmong(d *doc, m *mention) bool {
	k := m.i - 1
	if d.id(k) == x.owns {
		k--
	}
	return d.id(k) == x.among && d.id(k-1) == x.within && !m.clause.left() && m.clause.r1 <= m.j
}

// pointBack is how many tokens before a figure "con số này" is looked for.
const pointBack = 8

// pointsBack gives mention k, of which only "con số này" or "số tiền đó" is told, what
// the figure of its kind counts that this points back to.
func (x *whats) pointsBack(d *doc, ms []mention, k int) {
	m := &ms[k]
	if q := x.sameNumber(d, ms, k); q != nil {
		m.what = q.what
		return
	}
	if m.change != "" && m.clause.left() || m.clause.r1 > m.j || x.count(d, m.clause.l0, m.clause.l1) > itemMost {
		return
	}
	at := -1
	for i := m.i - 1; i > d.sents[m.sentence].First && i > m.i-pointBack && (d.toks[i].Kind == vi.Word && !d.figureAt(i) || d.owners[i] == ownDate); i-- {
		if t := d.id(i); (t == x.this || t == x.among) && (at < 0 || x.points.has(d.id(i-1))) {
			at = i - 1
		}
	}
	if at > 0 && x.points.has(d.id(at-1)) {
		at--
	}
	if at < 0 || !x.points.has(d.id(at)) || d.id(at-1) == x.within {
		return
	}
	for p := k - 1; p >= 0 && p > k-listMost && ms[p].sentence >= m.sentence-1; p-- {
		if q := &ms[p]; q.change == "" && q.what != "" && q.percentage == m.percentage &&
			(sameKind(q.unit, m.unit) || listedTogether(q.class, m.class) || q.class == m.class && m.class == "money") {
			m.what = q.what
			return
		}
	}
}

// sameNumber returns the figure before mention k of its number and unit where "con số" or
// "số" is all that is told before k: of "Con số 8,17% là tích cực" the growth of 8,17%. nil
// where there is none.
func (x *whats) sameNumber(d *doc, ms []mention, k int) *mention {
	m, w := &ms[k], &d.x.figures.words
	first := d.sents[m.sentence].First
	i := m.i
	for i > first && x.points.has(d.id(i-1)) {
		i--
	}
	if t := d.id(m.i - 1); i == m.i || t != w.number && t != x.level || i > first && d.toks[i-1].Kind == vi.Word && (!x.joins.has(d.id(i-1)) || d.id(i-1) == x.within) {
		return nil
	}
	for j := k - 1; j >= 0 && j > k-recallBack; j-- {
		if p := &ms[j]; p.unit == m.unit && p.percentage == m.percentage && p.sentence < m.sentence && p.what != "" && p.value.Cmp(m.value) == 0 {
			return p
		}
	}
	return nil
}

// ofThem gives mention k, a change told in a word that stands for persons, what the persons
// before it in its sentence are: of "có 31.740 học sinh, so với năm trước tăng 640 em" the
// pupils. It reports that it did.
func (x *whats) ofThem(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if m.change == "" || m.percentage || m.class != "person" && m.class != "case" || m.u1 <= m.u0 || !x.pronouns.has(d.id(m.u0)) || m.clause.r1 > m.j && m.clause.r0 >= m.u0 || !x.onlySince(d, m.i) {
		return false
	}
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence && !d.markIn(ms[j].j, m.i, ';'); j-- {
		p := &ms[j]
		if p.change != "" || p.percentage || p.partOf > 0 || x.against(d, p) || x.enclosed(d, p.j, m.i) {
			continue
		}
		if p.class != "person" || p.harm != 0 || p.u1 <= p.u0 || p.what == "" || sameKind(p.unit, m.unit) || x.pronouns.has(d.id(p.u0)) {
			return false
		}
		m.what = p.what
		if noun := d.text(p.u0, p.u1); !strings.Contains(p.what, noun) {
			m.what = join(p.what, noun)
		}
		return true
	}
	return false
}

// onlySince reports that nothing stands between a mark and token i but what a change there is
// told against: "so với năm trước".
func (x *whats) onlySince(d *doc, i int) bool {
	k := i
	for k > 0 && k > i-standardMost && (d.toks[k-1].Kind == vi.Word && d.owners[k-1] == free || d.owners[k-1] == ownDate) && !d.toks[k].Has(vi.Line) {
		k--
	}
	return k == i || d.id(k) == x.compare && k > 0 && d.toks[k-1].Kind == vi.Punct && !x.nameIn(d, k, i)
}

// nameIn reports that the name of a series stands in [i, j).
func (x *whats) nameIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.seriesAt(d, i) > 0 || d.id(i) == d.x.figures.words.number {
			return true
		}
	}
	return false
}

// goesOnBehind reports that the words at token j still tell of the figure that ends there.
func (x *whats) goesOnBehind(d *doc, j int) bool {
	return j < len(d.toks) && d.toks[j].Kind == vi.Word && !d.toks[j].Has(vi.Line) && d.id(j) != x.and && !x.stop.has(d.id(j)) && d.owners[j] == free
}

// ratedAs returns the word behind the "/" of m's unit, 0 when there is none.
func (x *whats) ratedAs(d *doc, m *mention) vi.ID {
	if m.j < len(d.toks) && d.toks[m.j].Is('/') {
		return d.id(m.j + 1)
	}
	return 0
}

// onBehind gives mention k, whose words go on right behind the figure before it, what that
// tells of: of "hộ bị thiệt hại trên 70% được hỗ trợ 8 triệu đồng" the household. It
// reports that it did.
func (x *whats) onBehind(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if k == 0 || m.change != "" || !c.left() || c.m1 > c.m0 || ms[k-1].sentence != m.sentence {
		return false
	}
	p := &ms[k-1]
	if x.turns == d.id(c.l0) && x.onward.has(d.id(c.l0+1)) && c.l0+2 < c.l1 && c.l0 == p.j {
		c.l0 += 2 // "từ 9 người trở lên bị phạt 4 triệu đồng"
		if p.change != "" || !p.clause.left() || d.id(c.l0) != x.suffers && d.id(c.l0) != x.got {
			return false
		}
		c.m0, c.m1, c.l0, c.l1 = c.l0, c.l1, p.clause.l0, p.clause.l1
		m.owned = true
		return true
	}
	if x.counted(p) || p.change != "" || !p.clause.left() || p.clause.m1 > p.clause.m0 || !x.passiveAt(d, c.l0) && !x.passiveAt(d, c.l0-1) ||
		x.closes(d, x.pastRate(d, p.j), c.l0) || x.count(d, p.j, m.i) > itemMost {
		return false
	}
	if !x.passiveAt(d, c.l0) {
		c.l0--
	}
	c.m0, c.m1 = c.l0, c.l1
	c.l0, c.l1 = p.clause.l0, p.clause.l1
	c.r0, c.r1, c.a0, c.a1 = m.j, m.j, 0, 0
	m.owned = true
	return true
}

// passiveAt reports that "được" stands at token k, or "bị" before a fine.
func (x *whats) passiveAt(d *doc, k int) bool {
	return d.id(k) == x.got || d.id(k) == x.suffers && x.levies.has(d.id(k+1))
}

// pastRate goes over what a figure that ends at token j is reckoned by: "/người/tháng".
func (x *whats) pastRate(d *doc, j int) int {
	for j+1 < len(d.toks) && d.toks[j].Is('/') {
		if j += 1 + max(x.compound(d, j+1), 1); j < len(d.toks) && d.toks[j].Kind == vi.Digits && d.glued(j) {
			j++ // "/m3"
		}
	}
	return j
}

// kindWords is the most words of what kind of case was said before, and kindBack how far
// back it is looked for.
const (
	kindWords = 4
	kindBack  = 40
)

// ofKind gives mention k, cases of which only "xảy ra" is told, the kind that their unit
// was said with before: of "số vụ vi phạm lâm luật giảm, 3 năm qua chỉ xảy ra 2 vụ" the
// offence.
func (x *whats) ofKind(d *doc, m *mention) {
	c := &m.clause
	if m.class != "case" || m.change != "" || c.right() || c.m1 > c.m0 || c.t1 > c.t0 || m.u1 != m.u0+1 || x.count(d, c.l0, c.l1) > verbWords+1 {
		return
	}
	for k := m.i - 1; k > 0 && k > m.i-kindBack && !d.toks[k].Has(vi.Line); k-- {
		if d.id(k) != d.id(m.u0) || d.id(k-1) != d.x.figures.words.number || d.owners[k] != free || x.splits(d, k) {
			continue
		}
		j := k + 1
		for j < m.i && d.toks[j].Kind == vi.Word && d.owners[j] == free && !x.stops(d, j) && !x.subject.has(d.id(j)) && d.id(j) != x.is {
			j++
		}
		if j = x.shorten(d, k+1, j, kindWords); j > k+2 {
			c.r0, c.r1 = k, j
		}
		return
	}
}

// ofKindBefore gives mention k, cases of which a sentence of its own tells only how they came
// about, the kind of those told last in its paragraph: of "Toàn tỉnh ghi nhận 120 ca mắc sởi.
// Tuần qua có thêm 9 ca" the disease.
func (x *whats) ofKindBefore(d *doc, t *topic, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if m.class != "case" || m.change != "" || !c.left() || c.right() || c.m1 > c.m0 || c.t1 > c.t0 || c.l1 > m.i || m.j != m.u1 || t.field1 > t.field0 ||
		k == 0 || ms[k-1].sentence == m.sentence || !x.comesAbout(d, c) {
		return
	}
	for p := k - 1; p >= 0 && p > k-listMost && ms[p].sentence >= m.sentence-kindSentences && !d.lineIn(ms[p].j, m.i); p-- {
		q := &ms[p]
		end := max(q.clause.r1, q.j)
		if q.class != "case" || q.change != "" || !sameKind(q.unit, m.unit) || end <= q.u0+m.u1-m.u0+1 || x.fatedIn(d, q.u0, q.j) || x.predicative(d, q.u1) {
			continue
		}
		c.r0, c.r1 = q.u0, x.shorten(d, q.u0, end, offenceWords+kindWords)
		return
	}
}

// kindSentences is how many sentences back the kind of cases is looked for.
const kindSentences = 2

// comesAbout reports that the words of c before the number are only a verb, or tell that
// there is more: "xảy ra", "phát hiện", "có thêm".
func (x *whats) comesAbout(d *doc, c *clause) bool {
	if x.count(d, c.l0, c.l1) > verbWords+1 {
		return false
	}
	end := c.l1
	if d.id(end-1) == d.x.figures.words.more {
		end-- // "ghi nhận thêm"
	}
	i := max(lastOf(d, x.acts, c.l0, end), lastOf(d, x.steps, c.l0, end))
	if i < 0 {
		i = end
	}
	for k := c.l0; k < i; k++ {
		if t := d.id(k); t != x.owns && !x.timely(d, k) && x.area(d, k) == 0 {
			return false
		}
	}
	return true
}

// fatedIn reports that [i, j) tells what befell persons.
func (x *whats) fatedIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.fated(d, i) {
			return true
		}
	}
	return false
}

// ruledWords is the most words of what or whom a rule is for.
const ruledWords = 11

// ruledFor gives the sum m that a rule sets what or whom it is for: of "phạt từ 2 đến 5 triệu
// đồng đối với hành vi vi phạm quy định về thi công trong phạm vi đê" what is ruled, of
// "Mức 80.000 đồng/ngày, áp dụng đối với tổ viên" the persons.
func (x *whats) ruledFor(d *doc, m *mention) {
	c := &m.clause
	if m.class != "money" || m.change != "" || !x.heads.has(d.id(m.n0-1)) && !c.left() {
		return
	}
	i := x.pastRate(d, m.j)
	if i < len(d.toks) && d.toks[i].Is(',') {
		i++
	}
	from := i
	if _, n := x.applies.Longest(d.toks, i); n > 0 {
		i += n
	} else if i > m.j {
		return
	}
	if i >= len(d.toks) || !x.toward(d, i) && i == from {
		return
	}
	rule := i
	for rule < len(d.toks) && x.ruled.has(d.id(rule)) && !d.toks[rule].Has(vi.Line) {
		rule++
	}
	if i == from && rule < i+listTail {
		return
	}
	if x.closes(d, rule, min(rule+listTail, len(d.toks))) || d.id(rule) == x.next {
		return // "đối với một trong các hành vi sau đây:"
	}
	j, listed := rule, false
words:
	for ; j < len(d.toks) && !d.toks[j].Has(vi.Line) && d.owners[j] == free && j < rule+2*ruledWords; j++ {
		switch t := d.toks[j]; {
		case t.Kind == vi.Word || t.Kind == vi.Digits:
		case t.Is(',') && x.lists(d, j, len(d.toks)):
			listed = true
		case t.Is(',') && listed && x.compound(d, j+1) > 1:
			listed = false // the last of the list
		default:
			break words
		}
	}
	if c.r0, c.r1 = rule, x.shorten(d, rule, j, ruledWords); i > from {
		c.r0 = from
	}
	if !c.left() {
		c.l0, c.l1 = m.n0-1, m.n0 // "Mức"
	}
}

// roseTo gives mention k, the level that a figure right before it rose or fell to, the
// words of that: "số lượng các tổ từ 120 tổ trực thuộc giảm xuống còn 88 tổ". It reports
// that it did.
func (x *whats) roseTo(d *doc, ms []mention, k int) bool {
	m, w := &ms[k], &d.x.figures.words
	if t := d.id(m.n0 - 1); k == 0 || m.change != "" || t != w.left && t != w.up && t != w.down || !m.clause.left() {
		return false
	}
	p := &ms[k-1]
	if p.sentence != m.sentence || p.change != "" || p.unit != m.unit || p.j > m.i || x.closes(d, p.j, m.i) || x.count(d, p.j, m.i) > itemMost+1 {
		return false
	}
	if m.clause = p.clause; p.clause.right() && p.clause.r0 == p.u1 && x.counted(p) {
		m.clause.r0 = p.u0
	}
	return true
}

// ofSum gives mention k, money of which only a verb is told, what the sum before it is for:
// of "ra 18 quyết định với số tiền 97 tỷ đồng, thu được 41 tỷ đồng" the decisions.
func (x *whats) ofSum(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if k == 0 || m.class != "money" || m.change != "" || c.l1 != c.l0+1 || c.right() || c.m1 > c.m0 || d.toks[c.l0].Flags&vi.Upper != 0 {
		return
	}
	if p := &ms[k-1]; p.sentence == m.sentence && p.class == "money" && p.change == "" && p.clause.m1 > p.clause.m0 && x.sums(d, &p.clause) && !x.parted(d, p.j, m.i) {
		c.m0, c.m1, c.r0, c.r1 = p.clause.m0, p.clause.m1, p.clause.r0, p.clause.r1
	}
}

// afterCheck gives mention k, cases of which only a step of a procedure is told, what was
// checked before it instead of who did it: of "lực lượng chức năng kiểm tra 12 cơ sở, xử phạt 3
// trường hợp" the places.
func (x *whats) afterCheck(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if m.class != "case" || m.change != "" || c.right() || c.m1 > c.m0 || c.t1 > c.t0 || m.j != m.u1 || !c.left() || !x.proceeds(d, c) || x.count(d, c.l0, c.l1) > verbWords || !x.namesNothing(d, m) {
		return
	}
	at := -1
	for q := k - 1; q >= 0 && q > k-listMost && ms[q].sentence == m.sentence && !x.parted(d, ms[q].j, m.i); q-- {
		p := &ms[q]
		if p.class == "case" || p.class == "money" || p.change != "" {
			return
		}
		if x.counted(p) && x.actsOn(d, p.clause) && !p.owned {
			at = q
		}
	}
	if at < 0 {
		return
	}
	p := &ms[at]
	thing := x.words(d, p.u0, x.lengthen(d, p.u0, max(p.clause.r1, p.j), entryLead))
	m.what = join(x.words(d, p.clause.l0, p.clause.l1), join(thing, x.words(d, c.l0, c.l1)))
}
