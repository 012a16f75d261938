package extract

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// Times without a date that are counted in months or years: "6 tháng", "5 năm qua", "cả năm".

// some reads "6 tháng", "5 năm qua" or "sau 5 năm" at token k.
func (x *attaches) some(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	n, ok := d.toks[k].Value()
	if !ok || d.owners[k+1] != free || d.toks[k+1].Has(vi.Line) {
		return saidTime{}, false
	}
	if x.ahead(d, k) {
		return saidTime{at: k + 3}, true // "trong 10 ngày tới"
	}
	switch d.id(k + 1) {
	case x.month:
		if k > 0 && d.id(k-1) == x.afterWord && d.opens(k-1) && n < 12 && k+2 < len(d.toks) && d.toks[k+2].Kind == vi.Word && !x.counted.has(d.id(k+2)) && x.lineFree(d, k-1, tl) {
			return saidTime{at: k + 2}, true // "Sau 1 tháng vận hành, …"
		}
		months := x.firstOf(d, tl, k, n)
		return saidTime{at: k + 2, value: months}, months != ""
	case x.year:
		switch {
		case n < 2:
		case k > 0 && x.summed.has(d.id(k-1)) && !d.toks[k].Has(vi.Line):
			return saidTime{at: k + 2, value: x.yearsOf(d, tl, n)}, true // "tính chung 4 năm"
		case k > 0 && x.counted.has(d.id(k+2)) && !d.toks[k].Has(vi.Line) && !x.lasting.has(d.id(k-1)):
			v := x.yearsOf(d, tl, n)
			return saidTime{at: k + 2, value: v}, v != "" // "tổng thu 5 năm đạt 640 tỷ đồng"
		case x.past.has(d.id(k + 2)):
			return saidTime{at: k + 3, value: x.yearsOf(d, tl, n)}, true
		case d.id(k+2) == x.flown && x.past.has(d.id(k+3)):
			return saidTime{at: k + 4}, true // "Gần 3 năm trôi qua, …"
		case x.opensAfter(d, k-1):
			v := ""
			if d.id(k-1) == x.afterWord { // but not "sau hơn 10 năm"
				v = cmp.Or(x.yearsOf(d, tl, n), x.yearsFrom(d, tl, left, n))
			}
			return saidTime{at: k + 2, value: v}, true
		}
		return saidTime{}, false
	}
	return saidTime{}, false
}

// yearly gives a mean of each year, told behind the first and the last of several years, all
// of them: "giảm từ 58% đầu năm 2016 xuống 34% cuối năm 2020, bình quân mỗi năm giảm 4,8%".
func (x *attaches) yearly(d *doc, tl *timeline, m *mention) {
	if m.i < 2 || d.id(m.i-1) != x.year || d.x.dates.role(d, m.i-2)&wEach == 0 || len(m.period) != len("2006") {
		return
	}
	from := d.sents[m.sentence].First
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack && d.dates[k].i >= from; k-- {
		if v := d.dates[k].Value; x.covers(d, k) && len(v) == len(m.period) && v < m.period {
			m.period = v + "/" + m.period
			return
		}
	}
}

// lineFree reports that no date stands in the sentence of token i before the next comma, which
// would place it: "Sau một tháng vận hành, từ ngày 1/7 …".
func (x *attaches) lineFree(d *doc, i int, tl *timeline) bool {
	end := d.sentence(i).End
	for k := max(tl.next-1, 0); k < len(d.dates) && d.dates[k].i < end; k++ {
		if d.dates[k].i > i {
			return false
		}
	}
	return true
}

// ahead reports that some days, months or years at token k are to come: "10 ngày tới".
func (x *attaches) ahead(d *doc, k int) bool {
	id := d.id(k + 1)
	return (id == x.day || d.x.dates.role(d, k+1)&wHour != 0 || id == x.week || id == x.month || id == x.year) && d.id(k+2) == x.up && !x.now.has(d.id(k+3))
}

// yearsOf returns the last range of about n years before the figure at hand, else the
// last term of office where it lasted as long, "" when there is none: "2018 - 2023" are
// five years or six.
func (x *attaches) yearsOf(d *doc, tl *timeline, n int) string {
	for k := tl.next - 1; k >= 0 && k >= tl.next-2*datesBack; k-- {
		if first, last, ok := spanOf(d.dates[k].Value); ok && x.covers(d, k) && strings.Contains(d.dates[k].Value, "/") {
			if y := (int(last.Sub(first).Hours()/24) + 30) / 365; y == n || y == n+1 {
				return d.dates[k].Value
			}
		}
	}
	return tl.terms.termYears(n)
}

// lastYears returns the last run of years before the figure at hand, "" when there is none.
func (x *attaches) lastYears(d *doc, tl *timeline) string {
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack; k-- {
		if _, _, ok := yearsIn(d.dates[k].Value); ok && x.covers(d, k) {
			return d.dates[k].Value
		}
	}
	return ""
}

// lastSpell returns the last run of years, months or days before the figure at hand, "" when
// there is none.
func (x *attaches) lastSpell(d *doc, tl *timeline) string {
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack; k-- {
		switch t := &d.dates[k]; {
		case !x.covers(d, k):
		case x.closedOn(d, k) != "":
			return x.closedOn(d, k)
		case t.Rule == dateForms[formRange].name && !strings.HasSuffix(t.Value, ".."):
			return t.Value
		}
	}
	return x.lastYears(d, tl)
}

// yearsFrom returns the n years from the year at hand where they end about now: "bắt đầu
// năm 2011 … Sau 10 năm, …". "" where they do not.
func (x *attaches) yearsFrom(d *doc, tl *timeline, left, n int) string {
	at := tl.atHand(left)
	if at < 0 || len(d.dates[at].Value) != len("2006") {
		return ""
	}
	if y := atoi(d.dates[at].Value); y+n == tl.now || y+n == tl.now-1 {
		return yearSpan(y, y+n)
	}
	return ""
}

// firstOf returns the period that "N tháng" at token k names, "" when it tells
// how long something took.
func (x *attaches) firstOf(d *doc, tl *timeline, k, n int) string {
	if n < 2 || n > 11 {
		return ""
	}
	if n == x.firstMonths(d, tl.first) {
		return dayOnly(d.dates[tl.first].Value)
	}
	for k := tl.next - 1; k >= 0 && k >= tl.next-2*datesBack; k-- {
		if x.covers(d, k) && n == x.firstMonths(d, k) {
			return dayOnly(d.dates[k].Value)
		}
	}
	if k == 0 || d.toks[k].Has(vi.Line) {
		if tl.first >= 0 && toDate(d.dates[tl.first].Value) != d.dates[tl.first].Value && atoi(d.dates[tl.first].Last[5:7]) == n {
			return toDate(d.dates[tl.first].Value) // "10 tháng, lượng khách đạt …", on October
		}
		return ""
	}
	if x.lasting.has(d.id(k-1)) && !x.sofarPublished(d, k, n) {
		return ""
	}
	if k+2 < len(d.toks) && !x.counted.has(d.id(k+2)) && !x.past.has(d.id(k+2)) && !x.summed.has(d.id(k-1)) {
		return ""
	}
	year := yearOf(d.art.Published)
	if tl.first >= 0 && d.dates[tl.first].First != "" {
		year = yearOf(d.dates[tl.first].First)
	}
	return firstMonthsOf(year, n)
}

// firstMonthsOf returns the first n months of a year, "" where no year is known.
func firstMonthsOf(year string, n int) string {
	switch {
	case year == "":
		return ""
	case n == 6:
		return year + "-H1"
	}
	return fmt.Sprintf("%s-01/%s-%02d", year, year, n)
}

// sofarPublished reports that "hơn N tháng qua" at token k are the months of the
// year up to the publication.
func (x *attaches) sofarPublished(d *doc, k, n int) bool {
	if d.published == 0 || !x.past.has(d.id(k+2)) {
		return false
	}
	_, month, _ := d.published.Civil()
	return n == month || n == month-1
}

// firstMonths returns how many months from the year's start date k covers, 0
// when it is another time or the whole year.
func (x *attaches) firstMonths(d *doc, k int) int {
	if k < 0 {
		return 0
	}
	t := &d.dates[k]
	if len(t.First) < 10 || len(t.Last) < 10 || t.First[:4] != t.Last[:4] || t.First[5:] != "01-01" || t.Last[5:7] == "12" {
		return 0
	}
	return atoi(t.Last[5:7])
}

// opensAfter reports that "sau", or "sau hơn", at token k opens a part of the sentence.
func (x *attaches) opensAfter(d *doc, k int) bool {
	if k > 0 && d.x.dates.role(d, k)&wCount != 0 {
		k--
	}
	if k < 0 || d.id(k) != x.afterWord {
		return false
	}
	if k > 0 && d.id(k-1) == x.justOnly && !d.toks[k].Has(vi.Line) {
		k-- // "Chỉ sau 2 năm"
	}
	return d.opens(k) || k > 0 && d.toks[k-1].Is(',')
}

// How many days the year reported on has, a working year that begins in October as
// well, at least and at most.
const (
	yearLeast = 350
	yearMost  = 372
)

// pastYear returns the year that "năm qua" means: the one that the article reports
// on; else in the second half of the year of publication that one, before that the
// one before.
func (x *attaches) pastYear(d *doc, tl *timeline) string {
	now := tl.now
	if now == 0 {
		return ""
	}
	if tl.first >= 0 {
		v := dayOnly(d.dates[tl.first].Value)
		first, last, ok := spanOf(v)
		if days := int(last.Sub(first).Hours()/24) + 1; ok && days >= yearLeast && days <= yearMost && last.Year() >= now-1 && last.Year() <= now {
			return v
		}
	}
	if p := d.today(); len(p) >= len("2006-01") && p[5:7] <= "06" {
		now--
	}
	return fmt.Sprint(now)
}

// wholeYear reads "dự kiến cả năm" at token k: the year that the time at hand lies
// in.
func (x *attaches) wholeYear(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if d.id(k+1) != x.year || d.owners[k+1] != free {
		return saidTime{}, false
	}
	joined := k > 0 && (d.toks[k-1].Is(',') || d.id(k-1) == d.x.figures.words.and) && k+2 < len(d.toks) && (d.figureAt(k+2) || x.counted.has(d.id(k+2)))
	if aimed := k > 1 && x.aim.has(d.id(k-1)) && d.sentence(k).First == k-2 && k+2 < len(d.toks) && d.toks[k+2].Is(','); !aimed && !joined && !d.opens(k) && !x.foreseen.has(d.id(k-1)) && !x.demands.has(d.id(k-1)) && !x.willDo(d, k) ||
		d.toks[k].Has(vi.Line) {
		return saidTime{}, false // "đạt 87% kế hoạch cả năm"
	}
	at := tl.atHand(left)
	if at < 0 {
		return saidTime{}, false
	}
	return saidTime{at: k + 2, value: lastYearOf(d.dates[at].Value)}, true
}

// yearEnd reads "hết năm", "đến cuối năm" at token k, up to which something is planned: the
// year at hand.
func (x *attaches) yearEnd(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if d.id(k+1) != x.year || d.owners[k+1] != free || d.newLine(k+2) || d.toks[k+2].Kind != vi.Word && !d.toks[k+2].Is(',') || d.id(k+2) == x.school || d.owners[k+2] != free {
		return saidTime{}, false
	}
	at := k
	if k > 0 && d.id(k-1) == x.over {
		at--
	}
	if up := d.id(at - 1); up != x.until && up != x.up && (d.id(k) != x.over || !d.opens(at) && !d.toks[at-1].Is(',')) {
		if side, n := d.x.dates.w.leans.Longest(d.toks, max(at-2, 0)); side != 1 || n != 2 {
			return saidTime{}, false
		}
	}
	v := yearText(tl.now)
	if n := tl.atHand(left); n >= 0 {
		v = lastYearOf(d.dates[n].Value)
	}
	return saidTime{at: k + 2, value: v}, v != ""
}

// fromStart reads "tính từ đầu năm" at token k: up to the month the article tells
// of, else since the year of publication began.
func (x *attaches) fromStart(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if d.id(k+1) != x.start || d.id(k+2) != x.year || d.owners[k+2] != free || d.id(k+3) == x.until || x.untilNow(d, k+3) > 0 {
		return saidTime{}, false
	}
	if left >= 0 && left == tl.until && k-d.dates[left].j < besideFigure {
		return saidTime{at: k + 3, value: toDate(d.dates[left].Last)}, true // "tính đến 20/11, từ đầu năm …"
	}
	told := tl.paragraph >= 0 || k > 0 && (x.sum.has(d.id(k-1)) || x.summed.has(d.id(k-1))) // "lũy kế từ đầu năm"
	if v := x.lastMonth(d, tl); isMonth(v) && x.recent(d, v) && (told || d.published == 0) {
		return saidTime{at: k + 3, value: toDate(v)}, true
	}
	if y := yearOf(d.art.Published); y != "" {
		return saidTime{at: k + 3, value: y + "-01-01/.."}, true
	}
	return saidTime{}, false
}

// semester reads "học kỳ II" that opens a part of the sentence at token k without its year:
// the school year at publication.
func (x *attaches) semester(d *doc, _ *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) != x.term || d.published == 0 || k+3 >= len(d.toks) || !d.opens(k) && !x.during.has(d.id(k-1)) || d.owners[k+3] == ownDate || d.id(k+3) == x.year || d.x.dates.w.roman[d.id(k+2)] == 0 {
		return saidTime{}, false
	}
	y, month, _ := d.published.Civil()
	if month < schoolStarts {
		y--
	}
	return saidTime{at: k + 3, value: yearSpan(y, y+1)}, true
}

// schoolYear reads "năm học trước" at token k: the one before the school year at hand;
// "năm học vừa qua", "năm học này": the last that was over at publication, the one then;
// "năm học mới": the one that opens, or opened in the months before publication.
func (x *attaches) schoolYear(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if d.id(k+1) != x.school || d.owners[k+1] != free || x.comparedAt(d, k) {
		return saidTime{}, false
	}
	id := d.id(k + 2)
	if x.before.has(id) {
		v := x.schoolYearBefore(d, tl, left)
		return saidTime{at: k + 3, value: v}, v != ""
	}
	if d.published == 0 {
		return saidTime{}, false
	}
	y, month, _ := d.published.Civil()
	if month < schoolStarts {
		y--
	}
	switch {
	case x.past.has(id):
		if month >= schoolEnds && month < schoolStarts {
			y++
		}
		return saidTime{at: k + 3, value: yearSpan(y-1, y)}, true
	case x.now.has(id), id == d.x.figures.whats.newly && month >= schoolStarts && month <= schoolStarts+2:
		return saidTime{at: k + 3, value: yearSpan(y, y+1)}, true // "năm học mới" at its opening
	case x.coming.has(id):
		return saidTime{at: k + 3, value: yearSpan(y+1, y+2)}, true
	}
	return saidTime{}, false
}

// schoolYearBefore returns the school year before the one at hand; where the paragraph
// tells none and a new one has begun at publication, the one before that.
func (x *attaches) schoolYearBefore(d *doc, tl *timeline, left int) string {
	if y, month, _ := d.published.Civil(); d.published > 0 && left < 0 && tl.paragraph < 0 && month >= schoolStarts {
		return yearSpan(y-1, y)
	}
	if at := tl.atHand(left); at >= 0 {
		if from, to, two := yearsIn(d.dates[at].Value); two {
			return yearSpan(from-1, to-1)
		}
	}
	return ""
}

// The months in which a school year begins and is summed up.
const (
	schoolStarts = 8
	schoolEnds   = 5
)

// summing reads "lũy kế", "cộng dồn" at token k without a time of their own: from
// January to the month at hand.
func (x *attaches) summing(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if !x.summed.has(d.id(k + 1)) {
		return saidTime{}, false
	}
	for n := k + 2; n < k+5 && n < len(d.toks); n++ {
		if d.owners[n] == ownDate || x.bounds.has(d.id(n)) || d.id(n+1) == x.month && d.toks[n].Kind == vi.Digits {
			return saidTime{}, false // "lũy kế từ đầu năm", "lũy kế đến nay", "lũy kế 9 tháng"
		}
	}
	at := tl.atHand(left)
	if at < 0 {
		return saidTime{}, false
	}
	v := d.dates[at].Value
	if _, last, ok := ends(v); ok && x.isWeek(v) {
		v = last.Format(time.DateOnly)
	} else if !isMonth(v) && !isQuarter(v) {
		return saidTime{}, false
	}
	return saidTime{at: k + 2, value: toDate(v), sum: true}, true
}

// isWeek reports that v is a run of seven days.
func (x *attaches) isWeek(v string) bool {
	first, last, ok := ends(v)
	return ok && last.Equal(first.AddDate(0, 0, 6))
}

// toDate returns the time from the year's start to the end of the day, the
// month or the quarter v.
func toDate(v string) string {
	_, last, ok := ends(v)
	switch {
	case !ok || strings.Contains(v, "/"):
		return v
	case isMonth(v) && v[5:] == "01", len(v) < len("2006-01"), isHalf(v):
		return v
	case isMonth(v):
		return v[:4] + "-01/" + v
	case isQuarter(v):
		if v[6] == '1' {
			return v
		}
		return v[:4] + "-01/" + last.Format("2006-01")
	}
	return v[:4] + "-01-01/" + v
}
