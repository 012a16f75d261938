package extract

import "github.com/trich-vn/trich/internal/vi"

// The readers of whole expressions: single stretches, ranges, lists.

// side reads one end of a range. After "từ" and in ranges bare numbers count.
func (x *dates) side(d *doc, i int, ranged bool) (s stretch, j int) {
	if i >= len(d.toks) {
		return noTime, 0
	}
	if d.toks[i].Kind == vi.Digits {
		if s, j = x.day(d, i, ranged); j > 0 {
			return s, j
		}
		if s, j = x.run(d, i); j > 0 {
			return s, j
		}
		return x.bareSide(d, i)
	}
	r := x.role(d, i)
	if r&(wStart|wMid|wEnd|wWhole|wMonth|wQuarter|wYear) != 0 || d.id(i) == x.w.nua {
		if s, j = x.period(d, i); j > 0 {
			return s, j
		}
	}
	if r&(wDay|wPhrase|wMung) != 0 || d.id(i) == x.w.ram {
		if s, j = x.day(d, i, ranged); j > 0 {
			return s, j
		}
		if s, j = x.lunarDay(d, i, ranged); j > 0 {
			return s, j
		}
	}
	if ranged && d.id(i) == x.w.nay && d.published > 0 {
		s = noTime
		s.grain, s.bare = dayGrain, true
		setDay(&s, d.published)
		return s, i + 1
	}
	if i+1 < len(d.toks) && x.role(d, i+1)&(wMonth|wQuarter) != 0 || x.role(d, i+1)&wDay != 0 && x.role(d, i+2)&(wStart|wEnd) != 0 {
		return x.run(d, i)
	}
	if ranged {
		if r&wWhole != 0 {
			i++
		}
		if s, j = x.holiday(d, i); j == 0 && d.id(i) == x.w.tet && x.role(d, i-1)&wTo != 0 {
			s.grain, s.lunar, s.month, s.day = dayGrain, true, 1, 1
			return s, i + 1 // "từ nay đến Tết"
		}
		return s, j // "từ nay đến hết Tết Nguyên đán Ất Tỵ"
	}
	return noTime, 0
}

// bareSide reads an end that is only numbers: 13.4, 16, 2020.
func (x *dates) bareSide(d *doc, i int) (s stretch, j int) {
	if s, j = x.lunarDay(d, i, false); j > 0 {
		return s, j
	}
	if y, ok := x.fourDigits(d, i); ok && modern(y) {
		s = noTime
		s.grain, s.year, s.bare = yearGrain, y, true
		return s, i + 1
	}
	s, j = x.dayNumber(d, i, true)
	s.bare = true
	if j > 0 {
		j = x.timeAfter(d, &s, j)
	}
	return s, j
}

// span reads an expression of time at i, a range where there is one.
func (x *dates) span(d *doc, i int) (m moment, j int) {
	k := i
	from := x.role(d, k)&wFrom != 0
	if from {
		if k++; d.newLine(k) {
			return m, 0
		}
	}
	a, j := x.side(d, k, from)
	if j == 0 {
		return m, 0
	}
	if m, e := x.goesOn(d, a, k, j, from); e > 0 {
		return m, e
	}
	if from {
		return x.openRange(d, a, k, j)
	}
	return x.alone(d, a, k, j)
}

// goesOn reads what makes a, [i, j), the beginning of a range: "đến nay", a
// second end, "trở lại đây".
func (x *dates) goesOn(d *doc, a stretch, i, j int, from bool) (m moment, e int) {
	said := a.sure || a.grain != dayGrain || a.month != 0
	if c := x.connector(d, j); c > 0 {
		switch {
		case !said && !from:
		case d.id(c) == x.w.nay, x.role(d, c)&wHour != 0:
			return untilNow(a, c+1) // "từ đầu năm tới giờ"
		case d.id(c) == x.w.hien && d.id(c+1) == x.w.nay:
			return untilNow(a, c+2)
		}
		if m, e = x.join(d, a, i, j, c, from); e > 0 {
			switch {
			case m.to.year == 0 && !m.to.relative:
				m.lean, e = x.leanAfter(d, e)
			case a.year > 0 && d.id(e-1) == x.w.sau && x.role(d, e-2)&wYear != 0:
				m.to.year, m.to.relative = a.year+1, false // "từ tháng 11/2022 đến tháng 4 năm sau"
			}
			return m, e
		}
	}
	if !said || d.id(j) != x.w.tro {
		return m, 0
	}
	switch {
	case d.id(j+1) == x.w.lai && d.id(j+2) == x.w.day:
		return untilNow(a, j+3)
	case d.id(j+1) == x.w.lai:
		return untilNow(a, j+2)
	case d.id(j+1) == x.w.di:
		return sinceMoment(a, j+2)
	}
	return m, 0
}

// openRange reads "từ" and one stretch as a range without an end. Without "kể" before it the
// text tells a beginning and not how long it lasts: "trồng cam từ năm 2016".
func (x *dates) openRange(d *doc, a stretch, i, j int) (m moment, e int) {
	if a.clocks && a.month > 0 {
		return clocked(a), j
	}
	if a.openMonth() || d.id(i) == x.w.nay || a.bare && !x.bareBeginning(d, a, i, j) {
		return m, 0
	}
	if d.id(j) == x.w.sang || x.onceDone(d, i-1) { // "chuyển từ năm 2018 sang": no beginning
		return moment{from: a, form: formOf(a)}, j
	}
	m, e = sinceMoment(a, j)
	m.starts = a.mod != wStart && d.id(i-2) != x.w.ke
	if a.year == 0 && !a.relative {
		m.lean, e = x.leanAfter(d, e)
	}
	return m, e
}

// onceBack is how many tokens before "từ" stand what was done once.
const onceBack = 5

// onceDone says that the words before the "từ" at token i tell of what was done at one
// time: "khởi công từ năm 2016", "được công nhận từ ngày 1/4/2018".
func (x *dates) onceDone(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k >= i-onceBack && d.toks[k].Kind == vi.Word && !d.newLine(k+1); k-- {
		if _, n := x.w.once.Longest(d.toks, k); n > 0 {
			return true
		}
	}
	return false
}

// bareBeginning says that bare numbers after "từ" are the beginning of a time:
// "từ 2015", "từ 1/7", and no amount.
func (x *dates) bareBeginning(d *doc, a stretch, i, j int) bool {
	switch a.grain {
	case yearGrain:
		c := x.connector(d, j)
		return a.year > 0 && x.okAfter(d, j) && (c == 0 || c >= len(d.toks) || d.toks[c].Kind != vi.Digits)
	case dayGrain:
		return x.certain(d, i, j, a)
	}
	return true
}

// alone reads a, [i, j), as an expression by itself.
func (x *dates) alone(d *doc, a stretch, i, j int) (m moment, e int) {
	if a.bare && !x.certain(d, i, j, a) {
		return m, 0
	}
	if a.openMonth() && !x.inherit(d, &a, j) && (a.loose || !x.okAfter(d, j)) {
		return m, 0
	}
	if a.year == 0 && !a.relative && !a.lunar && (a.grain == dayGrain && a.month > 0 || a.grain == monthGrain || a.grain == quarterGrain) {
		x.inherit(d, &a, j)
	}
	if a.clocks {
		return clocked(a), j
	}
	if a.grain == dayGrain && a.year == 0 && !a.relative && !a.same {
		a.lean, j = x.leanAfter(d, j)
	}
	return moment{from: a, form: formOf(a)}, j
}

// clocked returns the range of a day from one time to another.
func clocked(a stretch) moment {
	b := a
	b.hour, b.min = a.endHour, a.endMin
	return moment{from: a, to: b, shape: between, form: formRange}
}

// certain says that a single stretch of bare numbers is a date.
func (x *dates) certain(d *doc, i, j int, s stretch) bool {
	switch {
	case s.grain == monthGrain:
		if i == 0 || d.newLine(i) || x.role(d, i-1) != 0 {
			return x.role(d, i-1)&(wAct|wCode|wOrdinal) == 0
		}
		return d.toks[i-1].Flags&vi.Caps == 0 // QĐ 3/2024
	case s.grain != dayGrain:
		return false
	case s.year > 0 || s.relative:
		return true
	}
	return x.uncertainDay(d, i, j, s)
}

// untilNow returns the range that began with a and goes on at publication.
func untilNow(a stretch, j int) (moment, int) {
	m, j := sinceMoment(a, j)
	m.lean = past
	return m, j
}

// sinceMoment returns the open range that begins with a.
func sinceMoment(a stretch, j int) (moment, int) {
	if a.mod == wStart {
		a = firstDay(a)
	}
	return moment{from: a, shape: since, form: formSince}, j
}

// firstDay returns the day "đầu năm 2024" begins with, as a beginning.
func firstDay(a stretch) stretch {
	switch a.grain {
	case yearGrain:
		a.report = a.year == 0
		a.grain, a.month, a.day, a.bare = dayGrain, 1, 1, false
	case monthGrain:
		if !a.lunar && a.until == 0 {
			a.grain, a.day = dayGrain, 1
		}
	}
	return a
}

// join reads the second end of a range whose first is a, [i, j), and gives
// each end what only the other says.
func (x *dates) join(d *doc, a stretch, i, j, c int, from bool) (m moment, e int) {
	b, e := x.rightEnd(d, a, c)
	if e == 0 || !x.shareGrain(d, &a, &b, j, e, from) || x.opened(d, i) && anniversary(a, b) {
		return m, 0
	}
	shareYear(&a, b)
	if !x.plausible(d, a, b, i, e, from) {
		return m, 0
	}
	if a.mod == wStart {
		a = firstDay(a)
	}
	return moment{from: a, to: b, shape: between, form: formRange}, e
}

// anniversary reports that b is the day of a some years later: two days of memory
// and no time between, as in "kỷ niệm 40 năm ngày thành lập (5/6/1984 - 5/6/2024)".
func anniversary(a, b stretch) bool {
	return a.grain == dayGrain && b.grain == dayGrain && a.day == b.day && a.month == b.month && a.year > 0 && b.year > a.year+1
}

// rightEnd reads the end of a range; after a quarter a bare III is one too.
func (x *dates) rightEnd(d *doc, a stretch, c int) (b stretch, e int) {
	if a.grain == quarterGrain {
		if n, k := x.quarterName(d, c); k > 0 {
			b = noTime
			b.grain, b.month = quarterGrain, n
			return b, x.yearAfter(d, &b, k, true)
		}
	}
	return x.side(d, c, true)
}

// shareGrain settles what bare numbers at the ends of a range are: "tháng 3
// đến 5", "ngày 11 đến 13.4", "từ 3 - 5/2024".
func (x *dates) shareGrain(d *doc, a, b *stretch, j, e int, from bool) bool {
	if b.bare && b.openMonth() {
		switch {
		case a.grain == monthGrain && b.day <= 12 && !a.inferred && x.okAfter(d, e):
			b.grain, b.month, b.day = monthGrain, b.day, 0
		case a.hasShift && !a.bare:
			b.monthShift, b.hasShift = a.monthShift, true
		}
	}
	if b.openMonth() && b.lunar && a.lunar && a.month > 0 { // "từ 29 Tết đến mùng 3"
		if b.month = a.month; b.day < a.day {
			b.month = a.month%12 + 1
		}
	}
	if b.openMonth() {
		return false
	}
	if a.openMonth() {
		switch b.grain {
		case monthGrain:
			if !from || !a.bare || !b.bare || a.day > 12 {
				return false
			}
			a.grain, a.month, a.day = monthGrain, a.day, 0
		case dayGrain:
			a.month, a.lunar, a.hasShift, a.monthShift = b.month, b.lunar, b.hasShift, b.monthShift
			if a.day > b.day && b.month > 0 {
				if d.dash(j) || a.bare && !from {
					return false
				}
				if a.month--; a.month == 0 {
					a.month = 12
				}
			}
		default:
			return false
		}
	}
	return a.grain == b.grain || a.grain == dayGrain || b.grain == dayGrain || !d.dash(j)
}

// shareYear gives the first end of a range the year of the second.
func shareYear(a *stretch, b stretch) {
	if a.year != 0 || a.relative || b.year == 0 && !b.relative {
		return
	}
	a.year, a.relative, a.shift = b.year, b.relative, b.shift
	switch {
	case !before(b, *a):
	case a.year > 0:
		a.year--
	default:
		a.shift--
	}
}

// plausible says that two ends joined by "đến" or a dash are a range of time
// and no range of something else.
func (x *dates) plausible(d *doc, a, b stretch, i, e int, from bool) bool {
	if !a.bare {
		return true
	}
	switch {
	case a.grain == yearGrain && a.mod != 0:
		return a.year > 0 || from && a.mod == wStart
	case a.grain == yearGrain && b.grain == yearGrain && b.mod == 0:
		return a.year < b.year && b.year-a.year <= 120 && (!b.bare || x.role(d, e)&wUnit == 0)
	case a.grain != dayGrain || a.inferred || b.sure || b.grain == dayGrain && b.year > 0:
		return true
	case (a.dots || b.dots) && !d.dots && !x.dotted(d, a, b, i, e, from):
		return false
	case b.grain == dayGrain && before(b, a) && (a.month < 9 || b.month > 4), !x.okAfter(d, e) && !x.ledOn(d, a, i, e):
		return false
	case from:
		return true
	case !b.bare:
		return true
	case x.role(d, i-1)&wName != 0:
		return false
	case x.role(d, i-1)&(wLead|wNear|wDay) != 0:
		return true
	case a.month == b.month && a.year == b.year && a.day < b.day && b.day > 12 && d.dash(i+1):
		return true // 1-15/11
	case x.role(d, i-1)&(wCount|wAct|wCode|wUnit) != 0 || i > 0 && d.toks[i-1].Kind == vi.Digits:
		return false
	case a.day > 12 && a.month > 0 || b.day > 12 && a.month != b.month:
		return true // giai đoạn 1/7 - 31/12
	case !x.opened(d, i) && !d.newLine(i):
		return false
	}
	return a.day > 12 || b.day > 12 || x.nearDay(d, i)
}

// dotted says that the ends of a range, [i, e), both in dots, are days where no day in
// dots was read before: "(từ 1.6 đến 15.6)". A decimal comes with a comma.
func (x *dates) dotted(d *doc, a, b stretch, i, e int, from bool) bool {
	return a.dots && b.dots && (from || x.opened(d, i)) && (a.day > 12 || b.day > 12) && (d.is(e, ')') || d.is(e, ','))
}

// ledOn says that a word before the range from a, at i, tells that it is one of days,
// so that any word but a unit may follow it at e: "kỳ nghỉ lễ 30/4 - 4/5 đón …".
func (x *dates) ledOn(d *doc, a stretch, i, e int) bool {
	return a.day > a.month && a.month > 0 && !d.newLine(i) && x.role(d, i-1)&(wLead|wNear|wDay) != 0 && x.role(d, e)&wUnit == 0
}

// before says that a comes before b within a year, as far as they tell.
func before(a, b stretch) bool {
	am, bm := a, b
	if am.year == 0 {
		am.year = 2000
	}
	bm.year = am.year
	if a.year != 0 && b.year != 0 {
		bm.year = b.year
	}
	if am.grain == dayGrain && am.month == 0 || bm.grain == dayGrain && bm.month == 0 {
		return a.day < b.day
	}
	af, _, ok1 := am.days()
	bf, _, ok2 := bm.days()
	return ok1 && ok2 && af < bf
}

// opened says that a bracket stands before token i.
func (x *dates) opened(d *doc, i int) bool { return d.is(i-1, '(') }

// nearDay says that a word about days stands shortly before token i in its
// sentence.
func (x *dates) nearDay(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k >= i-12; k-- {
		if d.newLine(k+1) || d.is(k, '.') || d.is(k, ';') {
			return false
		}
		if x.role(d, k)&wNear != 0 {
			return true
		}
	}
	return false
}

// upTo says that the day at i is one up to which something was counted: "tính đến
// 30.9, tổng nguồn vốn đạt …".
func (x *dates) upTo(d *doc, i int) bool {
	return !d.newLine(i) && d.id(i-1) == x.w.den && (d.id(i-2) == x.w.tinh || x.summed.has(d.id(i-2)))
}

// uncertainDay decides on a day without year that no "ngày" leads to:
// "(3/2)", "dịp 30/4", "Quốc khánh 2/9". It is none after the name of a
// street, before something counted, or out of the blue.
func (x *dates) uncertainDay(d *doc, i, j int, s stretch) bool {
	if s.grain == dayGrain && s.day > s.month && s.month > 0 && !s.dots && d.id(i-1) == x.w.khoang && !d.newLine(i) && (j >= len(d.toks) || d.toks[j].Kind == vi.Punct) {
		return x.okAfter(d, j) // "kết thúc khoảng 10/7."
	}
	if s.grain != dayGrain || s.month == 0 || x.role(d, i-1)&(wName|wAct|wCode|wCount) != 0 && x.role(d, i-1)&wLead == 0 {
		return false
	}
	if s.dots && !d.dots {
		return x.upTo(d, i) && x.okAfter(d, j) && (j >= len(d.toks) || d.toks[j].Kind != vi.Word)
	}
	if s.lunar {
		return true
	}
	if l, e := x.leanAfter(d, j); l != 0 && e > j && d.toks[i].Flags&vi.Space != 0 {
		return true
	}
	if x.w.feasts[[2]int8{s.day, s.month}] && d.is(i+1, '/') && x.okAfter(d, j) && x.feastCue(d, i) {
		return true
	}
	if x.opened(d, i) {
		return (d.is(j, ')') || d.is(j, ',') || d.is(j, '-') || d.is(j, ';')) && x.nearDay(d, i)
	}
	if !x.okAfter(d, j) {
		return x.deadline(d, i, s) && x.role(d, j)&wUnit == 0
	}
	if x.role(d, i-1)&wLead != 0 || x.pointInTime(d, i) {
		return true
	}
	return x.feast(d, i)
}

// deadline says that behind "đến", "trước" or "muộn nhất" the numbers at i can
// be no share of what follows them: "đến 31/8 tổng vốn giải ngân …", "trước
// 30/11 các xã …", but "đến 8/9 hộ có đất".
func (x *dates) deadline(d *doc, i int, s stretch) bool {
	if d.newLine(i) {
		return false
	}
	r := x.role(d, i-1)
	return x.upTo(d, i) || s.day > s.month && (r&wTo != 0 || r&wLead != 0 && r&(wNear|wWhole) == 0 || x.pointInTime(d, i))
}

// pointInTime says that "thời điểm" stands before token i.
func (x *dates) pointInTime(d *doc, i int) bool {
	return d.id(i-1) == x.w.diem && d.id(i-2) == x.w.thoi && !d.newLine(i)
}

// feastCue says that shortly before token i stands a capital inside the
// sentence or a word about days: "Giải phóng Thủ đô 10/10".
func (x *dates) feastCue(d *doc, i int) bool {
	if d.newLine(i) {
		return true
	}
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		if x.role(d, k)&wNear != 0 {
			return true
		}
		if d.newLine(k) || d.toks[k].Kind == vi.Digits || d.is(k, '.') || d.is(k, ';') || d.is(k, ':') {
			return false
		}
		if d.toks[k].Flags&vi.Upper != 0 && !d.is(k-1, '.') {
			return true
		}
	}
	return false
}

// feast says that the words before token i name a day to be kept: "Quốc tế
// Phụ nữ 8/3", "Ngày Thương binh - Liệt sĩ 27/7".
func (x *dates) feast(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k >= i-12; k-- {
		t := d.toks[k]
		if d.newLine(k+1) || t.Kind == vi.Digits {
			return false
		}
		if t.Kind == vi.Punct && !d.dash(k) && !d.is(k, ',') && !d.is(k, '“') && !d.is(k, '”') && !d.is(k, '"') {
			return false
		}
		r := x.role(d, k)
		if r&wDay != 0 || d.id(k) == x.w.le || d.id(k) == x.w.dip || d.id(k) == x.w.khanh && d.id(k-1) == x.w.quoc {
			return true
		}
		if r&(wFrom|wTo) != 0 {
			return false
		}
	}
	return false
}

// formOf names the rule that a single stretch was read by.
func formOf(s stretch) form {
	switch s.grain {
	case dayGrain:
		switch {
		case s.same || s.inferred:
			return formRelativeDay
		case s.lunar:
			return formLunarDay
		case s.weekday > 0:
			return formWeekday
		case s.hour >= 0:
			return formClockDay
		}
		return formDay
	case monthGrain:
		return formMonth
	case quarterGrain:
		return formQuarter
	case halfGrain, monthsGrain:
		return formRun
	case yearsGrain:
		return formDecade
	}
	if s.relative {
		return formRelativeYear
	}
	return formYear
}

// item reads the next element of a list of days, months, quarters or years:
// "5, 7 và 12/3/2024", "năm 2022, 2023". The element before it has been read.
func (x *dates) item(d *doc, i int) (m moment, j int) {
	if len(d.found) == 0 || d.newLine(i) {
		return m, 0
	}
	last := &d.found[len(d.found)-1]
	if last.j != i-1 || !x.joins(d, i-1) {
		return m, 0
	}
	kind := last.from.grain
	if last.shape == between {
		kind = last.to.grain
	}
	s := noTime
	s.grain = kind
	switch kind {
	case yearGrain:
		return x.yearItem(d, i)
	case dayGrain:
		s, j = x.dayItem(d, i, last)
	case monthGrain:
		if n, ok := x.small(d, i); ok && n >= 1 && n <= 12 && !last.from.lunar && !x.runsOn(d, i+1, slash) {
			s.month = int8(n)
			j = x.periodItem(d, &s, i+1)
		}
	case quarterGrain:
		var k int
		if s.month, k = x.quarterName(d, i); k > 0 {
			j = x.periodItem(d, &s, k)
		}
	}
	if j == 0 {
		return m, 0
	}
	return moment{from: s, form: formList}, j
}

// yearItem reads a further year of a list, or a further range: "giai đoạn
// 2016-2020, 2021-2025".
func (x *dates) yearItem(d *doc, i int) (m moment, j int) {
	y, ok := x.fourDigits(d, i)
	if !ok || !modern(y) || !x.okAfter(d, i+1) && !x.nextYear(d, i, y) || x.runsOn(d, i+1, noSep) && !d.dash(i+1) {
		return m, 0
	}
	s := noTime
	s.grain, s.year = yearGrain, y
	if c := x.connector(d, i+1); c > 0 && d.dash(i+1) {
		if y2, ok := x.fourDigits(d, c); ok && y2 > y {
			to := s
			to.year = y2
			return moment{from: s, to: to, shape: between, form: formList}, c + 1
		}
	}
	return moment{from: s, form: formList}, i + 1
}

// nextYear says that y, at token i, is the year before or after the one that
// "và" joins it to, and that it counts nothing: "hai năm 2020 và 2021 thu được …".
func (x *dates) nextYear(d *doc, i, y int) bool {
	last := &d.found[len(d.found)-1]
	return x.role(d, i-1)&wAnd != 0 && last.shape == single && (y == last.from.year+1 || y == last.from.year-1) && x.role(d, i+1)&wUnit == 0
}

// dayItem reads a further day of a list; one without a month takes it from a
// later one or shares what is missing with the one before.
func (x *dates) dayItem(d *doc, i int, last *foundDate) (s stretch, j int) {
	s, j = x.dayNumber(d, i, true)
	switch {
	case j == 0 || s.grain != dayGrain:
		return s, 0
	case s.openMonth():
		if !x.inherit(d, &s, j) && (!last.from.openMonth() || !x.okAfter(d, j)) {
			return s, 0
		}
	case s.year == 0 && !s.hasShift && !x.okAfter(d, j):
		return s, 0
	}
	if s.year == 0 && !s.relative {
		s.lean, j = x.leanAfter(d, j)
	}
	return s, j
}

// periodItem reads the year of a further month or quarter of a list, or takes
// it from a later one; the token after it, 0 when what follows is counted.
func (x *dates) periodItem(d *doc, s *stretch, i int) int {
	if j := x.yearAfter(d, s, i, true); j > i {
		return j
	}
	if !x.okAfter(d, i) {
		return 0
	}
	x.inherit(d, s, i)
	return i
}

// joins says that token i joins the elements of a list.
func (x *dates) joins(d *doc, i int) bool {
	return !d.newLine(i) && (d.is(i, ',') || d.is(i, '+') || d.is(i, '&') || x.role(d, i)&wAnd != 0)
}

// inherit gives a day without month, or a day, month or quarter without year,
// what a later element of its list says: "5, 7 và 12/3/2024".
func (x *dates) inherit(d *doc, s *stretch, j int) bool {
	for steps := 0; steps < 16; steps++ {
		k := x.nextElement(d, j)
		if k == 0 {
			return false
		}
		n := noTime
		switch s.grain {
		case dayGrain:
			n, j = x.dayNumber(d, k, true)
			if j == 0 || n.grain != dayGrain {
				return false
			}
		case monthGrain:
			m, ok := x.small(d, k)
			if !ok || m < 1 || m > 12 {
				return false
			}
			n.month = int8(m)
			j = x.yearAfter(d, &n, k+1, true)
		case quarterGrain:
			var e int
			if n.month, e = x.quarterName(d, k); e == 0 {
				return false
			}
			j = x.yearAfter(d, &n, e, true)
		default:
			return false
		}
		if s.openMonth() && !n.openMonth() {
			s.month, s.lunar, s.hasShift, s.monthShift = n.month, n.lunar, n.hasShift, n.monthShift
			s.year, s.relative, s.shift = n.year, n.relative, n.shift
			return true
		}
		if !s.openMonth() && (n.year > 0 || n.relative) {
			s.year, s.relative, s.shift = n.year, n.relative, n.shift
			if n.year > 0 && n.month < s.month {
				s.year--
			}
			return true
		}
	}
	return false
}

// nextElement returns where the element after a joint at token j begins, 0
// when the list ends there. Words such as "và ngày", ", đầu tháng" are passed.
func (x *dates) nextElement(d *doc, j int) int {
	if j >= len(d.toks) || !x.joins(d, j) && (d.newLine(j) || !x.isPart(d, j)) {
		return 0
	}
	k := j
	for k < len(d.toks) && k < j+6 && !d.newLine(k) &&
		(x.joins(d, k) || x.role(d, k)&(wDay|wMonth|wQuarter|wStart|wMid|wEnd) != 0 || x.isPart(d, k)) {
		k++
	}
	if d.newLine(k) {
		return 0
	}
	return k
}

// isPart says that a part of the day is named at token i.
func (x *dates) isPart(d *doc, i int) bool {
	p, _ := x.phrase(d, i)
	return p != nil && p.kind == partPhrase
}
