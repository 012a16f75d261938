package extract

import (
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// monthLeast is how many days a month has at least.
const monthLeast = 28

// sumsUntil reports that "đến" and that "tính" or "lũy kế" stand right before
// token i.
func (x *attaches) sumsUntil(d *doc, i int) (until, sum bool) {
	for j := i; j >= 0 && j > i-6; j-- {
		until = until || d.id(j) == x.until || d.id(j) == x.over && d.opens(j)
		sum = sum || x.sum.has(d.id(j))
		if d.toks[j].Has(vi.Line) {
			break
		}
	}
	return until, sum
}

// untilEnd reports that date k is the last day of the period p, counted up to:
// "tính đến hết ngày 30/9" in a report on nine months.
func (x *attaches) untilEnd(d *doc, k, p int) bool {
	if !x.endsWith(d, k, p) {
		return false
	}
	until, sum := x.sumsUntil(d, d.dates[k].i)
	return until && sum
}

// endsWith reports that date k is the last day of the period p of a month or longer.
func (x *attaches) endsWith(d *doc, k, p int) bool {
	t := &d.dates[k]
	first, last, ok := spanOf(dayOnly(d.dates[p].Value))
	return isDay(t) && d.dates[p].Last == t.Last && (!ok || last.Sub(first) >= (monthLeast-1)*24*time.Hour)
}

// value returns the value of date k as the period of m: "lũy kế đến hết tháng 6
// năm 2019" covers the months from January, and so does what flows in, up to any
// day: "đến ngày 10/8, thu ngân sách đạt …"; the period reported on where it ends
// on that day.
func (x *attaches) value(d *doc, tl *timeline, k int, m *mention) string {
	t := &d.dates[k]
	if from := x.fromTerm(d, tl, k); from != "" {
		return from + "/" + dayOnly(t.Value)
	}
	if from := x.fromThere(d, k); from != "" {
		return from + "/" + t.Last
	}
	if v := x.untilStopped(d, k); v != "" {
		return v
	}
	if v := x.closedOn(d, k); v != "" {
		return v
	}
	if x.beganWith(d, t, m) {
		return dayOnly(strings.TrimSuffix(t.Value, "/.."))
	}
	until, sum := x.sumsUntil(d, t.i)
	if !until && x.sinceThen(d, k) {
		return dayOnly(t.Value) + "/.."
	}
	if !until {
		return x.daysListed(d, k)
	}
	switch flow := x.flowOf(d, tl, k, m); {
	case x.sinceEvent(d, tl, k) && (flow == flows || m.harm != 0 || flow == 0 && x.lasted(d, tl.first, t) || strings.Contains(t.Value, "T") && previous(t.First) == d.dates[tl.first].First && d.id(m.j) != d.x.figures.words.left):
		return dayOnly(d.dates[tl.first].First) + "/" + t.Last
	case flow == stocks && isDay(t):
		tl.stock = k
	case flow == flows && tl.first >= 0 && x.endsWith(d, k, tl.first) && !isMonth(d.dates[tl.first].Value) && strings.HasSuffix(d.dates[tl.first].First, "-01-01"):
		return dayOnly(d.dates[tl.first].Value)
	case flow == flows, flow == 0 && sum && isMonth(t.Value):
		return toDate(dayOnly(t.Value))
	}
	return dayOnly(t.Value)
}

// lasted reports that date k is several days that something lasted, over before day t.
func (x *attaches) lasted(d *doc, k int, t *dateAt) bool {
	return d.dates[k].Rule == dateForms[formRange].name && len(d.dates[k].Value) == len("2006-01-02/2006-01-02") && d.dates[k].Last < t.First
}

// How many tokens before a day it is told that something began or ended then.
const (
	beganBack = 4
	endedBack = 3
)

// closedOn returns the days from that before date k to day k, where the sentence tells that
// something began on the one and ended on the other: "Mở màn từ 15/12/2022 và khép lại hôm
// 14/2/2023, đợt cao điểm …". "" where it does not.
func (x *attaches) closedOn(d *doc, k int) string {
	if k == 0 || !isDay(&d.dates[k]) {
		return ""
	}
	t, p := &d.dates[k], &d.dates[k-1]
	since := strings.HasSuffix(p.Value, "/..") && len(p.First) == len(time.DateOnly)
	if !since && !isDay(p) || t.First <= p.First || d.sentence(t.i) != d.sentence(p.i) || !x.ledBy(d, x.spanCloses, t.i, endedBack) || !since && !x.ledBy(d, x.spanOpens, p.i, beganBack) {
		return ""
	}
	return p.First + "/" + t.Last
}

// sinceEvent reports that the article tells of what happened or began on a day shortly before
// day k: what is told up to k came about since then.
func (x *attaches) sinceEvent(d *doc, tl *timeline, k int) bool {
	if tl.first < 0 || tl.first == k || !isDay(&d.dates[k]) || len(d.dates[tl.first].Value) < len(time.DateOnly) || d.standings[tl.first]&meeting != 0 || x.upTo(d, tl.first) {
		return false
	}
	from, _, ok := day(d.dates[tl.first].Value[:len(time.DateOnly)])
	to, _, known := day(d.dates[k].First)
	return ok && known && from.Before(to) && to.Sub(from) <= eventDays*24*time.Hour
}

// thereAhead is how many tokens behind a beginning it is told that somebody was caught.
const thereAhead = 6

// stopped reports that what lasts from date k on went on until somebody was caught or
// something came to light: "từ tháng 5/2024 đến khi bị bắt".
func (x *attaches) stopped(d *doc, k int) bool {
	t := &d.dates[k]
	if !strings.HasSuffix(t.Value, "..") || d.id(t.j) != x.until && d.id(t.j) != x.up && d.id(t.j) != d.x.dates.w.cho {
		return false
	}
	for j := t.j + 1; j <= t.j+thereAhead && j < len(d.toks) && d.toks[j].Kind == vi.Word && d.owners[j] == free; j++ {
		if x.caught.has(d.id(j)) {
			return true
		}
	}
	return false
}

// untilStopped returns the months, or the days, from date k to the last day told of before, on
// which stopped what lasted from k on; "" where date k tells of no such thing or no day is told.
func (x *attaches) untilStopped(d *doc, k int) string {
	if !x.stopped(d, k) {
		return ""
	}
	first, months := d.dates[k].First, len("2006-01")
	for p := k - 1; p >= 0 && p >= k-datesBack; p-- {
		t := &d.dates[p]
		switch {
		case !isDay(t) || !x.covers(d, p) || t.First <= first || t.First == d.art.Published:
		case len(d.dates[k].Value) == len("2006-01-02/..") && first[months:] != "-01":
			return first + "/" + t.First
		case t.First[:months] == first[:months]:
			return first[:months]
		default:
			return first[:months] + "/" + t.First[:months]
		}
	}
	return ""
}

// beganWith reports that m tells what there was when what lasts since t began: "trồng từ năm
// 2010 với 30 ha".
func (x *attaches) beganWith(d *doc, t *dateAt, m *mention) bool {
	if !strings.HasSuffix(t.Value, "/..") || m.i < t.j || d.id(m.i-1) != x.alongside || x.now.has(d.id(t.j-1)) {
		return false
	}
	return m.i-t.j <= withAhead && !x.marked(d, t.j, m.i)
}

// withAhead is how many tokens behind a beginning what there was then is told.
const withAhead = 6

// thenBack is how many tokens before the day in its bracket "từ khi" stands.
const thenBack = 16

// sinceThen reports that date k, alone in a bracket, says since when: "Từ khi Luật có hiệu
// lực (1/1/2021), …", "từ đầu nhiệm kỳ (2016) đến nay".
func (x *attaches) sinceThen(d *doc, k int) bool {
	t := &d.dates[k]
	if t.i == 0 || strings.Contains(t.Value, "/") || t.j+1 >= len(d.toks) || !d.toks[t.i-1].Is('(') || !d.toks[t.j].Is(')') || !d.toks[t.j+1].Is(',') && d.id(t.j+1) != x.until {
		return false
	}
	for j := t.i - 2; j >= 0 && j >= t.i-thenBack && !d.toks[j+1].Has(vi.Line) && !d.toks[j].Is('.'); j-- {
		if d.id(j) == x.from && (d.opens(j) || d.toks[j-1].Is(',') || x.sum.has(d.id(j-1))) {
			return true
		}
	}
	return false
}

// How many tokens lie between the day something began and the day it is told up to.
const thereBack = 10

// fromThere returns the day from which on things are told up to day k: "ngày 21/6 …
// Từ đó đến ngày 10/7", "từ tháng 9/2020 đến thời điểm bị bắt (ngày 11/5)". "" when
// the text tells none.
func (x *attaches) fromThere(d *doc, k int) string {
	if k == 0 || !isDay(&d.dates[k]) || !x.covers(d, k-1) {
		return ""
	}
	t, p := &d.dates[k], &d.dates[k-1]
	if p.First == "" || p.First >= t.First {
		return ""
	}
	for j := t.i - 1; j > 0 && j > t.i-thereBack && d.toks[j].Kind != vi.Digits && !d.toks[j].Is(',') && !d.toks[j].Has(vi.Line); j-- {
		switch {
		case d.id(j) != x.until:
		case d.id(j-1) == x.there && d.id(j-2) == x.from:
			return p.First
		case j == p.j && strings.HasSuffix(p.Value, ".."):
			return p.First
		}
	}
	return ""
}

// daysListed returns the value of date k, or the time from the first to the last of a
// list where they follow one another: "ba ngày 24, 25 và 26/1", "năm 2020 và 2021";
// of a feast its year.
func (x *attaches) daysListed(d *doc, k int) string {
	v := dayOnly(d.dates[k].Value)
	if d.dates[k].Rule == dateForms[formHoliday].name {
		return yearOf(v) // "Tết Quý Mão, xảy ra 11 vụ": its days off are not told
	}
	first, last := k, k
	for first > 0 && x.nextInList(d, first) {
		first--
	}
	for last+1 < len(d.dates) && x.nextInList(d, last+1) {
		last++
	}
	if first == last {
		return v
	}
	return dayOnly(d.dates[first].Value) + "/" + dayOnly(d.dates[last].Value)
}

// nextInList reports that date k is the day, the month or the year after the date before
// it, which only a comma or "và" joins it to: "ngày 14 và ngày 15/4".
func (x *attaches) nextInList(d *doc, k int) bool {
	t, p := &d.dates[k], &d.dates[k-1]
	if t.i != p.j+1 || t.Rule != dateForms[formList].name && (t.Rule != p.Rule || !d.x.dates.joins(d, p.j)) {
		return false
	}
	v, before := dayOnly(t.Value), dayOnly(p.Value)
	return len(v) == len(before) && previous(v) == before
}

// untilDay returns the day up to which the article told before of what there is, where
// the period of m ends on it, for a figure of the same kind: in a report on nine
// months, "dư nợ đạt …" is of 30 September. "" when it is none.
func (x *attaches) untilDay(d *doc, tl *timeline, m *mention) string {
	if tl.stock < 0 || m.class == "case" {
		return ""
	}
	t := &d.dates[tl.stock]
	_, last, ok := spanOf(m.period)
	if !ok || last.Format(time.DateOnly) != t.Last || x.flowWords(d, m) != stocks || x.told(d, m) {
		return ""
	}
	return t.Last
}
