package extract

import (
	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// figureRules lists the ways to write a figure, most specific first. When they
// are tried the number at i is read and stands in d.num.
var figureRules = []rule[*mention]{
	{name: "percentage.range", example: "Tỷ lệ che phủ rừng đạt khoảng 42 - 43%.", find: percentageRange},
	{name: "percentage", example: "Tỷ lệ giải ngân đạt 84,6% kế hoạch.", find: percentage},
	{name: "count.pair", example: "Công an huyện làm rõ 55/65 vụ.", find: pair},
	{name: "count.out-of", example: "Đến nay có 25 trong tổng số 36 xã hoàn thành.", find: outOf},
	{name: "count.range", example: "Mỗi hộ được vay từ 50 đến 70 triệu đồng.", find: countRange},
	{name: ruleFromTo, example: "Số vụ cháy giảm từ 12 xuống còn 7 vụ.", find: fromTo},
	{name: "count.prize", example: "Đoàn đạt 5 giải nhất, 12 nhì.", find: barePrize},
	{name: "count.unit", example: "Bắt giữ 31 đối tượng.", find: countUnit},
	{name: "money.symbol", example: "Khoản vay trị giá $5.000.", find: moneySymbol},
	{name: "money.range", example: "Mỗi sào lãi 3-4 triệu.", find: moneyRange},
	{name: "money.bare", example: "Bị hại mất hai triệu rưỡi.", find: moneyBare},
	{name: "count.cell", example: "Diện tích | ha | 1.250", find: countCell},
	{name: ruleLabelled, example: "Diện tích gieo trồng (ha): 1.250.", find: countLabelled},
	{name: ruleHeaded, example: "Giường kế hoạch: 450; học sinh khuyết tật: 18.", find: countHeaded},
	{name: "count.cases-persons", example: "Khởi tố 41 vụ, 49 bị can (ma túy 29/33, trộm cắp 12/16).", find: barePaired},
	{name: "count.part", example: "Huyện có 58 trường (14 mầm non, 2 liên cấp).", find: barePart},
	{name: ruleOfKind, example: "Có 45 học sinh giỏi, 120 khá.", find: bareOfKind},
	{name: "count.noun", example: "Đan 1.200 phên nứa.", find: countNoun},
	{name: ruleBareEach, example: "Số phiếu của hai ông lần lượt là 41 và 39.", find: bareEach},
	{name: ruleNumberOf, example: "Số người chết do bão là 12.", find: numberOf},
	{name: "count.change", example: "Xảy ra 391 vụ, so với cùng kỳ giảm 43.", find: bareChange},
	{name: "count.there", example: "Có 11 học sinh ở Tân Hà, 8 ở Kim Sơn.", find: bareThere},
	{name: ruleScore, example: "Điểm chuẩn của trường là 38,5.", find: bareScore},
	{name: "count.aged", example: "Kết nạp 24 đảng viên, dưới 30 tuổi 15.", find: bareAged},
	{name: "count.left", example: "Huyện có 31 xã, sau sáp nhập còn 14.", find: bareLeft},
	{name: "count.among", example: "Có 57 tài sản chưa bán được, 9 trong số đó đã giảm giá.", find: bareAmong},
	{name: "count.bracket", example: "Kiểm tra 96 cơ sở (kế hoạch 90).", find: bareBracket},
	{name: ruleDone, example: "Tòa án thụ lý 312 vụ, giải quyết 287.", find: bareDone},
	{name: "count.ahead", example: "Tạm ngừng hoạt động 418, giải thể 63 doanh nghiệp.", find: bareAhead},
	{name: ruleBareItem, example: "Xử phạt 512 trường hợp, trong đó ô tô 87, mô tô 401.", find: bareItem},
	{name: ruleBareSum, example: "Khám 300 lượt (nội trú 120, ngoại trú 180).", find: bareSum},
	{name: "count.harmed", example: "Thiệt hại về người: chết 2, bị thương 5.", find: bareHarmed},
	{name: "count.then", example: "Năm 2022 có 45 vụ, năm 2023 có 38.", find: bareThen},
	{name: "count.row", example: "Xã Tân Lập: 12 vụ; xã Hòa Bình: 8.", find: bareRow},
}

// The names of the rules for lists that go on from one number to the next.
const (
	ruleBareItem = "count.item"
	ruleBareSum  = "count.sum"
	ruleBareEach = "count.each"
	ruleFromTo   = "count.from-to"
	ruleNumberOf = "count.number-of"
	ruleLabelled = "count.labelled"
	ruleHeaded   = "count.headed"
	ruleOfKind   = "count.kind"
	ruleScore    = "count.score"
	ruleDone     = "count.done"
)

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
	if d.id(j) == x.words.share && d.id(j+1) == x.words.cent && !d.toks[j+1].Has(vi.Line) {
		return j + 2
	}
	return 0
}

func percentage(d *doc, i int) (*mention, int) {
	x := d.x.figures
	n := d.num
	e := x.percent(d, i+n.Tokens)
	if e == 0 || x.words.broken.has(d.id(e)) && !d.toks[e].Has(vi.Line) {
		return nil, 0
	}
	m := mention{percentage: true, n0: i, n1: i + n.Tokens, i: i, j: e, u0: e, u1: e}
	d.settle(&m, n, "percentage")
	return d.read(m), e - i
}

func percentageRange(d *doc, i int) (*mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if e := x.percent(d, j); e > 0 {
		j = d.per(e)
	}
	k := x.rangeMark(d, j)
	if k == 0 {
		return nil, 0
	}
	if d.id(i-1) == x.words.from {
		k = x.pastBound(d, k) // "từ 50% đến dưới 70%"
	}
	n2, ok := x.number(d, k)
	if !ok || n2.Words != n.Words {
		return nil, 0
	}
	e := x.percent(d, k+n2.Tokens)
	if e == 0 {
		return nil, 0
	}
	m := mention{percentage: true, n0: i, n1: k + n2.Tokens, i: i, j: e, u0: e, u1: e}
	d.settle(&m, n2, "percentage")
	m.upper, m.hasUpper = m.value, true
	d.settle(&m, n, "percentage")
	if m.value.Cmp(m.upper) >= 0 {
		return nil, 0
	}
	return d.read(m), e - i
}

// per goes over what the unit that ends at token j is counted by: "%/năm",
// "đồng/triệu/ngày".
func (d *doc) per(j int) int {
	for n := 0; n < 2 && j+1 < len(d.toks) && d.toks[j].Is('/') && !d.toks[j].Has(vi.Line) && d.toks[j+1].Kind == vi.Word && d.glued(j+1); n++ {
		j += 2
	}
	return j
}

// rangeMark returns the place after a word or dash at j that joins the two
// ends of a range, 0 when there is none.
func (x *figures) rangeMark(d *doc, j int) int {
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

// pastBound returns the place behind a word at k that bounds the number after it, k when
// there is none.
func (x *figures) pastBound(d *doc, k int) int {
	if row, n := x.modifiers.phrases.Longest(d.toks, k); n == 1 && x.modifiers.rows[row].kind == modBound {
		return k + 1
	}
	return k
}

func pair(d *doc, i int) (*mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	first, fn := x.units.at(d, j)
	j += fn
	if j+1 >= len(d.toks) || !d.toks[j].Is('/') || d.toks[j].Has(vi.Line) || first == nil && n.Power > 0 {
		return nil, 0
	}
	n2, ok := x.number(d, j+1)
	if !ok || n2.Words {
		return nil, 0
	}
	k := j + 1 + n2.Tokens
	u, un := x.unitBehind(d, k)
	if u == nil && x.voted(d, i) && d.ends(k) {
		u = x.vote
	}
	if u == nil || u.class == "time" || first != nil && (first != u || n2.Value.Cmp(n.Value) < 0 && u.class != "money") {
		return nil, 0
	}
	if x.fraction(d, i, n, n2) {
		return nil, 0
	}
	m := mention{n0: i, n1: k, i: i, j: k + un, u0: k, u1: u.head(k, un), unit: u.name, class: u.class}
	if e := m.j; e < len(d.toks) && d.toks[e].Is('/') && !d.toks[e].Has(vi.Line) {
		if second, sn := x.units.at(d, e+1); second != nil && second.class == "person" && u.class == "case" {
			m.j, m.u1, m.ofKind = e+1+sn, e, corpus.OfPersons // "12/15 vụ/đối tượng"
		}
	}
	d.settle(&m, n2, u.class)
	m.of, m.hasOf = m.value, true
	d.settle(&m, pairScale(n, n2), u.class)
	if !u.scaleBy(&m) {
		return nil, 0
	}
	return d.read(m), m.j - i
}

// pairMost is how many times the second number of a pair the first may be.
const pairMost = 10

// pairScale gives n the scale word that stands only after n2, of which it is a part
// or a plan: "1.214,6/2.961 tỷ đồng".
func pairScale(n, n2 vi.Numeral) vi.Numeral {
	if n.Power > 0 || n2.Power == 0 {
		return n
	}
	most, err := n2.Value.Mul(decimal.MustNew(pairMost, 0))
	if s := n.Scaled(n2.Power); err == nil && s.OK && s.Value.Cmp(most) < 0 {
		return s
	}
	return n
}

// unitBehind returns the unit of the number that ends at j and the tokens it takes
// there; none where it stands behind a share in brackets or in quotes: "148/148 (100%)
// xã", "10 “điểm hỗ trợ số”".
func (x *figures) unitBehind(d *doc, j int) (*unit, int) {
	if u, n := x.units.at(d, j); u != nil {
		return u, n
	}
	if e := x.share(d, j); e > 0 {
		return x.unitAt(d, e), 0
	}
	if j > 1 && j < len(d.toks) && (d.toks[j].Is('"') || d.toks[j].Is('“')) && !d.toks[j].Has(vi.Line) && d.toks[j].Has(vi.Space) && !x.words.named.has(d.id(j-2)) {
		return x.unitAt(d, j+1), 0
	}
	return nil, 0
}

// share returns the end of a percentage in brackets at j, "(90%)" or "(chiếm
// 90%)", 0 when there is none.
func (x *figures) share(d *doc, j int) int {
	if j >= len(d.toks) || !d.toks[j].Is('(') || d.toks[j].Has(vi.Line) {
		return 0
	}
	j++
	for end := j + 2; j < end && j < len(d.toks) && d.toks[j].Kind == vi.Word; {
		j++
	}
	n, ok := x.number(d, j)
	if !ok {
		return 0
	}
	e := x.percent(d, j+n.Tokens)
	if e == 0 || e >= len(d.toks) || !d.toks[e].Is(')') {
		return 0
	}
	return e + 1
}

// voted reports that the number at i says how many votes: "với số phiếu bầu
// 69/69".
func (x *figures) voted(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k > i-5 && d.toks[k].Kind == vi.Word && !d.toks[k+1].Has(vi.Line); k-- {
		if u := x.unitAt(d, k); u == x.vote {
			return true
		}
		if !x.words.votes.has(d.id(k)) {
			return false
		}
	}
	return false
}

// fraction reports that a pair is a share and no count: "khoảng 2/3 đài".
func (x *figures) fraction(d *doc, i int, n, n2 vi.Numeral) bool {
	a, _, ok1 := n.Value.Int64(0)
	b, _, ok2 := n2.Value.Int64(0)
	if !ok1 || !ok2 || a >= b || b > 5 || d.toks[i].End-d.toks[i].Start > 1 {
		return false
	}
	_, bounded := x.modifiers.ending(d, i)
	return bounded > 0 || x.words.fractions.has(d.id(i-1)) && !d.toks[i].Has(vi.Line)
}

// outOf reads "25 trong tổng số 36 xã", "25/tổng số 36 xã", "25 trên 36 xã".
func outOf(d *doc, i int) (*mention, int) {
	x, w := d.x.figures, &d.x.figures.words
	n := d.num
	if n.Tokens == 1 && d.id(i) == w.one {
		return nil, 0 // "là một trong 4 mục tiêu" counts four
	}
	j := i + n.Tokens
	k := j
	first, un := x.units.at(d, j)
	if first != nil {
		k = j + un
	}
	start := k
	if k < len(d.toks) && (d.id(k) == w.in || d.toks[k].Is('/') || d.id(k) == w.on && k == j) && !d.toks[k].Has(vi.Line) {
		k++
	} else {
		return nil, 0
	}
	if d.id(k) == w.total {
		k++
	}
	if d.id(k) == w.number {
		k++
	}
	k = x.pastBound(d, k) // "63 trong tổng số hơn 69 triệu cử tri"
	if k == start+1 && d.id(start) != w.on && (d.id(start) != w.in || start != j) {
		return nil, 0
	}
	n2, ok := x.number(d, k)
	if !ok || n2.Value.Cmp(n.Value) < 0 {
		return nil, 0
	}
	n = shareScale(n, n2)
	e := k + n2.Tokens
	u, un := x.units.at(d, e)
	if u == nil || u.class == "time" || d.lineIn(i+1, e+un-1) {
		return nil, 0
	}
	m := mention{n0: i, n1: e, i: i, j: e + un, u0: e, u1: u.head(e, un), unit: u.name, class: u.class}
	if first != nil {
		m.unit, m.class = first.name, first.class // "15 đoàn viên/tổng số 78 công nhân"
	}
	d.settle(&m, n2, u.class)
	m.of, m.hasOf = m.value, true
	d.settle(&m, n, u.class)
	return d.read(m), m.j - i
}

func countRange(d *doc, i int) (*mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	first, un := x.units.at(d, j)
	if first != nil && (first.class == "money" || d.id(i-1) == x.words.from) {
		j = d.per(j + un) // "5 triệu đồng đến 7 triệu đồng", "từ 38 m2 đến 60 m2"
	} else {
		first = nil
	}
	k := x.rangeMark(d, j)
	if k == 0 {
		return nil, 0
	}
	if first != nil || n.Power > 0 {
		k = x.pastBound(d, k) // "từ 34 m2 đến trên 65 m2"
	}
	n2, ok := x.number(d, k)
	if !ok || n2.Words != n.Words {
		return nil, 0
	}
	e := k + n2.Tokens
	u, un := x.units.at(d, e)
	if u == nil || u.class == "time" || first != nil && first.name != u.name {
		return nil, 0
	}
	n = shareScale(n, n2)
	m := mention{n0: i, n1: e, i: i, j: e + un, u0: e, u1: u.head(e, un), unit: u.name, class: u.class}
	d.settle(&m, n2, u.class)
	m.upper, m.hasUpper = m.value, true
	d.settle(&m, n, u.class)
	if m.value.Cmp(m.upper) >= 0 {
		return nil, 0
	}
	if !u.scaleBy(&m) {
		return nil, 0
	}
	return d.read(m), m.j - i
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
func fromTo(d *doc, i int) (*mention, int) {
	x, w := d.x.figures, &d.x.figures.words
	if d.id(i-1) != w.from {
		return nil, 0
	}
	j := i + d.num.Tokens
	k := j
	if id := d.id(k); id == w.up || id == w.down || id == w.left {
		k++
	} else {
		return nil, 0
	}
	if id := d.id(k); id == w.left || id == w.to || id == w.upTo {
		k++
	}
	n2, ok := x.number(d, k)
	if !ok {
		return nil, 0
	}
	if e := x.percent(d, k+n2.Tokens); e > 0 {
		m := mention{percentage: true, n0: i, n1: j, i: i, j: j, u0: j, u1: j}
		d.settle(&m, d.num, "percentage")
		return d.read(m), d.num.Tokens
	}
	u := x.unitAt(d, k+n2.Tokens)
	if u == nil && d.ends(k+n2.Tokens) {
		if _, u, _ = x.numberNoun(d, i-2); u != nil && !carried[u.class] {
			return nil, 0 // "số vụ tăng từ 45 lên 57"
		}
	}
	if u == nil {
		u = x.changedLevels(d, i, k, n2)
	}
	if u == nil || u.class == "time" {
		return nil, 0
	}
	n := d.num
	if n.Power == 0 && n2.Power > 0 {
		if n = n.Scaled(n2.Power); !n.OK {
			return nil, 0
		}
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: u.name, class: u.class}
	d.settle(&m, n, u.class)
	return d.read(m), d.num.Tokens
}

func countUnit(d *doc, i int) (*mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	u, un := x.unitBehind(d, j)
	if u == nil {
		return nil, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j + un, u0: j, u1: u.head(j, un), unit: u.name, class: u.class}
	if whole, ok := x.number(d, j+un); u.name == "phần" && ok && whole.Words == n.Words && whole.Power == 0 && whole.Value.Cmp(decimal.Ten) <= 0 {
		return nil, 0 // "hai phần ba", "3 phần 4"
	}
	if u.class == "time" && !x.numbered(d, i, u) && !x.averaged(d, i) || u.class == "counter" && d.furniture(i) {
		return nil, 0
	}
	if n.Tokens == 1 && isYear(d.toks[i]) && (u.class == "place" || u.class == "organisation" || u.class == "document" || u.class == "other") && !x.modifiers.last.has(d.id(i-1)) {
		return nil, 0 // "Kế hoạch 2024 huyện giao"
	}
	if u.class == "document" && i > 1 && d.toks[i-2].Flags&vi.Upper != 0 && x.documentBefore(d, i) {
		return nil, 0 // "Thông báo 45 kết luận của Bí thư"
	}
	if n.Words && n.Power == 0 && (u.digits || !x.wordsCount(d, &m)) {
		return nil, 0
	}
	d.settle(&m, n, u.class)
	if e := m.j; e < len(d.toks) && !d.toks[e].Has(vi.Line) && n.Power == 0 && x.numbers.Half(d.toks[e]) {
		if v, err := m.value.Add(decimal.MustNew(5, 1)); err == nil {
			m.value, m.j = v, e+1 // "1 tạ rưỡi"
		}
	}
	if !u.scaleBy(&m) {
		return nil, 0
	}
	return d.read(m), m.j - i
}

// changedLevels returns the unit of the change behind which a bracket says from which
// level it led to which, nil when there is none or the sum does not come out: "giảm 6
// sở (từ 21 xuống 15)". The numbers are those at i and k.
func (x *figures) changedLevels(d *doc, i, k int, n2 vi.Numeral) *unit {
	e := k + n2.Tokens
	if !x.opensLevels(d, i) || len(d.mentions) == 0 || e >= len(d.toks) || !d.toks[e].Is(')') {
		return nil
	}
	p := &d.mentions[len(d.mentions)-1]
	diff, err := d.num.Value.Sub(n2.Value)
	if err != nil || p.change == "" || p.percentage || !carried[p.class] || diff.Abs().Cmp(p.value) != 0 {
		return nil
	}
	for t := p.j; t < i-2; t++ {
		if d.toks[t].Kind != vi.Word && !d.toks[t].Is(',') || t-p.j > bareBehind {
			return nil
		}
	}
	return x.units.byName(p.unit)
}

// numbered reports that the words before the number at i ask how many units of
// time there were: "tổng số ngày lưu trú đạt 262 nghìn ngày".
func (x *figures) numbered(d *doc, i int, u *unit) bool {
	first := d.sentence(i).First
	for k := i - 1; k > first && k > i-12 && d.toks[k].Kind == vi.Word; k-- {
		if v, _ := x.units.at(d, k); v == u && d.id(k-1) == x.words.number {
			return true
		}
	}
	return false
}

// averaged reports that the number at i is a fraction and an average: "thời gian lưu
// trú bình quân 1,9 ngày".
func (x *figures) averaged(d *doc, i int) bool {
	if d.num.Ambiguous || d.num.Value.Trim(0).Scale() == 0 {
		return false
	}
	average := 0
	for k := i - 1; k >= 0 && x.words.averages.has(d.id(k)); k-- {
		if d.id(k) == x.words.evened || d.id(k) == x.words.middle {
			average++
		}
	}
	return average > 0
}

// wordsCount decides whether a small number in words counts its unit: "hai
// đối tượng" does, "một đối tượng" only beside other figures, "hai phần ba"
// does not.
func (x *figures) wordsCount(d *doc, m *mention) bool {
	if x.whats.compound(d, m.n0) > m.n1-m.n0 {
		return false // "ba lô"
	}
	if m.unit == "phần" && d.id(m.n0) == x.words.one {
		return false // "đúng một phần"
	}
	m.soft = m.n1 == m.n0+1 && d.id(m.n0) == x.words.one && !x.befell(d, m)
	return true
}

// befell reports that m counts one case or person that something happened to:
// "thêm một ca mắc", "làm một công nhân bị thương".
func (x *figures) befell(d *doc, m *mention) bool {
	if m.class != "case" && m.class != "person" {
		return false
	}
	if m.class == "case" && d.id(m.n0-1) == x.words.more {
		return true
	}
	for k := m.u1; k < m.u1+3 && k < len(d.toks) && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line); k++ {
		if x.whats.fate.has(d.id(k)) {
			return true
		}
	}
	return false
}

// furniture reports that token i stands on a short line of its own, where page
// counters stand.
func (d *doc) furniture(i int) bool {
	s := d.sentence(i)
	return s.End-s.First <= 8
}

// moneySymbol reads a number behind a dollar sign.
func moneySymbol(d *doc, i int) (*mention, int) {
	if i == 0 || !d.toks[i-1].Is('$') || !d.glued(i) {
		return nil, 0
	}
	n := d.num
	j := i + n.Tokens
	m := mention{n0: i, n1: j, i: i - 1, j: j, u0: j, u1: j, unit: "USD", class: "money"}
	if d.owners[i-1] != free {
		m.i = i
	}
	d.settle(&m, n, "other") // no cents in threes: $5.000 and $5,000 are thousands
	return d.read(m), n.Tokens
}

// moneyBare reads an amount whose currency goes without saying: nothing that
// can be counted stands after the scale word.
func moneyBare(d *doc, i int) (*mention, int) {
	j := i + d.num.Tokens
	if !d.x.figures.isMoney(d, i, j, d.num.Power) {
		return nil, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: "đồng", class: "money"}
	d.settle(&m, d.num, "money")
	return d.read(m), d.num.Tokens
}

// moneyRange reads the two ends of such an amount: "mỗi sào lãi 3-4 triệu".
func moneyRange(d *doc, i int) (*mention, int) {
	x := d.x.figures
	from := d.id(i-1) == x.words.from
	k := x.rangeMark(d, i+d.num.Tokens)
	if k == 0 || d.num.Power > 0 && !from && x.pastBound(d, k) == k {
		return nil, 0
	}
	if from || d.num.Power > 0 {
		k = x.pastBound(d, k) // "từ 500 triệu đến dưới 1 tỷ"
	}
	n2, ok := x.number(d, k)
	j := k + n2.Tokens
	if !ok || n2.Words != d.num.Words || !x.isMoney(d, i, j, n2.Power) {
		return nil, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: "đồng", class: "money"}
	d.settle(&m, n2, "money")
	m.upper, m.hasUpper = m.value, true
	d.settle(&m, shareScale(d.num, n2), "money")
	if m.value.Cmp(m.upper) >= 0 {
		return nil, 0
	}
	return d.read(m), j - i
}

// isMoney reports that the number [i, j) with a scale word of a power of ten is an
// amount of money although no currency stands behind it; thousands only behind a
// word of prices: "giá 15 nghìn".
func (x *figures) isMoney(d *doc, i, j, power int) bool {
	switch {
	case power >= 9, power == 3 && j < len(d.toks) && x.words.moneys.has(d.id(j)) && !d.toks[j].Has(vi.Line):
		return true // "đỡ 800 ngàn tiền điện"
	case power < 6 && (power != 3 || !x.pricedAt(d, i) && !x.paidBefore(d, i, j) || !d.ends(j) && !d.toks[j].Is('/')):
		return false
	case j >= len(d.toks) || d.toks[j].Has(vi.Line):
		return true
	}
	t := d.toks[j]
	if n, ok := x.number(d, j); ok && !n.Words && x.unitAt(d, j+n.Tokens) != nil {
		return true // "trên 500 triệu 2.310 hộ"
	}
	return t.Kind != vi.Digits && (t.Kind != vi.Word || x.words.notNoun.has(t.ID) || x.words.moneys.has(t.ID) || x.noNoun(d, i, j)) && !t.Is('-') &&
		(!t.Is('/') || j+1 < len(d.toks) && d.toks[j+1].Kind == vi.Word)
}

// paidBefore reports that an amount of money stands a few words before the number [i,
// j): "cao nhất 145 triệu, thấp nhất 500 nghìn"; where it is by the piece, some more:
// "vé 60.000 đồng/trẻ em; thuyền 50 nghìn/lượt".
func (x *figures) paidBefore(d *doc, i, j int) bool {
	if len(d.mentions) == 0 {
		return false
	}
	far := bareBehind
	if j < len(d.toks) && d.toks[j].Is('/') {
		far = bareBack
	}
	p := &d.mentions[len(d.mentions)-1]
	return p.class == "money" && i-p.j < far && p.i >= d.sentence(i).First
}

// pricedAt reports that a word of prices stands in the few words before token i.
func (x *figures) pricedAt(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k > i-bareBehind && d.toks[k].Kind == vi.Word && !d.toks[k+1].Has(vi.Line); k-- {
		if x.words.priced.has(d.id(k)) {
			return true
		}
	}
	return false
}

// longestBare is how many digits without a mark a number has at most before a noun that is
// no known unit: "lò chợ 41106 mức" is a name.
const longestBare = 4

// countNoun reads a unit that the table does not know: one or two lower-case
// syllables that can be a noun.
func countNoun(d *doc, i int) (*mention, int) {
	x := d.x.figures
	n := d.num
	j := i + n.Tokens
	if e := x.abbreviation(d, i, j); e > 0 && !n.Words {
		m := mention{n0: i, n1: j, i: i, j: e, u0: j, u1: e, class: "other", unit: d.text(j, e)}
		d.settle(&m, n, "other")
		return d.read(m), e - i
	}
	if _, known := x.units.at(d, j); known > 0 || n.Words || n.Tokens == 1 && d.toks[i].Runes > longestBare || !x.nounAt(d, j) || x.noNoun(d, i, j) || d.toks[i].End-d.toks[i].Start == 4 && isYear(d.toks[i]) {
		return nil, 0
	}
	if i > 0 && !d.toks[i].Has(vi.Line) {
		p := d.toks[i-1]
		if x.oneOf(d, i) || p.Kind == vi.Word && p.Flags&vi.Upper != 0 && !d.opens(i-1) || x.words.named.has(p.ID) && !x.whats.splits(d, i-1) || n.Value.IsZero() || d.quoted(i) {
			return nil, 0
		}
	}
	if u, un := x.units.at(d, j+1); u != nil && un > 1 && u.class == "person" && x.whats.compound(d, j) < 2 {
		m := mention{n0: i, n1: j, i: i, j: j + 1 + un, u0: j + 1, u1: u.head(j+1, un), unit: u.name, class: u.class}
		d.settle(&m, n, u.class)
		return d.read(m), m.j - i // "1.850 tân sinh viên"
	}
	e := j + 1
	if n := x.whats.compound(d, j); n > 1 {
		e = j + n
	} else if _, un := x.units.at(d, e); x.nounAt(d, e) && un < 2 && x.whats.compound(d, e) < 2 && !x.words.priced.has(d.id(e)) {
		e++
	} else if e+1 < len(d.toks) && d.toks[e].Is('-') && d.glued(e) && d.glued(e+1) && d.toks[e+1].Kind == vi.Word {
		e += 2 // "2 mô-đun"
	}
	m := mention{n0: i, n1: j, i: i, j: e, u0: j, u1: e, class: "other"}
	if d.id(e) == x.words.member && !d.toks[e].Has(vi.Line) {
		m.j, m.u1, m.class = e+1, e+1, "person" // "3 kiểm toán viên"
		e++
	}
	m.unit = vi.Key(d.text(j, e))
	d.settle(&m, n, "other")
	return d.read(m), e - i
}

// labelBack is the most tokens of a unit that stands before its number, with its marks.
const labelBack = 8

// countLabelled reads a number whose unit stands before it in brackets: "Sản lượng
// (nghìn tấn): 8.750", "Diện tích (ha) | 1.250".
func countLabelled(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if i < 4 || !d.bareNumber(i) || d.glued(i) || !d.ends(j) && !d.toks[j].Is('|') {
		return nil, 0
	}
	k := i - 1
	if d.toks[k].Is(':') || d.toks[k].Is('|') || x.words.tells.has(d.id(k)) {
		k--
	}
	if !d.toks[k].Is(')') {
		return nil, 0
	}
	b := k - 1
	for b > 0 && k-b < labelBack && !d.toks[b].Is('(') {
		b--
	}
	if b == 0 || !d.toks[b].Is('(') || d.lineIn(b, i) {
		return nil, 0
	}
	u := x.unitAlone(d, b+1, k)
	if !u.percent && (u.unit == nil || u.class == "time") {
		return nil, 0
	}
	return u.of(d, mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j})
}

// countHeaded reads a number before which its clause names what is counted, behind a
// colon or in thousands: "Giường kế hoạch: 450; phiếu hợp lệ 3.190".
func countHeaded(d *doc, i int) (*mention, int) {
	x := d.x.figures
	end := i // of the label
	if i > 1 && d.toks[i-1].Is(':') {
		end--
	}
	paired := x.pairEnd(d, i) > i+d.num.Tokens // "trường đạt chuẩn 368/512"
	if i < 2 || end == i && !d.num.Ambiguous && !paired || !d.bareNumber(i) || !x.bareEnds(d, x.pairEnd(d, i)) {
		return nil, 0
	}
	k := end - 1
	for k > 0 && i-k <= labelBack && d.toks[k].Kind == vi.Word && d.owners[k] == free && !d.clauseBegins(k) && d.id(k-1) != x.words.and {
		k--
	}
	if !d.clauseBegins(k) && d.id(k-1) != x.words.and || k >= end || !x.bares.names(d, k, end) {
		return nil, 0
	}
	u, n := x.units.opening(d, k)
	if u == nil || !headed[u.class] && u != x.vote || k+n == end && u.class != "person" && u.class != "household" || d.num.Value.Scale() > 0 && !d.num.Ambiguous {
		return nil, 0
	}
	if end == i && !paired && u.class != "person" && u.class != "household" && u != x.vote {
		return nil, 0
	}
	if _, n := d.x.officials.titles.at(d.toks, k); n > 0 {
		return nil, 0 // "Bí thư Chi đoàn: 387" has votes
	}
	return d.likeThe(&mention{unit: u.name, class: u.class}, i)
}

// headed are the classes of units that may head a label: "Giáo viên: 64".
var headed = map[string]bool{"person": true, "household": true, "organisation": true, "vehicle": true, "goods": true, "case": true}

// bareRow reads a number behind a colon in a row of such items of which one before
// has the unit: "Xã Tân Lập: 12 vụ; xã Hòa Bình: 8".
func bareRow(d *doc, i int) (*mention, int) {
	x := d.x.figures
	if i < 2 || !d.toks[i-1].Is(':') || !d.bareNumber(i) || !x.bareEnds(d, x.pairEnd(d, i)) || d.num.Value.Scale() > 0 && !d.num.Ambiguous {
		return nil, 0
	}
	p := d.lastCount()
	if p == nil || !carried[p.class] || p.i < 1 || !d.toks[p.i-1].Is(':') || p.i < d.sentence(i).First || i-p.j > bareBack {
		return nil, 0
	}
	label := d.rowGoesOn(p.j, i-1)
	if label == 0 {
		return nil, 0
	}
	if u, n := x.units.opening(d, label); u != nil && label+n == i-1 {
		return nil, 0 // "vụ: 12; người: 8"
	}
	return d.likeThe(p, i)
}

// rowGoesOn returns the token behind the one semicolon in [i, j), with words, commas,
// dashes and a bracket beside it; 0 when there is something else.
func (d *doc) rowGoesOn(i, j int) int {
	label := 0
	for k := i; k < j; k++ {
		switch t := d.toks[k]; {
		case t.Has(vi.Line) || t.Is(':') || t.Is(';') && label > 0 || t.Kind == vi.Digits && d.owners[k] == free:
			return 0
		case t.Is(';'):
			label = k + 1
		}
	}
	return label
}

// documentBefore reports that a document stands right before the number at i, which
// is then its number: "Thông báo 45".
func (x *figures) documentBefore(d *doc, i int) bool {
	if d.num.Ambiguous {
		return false // "làm thủ tục 5.420 tờ khai"
	}
	for n := 1; n <= 2 && n <= i && !d.toks[i].Has(vi.Line); n++ {
		if u, un := x.units.at(d, i-n); u != nil && un == n && u.class == "document" {
			return true
		}
	}
	return false
}

// noNoun reports that the words at j, behind the number at i, say what was done or how
// something is: "14 xây mới", "120 trung bình"; or that the number is that of the
// document named before it: "Quyết định 315 bổ nhiệm ông A".
func (x *figures) noNoun(d *doc, i, j int) bool {
	if _, n := x.notNouns.Longest(d.toks, j); n > 0 {
		return true
	}
	if row, n := x.bares.phrases.Longest(d.toks, j); n > 0 && x.bares.rows[row].kind == bareDeed {
		return true
	}
	return x.documentBefore(d, i)
}

// oneOf reports that the number at i names one of what was counted before in the
// sentence: "có 5 phương án, trong đó phương án 2 khả thi".
func (x *figures) oneOf(d *doc, i int) bool {
	first := d.sentence(i).First
	for k := len(d.mentions) - 1; k >= 0 && k > len(d.mentions)-bareWords && d.mentions[k].i >= first; k-- {
		if p := &d.mentions[k]; p.u1 > p.u0 && i-p.j >= p.u1-p.u0 && d.repeats(p.u0, p.u1, i-p.u1+p.u0) {
			return true
		}
	}
	return false
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
	if !t.Has(vi.Caps) || t.Has(vi.Line) || !t.Has(vi.Space) || t.Runes < 3 && !(t.Runes == 2 && d.num.Ambiguous) || d.owners[j] != free ||
		p.Kind != vi.Word && !p.Is(':') && !x.goesOn(d, i) || p.Flags&vi.Upper != 0 && !d.opens(i-1) {
		return 0
	}
	if j+1 < len(d.toks) && !d.toks[j+1].Has(vi.Line) && d.toks[j+1].Flags&vi.Upper != 0 {
		return 0
	}
	return j + 1
}

// goesOn reports that the number at i goes on with a list of counts: "45 ĐVTN, 12
// ATM gạo".
func (x *figures) goesOn(d *doc, i int) bool {
	if t := d.toks[i-1]; !t.Is(',') && !t.Is(';') || len(d.mentions) == 0 {
		return false
	}
	p := &d.mentions[len(d.mentions)-1]
	return !p.percentage && i-p.j < bareBehind && p.i >= d.sentence(i).First
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

// numberOf reads a number that its noun stands before: "Số người chết do bão
// là 12", "số nhà bị hư hỏng: 108", "Số việc chuyển kỳ sau 7.258".
func numberOf(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if i < 3 || d.num.Words || d.toks[i].Has(vi.Line) || !d.ends(j) {
		return nil, 0
	}
	colon := d.toks[i-1].Is(':')
	k, u, un := x.numberNoun(d, i-2)
	if u == nil || u.power > 0 || uncounted[u.class] && u != x.vote && !x.counts(d, u) && !(u.class == "document" && d.num.Ambiguous && i > k+un+2) {
		return nil, 0
	}
	switch told := colon || x.words.tells.has(d.id(i-1)); {
	case told && un == 1 && k+2 >= i-1 && !colon && d.id(k-1) != x.words.total && u.class != "document":
		return nil, 0 // "số nhà là 12"
	case !told && !x.numbersOf(d, k, i, u):
		return nil, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, unit: u.name, class: u.class}
	d.settle(&m, d.num, u.class)
	return d.read(m), j - i
}

// numberNounBack is how many words before a number "số" and its noun may stand.
const numberNounBack = 14

// numberNoun looks back from token k for "số" and a unit, with nothing but words
// between: its place, the unit, nil when there is none, and the tokens of the unit.
func (x *figures) numberNoun(d *doc, k int) (int, *unit, int) {
	for from := max(d.sentence(k).First, k-numberNounBack+2); k >= from; k-- {
		t := d.toks[k]
		if t.Kind != vi.Word && !t.Is(',') || d.owners[k] != free && d.owners[k] != ownDate {
			break
		}
		if t.ID == x.words.number {
			u, un := x.units.at(d, k+1)
			return k, u, un
		}
	}
	return 0, nil, 0
}

// counts reports that the article has counted in a unit before.
func (x *figures) counts(d *doc, u *unit) bool {
	if u.class != "document" {
		return false
	}
	for k := len(d.mentions) - 1; k >= 0 && k > len(d.mentions)-mentionsBack; k-- {
		if d.mentions[k].unit == u.name {
			return true
		}
	}
	return false
}

// mentionsBack is how many figures before one are looked at for its unit.
const mentionsBack = 24

// numbersOf reports that the number at i says how many of the unit behind "số" at k
// there are although no "là" stands between: "Số người chết 12", "Số việc chuyển kỳ
// sau 7.258".
func (x *figures) numbersOf(d *doc, k, i int, u *unit) bool {
	if d.num.Power > 0 || isYear(d.toks[i]) && d.num.Tokens == 1 || !x.bares.names(d, k+1, i) || d.id(k-1) != x.words.total && !d.clauseBegins(k) {
		return false
	}
	if d.num.Ambiguous {
		return true
	}
	_, bounded := x.modifiers.ending(d, i)
	return bounded == 0 && (u.class == "case" || u.class == "person" || u.class == "household")
}

// clauseBegins reports that token k begins its sentence or stands behind a comma, a
// semicolon or a colon.
func (d *doc) clauseBegins(k int) bool {
	return k == 0 || d.toks[k].Has(vi.Line) || d.toks[k-1].Kind == vi.Punct
}

// uncounted are the classes of units of which "số" names no number.
var uncounted = map[string]bool{"money": true, "time": true, "document": true, "power": true, "mass": true, "length": true, "area": true}

// ends reports that what is counted does not follow the number before token j.
func (d *doc) ends(j int) bool {
	if j >= len(d.toks) || d.toks[j].Has(vi.Line) {
		return true
	}
	t := d.toks[j]
	if t.Kind == vi.Punct {
		if t.Is(',') || t.Is('.') {
			return !(d.glued(j+1) && d.toks[j+1].Kind == vi.Digits)
		}
		return t.Is(';') || t.Is('(') || t.Is(')') || t.Is('=')
	}
	return t.ID == d.x.figures.attaches.compare
}

// bareChange reads a change without a unit: it has the one of the noun that changes
// ("số vụ giảm 14"), else of the figure it changes.
func bareChange(d *doc, i int) (*mention, int) {
	x := d.x.figures
	j := i + d.num.Tokens
	if i == 0 || d.num.Words || d.num.Power > 0 || d.toks[i].Has(vi.Line) || !d.ends(j) || isYear(d.toks[i]) {
		return nil, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j}
	if n := x.changeBefore(d, i); n > 0 {
		if _, u, _ := x.numberNoun(d, i-n-1); u != nil && (carried[u.class] || x.counts(d, u)) {
			m.unit, m.class = u.name, u.class
		} else if p := x.changedBy(d, i); p != nil {
			m.unit, m.class = p.unit, p.class
		}
	} else if p := x.levelBefore(d, i); p != nil {
		m.unit, m.class = p.unit, p.class
	} else if p := x.signed(d, i); p != nil {
		m.unit, m.class = p.unit, p.class
	}
	if m.unit == "" || d.num.Value.Scale() > 0 && !divisible[m.class] {
		return nil, 0
	}
	d.settle(&m, d.num, m.class)
	return d.read(m), j - i
}

// changeBefore returns the tokens of the word right before the number at i that tells a
// change, 0 when there is none: "giảm 14", "nhiều hơn 31".
func (x *figures) changeBefore(d *doc, i int) int {
	if x.words.changes.has(d.id(i - 1)) {
		return 1
	}
	if mod, n := x.modifiers.ending(d, i); n > 0 && mod.kind == modCompare {
		return n
	}
	return 0
}

// changedBy returns the figure that the number at i changes: the one before it in
// the sentence, or the only kind of the sentence before when this one begins with
// the comparison ("So với cùng kỳ giảm 22"). nil when there is none.
func (x *figures) changedBy(d *doc, i int) *mention {
	if len(d.mentions) == 0 {
		return nil
	}
	first := d.sentence(i).First
	p := d.lastCount()
	if p == nil || p != &d.mentions[len(d.mentions)-1] && p.i < first || p.unit == "" || uncounted[p.class] && p.class != "document" {
		return nil
	}
	if p.i >= first {
		return p
	}
	if d.id(first) != x.attaches.compare && !x.words.changes.has(d.id(first)) || d.toks[first].Has(vi.Line) {
		return nil
	}
	for k := first + 1; k < i-1; k++ {
		if d.owners[k] != ownDate && !x.whats.compared.has(d.id(k)) && !d.toks[k].Is(',') {
			return nil
		}
	}
	before := d.sentence(first - 1).First
	for k := len(d.mentions) - 1; k >= 0 && d.mentions[k].i >= before; k-- {
		if d.mentions[k].unit != p.unit {
			return nil
		}
	}
	if p.i < before {
		return nil
	}
	return p
}

// levelBefore returns the first of two levels of which the number at i is the second:
// "số vụ tăng từ 45 lên 57". nil when there is none.
func (x *figures) levelBefore(d *doc, i int) *mention {
	if len(d.mentions) == 0 {
		return nil
	}
	p := &d.mentions[len(d.mentions)-1]
	if p.rule != ruleFromTo || p.percentage || i-p.j > 2 {
		return nil
	}
	return p
}

// signed returns the count right behind which the number at i stands in brackets
// with a sign: "trộm cắp 132 vụ (-17)". nil when there is none.
func (x *figures) signed(d *doc, i int) *mention {
	if i < 3 || !d.glued(i) || !d.toks[i-1].Is('-') && !d.toks[i-1].Is('+') || !d.toks[i-2].Is('(') {
		return nil
	}
	if e := i + d.num.Tokens; e >= len(d.toks) || !d.toks[e].Is(')') || len(d.mentions) == 0 {
		return nil
	}
	if p := &d.mentions[len(d.mentions)-1]; p.j == i-2 && !p.percentage && carried[p.class] {
		return p
	}
	return nil
}
