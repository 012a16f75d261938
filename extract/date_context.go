package extract

import (
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// What an expression leaves out is filled in here, once all of an article have
// been read: the year from the publication, from the words beside it, from the
// dates named before it in its paragraph, or, without a day of publication,
// from the year named nearest.

// How many expressions or tokens away the context may stand: without a bound,
// the time would grow with the square of the text.
const (
	nearDates  = 40
	nearTokens = 400
)

// How much a date counts for the year that an article speaks of, and from
// which weight on a year long past is its subject.
const (
	weightYear  = 2
	weightMonth = 3
	weightDay   = 5
	historic    = 10
)

// A foundDate is an expression of time with the tokens it stands on.
type foundDate struct {
	i, j int
	line int // the line it begins on
	moment
	inferred string
	told     bool // its year is that of the story it belongs to
	act      bool // the day of a document or a birth, no part of the story
}

// dateNotes is what is known of an article while its dates are read.
type dateNotes struct {
	published vi.Day      // the day of publication, 0 when unknown
	found     []foundDate // the expressions so far
	line      int         // the line being read
	dots      bool        // days are written as 24.6
	own       int         // the year the article speaks of most, 0 not counted yet, -1 none
	ownWeight int         // how much of the article is about it
}

// resolve completes every expression and drops those that stay open.
func (x *dates) resolve(d *doc) {
	kept := d.found[:0]
	for k := range d.found {
		f := d.found[k]
		if x.complete(d, k, &f) {
			d.found[k] = f
		} else {
			f.from.grain = noGrain
			d.found[k].from.grain = noGrain
		}
	}
	for _, f := range d.found {
		if f.from.grain != noGrain {
			kept = append(kept, f)
		}
	}
	d.found = kept
}

// complete fills in what f, the k-th expression, leaves out.
func (x *dates) complete(d *doc, k int, f *foundDate) bool {
	if f.shape == clock || f.shape == invalid {
		return true
	}
	if f.from.same && !x.sameDay(d, k, &f.from) || f.shape == between && f.to.same && !x.sameDay(d, k, &f.to) {
		return false
	}
	if f.from.inferred {
		f.inferred = "publication"
	}
	if f.from.same {
		f.inferred = "day"
	}
	if f.from.century {
		f.inferred = "century"
	}
	if f.shape == between && !f.to.complete() && f.from.inferred && f.from.grain == dayGrain && f.to.month > 0 && !f.to.relative && f.to.year == 0 {
		f.to.year = f.from.year // "từ nay đến 28/2"
		if first, _, ok := f.to.days(); ok && first < d.published {
			f.to.year++
		}
	}
	if f.shape == between && !f.to.complete() {
		if !x.fill(d, k, f, &f.to) {
			return false
		}
		f.inferred = "year"
	}
	switch s := &f.from; {
	case s.complete():
	case f.shape == between && !s.relative && s.month > 0:
		s.year = yearBefore(*s, f.to)
	default:
		f.inferred = "year"
		return x.fill(d, k, f, s)
	}
	return true
}

// yearBefore returns the year of from as the beginning of a range that ends
// with to.
func yearBefore(from, to stretch) int {
	from.year = to.year
	if before(to, from) {
		return to.year - 1
	}
	return to.year
}

// sameDay takes over the day named last.
func (x *dates) sameDay(d *doc, k int, s *stretch) bool {
	for n := k - 1; n >= max(0, k-nearDates); n-- {
		f := &d.found[n]
		last := f.from
		if f.shape == between {
			last = f.to
		}
		until := f.line != d.found[k].line && d.id(f.i-1) == x.w.den && !d.newLine(f.i) && !d.opens(f.i-1) // "đến 30/11 mới giải ngân …"
		feast := f.i > 0 && x.occasions.has(d.id(f.i-1))                                                   // "đợt 2/9"
		if last.grain == dayGrain && last.complete() && !until && !feast && !f.act && f.shape != invalid && f.shape != clock {
			s.year, s.month, s.day, s.lunar, s.leap = last.year, last.month, last.day, last.lunar, last.leap
			return true
		}
	}
	return false
}

// fill completes one stretch of the k-th expression.
func (x *dates) fill(d *doc, k int, f *foundDate, s *stretch) bool {
	if s.compared {
		if y := x.reportedYear(d, k); y > 0 {
			s.year = y - 1
			return true
		}
	}
	if s.relative {
		if d.published == 0 {
			return false
		}
		y, _, _ := d.published.Civil()
		s.year = y + int(s.shift)
		return true
	}
	if s.grain == dayGrain && s.month == 0 {
		return x.fillMonth(d, s, x.leanOf(d, f, s))
	}
	if s.grain == yearGrain || s.report { // "từ đầu năm", "đến cuối năm"
		if y := x.reportYear(d, k); y > 0 {
			s.year = y
			return true
		}
		return false
	}
	if y := x.storyYear(d, k, s); y > 0 {
		s.year, f.told = y, true
		return true
	}
	if y := x.siblingYear(d, k, *s); y > 0 {
		s.year = y
		return true
	}
	if d.published == 0 {
		s.year = x.namedYear(d, k, s)
		return s.year > 0
	}
	if s.grain == dayGrain || s.grain == monthGrain {
		from := stretch{}
		if f.shape == between && s == &f.to {
			from = f.from
		}
		s.year = x.nearestRange(d, from, *s, x.leanOf(d, f, s))
		return true
	}
	if y := x.lineYear(d, k); x.yearNow(d, y) {
		s.year = y
		return true
	}
	s.year = x.periodYear(d, *s, x.leanOf(d, f, s))
	return true
}

// yearNow says that y is the year of publication.
func (x *dates) yearNow(d *doc, y int) bool {
	if d.published == 0 || y == 0 {
		return false
	}
	now, _, _ := d.published.Civil()
	return y == now
}

// lineYear returns the last year that opened a sentence of the paragraph before the k-th
// expression: "Năm 2025, huyện đặt mục tiêu … Trong quý I, …". 0 when none did.
func (x *dates) lineYear(d *doc, k int) int {
	for n := k - 1; n >= max(0, k-nearDates) && d.found[n].line == d.found[k].line; n-- {
		if f := &d.found[n]; f.from.grain == yearGrain && f.shape == single && f.inferred == "" && f.from.year > 0 && !f.from.relative && x.opensSentence(d, f) {
			return f.from.year
		}
	}
	return 0
}

// reportedYear returns the year of the period named last before the k-th
// expression in its paragraph; in spring that is otherwise the year before,
// where the article speaks of it most. It is 0 when there is none.
func (x *dates) reportedYear(d *doc, k int) int {
	at, line := d.found[k].i, d.found[k].line
	for n := k - 1; n >= max(0, k-nearDates); n-- {
		f := &d.found[n]
		if f.line != line || at-f.i > nearTokens {
			break
		}
		y := x.yearOf(f)
		if f.from.relative && f.shape == single {
			y = f.from.year // "Sáu tháng đầu năm nay …, tăng 18% so với cùng kỳ năm trước"
		}
		aside := d.is(f.i-1, '(') && !d.is(f.j, ')') // "chiếm 58% (năm 2022 là 51%)"
		if y > 0 && !f.act && !aside && (f.from.grain != dayGrain || f.form == formHoliday) && !x.compared(d, f.i) && !x.outdone(d, f.i) {
			return y
		}
	}
	if d.published == 0 {
		return 0
	}
	if y, m, _ := d.published.Civil(); m <= 3 && x.ownYear(d) == y-1 {
		return y - 1
	}
	return 0
}

// fillMonth puts a day without month into the month of publication or, when
// that day was still to come, into the month before.
func (x *dates) fillMonth(d *doc, s *stretch, l lean) bool {
	if d.published == 0 {
		return false
	}
	y, m, day := d.published.Civil()
	m += int(s.monthShift)
	switch {
	case s.hasShift:
	case l.ahead() && int(s.day) <= day:
		m++
	case !l.ahead() && int(s.day) > day:
		m--
	}
	if m < 1 {
		y, m = y-1, m+12
	}
	if m > 12 {
		y, m = y+1, m-12
	}
	s.year, s.month = y, int8(m)
	return true
}

// How many tokens before a day the words stand that say on which side it lies, and how
// many more the list takes that it goes on.
const (
	leanBack = 6
	listBack = 3
)

// leanOf returns the side of the publication that words beside f speak of.
func (x *dates) leanOf(d *doc, f *foundDate, s *stretch) lean {
	switch {
	case s.lean != 0:
		return s.lean
	case f.lean != 0:
		return f.lean
	}
	back := leanBack
	if f.form == formList {
		back += listBack
	}
	for k := f.i - 1; k >= 0 && k >= f.i-back; k-- {
		if d.newLine(k+1) || d.is(k, '.') || d.is(k, ';') {
			break
		}
		if side, n := x.w.leans.Longest(d.toks, k); n > 0 {
			switch {
			case side == 1:
				return likelyFuture
			case !f.act:
				return likelyPast
			}
			break
		}
	}
	if f.act {
		return past
	}
	if x.leansAhead(d, f) {
		return likelyFuture
	}
	if f.shape == single && f.from.grain == dayGrain && f.i > 0 && d.id(f.i-1) == x.w.truoc && !d.newLine(f.i) {
		return likelyFuture // "trước 31/8 hoàn thành"
	}
	if f.shape == since || x.endsOn(d, f) {
		return beginning
	}
	return 0
}

// leanAhead is how many tokens behind a time that opens the sentence tell that it is to come.
const leanAhead = 10

// leansAhead says that f, or the list that it stands in, opens a part of the sentence and
// that this tells what is to come: "Tháng 11 và 12, đơn vị sẽ lao 10 phiến dầm".
func (x *dates) leansAhead(d *doc, f *foundDate) bool {
	i := f.i
	for n := 0; n < listBack && i > 1 && x.joins(d, i-1) && d.owners[i-2] == ownDate; n++ {
		for i -= 2; i > 0 && d.owners[i-1] == ownDate; i-- {
		}
	}
	opens := d.opens(i) || d.is(i-1, ',') || x.role(d, i-1)&(wTo|wLead) != 0 && d.opens(i-1) || d.id(i-1) == x.w.trong
	if !opens && !d.is(f.j, ',') {
		return false
	}
	ahead := leanAhead
	if !opens {
		ahead = listBack // "Nhân ngày thành lập Hội 14/10, sẽ tuyên dương 100 nông dân"
	}
	for k := f.j; k < len(d.toks) && k < f.j+ahead && !d.newLine(k) && !d.is(k, '.') && !d.is(k, ';'); k++ {
		if side, n := x.w.leans.Longest(d.toks, k); n > 0 {
			return side == 1
		}
		if d.figureAt(k) && d.owners[k] != ownDate {
			return false
		}
	}
	return false
}

// endsOn says that "đến" leads to the single month or day f up to which nothing is summed:
// "ký đơn hàng đến hết tháng 9".
func (x *dates) endsOn(d *doc, f *foundDate) bool {
	if f.shape != single {
		return false
	}
	to := false
	for k := f.i; k >= 0 && k >= f.i-leanBack && (k == f.i || !d.newLine(k+1)); k-- {
		to = to || k < f.i && d.id(k) == x.w.den
		if d.id(k) == x.w.tinh || x.summed.has(d.id(k)) {
			return false
		}
	}
	return to
}

// How far from the publication a day counts, per day: news tell of the past,
// and a year that is not said is the current one unless another is much nearer.
const (
	costPast      = 4
	costFuture    = 20
	costAhead     = 4 // a future that words speak of
	costOtherYear = 600
	costUnsaid    = 800  // words before the day say the other side
	costAgainst   = 3000 // words behind it do
	costWeekday   = 800  // the weekday does not fit
)

// nearest returns the year that puts s nearest to the publication.
func (x *dates) nearest(d *doc, s stretch, l lean) int {
	return x.nearestRange(d, stretch{}, s, l)
}

// nearestRange returns the year of to that puts the range from from, if that
// is any, to to nearest to the publication.
func (x *dates) nearestRange(d *doc, from, to stretch, l lean) int {
	published, _, _ := d.published.Civil()
	best, cost := 0, 0
	for y := published - 1; y <= published+1; y++ {
		to.year = y
		first, last, ok := to.days()
		if !ok {
			continue
		}
		if from.month > 0 && from.year == 0 {
			from := from
			from.year = yearBefore(from, to)
			if n, _, ok := from.days(); ok {
				first = n
			}
		}
		c := 0
		switch {
		case last < d.published:
			c = costPast * int(d.published-last)
			switch l {
			case future:
				c += costAgainst
			case likelyFuture:
				c += costUnsaid
			}
		case first > d.published:
			c = costFuture * int(first-d.published)
			switch l {
			case past:
				c += costAgainst
			case likelyPast:
				c += costUnsaid
			case future, likelyFuture, beginning:
				c = costAhead * int(first-d.published)
			}
		}
		if y != published {
			c += costOtherYear
		}
		if to.weekday > 0 && last.Weekday() != int(to.weekday) {
			c += costWeekday
		}
		if best == 0 || c < cost {
			best, cost = y, c
		}
	}
	if best == 0 {
		return published
	}
	return best
}

// storyYear returns the year that a day or month without one has in a story
// that began with a full date in the same paragraph or the one before: after 12/5/2021, "ngày
// 20/7" is of 2021 too. It is 0 when nothing was told.
func (x *dates) storyYear(d *doc, k int, s *stretch) int {
	if s.grain != dayGrain && s.grain != monthGrain || d.found[k].shape == since || d.published > 0 && (s.lean == past || s.lunar && s.grain == monthGrain) {
		return 0 // "ngày 22-8 vừa rồi" goes by the publication
	}
	if y := x.withinYear(d, k, *s); y > 0 {
		return y
	}
	at, line := d.found[k].i, d.found[k].line
	ahead := x.leanOf(d, &d.found[k], s).ahead()
	for n := k - 1; n >= max(0, k-nearDates); n-- {
		f := &d.found[n]
		if f.line < line-1 || at-f.i > nearTokens {
			return 0
		}
		if f.act || f.shape == clock || f.shape == invalid || f.inferred != "" && !f.told || f.shape == since && ahead || x.compared(d, f.i) {
			continue // "nợ từ tháng 8/2022; nộp trước ngày 31-12"
		}
		last := f.from
		if f.shape == between {
			last = f.to
		}
		if last.year == 0 {
			continue
		}
		switch last.grain {
		case dayGrain, monthGrain:
			if !x.sameStory(d, last.year) {
				continue
			}
			if ahead && x.soon(d, *s) {
				return 0
			}
			fresh := vi.Day(20)
			if f.line != line {
				fresh = 60
			}
			y := x.yearInStory(d, last, *s, at, fresh)
			if ahead && x.over(d, *s, y) {
				return 0
			}
			return y
		case yearGrain:
			if x.opensSentence(d, f) && f.shape == single && !(ahead && x.over(d, *s, last.year)) && (d.sentence(f.i).First == d.sentence(at).First || f.line == line && x.yearNow(d, last.year) && ahead) {
				return last.year
			}
		}
	}
	return 0
}

// over says that s was over at publication in year y.
func (x *dates) over(d *doc, s stretch, y int) bool {
	s.year = y
	_, last, ok := s.days()
	return ok && last < d.published
}

// withinYear returns the year of the quarter, the half or the months that the k-th
// expression lies in, told before it in its sentence: "Quý IV, …; mở phiên vào ngày 20/10".
// 0 where none is.
func (x *dates) withinYear(d *doc, k int, s stretch) int {
	first := d.sentence(d.found[k].i).First
	for n := k - 1; n >= 0 && n >= k-nearby && d.found[n].i >= first; n-- {
		f := &d.found[n]
		if f.shape != single || f.from.year == 0 || f.from.grain != quarterGrain && f.from.grain != halfGrain && f.from.grain != monthsGrain || x.compared(d, f.i) {
			continue
		}
		if from, to := f.from.months(); int(s.month) >= from && int(s.month) <= to {
			return f.from.year
		}
	}
	return 0
}

// nearby is how many expressions of a sentence are gone back over.
const nearby = 6

// soonMost is how many days ahead a forecast looks at most.
const soonMost = 31

// soon says that s lies in the days after publication: "Dự báo từ đêm 21 đến 23/9, …".
func (x *dates) soon(d *doc, s stretch) bool {
	if d.published == 0 {
		return false
	}
	s.year, _, _ = d.published.Civil()
	first, _, ok := s.days()
	return ok && first >= d.published && first <= d.published+soonMost
}

// sameStory says that a day of a year can begin the story a later day without
// a year belongs to: the year is not long past, or the article's own.
func (x *dates) sameStory(d *doc, year int) bool {
	if d.published == 0 {
		return true
	}
	published, _, _ := d.published.Civil()
	if year >= published-12 {
		return true
	}
	own := x.ownYear(d)
	return d.ownWeight >= historic && year >= own-5 && year <= own+5
}

// yearInStory returns the year of s, at token i, after last was told; 0 when s
// is news rather than a part of the story: it can lie in the last fresh days.
func (x *dates) yearInStory(d *doc, last, s stretch, i int, fresh vi.Day) int {
	told := s
	told.year = x.tellYear(d, last, s, i)
	first, _, ok := told.days()
	if !ok {
		return 0
	}
	if d.published > 0 {
		if from, _, ok := last.days(); first > d.published+31 && !(ok && from > d.published) {
			return 0
		}
		s.year = x.nearest(d, s, 0)
		if n, _, ok := s.days(); ok && n <= d.published && d.published-n <= fresh {
			return 0
		}
	}
	return told.year
}

// tellYear returns the year of s, at token i, in a story that came to last
// before: the same one, the next when s would lie months back, the one before
// when "trước đó" leads to it.
func (x *dates) tellYear(d *doc, last, s stretch, i int) int {
	s.year = last.year
	from, _, ok := last.days()
	to, _, ok2 := s.days()
	if !ok || !ok2 {
		return s.year
	}
	if x.earlier(d, i) {
		if to > from {
			return s.year - 1
		}
		return s.year
	}
	if from-to > 90 {
		return s.year + 1
	}
	return s.year
}

// earlier says that "trước đó" stands shortly before token i.
func (x *dates) earlier(d *doc, i int) bool {
	for k := i - 1; k > 0 && k >= i-5 && !d.newLine(k+1); k-- {
		if d.id(k) == x.w.do && d.id(k-1) == x.w.truoc {
			return true
		}
	}
	return false
}

// opensSentence says that nothing but "trong" stands before f in its sentence.
func (x *dates) opensSentence(d *doc, f *foundDate) bool {
	first := d.sentence(f.i).First
	return f.i == first || f.i == first+1
}

// namedYear returns the year that an article without a day of publication
// gives the k-th expression: the one named before it in its paragraph, where
// that is near the article's own year, or else the article's own.
func (x *dates) namedYear(d *doc, k int, s *stretch) int {
	own := x.ownYear(d)
	at, line := d.found[k].i, d.found[k].line
	period := s.grain != dayGrain && s.grain != monthGrain
	for n := k - 1; n >= max(0, k-nearDates); n-- {
		f := &d.found[n]
		if f.line != line || at-f.i > nearTokens {
			break
		}
		if period && f.from.grain == dayGrain || x.compared(d, f.i) {
			continue
		}
		if y := x.yearOf(f); y > 0 && y >= own-3 && y <= own+3 && !f.act {
			return x.turn(d, n, y, s)
		}
	}
	if own > 0 && s.grain == dayGrain && s.month <= 2 {
		for n := max(0, k-2); n < min(len(d.found), k+6); n++ {
			if f := &d.found[n]; f.from.grain == yearGrain && f.from.year == own {
				return x.turn(d, n, own, s)
			}
		}
	}
	return own
}

// ownYear returns the year that an article speaks of most: a day weighs more
// than a month, a month more than a year. It is 0 when no year is named.
func (x *dates) ownYear(d *doc) int {
	if d.own != 0 {
		return max(d.own, 0)
	}
	d.own = -1
	weight, before, plan := map[int]int{}, 0, 0
	for n := range d.found {
		f := &d.found[n]
		y := x.yearOf(f)
		if f.from.grain == yearGrain && x.intended(d, f.i) && len(d.found) > 1 {
			plan = max(plan, y)
			continue // "tổng kết năm 2024, triển khai nhiệm vụ năm 2025" is of 2024
		}
		if f.shape == between && f.to.year > y && y > 0 {
			y = f.to.year
		}
		if y == 0 || x.compared(d, f.i) && len(d.found) > 1 {
			if last := d.id(f.i - 1); (last == x.w.ky || last == x.w.voi) && !d.newLine(f.i) {
				before = max(before, y) // "so với cùng kỳ năm 2019", "so với năm 2019"
			}
			continue
		}
		w := weightMonth
		switch {
		case f.from.grain == yearGrain || f.act || x.namesFeast(d, f.i):
			w = weightYear // "chuẩn bị Tết Nguyên đán 2026" is about 2025
		case f.from.grain == dayGrain:
			w = weightDay
		}
		if weight[y] += w; weight[y] > d.ownWeight || weight[y] == d.ownWeight && y > d.own {
			d.own, d.ownWeight = y, weight[y]
		}
	}
	if d.own < 0 && plan > 0 {
		d.own, d.ownWeight = plan, weightYear
	}
	if d.own < 0 && before > 0 && d.published == 0 {
		d.own = before + 1 // all is compared with the same time of the year before
	}
	return max(d.own, 0)
}

// intendedBack is how many words before a year say that it is one of plans.
const intendedBack = 4

// intended says that a word of plans leads to the year at token i.
func (x *dates) intended(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k >= i-intendedBack && d.toks[k].Kind == vi.Word && !d.newLine(k+1); k-- {
		if x.plans.has(d.id(k)) {
			return true
		}
	}
	return false
}

// namesFeast says that the name of a feast stands at token i.
func (x *dates) namesFeast(d *doc, i int) bool {
	p, _ := x.phrase(d, i)
	return p != nil && p.kind == holidayPhrase
}

// turn moves a day of the first months on to the next year where that one is
// named beside y: the old year is summed up in January.
func (x *dates) turn(d *doc, n, y int, s *stretch) int {
	if s.grain != dayGrain || s.month > 2 || d.found[n].from.grain != yearGrain {
		return y
	}
	for k := max(0, n-2); k < min(len(d.found), n+4); k++ {
		if f := &d.found[k]; f.from.grain == yearGrain && f.shape == single && f.from.year == y+1 {
			return y + 1
		}
	}
	return y
}

// yearOf returns the year an expression names and the article may be about.
func (x *dates) yearOf(f *foundDate) int {
	if f.from.birth || f.shape == clock || f.shape == invalid || f.from.grain == yearsGrain || f.from.relative {
		return 0
	}
	if f.shape == between {
		if f.to.year != f.from.year {
			return 0
		}
		return f.to.year
	}
	return f.from.year
}

// reportYear returns the year the article reports on: the year of publication,
// or else the one named nearest.
func (x *dates) reportYear(d *doc, k int) int {
	if d.published > 0 {
		y, _, _ := d.published.Civil()
		return y
	}
	return x.namedYear(d, k, &stretch{grain: yearGrain})
}

// siblingYear returns the year that another quarter, half or run of months in
// the same sentence names: "6 tháng đầu năm, … 6 tháng cuối năm 2019".
func (x *dates) siblingYear(d *doc, k int, s stretch) int {
	if s.grain == dayGrain || s.grain == monthGrain {
		return 0
	}
	for _, step := range [...]int{1, -1} {
		for n := k + step; n >= 0 && n < len(d.found) && (n-k)*step <= 3; n += step {
			f := &d.found[n]
			switch f.from.grain {
			case quarterGrain, halfGrain, monthsGrain:
				if same := f.from.grain == s.grain && f.from.month == s.month && f.from.last == s.last; same || x.compared(d, f.i) {
					continue // the same months of another year, or what is compared with
				}
				if f.from.year > 0 && f.inferred == "" && d.sentence(f.i).First == d.sentence(d.found[k].i).First {
					return f.from.year
				}
			}
		}
	}
	return 0
}

// periodYear returns the year of a quarter, half or run of months that names
// none: the last such period that had begun at publication.
func (x *dates) periodYear(d *doc, s stretch, l lean) int {
	y, m, _ := d.published.Civil()
	from, to := s.months()
	switch {
	case l.ahead() && to < m:
		return y + 1
	case l.ahead(), l == beginning && to >= m:
	case to < 12 && from > m+1, to == 12 && from > m+3, m <= 2 && to > 2 && from == 1:
		return y - 1
	}
	return y
}

// dated turns a complete expression into a date.
func (x *dates) dated(d *doc, f *foundDate) (dateAt, bool) {
	var a dateAt
	value, first, last, ok := f.value()
	if !ok || f.from.year < 1 && f.shape != clock && f.shape != invalid {
		return a, false
	}
	a.i, a.j = f.i, f.j
	a.Source = d.source(f.i, f.j, dateForms[f.form].name)
	a.Value, a.First, a.Last, a.Inferred = value, first, last, f.inferred
	if w := f.from.weekday; w > 0 && f.from.grain == dayGrain && !f.from.inferred {
		n, _, _ := f.from.days()
		a.Check = "consistent"
		if n.Weekday() != int(w) {
			a.Check = "inconsistent"
			a.Note = "the day was a " + weekdayNames[n.Weekday()-1] + ", not a " + weekdayNames[w-1]
		}
	}
	return a, true
}

var weekdayNames = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// publishedDay returns the day of publication, 0 when it is unknown.
func publishedDay(d *doc) vi.Day {
	s := d.art.Published
	at, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	if err != nil || at.Year() < 1 {
		return 0
	}
	return vi.Civil(at.Year(), int(at.Month()), at.Day())
}
