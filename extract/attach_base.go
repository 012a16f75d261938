package extract

import (
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// changesBack is how many figures are gone back over to the change whose
// comparison holds for another.
const changesBack = 8

// goesOn returns the time that the change ms[k] is compared with as one of those
// before it in its sentence, or in the one before whose parts it lists: "lưu trú
// tăng 21% so với cùng kỳ; ăn uống tăng 17%". "" when there is none.
func (x *attaches) goesOn(d *doc, ms []mention, k int) string {
	m := &ms[k]
	first := d.sents[m.sentence].First
	parts := (x.within.has(d.id(first)) || x.details.has(d.id(first)) && x.detailed.has(d.id(first+1))) && (!d.toks[first].Has(vi.Line) || d.id(first+1) == d.x.figures.whats.among)
	for j := k - 1; j >= 0 && j >= k-changesBack; j-- {
		p := &ms[j]
		if p.sentence < m.sentence && (!parts || p.sentence < m.sentence-1) {
			break
		}
		if p.base != "" && p.period == m.period && (p.change != "" || p.percentage) && p.percentage == m.percentage {
			return p.base
		}
	}
	if v := x.generally(d, ms, k); v != "" {
		return v
	}
	for j, lines := k-1, 0; j >= 0 && j >= k-changesBack; j-- {
		if lines += x.linesIn(d, ms[j].j, ms[j+1].i); lines > 1 {
			break
		}
		p := &ms[j]
		if p.change == "" || p.base == "" || p.elsewhen {
			continue
		}
		switch yearly := p.base == shiftYears(p.period, -1); {
		case lines == 0 && m.period != "" && yearly:
			return shiftYears(m.period, -1) // in the same paragraph, all against the same time a year ago
		case lines == 0 && m.period == "" && p.period == "", lines == 1 && yearly && p.period == m.period && p.percentage == m.percentage:
			return p.base
		case lines == 1 && yearly && m.percentage && p.percentage && !strings.HasSuffix(m.period, ".."):
			return shiftYears(m.period, -1)
		}
		return ""
	}
	return ""
}

// usual notes what the change ms[k] is compared with, and gives one that tells no
// comparison that of the changes of the same time before it; else, for what sums up
// months or a year, the same time a year before, as reports compare.
func (x *attaches) usual(d *doc, tl *timeline, ms []mention, k int) {
	m := &ms[k]
	switch {
	case m.elsewhen && m.change == "" && !x.growth(d, m) && k > 0 && !ms[k-1].elsewhen && m.period == shiftYears(ms[k-1].period, -1):
		tl.bases[ms[k-1].period], tl.yearly = m.period, true
	case m.period == "" || m.change == "" && !x.growth(d, m) || m.aimed || m.elsewhen || x.everyYear(d, m):
	case m.base != "":
		tl.bases[m.period] = m.base
		tl.yearly = tl.yearly || m.base == shiftYears(m.period, -1) || strings.Contains(m.period, "/") && m.base == shiftYears(yearOf(m.period), -1)
	case x.comparisonAfter(d, ms, k) >= 0:
	case tl.bases[m.period] != "":
		m.base = tl.bases[m.period]
	case tl.yearly && x.sumsMonths(d, tl, m.period):
		m.base = shiftYears(m.period, -1)
	}
}

// sumsMonths reports that v are months from the year's start, a quarter, half a year
// or a year, and over at publication or no later than what the article reports on.
func (x *attaches) sumsMonths(d *doc, tl *timeline, v string) bool {
	first, last, ok := spanOf(v)
	if !ok || last.Year() != first.Year() || last.Sub(first) < 2*monthMost*24*time.Hour-10*24*time.Hour {
		return false
	}
	if d.art.Published == "" {
		return tl.first < 0 || yearOf(v) <= yearOf(d.dates[tl.first].Last)
	}
	return last.Format(time.DateOnly) <= d.art.Published || len(v) == len("2006") && v == yearOf(d.art.Published)
}

// growthBack is how many tokens before a share its "mức tăng" stands.
const growthBack = 7

// growth reports that m is a growth told as a level: "với mức tăng tháng 10 đạt
// 36,4%", "tốc độ tăng trưởng 9,9%".
func (x *attaches) growth(d *doc, m *mention) bool {
	if !m.percentage {
		return false
	}
	for j := m.i; j > 0 && j > m.i-growthBack && d.toks[j-1].Kind != vi.Punct && !d.toks[j].Has(vi.Line); j-- {
		if d.x.figures.words.changes.has(d.id(j)) && x.bridge.has(d.id(j-1)) {
			return true
		}
	}
	return false
}

// everyYear reports that m is what is changed year by year: "tăng bình quân 8%/năm".
func (x *attaches) everyYear(d *doc, m *mention) bool {
	j := m.j
	if j < len(d.toks) && (d.toks[j].Is('/') || x.each.has(d.id(j))) {
		j++
	}
	return j > m.j && d.id(j) == x.year
}

// linesIn counts the lines that begin in [i, j].
func (x *attaches) linesIn(d *doc, i, j int) (n int) {
	for ; i <= j; i++ {
		if d.toks[i].Has(vi.Line) {
			n++
		}
	}
	return n
}

// linesBack is how many lines may stand between a summary and its details.
const linesBack = 4

// generally returns the time that the sentence before that of the change ms[k]
// compares with where it tells no change in figures: "Các chỉ tiêu đều tăng so với
// năm 2018. Sản lượng đạt 17.000 tấn, tăng 0,6%." It may end the paragraph before
// one that goes into detail: "Theo đó, …", "Cụ thể, …".
func (x *attaches) generally(d *doc, ms []mention, k int) string {
	m := &ms[k]
	above := m.sentence - 1
	if first := d.sents[m.sentence].First; d.toks[first].Has(vi.Line) {
		if !x.details.has(d.id(first)) || !x.detailed.has(d.id(first+1)) {
			return ""
		}
		for above > 0 && above > m.sentence-linesBack && !d.toks[d.sents[above].End-1].Is('.') {
			above-- // a caption, a heading
		}
	}
	if above < 0 {
		return ""
	}
	s := d.sents[above]
	for j := k - 1; j >= 0 && ms[j].i >= s.First; j-- {
		if ms[j].change != "" || ms[j].percentage || j < k-changesBack {
			return ""
		}
	}
	for j := s.End - 1; j >= s.First && j > s.End-comparisonMost; j-- {
		if x.comparesAt(d, j) {
			return x.compared(d, j, &mention{period: m.period, vague: m.vague, sentence: above})
		}
	}
	return ""
}

// repeats reports that m says the change of p once more in a bracket behind it:
// "giảm 256 vụ so với cùng kỳ 2019 (giảm 6,96%)".
func (x *attaches) repeats(d *doc, p, m *mention) bool {
	return p.change == m.change && p.sentence == m.sentence && m.i > 0 && d.toks[m.i-1].Is('(')
}

// comparedAt reports that token i stands in "so với …", or in another
// comparison: "bằng cả năm 2017", "vượt mức tăng của năm ngoái".
func (x *attaches) comparedAt(d *doc, i int) bool {
	of := false
	if x.timesBefore(d, i) {
		return true
	}
	for k := i - 1; k >= 0 && k > i-levelBack && !d.toks[k+1].Has(vi.Line); k-- {
		figure := of && d.figureAt(k) // "cao hơn mức tăng 4,8% của quý I"
		if d.toks[k].Kind != vi.Word && !figure {
			break
		}
		if x.beside.has(d.id(k)) && !figure {
			return k < i-1 || d.toks[i].Kind != vi.Digits // "trong hơn 8 tháng" is no comparison
		}
		of = of || d.id(k) == x.of
		if !of && !x.bridge.has(d.id(k)) && d.owners[k] != ownDate {
			break
		}
	}
	words := 0
	for k := i; k >= 0 && k > i-comparedBack && (k == i || !d.toks[k+1].Has(vi.Line)); k-- {
		switch id := d.id(k); {
		case id == x.compare && (k < i || d.owners[k] != ownDate):
			return true // "so với năm 2023", "so vụ Đông xuân 2023", "giá so sánh 2010"
		case d.owners[k] == ownDate:
			if k < i && words > 0 {
				return false // "so với năm 2019 thì năm 2024 …"
			}
		case d.toks[k].Kind == vi.Punct || d.owners[k] != free || x.during.has(id) || k < i && x.onwards.has(id):
			return false
		case id != d.x.figures.words.and:
			words++
		}
	}
	return false
}

// timesBefore reports that a multiple of what stands at token i, or of something that
// happened then, is told right before it: "gấp đôi năm 2022", "gấp 1,5 lần so năm
// ngoái", "chỉ bằng một nửa cùng kỳ", "gấp ba lần trận lũ tháng 12/2018".
func (x *attaches) timesBefore(d *doc, i int) bool {
	if i > 1 && d.id(i-2) == x.stage && !d.toks[i].Has(vi.Line) {
		i -= 2 // "gấp 1,8 lần giai đoạn 2011 - 2015"
	}
	k := x.happened(d, i) - 1
	if k < i-1 && x.beside.has(d.id(k)) {
		return true // "cao hơn trận lũ năm 2020"
	}
	for k > 0 && k > i-fromBack && d.owners[k] == ownPercentage && d.toks[k].Kind != vi.Word {
		k-- // "bằng 118% năm 2022"
	}
	for k > 0 && k > i-fromBack && !d.toks[k].Has(vi.Line) && (x.times.has(d.id(k)) || k < i-1 && (d.toks[k].Kind == vi.Digits || d.toks[k].Is(',') && d.tightNumber(k) || d.figureAt(k) && !x.beside.has(d.id(k)) && d.toks[k].Kind != vi.Punct)) {
		k--
	}
	return k < i-1 && x.beside.has(d.id(k))
}

// happenedBack is how many tokens the name of what happened takes before its time.
const happenedBack = 5

// happened returns the token at which the name of what happened at the time at token i
// begins, "trận lũ lịch sử tháng 12/2018", "đỉnh lũ năm 2008"; i where it is counted or none.
func (x *attaches) happened(d *doc, i int) int {
	at := i
	for k := i - 1; k > 0 && k >= i-happenedBack && d.toks[k].Kind != vi.Punct && d.owners[k] == free && !d.toks[k].Has(vi.Line); k-- {
		if (x.happening.has(d.id(k)) || d.id(k) == x.tet) && d.toks[k-1].Kind == vi.Word {
			at = k
		}
	}
	return at
}

// How many tokens before a time the words stand that compare with it: "so", and
// "hơn", "bằng".
const (
	comparedBack = 10
	levelBack    = 13
)

// marked reports that a comma or a semicolon stands in [i, j).
func (x *attaches) marked(d *doc, i, j int) bool { return d.markIn(i, j, ',', ';') }

// baseline reads "so với …" beside a change or a rate.
func (x *attaches) baseline(d *doc, ms []mention, k int) string {
	m := &ms[k]
	if !m.percentage && m.change == "" {
		return ""
	}
	at := x.comparisonAfter(d, ms, k)
	if than := x.thanBefore(d, m); than >= 0 && m.change != "" && at != m.j {
		return x.compared(d, than, m)
	}
	if m.change != "" && at != m.j {
		if b := x.comparisonBefore(d, m); at < 0 || b >= 0 && at > m.j+besideFigure && !d.figureIn(b, m.i) {
			at = b // "so với cùng kỳ tăng 15 vụ và so với tháng trước tăng 20 vụ"
		}
	}
	if at < 0 && x.multipleOf(d, m) {
		return x.compared(d, m.j-1, m) // "gấp 4 lần năm 2018"
	}
	if at < 0 && m.change == "" && d.id(m.i-1) == x.equals && !(x.none.has(d.id(m.j)) && x.aim.has(d.id(m.j+1))) {
		if b := x.comparisonBefore(d, m); b >= 0 && b > m.i-comparedBack && !d.figureIn(b, m.i) {
			at = b // "so với tháng trước bằng 101,7%"
		}
	}
	if first := d.sents[m.sentence].First; at < 0 && m.change != "" && d.id(first) == x.compare {
		at = first // "So với cùng kỳ, … tăng 76%; tăng 15 người chết"
	}
	if at < 0 && m.change != "" {
		at = x.comparisonAbove(d, m)
	}
	if at < 0 {
		return ""
	}
	if second := x.secondOf(d, ms, k, at); second > 0 {
		at = second
	}
	v := x.compared(d, at, m)
	m.aimed = x.aims(d, at) || v == "" && !x.sameAt(d, at)
	return v
}

// multipleOf reports that m is a multiple or a share of the time right behind it.
func (x *attaches) multipleOf(d *doc, m *mention) bool {
	i := m.j
	if d.id(i) == x.duty && d.id(i+1) == x.term && x.before.has(d.id(i+2)) {
		return x.times.has(d.id(i - 1)) // "gấp 1,9 lần nhiệm kỳ trước"
	}
	switch {
	case d.id(i) == x.stage:
		i += 2
	case d.id(i) == x.tet && i+1 < len(d.toks):
		i++ // "gấp 2,3 lần Tết năm 2023"
	}
	return i < len(d.toks) && d.owners[i] == ownDate && !d.toks[m.j].Has(vi.Line) && (x.times.has(d.id(m.j-1)) || m.percentage) && x.timesBefore(d, i)
}

// thanBefore returns the "hơn" of "cao hơn năm ngoái", "ít hơn vụ xuân trước" that
// leads to m, -1 when none does.
func (x *attaches) thanBefore(d *doc, m *mention) int {
	k := m.i - 1
	if x.beside.has(d.id(m.i + 1)) { // the quote begins with it: "cao hơn năm trước 1 tấn"
		k = m.n0 - 1
	}
	from := k
	for k > 0 && k > from-comparedBack && !d.toks[k].Has(vi.Line) && (d.owners[k] == ownDate || d.x.figures.modifiers.spans.has(d.id(k))) {
		k--
	}
	if k < from {
		k = x.happened(d, k+1) - 1 // "cao hơn đỉnh lũ năm 2008"
	}
	if k < from && x.beside.has(d.id(k)) && d.owners[k] != ownDate {
		return k
	}
	return -1
}

// besideFigure is how many words may stand between a figure and its "so với".
const besideFigure = 3

// secondOf returns the "và" of "so với tháng trước và cùng kỳ" for the second of
// two changes told by "lần lượt", 0 for the first.
func (x *attaches) secondOf(d *doc, ms []mention, k, at int) int {
	if !ms[k].respectively || k == 0 || !ms[k-1].respectively || !ms[k].coordinated {
		return 0
	}
	for j := at + 2; j < at+bracketMost && j+1 < len(d.toks) && j < d.sents[ms[k].sentence].End; j++ {
		if d.id(j) == d.x.figures.words.and && (d.id(j+1) == x.same || d.id(j+1) == x.compare || d.owners[j+1] == ownDate) {
			return j
		}
	}
	return 0
}

// sameAt reports that the "so" at token at compares with "cùng kỳ".
func (x *attaches) sameAt(d *doc, at int) bool {
	return d.id(at+1) == x.same || d.id(at+1) == x.with && d.id(at+2) == x.same
}

// aims reports that the "so" at token at compares with a plan: "so với dự toán".
func (x *attaches) aims(d *doc, at int) bool {
	return x.none.has(d.id(at+1)) || d.id(at+1) == x.with && x.none.has(d.id(at+2))
}

// comparisonMost is how far behind a figure its comparison is looked for.
const comparisonMost = 60

// comparisonAfter returns the "so" that follows m with nothing between but
// figures joined to it.
func (x *attaches) comparisonAfter(d *doc, ms []mention, k int) int {
	end := d.sents[ms[k].sentence].End
	next, dated := k+1, false
	for j := ms[k].j; j < end && j <= ms[k].j+comparisonMost; j++ {
		if next < len(ms) && j == ms[next].i {
			if dated || !ms[next].coordinated && ms[next].change == "" && (ms[k].change == "" || d.id(ms[next].i-1) != x.equals && !x.saysAgain(d, ms[next-1].j, ms[next].i)) ||
				ms[next].sentence != ms[k].sentence || ms[k].change == "" && ms[next].change != "" {
				return -1
			}
			j = ms[next].j - 1
			next++
			continue
		}
		if ms[k].change == "" && x.none.has(d.id(j)) && x.aim.has(d.id(j+1)) {
			return -1 // "đạt 58% kế hoạch và 100,1% so cùng kỳ"
		}
		dated = dated || d.owners[j] == ownDate
		switch {
		case d.toks[j].Is(';'), ms[k].change == "" && d.toks[j].Is(')') && d.id(j+1) != x.compare:
			return -1
		case j == ms[k].j && (d.id(j) == x.same && d.id(j+1) == x.term || x.shortSame(d, j)):
			return j - 1 // "tăng 3,6% cùng kỳ"
		case x.comparesAt(d, j) || d.id(j) == x.compare && x.dateWithin(d, j+1, min(j+besideFigure+3, end)):
			return j
		case d.toks[j].Is('(') && ms[k].change != "":
			if e := x.closing(d, j, end); e > 0 { // "giảm 1.686 ha (bằng 2,24%) so với …"
				for next < len(ms) && ms[next].i < e {
					next++
				}
				j = e
			}
		}
	}
	return -1
}

// comparesAt reports that "so" at token j begins a comparison: "so với …", "so cùng
// kỳ", "so tháng trước", "so dự toán".
func (x *attaches) comparesAt(d *doc, j int) bool {
	if d.id(j) != x.compare {
		return false
	}
	switch id := d.id(j + 1); {
	case id == x.with || id == x.same || x.shortSame(d, j+1):
		return true
	case id == x.week || id == x.month || id == x.quarter || id == x.year:
		return x.before.has(d.id(j+2)) || d.id(j+2) == x.same // "so tháng cùng kỳ năm 2021"
	default:
		return x.none.has(id) && x.aim.has(d.id(j+2))
	}
}

// saysAgain reports that nothing stands in [i, j) but words that lead to the same
// change in other words: "giảm 29 vụ, tương ứng 3,8%".
func (x *attaches) saysAgain(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if !d.toks[k].Is(',') && !x.again.has(d.id(k)) {
			return false
		}
	}
	return j > i
}

// closing returns the end of the short bracket that opens at j, 0 when it is
// longer or runs past end.
func (x *attaches) closing(d *doc, j, end int) int {
	for k := j + 1; k < end && k < j+bracketMost; k++ {
		if d.toks[k].Is(')') {
			return k
		}
	}
	return 0
}

// dateWithin reports that a date begins in [i, j) behind nothing but words.
func (x *attaches) dateWithin(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.owners[i] == ownDate {
			return true
		}
		if d.toks[i].Kind != vi.Word {
			return false
		}
	}
	return false
}

// comparisonBefore returns the "so" that opens the clause of m: "So với cùng
// kỳ, tăng 2 vụ, tăng 1 người chết".
func (x *attaches) comparisonBefore(d *doc, m *mention) int {
	from, depth := d.sents[m.sentence].First, 0
	items := false
	for j := m.i - 1; j >= from && j > m.i-40; j-- {
		switch t := d.toks[j]; {
		case t.Is(')'):
			depth++
		case t.Is('('):
			depth--
		}
		if depth < 0 {
			if !m.percentage || j < m.i-bracketMost {
				return -1
			}
			depth, items = 0, false // "tăng so với cùng kỳ (Hà Bình tăng 17%; …)"
		}
		if d.toks[j].Is(';') {
			items = true
		}
		if items && d.figureAt(j) {
			return -1 // the comparison of another figure
		}
		if x.comparesAt(d, j) {
			return j
		}
	}
	return -1
}

// comparisonAbove returns the "so" of the words that lead in the list m stands
// in: "tăng so với cùng kỳ: Vụ Bản tăng 18%; Hải Hậu tăng 14%".
func (x *attaches) comparisonAbove(d *doc, m *mention) int {
	colon := d.x.figures.whats.colon(d, m)
	for j := colon - 1; j >= d.sents[m.sentence].First && j > colon-14; j-- {
		if d.figureAt(j) || d.toks[j].Is(';') {
			return -1
		}
		if x.comparesAt(d, j) {
			return j
		}
	}
	return -1
}

// compared returns the time named after the "so" at token at.
func (x *attaches) compared(d *doc, at int, m *mention) string {
	j := at + 1
	if d.id(j) == x.with {
		j++
	}
	for n := 0; n < 3 && (x.measure.has(d.id(j)) || x.times.has(d.id(j))); n++ {
		j++ // "so với thời điểm cuối năm 2023", "so với mức bình quân năm 2022", "bằng một nửa cùng kỳ"
	}
	if x.none.has(d.id(j)) {
		return x.otherPlan(d, j, m)
	}
	if d.id(j) == x.start && d.id(j+1) == x.year && d.owners[j] == free && d.id(j+2) != x.school {
		if y := yearOf(m.period); y != "" {
			return y + "-01-01" // "so với đầu năm"
		}
		return ""
	}
	if v, ok := x.comparedTerm(d, j, m.period); ok {
		return v
	}
	same := d.id(j) == x.same && x.sameOfWhat(d.id(j+1)) ||
		d.id(j+1) == x.same && d.id(j+2) == x.term || x.shortSame(d, j) // "cùng tháng năm trước", "quý cùng kỳ"
	for k := range x.datesFrom(d, j) {
		t := &d.dates[k]
		if t.i > j+5 || t.i >= d.sents[m.sentence].End || x.marked(d, j, t.i) || d.wordIn(j, t.i, x.onwards) {
			break
		}
		if same || x.samePeriod(d, t.i, t.j) {
			if x.before.has(d.id(t.j-1)) && !(m.period == "" && m.vague) {
				break // "cùng kỳ năm trước"
			}
			return x.sameOf(t, m)
		}
		if first, last, ok := spanOf(m.period); x.crop.has(d.id(j)) && x.before.has(d.id(t.j-1)) && ok && !first.Equal(last) {
			break // "vụ Đông Xuân năm trước", of the crop year
		}
		if x.festival(d, k) {
			return yearOf(t.Value) // "so với Tết Ất Tỵ năm 2025": its days off are not told
		}
		return dayOnly(t.Value)
	}
	if v, ok := x.comparedBefore(d, j, m); ok {
		return v
	}
	if same {
		return x.yearBefore(d, m)
	}
	return ""
}

// otherPlan returns the year of the plan at token j that m is compared with where that is
// another than its own: "năm 2024 giao 175 tỷ đồng, giảm 25 tỷ đồng so với dự toán 2023".
func (x *attaches) otherPlan(d *doc, j int, m *mention) string {
	for k := range x.datesFrom(d, j) {
		t := &d.dates[k]
		if t.i > j+besideFigure || t.i >= d.sents[m.sentence].End || x.marked(d, j, t.i) || len(t.Value) != len("2006") || t.Value == lastYearOf(m.period) {
			return ""
		}
		return t.Value
	}
	return ""
}

// shortSame reports that token i is "CK", as reports shorten "cùng kỳ".
func (x *attaches) shortSame(d *doc, i int) bool {
	return d.id(i) == x.sameShort && d.toks[i].Has(vi.Caps)
}

// sameOfWhat reports that "cùng" before the word id means the same time of
// another year: cùng kỳ, cùng tháng, cùng thời điểm, cùng vụ.
func (x *attaches) sameOfWhat(id vi.ID) bool {
	return id == x.term || id == x.month || id == x.quarter || x.sames.has(id)
}

// comparedBefore reads "tuần trước", "quý liền kề", "năm học trước" in the first
// words from token j: the time before that of m.
func (x *attaches) comparedBefore(d *doc, j int, m *mention) (string, bool) {
	if n, ok := d.toks[min(j+1, len(d.toks)-1)].Value(); ok && d.id(j) == x.week {
		return x.weekOf(d, j, n), true // "so với tuần 30"
	}
	for k := j; k < j+4 && k+1 < len(d.toks) && !d.toks[k].Is(','); k++ {
		if (x.crop.has(d.id(j)) || x.mown.has(d.id(j)) && x.crop.has(d.id(k))) && x.before.has(d.id(k+1)) {
			return shiftYears(m.period, -1), true // "vụ xuân trước", "mùa khô năm trước"
		}
		if d.id(k) == x.year && d.id(k+1) == x.school && x.before.has(d.id(k+2)) {
			return shiftYears(m.period, -1), true
		}
		if !x.before.has(d.id(k + 1)) {
			continue
		}
		n, at := d.x.dates.runCount(d, max(k-1, j))
		numbered := at == k
		switch id := d.id(k); {
		case numbered && d.id(j-1) != x.diem && x.measure.has(d.id(j-1)): // "trung bình 4 tuần trước"
		case numbered:
			return x.unitsBefore(id, n, m.period), true // "45 ngày liền trước", "6 tháng trước đó"
		case id == x.year && (d.id(j) == x.same || d.id(j+1) == x.same):
			return x.yearBefore(d, m), true
		case id == x.year:
			return shiftYears(yearOf(m.period), -1), true
		case id == x.day:
			return precedingOf(m.period, 1, 1), true
		case id == x.week:
			return precedingOf(m.period, 6, 8), true
		case id == x.month:
			return precedingOf(m.period, 28, 31), true
		case id == x.quarter:
			return precedingOf(m.period, 90, 92), true
		}
	}
	return "", false
}

// unitsBefore returns the time that "n ngày trước", "n tháng trước đó" means for what is of
// the time v: the stretch before v where v lasts n units, else the day or the year that many
// units before it. "" where v is neither.
func (x *attaches) unitsBefore(unit vi.ID, n int, v string) string {
	first, last, ok := spanOf(v)
	if !ok || n < 1 {
		return ""
	}
	years, months, days := 0, 0, 0
	switch unit {
	case x.day:
		days = n
	case x.week:
		days = 7 * n
	case x.month:
		months = n
	case x.quarter:
		months = 3 * n
	case x.year:
		years = n
	}
	switch lasts := last.AddDate(0, 0, 1).Equal(first.AddDate(years, months, days)); {
	case first.Equal(last) && n > 1:
		return first.AddDate(-years, -months, -days).Format(time.DateOnly)
	case days > 0:
		return precedingOf(v, days-1, days+1)
	case !lasts && years > 0:
		return shiftYears(lastYearOf(v), -n)
	case !lasts:
		return ""
	case strings.Contains(v, "/") && years > 0:
		return shiftYears(v, -n)
	case strings.Contains(v, "/"):
		return first.AddDate(0, -months, 0).Format(time.DateOnly) + "/" + first.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return previous(v)
}

// precedingOf returns the stretch before v where v lasts from lo to hi days, a
// month for one as long as a month; for a day the month it lies in counts.
func precedingOf(v string, lo, hi int) string {
	first, last, ok := spanOf(v)
	if !ok {
		return ""
	}
	if hi == 31 && !isMonth(v) && (first.Equal(last) || isMonthOfDays(v)) {
		return previous(last.Format("2006-01"))
	}
	if n := int(last.Sub(first).Hours()/24) + 1; n < lo || n > hi {
		return ""
	}
	return previous(v)
}

// yearBefore returns the same time as m covers, a year before.
func (x *attaches) yearBefore(d *doc, m *mention) string {
	if strings.HasSuffix(m.period, "..") {
		return shiftYears(yearOf(m.period), -1) // since the year's start
	}
	if p := d.art.Published; m.period == "" && !m.vague && len(p) >= len("2006-01") && p[5:7] > "02" {
		return shiftYears(yearOf(p), -1) // no period told: that of the article's year
	}
	return shiftYears(m.period, -1)
}

// outdone returns the time of a growth that another one is measured by: "cao hơn
// mức tăng 4,8% của quý I/2024", "thấp hơn tốc độ tăng 9,4% của cùng kỳ năm 2022", "so với
// con số 13% của năm 2022". "" when m is none.
func (x *attaches) outdone(d *doc, m *mention) string {
	j := m.i - 1
	for j >= 0 && j > m.i-besideFigure-4 && x.bridge.has(d.id(j)) && !x.beside.has(d.id(j)) {
		j--
	}
	if j < 0 || j == m.i-1 && m.change == "" || !x.beside.has(d.id(j)) && d.id(j) != x.compare || d.id(j) == x.equals || d.owners[j] != free {
		return ""
	}
	for k := range x.datesFrom(d, m.j) {
		t := &d.dates[k]
		if t.i > m.j+besideFigure || x.marked(d, m.j, t.i) {
			return ""
		}
		for n := m.j; n < t.i; n++ {
			if d.id(n) == x.same {
				return x.sameOf(t, m)
			}
		}
		if x.samePeriod(d, t.i, t.j) {
			return x.sameOf(t, m)
		}
		return dayOnly(t.Value)
	}
	return ""
}

// formerly returns the time of a figure that is told for comparison: in a bracket
// behind the time compared with ("giảm so với cùng kỳ năm 2024 (36 ca)", "cao hơn cả
// năm 2024 (5 người)"), or behind "cùng kỳ" that opens a bracket, a sentence or a part
// of one ("cùng kỳ năm 2019 đạt 41%"). "" when it is none.
func (x *attaches) formerly(d *doc, ms []mention, k int) string {
	m := &ms[k]
	if v := x.outdone(d, m); v != "" {
		return v
	}
	open := x.opening(d, m.i)
	p := m
	if k > 0 {
		p = &ms[k-1]
	}
	if open < 0 {
		if v := x.sameThen(d, ms, k, x.sameFrom(d, m)-1); v != "" {
			return v
		}
		if p.elsewhen && p.sentence == m.sentence && m.change == "" && x.opening(d, p.i) < 0 && x.sameFrom(d, p) > 0 && !x.dated(d, p, m) && !x.parted(d, p.j, m.i) {
			return p.period // "cùng kỳ năm ngoái là 270 tỷ đồng, bằng 38% kế hoạch"
		}
		return ""
	}
	if p.elsewhen && p.sentence == m.sentence && x.opening(d, p.i) == open && m.change == "" && !x.dated(d, p, m) {
		return p.period // "(36.276 ca mắc và 6 ca tử vong)"
	}
	if v := x.sameThen(d, ms, k, max(x.sameFrom(d, m), open+1)-1); v != "" {
		return v
	}
	if m.change == "" && open == m.i-1 && open == p.j && p.change != "" && p.base != "" && p.unit == m.unit && p.percentage == m.percentage && !(m.j < len(d.toks) && d.toks[m.j].Is('/')) {
		return p.base // "So với tháng trước tăng 5 vụ (24 vụ)", but "(29 vụ/24 vụ)"
	}
	if m.change != "" || open != m.i-1 || m.percentage && !p.percentage && p.sentence == m.sentence {
		return "" // "giảm 29 vụ so với cùng kỳ năm 2018 (16,1%)" is the change
	}
	if p != m && p.sentence == m.sentence && x.beside.has(d.id(p.i)) && p.j < open && x.thanUpTo(d, p.j, open) {
		return x.compared(d, p.j-1, &mention{period: m.period, sentence: m.sentence}) // "gấp 3 lần trận lũ năm 2020 (2 tỷ đồng)"
	}
	for j := open - 1; j > open-comparedBack && j >= d.sents[m.sentence].First; j-- {
		switch {
		case d.figureAt(j) && j >= open-besideFigure || d.toks[j].Is(',') || d.toks[j].Is(';'):
			return ""
		case x.comparesAt(d, j) || j < open-1 && x.beside.has(d.id(j)) && d.owners[j] == free && (x.thanUpTo(d, j+1, open)):
			return x.compared(d, j, &mention{period: m.period, sentence: m.sentence})
		}
	}
	return ""
}

// thanUpTo reports that [i, j) is the time that "hơn" or "bằng" before it compares
// with: "năm 2024", "một nửa cùng kỳ", "đôi trận lũ tháng 12/2018".
func (x *attaches) thanUpTo(d *doc, i, j int) bool {
	timed, at := false, i
	for at < j && d.owners[at] != ownDate {
		at++
	}
	for named := x.happened(d, at); i < j; i++ {
		if named <= i && i < at {
			continue
		}
		timed = timed || d.owners[i] == ownDate || d.id(i) == x.term && d.id(i-1) == x.same
		if d.owners[i] != ownDate && !x.bridge.has(d.id(i)) && !x.times.has(d.id(i)) && !d.figureAt(i) {
			return false
		}
	}
	return timed
}

// sameFrom returns the token at which "cùng kỳ" stands that tells the time of m: it
// opens the part of the sentence, or a turn of it, "con số này của cùng kỳ năm 2022 là
// 316 ca", "trong khi cùng kỳ chỉ có 12 vụ". -1 when none does.
func (x *attaches) sameFrom(d *doc, m *mention) int {
	first := x.clauseFrom(d, m)
	for j := m.i - 1; j > first && j > m.i-levelBack && !d.figureAt(j); j-- {
		if x.sameTime(d, j) && (x.turning.has(d.id(j-1)) || x.speaking.has(d.id(j-1)) || d.toks[j-1].Is(',')) && !x.comparedAt(d, j) {
			return j
		}
	}
	if x.sameTime(d, first) {
		return first
	}
	return -1
}

// sameTime reports that "cùng kỳ" or "cùng thời điểm" stands at token i.
func (x *attaches) sameTime(d *doc, i int) bool {
	if d.id(i) != x.same {
		return false
	}
	return d.id(i+1) == x.term || d.id(i+1) == x.thoi && !x.justTold.has(d.id(i+3)) // but "cùng thời gian trên"
}

// clauseFrom returns the token at which the part of the sentence of m begins that a
// semicolon closes before it.
func (x *attaches) clauseFrom(d *doc, m *mention) int {
	first := d.sents[m.sentence].First
	for j := m.i - 1; j > first && j > m.i-comparisonMost; j-- {
		if d.toks[j].Is(';') {
			return j + 1
		}
	}
	return first
}

// sameThen returns the time of ms[k] where "cùng kỳ" or "tuần trước" follows token at,
// which opens a bracket, a sentence or a part of one.
func (x *attaches) sameThen(d *doc, ms []mention, k, at int) string {
	m := &ms[k]
	same := x.sameTime(d, at+1)
	last := (d.id(at+1) == x.week || d.id(at+1) == x.month || d.id(at+1) == x.quarter) && x.before.has(d.id(at+2)) && d.owners[at+1] == free
	if !same && !last || m.i-at > comparisonMost {
		return ""
	}
	p := m
	for j := k - 1; j >= 0 && j >= k-changesBack; j-- {
		if !ms[j].elsewhen {
			p = &ms[j]
			break
		}
	}
	dated := d.owners[at+3] == ownDate
	if m.change != "" && !dated {
		return "" // "(cùng kỳ tăng 3 vụ)"
	}
	return x.compared(d, at, &mention{period: p.period, sentence: m.sentence})
}

// datesFrom yields the dates that begin at token j or later.
func (x *attaches) datesFrom(d *doc, j int) func(func(int) bool) {
	lo, hi := 0, len(d.dates)
	for lo < hi {
		if mid := (lo + hi) / 2; d.dates[mid].j <= j {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return func(yield func(int) bool) {
		for ; lo < len(d.dates) && yield(lo); lo++ {
		}
	}
}

// sameOf returns "cùng kỳ năm 2023": the period of m in that year, or the year
// when the period is open or longer.
func (x *attaches) sameOf(t *dateAt, m *mention) string {
	to, from := yearOf(t.Value), lastYearOf(m.period)
	if len(t.Value) > 4 || from == "" || strings.HasSuffix(m.period, "..") || strings.ContainsRune(m.period, '/') && len(m.period) == len("2018/2023") {
		return dayOnly(t.Value)
	}
	return shiftYears(m.period, atoi(to)-atoi(from))
}
