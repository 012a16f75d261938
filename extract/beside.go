package extract

import (
	"slices"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// besides reads what a text says of a figure beside its number and unit: the
// verb that tells how it came about (xảy ra, phát hiện, khởi tố), how final it
// is (sơ bộ, ước, chính thức), and whether it holds for the whole country.
// The words are those of data/figure_words.tsv.
type besides struct {
	phrases *vi.Phrases
	rows    []besideWord
	state   wordSet // có, còn, là: behind a comma they begin another clause
	passive wordSet // được, bị
	reach   wordSet // đạt, chiếm: right behind a comma they go on
	joins   wordSet // và, hoặc: between verbs in a row
	made    vi.ID   // gồm
	among   vi.ID   // đó
}

type besideKind uint8

const (
	besideNone besideKind = iota
	besideVerb
	besideStatus
	besideArea
)

// A besideWord is a row of the table; of verbs in a row that with the least
// rank holds.
type besideWord struct {
	kind  besideKind
	value string
	rank  int
	// after lets a verb stand behind its noun without được or bị, sentence lets
	// a status hold for every figure of the sentence.
	after, sentence bool
}

func newBesides(v *vi.Vocab, book wordBook) (*besides, error) {
	x := &besides{
		phrases: vi.NewPhrases(v), state: book.set("verb.states"), passive: book.set("verb.passive"), joins: book.set("verb.joins"), reach: book.set("clause.reaches"),
		made: v.Add("gồm"), among: v.Add("đó"),
	}
	rows, err := vi.ReadTable(vi.Data, "data/figure_words.tsv")
	if err != nil {
		return nil, err
	}
	ranks := map[string]int{}
	for _, r := range rows {
		w := besideWord{value: r.Get("value")}
		scope := r.Get("scope")
		known := scope == ""
		switch kind := r.Get("kind"); kind {
		case "none":
		case "verb":
			w.kind, w.after, known = besideVerb, scope == "after", known || scope == "after"
			if _, again := ranks[w.value]; !again {
				ranks[w.value] = len(ranks)
			}
			w.rank = ranks[w.value]
		case "status":
			w.kind, w.sentence, known = besideStatus, scope == "sentence", scope == "sentence" || scope == "next"
			known = known && slices.Contains(corpus.Statuses(), corpus.Status(w.value))
		case "area":
			w.kind, known = besideArea, known && w.value == corpus.LevelCountry
		default:
			return nil, r.Errorf("unknown kind %q", kind)
		}
		if !known || (w.value == "") != (w.kind == besideNone) {
			return nil, r.Errorf("%q: value %q or scope %q is not known", r.First(), w.value, scope)
		}
		if x.phrases.Add(r.First(), int32(len(x.rows))) >= 0 {
			return nil, r.Errorf("%q is here in another spelling", r.First())
		}
		x.rows = append(x.rows, w)
	}
	return x, nil
}

// A besideMark is a word of the table at the tokens [i, j).
type besideMark struct {
	i, j int
	*besideWord
}

const (
	// besideBack is how far before a number its verb and its area are looked for.
	besideBack = 32
	// besideNear is how far behind a figure stands a part of it, or its change.
	besideNear = 6
)

// A besideSentence is what fill knows of the sentence at hand.
type besideSentence struct {
	marks []besideMark
	// status is the only one said of the whole sentence, nil when there is none
	// or several.
	status *besideMark
	// area is the last area before the figure at hand, -1 none.
	area int
	// first and next enclose the marks between the figure before and the one behind.
	first, next int
}

// fill reads the sentences of the mentions, each once.
func (x *besides) fill(d *doc) {
	ms := d.mentions
	for k := 0; k < len(ms); {
		s := d.sents[ms[k].sentence]
		x.read(d, s)
		for from := s.First; ; k++ {
			m, to, last := &ms[k], s.End, true
			if k+1 < len(ms) && ms[k+1].sentence == m.sentence {
				to, last = ms[k+1].i, false
			}
			x.beside(d, k, from, to)
			if from = m.j; last {
				k++
				break
			}
		}
	}
	for k := len(ms) - 2; k >= 0; k-- { // "56 tập thể, 56 cá nhân được khen thưởng"
		if m, next := &ms[k], &ms[k+1]; m.verb == "" && next.coordinated && next.change == m.change && next.harm == m.harm {
			m.verb = next.verb
		}
	}
}

// read finds the words of the table in a sentence.
func (x *besides) read(d *doc, s vi.Sentence) {
	b := &d.beside
	*b = besideSentence{marks: b.marks[:0], area: -1}
	for k := s.First; k < s.End; {
		row, n := x.phrases.Longest(d.toks, k)
		if n == 0 {
			k++
			continue
		}
		if w := &x.rows[row]; w.kind != besideNone {
			b.marks = append(b.marks, besideMark{k, k + n, w})
		}
		k += n
	}
	for n := range b.marks {
		s := &b.marks[n]
		if s.kind != besideStatus || !s.sentence {
			continue
		}
		if b.status != nil && b.status.value != s.value {
			b.status = nil
			return
		}
		b.status = s
	}
}

// beside settles mention k, whose own words stand in [from, to).
func (x *besides) beside(d *doc, k, from, to int) {
	m, b := &d.mentions[k], &d.beside
	for b.first < len(b.marks) && b.marks[b.first].i < from {
		b.first++
	}
	for b.next < len(b.marks) && b.marks[b.next].i < to {
		if a := &b.marks[b.next]; a.kind == besideArea && a.j <= m.n0 {
			b.area = b.next
		}
		b.next++
	}
	marks := b.marks[b.first:b.next]
	m.verb, m.status = x.verb(d, m, marks), x.status(m, marks, b.status)
	m.country = b.area >= 0 && b.marks[b.area].i >= m.p1 && m.i-b.marks[b.area].j < besideBack
	if p := x.source(d, k, from); p != nil {
		if m.verb == "" {
			m.verb = p.verb
		}
		if m.status == "" {
			m.status = p.status
		}
	}
	m.country = m.country || m.p0 == m.p1 && k > 0 && d.mentions[k-1].country && !d.lineIn(d.mentions[k-1].j, m.i)
	if m.hasOf && m.ofKind == corpus.OfTotal && m.check == "" && happens(m.verb) {
		m.ofKind = corpus.OfPrevious // what happened is no part of what happened
	}
}

// happens says that a verb tells of events, which have neither a whole nor a
// target: of their pairs ("xảy ra 180/183 vụ") the second number is the last
// period's.
func happens(verb string) bool { return verb == "xảy ra" || verb == "phát sinh" }

// source returns the figure before mention k whose verb it shares: the one it
// is joined to, the one it changes, or the one it is a part of.
func (x *besides) source(d *doc, k, from int) *mention {
	ms := d.mentions
	m := &ms[k]
	if m.coordinated || m.change != "" && !m.percentage || m.change != "" && m.i-from <= besideNear || m.i == from {
		if p := d.x.figures.whats.source(d, ms, k); p != nil && (m.harm == p.harm || !happens(p.verb)) {
			return p // "xảy ra 12 vụ, 3 người chết": people do not happen
		}
		return nil
	}
	if k == 0 || ms[k-1].sentence != m.sentence || ms[k-1].unit != m.unit || ms[k-1].harm != m.harm || m.i-from > besideNear {
		return nil
	}
	for t := from; t < m.i; t++ {
		if id := d.id(t); id == x.made || id == x.among && d.id(t-1) == d.x.figures.words.in {
			return &ms[k-1]
		}
	}
	return nil
}

// verb returns the verb that stands nearest before the number, else one behind
// the figure.
func (x *besides) verb(d *doc, m *mention, marks []besideMark) string {
	for n := len(marks) - 1; n >= 0; n-- {
		v := &marks[n]
		if v.kind != besideVerb || v.j > m.n0 {
			continue
		}
		own := v.i >= m.clause.l0 && v.j <= m.clause.l1
		if v.i < m.n0-besideBack || !own && !x.reaches(d, v.j, m.n0) {
			break
		}
		best := v.besideWord
		for ; n > 0 && marks[n-1].kind == besideVerb && x.inARow(d, marks[n-1].j, marks[n].i); n-- {
			if w := marks[n-1].besideWord; w.rank < best.rank {
				best = w
			}
		}
		return best.value
	}
	for n := range marks {
		if v := &marks[n]; v.kind == besideVerb && v.i >= m.j {
			if x.behind(d, m.j, v) {
				return v.value
			}
			break
		}
	}
	return ""
}

// reaches reports that the clause of the verb that ends before token i goes on
// to the number at j.
func (x *besides) reaches(d *doc, i, j int) bool {
	state := false
	for k := j - 1; k >= i; k-- {
		switch t := d.toks[k]; {
		case t.Is(',') && x.reach.has(d.id(k+1)):
			state = false
		case t.Is(';'), t.Is(',') && state:
			return false
		case x.state.has(t.ID):
			state = true
		}
	}
	return true
}

// inARow reports that nothing but a comma or "và" parts two verbs.
func (x *besides) inARow(d *doc, i, j int) bool {
	if j-i > 2 {
		return false
	}
	for k := i; k < j; k++ {
		if t := d.toks[k]; !t.Is(',') && !t.Is('/') && !x.joins.has(t.ID) {
			return false
		}
	}
	return true
}

// behind reports that a verb behind the figure that ends before token i is said
// of it: "12 vụ được Công an tỉnh phát hiện", "5 vụ cháy xảy ra tại …".
func (x *besides) behind(d *doc, i int, v *besideMark) bool {
	passive := false
	for k := i; k < v.i; k++ {
		t := d.toks[k]
		passive = passive || x.passive.has(t.ID)
		if t.Kind != vi.Word && !(passive && t.Is(',')) {
			return false
		}
	}
	return passive || v.after
}

// status returns how final the figure is: by the nearest word before it, by one
// behind it, or by the only one of the sentence.
func (x *besides) status(m *mention, marks []besideMark, only *besideMark) corpus.Status {
	if m.rule == ruleFromTo {
		return "" // of "điều chỉnh từ 12 lên 15 vụ" only the second is new
	}
	said := only
	for n := len(marks) - 1; n >= 0; n-- {
		s := &marks[n]
		if s.kind != besideStatus {
			continue
		}
		if s.j <= m.n0 {
			said = s
			break
		}
		if s.sentence && s.i >= m.j {
			said = s
		}
	}
	if said == nil {
		return ""
	}
	return corpus.Status(said.value)
}
