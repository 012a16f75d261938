package extract

import (
	"fmt"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// Times without a date that are one day, week, month, quarter or year: "tuần qua", "trong tháng".

// monthPast reads "tháng qua" at token k.
func (x *attaches) monthPast(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if !x.past.has(d.id(k+1)) || d.owners[k+1] != free || x.numberBefore(d, k) {
		return saidTime{}, false
	}
	v := x.pastMonth(d, tl)
	return saidTime{at: k + 2, value: v}, v != ""
}

// yearPast reads "năm qua" at token k.
func (x *attaches) yearPast(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if !x.past.has(d.id(k+1)) || d.owners[k+1] != free || x.numberBefore(d, k) {
		return saidTime{}, false
	}
	v := x.pastYear(d, tl)
	return saidTime{at: k + 2, value: v}, v != ""
}

// numberBefore reports that a number stands right before token k in its line: "ba tháng
// qua", "mỗi năm".
func (x *attaches) numberBefore(d *doc, k int) bool {
	if k == 0 || d.toks[k].Has(vi.Line) {
		return false
	}
	return d.toks[k-1].Kind == vi.Digits || d.x.figures.numbers.Is(d.toks[k-1]) || d.x.dates.role(d, k-1)&(wPlenty|wSeveral|wEach) != 0
}

// pastMonth returns the month that "tháng qua" means: the last that the article told
// of, else that of publication in its second half, else the one before.
func (x *attaches) pastMonth(d *doc, tl *timeline) string {
	if v := x.lastMonth(d, tl); v != "" {
		return v
	}
	p := d.art.Published
	switch {
	case len(p) < len(time.DateOnly):
		return ""
	case p[8:10] > "15":
		return p[:7]
	}
	return previous(p[:7])
}

// someWeek reads a week at token k: "tuần 31" is one of the year reported on,
// "tuần qua" the one that the text gives the days of.
func (x *attaches) someWeek(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if k > 0 && !d.toks[k].Has(vi.Line) && (d.toks[k-1].Kind == vi.Digits || d.x.dates.role(d, k-1)&(wPlenty|wSeveral|wEach) != 0) || x.comparedAt(d, k) {
		return saidTime{}, false
	}
	if n, ok := d.toks[k+1].Value(); ok && d.toks[k+1].Kind == vi.Digits && d.owners[k+1] == free {
		v := x.weekOf(d, k, n)
		if until, sum := x.sumsUntil(d, k); until {
			for j := k - 1; j > 1 && j > k-besideFigure; j-- {
				sum = sum || d.id(j) == x.until && d.id(j-1) == x.year && d.id(j-2) == x.start // "từ đầu năm đến hết tuần 46"
			}
			if sum && v != "" {
				return saidTime{at: k + 2, value: toDate(v[len(v)-len(time.DateOnly):])}, true
			}
			return saidTime{at: k + 2}, true // "đến tuần 8": since when is not told
		}
		return saidTime{at: k + 2, value: v}, v != ""
	}
	for n := k + 1; n < k+3; n++ {
		if x.past.has(d.id(n)) {
			return saidTime{at: n + 1, value: x.lastWeek(d, tl)}, true
		}
	}
	return saidTime{}, false
}

// lastWeek returns the week that the article told of last, else the one in its title, else
// the one up to the last Sunday that its paragraph tells of things up to.
func (x *attaches) lastWeek(d *doc, tl *timeline) string {
	if v := x.rangeOf(d, tl, 7, 7); v != "" {
		return v
	}
	if tl.week != "" {
		return tl.week
	}
	k := tl.next - 1
	for k >= 0 && k >= tl.next-datesBack && d.dates[k].i >= tl.line && !x.covers(d, k) {
		k--
	}
	if k < 0 || d.dates[k].i < tl.line || !x.covers(d, k) {
		return ""
	}
	t := &d.dates[k]
	until, _ := x.sumsUntil(d, t.i)
	_, last, ok := day(t.Last)
	if !ok || !until && t.Rule != dateForms[formRange].name || last.Weekday() != time.Sunday {
		return ""
	}
	return last.AddDate(0, 0, -6).Format(time.DateOnly) + "/" + t.Last
}

// weekNamed returns the days of the week that a report bears in its title or first
// paragraph: "Sản xuất nông nghiệp tuần 15". "" when it bears none.
func (x *attaches) weekNamed(d *doc) string {
	for k, lines := 0, 0; k+1 < len(d.toks) && k < 2*nearTokens; k++ {
		if d.toks[k].Has(vi.Line) {
			if lines++; lines > 2 {
				break
			}
		}
		if d.id(k) != x.week || d.toks[k+1].Kind != vi.Digits || d.owners[k+1] != free || k > 0 && d.toks[k-1].Kind == vi.Digits {
			continue
		}
		if n, ok := d.toks[k+1].Value(); ok {
			return x.weekOf(d, k, n)
		}
	}
	return ""
}

// weekOf returns the days of week n, told at token k, of the year reported on; ""
// when the year has no such week.
func (x *attaches) weekOf(d *doc, k, n int) string {
	year := yearOf(d.art.Published)
	if d.toks[min(k+2, len(d.toks)-1)].Is('/') && k+3 < len(d.toks) {
		if y, ok := d.toks[k+3].Value(); ok && d.toks[k+3].Runes == 4 {
			year = fmt.Sprint(y)
		}
	}
	start, err := time.Parse("2006", year)
	if err != nil || n < 1 || n > 53 {
		return ""
	}
	monday := start.AddDate(0, 0, 3-(int(start.AddDate(0, 0, 3).Weekday())+6)%7+7*(n-1))
	if y, w := monday.ISOWeek(); y != start.Year() || w != n {
		return ""
	}
	return monday.Format(time.DateOnly) + "/" + monday.AddDate(0, 0, 6).Format(time.DateOnly)
}

// titleDates is how many dates behind it a title can speak of.
const titleDates = 4

// rangeOf returns the last range of lo to hi days before the figure at hand, or in the
// first lines for one in the title, "" when there is none.
func (x *attaches) rangeOf(d *doc, tl *timeline, lo, hi int) string {
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack; k-- {
		if v := x.daysIn(d, k, lo, hi); v != "" {
			return v
		}
	}
	for k := tl.next; tl.line < tl.body && k < len(d.dates) && k < titleDates; k++ {
		if v := x.daysIn(d, k, lo, hi); v != "" {
			return v
		}
	}
	return ""
}

// daysIn returns date k where it is a range of lo to hi days that are not to come.
func (x *attaches) daysIn(d *doc, k, lo, hi int) string {
	v := dayOnly(d.dates[k].Value)
	first, last, ok := ends(v)
	if !ok || !strings.Contains(v, "/") || !x.covers(d, k) || d.standings[k]&planning != 0 {
		return ""
	}
	if n := int(last.Sub(first).Hours()/24) + 1; n < lo || n > hi {
		return ""
	}
	return v
}

// sameGrain reads "trong tháng", "trong quý", "trong tuần", "trong ngày", "trong năm," at token
// k: the last month, quarter, week or day that the article told of, the year it is about.
func (x *attaches) sameGrain(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	n, id := k+1, d.id(k+1)
	if d.owners[n] != free || d.toks[n].Has(vi.Line) {
		return saidTime{}, false
	}
	if n+1 < len(d.toks) && !d.figureAt(n+1) &&
		(d.toks[n+1].Flags&vi.Upper != 0 || d.toks[n+1].Kind == vi.Digits || d.owners[n+1] != free || x.named.has(d.id(n+1))) && !d.toks[n+1].Has(vi.Line) {
		return saidTime{}, false // "trong Tháng Thanh niên", "trong tháng cao điểm"
	}
	switch id {
	case x.day:
		v := x.lastDay(d, tl)
		if tl.first >= 0 && tl.paragraph < 0 && isDay(&d.dates[tl.first]) {
			v = dayOnly(d.dates[tl.first].Value) // of the event that the article tells of
		}
		return saidTime{at: n + 1, value: v}, v != ""
	case x.week:
		return saidTime{at: n + 1, value: x.lastWeek(d, tl)}, true
	case x.month:
		v := x.lastMonth(d, tl)
		return saidTime{at: n + 1, value: v}, v != ""
	case x.quarter:
		v := x.lastOf(d, tl, isQuarter)
		return saidTime{at: n + 1, value: v}, v != ""
	case x.year:
		v := fmt.Sprint(tl.now)
		if at := tl.atHand(-1); at >= 0 && d.dates[at].Last != "" {
			v = yearOf(d.dates[at].Last)
		}
		return saidTime{at: n + 1, value: v}, tl.now > 0 && n+1 < len(d.toks) && d.toks[n+1].Is(',')
	}
	return saidTime{}, false
}

// grainBehind reads "trong tuần", "trong tháng" that closes the part of the sentence right
// behind m: "sởi 9 ca trong tuần, …". "" when none does.
func (x *attaches) grainBehind(d *doc, tl *timeline, m *mention) string {
	for k := m.j; k <= m.j+1 && k+2 < len(d.toks) && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line); k++ {
		if d.id(k) == x.from && (k+3 >= len(d.toks) || d.toks[k+3].Kind == vi.Punct) {
			s, _ := x.fromStart(d, tl, k, -1)
			return s.value
		}
		if !x.during.has(d.id(k)) || d.owners[k+1] != free {
			continue
		}
		if t := d.toks[k+2]; !t.Has(vi.Line) && t.Kind != vi.Punct && d.id(k+2) != d.x.figures.words.and {
			return ""
		}
		s, _ := x.sameGrain(d, tl, k, -1)
		return s.value
	}
	return ""
}

// lastDay returns the last day, or the last two, that the article told of.
func (x *attaches) lastDay(d *doc, tl *timeline) string {
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack; k-- {
		v := dayOnly(d.dates[k].Value)
		if first, last, ok := ends(v); ok && x.covers(d, k) && d.standings[k]&planning == 0 && last.Sub(first) <= 24*time.Hour {
			return v
		}
	}
	return ""
}

// lastOf returns the latest time of a kind among the dates before the figure at
// hand that are not to come.
func (x *attaches) lastOf(d *doc, tl *timeline, is func(string) bool) string {
	best := -1
	for k := tl.next - 1; k >= 0 && k >= tl.next-2*datesBack; k-- {
		if x.covers(d, k) && d.standings[k]&planning == 0 && is(d.dates[k].Value) && (best < 0 || d.dates[k].Last > d.dates[best].Last) {
			best = k
		}
	}
	if best < 0 {
		return ""
	}
	return d.dates[best].Value
}

// lastMonth returns the latest month that the article told of, or the last of the
// months of the year so far where that is later.
func (x *attaches) lastMonth(d *doc, tl *timeline) string {
	month := x.lastOf(d, tl, isMonthOfDays)
	_, end, ok := spanOf(month)
	if _, last, told := spanOf(x.lastOf(d, tl, isMonths)); told && (!ok || last.After(end)) {
		return last.Format("2006-01")
	}
	return month
}

// isMonths reports that v is a run of months: 2024-01/2024-07.
func isMonths(v string) bool { return len(v) == len("2024-01/2024-07") }

// isMonthOfDays reports that v is a month, or as long as one: the police count
// from the 15th to the 14th.
func isMonthOfDays(v string) bool {
	if isMonth(v) {
		return true
	}
	first, last, ok := ends(v)
	return ok && strings.Contains(v, "/") && last.Equal(first.AddDate(0, 1, -1))
}
