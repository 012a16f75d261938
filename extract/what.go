package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// whats says what a figure counts: the words of its clause on the left (verb,
// object) and on the right (modifiers of the unit).
type whats struct {
	open, close, tail, subject, stop, adverb, award wordSet
	names                                           *vi.Phrases // of series: tỷ lệ, sản lượng
	fate                                            wordSet     // chết, vong, thương, tích
	joins, place                                    wordSet     // với, và, gồm: begin the words of the next figure
	heads                                           wordSet     // tỷ, tổng, số: begin the name of a series
	causes                                          wordSet     // làm, khiến, gây
	harm                                            wordSet     // chết, bị, thương
	links                                           *vi.Phrases // cụ thể, đồng thời
	agents                                          *vi.Phrases // công an, tòa án: who did it
	areas                                           *vi.Phrases // tỉnh, thành phố: before the name of a place
	compounds                                       *vi.Phrases // tai nạn, doanh nghiệp: never cut in two
	ratio, rate, dia, ban, compare                  vi.ID       // lệ, tỷ, địa, bàn, so
	reach, crops                                    wordSet     // đạt, chiếm: before a number; nông, lâm
	and, prevent, fight, among, within, high        vi.ID       // và, phòng, chống, cao
	sirs                                            wordSet     // ông, bà
	objects                                         wordSet     // bầu, cử: before what is done, in capitals
	compared                                        wordSet     // với, cùng, kỳ, trước: of a comparison
	times, fields                                   wordSet     // lũy, kế, hiện, nay; về, trên
	owned, with, duty, period, whole0               vi.ID       // của; với; nhiệm kỳ; toàn
	by, suffers                                     vi.ID       // do; bị
	got, consists, owns                             vi.ID       // được; gồm; có
}

// The most words taken from either side, and in all.
const (
	whatLeft   = 7
	whatRight  = 14
	whatMost   = 16
	whatSeries = 10 // of the name of a series
	whatAfter  = 5  // on the right when the left tells much
)

func newWhats(v *vi.Vocab, book wordBook) (*whats, error) {
	rows, err := vi.ReadTable(vi.Data, "data/whatwords.tsv")
	if err != nil {
		return nil, err
	}
	words := map[string][]string{"open": nil, "close": nil, "tail": nil, "subject": nil, "stop": nil, "adverb": nil, "award": nil, "series": nil, "area": nil, "agent": nil, "link": nil}
	for _, r := range rows {
		for _, k := range r.List("kind") {
			if _, ok := words[k]; !ok {
				return nil, r.Errorf("unknown kind %q", k)
			}
			if k != "series" && k != "area" && k != "agent" && k != "link" && len(vi.Tokenize(nil, r.Get("word"), v)) != 1 {
				return nil, r.Errorf("%q is more than one syllable", r.Get("word"))
			}
			words[k] = append(words[k], r.Get("word"))
		}
	}
	names := vi.NewPhrases(v)
	for i, name := range words["series"] {
		names.Add(name, int32(i))
	}
	areas := vi.NewPhrases(v)
	for i, name := range words["area"] {
		areas.Add(name, int32(i))
	}
	agents := vi.NewPhrases(v)
	for i, name := range words["agent"] {
		agents.Add(name, int32(i))
	}
	links := vi.NewPhrases(v)
	for i, name := range words["link"] {
		links.Add(name, int32(i))
	}
	compounds, err := newCompounds(v)
	if err != nil {
		return nil, err
	}
	set := func(kind string) wordSet { return newWordSet(v, words[kind]...) }
	return &whats{
		compounds: compounds,
		open:      set("open"), close: set("close"), tail: set("tail"),
		subject: set("subject"), stop: set("stop"), adverb: set("adverb"), award: set("award"), names: names,
		heads:  book.set("series.begins"),
		place:  book.set("place.begins"),
		fate:   book.set("harm.fate"),
		joins:  book.set("clause.joins"),
		causes: book.set("harm.causes"),
		harm:   book.set("harm.words"),
		areas:  areas, agents: agents, links: links,
		ratio: v.Add("lệ"), rate: v.Add("tỷ"), dia: v.Add("địa"), ban: v.Add("bàn"),
		compare: v.Add("so"), reach: book.set("clause.reaches"), crops: book.set("trades.listed"), and: v.Add("và"), among: v.Add("đó"), within: v.Add("trong"), prevent: v.Add("phòng"), high: v.Add("cao"), fight: v.Add("chống"),
		got: v.Add("được"), by: v.Add("do"), suffers: v.Add("bị"), sirs: book.set("person.called"), consists: v.Add("gồm"), owned: v.Add("của"), whole0: v.Add("toàn"), duty: v.Add("nhiệm"), period: v.Add("kỳ"), with: v.Add("với"),
		objects: book.set("clause.objects"), compared: book.set("compare.words"), times: book.set("topic.times"), fields: book.set("topic.fields"), owns: v.Add("có"),
	}, nil
}

// newCompounds reads the words of several syllables.
func newCompounds(v *vi.Vocab) (*vi.Phrases, error) {
	rows, err := vi.ReadTable(vi.Data, "data/compounds.tsv")
	if err != nil {
		return nil, err
	}
	words := vi.NewPhrases(v)
	for i, r := range rows {
		if len(vi.Tokenize(nil, r.First(), v)) < 2 {
			return nil, r.Errorf("%q is one syllable", r.First())
		}
		words.Add(r.First(), int32(i))
	}
	return words, nil
}

// compoundMost is the most syllables that a compound has.
const compoundMost = 8

// compound returns how many tokens the word at k takes, 0 when it is not in the
// table.
func (x *whats) compound(d *doc, k int) int {
	_, n := x.compounds.Longest(d.toks, k)
	return n
}

// splits reports that a cut before token k goes through a word.
func (x *whats) splits(d *doc, k int) bool {
	for i := k - 1; i >= 0 && i > k-compoundMost && d.toks[i].Kind == vi.Word && !d.toks[i+1].Has(vi.Line); i-- {
		if i+x.compound(d, i) > k {
			return true
		}
	}
	return false
}

// A clause is what was found around one figure: the words on the left and on
// the right of it, what they add to (a sum "với tổng vốn …" belongs to the
// projects before it), the topic they stand under, and what is said of a whole list behind its last figure
// ("115 ha lúa, 170 ha hoa màu bị thiệt hại"), as token ranges.
type clause struct{ l0, l1, r0, r1, m0, m1, t0, t1, p0, p1 int }

func (c clause) left() bool  { return c.l1 > c.l0 }
func (c clause) right() bool { return c.r1 > c.r0 }

// fill sets what of every mention of the article.
func (x *whats) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		m := &ms[k]
		var next *mention
		from, to := d.sents[m.sentence].First, d.sents[m.sentence].End
		if k > 0 && ms[k-1].sentence == m.sentence {
			from = ms[k-1].u1
		}
		if k+1 < len(ms) && ms[k+1].sentence == m.sentence {
			next = &ms[k+1]
			to = next.i
		}
		m.harm = x.harmOf(d, m)
		m.clause = x.around(d, m, next, from, to)
	}
	for k := len(ms) - 2; k >= 0; k-- { // "55 vụ, 64 đối tượng phạm tội …"
		m, next := &ms[k], &ms[k+1]
		if x.lends(d, m, next) {
			m.clause.r0, m.clause.r1 = next.clause.r0, next.clause.r1
		} else if next.coordinated && next.change == m.change && m.clause.right() && next.harm == 0 {
			m.clause.p0, m.clause.p1 = x.predicate(d, m, next)
		}
	}
	var t topic
	for k := range ms {
		m := &ms[k]
		x.readTopic(d, &t, m)
		m.labelled = t.label1 > t.label0 && m.i > t.label1
		x.inherit(d, ms, k)
		m.what = x.text(d, m)
		m.said = m.what
		if what := x.part(d, ms, k); what != "" {
			m.what = what
		} else if what := x.item(d, m); what != "" {
			m.what = what
		} else if x.onTopic(d, &t, m) {
			m.what = x.text(d, m)
		}
	}
}

// lends reports that the words behind next tell what m counts too: "55 vụ, 64
// đối tượng phạm tội về …". What befell persons is said of them alone: "ghi
// nhận 120 ca mắc, 1 người tử vong".
func (x *whats) lends(d *doc, m, next *mention) bool {
	if m.clause.right() || next.change != m.change || next.unit == m.unit || next.clause.r1 <= next.j || next.sentence != m.sentence {
		return false
	}
	if m.class == "money" && next.class != "money" || measures[next.class] && m.j > m.u0+1 || next.harm != 0 && m.harm == 0 {
		return false
	}
	return next.coordinated || m.class == "case" && next.class == "person" && d.id(next.i-1) == x.consists
}

// predicate returns what befell all of a list, said behind its last figure
// next, when nothing of the kind is said of m itself.
func (x *whats) predicate(d *doc, m, next *mention) (int, int) {
	verb := func(c clause) int {
		for k := c.r0; k < c.r1; k++ {
			if d.id(k) == x.suffers {
				return k
			}
		}
		return -1
	}
	if verb(m.clause) >= 0 {
		return 0, 0
	}
	if next.clause.p1 > next.clause.p0 {
		return next.clause.p0, next.clause.p1
	}
	if k := verb(next.clause); k > next.u1 {
		return k, next.clause.r1
	}
	return 0, 0
}

// wholeBack is how far back the sum is looked for that a figure is a part of.
const wholeBack = 90

// whole returns the sum that mention k is a part of: it stands before the
// bracket or before the "trong đó" that lists the parts ("hỏng 108 nhà (Trà Vinh
// 22 nhà, Cà Mau 5 nhà)"). It returns nil when there is none.
func (x *whats) whole(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	if m.percentage || m.change != "" {
		return nil
	}
	from := d.sents[m.sentence].First
	for j := m.i - 1; j >= from && j > m.i-wholeBack; j-- {
		switch {
		case d.toks[j].Is(')'):
			j = x.opening(d, from, j)
		case d.toks[j].Is('('):
			if p := x.before(d, ms, k, j); p != nil && p.j == j {
				return p
			}
			return nil
		case d.id(j) == x.among && d.id(j-1) == x.within:
			return x.before(d, ms, k, j)
		}
	}
	return nil
}

// before returns the last figure of mention k's unit before token j, in its
// sentence or the one before.
func (x *whats) before(d *doc, ms []mention, k, j int) *mention {
	m := &ms[k]
	for p := k - 1; p >= 0 && p > k-2*listMost && ms[p].sentence >= m.sentence-1; p-- {
		if q := &ms[p]; q.j <= j && q.change == "" && !q.percentage {
			if q.unit == m.unit && !x.enclosed(d, q.j, j) {
				return q
			}
			if q.sentence < m.sentence {
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
const partWords = 4

// part returns what mention k counts as a part of another figure: the words of
// the whole and those that name the part. "" when it is none.
func (x *whats) part(d *doc, ms []mention, k int) string {
	p := x.whole(d, ms, k)
	if p == nil || p.said == "" {
		return ""
	}
	m := &ms[k]
	own := x.placeBefore(d, m)
	if own == "" {
		c := m.clause
		if x.count(d, c.l0, c.l1) == 0 || x.count(d, c.l0, c.l1)+x.count(d, max(c.r0, m.u1), c.r1) > partWords {
			return ""
		}
		if x.series(d, c.l0, c.l1) == c.l0 {
			return ""
		}
		own = m.what
		if named := x.named(d, m); named != "" {
			own = named
		}
	}
	words := strings.Fields(p.said)
	return join(strings.Join(words[:min(len(words), whatMost-partWords)], " "), own)
}

// leadBack is how far back the colon is looked for that leads a list in, and
// leadWords how many words before it name what is listed.
const (
	leadBack  = 120
	leadWords = 8
)

// item returns what m counts as an item of a list by places: the words that lead
// the list in, and the place. "Giá trị sản xuất các huyện tăng khá: Vụ Bản tăng
// 18%; Hải Hậu tăng 14%." "" when it is none.
func (x *whats) item(d *doc, m *mention) string {
	place := x.placeBefore(d, m)
	if place == "" {
		return ""
	}
	colon := x.colon(d, m)
	if colon < 0 {
		return ""
	}
	i := colon
	for i > d.sents[m.sentence].First && i > colon-leadBack && !d.toks[i-1].Is(';') && d.owners[i-1] != ownCount && d.owners[i-1] != ownPercentage {
		i--
	}
	i, j := x.adverbial(d, i, colon)
	i, j = x.trimLeft(d, i, j)
	for k := i; k < j; k++ {
		if x.stop.has(d.id(k)) {
			j = k
		}
	}
	if x.count(d, i, j) < 2 {
		return ""
	}
	return join(x.first(d, i, j, leadWords), place)
}

// colon returns the colon of m's sentence that leads in the list m stands in, -1
// when there is none.
func (x *whats) colon(d *doc, m *mention) int {
	for k := m.i - 1; k > d.sents[m.sentence].First && k > m.i-leadBack; k-- {
		if d.toks[k].Is(':') {
			return k
		}
	}
	return -1
}

// placeBefore returns the name of a place that stands alone before the number
// of m, without "huyện": "Trà Vinh 22 nhà". "" when there is none.
func (x *whats) placeBefore(d *doc, m *mention) string {
	n := x.capitals(d, m.i)
	if n == m.i || n == 0 || d.toks[n-1].Kind == vi.Word && d.id(n-1) != x.among && d.id(n-1) != x.and && !x.startsArea(d, n) {
		return ""
	}
	return d.text(n, m.i)
}

// capitals returns where the words in capitals before token i begin.
func (x *whats) capitals(d *doc, i int) int {
	n := i
	for n > 0 && (d.toks[n-1].Kind == vi.Word && d.toks[n-1].Flags&vi.Upper != 0 || n < i && n > 1 && d.toks[n-1].Is('-') && d.glued(n)) && !d.toks[n].Has(vi.Line) {
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
		if n > 0 && d.id(n) != x.within && (d.toks[n-1].Kind == vi.Punct || d.id(n-1) == x.among) {
			return d.text(n, k+1)
		}
		break
	}
	return ""
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

// measures are the classes of units behind which stands what is measured. It is
// nothing of a figure before that says itself what it counts: "xây 12 căn nhà,
// 45 km đường", but "195 viên và 4 kg ma túy".
var measures = map[string]bool{"mass": true, "length": true, "area": true, "volume": true}

// inherit gives m the words of the figures before it that its own clause
// leaves out.
func (x *whats) inherit(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	hurt := m.class == "person" && c.left() && x.casualty(d, c.l0, c.l1)
	sum := m.class == "money" && c.left() && k > 0 && ms[k-1].sentence == m.sentence && ms[k-1].class != "money" && x.sums(d, c)
	if c.left() && !hurt && !sum {
		return
	}
	at := x.sourceAt(d, ms, k)
	if at < 0 {
		return
	}
	listed := d.id(m.i-1) == x.consists
	if sum {
		at = x.listHead(d, ms, at)
	}
	p := &ms[at]
	switch {
	case d.id(m.i-1) == x.owns && !c.left() && m.change == "" && !m.percentage && m.unit != p.unit && !measures[m.class]:
		// "diện tích 258 km2, có 25 đơn vị hành chính": a statement of its own
	case m.change != "" && m.harm != 0 && p.harm == m.harm:
		*c = p.clause // "giảm 16 người chết"
	case sum:
		c.m0, c.m1 = p.clause.l0, p.clause.l1
		if !c.right() {
			c.r0, c.r1 = p.u0, max(p.clause.r1, p.j)
		}
	case hurt:
		if !c.right() {
			c.r0, c.r1 = c.l0, c.l1
			for c.r0 < c.r1-1 && !x.causes.has(d.id(c.r0)) && !x.harm.has(d.id(c.r0)) {
				c.r0++
			}
		}
		c.l0, c.l1 = p.clause.l0, p.clause.l1
		c.m0, c.m1 = p.clause.r0, p.clause.r1
		if p.clause.m1 > p.clause.m0 {
			c.m0, c.m1 = p.clause.m0, p.clause.m1
		}
	case m.coordinated && c.right() && m.change == "" && (p.unit == m.unit && p.hasOf || p.class == "money" && p.clause.m1 > p.clause.m0):
		// "16/19 tiêu chí, 3 tiêu chí còn lại …": it has words of its own
	case m.percentage || m.change != "" || m.coordinated || listed || !c.right():
		c.l0, c.l1 = p.clause.l0, p.clause.l1
		c.t0, c.t1 = p.clause.t0, p.clause.t1
		if m.change == "" || !p.clause.left() {
			c.m0, c.m1 = p.clause.m0, p.clause.m1
		}
		if c.right() && m.percentage && !p.percentage && !p.clause.left() && c.m1 == c.m0 {
			c.m0, c.m1 = p.clause.r0, p.clause.r1 // "37 tỷ đồng chi lương, chiếm 32% dự toán"
		}
		if !c.right() && !(m.percentage && p.percentage) && !(m.coordinated && m.class == "money" && p.class != "money" && p.clause.left()) {
			c.r0, c.r1 = p.clause.r0, p.clause.r1
		}
	}
}

// sums reports that the words before money name only the sum: "tổng trị giá",
// "thu". For what it was paid is said before.
func (x *whats) sums(d *doc, c *clause) bool {
	return x.heads.has(d.id(c.l0)) || c.l1 == c.l0+1
}

// listMost is the most figures of a list that are gone back over.
const listMost = 12

// listHead returns the figure at the head of the list that figure k ends: of
// "tặng 50 suất quà, gồm 10 chăn, 20 áo" the gifts.
func (x *whats) listHead(d *doc, ms []mention, k int) int {
	for range listMost {
		if k == 0 || ms[k-1].sentence != ms[k].sentence || !ms[k].coordinated && d.id(ms[k].i-1) != x.consists {
			break
		}
		k--
	}
	return k
}

// casualty reports that [i, j) says only that people were killed or hurt:
// whom and in what is said before.
func (x *whats) casualty(d *doc, i, j int) bool {
	if x.causes.has(d.id(j - 1)) {
		return true
	}
	for k := i; k < j; k++ {
		if !x.causes.has(d.id(k)) && !x.harm.has(d.id(k)) {
			return false
		}
	}
	return true
}

// harmOf says what happened to the persons of m: the word that tells it stands
// in its unit, right behind or right before it ("chết 2 người").
func (x *whats) harmOf(d *doc, m *mention) vi.ID {
	if m.class != "person" || m.percentage {
		return 0
	}
	for k := m.u1; k < min(m.j+3, len(d.toks)) && (k < m.j || d.toks[k].Kind == vi.Word); k++ {
		if x.fate.has(d.id(k)) {
			return d.id(k)
		}
	}
	for k := m.n0 - 1; k >= 0 && k >= m.n0-3 && d.toks[k].Kind == vi.Word; k-- {
		if x.fate.has(d.id(k)) {
			return d.id(k)
		}
	}
	return 0
}

// source returns the figure before mention k that says what k counts: the last
// one of the same unit for a change, else the one before, all in the same
// sentence; for a change also in the sentences just before.
func (x *whats) source(d *doc, ms []mention, k int) *mention {
	if j := x.sourceAt(d, ms, k); j >= 0 {
		return &ms[j]
	}
	return nil
}

func (x *whats) sourceAt(d *doc, ms []mention, k int) int {
	m := &ms[k]
	if m.respectively {
		first, n := k, 1
		for first > 0 && n < 6 && ms[first-1].respectively && ms[first].coordinated {
			first--
			n++
		}
		for j := k + 1; j < len(ms) && n < 12 && ms[j].respectively && ms[j].coordinated; j++ {
			n++
		}
		if s := k - n; s >= 0 && first-n >= 0 && ms[s].sentence == m.sentence {
			return s
		}
	}
	if m.change != "" && !m.percentage {
		for j := k - 1; j >= 0 && j >= k-8 && ms[j].sentence >= m.sentence-2; j-- {
			if ms[j].unit == m.unit && !ms[j].percentage && ms[j].change == "" && ms[j].harm == m.harm {
				return j
			}
		}
	}
	for j := k - 1; j >= 0 && j > k-8; j-- {
		p := &ms[j]
		switch {
		case p.sentence == m.sentence && x.enclosed(d, p.j, m.i):
		case p.sentence == m.sentence || m.change != "" && p.sentence == m.sentence-1:
			return j
		case m.timed && !m.labelled && p.sentence == m.sentence-1 && p.unit == m.unit && p.change == "" && !x.enclosed(d, p.j, d.sents[p.sentence].End):
			return j // "Lũy kế đến nay đạt 15.535 tỷ đồng"
		case p.sentence < m.sentence-1:
			return -1
		}
	}
	return -1
}

// around reads the words next to m between the tokens from and to.
func (x *whats) around(d *doc, m, next *mention, from, to int) clause {
	var c clause
	c.r0, c.r1 = x.rightEdge(d, m, next, to)
	bare := m.percentage || m.change != "" || c.r1 == c.r0
	if c.right() && c.r0 < m.j {
		c.r0 = m.u0 // the unit's own words go on: "tổ công tác", "hộ gia đình"
	}
	if m.coordinated {
		return c
	}
	c.l0, c.l1 = x.leftEdge(d, from, m.i, bare)
	c.l0, c.l1 = x.trimLeft(d, c.l0, c.l1)
	if x.pastActor(d, from, m, &c) {
		return c
	}
	k := c.l1 - 2
	if d.id(k+1) == x.high {
		k--
	}
	if m.percentage && k > c.l0+2 && d.id(k) == x.rate && d.id(k+1) == x.ratio && x.reach.has(d.id(k-1)) {
		c.l0, c.l1 = x.trimLeft(d, c.l0, k) // "án nghiêm trọng được làm rõ đạt tỷ lệ 96%"
	}
	if c.left() {
		c.l0, c.l1 = x.pastTimes(d, c.l0, c.l1)
		m.timed = !c.left()
	}
	if h := x.subjectOf(d, m, from, c); h >= 0 {
		c.l0, c.l1 = h, x.subjectEnd(d, h, m.i)
		return c
	}
	if h := x.series(d, c.l0, c.l1); h >= 0 {
		if !m.percentage {
			h = x.withSeries(d, c.l0, h)
		}
		c.l0 = h
		c.l1 = x.shorten(d, c.l0, c.l1, whatSeries)
	} else if over := x.count(d, c.l0, c.l1) - whatLeft; over > 0 {
		c.l1 = x.beforePlace(d, c.l0, c.l1)
		if over = x.count(d, c.l0, c.l1) - whatLeft; over > 0 {
			c.l0 = x.skip(d, c.l0, over)
		}
		for x.splits(d, c.l0) {
			c.l0--
		}
		c.l0, c.l1 = x.trimLeft(d, c.l0, c.l1)
	}
	c.l0 = x.pastAgent(d, c.l0, c.l1, c.right())
	if m.change != "" {
		c.l0 = x.pastComparison(d, c.l0, c.l1)
	}
	if !c.left() && (m.percentage || m.change != "") && !c.right() && x.placeBefore(d, m) != "" {
		c.l0, c.l1 = x.capitals(d, m.i), m.i // "TPHCM tăng 1,39%"
	}
	if c.right() && !bare && x.pastArea(d, c.l0, c.l1) == c.l1 {
		c.l0 = c.l1 // "Huyện Hải Bình có 530 ha lúa bị ngập": where
	}
	if c.left() && (m.change != "" && d.id(c.l0) == x.compare || m.percentage && c.l1 == c.l0+2 && d.id(c.l0) == x.rate && d.id(c.l0+1) == x.ratio) {
		c.l0 = c.l1 // "so với cùng kỳ tăng 94 vụ", "giảm 89 vụ, tỷ lệ 7,44%"
	}
	return c
}

// actorBack is how far back the "do ông …" of a clause is looked for.
const actorBack = 24

// pastActor leaves out who runs the subject of the clause: of "hộ kinh doanh X
// do ông … làm chủ bị phạt" the subject and what befell it stay.
func (x *whats) pastActor(d *doc, from int, m *mention, c *clause) bool {
	by := -1
	for k := m.i - 1; k >= from && k > m.i-actorBack; k-- {
		t := d.toks[k]
		if t.Kind == vi.Punct && !inside(t) && !t.Is(',') {
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
	i = x.skip(d, i, max(x.count(d, i, j)-whatLeft, 0))
	c.l0, c.l1 = i, j
	c.m0, c.m1 = x.trimLeft(d, verb, m.i)
	c.m0 = verb
	return true
}

// beforePlace leaves out the place at the end of many words: "… giao dịch trên
// mạng xã hội".
func (x *whats) beforePlace(d *doc, i, j int) int {
	for k := j - 3; k > i+3; k-- {
		if x.place.has(d.id(k)) {
			return k
		}
	}
	return j
}

// withSeries returns where the words before a series at h begin that it belongs
// to, among those from token i: "xử phạt vi phạm hành chính với tổng số tiền".
// Without them it returns h.
func (x *whats) withSeries(d *doc, i, h int) int {
	w, k := &d.x.figures.words, h-1
	if d.id(k) == w.total {
		k--
	}
	if k < i+2 || d.id(k) != w.with || d.id(k+1) != w.total {
		return h
	}
	return x.skip(d, i, max(x.count(d, i, h)-whatLeft, 0))
}

// series returns where the name of a series begins in [i, j) ("tỷ lệ …"), -1
// when there is none.
func (x *whats) series(d *doc, i, j int) int {
	h := -1
	for k := j - 2; k >= i; k-- {
		_, n := x.names.Longest(d.toks, k)
		if n == 0 || k+n > j {
			continue
		}
		if h >= 0 && d.id(h-1) != x.and {
			break
		}
		h = k // of two joined by "và" the first
	}
	return h
}

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
		if t.Kind != vi.Word || x.quote(d, k) {
			return i
		}
		_, n := x.agents.Longest(d.toks, k)
		if (t.Flags&vi.Upper == 0 || k == i) && n == 0 {
			continue
		}
		e := k + max(n, 1)
		for e < j && (x.area(d, e) > 0 || x.open.has(d.id(e)) || x.subject.has(d.id(e))) {
			e += max(x.area(d, e), 1)
		}
		if j-e < least || d.owners[k] != free || x.splits(d, e) {
			return i
		}
		if h := x.capitals(d, k+1); h > i && x.objects.has(d.id(h-1)) {
			return i // "bầu Ban Chấp hành"
		}
		return e
	}
	return i
}

// quote says that token k is a quotation mark.
func (x *whats) quote(d *doc, k int) bool {
	t := d.toks[k]
	return t.Is('“') || t.Is('”') || t.Is('"')
}

// leftEdge goes left from token i to where the clause begins and returns its
// words. When the words up to a comma say nothing and bare is set, it goes on
// to the part before.
func (x *whats) leftEdge(d *doc, from, i int, bare bool) (int, int) {
	words, k, end, crossed := 0, i, i, false
	for k > from {
		t := d.toks[k-1]
		switch {
		case d.owners[k-1] == ownDate:
		case t.Is(')'):
			if words > 3 {
				return k, end
			}
			k = x.opening(d, from, k-1) + 1
			if words == 0 {
				end = k - 1
			}
		case t.ID == x.and && words == 0 && from > 0 && !d.toks[from].Has(vi.Line) && d.owners[from-1] != free:
			return i, i // "… và có 64 xã": a clause of its own
		case t.ID == x.period && d.id(k-2) == x.duty && d.owners[k] == ownDate:
			if k -= 2; words == 0 {
				if d.toks[k-1].Is(',') {
					k--
				}
				end = k
			}
			continue // "cử ra Ủy ban, nhiệm kỳ 2025 - 2030 gồm 120 người"
		case t.Kind == vi.Punct && !inside(t):
			if t.Is(',') && x.oneNoun(d, k-1) {
				break
			}
			if k == i && bare && (t.Is(':') || t.Is('(')) && (from == 0 || d.owners[from-1] == free || d.toks[from].Is(';')) {
				end = k - 1
				break // "tội phạm ma túy: 5 vụ", "đạt tỷ lệ cao (79,5%)"
			}
			if !t.Is(',') || !(words == 0 && bare || words > 0 && x.continues(d, from, k-1, words)) {
				return x.adverbial(d, k, end)
			}
			crossed = crossed || words == 0
		case t.Kind == vi.Word && x.subject.has(t.ID) && words > 0, t.ID == x.among && k-2 >= from && d.id(k-2) == x.within:
			return k, end
		case t.Kind == vi.Word && t.ID == x.ban && k-2 >= from && d.id(k-2) == x.dia:
			if words > 0 {
				return x.pastArea(d, k, i), end
			}
			end = k - 2
			k--
		case t.Kind == vi.Word && (words > 0 || !x.close.has(t.ID)) && x.pastArea(d, k-1, end) < end:
			words++
		}
		k--
	}
	if crossed && from > 0 && !d.toks[from].Has(vi.Line) && d.owners[from-1] != free {
		return i, i // what stands there belongs to the figure before
	}
	return x.adverbial(d, k, end)
}

// oneNoun reports that the comma at k stands inside one noun: "phòng, chống",
// "nông, lâm, thủy sản", "nguồn lửa, nguồn nhiệt".
func (x *whats) oneNoun(d *doc, k int) bool {
	if k < 2 || k+1 >= len(d.toks) {
		return false
	}
	twins := d.id(k+1) == d.id(k-2) && d.id(k+1) != 0 && d.toks[k+1].Kind == vi.Word && d.owners[k-2] == free
	return d.id(k-1) == x.prevent && d.id(k+1) == x.fight || x.crops.has(d.id(k-1)) || twins || x.splits(d, k)
}

// adverbial leaves out a part that tells only when or where ("Dịp này, có 56
// tập thể") when other words tell what is counted.
func (x *whats) adverbial(d *doc, k, end int) (int, int) {
	if _, n := x.links.Longest(d.toks, k); n > 0 && k+n <= end {
		for k += n; k < end && d.toks[k].Is(','); k++ {
		}
	}
	if k < end && x.adverb.has(d.id(k)) {
		for j := k; j < end; j++ {
			if d.toks[j].Is(',') {
				return j + 1, end
			}
		}
	}
	return k, end
}

// opening returns the bracket that the one at k closes, or from.
func (x *whats) opening(d *doc, from, k int) int {
	for j := k - 1; j > from && j > k-60; j-- {
		if d.toks[j].Is('(') {
			return j
		}
	}
	return k
}

// pastArea returns the first token after "địa bàn tỉnh …" that is no part of
// the name of a place.
func (x *whats) pastArea(d *doc, k, i int) int {
	for k < i && d.toks[k].Kind == vi.Word && (x.area(d, k) > 0 || d.toks[k].Flags&vi.Upper != 0 || x.close.has(d.id(k)) || x.subject.has(d.id(k))) {
		k += max(x.area(d, k), 1)
	}
	return k
}

// area returns how many tokens at k stand before the name of a place.
func (x *whats) area(d *doc, k int) int {
	_, n := x.areas.Longest(d.toks, k)
	return n
}

// inside reports that a mark stands inside a clause.
func inside(t vi.Token) bool {
	return t.Is('“') || t.Is('”') || t.Is('"') || t.Is('-') || t.Is('‘') || t.Is('’') || t.Is('/')
}

// continues reports that the words before the comma at k belong to the same
// clause as the few after it: "bắt, xử lý", "tỷ lệ điều tra, khám phá án".
func (x *whats) continues(d *doc, from, k, after int) bool {
	if after > 6 || d.toks[k+1].Flags&vi.Upper != 0 && d.toks[k-1].Flags&vi.Upper == 0 {
		return false // a new subject
	}
	n, j := 0, k-1
	for ; j >= from; j-- {
		t := d.toks[j]
		if _, w := x.names.Longest(d.toks, j); w > 0 {
			return n <= 8 // the name of a series: "tỷ lệ điều tra, khám phá án"
		}
		if _, w := x.agents.Longest(d.toks, j); w > 0 {
			return n > 0 && x.count(d, x.pastArea(d, j+w, k), k) <= 3
		}
		if t.Kind != vi.Word || d.owners[j] != free || x.subject.has(t.ID) {
			break
		}
		if n++; n > 9 {
			return false
		}
	}
	if j < from && from > 0 && d.owners[from-1] != free && !d.toks[from].Has(vi.Line) {
		return false // the end of the figure before
	}
	return n > 0 && n <= 3 && !x.adverb.has(d.id(j+1))
}

// rightEdge returns the words after the unit of m that tell more of it.
func (x *whats) rightEdge(d *doc, m, next *mention, to int) (int, int) {
	j := m.u1
	if m.j < len(d.toks) && d.toks[m.j].Is('(') { // "24 người (17 nam và 7 nữ) dương tính …"
		for k := m.j; k < len(d.toks) && k < m.j+40 && !d.toks[k].Has(vi.Line); k++ {
			if d.toks[k].Is(')') {
				if k+1 < len(d.toks) && !d.toks[k+1].Has(vi.Line) && d.toks[k+1].Kind == vi.Word {
					j, to = k+1, max(to, min(k+12, len(d.toks)))
				}
				break
			}
		}
	}
	for j >= m.j && j+1 < to && d.toks[j].Is('/') && d.glued(j) && d.toks[j+1].Kind == vi.Word {
		j += 2 // "/người/năm"
	}
	if k := x.pastNames(d, j, to); k > j {
		j = k
	}
	if j >= m.j && j < to && d.id(j) == x.and {
		return j, j
	}
	if next != nil && x.reach.has(d.id(j)) && j+1 == next.i {
		return j, next.j // "2 xã đạt 19/19 tiêu chí"
	}
	if j < to && d.toks[j].Is(',') && x.lists(d, j, to) { // "1.420 cơ quan, doanh nghiệp, trường học đạt …"
		for j < to && d.toks[j].Is(',') && x.lists(d, j, to) {
			for j++; j < to && !d.toks[j].Is(',') && d.id(j) != x.and; j++ {
			}
		}
		if j < to {
			j++
		}
	}
	j = x.pastGiver(d, j, to)
	k, words := j, 0
	for ; k < to && words < whatRight; k++ {
		t := d.toks[k]
		if k > m.u1 && t.Has(vi.Line) || k >= m.j && d.owners[k] != free {
			break
		}
		if t.Kind != vi.Word {
			if k < m.j || inside(t) || t.Is(',') && (x.lists(d, k, to) || words > 0 && words <= 3 && x.runsOut(d, k, to)) {
				continue
			}
			break
		}
		if words > 1 && t.ID == x.and && k+1 < to && d.toks[k+1].Flags&vi.Upper != 0 && d.toks[k-1].Flags&vi.Upper == 0 {
			break // "tặng bằng khen và Giám đốc …"
		}
		if k >= m.j && (x.stop.has(t.ID) || t.ID == x.dia && d.id(k+1) == x.ban || x.reach.has(t.ID) && (k+2 >= to || k+3 >= to && next != nil && d.id(k+1) == x.rate && d.id(k+2) == x.ratio)) {
			break
		}
		words++
		if k < m.j {
			words--
		}
	}
	if next != nil && (k == to || x.joins.has(d.id(j)) && k < to && d.toks[k].Is('(')) {
		for c := k - 1; c >= j; c-- {
			if x.joins.has(d.id(c)) {
				k = c // "… với tổng số tiền" belongs to the figure behind it
				break
			}
		}
	}
	for k > j && (d.toks[k-1].Kind != vi.Word || x.tail.has(d.id(k-1)) || words >= whatRight && x.splits(d, k)) {
		k--
	}
	for j < k && d.toks[j].Is(',') {
		j++
	}
	return j, k
}

// pastNames goes over names right after a unit that other words follow: "2 xã
// Quảng Tín và Đắk Ru đạt chuẩn".
func (x *whats) pastNames(d *doc, j, to int) int {
	k := j
	for k < to && k < j+10 && (d.toks[k].Flags&vi.Upper != 0 || k > j && (d.id(k) == x.and || d.toks[k].Is(','))) {
		k++
	}
	if k >= to || d.toks[k].Kind != vi.Word || k < j+2 || d.toks[j+1].Flags&vi.Upper == 0 || d.id(k-1) == x.and || d.toks[k-1].Is(',') || d.toks[k-1].Has(vi.Caps) {
		return j
	}
	return k
}

// pastGiver goes over who gives, in "được Bộ Công an, UBND tỉnh tặng bằng khen".
func (x *whats) pastGiver(d *doc, j, to int) int {
	if j >= to || d.id(j) != x.got {
		return j
	}
	for k := j + 1; k < to && k < j+16 && !d.toks[k].Has(vi.Line) && !d.toks[k].Is(';'); k++ {
		if x.award.has(d.id(k)) {
			return k
		}
	}
	return j
}

// runsOut reports that the part behind the comma at k ends with the sentence
// or at a mark before any figure.
func (x *whats) runsOut(d *doc, k, to int) bool {
	if k+1 >= to || x.adverb.has(d.id(k+1)) || d.toks[k+1].Kind != vi.Word || x.sirs.has(d.id(k+1)) || d.toks[k+1].Flags&vi.Upper != 0 {
		return false
	}
	for j := k + 1; j < to; j++ {
		if d.toks[j].Kind == vi.Punct && !inside(d.toks[j]) {
			return true
		}
	}
	return to >= len(d.toks) || d.toks[to].Has(vi.Line) || d.owners[to] == free
}

// lists reports that the comma at k parts a list that goes on: a short part
// and another comma or "và" follow.
func (x *whats) lists(d *doc, k, to int) bool {
	for j := k + 1; j < to && j <= k+5; j++ {
		t := d.toks[j]
		if t.Has(vi.Line) || d.owners[j] != free {
			return false
		}
		if j > k+1 && (t.Is(',') || t.ID == x.and) {
			return true
		}
		if t.Kind != vi.Word || x.stop.has(t.ID) || j == k+1 && x.adverb.has(t.ID) || x.subject.has(t.ID) {
			return false
		}
	}
	return false
}

// trimLeft drops marks, dates and function words at both ends of the words
// before a number.
func (x *whats) trimLeft(d *doc, i, j int) (int, int) {
	for i < j && (d.toks[i].Kind != vi.Word || d.owners[i] == ownDate || x.open.has(d.id(i)) && !(x.heads.has(d.id(i)) && d.id(i+1) == d.x.figures.words.number)) {
		i++
	}
	for j > i && (d.toks[j-1].Kind != vi.Word || d.owners[j-1] == ownDate || x.close.has(d.id(j-1))) {
		j--
	}
	return i, j
}

// count returns the number of words in [i, j).
func (x *whats) count(d *doc, i, j int) int {
	n := 0
	for k := i; k < j; k++ {
		if d.toks[k].Kind == vi.Word && d.owners[k] != ownDate {
			n++
		}
	}
	return n
}

// skip goes over n words.
func (x *whats) skip(d *doc, i, n int) int {
	for ; n > 0; i++ {
		if d.toks[i].Kind == vi.Word && d.owners[i] != ownDate {
			n--
		}
	}
	return i
}

// text joins the words around m as printed; when there are none, its unit
// and place.
func (x *whats) text(d *doc, m *mention) string {
	c := m.clause
	left := x.words(d, c.l0, c.l1)
	if c.m1 == c.m0 {
		c.m0, c.m1 = c.t0, c.t1
	}
	more := x.first(d, c.m0, c.m1, whatMost-x.count(d, c.l0, c.l1))
	room := whatMost - x.count(d, c.l0, c.l1) - x.count(d, c.m0, c.m1)
	switch n := x.count(d, c.l0, c.l1); {
	case x.awards(d, c.l0, c.l1):
		room = 0
	case n > 3:
		room = min(room, whatAfter)
	}
	if c.r0 == m.u1 && c.right() && room > 1 && m.class != "money" && !measures[m.class] {
		c.r0 = m.u0
	}
	right := x.first(d, c.r0, c.r1, max(room, 0))
	if c.p1 > c.p0 {
		right = join(right, x.first(d, c.p0, c.p1, whatAfter))
	}
	if left == "" && more == "" && right == "" {
		return join(d.text(m.u0, m.j), x.areaOf(d, m))
	}
	return join(left, join(more, right))
}

// awards reports that [i, j) says what is given for merit.
func (x *whats) awards(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if x.award.has(d.id(k)) {
			return true
		}
	}
	return false
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	if b == "" {
		return a
	}
	return a + " " + b
}

// areaOf returns the "trên địa bàn …" shortly before m.
func (x *whats) areaOf(d *doc, m *mention) string {
	from := d.sents[m.sentence].First
	for k := m.i - 1; k > from+1 && k > m.i-14; k-- {
		if d.id(k) == x.ban && d.id(k-1) == x.dia {
			e := k + 1
			for e < m.i && d.toks[e].Kind == vi.Word && (x.area(d, e) > 0 || d.toks[e].Flags&vi.Upper != 0) {
				e += max(x.area(d, e), 1)
			}
			return d.text(k-1, e)
		}
	}
	return ""
}

// shorten returns where the first n words of [i, j) end, or a word before when
// that goes through one.
func (x *whats) shorten(d *doc, i, j, n int) int {
	if x.count(d, i, j) <= n {
		return j
	}
	for j > i && (x.count(d, i, j) > n || x.splits(d, j)) {
		j--
	}
	return j
}

// first prints the first n words of [i, j).
func (x *whats) first(d *doc, i, j, n int) string {
	j = x.shorten(d, i, j, n)
	for j > i && (d.toks[j-1].Kind != vi.Word || x.tail.has(d.id(j-1))) {
		j--
	}
	return x.words(d, i, j)
}

// words prints [i, j) without the dates in it.
func (x *whats) words(d *doc, i, j int) string {
	for k := i; k < j; k++ {
		if d.owners[k] == ownDate {
			var b strings.Builder
			for ; i < j; i++ {
				if d.owners[i] == ownDate {
					continue
				}
				if b.Len() > 0 && d.toks[i].Flags&vi.Space != 0 {
					b.WriteByte(' ')
				}
				b.WriteString(d.text(i, i+1))
			}
			return b.String()
		}
	}
	return d.text(i, j)
}
