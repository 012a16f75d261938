package extract

import (
	"errors"
	"fmt"

	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// figures finds counts and percentages: a number with what stands on its left
// (bounds, changes) and on its right (a unit). Its files are
//
//	figure.go    the pass over the text and the rules
//	unit.go      the units of counts
//	modifier.go  bounds and changes
//	what.go      what is counted
//	attach.go    the time a figure covers and is compared with
//	check.go     the arithmetic between figures
//	indicator.go canonical series
type figures struct {
	numbers   *vi.Numerals
	units     *units
	modifiers *modifiers
	whats     *whats
	attaches  *attaches
	checks    *checks
	series    *indicators
	words     figureWords
}

// figureWords are the single words that rules name.
type figureWords struct {
	share, cent                              vi.ID // phần, trăm
	to, upTo, from, up, down, left           vi.ID // đến, tới, từ, lên, xuống, còn
	in, total, number, on                    vi.ID // trong, tổng, số, trên
	and, with, rate, besides                 vi.ID
	five, one                                vi.ID
	notBeforeFive, notBefore, dated, notNoun wordSet
	named                                    wordSet // before a number that names: cấp 5, loại 2
}

// A wordSet tells by ID whether a word belongs to it.
type wordSet []bool

func (s wordSet) has(id vi.ID) bool { return int(id) < len(s) && s[id] }

func newWordSet(v *vi.Vocab, words ...string) wordSet {
	var s wordSet
	for _, w := range words {
		id := v.Add(w)
		for int(id) >= len(s) {
			s = append(s, false)
		}
		s[id] = true
	}
	return s
}

// A wordBook holds the sets of the table data/wordsets.tsv.
type wordBook map[string]wordSet

func newWordBook(v *vi.Vocab) (wordBook, error) {
	rows, err := vi.ReadTable(vi.Data, "data/wordsets.tsv")
	if err != nil {
		return nil, err
	}
	b := wordBook{}
	for _, r := range rows {
		if len(r.List("words")) == 0 {
			return nil, r.Errorf("set %q is empty", r.Get("set"))
		}
		b[r.Get("set")] = newWordSet(v, r.List("words")...)
	}
	return b, nil
}

// set returns a set by name. It panics on a name that the table does not
// have: that is a slip in the program, and no test gets past it.
func (b wordBook) set(name string) wordSet {
	s, ok := b[name]
	if !ok {
		panic(fmt.Sprintf("data/wordsets.tsv has no set %q", name))
	}
	return s
}

func newFigures(v *vi.Vocab) (*figures, error) {
	x := &figures{}
	book, err := newWordBook(v)
	if err != nil {
		return nil, err
	}
	var errs [5]error
	x.numbers, errs[0] = vi.NewNumerals(v)
	x.units, errs[1] = newUnits(v)
	x.modifiers, errs[2] = newModifiers(v)
	x.whats, errs[3] = newWhats(v, book)
	x.series, errs[4] = newIndicators(v)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	rows, err := vi.ReadTable(vi.Data, "data/notunits.tsv")
	if err != nil {
		return nil, err
	}
	var stop []string
	for _, r := range rows {
		stop = append(stop, r.Get("word"))
	}
	x.attaches, x.checks = newAttaches(v, book), newChecks(v, book)
	w := &x.words
	w.notNoun = newWordSet(v, stop...)
	w.share, w.cent = v.Add("phần"), v.Add("trăm")
	w.to, w.upTo, w.from = v.Add("đến"), v.Add("tới"), v.Add("từ")
	w.up, w.down, w.left = v.Add("lên"), v.Add("xuống"), v.Add("còn")
	w.in, w.total, w.number, w.on = v.Add("trong"), v.Add("tổng"), v.Add("số"), v.Add("trên")
	w.and, w.with, w.rate, w.besides = v.Add("và"), v.Add("với"), v.Add("tỷ"), v.Add("cùng")
	w.five, w.one = v.Add("năm"), v.Add("một")
	w.notBeforeFive = book.set("five.not-after")
	w.named = book.set("number.names")
	w.notBefore = book.set("number.not-after")
	w.dated = book.set("number.of-date")
	return x, nil
}

// A mention is a figure as the rules find it. Places are token indexes.
type mention struct {
	percentage   bool
	i, j         int // the quote
	n0, n1       int // the numbers in it
	u0, u1       int // the unit
	value        decimal.Decimal
	upper, of    decimal.Decimal
	hasUpper     bool
	hasOf        bool
	other        decimal.Decimal // the other reading of a separator
	ambiguous    bool
	unit         string
	class        string
	bound        corpus.Bound
	change       corpus.Change
	carried      bool // the change was said of the figure before
	soft         bool // a count only in the company of others
	rule         string
	sentence     int
	coordinated  bool // joined to the mention before it
	respectively bool // "lần lượt"
	period, base string
	what         string
	clause       clause
	next         int // the first date behind it
	ofKind       corpus.OfKind
	check, note  string
	indicator    string
	place        string
	harm         vi.ID // chết, thương …: what happened to the persons
}

// figureRules lists the ways to write a figure, most specific first. When they
// are tried the number at i is read and stands in d.num.
var figureRules = []rule[mention]{
	{name: "percentage.range", example: "Tỷ lệ che phủ rừng đạt khoảng 42 - 43%.", find: percentageRange},
	{name: "percentage", example: "Tỷ lệ giải ngân đạt 84,6% kế hoạch.", find: percentage},
	{name: "count.pair", example: "Công an huyện làm rõ 55/65 vụ.", find: pair},
	{name: "count.out-of", example: "Đến nay có 25 trong tổng số 36 xã hoàn thành.", find: outOf},
	{name: "count.range", example: "Mỗi hộ được vay từ 50 đến 70 triệu đồng.", find: countRange},
	{name: "count.from-to", example: "Số vụ cháy giảm từ 12 xuống còn 7 vụ.", find: fromTo},
	{name: "count.unit", example: "Bắt giữ 31 đối tượng.", find: countUnit},
	{name: "money.symbol", example: "Khoản vay trị giá $5.000.", find: moneySymbol},
	{name: "money.bare", example: "Bị hại mất hai triệu rưỡi.", find: moneyBare},
	{name: "count.noun", example: "Đan 1.200 phên nứa.", find: countNoun},
}

func (x *figures) find(d *doc) {
	d.mentions = d.mentions[:0]
	d.habit = unknownHabit
	sent := 0
	for i := 0; i < len(d.toks); i++ {
		if d.owners[i] != free || !x.numbers.Starts(d.toks[i]) {
			continue
		}
		d.num = x.numbers.Read(d.s, d.toks, i)
		if d.num.Tokens == 0 {
			continue
		}
		if !d.num.OK || !x.mayCount(d, i) {
			i += d.num.Tokens - 1
			continue
		}
		m, n, name := firstOf(d, i, figureRules)
		if n == 0 {
			i += d.num.Tokens - 1
			continue
		}
		for d.sents[sent].End <= i {
			sent++
		}
		m.sentence, m.rule = sent, name
		x.finish(d, &m)
		i += n - 1
	}
	x.link(d)
	x.whats.fill(d)
	x.attaches.fill(d)
	x.checks.fill(d)
	x.series.fill(d)
	x.emit(d)
}

// mayCount looks at what stands before the number at i.
func (x *figures) mayCount(d *doc, i int) bool {
	t := d.toks[i]
	if t.Kind == vi.Digits {
		if d.glued(i) {
			switch p := d.toks[i-1]; {
			case p.Kind == vi.Word:
				return p.ID != 0 && p.Runes > 1
			case p.Is('.') || p.Is(',') || p.Is(':') || p.Is('/'):
				return i < 2 || d.toks[i-2].Kind == vi.Word
			case p.Is('-') || p.Is('–'):
				return i < 2 || !d.glued(i-1) || d.toks[i-2].Kind == vi.Punct
			}
		}
		return !x.words.dated.has(d.id(i-1)) || d.num.Tokens > 1 || t.End-t.Start > 4
	}
	w := &x.words
	if t.Flags&vi.Upper != 0 && !t.Has(vi.Caps) && !d.opens(i) {
		return false
	}
	if d.num.Value.IsZero() {
		return false
	}
	if d.glued(i) && d.toks[i-1].Is('/') {
		return false // "180%/năm"
	}
	prev := d.id(i - 1)
	if t.Has(vi.Line) {
		prev = 0
	}
	if w.notBefore.has(prev) || w.dated.has(prev) {
		return false
	}
	return t.ID != w.five || d.num.Tokens > 1 || !w.notBeforeFive.has(prev)
}

// opens reports that token i begins a sentence.
func (d *doc) opens(i int) bool {
	if d.toks[i].Has(vi.Line) || i == 0 {
		return true
	}
	p := d.toks[i-1]
	return p.Kind == vi.Punct && !p.Is(',') && !p.Is('-') && !p.Is('–')
}

// unitAt returns the unit of the table that stands at token i, nil when there
// is none.
func (x *figures) unitAt(d *doc, i int) *unit {
	u, _ := x.units.at(d, i)
	return u
}

// number reads a second number at j, as in a range.
func (x *figures) number(d *doc, j int) (vi.Numeral, bool) {
	if j >= len(d.toks) || d.toks[j].Has(vi.Line) || d.owners[j] != free {
		return vi.Numeral{}, false
	}
	n := x.numbers.Read(d.s, d.toks, j)
	return n, n.OK
}

// percent returns the end of a per-cent sign or words at j, 0 when there is none.
func (x *figures) percent(d *doc, j int) int {
	if j >= len(d.toks) || d.toks[j].Has(vi.Line) {
		return 0
	}
	if d.toks[j].Is('%') {
		return j + 1
	}
	if d.id(j) == x.words.share && d.id(j+1) == x.words.cent {
		return j + 2
	}
	return 0
}

func percentage(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	e := x.percent(d, i+n.Tokens)
	if e == 0 {
		return mention{}, 0
	}
	m := mention{percentage: true, n0: i, n1: i + n.Tokens, i: i, j: e, u0: e, u1: e}
	d.settle(&m, n, "percentage")
	return m, e - i
}

func percentageRange(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if e := x.percent(d, j); e > 0 {
		j = e
	}
	k := x.rangeMark(d, i, j)
	if k == 0 {
		return mention{}, 0
	}
	n2, ok := x.number(d, k)
	if !ok || n2.Words != n.Words {
		return mention{}, 0
	}
	e := x.percent(d, k+n2.Tokens)
	if e == 0 {
		return mention{}, 0
	}
	m := mention{percentage: true, n0: i, n1: k + n2.Tokens, i: i, j: e, u0: e, u1: e}
	d.settle(&m, n2, "percentage")
	m.upper, m.hasUpper = m.value, true
	d.settle(&m, n, "percentage")
	if m.value.Cmp(m.upper) >= 0 {
		return mention{}, 0
	}
	return m, e - i
}

// rangeMark returns the place after a word or dash at j that joins the two
// ends of a range, 0 when there is none.
func (x *figures) rangeMark(d *doc, i, j int) int {
	if j+1 >= len(d.toks) || d.toks[j].Has(vi.Line) {
		return 0
	}
	switch t := d.toks[j]; {
	case t.Is('-') || t.Is('–') || t.Is('—'):
		return j + 1 // "10-15", "10 - 15", "10- 15"
	case t.ID == x.words.to || t.ID == x.words.upTo:
		return j + 1
	}
	return 0
}

func pair(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if j+1 >= len(d.toks) || !d.toks[j].Is('/') || d.toks[j].Has(vi.Line) || n.Power > 0 {
		return mention{}, 0
	}
	n2, ok := x.number(d, j+1)
	if !ok || n2.Words {
		return mention{}, 0
	}
	k := j + 1 + n2.Tokens
	u, un := x.units.at(d, k)
	if u == nil || u.class == "time" {
		return mention{}, 0
	}
	if x.fraction(d, i, n, n2) {
		return mention{}, 0
	}
	m := mention{n0: i, n1: k, i: i, j: k + un, u0: k, u1: u.head(k, un), unit: u.name, class: u.class}
	d.settle(&m, n2, u.class)
	m.of, m.hasOf = m.value, true
	d.settle(&m, n, u.class)
	return m, m.j - i
}

// fraction reports that a pair is a share and no count: "khoảng 2/3 đài".
func (x *figures) fraction(d *doc, i int, n, n2 vi.Numeral) bool {
	a, _, ok1 := n.Value.Int64(0)
	b, _, ok2 := n2.Value.Int64(0)
	if !ok1 || !ok2 || a >= b || b > 5 || d.toks[i].End-d.toks[i].Start > 1 {
		return false
	}
	_, bounded := x.modifiers.ending(d, i)
	return bounded > 0
}

// outOf reads "25 trong tổng số 36 xã", "25/tổng số 36 xã", "25 trên 36 xã".
func outOf(d *doc, i int) (mention, int) {
	x, w := d.x.figures, &d.x.figures.words
	n := d.num
	j := i + n.Tokens
	k := j
	if u, un := x.units.at(d, j); u != nil {
		k = j + un
	}
	start := k
	if k < len(d.toks) && (d.id(k) == w.in || d.toks[k].Is('/') || d.id(k) == w.on && k == j) && !d.toks[k].Has(vi.Line) {
		k++
	} else {
		return mention{}, 0
	}
	if d.id(k) == w.total {
		k++
	}
	if d.id(k) == w.number {
		k++
	}
	if _, bounded := x.modifiers.phrases.Longest(d.toks, k); bounded == 1 && d.id(k) != w.number {
		k++ // "63 trong tổng số hơn 69 triệu cử tri"
	}
	if k == start+1 && d.id(start) != w.on && (d.id(start) != w.in || start != j) {
		return mention{}, 0
	}
	n2, ok := x.number(d, k)
	if !ok || n2.Value.Cmp(n.Value) < 0 {
		return mention{}, 0
	}
	n = shareScale(n, n2)
	e := k + n2.Tokens
	u, un := x.units.at(d, e)
	if u == nil || u.class == "time" {
		return mention{}, 0
	}
	m := mention{n0: i, n1: e, i: i, j: e + un, u0: e, u1: u.head(e, un), unit: u.name, class: u.class}
	d.settle(&m, n2, u.class)
	m.of, m.hasOf = m.value, true
	d.settle(&m, n, u.class)
	return m, m.j - i
}

func countRange(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if u, un := x.units.at(d, j); u != nil && u.class == "money" {
		j += un // "5 triệu đồng đến 7 triệu đồng"
	}
	k := x.rangeMark(d, i, j)
	if k == 0 {
		return mention{}, 0
	}
	n2, ok := x.number(d, k)
	if !ok || n2.Words != n.Words {
		return mention{}, 0
	}
	e := k + n2.Tokens
	u, un := x.units.at(d, e)
	if u == nil || u.class == "time" {
		return mention{}, 0
	}
	n = shareScale(n, n2)
	m := mention{n0: i, n1: e, i: i, j: e + un, u0: e, u1: u.head(e, un), unit: u.name, class: u.class}
	d.settle(&m, n2, u.class)
	m.upper, m.hasUpper = m.value, true
	d.settle(&m, n, u.class)
	if m.value.Cmp(m.upper) >= 0 {
		return mention{}, 0
	}
	if !u.scaleBy(&m) {
		return mention{}, 0
	}
	return m, m.j - i
}

// shareScale gives n the scale word that stands only after n2, the larger end:
// "5 đến 7 triệu đồng".
func shareScale(n, n2 vi.Numeral) vi.Numeral {
	if n.Power == 0 && n2.Power > 0 {
		if s := n.Scaled(n2.Power); s.OK && s.Value.Cmp(n2.Value) < 0 {
			return s
		}
	}
	return n
}

// fromTo gives the first number of "từ 12 xuống còn 7 vụ" the unit of the
// second, which is read after it.
func fromTo(d *doc, i int) (mention, int) {
	x, w := d.x.figures, &d.x.figures.words
	if d.id(i-1) != w.from {
		return mention{}, 0
	}
	j := i + d.num.Tokens
	k := j
	if id := d.id(k); id == w.up || id == w.down || id == w.left {
		k++
	} else {
		return mention{}, 0
	}
	if id := d.id(k); id == w.left || id == w.to || id == w.upTo {
		k++
	}
	n2, ok := x.number(d, k)
	if !ok {
		return mention{}, 0
	}
	if e := x.percent(d, k+n2.Tokens); e > 0 {
		m := mention{percentage: true, n0: i, n1: j, i: i, j: j, u0: j, u1: j}
		d.settle(&m, d.num, "percentage")
		return m, d.num.Tokens
	}
	u := x.unitAt(d, k+n2.Tokens)
	if u == nil || u.class == "time" {
		return mention{}, 0
	}
	n := d.num
	if n.Power == 0 && n2.Power > 0 {
		if n = n.Scaled(n2.Power); !n.OK {
			return mention{}, 0
		}
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: u.name, class: u.class}
	d.settle(&m, n, u.class)
	return m, d.num.Tokens
}

func countUnit(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	u, un := x.units.at(d, j)
	if u == nil {
		return mention{}, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j + un, u0: j, u1: u.head(j, un), unit: u.name, class: u.class}
	if u.class == "time" || u.class == "counter" && d.furniture(i) {
		return mention{}, 0
	}
	if n.Tokens == 1 && isYear(d.toks[i]) && (u.class == "place" || u.class == "organisation" || u.class == "document" || u.class == "other") && !x.modifiers.last.has(d.id(i-1)) {
		return mention{}, 0 // "Kế hoạch 2024 huyện giao"
	}
	if n.Words && n.Power == 0 && (u.digits || !x.wordsCount(d, &m)) {
		return mention{}, 0
	}
	d.settle(&m, n, u.class)
	if !u.scaleBy(&m) {
		return mention{}, 0
	}
	return m, m.j - i
}

// wordsCount decides whether a small number in words counts its unit: "hai
// đối tượng" does, "một đối tượng" only beside other figures, "hai phần ba"
// does not.
func (x *figures) wordsCount(d *doc, m *mention) bool {
	if m.unit == "phần" && m.u1 < len(d.toks) && x.numbers.Is(d.toks[m.u1]) {
		return false
	}
	m.soft = m.n1 == m.n0+1 && d.id(m.n0) == x.words.one
	return true
}

// furniture reports that token i stands on a short line of its own, where page
// counters stand.
func (d *doc) furniture(i int) bool {
	s := d.sentence(i)
	return s.End-s.First <= 8
}

// moneySymbol reads a number behind a dollar sign.
func moneySymbol(d *doc, i int) (mention, int) {
	if i == 0 || !d.toks[i-1].Is('$') || !d.glued(i) {
		return mention{}, 0
	}
	n := d.num
	j := i + n.Tokens
	m := mention{n0: i, n1: j, i: i - 1, j: j, u0: j, u1: j, unit: "USD", class: "money"}
	if d.owners[i-1] != free {
		m.i = i
	}
	d.settle(&m, n, "other") // no cents in threes: $5.000 and $5,000 are thousands
	return m, n.Tokens
}

// moneyBare reads an amount whose currency goes without saying: nothing that
// can be counted stands after the scale word.
func moneyBare(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if n.Power < 6 {
		return mention{}, 0
	}
	if n.Power < 9 && j < len(d.toks) && !d.toks[j].Has(vi.Line) {
		t := d.toks[j]
		if t.Kind == vi.Digits || t.Kind == vi.Word && !x.words.notNoun.has(t.ID) || t.Is('-') ||
			t.Is('/') && (j+1 == len(d.toks) || d.toks[j+1].Kind != vi.Word) {
			return mention{}, 0
		}
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: "đồng", class: "money"}
	d.settle(&m, n, "money")
	return m, n.Tokens
}

// countNoun reads a unit that the table does not know: one or two lower-case
// syllables that can be a noun.
func countNoun(d *doc, i int) (mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if e := x.abbreviation(d, i, j); e > 0 && !n.Words {
		m := mention{n0: i, n1: j, i: i, j: e, u0: j, u1: e, class: "other", unit: d.text(j, e)}
		d.settle(&m, n, "other")
		return m, e - i
	}
	if _, known := x.units.at(d, j); known > 0 || n.Words || !x.nounAt(d, j) || d.toks[i].End-d.toks[i].Start == 4 && isYear(d.toks[i]) {
		return mention{}, 0
	}
	if i > 0 && !d.toks[i].Has(vi.Line) {
		p := d.toks[i-1]
		if p.Kind == vi.Word && p.Flags&vi.Upper != 0 && !d.opens(i-1) || x.words.named.has(p.ID) || n.Value.IsZero() || d.quoted(i) {
			return mention{}, 0
		}
	}
	e := j + 1
	if _, un := x.units.at(d, e); x.nounAt(d, e) && un < 2 {
		e++
	}
	m := mention{n0: i, n1: j, i: i, j: e, u0: j, u1: e, class: "other"}
	m.unit = vi.Key(d.text(j, e))
	d.settle(&m, n, "other")
	return m, e - i
}

// quoted reports that token i stands in a short quotation, where slogans are:
// “3 sạch”.
func (d *doc) quoted(i int) bool {
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		switch t := d.toks[k]; {
		case t.Is('“') || t.Is('‘'):
			return true
		case t.Is('”') || t.Is('’') || d.toks[k+1].Has(vi.Line):
			return false
		case t.Is('"'):
			return d.toks[k].Flags&vi.Space != 0
		}
	}
	return false
}

// abbreviation returns the end of a unit written in capitals that the table
// does not know ("tước 45 GPLX"), 0 when there is none.
func (x *figures) abbreviation(d *doc, i, j int) int {
	if i == 0 || j >= len(d.toks) || d.toks[i].Has(vi.Line) || isYear(d.toks[i]) {
		return 0
	}
	t, p := d.toks[j], d.toks[i-1]
	if !t.Has(vi.Caps) || t.Has(vi.Line) || !t.Has(vi.Space) || t.Runes < 3 || d.owners[j] != free || p.Kind != vi.Word || p.Flags&vi.Upper != 0 && !d.opens(i-1) {
		return 0
	}
	if j+1 < len(d.toks) && !d.toks[j+1].Has(vi.Line) && d.toks[j+1].Flags&vi.Upper != 0 {
		return 0
	}
	return j + 1
}

// nounAt reports that token j can be part of a noun that is a unit.
func (x *figures) nounAt(d *doc, j int) bool {
	if j >= len(d.toks) {
		return false
	}
	t := d.toks[j]
	return t.Kind == vi.Word && !t.Has(vi.Line) && t.Flags&vi.Upper == 0 && (t.Runes > 1 || t.End-t.Start > 1 && t.Has(vi.Space)) && d.owners[j] == free &&
		!x.words.notNoun.has(t.ID) && !x.numbers.Starts(t)
}

// A habit is how an article parts thousands.
type habit uint8

const (
	unknownHabit habit = iota
	pointThousands
	commaThousands
)

// settle chooses the reading of a number whose separator can be read in two
// ways, by what is counted and by the article's habit.
func (d *doc) settle(m *mention, n vi.Numeral, class string) {
	m.value = n.Value
	if !n.Ambiguous {
		return
	}
	exact := false // only whole things are counted
	switch class {
	case "percentage":
		if !n.Comma {
			m.value, m.other, m.ambiguous = n.Other, n.Value, true
		}
		return
	case "mass", "length", "area", "volume", "energy", "power", "voltage", "money", "rate", "times", "temperature", "pressure", "speed", "data":
	default:
		exact = n.Power == 0
	}
	if exact {
		if n.Comma {
			m.value = n.Other
		}
		return
	}
	m.other, m.ambiguous = n.Other, n.Comma
	if d.commaHabit() {
		m.value, m.other, m.ambiguous = n.Other, n.Value, true
	}
}

// commaHabit reports that the article parts thousands with commas, as English
// does. The text is looked through once, and only when the question comes up.
func (d *doc) commaHabit() bool {
	if d.habit != unknownHabit {
		return d.habit == commaThousands
	}
	d.habit = pointThousands
	votes := 0
	for i := 1; i+1 < len(d.toks); i++ {
		if t := d.toks[i]; !(t.Is(',') || t.Is('.')) || d.owners[i] == ownDate || d.toks[i-1].Kind != vi.Digits || d.toks[i+1].Kind != vi.Digits || !d.glued(i) || !d.glued(i+1) {
			continue
		}
		n := d.x.figures.numbers.Read(d.s, d.toks, i-1)
		switch {
		case n.OK && n.Swapped:
			votes++
		case n.OK && !n.Ambiguous && n.Value.Scale() > 0 && d.toks[i].Is('.') && n.Tokens == 3:
			votes++
		case n.OK && !n.Ambiguous:
			votes--
		}
		i += max(n.Tokens-2, 0)
	}
	if votes > 0 {
		d.habit = commaThousands
	}
	return d.habit == commaThousands
}

// finish adds what stands around the number, claims the tokens and keeps the
// mention.
func (x *figures) finish(d *doc, m *mention) {
	x.modifiers.left(d, m)
	x.modifiers.right(d, m)
	m.soft = m.soft && m.bound == "" && m.change == ""
	owner := ownCount
	if m.percentage {
		owner = ownPercentage
	}
	for k := m.i; k < m.n0; k++ {
		if d.owners[k] != free {
			m.i = m.n0 // a modifier that another fact holds
			break
		}
	}
	if !d.claim(m.i, m.j, owner) {
		return
	}
	d.mentions = append(d.mentions, *m)
}

// link carries changes over coordination and drops what counts only in
// company and has none.
func (x *figures) link(d *doc) {
	ms := d.mentions
	for k := 1; k < len(ms); k++ {
		p, m := &ms[k-1], &ms[k]
		if p.sentence != m.sentence {
			continue
		}
		m.coordinated = x.joined(d, p.j, m.i) || x.joinedPast(d, ms, k) && !(m.soft && p.j == m.i)
		if m.coordinated && p.change != "" && m.change == "" && !m.hasOf && !m.soft {
			m.change, m.carried = p.change, true
		}
		m.respectively = m.respectively || m.coordinated && p.respectively
	}
	kept := ms[:0]
	for k := range ms {
		if ms[k].soft && !ms[k].coordinated && !(k+1 < len(ms) && ms[k+1].coordinated && !ms[k+1].soft) {
			for t := ms[k].i; t < ms[k].j; t++ {
				d.owners[t] = free
			}
			continue
		}
		kept = append(kept, ms[k])
	}
	d.mentions = kept
}

// joinedPast reports that mention k is joined to the change before it over a
// bracket that says the same change in per cent: "giảm 5 vụ (-10%), 2 người
// chết (-20%)".
func (x *figures) joinedPast(d *doc, ms []mention, k int) bool {
	p := &ms[k-1]
	if k < 2 || p.change == "" || ms[k-2].change != p.change || ms[k-2].sentence != p.sentence || p.i == 0 ||
		!d.toks[p.i-1].Is('(') || p.j >= len(d.toks) || !d.toks[p.j].Is(')') {
		return false
	}
	return x.joined(d, p.j+1, ms[k].i)
}

// joined reports that nothing but a conjunction stands in [i, j).
func (x *figures) joined(d *doc, i, j int) bool {
	if j-i > 7 {
		return false
	}
	join := false
	for k := i; k < j; k++ {
		t := d.toks[k]
		switch {
		case t.Is(',') || t.Is('(') || t.Is('/') || t.Is('=') || t.ID == x.words.and || t.ID == x.words.with || t.ID == x.words.besides:
			join = true
		case t.ID == x.words.rate && k+1 < j:
			k++ // tỷ lệ
		case !join && t.Kind == vi.Word && (!x.words.notNoun.has(t.ID) || t.ID == x.words.number):
		default:
			return false
		}
	}
	return join || i == j
}

// emit writes the mentions as facts.
func (x *figures) emit(d *doc) {
	for k := range d.mentions {
		m := &d.mentions[k]
		f := corpus.Figure{
			Source: d.source(m.i, m.j, m.rule),
			Value:  corpus.Decimal{Decimal: m.value},
			Bound:  m.bound, Change: m.change,
			What: m.what, Period: m.period, Baseline: m.base,
			Indicator: m.indicator, Place: m.place, Check: m.check, Note: m.note,
		}
		if m.hasUpper {
			f.Upper = &corpus.Decimal{Decimal: m.upper}
		}
		if m.ambiguous {
			f.Ambiguous = m.other.String()
		}
		if m.percentage {
			d.facts.Percentages = append(d.facts.Percentages, corpus.Percentage{Figure: f})
			continue
		}
		c := corpus.Count{Figure: f, Unit: m.unit, Class: m.class}
		if m.hasOf {
			c.Of, c.OfKind = &corpus.Decimal{Decimal: m.of}, m.ofKind
		}
		d.facts.Counts = append(d.facts.Counts, c)
	}
}
