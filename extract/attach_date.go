package extract

import (
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// A standing says what a date can be for the figures around it.
type standing uint16

const (
	covering   standing = 1 << iota // the time that figures can cover
	planning                        // when something is to be done
	background                      // tells since or until when; what follows is not about it
	pointing                        // on which day one figure was counted
	targeted                        // the time of a plan that a figure is measured by
	bracketed                       // in a bracket with a figure of its own
	festive                         // the name of a feast, whose days off the figures cover
	starting                        // of the figure before it alone: "từ 11% năm 2011 xuống còn 3%"
	naming                          // of the name of an event: "Hội thi … năm 2025"
	meeting                         // the day of a meeting, which reports on another time
	caused                          // when the cause was of what its sentence tells: "do mưa lũ cuối tháng 7, …"
	founding                        // when something began or ended: "khởi công tháng 3/2018"
	topping                         // when the most or the least was: "cao nhất là tháng 6 với 91%"
)

// stand tells the standing of every date of the article.
func (x *attaches) stand(d *doc) {
	d.standings = d.standings[:0]
	for k := range d.dates {
		s := x.standingOf(d, k)
		d.standings = append(d.standings, s)
		if s == covering && (x.harksBack(d, k) || x.asideYear(d, k)) {
			d.standings[k] |= background
		}
	}
}

// standingOf tells what date k says of itself, 0 when no figure can be of its time.
func (x *attaches) standingOf(d *doc, k int) standing {
	switch {
	case x.feast(d, k):
		return festive
	case !x.reports(d, k), x.widens(d, k), x.anniversary(d, k), x.anniversary(d, k+1), x.jubilee(d, k):
		return 0
	}
	return covering | when(x.planned(d, k) || x.launched(d, k), planning) | when(x.tellsSince(d, k), background) | when(x.point(d, k), pointing) |
		when(x.target(d, k), targeted) | when(x.inBracket(d, k), bracketed) | when(x.origin(d, k), starting) | when(x.event(d, k), naming) | when(x.meets(d, k), meeting) | when(x.tops(d, k), topping) | when(x.causes(d, k), caused) | when(x.begun(d, k), founding)
}

// jubileeBack is how many tokens before its years in a bracket "kỷ niệm" stands.
const jubileeBack = 10

// jubilee reports that date k tells in a bracket how many years are kept: "lễ kỷ niệm 40 năm
// thành lập (1982 - 2022)".
func (x *attaches) jubilee(d *doc, k int) bool {
	t := &d.dates[k]
	if _, _, ok := yearsIn(t.Value); !ok || t.i == 0 || !d.toks[t.i-1].Is('(') {
		return false
	}
	for j := t.i - 2; j >= 0 && j > t.i-jubileeBack && !d.toks[j+1].Has(vi.Line) && !d.toks[j].Is('.'); j-- {
		if d.id(j) == x.kept && d.id(j+1) == x.mind {
			return true
		}
	}
	return false
}

// anniversary reports that date k is the same day as the one before it, some years later: "77 năm
// Ngày Thương binh - Liệt sĩ (27/7/1947 - 27/7/2024)".
func (x *attaches) anniversary(d *doc, k int) bool {
	if k == 0 || k >= len(d.dates) {
		return false
	}
	t, p := &d.dates[k], &d.dates[k-1]
	return isDay(t) && isDay(p) && t.i == p.j+1 && t.First > p.First && t.First[4:] == p.First[4:]
}

// when returns s where ok holds.
func when(ok bool, s standing) standing {
	if ok {
		return s
	}
	return 0
}

// covers says that date k can be the time that figures cover.
func (x *attaches) covers(d *doc, k int) bool { return d.standings[k]&covering != 0 }

// governs says that date k can be the time that the sentences behind it cover.
func (x *attaches) governs(d *doc, k int) bool { return d.standings[k]&^meeting == covering }

// How close to the beginning of its sentence, and of its heading, the time of a
// plan stands that what follows is about, and how long the heading is.
const (
	leadIn      = 4
	leadInPlan  = 10 // behind "nhiệm vụ", "phương hướng"
	headingLead = 8
	headingMost = 20
)

// leadsIn reports that date k, the time of a plan, opens its sentence or stands in
// a heading, so that what follows is planned for it: "Nhiệm vụ 6 tháng cuối năm
// 2024". line is the token its line begins at; a title leads into no plan.
func (x *attaches) leadsIn(d *doc, k, line int) bool {
	t := &d.dates[k]
	if line == 0 || d.standings[k] != covering|planning || isDay(t) {
		return false
	}
	if first := d.sentence(t.i).First; t.i-first < leadIn || t.i-first < leadInPlan && x.plan.has(d.id(first)) {
		return true
	}
	end := t.j
	for end < len(d.toks) && end < line+headingMost && !d.toks[end].Has(vi.Line) {
		end++
	}
	return t.i-line < headingLead && end-line < headingMost && !d.toks[end-1].Is('.')
}

// reports says that date k is no time of a document, of a birth, of a norm or
// of a comparison.
func (x *attaches) reports(d *doc, k int) bool {
	t := &d.dates[k]
	if t.Rule == "date.birth-year" || x.ofAge(d, t) || x.comparedAt(d, t.i) || x.madeSince(d, t) {
		return false
	}
	for j := t.i - 1; j >= 0 && j >= t.i-2 && !d.toks[j+1].Has(vi.Line); j-- {
		if d.toks[j].Is(':') || d.toks[j].Is(',') && !isDay(t) {
			break // "theo Quyết định số 12/QĐ-UBND, năm 2016, huyện …", but "…, ngày 7/8/2016"
		}
		if d.owners[j] == ownGuard && (j == t.i-1 || isDay(t)) && !x.sickness(d, j) || x.apart.has(d.id(j)) && d.id(j-1) != x.judge && (j == t.i-1 || x.born.has(d.id(j))) {
			return false // "giá 2010", but not "đánh giá 6 tháng"
		}
	}
	for j := t.i - 1; j > 0 && j > t.i-5 && d.toks[j].Kind == vi.Word; j-- {
		if d.id(j) == x.dung && d.id(j-1) == x.ap {
			return false // the time of a norm: "chuẩn nghèo áp dụng giai đoạn 2021 - 2025"
		}
	}
	if d.id(t.i) == x.duty && !x.opensTerm(d, t.i) || d.id(t.i-1) == x.term && d.id(t.i-2) == x.duty && !x.opensTerm(d, t.i-2) {
		return false // "HĐND khóa I, nhiệm kỳ 2021 - 2026 thông qua 5 nghị quyết"
	}
	return !x.samePeriod(d, t.i, t.j) && !x.sameMoment(d, t.i)
}

// madeBack is how many tokens before its age the figure of something stands.
const madeBack = 8

// madeSince reports that date t tells how old what was counted before it is: "18,5 ha rừng thông
// trồng từ những năm 1990".
func (x *attaches) madeSince(d *doc, t *dateAt) bool {
	j := t.i - 1
	if d.id(t.i) != x.from {
		if d.id(j) != x.from {
			return false
		}
		j--
	}
	if !x.planted.has(d.id(j)) {
		return false
	}
	for k := j - 1; k >= 0 && k > j-madeBack && d.toks[k].Kind == vi.Word && !d.toks[k+1].Has(vi.Line); k-- {
		if d.figureAt(k) {
			return true
		}
	}
	return false
}

// sickness reports that the number at token i is that of "Covid-19".
func (x *attaches) sickness(d *doc, i int) bool {
	return d.id(i) == x.covid || i > 0 && d.id(i-1) == x.covid || i > 1 && d.id(i-2) == x.covid
}

// sameMoment reports that "cùng thời điểm" or "cùng thời gian" stands right before token i.
func (x *attaches) sameMoment(d *doc, i int) bool {
	if i > 3 && x.now.has(d.id(i-1)) {
		i-- // "cùng thời điểm này năm ngoái"
	}
	return i > 2 && d.id(i-3) == x.same && d.id(i-2) == x.thoi && !d.toks[i].Has(vi.Line)
}

// opensTerm reports that the term of office at token i says when something was
// done: it opens the sentence, or "trong", "qua" stand before it.
func (x *attaches) opensTerm(d *doc, i int) bool {
	return x.aimed(d, i) || i == 0 || d.opens(i) && !d.toks[i-1].Is(',') || x.during.has(d.id(i-1)) || d.toks[i-1].Is('(')
}

// aimed reports that "mục tiêu", "chỉ tiêu" opens the sentence right before token i: "Mục
// tiêu nhiệm kỳ 2021 - 2026, …".
func (x *attaches) aimed(d *doc, i int) bool {
	for j := i - 2; j >= 0 && j > i-leadIn-2 && d.toks[j].Kind == vi.Word; j-- {
		if d.opens(j) {
			return x.none.has(d.id(j)) && x.aim.has(d.id(j+1))
		}
	}
	return false
}

// samePeriod reports that "cùng kỳ" stands in [i, j), or right before it in its
// line.
func (x *attaches) samePeriod(d *doc, i, j int) bool {
	from := i
	for from > 0 && from > i-2 && !d.toks[from].Has(vi.Line) {
		from--
	}
	for k := from; k < j; k++ {
		if d.id(k) == x.same && d.id(k+1) == x.term {
			return true
		}
	}
	return false
}

// How far back the words stand that make a time one of the background.
const (
	sinceBack = 6 // words
	mostBack  = 8 // tokens
)

// tellsSince reports that date k only tells since when, or before when, things
// have been as they are: the year before or "kể từ" inside a sentence, an open time
// or years behind "nhất" ("thấp nhất trong giai đoạn 2011-2023"), an open time behind
// the words of its clause ("… kéo dài từ đầu năm 2023").
func (x *attaches) tellsSince(d *doc, k int) bool {
	t := &d.dates[k]
	if x.before.has(d.id(t.j-1)) && !x.opensSentence(d, t.i) {
		return true
	}
	open := strings.HasSuffix(t.Value, "..")
	if open && (d.id(t.i) == x.ever || d.id(t.i-1) == x.ever) && !x.opensSentence(d, t.i) {
		return true
	}
	if !open && len(t.Value) != len("2011/2023") {
		return false
	}
	for j := t.i - 1; j >= 0 && j >= t.i-mostBack && d.toks[j].Kind != vi.Punct && !d.toks[j+1].Has(vi.Line); j-- {
		if d.id(j) == x.most {
			return true
		}
	}
	words := 0
	for j := t.i - 1; open && j >= 0 && !d.toks[j+1].Has(vi.Line) && words < sinceBack; j-- {
		if d.toks[j].Kind != vi.Word {
			return false
		}
		words++
	}
	return words >= sinceBack
}

// ofAge reports that an age follows date t: "Năm nay 73 tuổi, ông vẫn làm khèn".
func (x *attaches) ofAge(d *doc, t *dateAt) bool {
	return t.j+1 < len(d.toks) && d.toks[t.j].Kind == vi.Digits && d.id(t.j+1) == x.aged
}

// opensSentence reports that at most two words stand before token i in its
// sentence.
func (x *attaches) opensSentence(d *doc, i int) bool {
	for k := i; k >= 0 && k > i-3; k-- {
		if d.opens(k) && (k == 0 || !d.toks[k-1].Is(',')) {
			return true
		}
	}
	return false
}

// harksBack reports that date k lies before the date that its sentence is about, or
// in it, and that nothing is counted behind it: "… tháng 11 giảm sau khi đạt đỉnh ở
// tháng 10", "6 tháng đầu năm, dù mưa lớn cuối tháng 5 gây ngập, …".
func (x *attaches) harksBack(d *doc, k int) bool {
	if k == 0 {
		return false
	}
	t, p := &d.dates[k], &d.dates[k-1]
	if !x.covers(d, k-1) || t.Last == "" || p.Last == "" || t.i-p.j > comparisonMost {
		return false
	}
	if until, _ := x.sumsUntil(d, t.i); until || t.Value == p.Value {
		return false
	}
	earlier := len(t.Value) == len(p.Value) && t.Last < p.First
	if within := p.First <= t.First && t.Last <= p.Last && !isDay(p); !earlier && !within {
		return false
	}
	for j := p.j; j < t.i; j++ {
		if d.toks[j].Has(vi.Line) || d.toks[j].Is('.') || d.figureAt(j) {
			return false
		}
	}
	for j := t.j; j < len(d.toks) && j < t.j+comparisonMost; j++ {
		if d.toks[j].Has(vi.Line) || d.toks[j].Is('.') {
			break
		}
		if d.figureAt(j) {
			return false
		}
	}
	return true
}

// asideMost is how many tokens a sentence has at most that tells of a year only aside.
const asideMost = 250

// asideYear reports that date k is a year that was over at publication, told behind the
// figures of its sentence for none of them: "… là tích cực, song năm 2020 ta có nền thấp".
func (x *attaches) asideYear(d *doc, k int) bool {
	t := &d.dates[k]
	s := d.sentence(t.i)
	return len(t.Value) == len("2006") && t.Value < yearOf(d.art.Published) && t.i-s.First >= leadIn && s.End-s.First <= asideMost && d.figureIn(s.First, t.i) && !d.figureIn(t.j, s.End)
}

// point reports that date k tells on which day one figure was counted: "tổng đàn
// lợn tại thời điểm 1/4 là …".
func (x *attaches) point(d *doc, k int) bool {
	i, j := d.dates[k].i, d.dates[k].j
	if j < len(d.toks) && d.toks[j].Is(',') {
		return false // "Theo Cục Thống kê, tại thời điểm 1/6, tổng đàn …" is about that day
	}
	return i > 2 && d.id(i-1) == x.diem && d.id(i-2) == x.thoi && x.at.has(d.id(i-3))
}

// planned reports that date k tells when something is to be done: "nhiệm vụ
// năm 2025", but not "từ đầu nhiệm kỳ đến tháng 6".
func (x *attaches) planned(d *doc, k int) bool {
	i := d.dates[k].i
	if p, t := d.art.Published, &d.dates[k]; len(p) == len(time.DateOnly) && (t.First > p || t.First == p && t.Last > p) {
		return true
	}
	for j := i - 1; j >= 0 && j > i-6 && d.toks[j].Kind != vi.Punct && !d.toks[j+1].Has(vi.Line); j-- {
		if x.plan.has(d.id(j)) && !x.sum.has(d.id(j-1)) && !(d.id(j) == x.duty && d.id(j+1) == x.term) {
			return true
		}
	}
	return x.intends(d, k)
}

// intendAhead is how many words behind a time say that it is one of a plan.
const intendAhead = 6

// intends reports that the words right behind date k, which opens its sentence, tell what
// is to be done then: "Năm học 2023 - 2024, huyện phấn đấu …".
func (x *attaches) intends(d *doc, k int) bool {
	t := &d.dates[k]
	if isDay(t) || !x.opensSentence(d, t.i) {
		return false
	}
	for j, words := t.j, 0; j < len(d.toks) && words < intendAhead && !d.toks[j].Has(vi.Line); j++ {
		if side, n := d.x.dates.w.leans.Longest(d.toks, j); n > 0 && side == 1 {
			return true
		}
		if d.toks[j].Kind != vi.Word && !d.toks[j].Is(',') {
			return false
		}
		words++
	}
	return false
}

// targetBack is how many words may stand between the measure, the plan and its
// time: "92% dự toán HĐND tỉnh giao năm 2024".
const targetBack = 7

// target reports that date k is the time of the plan that a figure is measured
// by: "bằng 92,5% dự toán năm 2024", "vượt kế hoạch năm 2024".
func (x *attaches) target(d *doc, k int) bool {
	i, plan := d.dates[k].i, false
	for j := i - 1; j >= 0 && j >= i-2*targetBack && !d.toks[j+1].Has(vi.Line); j-- {
		switch {
		case d.owners[j] == ownPercentage || x.measured.has(d.id(j)):
			return plan
		case d.toks[j].Kind != vi.Word || !plan && j < i-targetBack:
			return false
		case x.none.has(d.id(j)) && x.aim.has(d.id(j+1)):
			plan = true
		}
	}
	return false
}

// How many tokens a bracket holds that says a figure once more, and at most.
const (
	bracketMost = 10
	bracketLong = 24
)

// What the words of data/events.tsv say of a year behind them.
const (
	eventName int32 = iota // it is of a name
	eventSum               // it is summed up or aimed at
)

// readEvents reads the words that names of events begin with, and those that what is summed up
// begins with.
func readEvents(v *vi.Vocab) (*vi.Phrases, error) {
	rows, err := vi.ReadTable(vi.Data, "data/events.tsv")
	if err != nil {
		return nil, err
	}
	p := vi.NewPhrases(v)
	for _, r := range rows {
		kind, ok := map[string]int32{"name": eventName, "sum": eventSum}[r.Get("kind")]
		if !ok {
			return nil, r.Errorf("kind is %q, not name or sum", r.Get("kind"))
		}
		p.Add(r.Get("words"), kind)
	}
	return p, nil
}

// eventBack is how many tokens before a year the name of an event begins.
const eventBack = 16

// event reports that date k is the year, or the school year, in the name of an event: "Hội thi
// Cán bộ giỏi năm 2025". What an event sums up ("hội nghị tổng kết năm 2024") is none, nor what something was done in:
// "trong Tháng Thanh niên năm 2024".
func (x *attaches) event(d *doc, k int) bool {
	t := &d.dates[k]
	if len(t.Value) != len("2006") && !(d.id(t.i-1) == x.school && isSchoolYear(t.Value)) {
		return false
	}
	for j := t.i - 1; j >= 0 && j >= t.i-eventBack && !d.toks[j+1].Has(vi.Line) && d.owners[j] == free && (d.id(j) != x.until || t.i-j > besideFigure) && !(x.none.has(d.id(j)) && x.aim.has(d.id(j+1))); j-- {
		if t := d.toks[j]; t.Kind == vi.Punct && !t.Is('“') && !t.Is('”') && !t.Is('"') && !t.Is('-') && !t.Is('–') && !(t.Is(',') && isSchoolYear(d.dates[k].Value)) {
			return false
		}
		if kind, n := x.events.Longest(d.toks, j); n > 0 {
			return kind == eventName && (j == 0 || !x.during.has(d.id(j-1)) && !x.pastEvent(d, j, k))
		}
	}
	return false
}

// pastEvent reports that the sentence tells, from token i on, of an event of an earlier year, that
// of date k, or of what was reached at it: "Tại Đại hội Thể thao tỉnh năm 2018, đoàn giành 21 huy
// chương", "Hội chợ Xuân Quý Mão 2023 có 120 gian hàng".
func (x *attaches) pastEvent(d *doc, i, k int) bool {
	return i > 0 && d.dates[k].Last < d.art.Published && (d.opens(i) || x.at.has(d.id(i-1)) && d.opens(i-1))
}

// causes reports that date k stands in the cause of what its sentence tells: "do ảnh
// hưởng lũ quét hồi tháng 7 nên mới đạt 7/10 chỉ tiêu".
func (x *attaches) causes(d *doc, k int) bool {
	i := d.dates[k].i
	hence := x.henceIn(d, d.dates[k].j, d.dates[k].j+besideFigure)
	for j := i - 1; j >= 0 && j >= i-mostBack && d.toks[j].Kind == vi.Word && !d.toks[j+1].Has(vi.Line); j-- {
		if x.because.has(d.id(j)) && (hence || d.opens(j)) {
			return true
		}
	}
	return false
}

// The most words between "nhất" and the time it is of, and behind that time and its "là".
const (
	topBack = 3
	topMost = 10
)

// tops reports that date k tells when the most or the least was counted: "cao nhất là
// ngày 1/9 với 91%", "cũ nhất từ năm 2016".
func (x *attaches) tops(d *doc, k int) bool {
	i := d.dates[k].i
	if i > 1 && d.id(i-1) == x.diem && x.grades.has(d.id(i-2)) && !d.opens(i-2) {
		return true // "cao điểm ngày 19/4 có 212 xe"
	}
	for j := i - 1; j > 0 && j >= i-topBack && d.toks[j].Kind == vi.Word && !d.toks[j+1].Has(vi.Line); j-- {
		if d.id(j) == x.most {
			return x.grades.has(d.id(j - 1))
		}
		if !x.wasWhen.has(d.id(j)) {
			return false // "Vụ lớn nhất xảy ra ngày 26/2" goes on about that day
		}
	}
	return false
}

// fromBack is how many tokens the figure takes that a time stands behind, with the
// "từ" before it.
const fromBack = 10

// origin reports that date k stands right behind the first of two figures, and so
// is the time of that one alone: "giảm từ 11,2% năm 2011 xuống còn 2,9%"; or is the earlier
// time of a figure that another is set against: "cao hơn mức tăng 5,9% của quý I/2024 và
// 4,4% của quý I/2023".
func (x *attaches) origin(d *doc, k int) bool {
	i := d.dates[k].i - 1
	if i > 0 && d.id(i) == x.of && d.figureAt(i-1) && x.laterBefore(d, k) {
		return true
	}
	if i > 0 && d.toks[i].Is('(') {
		i--
	}
	if i < 0 || !d.figureAt(i) {
		return false
	}
	for j := i; j >= 0 && j > i-fromBack && (d.toks[j].Kind != vi.Punct || d.owners[j] != free); j-- {
		if d.id(j) == x.from {
			return true
		}
	}
	return false
}

// laterBefore reports that one of the last dates before date k is of a later time.
func (x *attaches) laterBefore(d *doc, k int) bool {
	for p := k - 1; p >= 0 && p >= k-leadIn; p-- {
		if t, w := &d.dates[k], &d.dates[p]; t.Last != "" && t.First < w.First && t.Last < w.Last {
			return true
		}
	}
	return false
}

// inBracket reports that date k stands in a short bracket with a figure of its
// own behind it ("giảm 3 vụ (năm 2023: 45 vụ)"), or that such a figure stands in a
// bracket right behind it, inside a sentence ("chỉ sau quý III/2022 (14,38%)").
func (x *attaches) inBracket(d *doc, k int) bool {
	t := &d.dates[k]
	if j := t.j; k > 0 && j+2 < len(d.toks) && d.toks[j].Is('(') && d.figureAt(j+1) && d.dates[k-1].i >= d.sentence(t.i).First {
		return true
	}
	open := x.opening(d, t.i)
	if open < 0 {
		return false
	}
	for j := t.j; j < len(d.toks) && j < t.j+bracketLong && !d.toks[j].Is(')'); j++ {
		if d.figureAt(j) || j <= t.j+1 && d.toks[j].Kind == vi.Digits && d.owners[j] != ownDate {
			return true
		}
	}
	return false
}

// opening returns the bracket before token i that is still open, -1 when none
// of the last tokens is.
func (x *attaches) opening(d *doc, i int) int {
	for j := i - 1; j >= 0 && j >= i-bracketLong && !d.toks[j+1].Has(vi.Line) && !d.toks[j].Is(')'); j-- {
		if d.toks[j].Is('(') {
			return j
		}
	}
	return -1
}

// feastBack is how many tokens before the name of a feast tell that its days off
// are meant.
const feastBack = 6

// feast reports that date k is the day that days off are named after: "trong 4
// ngày nghỉ lễ Quốc khánh 2/9", "dịp Tết Nguyên đán 2024".
func (x *attaches) feast(d *doc, k int) bool {
	t := &d.dates[k]
	if !isDay(t) {
		return false
	}
	holiday := d.id(t.i) == x.tet
	for j := t.i - 1; j >= 0 && j >= t.i-feastBack && !d.toks[j+1].Has(vi.Line); j-- {
		if d.toks[j].Kind == vi.Punct && !d.toks[j].Is('-') {
			return false
		}
		if d.id(j) == x.off {
			return true
		}
		holiday = holiday || d.id(j) == x.feastDay || d.id(j) == x.tet
		if holiday && x.occasion.has(d.id(j)) {
			return true
		}
	}
	return false
}

// widens reports that date k stands in a bracket that says the date before it in
// other words, and less closely: "Từ 25/1 - 2/2 (… mùng 5 Tết Ất Tỵ 2025)".
func (x *attaches) widens(d *doc, k int) bool {
	if k == 0 {
		return false
	}
	t, p := &d.dates[k], &d.dates[k-1]
	if strings.Contains(t.Value, "/") || t.Value == p.Value || p.First == "" || t.First > p.First || p.Last > t.Last {
		return false
	}
	open := x.opening(d, t.i)
	return open >= 0 && open <= p.j
}

// festival reports that date k is a feast by name or one that days off are named
// after.
func (x *attaches) festival(d *doc, k int) bool {
	return d.standings[k]&festive != 0 || d.id(d.dates[k].i) == x.tet
}
