package extract

import "github.com/trich-vn/trich/internal/vi"

// bareEach reads a number of a list that tells what each of several has: "Số phiếu của
// hai ông lần lượt là 41 và 39".
func bareEach(d *doc, i int) (mention, int) {
	x := d.x.figures
	if d.num.Words || d.num.Power > 0 || d.toks[i].Has(vi.Line) || d.num.Value.Scale() > 0 && !d.num.Ambiguous {
		return mention{}, 0
	}
	if p := x.eachBefore(d, i); p != nil {
		return d.likeThe(p, i)
	}
	start := i
	for start > 1 && x.words.each.has(d.id(start-1)) {
		start--
	}
	if start > i-2 || !x.listGoesOn(d, i+d.num.Tokens) {
		return mention{}, 0
	}
	_, u, _ := x.numberNoun(d, start-1)
	if u == nil || u != x.vote && u.class != "case" && u.class != "person" && u.class != "household" {
		return mention{}, 0
	}
	return d.likeThe(&mention{unit: u.name, class: u.class}, i)
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
func bareThere(d *doc, i int) (mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if !d.bareNumber(i) || !x.placed(d, j, j+1) || len(d.mentions) == 0 {
		return mention{}, 0
	}
	p := &d.mentions[len(d.mentions)-1]
	if p.percentage || !carried[p.class] || p.i < d.sentence(i).First || i-p.j > bareBack || d.num.Value.Scale() > 0 && !divisible[p.class] {
		return mention{}, 0
	}
	if some := x.bares.those.has(d.id(i-1)) && d.id(i-2) == x.words.in; some && d.num.Value.Cmp(p.value) <= 0 {
		return d.likeThe(p, i)
	}
	if t := d.toks[i-1]; !t.Is(',') && !t.Is(';') && t.ID != x.words.and || !x.placed(d, p.j, i-1) {
		return mention{}, 0
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
func bareAged(d *doc, i int) (mention, int) {
	x := d.x.figures
	if i < 4 || !d.bareNumber(i) || d.id(i-1) != x.words.age || !x.bareEnds(d, i+d.num.Tokens) {
		return mention{}, 0
	}
	if d.toks[i-2].Kind != vi.Digits || !x.words.ages.has(d.id(i-3)) {
		return mention{}, 0
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
	return mention{}, 0
}

// bareLeft reads how many are left of a count: "Huyện có 31 xã, sau sáp nhập còn 14".
func bareLeft(d *doc, i int) (mention, int) {
	x := d.x.figures
	left := i
	if mod, n := x.modifiers.ending(d, i); n > 0 && mod.kind == modBound {
		left -= n
	}
	if len(d.mentions) == 0 || d.id(left-1) != x.words.left || !d.bareNumber(i) || !x.bareEnds(d, i+d.num.Tokens) {
		return mention{}, 0
	}
	p := &d.mentions[len(d.mentions)-1]
	if p.percentage || p.hasOf || p.change != "" || p.i < d.sentence(i).First || d.num.Value.Cmp(p.value) >= 0 || d.num.Value.Scale() > 0 || !d.nextClause(p.j, left-1) {
		return mention{}, 0
	}
	switch p.class {
	case "organisation", "place", "case", "household", "person":
		return d.likeThe(p, i)
	}
	return mention{}, 0
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
// sinh giỏi, 120 khá", "640 dịch vụ toàn trình và 212 một phần".
func bareOfKind(d *doc, i int) (mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if !d.bareNumber(i) || len(d.mentions) == 0 || d.num.Value.Scale() > 0 && !d.num.Ambiguous {
		return mention{}, 0
	}
	row, n := x.bares.phrases.Longest(d.toks, j)
	if n == 0 || x.bares.rows[row].kind != bareKinds || d.lineIn(j-1, j+n-1) || !x.bareEnds(d, j+n) && !x.listGoesOnWith(d, j+n) {
		return mention{}, 0
	}
	p := d.lastCount()
	if p == nil || !x.bares.rows[row].of[p.class] || p.i < d.sentence(i).First || i-p.j > bareBack || !x.listItem(d, p.j, i) {
		return mention{}, 0
	}
	return d.likeThe(p, i)
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

// lastCount returns the last figure read that is no percentage, nil when there is none.
func (d *doc) lastCount() *mention {
	for k := len(d.mentions) - 1; k >= 0; k-- {
		if !d.mentions[k].percentage {
			return &d.mentions[k]
		}
	}
	return nil
}
