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
	areas                                    wordSet // tỉnh, huyện, toàn … after "trên địa bàn"
	ratio, rate, ground, ground2, compare    vi.ID   // lệ, tỷ, địa, bàn, so
	reach                                    vi.ID   // đạt
}

// The most words taken from either side, and in all.
const (
	whatLeft  = 8
	whatRight = 9
	whatMost  = 13
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
		causes: newWordSet(v, "làm", "khiến", "gây"),
		areas:  newWordSet(v, "toàn", "tỉnh", "huyện", "xã", "thị", "thành", "phố", "phường", "trấn", "quận"),
		ratio:  v.Add("lệ"), rate: v.Add("tỷ"), ground: v.Add("địa"), ground2: v.Add("bàn"),
		compare: v.Add("so"), reach: v.Add("đạt"),
	}, nil
}

// A clause is what was found around one figure: words on the left and on the
// right of it, as token ranges.
type clause struct{ l0, l1, r0, r1 int }

func (c clause) left() bool  { return c.l1 > c.l0 }
func (c clause) right() bool { return c.r1 > c.r0 }

// fill sets what of every mention of the article.
func (x *whats) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		m := &ms[k]
		from, to := d.sents[m.sentence].First, d.sents[m.sentence].End
		if k > 0 && ms[k-1].sentence == m.sentence {
			from = ms[k-1].j
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
		m.what = x.text(d, m.clause)
	}
}

// inherit gives m the words of the figures before it that its own clause
// leaves out.
func (x *whats) inherit(d *doc, ms []mention, k int) {
	m := &ms[k]
	caused := m.class == "person" && m.clause.left() && x.causes.has(d.id(m.clause.l1-1))
	if m.clause.left() && !caused {
		return
	}
	p := x.source(ms, k)
	if p == nil {
		return
	}
	if m.percentage || m.change != "" || m.coordinated || caused || !m.clause.right() {
		m.clause.l0, m.clause.l1 = p.clause.l0, p.clause.l1
		if !m.clause.right() || caused {
			m.clause.r0, m.clause.r1 = p.clause.r0, p.clause.r1
		}
	}
}

// source returns the figure before mention k that says what k counts: the last
// one of the same unit for a change, else the one before, all in the same
// sentence; for a change also in the sentences just before.
func (x *whats) source(ms []mention, k int) *mention {
	m := &ms[k]
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
	c := clause{l1: m.i}
	c.r0, c.r1 = x.rightEdge(d, m.u1, to)
	bare := m.percentage || m.change != "" || c.r1 == c.r0
	c.l0 = x.leftEdge(d, from, m.i, bare)
	c.l0, c.l1 = x.trimLeft(d, c.l0, c.l1)
	if over := x.count(d, c.l0, c.l1) - whatLeft; over > 0 {
		c.l0 = x.skip(d, c.l0, over)
	}
	if m.change != "" && c.left() && (d.id(c.l0) == x.compare || c.l1 == c.l0+2 && d.id(c.l0) == x.rate && d.id(c.l0+1) == x.ratio) {
		c.l0 = c.l1 // "so với cùng kỳ tăng 94 vụ", "giảm 89 vụ, tỷ lệ 7,44%"
	}
	return c
}

// leftEdge goes left from token i to where the clause begins. When the words
// up to a comma say nothing and bare is set, it goes on to the part before.
func (x *whats) leftEdge(d *doc, from, i int, bare bool) int {
	words, k := 0, i
	for k > from {
		t := d.toks[k-1]
		switch {
		case d.owners[k-1] == ownDate:
		case t.Kind == vi.Punct && !inside(t):
			if !t.Is(',') || !(words == 0 && bare || words > 0 && x.continues(d, from, k-1, words)) {
				return k
			}
		case t.Kind == vi.Word && x.subject.has(t.ID) && words > 0:
			return k
		case t.Kind == vi.Word && t.ID == x.ground2 && k-2 >= from && d.id(k-2) == x.ground:
			return x.pastArea(d, k, i)
		case t.Kind == vi.Word && (words > 0 || !x.close.has(t.ID)):
			words++
		}
		k--
	}
	return k
}

// pastArea returns the first token after "địa bàn tỉnh …" that is no part of
// the name of a place.
func (x *whats) pastArea(d *doc, k, i int) int {
	for k < i && d.toks[k].Kind == vi.Word && (x.areas.has(d.id(k)) || d.toks[k].Flags&vi.Upper != 0) {
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

// rightEdge returns the words after token j that tell more of the unit.
func (x *whats) rightEdge(d *doc, j, to int) (int, int) {
	if j < len(d.toks) && d.toks[j].Is('(') { // "24 người (17 nam và 7 nữ) dương tính …"
		for k := j; k < len(d.toks) && k < j+40 && !d.toks[k].Has(vi.Line); k++ {
			if d.toks[k].Is(')') {
				if k+1 < len(d.toks) && !d.toks[k+1].Has(vi.Line) {
					j, to = k+1, max(to, min(k+12, len(d.toks)))
				}
				break
			}
		}
	}
	k, words := j, 0
	for ; k < to && words < whatRight; k++ {
		t := d.toks[k]
		if k > j && t.Has(vi.Line) || d.owners[k] != free || t.Kind == vi.Punct && !inside(t) {
			break
		}
		if t.Kind != vi.Word {
			continue
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

// text joins the words of a clause as printed.
func (x *whats) text(d *doc, c clause) string {
	left, right := x.words(d, c.l0, c.l1), ""
	if room := whatMost - x.count(d, c.l0, c.l1); room > 0 {
		r1 := c.r1
		for x.count(d, c.r0, r1) > room {
			r1--
		}
		right = x.words(d, c.r0, r1)
	}
	switch {
	case left == "":
		return right
	case right == "":
		return left
	}
	return left + " " + right
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
