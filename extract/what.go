package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// whats says what a figure counts: the words of its clause on the left (verb,
// object) and on the right (modifiers of the unit).
type whats struct {
	open, close, tail, subject, stop, adverb wordSet
	heads                                    wordSet // tỷ, tổng, số: begin the name of a series
	causes                                   wordSet // làm, khiến, gây
	harm                                     wordSet // chết, bị, thương
	areas                                    wordSet // tỉnh, huyện, toàn … after "trên địa bàn"
	ratio, rate, ground, ground2, compare    vi.ID   // lệ, tỷ, địa, bàn, so
	reach, and                               vi.ID   // đạt, và
}

// The most words taken from either side, and in all.
const (
	whatLeft  = 8
	whatRight = 9
	whatMost  = 12
	whatAfter = 6 // on the right when the left tells much
)

func newWhats(v *vi.Vocab) (*whats, error) {
	rows, err := vi.ReadTable(vi.Data, "data/whatwords.tsv")
	if err != nil {
		return nil, err
	}
	words := map[string][]string{"open": nil, "close": nil, "tail": nil, "subject": nil, "stop": nil, "adverb": nil}
	for _, r := range rows {
		for _, k := range r.List("kind") {
			if _, ok := words[k]; !ok {
				return nil, r.Errorf("unknown kind %q", k)
			}
			words[k] = append(words[k], r.Get("word"))
		}
	}
	set := func(kind string) wordSet { return newWordSet(v, words[kind]...) }
	return &whats{
		open: set("open"), close: set("close"), tail: set("tail"),
		subject: set("subject"), stop: set("stop"), adverb: set("adverb"),
		heads:  newWordSet(v, "tỷ", "tổng", "số", "mức", "tốc", "chỉ"),
		causes: newWordSet(v, "làm", "khiến", "gây", "cướp"),
		harm:   newWordSet(v, "chết", "bị", "thương", "tử", "vong", "mất", "tích", "và"),
		areas:  newWordSet(v, "toàn", "tỉnh", "huyện", "xã", "thị", "thành", "phố", "phường", "trấn", "quận"),
		ratio:  v.Add("lệ"), rate: v.Add("tỷ"), ground: v.Add("địa"), ground2: v.Add("bàn"),
		compare: v.Add("so"), reach: v.Add("đạt"), and: v.Add("và"),
	}, nil
}

// A clause is what was found around one figure: the words on the left and on
// the right of it, and what they add to (a sum "với tổng vốn …" belongs to the
// projects before it), as token ranges.
type clause struct{ l0, l1, r0, r1, m0, m1 int }

func (c clause) left() bool  { return c.l1 > c.l0 }
func (c clause) right() bool { return c.r1 > c.r0 }

// fill sets what of every mention of the article.
func (x *whats) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		m := &ms[k]
		from, to := d.sents[m.sentence].First, d.sents[m.sentence].End
		if k > 0 && ms[k-1].sentence == m.sentence {
			from = ms[k-1].u1
		}
		if k+1 < len(ms) && ms[k+1].sentence == m.sentence {
			to = ms[k+1].i
		}
		m.clause = x.around(d, m, from, to)
	}
	for k := len(ms) - 2; k >= 0; k-- { // "55 vụ, 64 đối tượng phạm tội …"
		m, next := &ms[k], &ms[k+1]
		if next.coordinated && !m.clause.right() && next.change == m.change {
			m.clause.r0, m.clause.r1 = next.clause.r0, next.clause.r1
		}
	}
	for k := range ms {
		m := &ms[k]
		x.inherit(d, ms, k)
		m.what = x.text(d, m)
	}
}

// inherit gives m the words of the figures before it that its own clause
// leaves out.
func (x *whats) inherit(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	hurt := m.class == "person" && c.left() && x.casualty(d, c.l0, c.l1)
	sum := m.class == "money" && c.left() && x.heads.has(d.id(c.l0)) && k > 0 && ms[k-1].sentence == m.sentence && ms[k-1].class != "money"
	if c.left() && !hurt && !sum {
		return
	}
	p := x.source(ms, k)
	if p == nil {
		return
	}
	switch {
	case sum:
		c.m0, c.m1 = p.u0, max(p.clause.r1, p.u1)
		if !p.clause.right() {
			c.m0, c.m1 = p.clause.l0, p.clause.l1
		}
	case hurt:
		c.r0, c.r1 = c.l0, c.l1
		c.l0, c.l1 = p.clause.l0, p.clause.l1
		c.m0, c.m1 = p.clause.r0, p.clause.r1
		if p.clause.m1 > p.clause.m0 {
			c.m0, c.m1 = p.clause.m0, p.clause.m1
		}
	case m.percentage || m.change != "" || m.coordinated || !c.right():
		c.l0, c.l1 = p.clause.l0, p.clause.l1
		c.m0, c.m1 = p.clause.m0, p.clause.m1
		if !c.right() {
			c.r0, c.r1 = p.clause.r0, p.clause.r1
		}
	}
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

// source returns the figure before mention k that says what k counts: the last
// one of the same unit for a change, else the one before, all in the same
// sentence; for a change also in the sentences just before.
func (x *whats) source(ms []mention, k int) *mention {
	m := &ms[k]
	if m.respectively {
		first, n := k, 1
		for first > 0 && ms[first-1].respectively && ms[first].coordinated {
			first--
			n++
		}
		for j := k + 1; j < len(ms) && ms[j].respectively && ms[j].coordinated; j++ {
			n++
		}
		if s := k - n; s >= 0 && first-n >= 0 && ms[s].sentence == m.sentence {
			return &ms[s]
		}
	}
	if m.change != "" && !m.percentage {
		for j := k - 1; j >= 0 && j >= k-8 && ms[j].sentence >= m.sentence-2; j-- {
			if ms[j].unit == m.unit && !ms[j].percentage && ms[j].change == "" {
				return &ms[j]
			}
		}
	}
	if k > 0 && (ms[k-1].sentence == m.sentence || m.change != "" && ms[k-1].sentence == m.sentence-1) {
		return &ms[k-1]
	}
	return nil
}

// around reads the words next to m between the tokens from and to.
func (x *whats) around(d *doc, m *mention, from, to int) clause {
	var c clause
	c.r0, c.r1 = x.rightEdge(d, m, to)
	if m.coordinated {
		return c
	}
	bare := m.percentage || m.change != "" || c.r1 == c.r0
	c.l0, c.l1 = x.leftEdge(d, from, m.i, bare)
	c.l0, c.l1 = x.trimLeft(d, c.l0, c.l1)
	if h := x.series(d, c.l0, c.l1); h >= 0 {
		c.l0 = h
		for x.count(d, c.l0, c.l1) > whatLeft {
			c.l1--
		}
	}
	if over := x.count(d, c.l0, c.l1) - whatLeft; over > 0 {
		c.l0 = x.skip(d, c.l0, over)
	}
	c.l0 = x.pastAgent(d, c.l0, c.l1)
	if m.change != "" && c.left() && (d.id(c.l0) == x.compare || c.l1 == c.l0+2 && d.id(c.l0) == x.rate && d.id(c.l0+1) == x.ratio) {
		c.l0 = c.l1 // "so với cùng kỳ tăng 94 vụ", "giảm 89 vụ, tỷ lệ 7,44%"
	}
	return c
}

// series returns where the name of a series begins in [i, j) ("tỷ lệ …"), -1
// when there is none.
func (x *whats) series(d *doc, i, j int) int {
	for k := j - 2; k >= i; k-- {
		if d.id(k) == x.rate && d.id(k+1) == x.ratio {
			return k
		}
	}
	return -1
}

// pastAgent drops who did it ("Chủ tịch UBND tỉnh khen thưởng"): the words up
// to the last capital, when two words or more are left.
func (x *whats) pastAgent(d *doc, i, j int) int {
	for k := j - 1; k > i; k-- {
		t := d.toks[k]
		if t.Kind != vi.Word || x.quote(d, k, j) {
			return i
		}
		if t.Flags&vi.Upper == 0 {
			continue
		}
		e := k + 1
		for e < j && (x.areas.has(d.id(e)) || x.open.has(d.id(e)) || x.subject.has(d.id(e))) {
			e++
		}
		if j-e < 2 || d.owners[k] != free {
			return i
		}
		return e
	}
	return i
}

func (x *whats) quote(d *doc, k, j int) bool {
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
			k = x.opening(d, from, k-1) + 1
		case t.Kind == vi.Punct && !inside(t):
			if !t.Is(',') || !(words == 0 && bare || words > 0 && x.continues(d, from, k-1, words)) {
				return x.adverbial(d, k, end, bare)
			}
			crossed = crossed || words == 0
		case t.Kind == vi.Word && x.subject.has(t.ID) && words > 0:
			return k, end
		case t.Kind == vi.Word && t.ID == x.ground2 && k-2 >= from && d.id(k-2) == x.ground:
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
	return x.adverbial(d, k, end, bare)
}

// adverbial leaves out a part that tells only when or where ("Dịp này, có 56
// tập thể") when other words tell what is counted.
func (x *whats) adverbial(d *doc, k, end int, bare bool) (int, int) {
	if !bare && k < end && x.adverb.has(d.id(k)) {
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
	for k < i && d.toks[k].Kind == vi.Word && (x.areas.has(d.id(k)) || d.toks[k].Flags&vi.Upper != 0 || x.close.has(d.id(k)) || x.subject.has(d.id(k))) {
		k++
	}
	return k
}

// inside reports that a mark stands inside a clause.
func inside(t vi.Token) bool {
	return t.Is('“') || t.Is('”') || t.Is('"') || t.Is('-') || t.Is('‘') || t.Is('’') || t.Is('/')
}

// continues reports that the words before the comma at k belong to the same
// clause as the few after it: "bắt, xử lý", "tỷ lệ điều tra, khám phá án".
func (x *whats) continues(d *doc, from, k, after int) bool {
	if after > 6 {
		return false
	}
	n, j := 0, k-1
	for ; j >= from; j-- {
		t := d.toks[j]
		if t.ID == x.ratio && j > from && x.heads.has(d.id(j-1)) {
			return n <= 8
		}
		if t.Kind != vi.Word || d.owners[j] != free || x.subject.has(t.ID) {
			break
		}
		n++
	}
	return n > 0 && n <= 3 && !x.adverb.has(d.id(j+1))
}

// rightEdge returns the words after the unit of m that tell more of it.
func (x *whats) rightEdge(d *doc, m *mention, to int) (int, int) {
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
	k, words := j, 0
	for ; k < to && words < whatRight; k++ {
		t := d.toks[k]
		if k > m.u1 && t.Has(vi.Line) || k >= m.j && d.owners[k] != free {
			break
		}
		if t.Kind != vi.Word {
			if inside(t) || t.Is(',') && x.lists(d, k, to) {
				continue
			}
			break
		}
		if x.stop.has(t.ID) || t.ID == x.ground && d.id(k+1) == x.ground2 || t.ID == x.reach && k+2 >= to {
			break
		}
		words++
	}
	for k > j && (d.toks[k-1].Kind != vi.Word || x.tail.has(d.id(k-1))) {
		k--
	}
	return j, k
}

// lists reports that the comma at k parts a list that goes on: a short part
// and another comma or "và" follow.
func (x *whats) lists(d *doc, k, to int) bool {
	for j := k + 1; j < to && j <= k+4; j++ {
		t := d.toks[j]
		if t.Has(vi.Line) || d.owners[j] != free {
			return false
		}
		if j > k+1 && (t.Is(',') || t.ID == x.and) {
			return true
		}
		if t.Kind != vi.Word || x.stop.has(t.ID) || x.adverb.has(t.ID) || x.subject.has(t.ID) {
			return false
		}
	}
	return false
}

// trimLeft drops marks, dates and function words at both ends of the words
// before a number.
func (x *whats) trimLeft(d *doc, i, j int) (int, int) {
	for i < j && (d.toks[i].Kind != vi.Word || d.owners[i] == ownDate || x.open.has(d.id(i))) {
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
	more := x.first(d, c.m0, c.m1, whatMost-x.count(d, c.l0, c.l1))
	room := whatMost - x.count(d, c.l0, c.l1) - x.count(d, c.m0, c.m1)
	if c.left() {
		room = min(room, whatAfter)
	}
	right := x.first(d, c.r0, c.r1, max(room, 2))
	if left == "" && more == "" && right == "" {
		return d.text(m.u0, m.j)
	}
	return join(left, join(more, right))
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

// first prints the first n words of [i, j).
func (x *whats) first(d *doc, i, j, n int) string {
	for j > i && (x.count(d, i, j) > n || d.toks[j-1].Kind != vi.Word || x.tail.has(d.id(j-1))) {
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
