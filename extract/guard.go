package extract

import (
	"github.com/trich-vn/trich/internal/vi"
)

// guards finds what looks like a figure and is none: numbers that are part of
// a name, of a document, of an address. It claims their tokens before any
// other kind looks at them.
type guards struct {
	heads *vi.Phrases
	rows  []guardHead
	// syllables and marks that the rules below name
	number, year, and, each, law, code, http, https, www, send vi.ID
	before                                                     wordSet // words before "số" that make it a sum
	numbered                                                   wordSet // trạm, cầu: they have numbers, not counts
	ts                                                         vi.ID   // behind the number of a boat
}

type guardTakes uint8

const (
	takesOne guardTakes = iota
	takesList
	takesRun
	takesLine
)

// A guardHead is a word after which a number counts nothing.
type guardHead struct {
	head  string
	kind  string
	takes guardTakes
	caps  bool
	after wordSet // syllables with which the head is another word
}

// guardKinds says for each kind of guard why its number counts nothing.
var guardKinds = map[string]string{
	"article":  "number of an article, a clause or an annex",
	"document": "number of a document or a programme",
	"body":     "number of a committee, a unit or a company",
	"road":     "number of a road, a bridge or a milestone",
	"address":  "part of an address",
	"class":    "name of a school class",
	"ordinal":  "place in an order",
	"storey":   "number of a storey",
	"version":  "number of a version",
	"name":     "part of a name",
	"phone":    "telephone number",
	"plate":    "number plate",
	"account":  "number of a person's papers or account",
	"score":    "score of a match",
}

func newGuards(v *vi.Vocab) (*guards, error) {
	x := &guards{heads: vi.NewPhrases(v)}
	rows, err := vi.ReadTable(vi.Data, "data/guards.tsv")
	if err != nil {
		return nil, err
	}
	takes := map[string]guardTakes{"one": takesOne, "list": takesList, "run": takesRun, "line": takesLine}
	for _, r := range rows {
		g := guardHead{head: r.Get("head"), kind: r.Get("kind"), caps: r.Get("caps") == "caps"}
		if list := r.List("after"); len(list) > 0 {
			g.after = newWordSet(v, list...)
		}
		var ok bool
		if g.takes, ok = takes[r.Get("takes")]; !ok {
			return nil, r.Errorf("takes %q", r.Get("takes"))
		}
		if guardKinds[g.kind] == "" {
			return nil, r.Errorf("unknown kind %q", g.kind)
		}
		if old := x.heads.Add(g.head, int32(len(x.rows))); old >= 0 {
			return nil, r.Errorf("%q is the same as %q", g.head, x.rows[old].head)
		}
		x.rows = append(x.rows, g)
	}
	x.number, x.year, x.and = v.Add("số"), v.Add("năm"), v.Add("và")
	x.each, x.law, x.code = v.Add("mỗi"), v.Add("luật"), v.Add("bộ")
	x.send = v.Add("điều")
	x.http, x.https, x.www = v.Add("http"), v.Add("https"), v.Add("www")
	book, err := newWordBook(v)
	if err != nil {
		return nil, err
	}
	x.before, x.numbered, x.ts = book.set("number.sums"), book.set("number.things"), v.Add("ts")
	return x, nil
}

func (x *guards) find(d *doc) {
	for i := 0; i < len(d.toks); i++ {
		t := &d.toks[i]
		n := 0
		switch t.Kind {
		case vi.Digits:
			n = x.digits(d, i)
		case vi.Word:
			n = x.word(d, i)
		default:
			if t.Is('@') {
				n = x.address(d, i)
			}
		}
		if n > 1 {
			i += n - 1
		}
	}
}

// guard claims [i, j) and notes why; it returns the number of tokens.
func (d *doc) guard(i, j int, rule, reason string) int {
	if j <= i || !d.claim(i, j, ownGuard) {
		return 0
	}
	d.reject(i, j, "count", rule, reason)
	return j - i
}

// word looks for a guard whose head begins at i. It returns how many tokens
// to go on by.
func (x *guards) word(d *doc, i int) int {
	switch id := d.toks[i].ID; {
	case id == 0:
		return 1
	case id == x.http || id == x.https || id == x.www:
		j := i + 1
		for j < len(d.toks) && d.glued(j) {
			j++
		}
		if j > i+1 {
			return d.guard(i, j, "guard.url", "address on the web")
		}
		return 1
	case id == x.law && (d.toks[i].Flags&vi.Upper != 0 || i > 0 && d.id(i-1) == x.code):
		x.lawYear(d, i)
		return 1
	}
	k, n := x.heads.Longest(d.toks, i)
	if n == 0 {
		return 1
	}
	h := &x.rows[k]
	if h.caps && d.toks[i].Flags&vi.Upper == 0 || i > 0 && !d.toks[i].Has(vi.Line) && h.after.has(d.id(i-1)) {
		return 1
	}
	j := i + n
	if h.takes == takesLine {
		if i > 0 && d.toks[i-1].Kind == vi.Digits && !d.toks[i].Has(vi.Line) && j < len(d.toks) && (d.toks[j].Is(',') || d.toks[j].Is(';')) {
			return n // "cấp 1.200 CCCD, 300 tài khoản"
		}
		if e := x.line(d, j); e > j {
			return n + d.guard(j, e, "guard."+h.kind, guardKinds[h.kind])
		}
		return 1
	}
	if d.id(j) == x.number && !d.toks[j].Has(vi.Line) {
		j++
	}
	if j >= len(d.toks) || d.toks[j].Kind != vi.Digits || d.toks[j].Has(vi.Line) {
		return 1
	}
	if h.kind == "score" && (j+2 >= len(d.toks) || !(d.toks[j+1].Is('-') || d.toks[j+1].Is('/') || d.toks[j+1].Is('–')) || d.toks[j+2].Kind != vi.Digits) {
		return 1
	}
	e := x.extent(d, h, j)
	if e == j || i > 0 && d.id(i-1) == x.each {
		return 1
	}
	return j - i + d.guard(j, e, "guard."+h.kind, guardKinds[h.kind])
}

// classMost is the highest number that a class of a school bears.
const classMost = 999

// extent returns the end of the number at j that belongs to head h, j when it
// is a year or counts something after all.
func (x *guards) extent(d *doc, h *guardHead, j int) int {
	if h.takes == takesRun {
		e := j + 1
		if h.kind == "class" {
			if v, _, ok := d.x.figures.numbers.Read(d.s, d.toks, j).Value.Int64(0); ok && v > classMost {
				return j // "ra lớp 1.812 cháu"
			}
		}
		for e < len(d.toks) && d.glued(e) && (d.toks[e].Kind != vi.Punct || inRun(d.toks[e]) && e+1 < len(d.toks) && d.glued(e+1)) {
			e++
		}
		if e+1 < len(d.toks) && d.toks[e].Is('+') && h.kind == "road" && d.toks[e+1].Kind == vi.Digits && !d.lineIn(e, e+1) {
			return e + 2 // "Km 1.842 + 300"
		}
		if e == j+1 && (isYear(d.toks[j]) || x.counts(d, h, j)) {
			return j
		}
		if n := d.x.figures.numbers.Read(d.s, d.toks, j); h.kind == "version" && (n.Power > 0 || d.x.figures.unitAt(d, e) != nil) {
			return j // "sản xuất công nghiệp 2.416 tỷ đồng"
		}
		return e
	}
	if isYear(d.toks[j]) || x.counts(d, h, j) {
		return j
	}
	e := j + 1
	if e+1 < len(d.toks) && d.toks[e].Is('/') && d.glued(e) && d.toks[e+1].Kind == vi.Digits && h.takes == takesOne {
		return j // "kỳ 1/2024" is a date
	}
	for h.takes == takesList && e+1 < len(d.toks) && d.toks[e+1].Kind == vi.Digits && !d.toks[e+1].Has(vi.Line) &&
		(d.toks[e].Is(',') || d.toks[e].Is('/') || d.toks[e].Is('-') || d.toks[e].Is('–') || d.id(e) == x.and) &&
		!isYear(d.toks[e+1]) && d.x.figures.unitAt(d, e+2) == nil && (e+2 >= len(d.toks) || !d.toks[e+2].Is('%')) {
		e += 2
	}
	for e < len(d.toks) && d.glued(e) && d.toks[e].Kind == vi.Word && d.toks[e].Runes == 1 {
		e++ // "khoản 2a", "tổ 5B"
	}
	return e
}

// counts reports that the number at j counts what stands after it although a
// head stands before it: "trong vòng 3 tháng", "làm đường 5 km".
func (x *guards) counts(d *doc, h *guardHead, j int) bool {
	n := d.x.figures.numbers.Read(d.s, d.toks, j)
	if d.x.figures.percent(d, j+n.Tokens) > 0 {
		return true // "chi trả qua tài khoản 78%"
	}
	switch {
	case h.kind == "article" && d.toks[j-1].Flags&vi.Upper == 0:
		return x.sent(d, j) || x.measured(d, j)
	case h.kind == "article" || h.kind == "document":
		return false
	}
	if x.measured(d, j) {
		return true
	}
	if n.OK && (n.Power > 0 || n.Ambiguous || n.Value.Scale() > 0 && h.kind != "version") {
		return true
	}
	u := d.x.figures.unitAt(d, j+max(n.Tokens, 1))
	if u == nil {
		return false
	}
	switch u.class {
	case "place", "organisation", "other", "document":
		return false
	case "goods":
		return h.kind != "storey" // "từ tầng 1 ngôi nhà"
	}
	return true
}

// measured reports that a measure stands behind the number at j, or the pair that it
// begins: "điều 3.412 ha", "đường trục thôn 26/29 km".
func (x *guards) measured(d *doc, j int) bool {
	f := d.x.figures
	n := f.numbers.Read(d.s, d.toks, j)
	if !n.OK {
		return false
	}
	k := j + n.Tokens
	if k+1 < len(d.toks) && d.toks[k].Is('/') && d.toks[k+1].Kind == vi.Digits {
		k += 1 + f.numbers.Read(d.s, d.toks, k+1).Tokens
	}
	u := f.unitAt(d, k)
	return u != nil && measures[u.class]
}

// sent reports that the number at j counts people or vehicles that somebody
// sends: "điều 5 xe chữa cháy cùng 40 chiến sĩ" is no article of a law.
func (x *guards) sent(d *doc, j int) bool {
	if d.id(j-1) != x.send {
		return false
	}
	u := d.x.figures.unitAt(d, j+1)
	return u != nil && (u.class == "vehicle" || u.class == "person")
}

func inRun(t vi.Token) bool {
	return t.Is('/') || t.Is('-') || t.Is('.') || t.Is('+') || t.Is('–') || t.Is(':') || t.Is('_')
}

func isYear(t vi.Token) bool {
	v, ok := t.Value()
	return ok && t.End-t.Start == 4 && v >= 1900 && v < 2100
}

// fewestDigits is the length of the shortest number to call: emergency numbers
// have three digits. A shorter one counts something ("38 điện thoại, 9 máy tính").
const fewestDigits = 3

// line returns the end of the digits, points, spaces and brackets at j, j when
// they are too few for a telephone.
func (x *guards) line(d *doc, j int) int {
	e, end, digits := j, j, uint32(0)
	for e < len(d.toks) && !d.toks[e].Has(vi.Line) && e < j+40 {
		t := d.toks[e]
		if t.Kind == vi.Digits {
			end = e + 1
			digits += t.End - t.Start
		} else if t.Kind == vi.Word && (d.id(e) != x.number || e > j+1) || t.Kind == vi.Punct && (t.Is(';') || t.Is('%') || t.Is('“')) {
			break
		}
		e++
	}
	if digits < fewestDigits {
		return j
	}
	return end
}

// lawYear claims the year in the name of a law ("Bộ luật Hình sự năm 2015"):
// it dates the law and nothing in the article.
func (x *guards) lawYear(d *doc, i int) {
	for k := i + 1; k < len(d.toks) && k < i+14; k++ {
		t := d.toks[k]
		if t.Has(vi.Line) || t.Kind == vi.Punct && !t.Is(',') || t.Kind == vi.Digits {
			return
		}
		if t.ID == x.year && k+1 < len(d.toks) && isYear(d.toks[k+1]) {
			d.guard(k, k+2, "guard.law", "year in the name of a law")
			return
		}
	}
}

// digits looks for a guard at a run of digits that no head announced.
func (x *guards) digits(d *doc, i int) int {
	if n := x.numbering(d, i); n > 0 {
		return n
	}
	t := d.toks[i]
	if d.glued(i) {
		if n := x.afterLetters(d, i); n > 0 {
			return n
		}
	}
	if d.id(i-1) == x.number && !t.Has(vi.Line) && !x.before.has(d.id(i-2)) && (d.x.figures.unitAt(d, i+1) == nil || x.numbers(d, i-1) || x.located(d, i+1)) && !isYear(t) {
		e := i + 1
		for e < len(d.toks) && d.glued(e) && (d.toks[e].Kind != vi.Punct || inRun(d.toks[e]) && e+1 < len(d.toks) && d.glued(e+1)) {
			e++
		}
		if e < len(d.toks) && d.toks[e].Is('%') {
			return 0
		}
		if n := d.x.figures.numbers.Read(d.s, d.toks, i); n.Power > 0 || n.Ambiguous {
			return 0
		}
		return d.guard(i, e, "guard.number", "numbered with \"số\"")
	}
	if n := x.coded(d, i); n > 0 {
		return n
	}
	if n := x.boat(d, i); n > 0 {
		return n
	}
	return x.long(d, i)
}

// boat takes the number of a fishing boat: "BĐ 97645 TS", "QNg 95123 TS".
func (x *guards) boat(d *doc, i int) int {
	if t := d.toks[i]; t.Runes < 4 || t.Runes > 5 || i == 0 || d.id(i+1) != x.ts || !d.toks[i+1].Has(vi.Caps) {
		return 0
	}
	if t := d.toks[i-1]; t.Kind != vi.Word || t.Flags&vi.Upper == 0 || t.Runes > 3 {
		return 0
	}
	return d.guard(i, i+2, "guard.code", "number of a fishing boat")
}

// numbers reports that "số" at token k numbers the document or the like before it:
// "tiêu chí số 9 nhà ở".
func (x *guards) numbers(d *doc, k int) bool {
	if k > 0 && x.numbered.has(d.id(k-1)) {
		return true // "Trạm cân số 2 hoạt động"
	}
	for n := 1; n <= 2 && n <= k; n++ {
		if u, un := d.x.figures.units.at(d, k-n); u != nil && un == n && u.class == "document" {
			return true
		}
	}
	return false
}

// located reports that a place with its name stands at token k, where a thing with the
// number before it is: "trạm bơm số 5 xã Tân Hà".
func (x *guards) located(d *doc, k int) bool {
	u, n := d.x.figures.units.at(d, k)
	if u == nil || u.class != "place" || k+n >= len(d.toks) || d.toks[k+n].Has(vi.Line) {
		return false
	}
	t := d.toks[k+n]
	return t.Kind == vi.Digits || t.Kind == vi.Word && t.Flags&vi.Upper != 0 // "số 12 đường 30/4"
}

// numbering takes the number of a list item at a line's start and "(1)".
func (x *guards) numbering(d *doc, i int) int {
	if i > 0 && d.toks[i-1].Is('(') && i+1 < len(d.toks) && d.toks[i+1].Is(')') && d.toks[i].End-d.toks[i].Start <= 2 {
		if i > 1 && d.toks[i-2].Kind == vi.Word && (i+2 >= len(d.toks) || d.toks[i+2].Kind != vi.Word || d.toks[i+2].Has(vi.Line) || d.id(i+2) == x.and) {
			return 0 // "lừa đảo (45), cướp giật (8)"
		}
		return d.guard(i, i+1, "guard.numbering", "number of a list item")
	}
	if !d.toks[i].Has(vi.Line) || d.toks[i].End-d.toks[i].Start > 2 {
		return 0
	}
	j := i + 1
	for j+1 < len(d.toks) && d.toks[j].Is('.') && d.glued(j) && d.glued(j+1) && d.toks[j+1].Kind == vi.Digits && d.toks[j+1].End-d.toks[j+1].Start <= 2 && j < i+8 {
		j += 2
	}
	if j >= len(d.toks) || !d.glued(j) {
		return 0
	}
	if m := d.toks[j]; !(m.Is('.') || m.Is(')') || m.Is('/') || m.Is('-')) || d.glued(j+1) {
		return 0
	}
	return d.guard(i, j+1, "guard.numbering", "number of a list item")
}

// afterLetters takes digits written together with letters before them: U23,
// G7, COVID-19, N2O.
func (x *guards) afterLetters(d *doc, i int) int {
	k := i - 1
	if d.toks[k].Is('-') && d.glued(k) && k > 0 {
		k--
	}
	t := d.toks[k]
	if t.Kind != vi.Word || t.Flags&vi.Upper == 0 {
		return 0
	}
	if t.Runes > 2 && t.Flags&vi.Caps == 0 && k == i-1 && t.ID != 0 {
		return 0 // "Ngày12", a missing space
	}
	if _, n := d.x.figures.units.at(d, k); n > i-k && k > 0 && d.toks[k-1].Kind == vi.Digits {
		return 0 // "13 F0": a unit
	}
	e := i + 1
	for e < len(d.toks) && d.glued(e) && d.toks[e].Kind != vi.Punct {
		e++
	}
	for e+1 < len(d.toks) && d.toks[e].Is('.') && d.glued(e) && d.glued(e+1) && d.toks[e+1].Kind == vi.Digits {
		e += 2
	}
	return d.guard(i, e, "guard.name", "part of a name")
}

// coded takes numbers written together with capitals: 49/2020/NĐ-CP, 03-NQ/ThU,
// 51F-123.45, 10A1.
func (x *guards) coded(d *doc, i int) int {
	j, slashes, capital := i+1, 0, false
chain:
	for ; j < len(d.toks) && d.glued(j) && j < i+16; j++ {
		t := d.toks[j]
		switch {
		case t.Kind == vi.Word:
			if t.Flags&vi.Upper == 0 && !capital {
				return 0
			}
			capital = true
			if j == i+1 && d.x.figures.unitAt(d, j) != nil {
				return 0 // 5MW, 30KM
			}
			continue
		case t.Kind == vi.Digits:
			continue
		case (t.Is('/') || t.Is('-') || t.Is('–') || t.Is('.')) && j+1 < len(d.toks) && (d.glued(j+1) || d.toks[j+1].Kind == vi.Word && d.toks[j+1].Has(vi.Caps) && t.Is('/')):
			slashes++
			if d.toks[j+1].Kind == vi.Word && d.toks[j+1].Flags&vi.Upper == 0 && !capital {
				return 0
			}
			if slashes == 3 && !capital {
				return 0 // 24/11/2024-Đắk Nông
			}
			continue
		}
		break chain
	}
	if !capital {
		return 0
	}
	return d.guard(i, j, "guard.code", "number of a document, a plate or a class")
}

// long takes telephone numbers and identifiers that nothing announced.
func (x *guards) long(d *doc, i int) int {
	t := d.toks[i]
	digits, e := int(t.End-t.Start), i+1
	if d.s[t.Start] != '0' && digits < 10 {
		return 0
	}
	for e+1 < len(d.toks) && (d.toks[e].Is('.') || d.toks[e].Is('-')) && d.glued(e) && d.glued(e+1) && d.toks[e+1].Kind == vi.Digits && digits < 20 {
		digits += int(d.toks[e+1].End - d.toks[e+1].Start)
		e += 2
	}
	if digits < 9 || d.x.figures.unitAt(d, e) != nil {
		return 0
	}
	return d.guard(i, e, "guard.phone", guardKinds["phone"])
}

// address takes an e-mail address around the @ at i.
func (x *guards) address(d *doc, i int) int {
	a, e := i, i+1
	for a > 0 && d.glued(a) && i-a < 32 && d.owners[a-1] == free {
		a--
	}
	for e < len(d.toks) && d.glued(e) && e-i < 32 {
		e++
	}
	d.guard(a, e, "guard.url", "e-mail address")
	return e - i
}
