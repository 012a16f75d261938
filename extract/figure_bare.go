package extract

import (
	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/internal/vi"
)

// bares finds the unit of a number that has none of its own, because the figure
// before it in the sentence said it: "thụ lý 312 vụ, giải quyết 287". The words
// that prove a count are those of data/bare.tsv.
type bares struct {
	phrases         *vi.Phrases
	rows            []bareWord
	notAfter, notIn wordSet          // đường: right before a number that names; tuổi: in its words
	areas           wordSet          // huyện, xã: before a name that a count may follow
	tails, joins    wordSet          // xong, mới: behind a deed; và, nhưng
	states, tells   wordSet          // between a date and its number, and those of them that tell
	those           wordSet          // đó, này: behind "trong số"
	apart           wordSet          // và, đến: no verbs behind a number
	became          wordSet          // được, bị: behind a number of things it became of
	grades          wordSet          // nhất, bạc: behind the number of prizes
	metals          wordSet          // vàng, bạc, đồng: of medals
	people          wordSet          // người, làm: before chết
	persons         map[string]bool  // units of cases that are persons
	prizes          map[string]*unit // units of prizes: what their grades are counted in
}

type bareKind uint8

const (
	bareDeed bareKind = iota
	bareOpens
	bareBeside
	barePersons
	barePrizes
	bareKinds
)

type bareWord struct {
	kind bareKind
	of   map[string]bool // classes of units, nil any
	unit *unit           // what it counts itself, nil nothing
}

func newBares(v *vi.Vocab, book wordBook, units *units) (*bares, error) {
	x := &bares{
		phrases:  vi.NewPhrases(v),
		notAfter: book.set("bare.not-after"), notIn: book.set("bare.not-in"), areas: book.set("bare.areas"),
		tails: book.set("bare.tails"), joins: book.set("bare.joins"), states: book.set("bare.states"), tells: book.set("bare.tells"),
		those: book.set("among.those"), became: book.set("among.became"), apart: book.set("among.not"), grades: book.set("prize.grades"),
		metals: book.set("prize.metals"), people: book.set("harm.people"), persons: map[string]bool{}, prizes: map[string]*unit{},
	}
	rows, err := vi.ReadTable(vi.Data, "data/bare.tsv")
	if err != nil {
		return nil, err
	}
	kinds := map[string]bareKind{"deed": bareDeed, "opens": bareOpens, "beside": bareBeside, "persons": barePersons, "prize": barePrizes, "kind": bareKinds}
	for _, r := range rows {
		kind, ok := kinds[r.Get("kind")]
		if !ok {
			return nil, r.Errorf("unknown kind %q", r.Get("kind"))
		}
		w := bareWord{kind: kind}
		if name := r.Get("unit"); name != "" {
			if w.unit = units.byName(name); w.unit == nil {
				return nil, r.Errorf("data/units.tsv has no unit %q", name)
			}
		}
		for _, class := range r.List("of") {
			if !carried[class] {
				return nil, r.Errorf("no number takes over a unit of class %q", class)
			}
			if w.of == nil {
				w.of = map[string]bool{}
			}
			w.of[class] = true
		}
		if kind == barePersons || kind == barePrizes {
			if err := x.addUnit(r, w, units); err != nil {
				return nil, err
			}
			continue
		}
		if x.phrases.Add(r.First(), int32(len(x.rows))) >= 0 {
			return nil, r.Errorf("%q is here in another spelling", r.First())
		}
		x.rows = append(x.rows, w)
	}
	return x, nil
}

// addUnit keeps a row that names a unit.
func (x *bares) addUnit(r vi.Row, w bareWord, units *units) error {
	u := units.byName(r.First())
	switch {
	case u == nil:
		return r.Errorf("data/units.tsv has no unit %q", r.First())
	case w.kind == barePersons:
		x.persons[u.name] = true
	case w.unit != nil:
		x.prizes[u.name] = w.unit
	default:
		x.prizes[u.name] = u
	}
	return nil
}

// carried are the classes of units that a number can take over.
var carried = map[string]bool{
	"case": true, "person": true, "person-time": true, "household": true, "organisation": true, "place": true, "event": true,
	"document": true, "vehicle": true, "goods": true, "work": true, "other": true, "mass": true, "area": true, "volume": true,
}

// How far back the words of a number without a unit may reach, and how many of
// them there may be.
const (
	bareBack   = 24
	bareWords  = 8
	bareBehind = 5  // words between a figure and the bracket behind it
	bareFar    = 96 // tokens between a count and some of it, or the end of its bracket
)

// bareNumber reports that the number at token i, the one at hand, is in digits and on one
// line with what stands before it, has no scale word and is no year.
func (d *doc) bareNumber(i int) bool {
	n := d.num
	return !n.Words && n.Power == 0 && !(n.Tokens == 1 && isYear(d.toks[i])) && !d.toks[i].Has(vi.Line)
}

// bareDone reads a number behind a deed: "thụ lý 312 vụ, giải quyết 287".
func bareDone(d *doc, i int) (*mention, int) {
	x := d.x.figures
	p, g, ok := x.bareGap(d, i)
	if !ok || !carried[p.class] || g.label == g.from {
		return nil, 0
	}
	deed := x.bares.deedBefore(d, g.label, i, p.class) // "không đạt 12"
	if deed == nil {
		deed = x.bares.deedBefore(d, g.label, g.end, p.class)
	}
	if deed == nil {
		return nil, 0
	}
	if deed.unit != nil && p.class == "case" && !x.bares.persons[p.unit] {
		return d.likeThe(&mention{unit: deed.unit.name, class: deed.unit.class}, i) // "12 vụ, chết 5"
	}
	return d.likeThe(p, i)
}

// bareHarmed reads how many people a deed that counts them itself befell: "Về người:
// chết 2, bị thương 5", "làm chết 2".
func bareHarmed(d *doc, i int) (*mention, int) {
	x := d.x.figures
	if !d.bareNumber(i) || !x.bareEnds(d, i+d.num.Tokens) || d.num.Value.Scale() > 0 {
		return nil, 0
	}
	from := max(d.sentence(i).First, i-bareWords)
	deed := x.bares.deedBefore(d, from, i, "person")
	if deed == nil || deed.unit == nil {
		return nil, 0
	}
	for k := i - 2; k >= from; k-- {
		if x.bares.people.has(d.id(k)) {
			return d.likeThe(&mention{unit: deed.unit.name, class: deed.unit.class}, i)
		}
	}
	return nil, 0
}

// bareAhead reads a number behind a deed of which the next tells the unit: "tạm ngừng
// 418, giải thể 63 doanh nghiệp".
func bareAhead(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if !d.bareNumber(i) || isYear(d.toks[i]) || j >= len(d.toks) || !d.toks[j].Is(',') && !d.toks[j].Is(';') {
		return nil, 0
	}
	if i > 1 && d.toks[i-1].Is(':') {
		if u, power := x.unitAhead(d, j); u != nil {
			return d.likeThe(&mention{unit: u.name, class: u.class, power: power}, i)
		}
	}
	if d.toks[j].Is(';') {
		return nil, 0
	}
	k := j + 1
	for k < len(d.toks) && k < j+1+bareWords && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line) && d.owners[k] == free {
		k++
	}
	n, ok := x.number(d, k)
	if !ok || n.Words || n.Power > 0 {
		return nil, 0
	}
	u := x.unitAt(d, k+n.Tokens)
	if u != nil && u.class == "money" && inThousands(d.num) && inThousands(n) && k > j+1 {
		return d.likeThe(&mention{unit: u.name, class: u.class}, i) // "mua 25.120, bán 25.450 đồng"
	}
	from := i
	for from > 0 && i-from < bareWords && d.toks[from-1].Kind == vi.Word && !d.toks[from].Has(vi.Line) {
		from--
	}
	if u == nil || !carried[u.class] || x.bares.deedBefore(d, j+1, k, u.class) == nil || x.bares.deedBefore(d, from, i, u.class) == nil {
		return nil, 0
	}
	return d.likeThe(&mention{unit: u.name, class: u.class}, i)
}

// unitAhead returns the unit and the scale that only the last of a list of labels and
// numbers has, of which another item follows at j: "TW: 14.200; tỉnh: 6.340; dân góp:
// 7.100 triệu đồng".
func (x *figures) unitAhead(d *doc, j int) (*unit, int) {
	for items := 0; items < bareWords; items++ {
		if j+3 >= len(d.toks) || !d.toks[j].Is(';') && !d.toks[j].Is(',') {
			return nil, 0
		}
		k := j + 1
		for k < len(d.toks) && k <= j+bareBehind && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line) && d.owners[k] == free {
			k++
		}
		if k == j+1 || k+1 >= len(d.toks) || !d.toks[k].Is(':') {
			return nil, 0
		}
		n, ok := x.number(d, k+1)
		if !ok || n.Words {
			return nil, 0
		}
		j = k + 1 + n.Tokens
		if u := x.unitAt(d, j); u != nil {
			if !carried[u.class] && (u.class != "money" || n.Power == 0) {
				return nil, 0
			}
			return u, n.Power
		}
	}
	return nil, 0
}

// bareItem reads a number of a list of parts: "trong đó ô tô 87, mô tô 401".
func bareItem(d *doc, i int) (*mention, int) {
	x := d.x.figures
	p, g, ok := x.bareGap(d, i)
	if !ok {
		return nil, 0
	}
	scored := p.unit == x.points.name && p.value.Scale() > 0 && g.label > g.from
	if !scored && !x.priced(d, p, g) && !x.bares.names(d, g.label, g.end) && !x.bares.capital(d, g.label, i) {
		return nil, 0
	}
	switch {
	case scored || x.priced(d, p, g):
	case g.opened > 0 && d.num.Value.Cmp(p.value) <= 0 && (x.bareNext(d, i, g, p) || d.num.Ambiguous && !d.toks[g.opened-1].Is(':')):
	case g.label > g.from && rowed[p.class] && p.change == "" && !p.hasOf && p.i > 0 && d.toks[p.i-1].Kind == vi.Word && x.bareNext(d, i, g, p):
	case g.label > g.from && g.end-g.label > 1 && x.alikeLabelled(d, p, g):
	case g.label > g.from && carried[p.class] && x.capitalRow(d, p, g.label, i):
	case p.rule == ruleHeaded && g.label > g.from && g.label-g.from == 1 && x.unitAt(d, g.label) == nil && d.num.Value.Cmp(p.value) <= 0:
	case x.nextOfRow(d, p, g):
	case p.rule == ruleNumberOf && g.label > g.from && x.unitAt(d, g.label) == nil:
	case g.label > g.from && !d.repeats(g.label, g.end, p.n0-g.end+g.label) && x.bareLabelled(d, p):
	default:
		return nil, 0
	}
	return d.likeThe(p, i)
}

// capitalRow reports that a name of a place or a people alone stands before the number at
// i, from token label on, and before p: "Jrai 3.526 khẩu, Thái 310".
func (x *figures) capitalRow(d *doc, p *mention, label, i int) bool {
	if p.rule == ruleBareItem {
		return x.bares.capital(d, label, i) && d.toks[p.i-1].Flags&vi.Upper != 0
	}
	from := max(d.sentence(p.i).First, p.i-bareBack)
	for k := p.i - 1; k >= from && d.toks[k].Kind == vi.Word && d.toks[k].Flags&vi.Upper != 0; k-- {
		from = k
	}
	return p.change == "" && x.bares.capital(d, label, i) && from > d.sentence(p.i).First && x.bares.capital(d, from, p.i)
}

// capital reports that the words [i, j) are the name of a place or a people: "Thuận
// Bắc", "Thái", "thị xã An Lộc".
func (x *bares) capital(d *doc, i, j int) bool {
	for n := 0; n < 2 && i+1 < j && d.toks[i].Flags&vi.Upper == 0 && d.x.figures.words.areaWords.has(d.id(i)); n++ {
		i++
	}
	for k := i; k < j; k++ {
		if t := d.toks[k]; t.Kind != vi.Word || t.Flags&(vi.Upper|vi.Caps) != vi.Upper || t.Has(vi.Line) || d.owners[k] != free {
			return false
		}
	}
	return i < j && j-i <= 3
}

// rowed are the classes of units that a row of names and numbers may count with the
// unit said once: "khối Đảng có 3 đại biểu, chính quyền 7, đoàn thể 5".
var rowed = map[string]bool{"case": true, "person": true, "household": true, "organisation": true, "vehicle": true}

// bareSum reads a number of a list whose numbers make up the count before it, so that
// any words may stand before them: "2 người chết (Mường Lạc 01, Nậm Pồn 01)".
func bareSum(d *doc, i int) (*mention, int) {
	x := d.x.figures
	p, g, ok := x.bareGap(d, i)
	if !ok || !carried[p.class] || g.end != i {
		return nil, 0
	}
	if p.rule == ruleBareSum && g.label == g.from+1 && !d.toks[g.from].Is(';') || g.opened == g.label && x.makesUp(d, g.label, p) {
		return d.likeThe(p, i)
	}
	return nil, 0
}

// makesUp reports that the list at token k makes up p and has at least two items.
func (x *figures) makesUp(d *doc, k int, p *mention) bool {
	sum := decimal.Zero
	for items := 1; items <= bareFar; items++ {
		n, e := x.summand(d, k, p)
		if e == 0 {
			return false
		}
		var err error
		if sum, err = sum.Add(n); err != nil {
			return false
		}
		same := items > 1 && sum.Cmp(p.value) == 0
		if e >= len(d.toks) || !x.partEnds(d, e) || same && d.toks[e].Is(';') {
			return same && d.ends(e)
		}
		k = e + 1
	}
	return false
}

// summand reads the item at token k of a list of parts of p, a number before or behind its
// words ("14 xây mới", "Mường Lạc 01 người"), perhaps one that is read already: the number
// and the end of the item, 0 when there is none.
func (x *figures) summand(d *doc, k int, p *mention) (decimal.Decimal, int) {
	first := k
	for k < len(d.toks) && k-first <= bareWords && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line) && d.owners[k] == free {
		k++
	}
	n := x.numbers.Read(d.s, d.toks, k)
	if !n.OK || n.Words || n.Power > 0 || d.toks[k].Has(vi.Line) {
		return decimal.Zero, 0
	}
	e := k + n.Tokens
	if k == first {
		if k = x.partLabel(d, e); k == e {
			return decimal.Zero, 0
		}
		return n.Value, k
	}
	u, un := x.units.at(d, e)
	if u != nil && u.name != p.unit {
		return decimal.Zero, 0
	}
	return n.Value, e + un
}

// bareThen reads the number of another time: "năm 2022 có 45 vụ, năm 2023 có 38".
func bareThen(d *doc, i int) (*mention, int) {
	x := d.x.figures
	p, g, ok := x.bareGap(d, i)
	if !ok || !x.bares.dated(d, g.label, i) {
		return nil, 0
	}
	return d.likeThe(p, i)
}

// bareBracket reads a number that stands in brackets behind a count it is held
// against ("96 cơ sở (kế hoạch 90)") or in a row of brackets of which the first has
// the unit ("trộm cắp (112 vụ), lừa đảo (45)").
func bareBracket(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if j >= len(d.toks) || !d.toks[j].Is(')') || d.num.Words || d.num.Power > 0 || isYear(d.toks[i]) && d.num.Tokens == 1 || len(d.mentions) == 0 {
		return nil, 0
	}
	b := i - 1
	for b > 0 && b > i-bareWords && !d.toks[b].Is('(') && !d.toks[b].Has(vi.Line) {
		b--
	}
	if b < 1 || !d.toks[b].Is('(') || d.toks[b].Has(vi.Line) {
		return nil, 0
	}
	p := &d.mentions[len(d.mentions)-1]
	for k := len(d.mentions) - 2; p.percentage && k >= 0 && k > len(d.mentions)-bareWords; k-- {
		p = &d.mentions[k]
	}
	if p.percentage || !carried[p.class] || p.i < d.sentence(i).First || d.num.Value.Scale() > 0 && !divisible[p.class] {
		return nil, 0
	}
	if b+1 == i && !x.bares.inRow(d, p, b) || b+1 < i && !x.bares.against(d, p, b, i) && !x.partInBracket(d, p, b, i) {
		return nil, 0
	}
	return d.likeThe(p, i)
}

// partInBracket reports that the bracket at b stands right behind p and that one part of
// it is all that it tells: "486 lao động (XKLĐ 112)".
func (x *figures) partInBracket(d *doc, p *mention, b, i int) bool {
	if b != p.j || !rowed[p.class] && p.class != "document" && p.class != "person-time" || p.hasOf || p.change != "" || d.num.Value.Cmp(p.value) > 0 ||
		i-b > bareBehind || !x.bares.names(d, b+1, i) || x.bares.deedBefore(d, b+1, i, p.class) != nil {
		return false
	}
	for k := b + 1; k < i; k++ {
		if t := d.toks[k]; t.Kind != vi.Word || t.Flags&(vi.Upper|vi.Caps) == vi.Upper {
			return false
		}
	}
	return true
}

// bareAmong reads how many of those counted before are told of: "9 trong số đó", "64
// hồ sơ, 12 bị trả lại".
func bareAmong(d *doc, i int) (*mention, int) {
	x, w := d.x.figures, &d.x.figures.words
	j := i + d.num.Tokens
	those := d.id(j) == w.in && d.id(j+1) == w.number && x.bares.those.has(d.id(j+2)) && !d.lineIn(j, j+2)
	states := !those && !x.became(d, i, j)
	if states && !x.stated(d, i, j) || d.id(i) == w.one && d.num.Tokens == 1 {
		return nil, 0
	}
	for k := len(d.mentions) - 1; k >= 0 && i-d.mentions[k].j < bareFar && !d.lineIn(d.mentions[k].j, i); k-- {
		if p := &d.mentions[k]; !p.percentage && carried[p.class] && p.value.Cmp(d.num.Value) >= 0 && (those || p.i >= d.sentence(i).First && !divisible[p.class]) {
			if states && (!kinded[p.class] || p.change != "" || k < len(d.mentions)-1) {
				break
			}
			return d.likeThe(p, i)
		}
	}
	return nil, 0
}

// stated reports that the number at i, alone behind a comma, and a verb behind it say what
// some of what was counted do: ", 418 nhận việc ngay".
func (x *figures) stated(d *doc, i, j int) bool {
	return d.bareNumber(i) && d.num.Value.Scale() == 0 && i > 0 && d.toks[i-1].Is(',') && j < len(d.toks) && !d.toks[j].Has(vi.Line) &&
		x.words.notNoun.has(d.id(j)) && !x.bares.apart.has(d.id(j))
}

// became reports that the number at i, alone behind a comma or "và", and the words
// behind it say what became of some of what was counted: ", 12 bị trả lại".
func (x *figures) became(d *doc, i, j int) bool {
	return d.bareNumber(i) && d.num.Value.Scale() == 0 && i > 0 && x.partEnds(d, i-1) && x.bares.became.has(d.id(j)) && !d.toks[j].Has(vi.Line)
}

// barePrize reads the number of prizes of a grade behind another: "5 giải nhất,
// 12 nhì", "5 huy chương vàng, 7 bạc, 11 đồng".
func barePrize(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if i == 0 || j >= len(d.toks) || !x.bares.grades.has(d.id(j)) || d.toks[j].Has(vi.Line) || d.num.Power > 0 {
		return nil, 0
	}
	var p mention // the figure before
	if len(d.mentions) > 0 {
		p = d.mentions[len(d.mentions)-1]
	}
	prize := x.bares.prizes[p.unit]
	if x.medals(d, i, j, &p) {
		return d.likeThe(&mention{unit: x.medal.name, class: x.medal.class}, i)
	}
	if prize == nil {
		return nil, 0
	}
	if t := d.toks[i-1]; p.i < d.sentence(i).First || i-p.j > bareBehind || !t.Is(',') && !t.Is(';') && t.ID != x.words.and {
		return nil, 0
	}
	for k := p.j; k < i-1; k++ {
		if d.toks[k].Kind != vi.Word || d.toks[k].Has(vi.Line) {
			return nil, 0
		}
	}
	return d.likeThe(&mention{unit: prize.name, class: prize.class}, i)
}

// medals reports that the number at i and the metal at j are an item of a list of
// medals: another number and metal follow, or some were counted in the sentence: "24
// bộ huy chương (24 vàng, 24 bạc, 36 đồng)".
func (x *figures) medals(d *doc, i, j int, p *mention) bool {
	if !x.bares.metals.has(d.id(j)) || d.num.Words {
		return false
	}
	if !d.toks[i-1].Is('(') && !x.partEnds(d, i-1) {
		n, _ := x.number(d, j+2)
		return x.metalNext(d, j) && x.metalNext(d, j+2+n.Tokens) // "Đông Hải 11 vàng, 8 bạc, 5 đồng"
	}
	if x.metalNext(d, j) {
		return true
	}
	first := d.sentence(i).First
	for k := len(d.mentions) - 1; k >= 0 && k > len(d.mentions)-mentionsBack && d.mentions[k].i >= first; k-- {
		if x.bares.prizes[d.mentions[k].unit] == x.medal {
			return true
		}
	}
	return p.unit == x.medal.name && p.i >= d.sentence(i).First
}

// metalNext reports that another number and metal follow the metal at token j in a list.
func (x *figures) metalNext(d *doc, j int) bool {
	if j+2 >= len(d.toks) || !x.partEnds(d, j+1) {
		return false
	}
	n, ok := x.number(d, j+2)
	return ok && x.bares.metals.has(d.id(j+2+n.Tokens))
}

// barePart reads a part of a count in the brackets behind it, whose words are no
// unit: "58 trường (14 mầm non, 15 THCS)", "78 dự án (46 trong nước, 32 FDI)".
func barePart(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if d.num.Words || d.num.Power > 0 || isYear(d.toks[i]) || j >= len(d.toks) || d.toks[j].Kind != vi.Word || d.toks[j].Has(vi.Line) {
		return nil, 0
	}
	if _, n := x.units.at(d, j); n > 0 {
		return nil, 0
	}
	if !d.ends(x.partLabel(d, j)) && !x.partEnds(d, x.partLabel(d, j)) {
		return nil, 0
	}
	p := x.bareWhole(d, i)
	if p == nil || p.value.Cmp(d.num.Value) < 0 || d.num.Value.Scale() > 0 {
		return nil, 0
	}
	return d.likeThe(p, i)
}

// partLabel returns the end of the words at j that say which part is counted,
// short forms written together among them: "MN-MG", "TH&THCS".
func (x *figures) partLabel(d *doc, j int) int {
	e := j
	for e < len(d.toks) && e < j+bareWords && !d.toks[e].Has(vi.Line) && (d.owners[e] == free || d.owners[e] == ownCount && d.toks[e].Kind == vi.Word) {
		t := d.toks[e]
		if e > j && e+1 < len(d.toks) && (t.ID == x.words.and && d.toks[e+1].Kind == vi.Digits || t.Kind == vi.Digits && !x.words.named.has(d.id(e-1))) {
			break
		}
		if t.Kind != vi.Word && t.Kind != vi.Digits && !(e > j && e+1 < len(d.toks) && d.glued(e) && d.glued(e+1) && (t.Is('-') || t.Is('&') || t.Is('/') || t.Is('+'))) {
			break
		}
		e++
	}
	return e
}

// partEnds reports that a mark or "và" at token e leads to the next part of a list.
func (x *figures) partEnds(d *doc, e int) bool {
	return d.toks[e].Is(',') || d.toks[e].Is(';') || d.id(e) == x.words.and
}

// likeThe makes a mention of the number at i, or of the pair that it begins, in the
// unit of p; an amount of money in its scale too: "thu 5.120 tỷ đồng, trong đó thu
// nội địa 4.800".
func (d *doc) likeThe(p *mention, i int) (*mention, int) {
	x, n := d.x.figures, d.num
	j := x.pairEnd(d, i)
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: p.unit, class: p.class}
	if p.class == "money" {
		m.power = x.powerOf(d, p)
		if n = n.Scaled(m.power); !n.OK {
			return nil, 0
		}
	}
	if k := i + n.Tokens; j > k {
		n2, _ := x.number(d, k+1)
		d.settle(&m, n2, p.class)
		m.of, m.hasOf = m.value, true
	}
	d.settle(&m, n, p.class)
	return d.read(m), j - i
}

// pairEnd returns the end of the number at i, or of the pair that it begins:
// "giải quyết 312/340".
func (x *figures) pairEnd(d *doc, i int) int {
	j := i + d.num.Tokens
	if j >= len(d.toks) || !d.toks[j].Is('/') || d.toks[j].Has(vi.Line) {
		return j
	}
	if n2, ok := x.number(d, j+1); ok && !n2.Words && n2.Power == 0 && n2.Value.Cmp(d.num.Value) >= 0 {
		return j + 1 + n2.Tokens
	}
	return j
}

// A gap is what stands between a figure and a number without a unit.
type gap struct {
	from       int // it begins behind the figure
	label, end int // the words of the number, without bounds
	opened     int // where the parts of the figure begin in it, 0 nowhere
}

// bareGap returns the count before the number at i whose unit it may have, and what
// stands between them.
func (x *figures) bareGap(d *doc, i int) (*mention, gap, bool) {
	var g gap
	n := d.num
	if len(d.mentions) == 0 || !d.bareNumber(i) || !x.bareEnds(d, x.pairEnd(d, i)) {
		return nil, g, false
	}
	last := len(d.mentions) - 1
	g.from = d.mentions[last].j
	k := last
	for k >= 0 && k > last-4 && (d.mentions[k].percentage || d.mentions[k].class == "rate") {
		k--
	}
	if k < 0 || i-g.from > bareBack {
		return nil, g, false
	}
	p := &d.mentions[k]
	if p.percentage || !carried[p.class] && !x.scaled(d, p) || p.i < d.sentence(i).First || n.Value.Scale() > 0 && !n.Ambiguous && !divisible[p.class] && p.unit != x.points.name {
		return nil, g, false
	}
	g.end = i
	for g.end > g.from {
		mod, n := x.modifiers.ending(d, g.end)
		if n == 0 || mod.kind != modBound && (mod.kind != modSkip || x.bares.notAfter.has(d.id(g.end-1))) {
			break
		}
		g.end -= n
	}
	if g.opened, g.label = x.bares.opens(d, g.from, g.end); g.label == g.end {
		g.end = i // "khá 15, trung bình 3"
	}
	for t := g.from; t < g.label; t++ {
		if d.toks[t].Kind == vi.Digits && d.owners[t] == free {
			return nil, g, false // a number between that nobody understood
		}
	}
	for t := g.label; t < g.end; t++ {
		if d.toks[t].Kind != vi.Word && d.owners[t] == free || d.figureAt(t) || d.toks[t].Has(vi.Line) {
			return nil, g, false
		}
	}
	return p, g, g.label < g.end && g.end-g.label <= bareWords
}

// nextOfRow reports that the number behind g is of the next thing in a row in which p
// tells how much the one before it changed: "hành chính 96 vụ, tăng 11; lao động 22".
func (x *figures) nextOfRow(d *doc, p *mention, g gap) bool {
	last := len(d.mentions) - 1
	if last < 1 || p != &d.mentions[last] || p.change == "" || !rowed[p.class] || !d.toks[g.from].Is(';') || g.label != g.from+1 {
		return false
	}
	level := &d.mentions[last-1]
	return level.unit == p.unit && level.change == "" && level.i > d.sentence(p.i).First && d.toks[level.i-1].Kind == vi.Word &&
		x.bares.deedBefore(d, g.label, g.end, p.class) == nil && x.bares.deedBefore(d, g.label, g.end, "person") == nil
}

// priced reports that the number at hand is another price in a list of prices in
// thousands: "sườn non 160.000", "bình 45 kg còn 1.657.000".
func (x *figures) priced(d *doc, p *mention, g gap) bool {
	return p.class == "money" && p.change == "" && g.label > g.from && inThousands(d.num) && inThousands(x.numbers.Read(d.s, d.toks, p.n0)) && d.toks[g.end-1].Kind == vi.Word
}

// inThousands reports that points part the thousands of a number without a scale word.
func inThousands(n vi.Numeral) bool {
	return n.OK && n.Power == 0 && !n.Comma && !n.Swapped && (n.Ambiguous || n.Tokens > 3 && n.Value.Scale() == 0)
}

// scaled reports that p is an amount of money with a scale word, which its parts
// can do without, or in thousands as the number at hand.
func (x *figures) scaled(d *doc, p *mention) bool {
	return p.class == "money" && (x.powerOf(d, p) >= 6 || inThousands(d.num) && inThousands(x.numbers.Read(d.s, d.toks, p.n0)))
}

// powerOf returns the power of ten of the scale word of p.
func (x *figures) powerOf(d *doc, p *mention) int {
	if p.power > 0 {
		return p.power
	}
	return x.numbers.Read(d.s, d.toks, p.n0).Power
}

// opens returns where parts begin in the gap from from, 0 nowhere, and where the
// words of the number behind its end begin.
func (x *bares) opens(d *doc, from, end int) (opened, label int) {
	label = from
	bracket := false
	for k := from; k < end; k++ {
		t := d.toks[k]
		if row, n := x.phrases.Longest(d.toks, k); n > 0 && k+n < end && x.rows[row].kind == bareOpens {
			opened, label = k+n, k+n
			k += n - 1
			continue
		}
		switch {
		case t.Is(':'):
			opened, label = k+1, k+1
		case t.Is('('):
			opened, bracket, label = k+1, true, k+1
		case t.Is(')'):
			if bracket {
				opened, bracket = 0, false
			}
		case t.Is(','), t.Is(';'), x.joins.has(t.ID):
			label = k + 1
		}
	}
	return opened, label
}

// bareEnds reports that what is counted does not follow the number before token j.
func (x *figures) bareEnds(d *doc, j int) bool {
	if d.ends(j) {
		return j >= len(d.toks) || d.id(j) != x.attaches.compare
	}
	return d.id(j) == x.words.and && j+1 < len(d.toks) && d.toks[j+1].Kind == vi.Word && !x.numbers.Starts(d.toks[j+1])
}

// deedBefore returns the deed said of a class of units that ends before token end, in
// words that begin at from, nil when there is none.
func (x *bares) deedBefore(d *doc, from, end int, class string) *bareWord {
	for ; end > from; end-- {
		for k := end - 1; k >= from && k >= end-bareWords; k-- {
			row, n := x.phrases.Longest(d.toks[:end], k)
			if n > 0 && k+n == end && (x.rows[row].kind == bareDeed || x.rows[row].kind == bareKinds) && (x.rows[row].of == nil || x.rows[row].of[class]) {
				return &x.rows[row]
			}
		}
		if !x.tails.has(d.id(end - 1)) {
			break
		}
	}
	return nil
}

// names reports that the words [i, j) can name a part that the number behind them
// counts: "mô tô", "không có GPLX", "huyện Cư Mốt".
func (x *bares) names(d *doc, i, j int) bool {
	t := d.toks[j-1]
	w := &d.x.figures.words
	if t.Kind != vi.Word || w.dated.has(t.ID) || (x.notAfter.has(t.ID) || w.named.has(t.ID)) && !d.x.figures.whats.splits(d, j-1) {
		return false
	}
	if t.Flags&vi.Upper != 0 && !(t.Has(vi.Caps) && t.Runes > 1) && !x.areas.has(d.id(i)) {
		return false
	}
	for k := i; k < j; k++ {
		if x.notIn.has(d.id(k)) || d.owners[k] != free && d.owners[k] != ownGuard {
			return false
		}
	}
	return true
}

// bareNext reports that another item of a list of parts stands behind that with the
// number at i: other words ("cụm 1, cụm 2" are names) and a number, alone or in the
// unit of p.
func (x *figures) bareNext(d *doc, i int, g gap, p *mention) bool {
	j := i + d.num.Tokens
	if e := x.share(d, j); e > 0 {
		j = e
	}
	if j >= len(d.toks) || !d.toks[j].Is(',') && !d.toks[j].Is(';') && d.id(j) != x.words.and || d.toks[j].Has(vi.Line) {
		return false
	}
	k := j + 1
	for k < len(d.toks) && k < j+2+bareWords && !d.toks[k].Has(vi.Line) && (d.toks[k].Kind == vi.Word && d.owners[k] == free || d.owners[k] == ownGuard) {
		k++
	}
	n, ok := x.number(d, k)
	if !ok || k == j+1 || n.Words || k-j-1 == g.end-g.label && d.repeats(g.label, g.end, j+1) || !x.bares.names(d, j+1, k) && (!x.bares.capital(d, j+1, k) || d.x.officials.surname(d, j+1, surnameAny) && p.class == "person") {
		return false
	}
	u := x.unitAt(d, k+n.Tokens)
	return u != nil && u.name == p.unit || x.bareEnds(d, k+n.Tokens)
}

// alikeLabelled reports that the words before p begin like those of the gap: "rừng tự
// nhiên 120.450 ha, rừng trồng 45.300".
func (x *figures) alikeLabelled(d *doc, p *mention, g gap) bool {
	_, label := x.bares.opens(d, max(d.sentence(p.i).First, p.i-bareBack), p.i)
	return p.i-label > 1 && p.i-label <= bareWords && d.id(label) != 0 && d.id(label) == d.id(g.label) && x.bares.names(d, label, p.i)
}

// repeats reports that the words [i, j) stand at token k too.
func (d *doc) repeats(i, j, k int) bool {
	for ; i < j; i, k = i+1, k+1 {
		if k < 0 || k >= len(d.toks) || d.text(i, i+1) != d.text(k, k+1) {
			return false
		}
	}
	return true
}

// bareLabelled reports that the words of a part stand before p, as in "trong đó công
// an 45 người".
func (x *figures) bareLabelled(d *doc, p *mention) bool {
	if p.rule == ruleBareItem {
		return true
	}
	if p.rule == ruleDone && p.class == "person" {
		return true // "nữ 132 đồng chí, dân tộc thiểu số 57, tôn giáo 12"
	}
	from := max(d.sentence(p.i).First, p.i-bareBack)
	if opened, label := x.bares.opens(d, from, p.i); opened > 0 && opened == label && label < p.i && p.i-label <= bareWords {
		return x.bares.names(d, label, p.i) && !x.bares.tells.has(d.id(p.i-1))
	}
	return false
}

// dated reports that the words [i, j) are a date and what only tells that its number
// follows: "năm 2023 có", "so với quý II là".
func (x *bares) dated(d *doc, i, j int) bool {
	date := false
	for k := i; k < j; k++ {
		switch {
		case d.owners[k] == ownDate:
			date = true
		case d.toks[k].Is(':') && k == j-1 && date:
		case d.toks[k].Kind != vi.Word || !x.states.has(d.id(k)):
			return false
		}
	}
	return date && (x.tells.has(d.id(j-1)) || d.toks[j-1].Is(':'))
}

// inRow reports that the bracket at b follows that of p in a row of brackets.
func (x *bares) inRow(d *doc, p *mention, b int) bool {
	return p.i > 0 && d.toks[p.i-1].Is('(') && p.j+1 < b && d.toks[p.j].Is(')') && b-p.j < bareBack && x.listed(d, p.j+1, b)
}

// listed reports that [i, j) begins with a comma or "và" and goes on with words.
func (x *bares) listed(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		t := d.toks[k]
		if k == i && !t.Is(',') && !t.Is(';') && !x.joins.has(t.ID) || k > i && t.Kind != vi.Word && !t.Is(',') || t.Has(vi.Line) || d.figureAt(k) {
			return false
		}
	}
	return i < j
}

// against reports that the bracket at b stands behind p and that what stands in it
// before the number at i says what p is held against.
func (x *bares) against(d *doc, p *mention, b, i int) bool {
	if b-p.j > bareBehind || b < p.j {
		return false
	}
	for k := p.j; k < b; k++ {
		if d.toks[k].Kind != vi.Word {
			return false
		}
	}
	row, n := x.phrases.Longest(d.toks, b+1)
	if n > 0 && x.rows[row].kind == bareBeside {
		b += n
		if b+1 == i {
			return true
		}
	}
	for k := b + 1; k < i; k++ {
		if d.owners[k] != ownDate && !x.states.has(d.id(k)) && !(d.toks[k].Is(':') && k == i-1) {
			return false
		}
	}
	return n > 0 || x.dated(d, b+1, i)
}

// bareWhole returns the count behind which the bracket opens that the number at i is
// a part of a list in, or of which a list told without one makes it up; nil when there is
// none.
func (x *figures) bareWhole(d *doc, i int) *mention {
	if i == 0 || !d.toks[i-1].Is('(') && !x.partEnds(d, i-1) && !x.bares.openedBefore(d, i) {
		return nil
	}
	for k := len(d.mentions) - 1; k >= 0 && k > len(d.mentions)-bareWords; k-- {
		m := &d.mentions[k]
		if m.percentage || m.i < d.sentence(i).First {
			return nil
		}
		e := m.j
		for e < i && e < m.j+bareBehind && (d.toks[e].Kind == vi.Word || d.toks[e].Kind == vi.Digits && !d.figureAt(e)) && x.bares.openedAt(d, e) == 0 {
			e++
		}
		if e >= i || i-e >= bareFar {
			continue
		}
		if d.toks[e].Is('(') && d.inside(e, i) {
			if carried[m.class] && (m.class != "goods" && m.class != "other" && !divisible[m.class] || x.makesUp(d, e+1, m)) {
				return m
			}
			return nil
		}
		if n := x.bares.openedAt(d, e); n > 0 && carried[m.class] && d.inside(e, i) && (x.makesUp(d, e+n, m) || e+n == i && kinded[m.class] && x.happened(d, i+d.num.Tokens)) {
			return m
		}
	}
	return nil
}

// happened reports that the words at token j tell what became of some things or how they
// are: "201 chuyển làm trường học".
func (x *figures) happened(d *doc, j int) bool {
	if _, n := x.notNouns.Longest(d.toks, j); n > 0 {
		return true
	}
	return d.toks[j].Kind == vi.Word && x.words.notNoun.has(d.id(j))
}

// openedBefore reports that the parts of a count are opened right before token i.
func (x *bares) openedBefore(d *doc, i int) bool {
	for n := 1; n <= openMost && n <= i; n++ {
		if x.openedAt(d, i-n) == n {
			return true
		}
	}
	return false
}

// openMost is the most tokens that open the parts of a count: ", trong đó có:".
const openMost = 5

// openedAt returns how many tokens at token e open the parts of a count without a
// bracket, 0 when none do: "gồm", ", trong đó", ":".
func (x *bares) openedAt(d *doc, e int) int {
	if d.toks[e].Is(':') {
		return 1
	}
	comma := 0
	if d.toks[e].Is(',') {
		comma = 1
	}
	if row, n := x.phrases.Longest(d.toks, e+comma); n > 0 && x.rows[row].kind == bareOpens {
		if k := e + comma + n; k < len(d.toks) && d.toks[k].Is(':') {
			n++
		}
		return comma + n
	}
	return 0
}

// inside reports that the bracket at b is not closed before token i.
func (d *doc) inside(b, i int) bool {
	for k := b + 1; k < i; k++ {
		if d.toks[k].Is(')') || d.toks[k].Is('(') {
			return false
		}
	}
	return true
}
