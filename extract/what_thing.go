package extract

import (
	"cmp"
	"slices"

	"github.com/trich-vn/trich/internal/vi"
)

// thingKind is a set of kinds of things, one bit each.
type thingKind uint8

// The kinds of things, as tables name them.
const (
	thingCrop thingKind = 1 << iota
	thingAnimal
	thingFood
	thingGoods
	thingWork
	thingFirm
	thingLoan
	thingAlone // in told: the words show by themselves that a thing is measured
)

var thingKinds = map[string]thingKind{
	"crop": thingCrop, "animal": thingAnimal, "food": thingFood, "goods": thingGoods,
	"work": thingWork, "firm": thingFirm, "loan": thingLoan,
}

// A thing is a row of data/things.tsv.
type thing struct {
	kind   thingKind
	headed bool // counts only behind a word such as "cây", "giá"
}

// things knows of what prices, yields, profits and costs are told without naming it
// again: "Giá bán 5.000 đồng/kg" in an article on pumpkins.
type things struct {
	names  *vi.Phrases // value: an index into rows
	rows   []thing
	told   *vi.Phrases // value: the kinds of things that the words are told of, 0 for any
	heads  wordSet     // cây, trồng: before a word that is another word too
	grown  wordSet     // trồng, nuôi: kept before the thing
	selves wordSet     // gia đình, tôi: a subject that tells less than the thing
	after  wordSet     // giá, tổng: begin the name of a series, which stands before the thing
}

func newThings(v *vi.Vocab, book wordBook) (*things, error) {
	t := &things{
		names: vi.NewPhrases(v), told: vi.NewPhrases(v),
		heads: book.set("thing.heads"), grown: book.set("thing.grown"), selves: book.set("thing.selves"), after: book.set("thing.after"),
	}
	rows, err := vi.ReadTable(vi.Data, "data/things.tsv")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		kind, known := thingKinds[r.Get("kind")]
		if needs := r.Get("needs"); !known || needs != "" && needs != "head" {
			return nil, r.Errorf("unknown kind %q or need %q", r.Get("kind"), needs)
		}
		t.names.Add(r.First(), int32(len(t.rows)))
		t.rows = append(t.rows, thing{kind, r.Get("needs") != ""})
	}
	if rows, err = vi.ReadTable(vi.Data, "data/told.tsv"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		var kinds thingKind
		for _, k := range r.List("kinds") {
			if thingKinds[k] == 0 {
				return nil, r.Errorf("unknown kind %q", k)
			}
			kinds |= thingKinds[k]
		}
		if r.Get("alone") != "" {
			kinds |= thingAlone
		}
		t.told.Add(r.First(), int32(kinds))
	}
	return t, nil
}

// The most tokens gone back over for a thing, and the most words of the name of one
// that is built or run.
const (
	thingBack  = 90
	thingWords = 5

	weighedWords = 3 // of what a figure before weighs
)

// ofThing adds to the words of m, which tell only what is measured, the thing it is
// measured of, from the text before or the title: "giá bán" to "giá bán bí đỏ".
func (x *whats) ofThing(d *doc, ms []mention, k int) {
	m := &ms[k]
	kinds := x.untold(d, m)
	if kinds == 0 {
		return
	}
	c := &m.clause
	i, j := x.thingBefore(d, m, kinds)
	if p := earlier(ms, k); p != nil && p.sentence == m.sentence && p.thing1 > p.thing0 && p.clause.l0 == c.l0 {
		i, j = p.thing0, p.thing1
	}
	if i == j && kinds&(thingCrop|thingAnimal|thingFood) != 0 && !m.percentage && c.m1 == c.m0 {
		i, j = x.weighed(d, ms, k)
	}
	m.thing0, m.thing1 = i, j
	if i == j {
		return
	}
	if c.left() && x.things.after.has(d.id(c.l0)) {
		m.what = join(m.what, x.words(d, i, j))
		return
	}
	if i > 0 && x.things.grown.has(d.id(i-1)) && !d.toks[i].Has(vi.Line) {
		i--
	}
	if !c.left() && !c.right() && c.m1 == c.m0 && m.class == "money" {
		m.what = x.words(d, i, j)
		return
	}
	for c.left() && (x.things.selves.has(d.id(c.l0)) || x.personal(d, c.l0)) {
		c.l0++ // "gia đình anh còn lãi"
	}
	m.what = join(x.words(d, i, j), x.text(d, m))
}

// untold returns of which kinds of things the words of m are told when they name none,
// 0 when they name what they are of or may be told of anything.
func (x *whats) untold(d *doc, m *mention) thingKind {
	kinds, c := x.measured(d, m), m.clause
	if kinds == 0 {
		return 0
	}
	said, own, alone, strange, behind := thingKind(0), thingKind(0), false, false, -1
	if c.right() && (x.why.has(d.id(c.r0)) || d.id(c.r0) == x.by || x.place.has(d.id(c.r0)) || d.id(c.r0) == x.within) {
		c.r1 = c.r0 // "năng suất 7 tạ/ha do mưa trái mùa", "trữ 6 tấn trong kho"
	}
	product := (m.class == "mass" || m.class == "area" || x.rated(d, m)) && c.r1 <= x.pastRate(d, m.j)
	if m.class == "area" && !c.left() && c.right() && d.id(c.r0) == x.suffers {
		product, said = true, thingCrop|thingAnimal // "198 ha bị bệnh"
	}
	for _, r := range [...][2]int{{c.l0, c.l1}, {c.m0, c.m1}, {c.t0, c.t1}, {c.r0, c.r1}, {c.p0, c.p1}, {c.a0, c.a1}} {
		for k := r[0]; k < r[1]; {
			if row, n := x.things.names.Longest(d.toks, k); n > 0 && !x.splits(d, k) && !x.splits(d, k+n) {
				own |= x.things.rows[row].kind
			}
			of, n := x.things.told.Longest(d.toks, k)
			switch {
			case k >= m.i && k < m.j || d.toks[k].Kind != vi.Word || d.owners[k] == ownDate || x.inName(d, k):
				n = 1
			case d.owners[k] != free:
				return 0
			case n == 0 && (k == behind || m.percentage):
				return 0 // "giá vé", "giá mỗi km"
			case n == 0:
				strange, n = true, 1
			default:
				if x.things.after.has(d.id(k)) {
					behind = k + n
				}
				if thingKind(of)&thingAlone != 0 || k == behind && d.id(k) == x.each {
					alone, behind = true, k+n
				}
				if of := thingKind(of) &^ thingAlone; said == 0 || said&of != 0 {
					said = of | said&of
				}
			}
			k += n
		}
	}
	switch {
	case strange && !alone && (!product || said == 0), said == 0 && !product && m.unit != "con":
		return 0
	case said != 0:
		kinds &= said
	}
	if own&(kinds|thingCrop|thingAnimal|thingFood|thingGoods) != 0 {
		return 0
	}
	return kinds
}

// inName reports that token k is part of a name inside a sentence or says what kind of
// place is named.
func (x *whats) inName(d *doc, k int) bool {
	return d.toks[k].Flags&vi.Upper != 0 && !d.opens(k) || x.personal(d, k)
}

// toldAlone reports that [i, j) begins with a word that shows by itself that a thing is
// measured, and is no more: "giá", "giá bán".
func (x *whats) toldAlone(d *doc, i, j int) bool {
	of, n := x.things.told.Longest(d.toks, i)
	return n > 0 && i+n >= j && thingKind(of)&thingAlone != 0
}

// personal reports that token k is part of a person's name behind "anh", "bà".
func (x *whats) personal(d *doc, k int) bool {
	for n := k; n > 0 && n > k-nameMost && d.toks[n].Flags&vi.Upper != 0; n-- {
		if x.sirs.has(d.id(n - 1)) {
			return true
		}
	}
	return false
}

// rated reports that the unit of m is of something weighed, kept or sold: "đồng/kg".
func (x *whats) rated(d *doc, m *mention) bool {
	if m.j+1 >= len(d.toks) || !d.toks[m.j].Is('/') {
		return false
	}
	u, _ := d.x.figures.units.at(d, m.j+1)
	return u != nil && (u.class == "mass" || u.name == "con")
}

// measured returns the kinds of things that figures with the unit of m tell of, 0 for
// those that count persons, cases and the like.
func (x *whats) measured(d *doc, m *mention) thingKind {
	const sold = thingCrop | thingAnimal | thingFood | thingGoods
	switch {
	case m.unit == "con":
		return thingAnimal
	case m.class == "length":
		return thingWork
	case m.class == "mass" || m.class == "volume":
		return sold | thingWork | thingFirm
	case m.class == "area":
		return thingCrop | thingAnimal | thingWork
	case m.class == "money" && x.rated(d, m):
		if u, _ := d.x.figures.units.at(d, m.j+1); u.name == "con" {
			return thingAnimal
		}
		return sold
	case m.percentage || m.class == "times":
		return sold | thingLoan | thingFirm
	case m.class == "money":
		return sold | thingWork | thingFirm | thingLoan
	}
	return 0
}

// thingBefore returns the thing of one of the kinds that m is most likely told of: the
// last one before it in its sentence or its line, else that of the title, else the last
// one before it in the text close by.
func (x *whats) thingBefore(d *doc, m *mention, kinds thingKind) (int, int) {
	first := d.sents[m.sentence].First
	if i, j := x.lastThing(d, first, m.i, kinds); j > i {
		return i, j
	}
	line := first
	for line > 0 && !d.toks[line].Has(vi.Line) && line > first-thingBack {
		line--
	}
	if i, j := x.lastThing(d, line, first, kinds); j > i {
		return i, j
	}
	if i, j := x.lastThing(d, 0, min(d.titleEnd, first), kinds); j > i {
		return i, j
	}
	return x.lastThing(d, max(0, first-thingBack), first, kinds)
}

// weighed returns what the last figure of a mass or an area before mention k in its line
// is of: of "nhặt được 20 kg hạt dẻ" the last two words.
func (x *whats) weighed(d *doc, ms []mention, k int) (int, int) {
	for p := k - 1; p >= 0 && p > k-listMost && !d.lineIn(ms[p].j, ms[k].i); p-- {
		q := &ms[p]
		if c := q.clause; (q.class == "mass" || q.class == "area") && q.change == "" && c.right() && c.r0 >= q.j && d.toks[c.r0].Flags&vi.Upper == 0 &&
			d.id(c.r0) != x.suffers && d.id(c.r0) != x.got && !x.why.has(d.id(c.r0)) && !x.place.has(d.id(c.r0)) {
			return c.r0, x.shorten(d, c.r0, c.r1, weighedWords)
		}
	}
	return 0, 0
}

// A thingPlace is where a word of data/things.tsv stands in the text.
type thingPlace struct {
	at, n int
	row   int32
}

// thingsIn returns the words of data/things.tsv in [from, to). Each token is looked at
// once, when a figure first asks for it.
func (x *whats) thingsIn(d *doc, from, to int) []thingPlace {
	for d.thingsRead < to {
		if !x.things.names.Begins(d.toks[d.thingsRead].ID) {
			d.thingsRead++
			continue
		}
		row, n := x.things.names.Longest(d.toks, d.thingsRead)
		if n > 0 {
			d.things = append(d.things, thingPlace{d.thingsRead, n, row})
		}
		d.thingsRead += max(n, 1)
	}
	at := func(p thingPlace, k int) int { return cmp.Compare(p.at, k) }
	i, _ := slices.BinarySearchFunc(d.things, from, at)
	j, _ := slices.BinarySearchFunc(d.things, to, at)
	return d.things[i:max(i, j)]
}

// lastThing returns the last thing of one of the kinds in [from, to), the first where it
// is a work, which its sentence begins with.
func (x *whats) lastThing(d *doc, from, to int, kinds thingKind) (int, int) {
	places := x.thingsIn(d, max(from, to-thingBack), to)
	for k := range places {
		p := places[len(places)-1-k]
		if kinds == thingWork {
			p = places[k]
		}
		if x.isThing(d, p, to, kinds) {
			return p.at, x.thingEnd(d, p.at, p.at+p.n, to)
		}
	}
	return 0, 0
}

// firmAt reports that the name of a firm begins at token i, before token end.
func (x *whats) firmAt(d *doc, i, end int) bool {
	row, n := x.things.names.Longest(d.toks, i)
	return n > 0 && x.isThing(d, thingPlace{i, n, row}, end, thingFirm)
}

// isThing reports that p ends before token end and is a thing of one of the kinds.
func (x *whats) isThing(d *doc, p thingPlace, end int, kinds thingKind) bool {
	k, row := p.at, x.things.rows[p.row]
	upper := d.toks[k].Flags&vi.Upper != 0
	switch {
	case k+p.n > end || row.kind&kinds == 0 || x.splits(d, k) || x.splits(d, k+p.n):
		return false
	case k > 1 && d.id(k-1) == x.with && d.id(k-2) == x.compare:
		return false // "so với cây điều"
	case row.kind&(thingWork|thingFirm) == 0 && upper && !d.opens(k):
		return false // "Chi cục Thủy sản"
	case row.kind == thingWork && k > 1 && d.toks[k-2].Flags&vi.Upper != 0 && !d.opens(k-2) && !upper:
		return false // "Ban Quản lý dự án"
	}
	return !row.headed || x.things.heads.has(d.id(k-1)) || k > 0 && d.owners[k-1] == ownCount
}

// thingEnd returns where the name of the thing [i, j) ends: with the name that follows
// it in capitals, and for what is built with the words that say what it is for.
func (x *whats) thingEnd(d *doc, i, j, to int) int {
	row, _ := x.things.names.Longest(d.toks, i)
	built := x.things.rows[row].kind&(thingWork|thingFirm|thingLoan) != 0
	if _, n := x.things.names.Longest(d.toks, j); built && j < to && j+n <= to {
		j += n // "Dự án Đường tránh phía tây"
	}
	for end := min(to, j+thingWords); j < end && d.toks[j].Kind == vi.Word && d.owners[j] == free && !d.toks[j].Has(vi.Line); j++ {
		if d.toks[j].Flags&vi.Upper != 0 {
			continue
		}
		_, n := x.things.told.Longest(d.toks, j)
		if !built || d.toks[j-1].Flags&vi.Upper != 0 || n > 0 || x.stop.has(d.id(j)) || x.close.has(d.id(j)) || x.subject.has(d.id(j)) ||
			x.place.has(d.id(j)) || d.id(j) == x.by || x.begins.has(d.id(j)) {
			break
		}
	}
	for x.splits(d, j) {
		j--
	}
	return j
}

// sizedWords is the most tokens of the name of a thing before its size.
const sizedWords = 5

// sized gives m, the size or the capacity of a thing said right behind its name, that name
// and not what is said of the thing: of "cháy tại kho hàng rộng 500 m2 thiêu rụi nhiều máy"
// the store. from is where the words before m begin.
func (x *whats) sized(d *doc, m *mention, from int) {
	c := &m.clause
	if !measures[m.class] || m.change != "" || m.i <= from+1 {
		return
	}
	e := m.i - 1
	if !x.sizes.has(d.id(e)) || x.splits(d, e) && x.acting(d, e-1) || x.splits(d, m.i) {
		if e--; e < from || !x.propertyAt(d, e) || x.splits(d, e) || c.l1 != m.i {
			return
		}
	}
	if c.right() && c.r0 >= m.j && d.id(c.r0) != x.owned && (x.sizes.has(d.id(e)) || x.predicative(d, c.r0) || m.j > m.u1 || c.r0 > m.j && d.toks[m.j].Is('/')) {
		c.r0, c.r1 = 0, 0
	}
	if c.l1 == m.i && c.left() {
		return
	}
	i := e
	for i > from && i > e-sizedWords && d.toks[i-1].Kind == vi.Word && d.owners[i-1] == free && !d.toks[i].Has(vi.Line) && !x.places.has(d.id(i-1)) &&
		!x.joins.has(d.id(i-1)) && !x.predicative(d, i-1) && !x.begins.has(d.id(i-1)) {
		i--
	}
	if i < e && i > from && x.places.has(d.id(i-1)) && !x.splits(d, i) {
		c.l0, c.l1 = i, m.i
	}
}
