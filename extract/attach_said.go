package extract

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// A saidTime is a time told without a date: "6 tháng", "trong tuần", "lũy kế".
type saidTime struct {
	at    int    // the token behind it, 0 none
	line  int    // the line it stands in
	value string // "" when the text does not place it
	sum   bool   // "lũy kế": for the figures up to the next semicolon
	now   bool   // "hiện nay" behind years that are over
	alone bool   // "riêng tuần qua": of its paragraph at most
	aside bool   // in a bracket: "(tuần 27: 268 ca)"
}

// lasts reports that the time goes on to hold in the line that begins at token
// line.
func (s *saidTime) lasts(line int) bool { return s.at > 0 && s.line == line && !s.sum && !s.aside }

// How many tokens before a figure, and from the beginning of its sentence, a time
// without a date is looked for.
const (
	saidBack  = 16
	saidFirst = 5
)

// saidOf finds the time without a date that is nearer to m than the date left,
// and keeps it in tl: in a report on the first six months of 2024, "thu ngân sách
// 6 tháng đạt …" is about these six, and "9 tháng ước đạt" about the first nine of
// the year reported on.
func (x *attaches) saidOf(d *doc, tl *timeline, m *mention, left int) bool {
	from := d.sents[m.sentence].First
	if left >= 0 {
		from = max(from, d.dates[left].j)
	}
	jumped := false
	for k := m.i - 1; k >= from && k >= tl.said.at; k-- {
		if k <= m.i-saidBack && !jumped {
			k, jumped = min(k, from+saidFirst), true
			if o := x.opening(d, k+1); o >= 0 && x.closed(d, k, min(m.i, k+bracketLong)) {
				k = o
				continue
			}
		}
		if k+1 < m.i && d.toks[k+1].Is(';') {
			return tl.said.at > from && !tl.said.sum && left >= 0 && left == tl.until
		}
		if d.toks[k].Is(')') {
			if o := x.opening(d, k); o >= 0 {
				k = o
				continue
			}
		}
		if s, ok := x.saidAt(d, tl, k, left); ok && s.at <= m.i {
			s.line, s.alone, s.aside = tl.line, k > 0 && d.id(k-1) == x.only, x.opening(d, k) >= 0
			tl.said = s
			return true
		}
	}
	return tl.said.at > from && (!tl.said.sum || m.i-tl.said.at < comparisonMost && !x.parted(d, tl.said.at, m.i))
}

// saidAt reads a time without a date that begins at token k.
func (x *attaches) saidAt(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if x.undated(d, k) {
		return saidTime{at: k + 2, value: yearText(tl.now)}, true
	}
	if d.owners[k] != free || k+1 >= len(d.toks) || d.toks[k].Kind == vi.Word && !x.heads.has(d.id(k)) {
		return saidTime{}, false
	}
	switch id := d.id(k); {
	case d.toks[k].Kind == vi.Digits || id == 0:
		return x.some(d, tl, k, left)
	case id == x.week:
		return x.someWeek(d, tl, k)
	case id == x.year && d.id(k+1) == x.school && d.owners[k+1] == free && !x.comparedAt(d, k):
		return x.schoolYear(d, tl, k, left)
	case id == x.month && x.past.has(d.id(k+1)) && d.owners[k+1] == free &&
		(k == 0 || d.toks[k].Has(vi.Line) || d.toks[k-1].Kind != vi.Digits && d.x.dates.role(d, k-1)&(wPlenty|wSeveral|wEach) == 0):
		v := x.pastMonth(d, tl)
		return saidTime{at: k + 2, value: v}, v != ""
	case id == x.year && x.past.has(d.id(k+1)) && d.owners[k+1] == free &&
		(k == 0 || d.toks[k-1].Kind != vi.Digits && !d.x.figures.numbers.Is(d.toks[k-1])) && d.x.dates.role(d, k-1)&(wPlenty|wSeveral|wEach) == 0:
		v := x.pastYear(d, tl)
		return saidTime{at: k + 2, value: v}, v != ""
	case id == x.present:
		return saidTime{at: k + 1, now: true}, x.stale(d, tl, left) && (d.opens(k) || !x.found.has(d.id(k-1))) && !d.toks[k].Has(vi.Caps)
	case id == x.duty:
		return x.someTerm(d, tl, k)
	case id == x.all && d.id(k+1) == x.year && d.owners[k+1] == free:
		return x.wholeYear(d, tl, k, left)
	case id == x.from && d.id(k+1) == x.start && d.id(k+2) == x.year && d.owners[k+2] == free && d.id(k+3) != x.until && x.untilNow(d, k+3) == 0:
		return x.fromStart(d, tl, k, left)
	case id == x.from && d.id(k+1) == x.there && d.id(k+2) == x.until && x.now.has(d.id(k+3)) && d.owners[k+1] == free:
		v := ""
		if tl.next > 0 && x.covers(d, tl.next-1) && d.dates[tl.next-1].First != "" {
			v = d.dates[tl.next-1].First + "/.."
		}
		return saidTime{at: k + 4, value: v}, v != ""
	case id == x.from && d.id(k+1) != x.start && d.id(k+1) != x.today || id == x.from && d.id(k+1) == x.start && d.owners[k] == free && d.id(k+2) != x.duty:
		at := x.untilNow(d, k+1)
		return saidTime{at: at}, at > 0 // "từ đầu mùa khô đến nay"
	case id == x.until && x.now.has(d.id(k+1)):
		return x.tillNow(d, tl, k, left)
	case id == x.today && d.opens(k):
		return saidTime{at: k + 1, now: true}, x.stale(d, tl, left) // "Năm 2019 có 2 hộ. Nay có 40 hộ."
	case id == x.today && k > 0 && d.toks[k-1].Is(',') && left < 0:
		return saidTime{at: k + 1, now: true}, x.stale(d, tl, left) || x.foundedBefore(d, tl, k)
	case id == x.today && k > 0 && d.toks[k-1].Is(','):
		return x.tillNow(d, tl, k-1, left) // "năm 2010 có 2 hộ, nay có 40 hộ"
	case id == x.school && d.id(k+1) == x.term:
		return x.semester(d, k)
	case id == x.tet && x.now.has(d.id(k+1)) && (d.opens(k) || x.occasion.has(d.id(k-1))):
		return saidTime{at: k + 2}, true // "Tết này": its days are not told
	case id == x.stage && x.now.has(d.id(k+2)) && d.opens(k):
		v := x.lastYears(d, tl)
		return saidTime{at: k + 3, value: v}, v != "" // "Giai đoạn này, …"
	case id == x.thoi && d.id(k+2) == x.up && (d.opens(k) || x.during.has(d.id(k-1))) && !x.now.has(d.id(k+3)):
		return saidTime{at: k + 3}, true // "Thời gian tới, …"
	case x.before.has(id) && d.id(k+1) == x.here && d.opens(k):
		return saidTime{at: k + 2}, true // "Trước đây, 120 hộ phải qua suối"
	case id == x.off || x.occasion.has(id):
		return x.daysOff(d, tl, k, left)
	case x.within.has(id) && d.owners[k+1] == free && !d.toks[k+1].Has(vi.Line):
		return x.sameGrain(d, tl, k)
	case x.sum.has(id) && x.summed.has(d.id(k+1)):
		return x.summing(d, tl, k, left)
	case x.crop.has(id) || x.mown.has(id):
		return x.someSeason(d, tl, k, left)
	default:
		return x.some(d, tl, k, left)
	}
}

// sinceAhead is how many words behind "từ" its "đến nay" stands.
const sinceAhead = 8

// untilNow returns the token behind "đến nay" in the words from token i, 0 where none
// stands there or a date does.
func (x *attaches) untilNow(d *doc, i int) int {
	for k := i; k+1 < len(d.toks) && k < i+sinceAhead && d.owners[k] != ownDate && d.toks[k].Kind != vi.Punct && !d.toks[k].Has(vi.Line); k++ {
		if (d.id(k) == x.until || d.id(k) == x.up) && x.now.has(d.id(k+1)) {
			return k + 2
		}
	}
	return 0
}

// undated reports that "năm nay" stands at token k and that nothing tells which year
// that is.
func (x *attaches) undated(d *doc, k int) bool {
	if d.id(k) != x.year || d.id(k+1) != x.today || d.owners[k] != ownDate {
		return false
	}
	for n := range x.datesFrom(d, k) {
		return d.dates[n].i > k
	}
	return true
}

// yearText returns a year as a value, "" for 0.
func yearText(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprint(year)
}

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
		case d.id(k-1) == x.afterWord && (d.opens(k-1) || k > 1 && d.toks[k-2].Is(',')):
			return saidTime{at: k + 2, value: cmp.Or(x.yearsOf(d, tl, n), x.yearsFrom(d, tl, left, n))}, true
		}
		return saidTime{}, false
	}
	return saidTime{}, false
}

// How many days the year reported on has, a working year that begins in October as
// well, at least and at most.
const (
	yearLeast = 350
	yearMost  = 372
)

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
	if p := d.art.Published; len(p) >= len("2006-01") && p[5:7] <= "06" {
		now--
	}
	return fmt.Sprint(now)
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

// someWeek reads a week at token k: "tuần 31" is one of the year reported on,
// "tuần qua" the one that the text gives the days of.
func (x *attaches) someWeek(d *doc, tl *timeline, k int) (saidTime, bool) {
	if k > 0 && !d.toks[k].Has(vi.Line) && (d.toks[k-1].Kind == vi.Digits || d.x.dates.role(d, k-1)&(wPlenty|wSeveral|wEach) != 0) || x.comparedAt(d, k) {
		return saidTime{}, false
	}
	if n, ok := d.toks[k+1].Value(); ok && d.toks[k+1].Kind == vi.Digits && d.owners[k+1] == free {
		v := x.weekOf(d, k, n)
		if until, sum := x.sumsUntil(d, k); until {
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

// lastWeek returns the week that the article told of last, else the one in its title.
func (x *attaches) lastWeek(d *doc, tl *timeline) string {
	if v := x.rangeOf(d, tl, 7, 7); v != "" {
		return v
	}
	return tl.week
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

// daysOff reads "kỳ nghỉ lễ", "trong dịp Tết" at token k: the days that the text
// gives before, else nothing that could be told.
func (x *attaches) daysOff(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	n, off := k+1, d.id(k) == x.off
	if d.id(n) == x.off {
		n, off = n+1, true
	}
	named := d.id(n) == x.feastDay || d.id(n) == x.tet
	switch {
	case off && (named || x.occasion.has(d.id(n-2))):
	case !off && named && k > 0 && (x.during.has(d.id(k-1)) || (d.opens(k) || d.toks[k-1].Is(',')) && n+1 < len(d.toks) && (d.toks[n+1].Is(',') || d.owners[n] == ownDate)):
	default:
		return saidTime{}, false
	}
	if x.comparedAt(d, k) || left >= 0 && !isDay(&d.dates[left]) {
		return saidTime{}, false // "Trong tháng 9 có kỳ nghỉ lễ dài, lượng khách đạt …"
	}
	if x.comes(d, n) {
		return saidTime{at: n}, true
	}
	return saidTime{at: n, value: x.rangeOf(d, tl, 2, 12)}, true
}

// comes reports that the feast at token i is still to come.
func (x *attaches) comes(d *doc, i int) bool {
	for k := range x.datesFrom(d, i) {
		t := &d.dates[k]
		return t.i == i && d.art.Published != "" && t.First > d.art.Published
	}
	return false
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
	for k := tl.next; tl.line == 0 && k < len(d.dates) && k < titleDates; k++ {
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

// wholeYear reads "dự kiến cả năm" at token k: the year that the time at hand lies
// in.
func (x *attaches) wholeYear(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	joined := k > 0 && (d.toks[k-1].Is(',') || d.id(k-1) == d.x.figures.words.and) && k+2 < len(d.toks) && (d.figureAt(k+2) || x.counted.has(d.id(k+2)))
	if aimed := k > 1 && x.aim.has(d.id(k-1)) && d.sentence(k).First == k-2 && k+2 < len(d.toks) && d.toks[k+2].Is(','); !aimed && !joined && !d.opens(k) && !x.foreseen.has(d.id(k-1)) && !x.demands.has(d.id(k-1)) ||
		d.toks[k].Has(vi.Line) {
		return saidTime{}, false // "đạt 87% kế hoạch cả năm"
	}
	at := tl.atHand(left)
	if at < 0 {
		return saidTime{}, false
	}
	return saidTime{at: k + 2, value: lastYearOf(d.dates[at].Value)}, true
}

// atHand returns the date that the text is about at the figure at hand: the one on
// its left, else that of the paragraph, of an earlier one, of the article; -1 none.
func (tl *timeline) atHand(left int) int {
	for _, at := range [...]int{left, tl.paragraph, tl.carried} {
		if at >= 0 {
			return at
		}
	}
	return tl.first
}

// fromStart reads "tính từ đầu năm" at token k: up to the month the article tells
// of, else since the year of publication began.
func (x *attaches) fromStart(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if left >= 0 && left == tl.until && k-d.dates[left].j < besideFigure {
		return saidTime{at: k + 3, value: toDate(d.dates[left].Last)}, true // "tính đến 20/11, từ đầu năm …"
	}
	if v := x.lastMonth(d, tl); isMonth(v) && x.recent(d, v) {
		return saidTime{at: k + 3, value: toDate(v)}, true
	}
	if y := yearOf(d.art.Published); y != "" {
		return saidTime{at: k + 3, value: y + "-01-01/.."}, true
	}
	return saidTime{}, false
}

// stale reports that the time at hand, in years that are over or in several, is none of
// what there is now: "Hiện toàn tỉnh có 310 cơ sở".
func (x *attaches) stale(d *doc, tl *timeline, left int) bool {
	at := tl.atHand(left)
	if left < 0 && tl.paragraph < 0 && tl.older >= 0 {
		at = tl.older
	}
	if at < 0 || tl.now == 0 {
		return false
	}
	if strings.HasSuffix(d.dates[at].Value, "..") {
		return left < 0 // "Từ năm 2021 đến nay có 46.200 ca. Hiện có 12.900 ca"
	}
	first, last, ok := spanOf(dayOnly(d.dates[at].Value))
	return ok && !first.Equal(last) && (last.Year() < tl.now || last.Year() > first.Year()+1)
}

// recentDays is how many days before the publication the month ends that a report of
// that day is about.
const recentDays = 40

// recent reports that month v ended shortly before the publication.
func (x *attaches) recent(d *doc, v string) bool {
	_, last, ok := ends(v)
	p, _, known := day(d.art.Published)
	return ok && (!known || p.Sub(last) <= recentDays*24*time.Hour)
}

// semester reads "học kỳ II" that opens a part of the sentence at token k without its year:
// the school year at publication.
func (x *attaches) semester(d *doc, k int) (saidTime, bool) {
	if d.published == 0 || k+3 >= len(d.toks) || !d.opens(k) && !x.during.has(d.id(k-1)) || d.owners[k+3] == ownDate || d.id(k+3) == x.year || d.x.dates.w.roman[d.id(k+2)] == 0 {
		return saidTime{}, false
	}
	y, month, _ := d.published.Civil()
	if month < schoolStarts {
		y--
	}
	return saidTime{at: k + 3, value: yearSpan(y, y+1)}, true
}

// schoolYear reads "năm học trước" at token k: the one before the school year at hand;
// "năm học vừa qua", "năm học này": the last that was over at publication, the one then.
func (x *attaches) schoolYear(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	at := tl.atHand(left)
	from, to, two := 0, 0, false
	if at >= 0 {
		from, to, two = yearsIn(d.dates[at].Value)
	}
	id := d.id(k + 2)
	switch {
	case x.before.has(id):
		return saidTime{at: k + 3, value: yearSpan(from-1, to-1)}, two
	case d.published == 0:
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
	case x.now.has(id):
		return saidTime{at: k + 3, value: yearSpan(y, y+1)}, true
	case x.coming.has(id):
		return saidTime{at: k + 3, value: yearSpan(y+1, y+2)}, true
	}
	return saidTime{}, false
}

// The months in which a school year begins and is summed up.
const (
	schoolStarts = 8
	schoolEnds   = 5
)

// tillNow reads "đến nay" at token k behind an earlier time: "năm 2010 đạt 2 tiêu
// chí, đến nay đạt 15 tiêu chí". What is counted now is none of that time.
func (x *attaches) tillNow(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if left < 0 {
		return saidTime{at: k + 2, now: true}, d.id(k) == x.until && (d.opens(k) && x.stale(d, tl, left) || k > 0 && d.toks[k-1].Is(',') && x.foundedBefore(d, tl, k))
	}
	if d.dates[left].Last == "" {
		return saidTime{}, false
	}
	year := yearOf(d.art.Published)
	if tl.first >= 0 && tl.first != left {
		year = max(year, yearOf(d.dates[tl.first].Last))
	}
	apart := atoi(year) - atoi(yearOf(d.dates[left].Last))
	if year == "" || apart < 1 || apart < 2 && !d.figureIn(d.dates[left].j, k) {
		return saidTime{}, false
	}
	return saidTime{at: k + 2}, true
}

// foundedBefore reports that something began in an earlier year in the sentence before
// token k: "Thành lập năm 2016 với 21 thành viên, đến nay có 168 thành viên".
func (x *attaches) foundedBefore(d *doc, tl *timeline, k int) bool {
	from := d.sentence(k).First
	for n := tl.next - 1; n >= 0 && d.dates[n].i >= from; n-- {
		if t := &d.dates[n]; d.standings[n]&founding != 0 && t.Last != "" && atoi(yearOf(t.Last)) < tl.now {
			return true
		}
	}
	return false
}

// sameGrain reads "trong tháng", "trong quý", "trong tuần", "trong ngày", "trong năm," at token
// k: the last month, quarter, week or day that the article told of, the year it is about.
func (x *attaches) sameGrain(d *doc, tl *timeline, k int) (saidTime, bool) {
	n, id := k+1, d.id(k+1)
	if n+1 < len(d.toks) && !d.figureAt(n+1) &&
		(d.toks[n+1].Flags&vi.Upper != 0 || d.toks[n+1].Kind == vi.Digits || d.owners[n+1] != free || x.named.has(d.id(n+1))) && !d.toks[n+1].Has(vi.Line) {
		return saidTime{}, false // "trong Tháng Thanh niên", "trong tháng cao điểm"
	}
	switch id {
	case x.day:
		v := x.lastDay(d, tl)
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
		if d.id(k) == x.from && d.id(k+1) == x.start && d.id(k+2) == x.year && d.owners[k+2] == free && (k+3 >= len(d.toks) || d.toks[k+3].Kind == vi.Punct) {
			s, _ := x.fromStart(d, tl, k, -1)
			return s.value
		}
		if !x.during.has(d.id(k)) || d.owners[k+1] != free {
			continue
		}
		if t := d.toks[k+2]; !t.Has(vi.Line) && t.Kind != vi.Punct && d.id(k+2) != d.x.figures.words.and {
			return ""
		}
		s, _ := x.sameGrain(d, tl, k)
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

// summing reads "lũy kế", "cộng dồn" at token k without a time of their own: from
// January to the month at hand.
func (x *attaches) summing(d *doc, tl *timeline, k, left int) (saidTime, bool) {
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
	} else if !isMonth(v) {
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
