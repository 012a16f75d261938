package extract

import "github.com/trich-vn/trich/internal/vi"

// The readers of this file read one stretch of time at a token. Each returns
// the token after what it read, 0 when there is nothing.

// role returns what token i does in expressions of time.
func (x *dates) role(d *doc, i int) word {
	if i < 0 || i >= len(d.toks) {
		return 0
	}
	return x.w.role(d.toks[i].ID)
}

// small reads a number of one or two digits.
func (x *dates) small(d *doc, i int) (int, bool) {
	if i >= len(d.toks) || d.toks[i].Kind != vi.Digits || d.toks[i].Runes > 2 {
		return 0, false
	}
	return int(d.toks[i].ID - vi.Number(0)), true
}

// fourDigits reads a year of four digits between 1000 and 2100.
func (x *dates) fourDigits(d *doc, i int) (int, bool) {
	if i >= len(d.toks) || d.toks[i].Kind != vi.Digits || d.toks[i].Runes != 4 {
		return 0, false
	}
	y := int(d.toks[i].ID - vi.Number(0))
	return y, y >= 1000 && y <= 2100
}

// modern says that y is a year articles are about, not any number.
func modern(y int) bool { return y >= 1900 && y <= 2099 }

func (d *doc) is(i int, mark rune) bool { return d.id(i) == vi.Mark(mark) }

func (d *doc) newLine(i int) bool { return i >= len(d.toks) || d.toks[i].Flags&vi.Line != 0 }

// dash says that token i is a hyphen or dash of any length.
func (d *doc) dash(i int) bool {
	switch d.id(i) {
	case vi.Mark('-'), vi.Mark('–'), vi.Mark('—'), vi.Mark('−'), vi.Mark('‐'), vi.Mark('‑'), vi.Mark('~'):
		return true
	}
	return false
}

// tight says that token i stands between its neighbours without white space.
func (d *doc) tight(i int) bool { return d.glued(i) && d.glued(i+1) }

// A separator stands between the numbers of a date.
type separator uint8

const (
	noSep separator = iota
	slash
	hyphen
	point
	loose // a hyphen with white space beside it
)

func (d *doc) sep(i int) separator {
	switch {
	case d.newLine(i):
		return noSep
	case d.is(i, '/'):
		return slash
	case d.is(i, '.') && d.tight(i):
		return point
	case d.dash(i) && d.tight(i):
		return hyphen
	case d.dash(i):
		return loose
	}
	return noSep
}

// numeric reads 4/3/2025, 4/3 and 3/2025 in every spelling.
func (x *dates) numeric(d *doc, i int) (s stretch, j int) {
	s = noTime
	a, ok := x.small(d, i)
	k := d.sep(i + 1)
	if !ok || k == noSep || a == 0 {
		return s, 0
	}
	s.dots = k == point
	if y, ok := x.fourDigits(d, i+2); ok {
		if k == loose || a > 12 || !modern(y) || x.runsOn(d, i+3, k) || d.id(i-1) == x.w.tuan {
			return s, 0
		}
		s.grain, s.month, s.year = monthGrain, int8(a), y
		return s, i + 3
	}
	b, ok := x.small(d, i+2)
	if !ok || b == 0 {
		return s, 0
	}
	s.grain, s.day, s.month = dayGrain, int8(a), int8(b)
	if k2 := d.sep(i + 3); k2 != noSep {
		if y, ok := x.fourDigits(d, i+4); ok && (k != loose || k2 == loose) && (k2 != loose || k == loose) && !x.runsOn(d, i+5, k2) {
			s.year = y
			return s, i + 5
		}
		if y, ok := x.small(d, i+4); ok && k == k2 && k != loose && d.toks[i+4].Runes == 2 && d.glued(i+4) && a <= 31 && b <= 12 && !x.runsOn(d, i+5, k2) {
			s.year, s.century = century(y, d.published), true
			return s, i + 5
		}
	}
	if k == loose || a > 31 || b > 12 || d.id(i-1) == x.w.den && d.id(i-2) == x.w.chua || x.runsOn(d, i+3, k) || d.glued(i+3) && d.toks[i+3].Kind == vi.Word {
		return s, 0
	}
	return s, i + 3
}

// century puts a year of two digits into a century: the last such year that
// is not far ahead of the publication.
func century(yy int, published vi.Day) int {
	last := 2035
	if published > 0 {
		y, _, _ := published.Civil()
		last = y + 5
	}
	y := last/100*100 + yy
	if y > last {
		y -= 100
	}
	return y
}

// runsOn says that the number before token j goes on: 03/2019/NĐ-CP, 1.2.3, 5/6%.
func (x *dates) runsOn(d *doc, j int, k separator) bool {
	if j >= len(d.toks) || !d.glued(j) {
		return false
	}
	if d.is(j, '%') {
		return true
	}
	if !d.glued(j+1) || j+1 >= len(d.toks) {
		return false
	}
	next := d.toks[j+1].Kind
	switch {
	case d.is(j, '/'), d.is(j, '.'):
		return next == vi.Digits || next == vi.Word && d.is(j, '/')
	case d.is(j, ','):
		return next == vi.Digits
	case d.dash(j):
		return next == vi.Word || next == vi.Digits && (k == hyphen || k == loose)
	}
	return false
}

// monthName reads 3, 03, ba or Giêng after "tháng".
func (x *dates) monthName(d *doc, i int) (m int8, lunar bool, j int) {
	if n, ok := x.small(d, i); ok {
		if n < 1 || n > 12 {
			return 0, false, 0
		}
		return int8(n), false, i + 1
	}
	if v, n := x.w.months.Longest(d.toks, i); n > 0 {
		if d.id(i) == x.w.nam && i+1 < len(d.toks) && d.toks[i+1].Kind == vi.Digits {
			return 0, false, 0 // "9 tháng năm 2024"
		}
		return int8(v >> 1), v&1 != 0, i + n
	}
	return 0, false, 0
}

// yearAfter reads the year that follows a day, a month or a quarter into s:
// năm 2025, của năm 2025, /2025, năm nay, năm Ất Tỵ. With wordy, a separator
// and the bare year count too. It returns i when there is none.
func (x *dates) yearAfter(d *doc, s *stretch, i int, wordy bool) int {
	k := i
	if d.newLine(i) {
		return i
	}
	if (d.is(k, ',') || d.is(k, '(') || d.id(k) == x.w.cua || d.id(k) == x.w.trong) && x.role(d, k+1)&wYear != 0 {
		k++
	}
	if x.role(d, k)&wYear != 0 {
		if y, ok := x.fourDigits(d, k+1); ok {
			s.year = y
			return x.closing(d, i, k, k+2)
		}
		if n, ok := x.w.shifts[d.id(k+1)]; ok && d.id(k+1) != x.w.this {
			s.relative, s.shift = true, n
			return x.closing(d, i, k, k+2)
		}
		if y, j := x.canChi(d, k+1); j > 0 {
			s.year = y
			s.lunar = s.lunar || s.grain == dayGrain
			return x.closing(d, i, k, j)
		}
		return i
	}
	if !wordy {
		return i
	}
	if sep := d.sep(i); sep != noSep && sep != loose || d.dash(i) && d.glued(i+1) {
		if y, ok := x.fourDigits(d, i+1); ok && modern(y) && !x.runsOn(d, i+2, sep) {
			s.dots = s.dots || sep == point
			s.year = y
			return i + 2
		}
		return i
	}
	if y, ok := x.fourDigits(d, i); ok && modern(y) && x.okAfter(d, i+1) {
		s.year = y
		return i + 1
	}
	return i
}

// closing returns the token after a year that ends at j; a bracket that was
// opened between i and k must close there.
func (x *dates) closing(d *doc, i, k, j int) int {
	if k > i && d.is(i, '(') {
		if !d.is(j, ')') {
			return i
		}
		return j + 1
	}
	return j
}

// canChi reads the name of a lunar year, "Ất Tỵ".
func (x *dates) canChi(d *doc, i int) (year, j int) {
	stem, ok := x.w.stems[d.id(i)]
	if !ok || i+1 >= len(d.toks) {
		return 0, 0
	}
	branch, ok := x.w.branch[d.id(i+1)]
	if !ok || d.newLine(i+1) {
		return 0, 0
	}
	j = i + 2
	if y, ok := x.fourDigits(d, j); ok {
		if s, b := vi.CanChi(y); s == int(stem) && b == int(branch) {
			return y, j + 1
		}
	}
	if d.dash(j) || d.is(j, '(') {
		if y, ok := x.fourDigits(d, j+1); ok {
			if s, b := vi.CanChi(y); s == int(stem) && b == int(branch) {
				if d.dash(j) {
					return y, j + 2
				}
				if d.is(j+2, ')') {
					return y, j + 3
				}
			}
		}
	}
	near := x.nearYear(d, i)
	if near == 0 {
		return 0, 0
	}
	year, ok = vi.YearOfCanChi(int(stem), int(branch), near)
	if !ok {
		return 0, 0
	}
	if year > near+2 { // the press looks back sixty years, not ahead
		year -= 60
	}
	return year, j
}

// nearYear returns the year of publication, or else the year named last.
func (x *dates) nearYear(d *doc, i int) int {
	if d.published > 0 {
		y, _, _ := d.published.Civil()
		return y
	}
	for k := len(d.found) - 1; k >= max(0, len(d.found)-nearDates); k-- {
		if y := d.found[k].from.year; y > 0 {
			return y
		}
	}
	for k := i; k < min(len(d.toks), i+nearTokens); k++ {
		if y, ok := x.fourDigits(d, k); ok && modern(y) && x.role(d, k-1)&wYear != 0 {
			return y
		}
	}
	return 0
}

// okAfter says that token i may follow a bare year or an uncertain day: a
// mark, a line end or a word of the grammar, but no noun that could be counted.
func (x *dates) okAfter(d *doc, i int) bool {
	if d.newLine(i) {
		return true
	}
	switch d.toks[i].Kind {
	case vi.Punct:
		if d.is(i, '%') || d.is(i, '°') {
			return false
		}
		inNumber := d.is(i, '.') || d.is(i, ',') || d.is(i, '/')
		return !inNumber || !d.tight(i) || d.toks[i+1].Kind != vi.Digits
	case vi.Word:
		return x.w.role(d.toks[i].ID)&wAfter != 0 && d.toks[i].Flags&vi.Space != 0
	}
	return false
}

// lunarAfter reads "âm lịch" after a day or a month.
func (x *dates) lunarAfter(d *doc, s *stretch, i int) int {
	k := i
	if d.is(k, '(') {
		k++
	}
	if d.id(k) == x.w.nhuan {
		s.leap, s.lunar = true, true
		k++
	}
	switch {
	case d.id(k) == x.w.am && d.id(k+1) == x.w.lich:
		k += 2
	case d.id(k) == x.w.al:
		k++
	default:
		if s.leap {
			return k
		}
		return i
	}
	if d.is(i, '(') {
		if !d.is(k, ')') {
			return i
		}
		k++
	}
	s.lunar = true
	return k
}

// dayNumber reads the day itself: 4/3/2025, 4/3, 4 tháng 3 năm 2025, and with
// alone a day without its month.
func (x *dates) dayNumber(d *doc, i int, alone bool) (s stretch, j int) {
	if s, j = x.numeric(d, i); j > 0 {
		if s.grain == dayGrain && s.year == 0 {
			j = x.yearAfter(d, &s, j, false)
		}
		if k := x.lunarAfter(d, &s, j); k > j && s.year == 0 && s.grain == dayGrain {
			return s, x.yearAfter(d, &s, k, false)
		}
		return s, j
	}
	s = noTime
	n, ok := x.small(d, i)
	if !ok || n < 1 || n > 31 {
		return s, 0
	}
	s.grain, s.day = dayGrain, int8(n)
	if x.role(d, i+1)&wMonth != 0 && !d.newLine(i+1) {
		if m, lunar, k := x.monthName(d, i+2); k > 0 {
			s.month, s.lunar = m, lunar
			k = x.lunarAfter(d, &s, k)
			k = x.yearAfter(d, &s, k, true)
			return s, x.lunarAfter(d, &s, k)
		}
		if shift, ok := x.w.shifts[d.id(i+2)]; ok && alone {
			s.monthShift, s.hasShift = shift, true
			return s, i + 3
		}
		return s, 0
	}
	if !alone || i+1 < len(d.toks) && d.glued(i+1) && (d.toks[i+1].Kind == vi.Word || d.is(i+1, '/') || d.is(i+1, '%')) {
		return s, 0
	}
	return s, i + 1
}

// lunarDay reads "mùng 3 tháng Giêng", "mồng một Tết", "29 Tết", "Rằm tháng
// Bảy", and with alone a "mùng 3" whose month stands elsewhere.
func (x *dates) lunarDay(d *doc, i int, alone bool) (s stretch, j int) {
	s = noTime
	s.grain, s.lunar = dayGrain, true
	if n, ok := x.small(d, i); ok && n >= 23 && n <= 30 && d.id(i+1) == x.w.tet && !d.newLine(i+1) {
		s.day, s.month = int8(n), 12 // "29 Tết"
		return s, i + 2
	}
	switch {
	case d.id(i) == x.w.ram:
		s.day, j = 15, i+1
	case x.role(d, i)&wMung != 0:
		n, ok := x.small(d, i+1)
		j = i + 2
		if !ok {
			m, _, k := x.monthName(d, i+1) // the number words of one to ten
			n, j = int(m), k
		}
		if n < 1 || n > 10 || j == 0 {
			return s, 0
		}
		s.day = int8(n)
	default:
		return s, 0
	}
	if d.id(j) == x.w.tet && d.id(i) != x.w.ram {
		s.month = 1
		j++
		if y, k := x.canChi(d, j); k > 0 {
			s.year = y
			return s, k
		}
		return s, x.yearAfter(d, &s, j, false)
	}
	if d.is(j, '/') || x.role(d, j)&wMonth != 0 {
		m, lunar, k := x.monthName(d, j+1)
		if shift, ok := x.w.shifts[d.id(j+1)]; k == 0 && ok && d.id(i) != x.w.ram && !d.is(j, '/') {
			s.lunar, s.monthShift, s.hasShift = false, shift, true
			return s, j + 2 // "mùng 1 tháng này"
		}
		if k == 0 {
			return s, 0
		}
		s.month = m
		j = k
		explicit := lunar || d.id(i) == x.w.ram
		if k = x.lunarAfter(d, &s, j); k > j {
			explicit, j = true, k
		}
		j = x.yearAfter(d, &s, j, true)
		if k = x.lunarAfter(d, &s, j); k > j {
			explicit, j = true, k
		}
		if !explicit && x.w.feasts[[2]int8{s.day, m}] { // "mùng 2 tháng 9" is a solar feast
			s.lunar = false
		}
		return s, j
	}
	if alone && d.id(i) != x.w.ram {
		return s, j
	}
	return s, 0
}

// clockTime reads a time of day: 17h30, 20 giờ 30 phút, 17:42:37.
func (x *dates) clockTime(d *doc, i int) (hour, minute int8, j int) {
	h, ok := x.small(d, i)
	if !ok || h > 24 || i+1 >= len(d.toks) || d.newLine(i+1) {
		return 0, 0, 0
	}
	if d.is(i+1, ':') && d.tight(i+1) {
		m, ok := x.small(d, i+2)
		if !ok || m > 59 || d.toks[i+2].Runes != 2 {
			return 0, 0, 0
		}
		j = i + 3
		if d.is(j, ':') && d.tight(j) {
			if _, ok := x.small(d, j+1); ok {
				j += 2
			}
		}
		return int8(h), int8(m), j
	}
	if x.role(d, i+1)&wHour == 0 {
		return 0, 0, 0
	}
	j = i + 2
	m, ok := x.small(d, j)
	if !ok || m > 59 || d.newLine(j) || !d.glued(j) && d.sep(j+1) != noSep && d.sep(j+1) != loose {
		return int8(h), 0, j
	}
	switch {
	case x.role(d, j+1)&wMinute != 0:
		return int8(h), int8(m), j + 2
	case d.is(j+1, '\'') || d.is(j+1, '’') || d.is(j+1, '′'):
		return int8(h), int8(m), j + 2
	case d.glued(j) || d.toks[j].Runes == 2 && x.role(d, j+1)&wMonth == 0:
		return int8(h), int8(m), j + 1
	}
	return int8(h), 0, j
}

// phrase returns the longest phrase of the date tables at token i.
func (x *dates) phrase(d *doc, i int) (*datePhrase, int) {
	if x.role(d, i)&wPhrase == 0 {
		return nil, 0
	}
	v, n := x.w.phrases.Longest(d.toks, i)
	if n == 0 {
		return nil, 0
	}
	return &x.w.rows[v], i + n
}

// A lead is what stands before a day: weekday, part of the day, time, "ngày".
type leading struct {
	s       stretch
	rel     *datePhrase // hôm nay, chiều qua
	sure    bool        // something stands there that only days follow
	day     bool        // the word "ngày" or "hôm"
	part    bool        // a part of the day
	timed   bool
	bracket bool
	end     int // the token after the words, before marks
}

// leads reads what stands before a day and returns the token where the day
// itself would stand.
func (x *dates) leads(d *doc, i int) (l leading, k int) {
	l.s = noTime
	l.end, k = i, i
	for k < len(d.toks) && k < i+12 {
		if j := x.lead(d, k, k > i, &l); j > 0 {
			k, l.end = j, j
			continue
		}
		mark := d.is(k, ',') || d.is(k, '|') || d.is(k, '(') || d.dash(k)
		if k == i || !mark || l.bracket || l.s.weekday == 0 && l.rel == nil && !l.timed || !x.startsDay(d, k+1) {
			break
		}
		l.bracket = d.is(k, '(')
		k++
	}
	return l, k
}

// lead reads one word or time before a day into l: "20 giờ", "thứ Hai",
// "sáng", "ngày". It returns the token after it, 0 when there is none.
func (x *dates) lead(d *doc, i int, inside bool, l *leading) int {
	if d.toks[i].Kind == vi.Digits {
		if l.timed {
			return 0
		}
		return x.leadTime(d, i, l)
	}
	p, j := x.phrase(d, i)
	switch {
	case p == nil || p.kind == holidayPhrase:
		if x.role(d, i)&wDay == 0 {
			return 0
		}
		l.day, j = true, i+1
	case inside && d.newLine(i):
		return 0
	case p.kind == partPhrase:
		l.s.part, l.part = p.part, true
	case p.kind == weekdayPhrase:
		l.s.weekday = p.weekday
	case l.rel != nil:
		return 0
	default:
		l.rel = p
		if p.part != "" {
			l.s.part = p.part
		}
	}
	l.sure = true
	return j
}

// leadTime reads a time of day into l, or two of them: "8h - 10h".
func (x *dates) leadTime(d *doc, i int, l *leading) int {
	h, m, j := x.clockTime(d, i)
	if j == 0 {
		return 0
	}
	l.s.hour, l.s.min, l.timed, l.sure = h, m, true, true
	if c := x.connector(d, j); c > 0 {
		if h2, m2, j2 := x.clockTime(d, c); j2 > 0 {
			l.s.endHour, l.s.endMin, l.s.clocks = h2, m2, true
			return j2
		}
	}
	return j
}

// startsDay says that after a comma or bracket a day goes on.
func (x *dates) startsDay(d *doc, i int) bool {
	if i >= len(d.toks) || d.newLine(i) {
		return false
	}
	if p, _ := x.phrase(d, i); p != nil && p.kind == weekdayPhrase {
		return true
	}
	return d.toks[i].Kind == vi.Digits || x.role(d, i)&wDay != 0
}

// day reads a day with what stands before and after it; ranged says that it is
// one end of a range.
func (x *dates) day(d *doc, i int, ranged bool) (s stretch, j int) {
	l, k := x.leads(d, i)
	if !l.sure {
		return l.s, 0
	}
	core, j := x.lunarDay(d, k, ranged)
	if j == 0 {
		core, j = x.dayNumber(d, k, l.day || l.part)
	}
	if j == 0 || core.grain != dayGrain && !l.day {
		return x.relativeDay(d, l)
	}
	if core.grain != dayGrain {
		return core, j
	}
	core.hour, core.min, core.part, core.weekday = l.s.hour, l.s.min, l.s.part, l.s.weekday
	core.endHour, core.endMin, core.clocks = l.s.endHour, l.s.endMin, l.s.clocks
	core.sure, core.loose = true, !l.day
	if l.bracket {
		if d.is(j, ')') {
			j++
		}
	} else {
		j = x.timeAfter(d, &core, j)
	}
	return core, j
}

// timeAfter reads the time of day that follows a full date: "lúc 17h30",
// "| 17:42:37".
func (x *dates) timeAfter(d *doc, s *stretch, j int) int {
	if s.hour >= 0 || s.year == 0 || d.newLine(j) {
		return j
	}
	k := j
	if d.is(k, ',') || d.is(k, '|') || d.dash(k) {
		k++
	}
	words := false
	for k < len(d.toks) && (d.id(k) == x.w.vao || d.id(k) == x.w.luc || d.id(k) == x.w.hoi) {
		k++
		words = true
	}
	h, m, e := x.clockTime(d, k)
	if e == 0 || d.newLine(k) || !words && !d.is(k+1, ':') {
		return j
	}
	s.hour, s.min = h, m
	return e
}

// relativeDay reads a day that is named by its distance: hôm qua, chiều nay,
// thứ năm tuần trước.
func (x *dates) relativeDay(d *doc, l leading) (s stretch, j int) {
	s = l.s
	s.grain = dayGrain
	switch {
	case l.rel != nil && l.rel.same:
		s.same = true
		return s, l.end
	case l.rel != nil:
		if d.published == 0 {
			return s, 0
		}
		setDay(&s, d.published+vi.Day(l.rel.shift))
		return s, l.end
	case s.weekday > 0 && d.published > 0:
		return x.weekdayOfWeek(d, s, l)
	}
	return s, 0
}

func setDay(s *stretch, n vi.Day) {
	y, m, day := n.Civil()
	s.year, s.month, s.day, s.inferred = y, int8(m), int8(day), true
}

// weekdayOfWeek reads the week a weekday belongs to: "tuần trước", "vừa qua",
// "tới"; a weekday after a part of the day is the nearest.
func (x *dates) weekdayOfWeek(d *doc, s stretch, l leading) (stretch, int) {
	monday := d.published - vi.Day(d.published.Weekday()-1)
	of := monday + vi.Day(s.weekday-1)
	j := l.end
	switch {
	case d.id(j) == x.w.tuan:
		shift, ok := x.w.shifts[d.id(j+1)]
		if !ok {
			if d.id(j+1) != x.w.qua {
				return s, 0
			}
			shift = -1
		}
		setDay(&s, of+vi.Day(7*shift))
		return s, j + 2
	case x.leanAt(d, j) != 0:
		lean, e := x.leanAfter(d, j)
		if lean == past && of >= d.published {
			of -= 7
		}
		if lean == future && of <= d.published {
			of += 7
		}
		setDay(&s, of)
		return s, e
	case l.part && x.okAfter(d, j) && x.role(d, j)&wAnd == 0:
		if of > d.published {
			of -= 7
		}
		setDay(&s, of)
		return s, j
	}
	return s, 0
}

func (x *dates) leanAt(d *doc, i int) lean {
	l, _ := x.leanAfter(d, i)
	return l
}

// leanAfter reads the words behind a date that say whether it is past or to
// come: vừa qua, vừa rồi, tới, sắp tới, tới đây.
func (x *dates) leanAfter(d *doc, i int) (lean, int) {
	if d.newLine(i) {
		return 0, i
	}
	a, b := d.id(i), d.id(i+1)
	switch {
	case a == x.w.vua && (b == x.w.qua || b == x.w.roi):
		return past, i + 2
	case a == x.w.sap && b == x.w.toi:
		return future, i + 2
	case a == x.w.toi && x.okAfter(d, i+1) || a == x.w.toi && b == x.w.day:
		if b == x.w.day {
			return future, i + 2
		}
		return future, i + 1
	case a == x.w.qua && x.okAfter(d, i+1):
		return past, i + 1
	}
	return 0, i
}

// connector reads what joins the two ends of a range, and returns i's
// successor after it: đến, tới, cho đến, đến hết, -, –.
func (x *dates) connector(d *doc, i int) int {
	if d.newLine(i) {
		return 0
	}
	k := i
	if d.id(k) == x.w.cho {
		k++
	}
	switch {
	case x.role(d, k)&wTo != 0:
		k++
	case k == i && d.dash(i):
		k++
	default:
		return 0
	}
	if d.id(k) == x.w.het && x.role(d, k+1)&wYear == 0 || d.id(k) == x.w.khoang { // "đến hết năm" is a part of the year
		k++
	}
	if d.newLine(k) {
		return 0
	}
	return k
}
