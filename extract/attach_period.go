package extract

import (
	"cmp"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// datesBack is how many dates of a sentence are looked through.
const datesBack = 12

// A narrowing says that the figures of a sentence told for a longer time are of its
// last month or week.
type narrowing struct {
	sentence, at int // the change that said so, and the token behind it
	whole, last  string
}

// monthly narrows the period of a change against the month or the week before to the
// last one of the time it lies in, and that of what is joined to it: "ước tăng 9%
// so với tháng trước và tăng 12% so với cùng kỳ" in a report on five months. The
// level before it in a sentence that tells no time is of that month too, and so are
// the figures behind it: "sởi 9 ca, giảm 2 ca so tuần trước; thủy đậu 3 ca".
func (x *attaches) monthly(d *doc, tl *timeline, ms []mention, k int) {
	m := &ms[k]
	if n := &tl.narrow; n.last != "" && n.sentence == m.sentence && m.period == n.whole &&
		(tl.said.at <= n.at || tl.said.sum && x.parted(d, tl.said.at, m.i)) && !x.datedIn(d, n.at, m.i) {
		m.period, m.monthly = n.last, true
		return
	}
	if m.change == "" || isMonthOfDays(m.period) {
		return
	}
	if k > 0 && ms[k-1].monthly && ms[k-1].sentence == m.sentence && !x.dated(d, &ms[k-1], m) {
		m.period, m.monthly = ms[k-1].period, true
		return
	}
	at := x.comparisonAfter(d, ms, k)
	if at < 0 {
		return
	}
	last := x.lastCompared(d, tl, m, at)
	if last == "" || last == m.period {
		return
	}
	whole := m.period
	m.period, m.monthly = last, true
	first := d.sents[m.sentence].First
	if x.left(d, tl, m) >= 0 || tl.said.at > first {
		return
	}
	tl.narrow = narrowing{m.sentence, m.j, whole, last}
	for j := k - 1; j >= 0 && j >= k-changesBack && ms[j].i >= first && ms[j].period == whole; j-- {
		ms[j].period = last
	}
}

// lastCompared returns the last month or week of the period of m where the "so" at
// token at compares it with the one before, "" where it does not.
func (x *attaches) lastCompared(d *doc, tl *timeline, m *mention, at int) string {
	j := at + 1
	if d.id(j) == x.with {
		j++
	}
	if d.id(j) == x.week && x.before.has(d.id(j+1)) {
		return x.lastWeek(d, tl)
	}
	first, last, ok := spanOf(m.period)
	if !ok || d.id(j) != x.month || last.Sub(first) < monthMost*24*time.Hour && !first.Equal(last) {
		return ""
	}
	month := last.Format("2006-01")
	if x.before.has(d.id(j+1)) || x.compared(d, at, m) == previous(month) {
		return month
	}
	return ""
}

// monthMost is how many days a month has at most.
const monthMost = 31

// datedIn reports that an own date begins in [i, j).
func (x *attaches) datedIn(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if d.owners[k] == ownDate && (k == 0 || d.owners[k-1] != ownDate) && !x.comparedAt(d, k) {
			return true
		}
	}
	return false
}

// flashback reports that the paragraph at token i tells of an earlier day, which
// the next paragraph goes on with: "Trước đó, ngày 21-5, …".
func (x *attaches) flashback(d *doc, i int) bool {
	return x.before.has(d.id(i)) && d.id(i+1) == d.x.figures.whats.among
}

// parted reports that a semicolon stands in [i, j).
func (x *attaches) parted(d *doc, i, j int) bool { return d.markIn(i, j, ';') }

func isDay(t *dateAt) bool { return t.First == t.Last && t.First != "" }

// eventDays is how many days before the publication the event was at most that an article
// tells of.
const eventDays = 60

// lately reports that day k is no longer before the publication than an event is reported.
func (x *attaches) lately(d *doc, k int) bool {
	published, _, ok := day(d.art.Published)
	at, _, known := day(d.dates[k].Last)
	return !ok || !known || published.Sub(at) <= eventDays*24*time.Hour
}

// lunarMonth reports that date k is a month of the moon, which nothing is reported on.
func (x *attaches) lunarMonth(d *doc, k int) bool {
	t := &d.dates[k]
	return t.Rule == dateForms[formMonth].name && strings.Contains(t.Value, "/")
}

// opensLine reports that at most two words stand before token i in its line.
func (x *attaches) opensLine(d *doc, i int) bool {
	for k := i; k >= 0 && k > i-3; k-- {
		if k == 0 || d.toks[k].Has(vi.Line) {
			return true
		}
	}
	return false
}

// headLines is how many lines begin an article, in which a time anywhere is one that it
// may report on.
const headLines = 3

// reported returns the period the article as a whole reports on: the first
// that stands in the title or the first lines and is no plan.
func (x *attaches) reported(d *doc) int {
	lines, at, day, named, feast := 0, 0, -1, -1, -1
	for k := range d.dates {
		for ; at <= d.dates[k].i; at++ {
			if d.toks[at].Has(vi.Line) {
				lines++
			}
		}
		if lines > 4 || k > 50 {
			break
		}
		if named < 0 && d.standings[k]&^planning == covering|naming && yearOf(d.art.Published) == d.dates[k].Value {
			named = k
		}
		if feast < 0 && isDay(&d.dates[k]) && d.id(d.dates[k].i) == x.tet && d.dates[k].Inferred == "" {
			feast = k
		}
		if !x.covers(d, k) || d.standings[k]&(planning|naming|bracketed|starting) != 0 || d.standings[k]&founding != 0 && !isDay(&d.dates[k]) ||
			strings.HasSuffix(d.dates[k].Value, "..") && (lines > 2 || !x.opensSentence(d, d.dates[k].i)) {
			continue // "since …" in the text covers what stands beside it
		}
		if d.standings[k]&meeting != 0 || x.idle(d, k) || x.lunarMonth(d, k) || lines > 1 && x.bygone(d, k) || lines > 1 && x.recalls(d, k, day >= 0 && lines > 2) {
			continue
		}
		if day >= 0 && x.flashback(d, d.sentence(d.dates[k].i).First) {
			continue
		}
		if day >= 0 && !isDay(&d.dates[k]) && x.toldOn(d, day, k) {
			return k // "Sáng 4/9, Ban An toàn giao thông báo cáo về dịp nghỉ lễ (từ 31/8 đến 3/9)"
		}
		if day >= 0 && x.ledTo(d, k, day) || lines > 2 && !isDay(&d.dates[k]) && (lines > headLines || !x.opensLine(d, d.dates[k].i)) && (lines > headLines || k > 0 && x.linesIn(d, d.dates[k-1].j, d.dates[k].i) == 0) {
			continue
		}
		if lines > 2 && !isDay(&d.dates[k]) && d.figureIn(d.sentence(d.dates[k].i).First, d.dates[k].i) {
			continue // "từ đầu mùa khô xảy ra 5 vụ; mùa khô năm 2021 - 2022 xảy ra 2 vụ"
		}
		if until, _ := x.sumsUntil(d, d.dates[k].i); day < 0 && lines == 2 && d.dates[k].Rule == dateForms[formClockDay].name && isDay(&d.dates[k]) && !until {
			return k // something happened then
		}
		if !isDay(&d.dates[k]) || x.upTo(d, k) {
			if feast >= 0 && isDay(&d.dates[k]) {
				return feast // "thưởng Tết Ất Tỵ 2025. Tính đến ngày 13/1, có 210 báo cáo"
			}
			return k
		}
		if lines > 2 && !d.toks[d.sentence(d.dates[k].i).First].Has(vi.Line) {
			continue // what a paragraph goes on to tell is no event that the article is about
		}
		if lines > 1 && x.lately(d, k) && (day < 0 || x.toldOn(d, day, k) || x.startedOn(d, day, k)) {
			day = k
		}
	}
	if day < 0 {
		return named // "công bố kết quả kỳ thi năm 2023"
	}
	return day
}

// toldOn reports that somebody told on day told, which opens the sentence, what happened on
// day k behind it: "Chiều 27/4, UBND huyện cho biết trận lốc xảy ra đêm 26/4 …".
func (x *attaches) toldOn(d *doc, told, k int) bool {
	t := &d.dates[told]
	if !x.opensSentence(d, t.i) || d.dates[k].Last > t.Last || d.dates[k].i >= d.sentence(t.i).End {
		return false
	}
	return d.wordIn(t.j, d.dates[k].i, x.telling)
}

// startedDays is how many days what is over on a day began before it at most.
const startedDays = 10

// startedOn reports that what was over "đến trưa 21/6", day k of the lead, began at the hour told
// on day e behind it.
func (x *attaches) startedOn(d *doc, k, e int) bool {
	from, _, ok := day(d.dates[e].First)
	to, _, known := day(d.dates[k].First)
	if until, _ := x.sumsUntil(d, d.dates[k].i); !until || !ok || !known || !from.Before(to) || to.Sub(from) > startedDays*24*time.Hour {
		return false
	}
	return strings.Contains(d.dates[e].Value, "T")
}

// The months after which a year that is over is no longer reported on.
const reportMonths = 3

// recalls reports that date k is of a time that its sentence only looks back to: "năm
// ngoái", "tháng trước"; or, in an article on an event, a year that has long been over.
func (x *attaches) recalls(d *doc, k int, event bool) bool {
	t := &d.dates[k]
	if t.i > 0 && d.id(t.i-1) == d.x.dates.w.hoi && !d.toks[t.i].Has(vi.Line) {
		return true // "hoàn lưu bão hồi đầu tháng 9"
	}
	if t.j > 0 && (x.before.has(d.id(t.j-1)) || t.Rule == dateForms[formRelativeYear].name && !x.opensSentence(d, t.i)) {
		return true
	}
	published, _, ok := day(d.art.Published)
	return event && ok && len(t.Value) == len("2006") && t.Value < yearOf(d.art.Published) && int(published.Month()) > reportMonths
}

// bygoneDays is how many days after its end a time is reported on at most.
const bygoneDays = 200

// bygone reports that date k was over so long before the publication that the article
// does not report on it: "Năm 2009, ông đấu thầu mảnh đất" in an article of 2019.
func (x *attaches) bygone(d *doc, k int) bool {
	published, _, ok := day(d.art.Published)
	last, _, known := day(d.dates[k].Last)
	return ok && known && published.Sub(last) > bygoneDays*24*time.Hour
}

// upTo reports that day k ends the time that a report is about: "tính đến ngày 20/9",
// "đến hết ngày 31/8".
func (x *attaches) upTo(d *doc, k int) bool {
	t := &d.dates[k]
	until, sum := x.sumsUntil(d, t.i)
	_, last, ok := day(t.Last)
	if !until || !sum && (!ok || strings.Contains(t.Value, "T") || last.AddDate(0, 0, 1).Day() != 1) {
		return false
	}
	for j := t.i; j > 0 && j > t.i-leadIn-1; j-- {
		if d.opens(j) || d.toks[j-1].Is(',') {
			return true
		}
	}
	return t.i < leadIn
}

// looksBack reports that date k is over before the time that the article reports on:
// what comes behind its paragraph is of that again.
func (x *attaches) looksBack(d *doc, tl *timeline, k int) bool {
	if tl.first < 0 {
		return false
	}
	t, f := &d.dates[k], &d.dates[tl.first]
	if x.partly(t, f) || tl.first != k && x.daysIn(d, k, 2, daysMost) != "" && (isMonth(f.Value) || x.firstMonths(d, tl.first) > 0) {
		return true
	}
	if t.Last == "" {
		return false
	}
	if t.Last >= f.First {
		return false
	}
	if !isDay(f) || x.upTo(d, tl.first) || yearOf(t.Value) < yearOf(f.First) && !strings.Contains(t.Value, "/") && !isDay(t) {
		return true
	}
	return x.ledTo(d, k, tl.first)
}

// daysMost is how many days a time lasts at most that is a part of a report on months.
const daysMost = 10

// partly reports that date t is a quarter of the months, the half of a year or the year f.
func (x *attaches) partly(t, f *dateAt) bool {
	return isQuarter(t.Value) && (isMonths(f.Value) || isHalf(f.Value) || len(f.Value) == len("2006")) && f.First <= t.First && t.Last <= f.Last
}

// ledTo reports that date k is a time in two years before day e, and so of what led to
// an event on that day: "từ đầu năm 2019 đến tháng 7/2020".
func (x *attaches) ledTo(d *doc, k, e int) bool {
	from, to, ok := spanOf(dayOnly(d.dates[k].Value))
	at, _, known := day(d.dates[e].First)
	return ok && known && from.Year() < to.Year() && d.dates[k].Rule == dateForms[formRange].name && !to.After(at) && at.Sub(from) > eventBefore*24*time.Hour
}

// eventBefore is how many days before the day of an event the time begins that is of what
// led to it, not of the event.
const eventBefore = 100

// sole returns the period that the article tells, when it tells only one and that
// is no day, no open time and no run of years; -1 otherwise.
func (x *attaches) sole(d *doc) int {
	at := -1
	for k := range d.dates {
		t := &d.dates[k]
		if d.standings[k] != covering || isDay(t) {
			continue
		}
		if first, last, ok := spanOf(t.Value); !ok || last.Year() != first.Year() || at >= 0 && d.dates[at].Value != t.Value {
			return -1
		}
		at = k
	}
	return at
}

// period returns the time that m covers, "" when the text tells none so far;
// vague then says that its clause tells one that the text does not place.
func (x *attaches) period(d *doc, tl *timeline, m *mention) (v string, vague bool) {
	left := x.left(d, tl, m)
	m.elsewhen = left >= 0 && d.standings[left]&bracketed != 0
	if v := x.attended(d, tl, m); v != "" && (left < 0 || !isDay(&d.dates[left])) {
		return v, false
	}
	if v := x.termBehind(d, tl, m); v != "" {
		m.elsewhen = m.elsewhen || x.atTermStart(d, m)
		return v, false
	}
	if v := cmp.Or(x.seasonBehind(d, tl, m), x.grainBehind(d, tl, m)); v != "" {
		return v, false
	}
	if x.saidOf(d, tl, m, left) {
		return tl.said.value, tl.said.value == ""
	}
	next, right := x.after(d, tl.next, m), -1
	if left < 0 || isDay(&d.dates[left]) && (next < 0 || d.standings[next]&planning == 0 || d.standings[left]&planning != 0) {
		right = next
	}
	if next >= 0 && x.adjoins(d, m.j, next) && (left < 0 || !isDay(&d.dates[next]) || d.dates[next].i == m.j && x.marked(d, d.dates[left].j, m.i)) {
		m.dated = true
		m.elsewhen = m.elsewhen || d.standings[next]&starting != 0 && d.id(d.dates[next].i-1) == x.of
		return x.value(d, tl, next, m), false // "từ 26% năm 2015 giảm còn 20% vào năm 2017"
	}
	if next >= 0 && left >= 0 && x.willBe(d, m, next) {
		return x.value(d, tl, next, m), false
	}
	if v := x.decided(d, tl, m); v != "" && left < 0 && (right < 0 || d.standings[right]&planning != 0) {
		return v, false
	}
	if left < 0 && (m.standing || right < 0 && x.foundedHere(d, tl, m)) {
		return "", true
	}
	day, handed := x.handed(d, tl, m)
	if handed && left < 0 && day != "" && right < 0 &&
		(tl.paragraph >= 0 && d.standings[tl.paragraph]&planning != 0 || x.onOccasion(d, d.sents[m.sentence].First)) {
		return day, false
	}
	plan := right
	if right >= 0 && d.standings[right]&targeted != 0 {
		right = -1
	}
	if k := x.planBefore(d, tl, m); k >= 0 && left < 0 && right < 0 {
		return x.value(d, tl, k, m), false
	}
	if left < 0 && right < 0 && (x.intended(d, tl, m) || x.doneBefore(d, tl, m)) {
		return "", true
	}
	switch {
	case left >= 0 && (right < 0 || isDay(&d.dates[right])):
		if tl.first >= 0 && x.untilEnd(d, left, tl.first) && x.flowWords(d, m) != stocks {
			left = tl.first
		}
		return x.value(d, tl, left, m), false
	case right >= 0:
		return x.value(d, tl, right, m), false
	case tl.said.lasts(tl.line) && (tl.paragraph < 0 || d.dates[tl.paragraph].j <= tl.said.at):
		return tl.said.value, tl.said.value == ""
	case tl.paragraph >= 0 && (d.standings[tl.paragraph]&meeting == 0 || x.doneThere(d, m)):
		return x.value(d, tl, tl.paragraph, m), false
	case handed && day != "":
		return day, false
	case (tl.first < 0 || !isDay(&d.dates[tl.first])) && x.tellsOfPerson(d, tl, m):
		return "", true
	case tl.older >= 0 && !strings.Contains(d.dates[tl.older].Value, "/") && isDay(&d.dates[tl.first]) && !x.upTo(d, tl.first):
		if x.thatDay(d, tl, m) {
			return x.value(d, tl, tl.first, m), false
		}
		return "", true
	case handed:
		return "", true
	case tl.saidLast != "":
		return tl.saidLast, false
	case tl.carried >= 0:
		return x.value(d, tl, tl.carried, m), false
	case tl.first >= 0 && d.dates[tl.first].j <= m.i:
		return x.value(d, tl, tl.first, m), false
	case plan >= 0:
		return x.value(d, tl, plan, m), false // "đạt 92% kế hoạch năm 2024"
	}
	return "", false
}

// thatDay reports that the sentence of m tells what was on the day of the article's event too:
// "Công an huy động 11 xe; đến 5 giờ cùng ngày mới khống chế được ngọn lửa".
func (x *attaches) thatDay(d *doc, tl *timeline, m *mention) bool {
	for k := tl.next; k < len(d.dates) && d.dates[k].i < d.sents[m.sentence].End; k++ {
		if x.covers(d, k) && d.dates[k].First == d.dates[tl.first].First {
			return true
		}
	}
	return false
}

// left returns the nearest date before m in its sentence that m can cover, -1
// when there is none.
func (x *attaches) left(d *doc, tl *timeline, m *mention) int {
	from := d.sents[m.sentence].First
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack && d.dates[k].i >= from; k-- {
		j, s := d.dates[k].j, d.standings[k]
		switch {
		case j > m.i || s&covering == 0:
		case s&pointing != 0 && x.parted(d, j, m.i), s&(starting|naming) != 0:
		case s&(topping|founding) != 0 && x.marked(d, j, m.i), s&caused != 0 && x.henceIn(d, j, m.i):
		case s&bracketed != 0 && x.closed(d, j, m.i):
		case s&targeted != 0 && !(m.i == j+1 && d.toks[j].Is('(')): // "đạt 99% kế hoạch năm 2024 (187.000 ha)"
		default:
			return k
		}
	}
	return -1
}

// henceIn reports that "nên" stands in [i, j).
func (x *attaches) henceIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.id(i) == x.hence {
			return true
		}
	}
	return false
}

// closed reports that the bracket that token i stands in ends before token j.
func (x *attaches) closed(d *doc, i, j int) bool { return d.markIn(i, j, ')') }

// adjoins reports that date k stands right behind token i, alone in a bracket or
// joined by no mark and no "và": "từ 45 triệu đồng (năm 2020) lên …".
func (x *attaches) adjoins(d *doc, i, k int) bool {
	t := &d.dates[k]
	if i+1 < t.i && d.toks[i].Is('/') {
		i += 2 // "0,62%/năm giai đoạn 2009 - 2019"
	}
	if i+1 < t.i && d.id(i) == x.stage && !d.toks[i].Has(vi.Line) {
		i += 2
	}
	if t.i == i {
		return true
	}
	if t.i != i+1 || d.toks[i].Has(vi.Line) {
		return false
	}
	if d.toks[i].Is('(') {
		return t.j < len(d.toks) && d.toks[t.j].Is(')')
	}
	return d.toks[i].Kind == vi.Word && d.id(i) != d.x.figures.words.and
}

// after returns the first reporting date behind m in the same clause, -1 when
// there is none.
func (x *attaches) after(d *doc, next int, m *mention) int {
	end := d.sents[m.sentence].End
	for k := next; k < len(d.dates) && d.dates[k].i < end && d.dates[k].i < m.j+30; k++ {
		if d.dates[k].i >= m.j && d.standings[k]&founding != 0 && x.marked(d, m.j, d.dates[k].i) {
			return -1 // "vốn 97 tỷ đồng, khởi công tháng 2, hoàn thành tháng 11"
		}
		if d.dates[k].i < m.j || !x.covers(d, k) || d.standings[k]&(bracketed|naming|founding) != 0 {
			continue
		}
		if o := x.opening(d, d.dates[k].i); o > m.j && x.marked(d, m.j, o) || x.quoted(d, m.j, d.dates[k].i) {
			return -1 // "đã 28 lần cho máu, lần đầu hồi còn đi học (2009)"
		}
		if t := &d.dates[k]; x.parted(d, m.j, t.i) || x.levelOf(d, m.j, t.i) || x.turns(d, m.j, t.i) ||
			d.standings[k]&topping != 0 && x.marked(d, m.j, t.i) || d.standings[k]&starting != 0 && t.i > m.j+1 || x.turnsToPlan(d, m.j, t) || x.ofNext(d, m.j, t) {
			return -1
		}
		return k
	}
	return -1
}

// doneBefore reports that the sentence of m tells what was done and that the time of its
// paragraph is to come: "Từ nay đến tháng 5 ít mưa. Huyện đã mua 20 máy bơm".
func (x *attaches) doneBefore(d *doc, tl *timeline, m *mention) bool {
	if tl.paragraph < 0 || d.art.Published == "" {
		return false
	}
	if t := &d.dates[tl.paragraph]; t.First < d.art.Published || t.Last == d.art.Published {
		return false
	}
	for j := m.i - 1; j >= d.sents[m.sentence].First && j > m.i-comparedBack; j-- {
		if d.id(j) == x.done {
			return true
		}
	}
	return false
}

// planBefore returns the time to come that the sentence before that of m told of, where that of m
// goes into its detail: "… cấp dự báo cháy rừng từ ngày 24/5 đến 28/5. Theo đó, 9 xã ở cấp V".
// -1 where it does not.
func (x *attaches) planBefore(d *doc, tl *timeline, m *mention) int {
	first, k := d.sents[m.sentence].First, tl.next-1
	if k < 0 || !x.details.has(d.id(first)) || !x.detailed.has(d.id(first+1)) || d.toks[first].Has(vi.Line) {
		return -1
	}
	if t := &d.dates[k]; isDay(t) || d.standings[k] != covering|planning || d.sentence(t.i).End != first {
		return -1
	}
	return k
}

// intended reports that the sentence of m tells what is to come and that the time at hand
// is over: "Vụ thu đông, huyện dự kiến gieo sạ 12.000 ha".
func (x *attaches) intended(d *doc, tl *timeline, m *mention) bool {
	at := tl.atHand(-1)
	if at < 0 || d.dates[at].Last >= d.art.Published || d.dates[at].Last == "" && !strings.HasSuffix(d.dates[at].Value, "..") {
		return false
	}
	return x.willDo(d, m.i)
}

// willDo reports that a word of plans leads to what is done or reached at token i: "sẽ mở
// 2 lớp", "phấn đấu thu ngân sách đạt …", but not "dự kiến 3,9 tỷ đồng".
func (x *attaches) willDo(d *doc, i int) bool {
	for j := i - 2; j >= 0 && j > i-comparedBack && !d.toks[j+1].Has(vi.Line) && !d.toks[j].Is('.') && !d.toks[j].Is(';'); j-- {
		if !x.willing.has(d.id(j)) {
			continue
		}
		if side, n := d.x.dates.w.leans.Longest(d.toks, j); n > 0 && side == 1 && j+n < i {
			return true
		}
	}
	return false
}

// foundedHere reports that the sentence tells when something began, and no time of what m
// counts: "Hợp tác xã thành lập tháng 6/2017, vốn góp 450 triệu đồng".
func (x *attaches) foundedHere(d *doc, tl *timeline, m *mention) bool {
	from := d.sents[m.sentence].First
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack && d.dates[k].i >= from; k-- {
		if d.standings[k]&(covering|founding) == covering|founding && d.dates[k].j <= m.i {
			return true
		}
	}
	k := tl.next
	return k < len(d.dates) && d.dates[k].i < d.sents[m.sentence].End && d.standings[k]&(covering|founding) == covering|founding
}

// willBe reports that the words around m, in its part of the sentence, say that what it
// counts is to come on the planned date k behind it: "41 hộ đã nhận tiền, 22 hộ còn lại sẽ
// được chi trả trong tháng 7".
func (x *attaches) willBe(d *doc, m *mention, k int) bool {
	t := &d.dates[k]
	if d.standings[k]&planning == 0 || x.marked(d, m.j, t.i) {
		return false
	}
	for j := t.i - 1; j >= d.sents[m.sentence].First && j > m.i-fromBack && !(j < m.i && (d.toks[j].Is(',') || d.toks[j].Is(';'))); j-- {
		if side, n := d.x.dates.w.leans.Longest(d.toks, j); n > 0 && side == 1 {
			return true
		}
	}
	return false
}

// ofNext reports that behind a comma between token i and date t the sentence goes on with a
// figure of that time: "mỗi hộ làm 50.000 que, từ tháng 12 tăng lên 80.000 que".
func (x *attaches) ofNext(d *doc, i int, t *dateAt) bool {
	if !x.marked(d, i, t.i) {
		return false
	}
	for j := t.j; j < len(d.toks) && j < t.j+comparedBack && !d.toks[j].Is(',') && !d.toks[j].Is(':') && !d.toks[j].Is('.') && !d.toks[j].Is(';') && !d.toks[j].Has(vi.Line); j++ {
		if d.figureAt(j) {
			return true
		}
	}
	return false
}

// quoted reports that a colon and a quotation mark stand in [i, j): "có 2 con, nói: “Năm ngoái …”".
func (x *attaches) quoted(d *doc, i, j int) bool {
	for ; i+1 < j; i++ {
		if d.toks[i].Is(':') && (d.toks[i+1].Is('"') || d.toks[i+1].Is('“')) {
			return true
		}
	}
	return false
}

// turns reports that behind a comma in [i, j) the sentence turns to a part or to
// something else, whose time is its own: "…, trong đó có 1 vụ sáng 11/9", "… là 8,1%, song
// năm 2020 ta có nền thấp".
func (x *attaches) turns(d *doc, i, j int) bool {
	for ; i+1 < j; i++ {
		if d.toks[i].Is(',') && x.but.has(d.id(i+1)) {
			return true
		}
	}
	return false
}

// turnsToPlan reports that behind a comma between token i and date t the sentence turns to
// figures that are to come: "…, trị giá 6,5 tỷ đồng, phấn đấu đến 2025 đạt 300 ha", or to a day
// to come: "… có 65 công nhân, phấn đấu bàn giao trước ngày 30/12".
func (x *attaches) turnsToPlan(d *doc, i int, t *dateAt) bool {
	ahead := d.art.Published != "" && t.Last > d.art.Published && !x.asked(d, i)
	if !ahead && !d.figureIn(t.j, min(t.j+fromBack, d.sentence(t.i).End)) {
		return false
	}
	for ; i+1 < t.i; i++ {
		if !d.toks[i].Is(',') {
			continue
		}
		if side, n := d.x.dates.w.leans.Longest(d.toks, i+1); n > 0 && side == 1 || x.promises.has(d.id(i+1)) {
			return true
		}
	}
	return false
}

// askedBack is how far before a time to come it is looked for who asks for it.
const askedBack = 60

// asked reports that the sentence asks for or plans what stands before token i: "tỉnh đề nghị xây
// 9 hầm chui, dự kiến hoàn thành năm 2025".
func (x *attaches) asked(d *doc, i int) bool {
	for k := max(d.sentence(i-1).First, i-askedBack); k < i; k++ {
		if x.promises.has(d.id(k)) || x.willing.has(d.id(k)) {
			return true
		}
	}
	return false
}

// levelOf reports that a level reached stands behind token from and right before
// token i, so that the date there is its own: "3.000 hộ thoát nghèo, giảm tỷ lệ hộ
// nghèo xuống còn 6% năm 2019".
func (x *attaches) levelOf(d *doc, from, i int) bool {
	j := i
	for j > from && d.figureAt(j-1) {
		j--
	}
	w := &d.x.figures.words
	id := d.id(j - 1)
	return j < i && j > from && (id == w.left || id == w.down || id == w.up)
}

// titles gives the figures of the title and of headings the times of the same
// figure in the text, else the period of the article.
func (x *attaches) titles(d *doc, tl *timeline) {
	ms, first := d.mentions, tl.first
	for k := range ms {
		m := &ms[k]
		if m.standing || m.period != "" && (!x.heading(d, m) || x.tellsTime(d, m)) {
			continue
		}
		if p := x.toldAgain(d, ms, k); p != nil {
			m.period = p.period
			if m.change != "" && m.base == "" {
				m.base = p.base
			}
		}
		if p := max(k-1, 0); m.period == "" && m.vague && m.i > 0 && d.toks[m.i-1].Is('(') && ms[p].j == m.i-1 {
			m.period = ms[p].period // "giảm 154 vụ (28,79%)"
		}
		if m.period == "" && m.sentence < 3 && first >= 0 && !m.vague && !x.flashback(d, d.sentence(d.dates[first].i).First) && !x.tellsTime(d, m) && (d.toks[d.sents[m.sentence].First].Has(vi.Line) && m.sentence == 0 || x.linesIn(d, m.i, d.dates[first].i) == 0 && !d.opens(d.dates[first].i) || x.leadsTo(d, tl, m)) {
			at := noTimeline
			m.period = x.value(d, &at, first, m)
		}
	}
}

// leadsTo reports that m stands in the lead, behind no time, and that what the article reports
// on is told in the line behind it: the day of an event, or a time that the line does not only
// begin with.
func (x *attaches) leadsTo(d *doc, tl *timeline, m *mention) bool {
	t := &d.dates[tl.first]
	return m.i < tl.body && t.i >= tl.body && x.linesIn(d, tl.body+1, t.i) == 0 && (isDay(t) || !x.opensLine(d, t.i))
}

// How many figures behind a heading its figure is told again, and how far off the one is
// that it rounds: one part in so many.
const (
	againAhead = 40
	roundedOff = 16
)

// toldAgain returns the figure of the text that ms[k], one of a title or a heading, tells
// shortly: the same, or the one that it rounds: "gần 412 tỷ đồng" of 411,8 tỷ. nil when
// there is none.
func (x *attaches) toldAgain(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	for j := k + 1; j < len(ms) && j < k+againAhead; j++ {
		p := &ms[j]
		if p.unit != m.unit || p.percentage != m.percentage || p.period == "" || m.vague && d.published > 0 && p.period > d.art.Published {
			continue
		}
		if p.value.Cmp(m.value) == 0 || x.heading(d, m) && p.sentence != m.sentence && rounds(m, p) {
			return p
		}
	}
	return nil
}

// rounds reports that m, told as more or less than a number, rounds p.
func rounds(m, p *mention) bool {
	off, err := p.value.Sub(m.value)
	if err != nil {
		return false
	}
	switch m.bound {
	case corpus.Over:
		if off.Sign() < 0 {
			return false
		}
	case corpus.Nearly, corpus.Under:
		if off.Sign() > 0 {
			return false
		}
	case corpus.About:
	default:
		return false
	}
	off, err = off.Abs().Mul(decimal.MustNew(roundedOff, 0))
	return err == nil && off.Cmp(m.value) <= 0
}

// tellsTime reports that a time stands in the sentence of m that figures can cover.
func (x *attaches) tellsTime(d *doc, m *mention) bool {
	s := d.sents[m.sentence]
	for k := range x.datesFrom(d, s.First) {
		if d.dates[k].i >= s.End {
			break
		}
		if x.covers(d, k) && d.dates[k].i < s.End {
			return true
		}
	}
	return false
}

// told reports that the sentence of m tells its time.
func (x *attaches) told(d *doc, m *mention) bool {
	tl := noTimeline
	tl.next = m.next
	v, _ := x.period(d, &tl, m)
	return v != ""
}

// heading reports that m stands on a line that ends without a full stop and is
// short: a heading or a caption.
func (x *attaches) heading(d *doc, m *mention) bool {
	s := d.sents[m.sentence]
	if s.End-s.First > 20 || !d.toks[s.First].Has(vi.Line) || s.End < len(d.toks) && !d.toks[s.End].Has(vi.Line) {
		return false
	}
	last := d.toks[s.Last()]
	return last.Kind != vi.Punct || last.Is('”') || last.Is('%') || last.Is(')')
}
