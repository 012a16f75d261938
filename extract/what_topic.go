package extract

import (
	"slices"

	"github.com/trich-vn/trich/internal/vi"
)

// A topic is what a stretch of text is about, as far as it is said once for
// many figures: the label that a line begins with ("Nuôi tôm: Lũy kế đạt 186
// ha …") and the field that a sentence opens with ("Trên lĩnh vực kinh tế,
// Công an tỉnh khởi tố 48 vụ"). The ranges are of tokens, empty when there is
// none.
type topic struct {
	next           int // the first token not yet looked at for a line end
	line           int // where the last line began
	label0, label1 int
	section        bool // the label is the numbered heading of a section
	broad          bool // the label names several fields
	lists          bool // the sentence has a colon or "gồm"
	sentence       int  // the one field0 and field1 are of, counted from 1
	field0, field1 int
	detailed       bool // the field is that of the sentence before
	open0, open1   int  // the field that the line opened with
}

// The most tokens of a label, the most words of a topic that are printed, and
// the most words of its own a figure has that is given those of its topic.
const (
	labelMost  = 24
	shortLabel = 16 // what is longer is a label where it has no predicate
	topicWords = 9
	topicOwn   = 4

	topicDetailed = 8 // of a figure that goes into detail
)

// onTopic gives m the words of its line's label or its sentence's field, when it
// has few of its own, and reports that it did.
func (x *whats) onTopic(d *doc, t *topic, m *mention) bool {
	c := &m.clause
	if m.rule == ruleLabelled && c.left() {
		return false // "Diện tích (ha): 1.250; sản lượng (tấn): 8.750"
	}
	if t.field1 > t.field0 && m.i > t.field1 && c.m1 > c.m0 && c.m0 >= c.l1 && c.l0 >= t.field1 && !c.right() && (m.class == "case" || m.class == "person") {
		c.l0, c.l1, c.m0, c.m1 = c.m0, c.m1, 0, 0 // "Đối với tội X, cơ quan điều tra đã khởi tố"
	}
	own := x.count(d, c.l0, c.l1)
	if !x.place.has(d.id(c.r0)) {
		own += x.count(d, max(c.r0, m.u1), c.r1)
	}
	if noun := c.left() && !x.actsOn(d, *c) && !x.proceeds(d, c); m.labelled && noun && (t.section || t.broad || d.sents[m.sentence].First > t.label1) {
		return false // "Thương mại, giá cả: … Kim ngạch xuất khẩu 700 triệu USD"
	}
	most := topicOwn
	if t.detailed {
		most = topicDetailed
	}
	if c.m1 > c.m0 || c.t1 > c.t0 || own > most || m.percentage && own > 0 && c.left() && d.id(d.sents[m.sentence].First) != x.apartFrom {
		return false
	}
	if m.class != "case" && x.nounUnit(d, m) {
		return false // "Công tác chính sách: tặng 50 suất quà Tết"
	}
	switch {
	case own == 0 && !m.labelled && x.havingArea(d, m) != "":
		return false // "Về giáo dục, toàn tỉnh có 210 trường"
	case m.labelled && x.segment(d, m) > 0:
		c.t0 = x.segment(d, m)
		for c.t1 = c.t0; c.t1 < m.i && d.toks[c.t1].Kind == vi.Word && d.toks[c.t1].Flags&vi.Upper != 0; c.t1++ {
		}
	case m.labelled:
		c.t0, c.t1 = t.label0, x.shorten(d, t.label0, t.label1, topicWords)
	case t.field1 > t.field0 && m.i > t.field1 && x.onlyRated(d, m):
		c.t0, c.t1 = t.field0, x.shorten(d, t.field0, t.field1, topicWords)
	}
	if c.t1 > c.t0 && x.saysTopic(d, m) {
		c.t1 = c.t0 // "1. Tai nạn giao thông. Trong tháng xảy ra 8 vụ tai nạn giao thông"
	}
	return c.t1 > c.t0
}

// saysTopic reports that the words of m say its topic themselves.
func (x *whats) saysTopic(d *doc, m *mention) bool {
	c, n := m.clause, m.clause.t1-m.clause.t0
	for _, r := range [][2]int{{c.l0, c.l1}, {c.r0, c.r1}, {m.u0, m.j}} {
		for i := r[0]; i+n <= r[1]; i++ {
			same := true
			for k := 0; same && k < n; k++ {
				same = d.id(i+k) == d.id(c.t0+k)
			}
			if same {
				return true
			}
		}
	}
	return false
}

// segment returns where m's item of a list begins, when it does with a name:
// "gồm: Hải Bình 19 vụ, diện tích 2,5 ha; Sơn Giang 9 vụ". 0 when it does not.
func (x *whats) segment(d *doc, m *mention) int {
	first := d.sents[m.sentence].First
	for k := m.i - 1; k > first && k > m.i-subjectBack; k-- {
		if t := d.toks[k]; t.Is(';') || t.Is(':') {
			if k+2 < m.i && d.toks[k+1].Flags&vi.Upper != 0 && d.toks[k+2].Flags&vi.Upper != 0 {
				return k + 1
			}
			return 0
		}
	}
	return 0
}

// readTopic moves t to the line and the sentence of m.
func (x *whats) readTopic(d *doc, t *topic, m *mention) {
	for ; t.next <= m.i; t.next++ {
		if d.toks[t.next].Has(vi.Line) || t.next == 0 {
			before := t.line
			t.line = t.next
			t.label0, t.label1 = x.label(d, t.next)
			_, t.section = x.pastNumbering(d, t.next)
			if t.label1 == t.label0 && t.next > 0 {
				t.label0, t.label1 = x.heading(d, before, t.next)
				_, t.section = x.pastNumbering(d, before)
			}
			t.broad = d.joint(t.label0, t.label1)
		}
	}
	if t.sentence != m.sentence+1 {
		t.sentence, t.detailed = m.sentence+1, false
		first := d.sents[m.sentence].First
		t.lists = false
		for k := first; k < d.sents[m.sentence].End && !t.lists; k++ {
			t.lists = d.toks[k].Is(':') || d.id(k) == x.consists
		}
		x.relabel(d, t, first)
		if t.field0, t.field1 = x.field(d, first, m.i); t.field1 == t.field0 {
			t.field0, t.field1 = x.field(d, x.pastLink(d, first), m.i)
		}
		if t.field1 == t.field0 {
			t.field0, t.field1 = x.detailed(d, m)
			t.detailed = t.field1 > t.field0
		}
		switch {
		case t.field1 > t.field0 && first == t.line && x.near.has(d.id(first)):
			t.open0, t.open1, t.detailed = t.field0, t.field1, m.class == "money"
		case t.open0 < t.line:
			t.open1 = t.open0
		case t.field1 == t.field0 && m.class == "money" && !x.heads.has(d.id(m.clause.l0)):
			t.field0, t.field1, t.detailed = t.open0, t.open1, true
		}
	}
	if i, j := x.fieldNear(d, m); j > i {
		t.field0, t.field1 = i, j
	}
}

// relabel gives t the label that the sentence at first begins with inside its line, or
// none where that names the first figure: "Các bệnh khác: … Bệnh dại: trong tuần 2 ca".
func (x *whats) relabel(d *doc, t *topic, first int) {
	if first == t.line || t.section {
		return
	}
	if i, j := x.label(d, first); j > i {
		t.label0, t.label1 = i, j
		return
	}
	for k := first; k+1 < len(d.toks) && k < first+labelMost && d.toks[k].Kind == vi.Word && !d.figureAt(k); k++ {
		if d.toks[k+1].Is(':') {
			t.label0, t.label1 = 0, 0
		}
	}
}

// pastLink goes over the "Cụ thể," that a sentence begins with at i.
func (x *whats) pastLink(d *doc, i int) int {
	_, n := x.links.Longest(d.toks, i)
	for i += n; n > 0 && i < len(d.toks) && d.toks[i].Is(','); i++ {
	}
	return i
}

// fieldNear returns the field that the clause of m opens with inside its sentence:
// "…; về tội phạm xâm phạm sở hữu, đã khởi tố 94 vụ".
func (x *whats) fieldNear(d *doc, m *mention) (int, int) {
	first := d.sents[m.sentence].First
	for k := m.i - 1; k > first && k > m.i-subjectBack; k-- {
		if d.figureAt(k) {
			break
		}
		if d.toks[k].Is(',') || d.toks[k].Is(';') {
			if i, j := x.field(d, k+1, m.i); j > i && x.near.has(d.id(k+1)) {
				return i, j
			}
		}
		if d.toks[k].Is(';') {
			break
		}
	}
	return 0, 0
}

// heading returns the words of the heading in [i, j), a line before that at j: one
// that is numbered or ends with a colon, and tells no figure. "2. Số vụ phạm tội về
// ma túy:".
func (x *whats) heading(d *doc, i, j int) (int, int) {
	k, numbered := x.pastNumbering(d, i)
	if !numbered && !d.toks[j-1].Is(':') || j-i > labelMost {
		return 0, 0
	}
	return x.headed(d, k, j)
}

// pastNumbering goes over the "2." or "b)" that the line at i begins with, and reports
// that there is one.
func (x *whats) pastNumbering(d *doc, i int) (int, bool) {
	if i+2 < len(d.toks) && (d.toks[i].Kind == vi.Digits || d.toks[i].Runes == 1) && (d.toks[i+1].Is('.') || d.toks[i+1].Is(')')) &&
		d.toks[i+2].Kind == vi.Word && !d.toks[i+2].Has(vi.Line) {
		return i + 2, true
	}
	return i, false
}

// headed returns the words of a heading in [i, j), none where it tells a figure or a
// whole sentence.
func (x *whats) headed(d *doc, i, j int) (int, int) {
	for k := i; k < j; k++ {
		if d.figureAt(k) || d.toks[k].Is('.') && k < j-1 || d.toks[k].Is(';') {
			return 0, 0
		}
	}
	a, b := x.trimLeft(d, i, j)
	if x.adverb.has(d.id(a)) || x.predicates(d, a, b) || !x.topical(d, a, b) || x.speaks(d, a, b) {
		return 0, 0
	}
	return a, b
}

// label returns the words before the colon near the beginning of the line at i.
func (x *whats) label(d *doc, i int) (int, int) {
	i, numbered := x.pastNumbering(d, i)
	for j := i; j < len(d.toks) && j < i+labelMost && (j == i || !d.toks[j].Has(vi.Line)); j++ {
		if numbered && d.toks[j].Is('.') && j > i+1 {
			return x.headed(d, i, j) // "3. Vi phạm môi trường. Trong tháng phát hiện 12 vụ"
		}
		if d.figureAt(j) || d.toks[j].Is('.') || d.toks[j].Is(';') {
			return 0, 0
		}
		if !d.toks[j].Is(':') {
			continue
		}
		if _, n := x.links.Longest(d.toks, max(j-2, i)); n == 2 {
			return 0, 0 // "Phong trào đạt nhiều kết quả, cụ thể: Có 30 hộ …"
		}
		if j+1 < len(d.toks) && d.figureAt(j+1) {
			return 0, 0 // "Tội phạm ma túy: 30 vụ; tội phạm kinh tế: 5 vụ"
		}
		if x.subject.has(d.id(j - 1)) {
			return 0, 0 // "Các cấp hội đã:"
		}
		a, b := x.trimLeft(d, x.pastSource(d, i, j), j)
		if x.adverb.has(d.id(a)) || j > i+shortLabel && x.predicates(d, i, j) {
			return 0, 0 // "Theo báo cáo của Sở:", "Tại phiên họp, các đại biểu cũng …:"
		}
		a, b = x.adverbial(d, a, b)
		a, b = x.trimLeft(d, a, b)
		if k := x.fieldAt(d, a, b); k > a && x.near.has(d.id(a)) && x.count(d, k, b) > 1 {
			a = k // "Về công tác cán bộ:"
		}
		if !x.topical(d, a, b) || x.speaks(d, a, b) {
			return 0, 0 // "Hà Giang: Bảy người chết", "Cục Thống kê thông báo một số kết quả:"
		}
		return a, b
	}
	return 0, 0
}

// idles reports that the label at token i names nothing that figures are of: "Phân theo
// địa bàn:", "Các bệnh khác:".
func (x *whats) idles(d *doc, i int) bool {
	_, n := x.idle.Longest(d.toks, i)
	return n > 0
}

// topical reports that [i, j) tells what figures are about: more than one word, none
// that only leads to them, and not the name of a place alone.
func (x *whats) topical(d *doc, i, j int) bool {
	return !x.idles(d, i) && !x.generalities.has(d.id(i)) && !x.some(d, i) && x.count(d, i, j) >= 2 && x.capitals(d, j) > i
}

// speaks reports that [i, j) tells who says something, or a body that does: "Cục
// Thống kê thông báo một số kết quả", "Công an huyện kiểm tra", but not its name alone.
func (x *whats) speaks(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		_, says := x.says.Longest(d.toks, k)
		if _, n := x.speech.Longest(d.toks, k); max(says, n) > 0 {
			return true
		}
	}
	if d.x.officials.addresses(d, i) {
		return true // "Thiếu tá Sùng A Páo - Phó Đồn trưởng: …"
	}
	n := x.agent(d, i)
	for i += n; n > 0 && i < j; i += max(x.area(d, i), 1) {
		if x.area(d, i) == 0 && d.toks[i].Flags&vi.Upper == 0 {
			return true
		}
	}
	return false
}

// predicates reports that a verb with "đã", "cũng" or the like stands in [i, j).
func (x *whats) predicates(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.subject.has(d.id(i)) && !x.splits(d, i) && !x.splits(d, i+1) {
			return true
		}
	}
	return false
}

// some reports that "một số" stands at token i: a label that lists "một số sản phẩm
// chủ lực" says less of each than its name.
func (x *whats) some(d *doc, i int) bool {
	w := &d.x.figures.words
	return d.id(i) == w.one && d.id(i+1) == w.number
}

// pastSource goes over the name of a newspaper in brackets at i: "(BHG) - ".
func (x *whats) pastSource(d *doc, i, j int) int {
	if !d.toks[i].Is('(') {
		return i
	}
	for k := i + 1; k < j; k++ {
		if d.toks[k].Is(')') {
			return k + 1
		}
	}
	return i
}

// field returns the noun that the sentence at i opens with to say in which field
// things happened: behind "về", "trên lĩnh vực", "đối với", up to the comma
// behind which the subject stands, and without the state it is said to be in: of "Công
// tác tuyên truyền luôn được chú trọng," the third and fourth word.
func (x *whats) field(d *doc, i, end int) (int, int) {
	k, state := i, false
	if _, n := x.subjects.Longest(d.toks, i); n > 0 {
		if state = true; x.generalities.has(d.id(i)) {
			k += n // "Tình hình tội phạm …"
		}
	} else if k = x.fieldAt(d, i, end); k < 0 {
		return 0, 0
	}
	said := -1
	for j := k; j < end && j < k+24; j++ {
		t := d.toks[j]
		if t.Kind == vi.Digits || d.owners[j] == ownDate || d.figureAt(j) {
			return 0, 0
		}
		if said < 0 && j >= k+2 && x.states.has(t.ID) && !x.splits(d, j) && !(x.splits(d, j+1) && x.compound(d, j) == 0) {
			said = j
		}
		if t.Is(',') && j >= k+2 && !x.oneNoun(d, j) && (said >= 0 || !x.lists(d, j, end)) {
			switch {
			case said >= 0:
				return k, said
			case state:
				return 0, 0
			}
			return k, j
		}
	}
	return 0, 0
}

// fieldAt returns where the noun begins behind the "về" or "công tác" at token i; -1
// where there is none.
func (x *whats) fieldAt(d *doc, i, end int) int {
	stage := x.places.has(d.id(i)) && d.id(i+1) == x.stage // "Ở giai đoạn điều tra, …"
	if !stage && (!x.fields.has(d.id(i)) || x.compound(d, i) > 1 && !x.fields.has(d.id(i+1))) {
		return -1 // "Công an …" is no "Công tác …"
	}
	k := i + 1
	for k < end && (x.fields.has(d.id(k)) || d.id(k) == x.with) {
		k++
	}
	if !stage && (x.compared.has(d.id(k)) || x.begins.has(d.id(k))) {
		return -1 // "trong dịp nghỉ lễ", "trong khi đó"
	}
	return k
}

// pastTimes drops words at both ends of [i, j) that say only when or how far a
// figure was counted ("lũy kế", "đến nay", "hiện"), and all of it when besides
// such words there are only names of places.
func (x *whats) pastTimes(d *doc, i, j int) (int, int) {
	for i < j && (x.timely(d, i) || d.id(i) == x.toan && x.area(d, i+1) > 0) {
		if i++; d.id(i-1) == x.toan {
			i += x.area(d, i) // "toàn tỉnh phát hiện"
		}
	}
	for j > i && !x.numbered(d, i, j) && (x.timely(d, j-1) || j > i+1 && x.close.has(d.id(j-1)) && !x.splits(d, j-1) || x.tail.has(d.id(j-1)) && !x.causes.has(d.id(j-1)) && !x.splits(d, j-1)) {
		j--
	}
	for k, depth := i, 0; k < j; k++ {
		switch {
		case d.toks[k].Is('('):
			depth++
		case d.toks[k].Is(')') && depth > 0:
			depth--
		case d.toks[k].Is(')'):
			i = k + 1 // the end of a bracket before the words
		}
	}
	for k := i; x.wholes.has(d.id(k)) && k < j; k++ {
		if k == j-1 {
			return j, j // "tính chung", "bình quân"
		}
	}
	names := i < j && d.id(i) != x.dia && d.id(i) != x.owned
	for k := i; k < j; k++ {
		t := d.toks[k]
		if n := x.area(d, k); n > 0 {
			k += n - 1
			continue
		}
		if t.Kind == vi.Word && t.Flags&vi.Upper != 0 && names {
			return i, j
		}
		if t.Kind == vi.Word && t.Flags&vi.Upper == 0 && !x.timely(d, k) && t.ID != x.owned && t.ID != x.dia && t.ID != x.ban {
			return i, j
		}
	}
	return j, j
}

// allTimely reports that [i, j) tells only a time, and more than a verb.
func (x *whats) allTimely(d *doc, i, j int) bool {
	return x.timelyOnly(d, i, j) && slices.Contains(d.owners[i:max(i, j)], ownDate)
}

// timely reports that token k is of a time or of words that only lead to it.
func (x *whats) timely(d *doc, k int) bool {
	if d.id(k) == x.duty && d.id(k+1) == x.period || d.id(k) == x.period && k > 0 && d.id(k-1) == x.duty {
		return true // "đầu nhiệm kỳ"
	}
	if d.id(k) == x.one && k+1 < len(d.toks) && d.owners[k+1] == ownDate {
		return true // "sau một tuần"
	}
	if d.id(k) == x.ago && x.formerly.has(d.id(k+1)) || x.formerly.has(d.id(k)) && k > 0 && d.id(k-1) == x.ago {
		return true // "trước đây"
	}
	return d.owners[k] == ownDate || d.toks[k].Kind != vi.Word || x.times.has(d.id(k)) && !x.splits(d, k) && !x.splits(d, k+1)
}

// subjectBack is how far back the subject of a clause is looked for.
const subjectBack = 60

// subjectOf returns where the series begins that is the subject of m's clause,
// when the words next to m, c, say nothing of it: "tổng số thu bảo hiểm trên địa
// bàn tỉnh từ đầu năm đến nay đạt gần 1.214 tỷ đồng". -1 when there is none.
func (x *whats) subjectOf(d *doc, m *mention, from int, c clause) int {
	if d.id(m.i-1) == x.and && d.follows(from) && m.change != "" {
		return -1 // "chiếm 70% tổng mức và tăng 9%"
	}
	ranges := d.id(m.n0-1) == d.x.figures.words.from && (!c.left() || c.l0 > 0 && d.toks[c.l0-1].Is(','))
	if !ranges && (c.left() || c.right() && !x.reach.has(d.id(m.n0-1)) && !m.percentage && m.class != "money" && !measures[m.class] || d.id(m.i-1) == x.owns && m.class != "money" && !measures[m.class]) {
		return -1
	}
	h, to := -1, x.beforeRatio(d, m)
	for k := to - 1; k >= from && k > m.i-subjectBack; k-- {
		t := d.toks[k]
		if t.Is(')') {
			k = x.opening(d, from, k)
			continue
		}
		if t.Is(';') || t.Is(':') || d.figureAt(k) {
			break
		}
		if _, n := x.names.Longest(d.toks, k); n > 0 && d.owners[k] == free {
			h = k
			if d.id(k-1) == x.with {
				break
			}
		}
		if k > from && t.ID == x.among && d.id(k-1) == x.within {
			break
		}
	}
	return h
}

// enumeratedMost is the most words of an item that lists things.
const enumeratedMost = 18

// enumerated returns the subject of an item between semicolons that lists things
// itself: "; ngành phân phối điện, khí đốt, nước nóng tăng 3,15%; …".
func (x *whats) enumerated(d *doc, m *mention, from int) (int, int) {
	if m.change == "" && m.class != "case" || m.carried || from == 0 {
		return 0, 0
	}
	i, comma := m.i, false
	for i > from && !d.toks[i-1].Is(';') && !d.toks[i-1].Is(':') {
		t := d.toks[i-1]
		if t.Kind != vi.Word && !t.Is(',') && !t.Is('-') || t.ID == x.compare || t.ID == x.among && d.id(i-2) == x.within || d.owners[i-1] != free {
			return 0, 0
		}
		comma = comma || t.Is(',')
		i--
	}
	j := m.i
	if i == from && !d.toks[i].Is(';') || !comma || x.count(d, i, j) > enumeratedMost || x.adverb.has(d.id(i)) {
		return 0, 0
	}
	if x.another(d, i) {
		return 0, 0
	}
	i, j = x.trimLeft(d, i, j)
	_, j = x.trimLeft(d, i, x.shorten(d, i, j, whatMost))
	return i, j
}

// wholeItem returns the words of the item that c has only the last of, behind a comma
// inside a noun or between two verbs: "thu hồi tài sản trong án tham nhũng, kinh tế 6
// tỷ đồng". Nothing where the words before the comma tell a time, a place or a source.
func (x *whats) wholeItem(d *doc, c *clause, from int) (int, int) {
	if !c.left() || c.l0 == 0 || !d.toks[c.l0-1].Is(',') || x.compound(d, c.l0) != c.l1-c.l0 || x.actsOn(d, *c) || x.proceeds(d, c) ||
		x.awards(d, c.l0, c.l1) || x.tells(d, from, c.l0-1) {
		return 0, 0
	}
	if u, _ := d.x.figures.units.at(d, c.l0); u != nil {
		return 0, 0
	}
	i := c.l0
	for i > from && !d.toks[i-1].Is(';') && !d.toks[i-1].Is(':') {
		if t := d.toks[i-1]; t.Kind != vi.Word && !t.Is(',') || d.owners[i-1] != free || x.subject.has(t.ID) || x.begins.has(t.ID) {
			return 0, 0
		}
		i--
	}
	if i == from && d.follows(from) && !d.toks[i].Is(',') && !d.toks[i].Is(';') {
		return 0, 0
	}
	i, _ = x.trimLeft(d, i, c.l1)
	if _, n := x.links.Longest(d.toks, i); n > 0 || x.adverb.has(d.id(i)) || x.fields.has(d.id(i)) || x.place.has(d.id(i)) || d.id(i) == x.without ||
		x.another(d, i) || x.count(d, i, c.l1) > enumeratedMost {
		return 0, 0
	}
	return i, c.l1
}

// predicated returns the subject of "số nhà được xây mới, sửa chữa là 1.477 căn":
// a clause that begins with a number or a sum and goes on to "là" right before
// the figure m.
func (x *whats) predicated(d *doc, m *mention, from int) (int, int) {
	if d.id(m.i-1) != d.x.figures.words.is {
		return 0, 0
	}
	i := m.i - 1
	for i > from && i > m.i-subjectBack && !d.toks[i-1].Is(';') && !d.toks[i-1].Is(':') && !d.figureAt(i-1) {
		i--
	}
	i, j := x.adverbial(d, i, m.i-1)
	_, series := x.names.Longest(d.toks, i)
	if series == 0 && d.id(i) != d.x.figures.words.number && !x.listsSubject(d, m, i, j) {
		return 0, 0
	}
	_, j = x.trimLeft(d, i, j)
	_, j = x.trimLeft(d, i, x.shorten(d, i, j, whatMost))
	return i, j
}

// listsSubject reports that [i, j), from the beginning of m's sentence to its "là", is
// one subject with a short second part behind a comma: "Nguồn vốn không lấy lãi, lãi
// suất thấp là 28 tỷ đồng".
func (x *whats) listsSubject(d *doc, m *mention, i, j int) bool {
	if i != d.sents[m.sentence].First || x.adverb.has(d.id(i)) || x.open.has(d.id(i)) || x.another(d, i) || x.predicates(d, i, j) || x.agent(d, i) > 0 || x.count(d, i, j) > whatBare {
		return false
	}
	comma := -1
	for k := i; k < j; k++ {
		switch {
		case d.toks[k].Is(',') && comma < 0:
			comma = k
		case d.toks[k].Kind != vi.Word || d.owners[k] != free || k > i && d.toks[k].Flags&vi.Upper != 0 || x.begins.has(d.id(k)):
			return false
		}
	}
	return comma > 0 && x.count(d, i, comma) > verbWords && x.count(d, comma, j) <= offenceWords
}

// subjectEnd returns where the name of the series at h ends: before a time, a
// place, a bracket or a verb that leads to the number.
func (x *whats) subjectEnd(d *doc, h, to int) int {
	_, k := x.names.Longest(d.toks, h)
	for k += h; k < to; k++ {
		t := d.toks[k]
		if n := x.compound(d, k); n > 1 && k+n <= to {
			k += n - 1
			continue
		}
		if t.Is('(') && k+2 < to && d.toks[k+1].Has(vi.Caps) && d.toks[k+2].Is(')') {
			k += 2 // "bảo hiểm y tế (BHYT), bảo hiểm thất nghiệp"
			continue
		}
		if d.owners[k] != free || t.Is('(') || t.Kind == vi.Word && (x.close.has(t.ID) || x.times.has(t.ID)) ||
			t.Is(',') && !x.oneNoun(d, k) && !x.lists(d, k, to) || t.ID == x.dia && d.id(k+1) == x.ban {
			break
		}
	}
	_, k = x.trimLeft(d, h, k)
	return x.shorten(d, h, k, topicWords)
}

// pastField cuts what is left of the field that m's sentence opens with from the words
// before m: "Đối với hành vi đổ rác xuống sông, hồ, mức phạt".
func (x *whats) pastField(d *doc, t *topic, m *mention) {
	if c := &m.clause; t.field1 > t.field0 && c.l0 > t.field0 && c.l0 < t.field1 && t.field1 < c.l1 {
		c.l0, c.l1 = x.trimLeft(d, t.field1, c.l1)
	}
}

// detailed returns the series that the sentence before m's is about, where that tells no
// figure and m's goes into detail: "Mức đóng bảo hiểm cũng thay đổi. Cụ thể, người thứ
// nhất đóng 105.300 đồng".
func (x *whats) detailed(d *doc, m *mention) (int, int) {
	first := d.sents[m.sentence].First
	if w := d.x.figures.attaches; m.sentence == 0 || d.toks[first].Has(vi.Line) || !w.details.has(d.id(first)) || !w.detailed.has(d.id(first+1)) {
		return 0, 0
	}
	i := d.sents[m.sentence-1].First
	_, n := x.names.Longest(d.toks, i)
	if n == 0 && d.id(i) != x.level || d.figureIn(i, first) {
		return 0, 0
	}
	j := i + max(n, 1)
	for j < first && d.toks[j].Kind == vi.Word && d.owners[j] == free && !x.subject.has(d.id(j)) && !x.stop.has(d.id(j)) && !x.reach.has(d.id(j)) {
		j++
	}
	return i, x.shorten(d, i, j, topicWords)
}

// onlyRated reports that nothing but what it is reckoned by stands behind m: "đồng/tháng".
func (x *whats) onlyRated(d *doc, m *mention) bool {
	return m.clause.r1 <= x.pastRate(d, m.j)
}

// The most words of the name of an item that is told with its kind, and how far before it the
// list begins at most.
const (
	kindOwn      = 2
	listedKindIn = 90
)

// listedKind returns of what kind the thing is that mention k, an item of a list behind a
// colon, only names: of "Một số sản phẩm giảm: sợi 900 tấn" and "Các bệnh khác: sởi 3 ca" the
// product and the disease. "" where the item tells more or the list does not say it.
func (x *whats) listedKind(d *doc, ms []mention, k int) string {
	m := &ms[k]
	c := &m.clause
	if !c.left() || c.l0 == 0 || c.l1 > m.i || x.count(d, c.l0, c.l1) > kindOwn || c.r1 > m.j || c.m1 > c.m0 || c.t1 > c.t0 || c.p1 > c.p0 || c.a1 > c.a0 ||
		d.toks[c.l0].Flags&vi.Upper != 0 || x.actAt(d, c.l0) || x.measuredAt(d, c.l0) || x.reckons(d, c.l0, c.l1) {
		return ""
	}
	first, at := d.sents[m.sentence].First, c.l0-1
	for at > first && at > m.i-listedKindIn && !d.toks[at].Is(':') && !d.toks[at+1].Has(vi.Line) {
		at--
	}
	if !d.toks[at].Is(':') {
		return ""
	}
	i := at
	for i > first && i > at-labelMost && !d.toks[i-1].Is(';') && !d.toks[i-1].Is(',') && !d.toks[i].Has(vi.Line) {
		i--
	}
	if d.id(i) == x.owns {
		i++
	}
	switch {
	case x.several.has(d.id(i)):
		return x.kindAt(d, i+1, at)
	case x.some(d, i):
		return x.kindAt(d, i+2, at)
	}
	for p := k - 1; p >= 0 && p > k-2*listMost && ms[p].i >= i; p-- {
		if ms[p].i == i && x.nounUnit(d, &ms[p]) {
			return d.text(ms[p].u0, ms[p].u1)
		}
	}
	return ""
}

// kindAt returns the word at token i, before token end.
func (x *whats) kindAt(d *doc, i, end int) string {
	if j := i + max(x.compound(d, i), 1); j <= end && d.toks[i].Kind == vi.Word && d.toks[i].Flags&vi.Upper == 0 {
		return d.text(i, j)
	}
	return ""
}
