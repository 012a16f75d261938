package extract

import (
	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// bareEach reads a number of a list that tells what each of several has: "Số phiếu của
// hai ông lần lượt là 41 và 39", "lần lượt đạt 303, 167 và 133 triệu USD".
func bareEach(d *doc, i int) (*mention, int) {
	x := d.x.figures
	if d.num.Words || d.num.Power > 0 || d.toks[i].Has(vi.Line) {
		return nil, 0
	}
	if m, n := x.eachOfLast(d, i); n > 0 {
		return m, n
	}
	if d.num.Value.Scale() > 0 && !d.num.Ambiguous {
		return nil, 0
	}
	if p := x.eachBefore(d, i); p != nil {
		return d.likeThe(p, i)
	}
	start := x.eachFrom(d, i)
	if start == i || start < 2 || !x.listGoesOn(d, i+d.num.Tokens) {
		return nil, 0
	}
	_, u, _ := x.numberNoun(d, start-1)
	if u == nil || u != x.vote && u.class != "case" && u.class != "person" && u.class != "household" {
		return nil, 0
	}
	return d.likeThe(&mention{unit: u.name, class: u.class}, i)
}

// eachFrom returns where the words begin that say, right before token i, that a list
// tells what each has: "lần lượt là". It is i where there are none.
func (x *figures) eachFrom(d *doc, i int) int {
	k, turn := i, false
	for ; k > 0 && x.words.each.has(d.id(k-1)) && !d.toks[k].Has(vi.Line); k-- {
		turn = turn || d.id(k-1) == x.words.turn || d.id(k-1) == x.words.is
	}
	if !turn {
		return i
	}
	return k
}

// eachOfLast reads the number at i in the unit and the scale that only the last number of
// its list has: "303, 167 và 133 triệu USD", "12,5; 8 và 3%". Things that are counted and
// not measured need words that tell what each has, or that there is something.
func (x *figures) eachOfLast(d *doc, i int) (*mention, int) {
	j := i + d.num.Tokens
	if j >= len(d.toks) || isYear(d.toks[i]) && d.num.Tokens == 1 || !x.partEnds(d, j) || d.toks[j].Has(vi.Line) {
		return nil, 0
	}
	goesOn := len(d.mentions) > 0 && d.mentions[len(d.mentions)-1].rule == ruleBareEach && d.mentions[len(d.mentions)-1].j == i-1
	if !goesOn && (i == 0 || d.toks[i-1].Kind != vi.Word || x.words.named.has(d.id(i-1)) || d.toks[i-1].Flags&vi.Upper != 0) {
		return nil, 0
	}
	last, e, sep := x.lastOfList(d, j)
	if e == 0 {
		return nil, 0
	}
	each := goesOn || x.eachFrom(d, i) < i
	if !each && d.id(sep) != x.words.and {
		return nil, 0 // "giảm 640; 35.112 em tốt nghiệp", "từ 75 đến dưới 85, 26 xã"
	}
	told := each || x.bares.tells.has(d.id(i-1))
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j}
	if x.percent(d, e) > 0 {
		if inThousands(d.num) || !told && x.changeBefore(d, i) == 0 {
			return nil, 0
		}
		m.percentage = true
		d.settle(&m, d.num, "percentage")
		return d.read(m), j - i
	}
	u := x.unitAt(d, e)
	if u == nil || u.class == "time" || !divisible[u.class] && (!told || d.num.Value.Scale() > 0 && !d.num.Ambiguous) {
		return nil, 0
	}
	n := d.num
	if last.Power > 0 {
		if n = n.Scaled(last.Power); !n.OK {
			return nil, 0
		}
	}
	m.unit, m.class, m.power = u.name, u.class, last.Power
	d.settle(&m, n, u.class)
	return d.read(m), j - i
}

// lastOfList returns the last number of a list of numbers alone of which the next item
// stands behind token j, its end, 0 when there is none, and what stands before it.
func (x *figures) lastOfList(d *doc, j int) (last vi.Numeral, e, sep int) {
	for items := 0; items < bareWords && j < len(d.toks) && x.partEnds(d, j) && !d.toks[j].Has(vi.Line); items++ {
		n, ok := x.number(d, j+1)
		if !ok || n.Words {
			return n, 0, 0
		}
		sep = j
		if j += 1 + n.Tokens; n.Power > 0 || j >= len(d.toks) || !x.partEnds(d, j) {
			return n, j, sep
		}
	}
	return vi.Numeral{}, 0, 0
}

// scoreBack is how many words before a score "điểm chuẩn" may begin.
const scoreBack = 10

// bareScore reads a score behind the words that say what it is a score of: "Môn Ngữ văn
// có điểm trung bình 7,31", "điểm chuẩn lớp 10 là 38,5".
func bareScore(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := x.pairEnd(d, i)
	if i < 2 || !d.bareNumber(i) || !x.bareEnds(d, j) || x.words.named.has(d.id(i-1)) {
		return nil, 0
	}
	for k := i - 2; k >= 0 && k > i-scoreBack && (d.toks[k].Kind == vi.Word || d.owners[k] == ownGuard) && !d.toks[k+1].Has(vi.Line); k-- {
		if d.id(k) == x.words.score && x.words.scored.has(d.id(k+1)) {
			return d.likeThe(&mention{unit: x.points.name, class: x.points.class}, i)
		}
		if d.figureAt(k) {
			break
		}
	}
	return nil, 0
}

// eachBefore returns the number of such a list right before that at i, nil when there
// is none.
func (x *figures) eachBefore(d *doc, i int) *mention {
	if len(d.mentions) == 0 || !x.bareEnds(d, i+d.num.Tokens) && !x.listGoesOn(d, i+d.num.Tokens) {
		return nil
	}
	if p := &d.mentions[len(d.mentions)-1]; p.rule == ruleBareEach && p.j == i-1 {
		return p
	}
	return nil
}

// listGoesOn reports that a comma or "và" and another number without a unit stand at
// token j.
func (x *figures) listGoesOn(d *doc, j int) bool {
	for n := 0; n < bareWords; n++ {
		if j >= len(d.toks) || !d.toks[j].Is(',') && d.id(j) != x.words.and {
			return n > 0 && d.ends(j)
		}
		next, ok := x.number(d, j+1)
		if !ok || next.Words || next.Power > 0 {
			return false
		}
		j += 1 + next.Tokens
	}
	return false
}

// bareThere reads a number of things of which only the place is said, because the
// figure before it says them and their place, or counts them all: "11 học sinh ở Tân Hà,
// 8 ở Kim Sơn", "còn 14 điểm đen, trong đó 8 ở Kim Sơn".
func bareThere(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if !d.bareNumber(i) || !x.placed(d, j, j+1) || len(d.mentions) == 0 {
		return nil, 0
	}
	p := &d.mentions[len(d.mentions)-1]
	if p.percentage || !carried[p.class] || p.i < d.sentence(i).First || i-p.j > bareBack || d.num.Value.Scale() > 0 && !divisible[p.class] {
		return nil, 0
	}
	if some := x.bares.those.has(d.id(i-1)) && d.id(i-2) == x.words.in; some && d.num.Value.Cmp(p.value) <= 0 {
		return d.likeThe(p, i)
	}
	if t := d.toks[i-1]; !t.Is(',') && !t.Is(';') && t.ID != x.words.and || !x.placed(d, p.j, i-1) {
		return nil, 0
	}
	return d.likeThe(p, i)
}

// placed reports that "ở" or "tại" and a name or a word of areas begin in [i, j), in
// which there are words alone.
func (x *figures) placed(d *doc, i, j int) bool {
	found := false
	for k := i; k < j && k < len(d.toks); k++ {
		if d.toks[k].Kind != vi.Word || d.toks[k].Has(vi.Line) || d.owners[k] == ownDate {
			return false
		}
		if k+1 < len(d.toks) && x.words.at.has(d.id(k)) && d.toks[k+1].Kind == vi.Word && (d.toks[k+1].Flags&vi.Upper != 0 || x.bares.areas.has(d.id(k+1))) {
			found = true
		}
	}
	return found
}

// bareAged reads how many persons of a count are of an age: "24 đảng viên mới, dưới 30
// tuổi 15".
func bareAged(d *doc, i int) (*mention, int) {
	x := d.x.figures
	if i < 4 || !d.bareNumber(i) || d.id(i-1) != x.words.age || !x.bareEnds(d, i+d.num.Tokens) {
		return nil, 0
	}
	if d.toks[i-2].Kind != vi.Digits || !x.words.ages.has(d.id(i-3)) {
		return nil, 0
	}
	for k := len(d.mentions) - 1; k >= 0 && k > len(d.mentions)-bareWords; k-- {
		p := &d.mentions[k]
		if p.i < d.sentence(i).First || i-p.j > bareBack {
			break
		}
		if !p.percentage {
			if p.class != "person" || d.num.Value.Scale() > 0 {
				break
			}
			return d.likeThe(p, i)
		}
	}
	return nil, 0
}

// bareLeft reads how many are left of a count: "Huyện có 31 xã, sau sáp nhập còn 14".
func bareLeft(d *doc, i int) (*mention, int) {
	x := d.x.figures
	left := i
	if mod, n := x.modifiers.ending(d, i); n > 0 && mod.kind == modBound {
		left -= n
	}
	if len(d.mentions) == 0 || d.id(left-1) != x.words.left || !d.bareNumber(i) || !x.bareEnds(d, i+d.num.Tokens) {
		return nil, 0
	}
	p := &d.mentions[len(d.mentions)-1]
	fell := p.change == corpus.Decrease // "cắt giảm 140 lao động, còn 1.020"
	if p.percentage || p.hasOf || p.change != "" && !fell || p.i < d.sentence(i).First || !fell && d.num.Value.Cmp(p.value) >= 0 || d.num.Value.Scale() > 0 && !d.num.Ambiguous || !d.nextClause(p.j, left-1) {
		return nil, 0
	}
	switch p.class {
	case "organisation", "place", "case", "household", "person", "document":
		return d.likeThe(p, i)
	}
	return nil, 0
}

// nextClause reports that words and dates alone stand in [i, j), behind one comma or
// semicolon.
func (d *doc) nextClause(i, j int) bool {
	commas := 0
	for k := i; k < j; k++ {
		switch t := d.toks[k]; {
		case d.owners[k] == ownDate:
		case t.Is(','), t.Is(';'):
			commas++
		case t.Kind != vi.Word || t.Has(vi.Line) || d.figureAt(k):
			return false
		}
	}
	return commas == 1 && j-i <= bareBack
}

// bareOfKind reads a number of things of which only the kind is said behind it: "45 học
// sinh giỏi, 120 khá", "38 trang trại quy mô lớn, 214 quy mô vừa".
func bareOfKind(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	p := d.lastCount()
	if !d.bareNumber(i) || p == nil || p.i < d.sentence(i).First || i-p.j > bareBack || d.num.Value.Scale() > 0 && !d.num.Ambiguous {
		return nil, 0
	}
	if e := x.kindEnds(d, p, j); e == 0 || !x.bareEnds(d, e) && !x.listGoesOnWith(d, e) || !x.listItem(d, p.j, i) {
		return nil, 0
	}
	return d.likeThe(p, i)
}

// kinded are the classes of units of which the words of any state or deed tell a kind: "46
// công ty lữ hành, 9 quốc tế".
var kinded = map[string]bool{"person": true, "household": true, "organisation": true, "vehicle": true, "document": true, "place": true}

// kindEnds returns the end of the words at token j that say of which kind some of what p
// counts are: those of the table, or such as begin like the words behind p. It is 0 when
// they say no kind.
func (x *figures) kindEnds(d *doc, p *mention, j int) int {
	if row, n := x.bares.phrases.Longest(d.toks, j); n > 0 && x.bares.rows[row].kind == bareKinds && x.bares.rows[row].of[p.class] && !d.lineIn(j-1, j+n-1) {
		return j + n
	}
	if _, n := x.notNouns.Longest(d.toks, j); n > 1 && kinded[p.class] && p.change == "" && x.partEnds(d, j-d.num.Tokens-1) {
		return j + n
	}
	if !carried[p.class] || divisible[p.class] || j+1 >= len(d.toks) || p.j+1 >= len(d.toks) || d.id(j) == 0 || d.id(j) != d.id(p.j) || x.words.at.has(d.id(j)) || d.lineIn(j-1, j+1) {
		return 0
	}
	if _, n := x.units.at(d, j); n > 0 || d.owners[j] != free || d.id(j+1) == d.id(p.j+1) && x.whats.compound(d, j) != 2 {
		return 0
	}
	return x.partLabel(d, j)
}

// listGoesOnWith reports that "và" and another number stand at token j.
func (x *figures) listGoesOnWith(d *doc, j int) bool {
	_, ok := x.number(d, j+1)
	return ok && d.id(j) == x.words.and && !d.toks[j].Has(vi.Line)
}

// listItem reports that a number at i begins an item of the list that goes on from
// token from, in which other numbers stand only in percentages.
func (x *figures) listItem(d *doc, from, i int) bool {
	if opened, label := x.bares.opens(d, from, i+1); label != i && opened != i {
		return false
	}
	for k := from; k < i; k++ {
		if d.toks[k].Kind == vi.Digits && d.owners[k] == free || d.toks[k].Has(vi.Line) {
			return false
		}
	}
	return true
}

// countBack is how many figures back one that is no percentage is looked for.
const countBack = 60

// lastCount returns the last figure read that is no percentage, nil when there is none among
// the last ones.
func (d *doc) lastCount() *mention {
	for k := len(d.mentions) - 1; k >= 0 && k >= len(d.mentions)-countBack; k-- {
		if !d.mentions[k].percentage {
			return &d.mentions[k]
		}
	}
	return nil
}

// barePaired reads the cases and the persons in them of one kind, of a list behind the
// sums of both: "khởi tố 41 vụ, 49 bị can (ma túy 29/33, trộm cắp 12/16)".
func barePaired(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if !d.bareNumber(i) || j+1 >= len(d.toks) || !d.toks[j].Is('/') || d.toks[j].Has(vi.Line) || len(d.mentions) < 2 {
		return nil, 0
	}
	persons, ok := x.number(d, j+1)
	e := j + 1 + persons.Tokens
	if !ok || persons.Words || persons.Power > 0 || !x.bareEnds(d, e) {
		return nil, 0
	}
	last := len(d.mentions) - 1
	p, q := &d.mentions[last], &d.mentions[last-1]
	if p.i < d.sentence(i).First || i-p.j > bareBack || p.hasOf != (p.ofKind == corpus.OfPersons) {
		return nil, 0
	}
	opened, label := x.bares.opens(d, p.j, i)
	if label == i || !d.toks[i-1].Is(':') && d.toks[i-1].Kind != vi.Word {
		return nil, 0
	}
	if p.ofKind != corpus.OfPersons {
		if opened == 0 || p.class != "person" || q.class != "case" || p.i-q.j > 2 || q.i < d.sentence(i).First {
			return nil, 0
		}
		p = q
	}
	m := mention{n0: i, n1: e, i: i, j: e, u0: e, u1: e, unit: p.unit, class: p.class, hasOf: true, ofKind: corpus.OfPersons}
	d.settle(&m, persons, "person")
	m.of = m.value
	d.settle(&m, d.num, p.class)
	return d.read(m), e - i
}
