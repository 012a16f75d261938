package extract

import (
	"slices"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// A scope tells what a figure is that has the words of a series and is none of
// it: a plan, an average, a group, a part, a single case.
type scope struct {
	phrases        *vi.Phrases
	kinds          []scopeKind
	and, every, vu vi.ID    // và, cứ, vụ
	detail         [2]vi.ID // cụ thể
	over           wordSet  // vượt
	manyOf, shares wordSet
	raises         wordSet // nâng, phấn (đấu): begin what is asked for
	parts          wordSet // gồm, riêng
}

type scopeKind uint8

const (
	scopeBefore   scopeKind = iota // what is said before the figure
	scopeSentence                  // what a sentence begins with
	scopeWords                     // what stands among its words
)

var scopeKinds = map[string]scopeKind{"aim": scopeBefore, "each": scopeBefore, "average": scopeSentence, "goal": scopeSentence, "group": scopeWords}

func newScope(v *vi.Vocab, book wordBook) (scope, error) {
	x := scope{
		phrases: vi.NewPhrases(v), and: v.Add("và"), every: v.Add("cứ"), vu: v.Add("vụ"),
		detail: [2]vi.ID{v.Add("cụ"), v.Add("thể")},
		over:   book.set("series.over"), manyOf: book.set("series.many"),
		raises: book.set("series.raises"), shares: book.set("series.shares"), parts: book.set("series.parts"),
	}
	rows, err := vi.ReadTable(vi.Data, "data/indicator_scope.tsv")
	if err != nil {
		return x, err
	}
	for _, r := range rows {
		kind, known := scopeKinds[r.Get("kind")]
		if !known {
			return x, r.Errorf("unknown kind %q", r.Get("kind"))
		}
		if x.phrases.Add(r.Get("phrase"), int32(len(x.kinds))) >= 0 {
			return x, r.Errorf("%q is here in another spelling", r.Get("phrase"))
		}
		x.kinds = append(x.kinds, kind)
	}
	return x, nil
}

// at reports that a phrase of a kind begins at token k.
func (x *scope) at(d *doc, k int, kind scopeKind) bool {
	n, size := x.phrases.Longest(d.toks, k)
	return size > 0 && x.kinds[n] == kind
}

// excludes reports that mention k is of no series, whatever its words: it was
// planned, it is an average, it stands for a share or it holds for a group.
func (x *scope) excludes(d *doc, k int) bool {
	m := &d.mentions[k]
	switch {
	case m.percentage && (m.bound == corpus.AtLeast || m.bound == corpus.AtMost):
		return true // "từ 80% trở lên" is asked for
	case m.percentage && m.change == "" && (x.over.has(d.id(m.i)) || x.over.has(d.id(m.i-1))):
		return true // "vượt 20% chỉ tiêu", "thấp hơn 5% so với kế hoạch"
	case m.period > d.art.Published && yearOf(m.period) > yearOf(d.art.Published) && d.art.Published != "":
		return true // yet to come
	}
	return x.aimed(d, m) || x.demanded(d, m) || x.against(d, m) || x.goal(d, m) || x.grouped(d, m) || x.ofSome(d, k)
}

// aimedBack is how far before a figure the words stand that say it was planned.
const aimedBack = 12

// against reports that a change is one against what was planned: "tăng 11 xã so
// với kế hoạch".
func (x *scope) against(d *doc, m *mention) bool {
	w := d.x.figures.whats
	if m.change == "" || m.j >= len(d.toks) {
		return false
	}
	for k := m.j; k < min(m.j+7, d.sents[m.sentence].End); k++ {
		if d.id(k) == w.compare {
			return x.at(d, k+1, scopeBefore) || x.at(d, k+2, scopeBefore)
		}
		if d.toks[k].Kind == vi.Punct {
			return false
		}
	}
	return false
}

// aimed reports that the words before a figure say that it was planned, that it
// is an average, or that it stands for a share: "theo kế hoạch là 650 tấn", "mỗi
// ngày 12 vụ", "cứ 3 vụ thì 2 vụ".
func (x *scope) aimed(d *doc, m *mention) bool {
	first, back, and := d.sents[m.sentence].First, aimedBack, false
	if d.id(m.i-1) == 0 && m.i > 0 && d.toks[m.i-1].Is('(') {
		back += 2 * aimedBack // what a bracket behind it says
	}
	for k := m.i - 1; k >= first && k > m.i-back; k-- {
		switch t := d.toks[k]; {
		case t.ID == x.every:
			return true
		case t.ID == x.and:
			and = true
		case t.Is(')'):
			if k = d.x.figures.whats.opening(d, first, k); k < m.i-8 {
				return false
			}
		case d.owners[k] == ownCount:
			for k > first && k > m.i-2*back && d.owners[k-1] == ownCount {
				k--
			}
			return d.id(k-1) == x.every
		case t.Kind == vi.Punct && !t.Is('(') && !t.Is(':') && !inside(t) || d.owners[k] == ownPercentage:
			return false
		}
		if x.at(d, k, scopeBefore) || x.at(d, k, scopeSentence) {
			return !m.percentage || !and || !x.planned(d, k)
		}
	}
	return false
}

// How many tokens before a figure the item of a list of demands begins, and the
// demand stands before that.
const (
	itemBack     = 16
	demandedBack = 60
)

// demanded reports that m stands in an item of a list of what is asked for: "… yêu
// cầu kéo giảm 5% số vụ; nâng tỷ lệ điều tra, khám phá án lên trên 80%".
func (x *scope) demanded(d *doc, m *mention) bool {
	first := d.sents[m.sentence].First
	for k := m.i - 1; k > first && k > m.i-itemBack; k-- {
		if d.figureAt(k) {
			return false
		}
		if !d.toks[k].Is(';') {
			continue
		}
		if !x.raises.has(d.id(k + 1)) {
			return false
		}
		for j := k - 1; j >= first && j > k-demandedBack; j-- {
			if x.at(d, j, scopeBefore) || x.at(d, j, scopeSentence) {
				return true
			}
		}
		return false
	}
	return false
}

// planned reports that the plan at token k is the one that a percentage before it
// is of: "đạt 98% so với kế hoạch".
func (x *scope) planned(d *doc, k int) bool {
	for n := k - 1; n > k-4 && n > 0; n-- {
		if d.owners[n] == ownPercentage {
			return true
		}
	}
	return false
}

// goalBack is how far behind its beginning a sentence, or an item of a list, tells
// that all of it is a goal or an average.
const goalBack = 12

// goal reports that the sentence of m, or its item, lists what is to be reached or
// what it comes to on average: "Phấn đấu đến cuối năm, GRDP tăng 8%; tỷ lệ hộ nghèo
// còn 2%", "Bình quân một ngày, xảy ra 6 vụ".
func (x *scope) goal(d *doc, m *mention) bool {
	first := d.sents[m.sentence].First
	for k := m.i - 1; k > first && k > m.i-aboutBack; k-- {
		if d.toks[k].Is(';') {
			if x.begins(d, k+1, m.i) {
				return true
			}
			break
		}
	}
	return x.begins(d, first, m.i)
}

// begins reports that a goal or an average stands at the beginning of [i, j).
func (x *scope) begins(d *doc, i, j int) bool {
	for k := i; k < min(j, i+goalBack) && !d.figureAt(k); k++ {
		if x.at(d, k, scopeSentence) {
			return true
		}
	}
	return false
}

// grouped reports that the words of m name a group.
func (x *scope) grouped(d *doc, m *mention) bool {
	c := m.clause
	for _, r := range [...][2]int{{c.l0, c.l1}, {c.m0, c.m1}, {c.r0, c.r1}} {
		for k := r[0]; k < r[1]; k++ {
			if x.at(d, k, scopeWords) {
				return true
			}
		}
	}
	return false
}

// ofSome reports that the percentage k holds for the places or bodies counted
// right before it: "12 địa phương có tỷ lệ giải ngân đạt trên 45%".
func (x *scope) ofSome(d *doc, k int) bool {
	m := &d.mentions[k]
	if k == 0 || !m.percentage || m.change != "" {
		return false
	}
	p := &d.mentions[k-1]
	if p.sentence != m.sentence || p.percentage || p.class != "place" && p.class != "organisation" {
		return false
	}
	for n := p.j; n < m.i; n++ {
		_, named := d.x.figures.whats.names.Longest(d.toks, n+1)
		if d.toks[n].Kind == vi.Punct && (!d.toks[n].Is(',') || named > 0) {
			return false // "có 75 xã, tỷ lệ hộ nghèo còn 3%"
		}
	}
	return true
}

// relative reports that the percentage k tells how a count changed: "tăng 3.374
// người (tăng 1,22%)", "còn 120 vụ, giảm 8%".
func (x *scope) relative(d *doc, k int) bool {
	m := &d.mentions[k]
	if k == 0 || m.change == "" && !d.toks[m.i-1].Is('(') {
		return false
	}
	p := &d.mentions[k-1]
	if p.percentage || p.sentence != m.sentence || m.change == "" && p.change == "" {
		return false
	}
	return d.x.figures.whats.series(d, p.j, m.i) < 0
}

// aboutBack is how far back the sentence of a figure tells what it is about.
const aboutBack = 90

// about reports that the sentence of m, or the one it goes on, is about something
// that figures of the series are not: "phát hiện 45 vụ phạm tội về ma túy; đã
// khởi tố 40 vụ". A clause with an agent of its own begins anew.
func (x *indicators) about(d *doc, m *mention, row *indicator) bool {
	if len(row.unless) == 0 {
		return false
	}
	first := d.sents[m.sentence].First
	if m.sentence > 0 && !d.toks[first].Has(vi.Line) && !x.acted(d, first, m.i) {
		first = d.sents[m.sentence-1].First
	}
	for k := min(m.j+16, d.sents[m.sentence].End) - 1; k >= first && k > m.i-aboutBack; k-- {
		if k >= m.j && d.toks[k].Is(';') {
			continue
		}
		if p, n := x.phrases.Longest(d.toks, k); n > 0 && slices.Contains(row.unless, int(p)) {
			return true
		}
		if _, n := d.x.figures.whats.agents.Longest(d.toks, k); n > 0 && k < m.i && k > first && d.toks[k-1].Is(';') {
			return false
		}
	}
	return false
}

// acted reports that an agent is named in [i, j): "Cơ quan điều tra đã khởi tố".
func (x *indicators) acted(d *doc, i, j int) bool {
	for k := max(i, j-aboutBack); k < j; k++ {
		if _, n := d.x.figures.whats.agents.Longest(d.toks, k); n > 0 {
			return true
		}
	}
	return false
}

// besideMost is how many figures are gone back over to the one that another
// stands beside.
const besideMost = 8

// goesWith reports that mention k stands beside a figure of a series that the row
// goes with: the nearest cases before it, in its sentence or the one before. The
// dead of a single case are those of no series.
func (x *indicators) goesWith(d *doc, k int, row *indicator) bool {
	m := &d.mentions[k]
	for j := k - 1; j >= 0 && j >= k-besideMost; j-- {
		p := &d.mentions[j]
		if p.sentence < m.sentence-1 || p.sentence < m.sentence && d.lineIn(p.j, m.i) || x.scope.single(d, p.j, m.i) {
			return false
		}
		if slices.Contains(row.beside, p.indicator) {
			return true
		}
		if p.class == "case" {
			return false
		}
	}
	return false
}

// single reports that the tokens [i, j) tell of one case: "vụ cháy tại xưởng gỗ
// làm 3 người chết", but not "các vụ cháy", "số vụ cháy".
func (x *scope) single(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if d.id(k) == x.vu && d.owners[k] == free && !x.manyOf.has(d.id(k-1)) {
			return true
		}
	}
	return false
}

// partMost is how many figures are gone back over to the whole of a part.
const partMost = 40

// part reports that mention k is a part of an earlier figure of its own series:
// it stands behind "trong đó", in a bracket behind the whole, or its share of the
// whole is told. A part of one place is the figure of that place.
func (x *indicators) part(d *doc, k int) bool {
	ms, w := d.mentions, d.x.figures.whats
	m := &ms[k]
	if m.change != "" || w.placeBefore(d, m) != "" || w.named(d, m) != "" {
		return false
	}
	if x.lesser(d, k) {
		return true
	}
	at := x.scope.partsFrom(d, m)
	if at < 0 && x.scope.shared(d, k) {
		at = m.i
	}
	if at < 0 {
		p := w.whole(d, ms, k)
		return p != nil && p.indicator == m.indicator && d.toks[m.i-1].Is('(') && !m.hasOf
	}
	if m.p1 > m.p0 && m.p0 > at {
		return false
	}
	for j := k - 1; j >= 0 && j > k-partMost; j-- {
		if p := &ms[j]; p.j <= at && p.indicator == m.indicator && p.change == "" && p.percentage == m.percentage {
			return p.period == m.period || m.period == ""
		}
	}
	return false
}

// lesser reports that the count k is said to be less than one of its series in
// its sentence, for the same time and place and by nobody else: a kind of it, "giải
// quyết việc làm cho 25.500 người; tạo việc làm mới cho 10.300 người".
func (x *indicators) lesser(d *doc, k int) bool {
	m := &d.mentions[k]
	if m.percentage || m.hasOf || x.rows[x.byID[m.indicator]].each {
		return false
	}
	for j := k - 1; j >= 0 && j > k-partMost; j-- {
		p := &d.mentions[j]
		if p.sentence != m.sentence {
			return false
		}
		if p.indicator == m.indicator && p.change == "" && p.unit == m.unit {
			return p.period == m.period && p.p0 == m.p0 && floats(m) < lesserBy*floats(p) && !x.acted(d, p.j, m.i)
		}
	}
	return false
}

// lesserBy is the share of a count under which another is no rounding of it.
const lesserBy = 0.95

// partsFrom returns the "trong đó" of m's sentence that m stands behind, -1 when
// there is none.
func (x *scope) partsFrom(d *doc, m *mention) int {
	w := d.x.figures.whats
	for k := m.i - 1; k >= d.sents[m.sentence].First && k > m.i-aboutBack; k-- {
		if d.id(k) == w.among && d.id(k-1) == w.within || d.id(k) == x.detail[1] && d.id(k-1) == x.detail[0] || x.parts.has(d.id(k)) && d.owners[k] == free {
			return k
		}
	}
	return -1
}

// shared reports that the share of mention k is told right behind it: "187 vụ
// (chiếm 61,3%)".
func (x *scope) shared(d *doc, k int) bool {
	if k+1 == len(d.mentions) {
		return false
	}
	m, next := &d.mentions[k], &d.mentions[k+1]
	if !next.percentage || next.sentence != m.sentence || next.i > m.j+8 {
		return false
	}
	for n := m.j; n < next.i; n++ {
		if x.shares.has(d.id(n)) {
			return true
		}
	}
	return false
}
