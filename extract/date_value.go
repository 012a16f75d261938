package extract

import (
	"strconv"

	"github.com/trich-vn/trich/internal/vi"
)

// A grain is how finely an expression of time is given.
type grain uint8

const (
	noGrain grain = iota
	dayGrain
	monthGrain
	monthsGrain // a run of months of one year: nine months
	quarterGrain
	halfGrain
	yearGrain
	yearsGrain // a decade, a century
)

// A stretch is a day, a month or a longer calendar period as far as words
// name it; what they leave out is filled in from the context.
type stretch struct {
	grain grain
	// year is 0 when it was not said. With relative set, it is as many years
	// later than the year of publication as shift says; months and days have
	// their own shifts.
	year     int
	relative bool
	shift    int8
	// month is the month, the quarter 1–4, the half 1–2 or the first month of
	// a run; last the last month of a run. Zero is a day without a month.
	month, last int8
	monthShift  int8 // with month 0: months after the month of publication
	hasShift    bool
	day, until  int8 // the day; the last day of half a month
	years       int  // how many years a yearsGrain lasts
	hour, min   int8 // -1 when no time of day was said
	endHour     int8 // with clocks, the time until which
	endMin      int8
	clocks      bool
	part        string
	weekday     int8 // 1 Monday … 7 Sunday, 0 not said
	lunar, leap bool
	dots        bool // written 24.6
	century     bool // the century was left out: 12/3/24
	inferred    bool // counted from the day of publication
	same        bool // the day named before
	birth       bool // a year of birth
	bare        bool // only numbers
	compared    bool // the year before the one reported on: "so với năm trước"
	report      bool // of the year the article reports on
	loose       bool // a day without month that no "ngày" leads to
	sure        bool // a day with a word that leads to it
	mod         word // start, mid, end or whole: which part of the period
	lean        lean
}

var noTime = stretch{hour: -1, min: -1}

// complete says that nothing is left to the context.
func (s stretch) complete() bool {
	return s.year != 0 && (s.grain != dayGrain || s.month != 0)
}

// openMonth says that s is a day whose month must come from elsewhere.
func (s stretch) openMonth() bool {
	return s.grain == dayGrain && s.month == 0 && !s.hasShift && !s.same
}

// days returns the first and the last day of a complete stretch, and false
// when the calendar has no such day.
func (s stretch) days() (first, last vi.Day, ok bool) {
	y := s.year
	switch s.grain {
	case dayGrain:
		if s.lunar {
			n, ok := vi.LunarDay{Year: y, Month: int(s.month), Day: int(s.day), Leap: s.leap}.Solar()
			return n, n, ok
		}
		if s.month < 1 || s.month > 12 || s.day < 1 || int(s.day) > vi.DaysIn(y, int(s.month)) {
			return 0, 0, false
		}
		n := vi.Civil(y, int(s.month), int(s.day))
		return n, n, true
	case monthGrain:
		if s.month < 1 || s.month > 12 {
			return 0, 0, false
		}
		if s.lunar {
			return lunarMonth(y, int(s.month))
		}
		if s.until > 0 {
			return vi.Civil(y, int(s.month), int(s.day)), vi.Civil(y, int(s.month), min(int(s.until), vi.DaysIn(y, int(s.month)))), true
		}
		return vi.Civil(y, int(s.month), 1), vi.Civil(y, int(s.month), vi.DaysIn(y, int(s.month))), true
	case yearsGrain:
		return vi.Civil(y, 1, 1), vi.Civil(y+s.years-1, 12, 31), true
	}
	from, to := s.months()
	return vi.Civil(y, from, 1), vi.Civil(y, to, vi.DaysIn(y, to)), true
}

// lunarMonth returns the first and the last day of a lunar month.
func lunarMonth(y, m int) (first, last vi.Day, ok bool) {
	first, ok = vi.LunarDay{Year: y, Month: m, Day: 1}.Solar()
	last, has30 := vi.LunarDay{Year: y, Month: m, Day: 30}.Solar()
	if !has30 {
		last = first + 28
	}
	return first, last, ok
}

// months returns the first and the last month of a period of whole months.
func (s stretch) months() (from, to int) {
	m := int(s.month)
	switch s.grain {
	case monthGrain:
		return m, m
	case monthsGrain:
		return m, int(s.last)
	case quarterGrain:
		return 3*m - 2, 3 * m
	case halfGrain:
		return 6*m - 5, 6 * m
	}
	return 1, 12
}

// appendValue writes the ISO value of a complete stretch. As an end of a range
// it is one point: the first or the last part of it.
func (s stretch) appendValue(b []byte, end rangeEnd) []byte {
	first, last, _ := s.days()
	switch {
	case s.grain == dayGrain || s.lunar:
		if s.grain == monthGrain {
			return s.appendBetween(b, first, last, end)
		}
		b = appendDay(b, first)
		return s.appendTime(b)
	case s.grain == monthGrain && s.until > 0:
		return s.appendBetween(b, first, last, end)
	case s.grain == monthGrain:
		return appendMonth(b, s.year, int(s.month))
	case s.grain == quarterGrain:
		return strconv.AppendInt(append(appendYear(b, s.year), "-Q"...), int64(s.month), 10)
	case s.grain == halfGrain:
		return strconv.AppendInt(append(appendYear(b, s.year), "-H"...), int64(s.month), 10)
	case s.grain == monthsGrain && end == fromEnd:
		return appendMonth(b, s.year, int(s.month))
	case s.grain == monthsGrain && end == toEnd:
		return appendMonth(b, s.year, int(s.last))
	case s.grain == monthsGrain:
		return appendMonth(append(appendMonth(b, s.year, int(s.month)), '/'), s.year, int(s.last))
	case s.grain == yearsGrain && end == fromEnd:
		return appendYear(b, s.year)
	case s.grain == yearsGrain && end == toEnd:
		return appendYear(b, s.year+s.years-1)
	case s.grain == yearsGrain:
		return appendYear(append(appendYear(b, s.year), '/'), s.year+s.years-1)
	}
	return appendYear(b, s.year)
}

// A rangeEnd says which end of a range a stretch is.
type rangeEnd uint8

const (
	noEnd rangeEnd = iota
	fromEnd
	toEnd
)

func (s stretch) appendBetween(b []byte, first, last vi.Day, end rangeEnd) []byte {
	switch end {
	case fromEnd:
		return appendDay(b, first)
	case toEnd:
		return appendDay(b, last)
	}
	return appendDay(append(appendDay(b, first), '/'), last)
}

// appendTime writes the time of day: T20:30, TAF.
func (s stretch) appendTime(b []byte) []byte {
	switch {
	case s.hour >= 0:
		b = append(b, 'T')
		b = append(appendTwo(b, int(s.hour)), ':')
		return appendTwo(b, int(max(s.min, 0)))
	case s.part != "":
		return append(append(b, 'T'), s.part...)
	}
	return b
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

func appendYear(b []byte, y int) []byte { return appendTwo(appendTwo(b, y/100), y%100) }

func appendMonth(b []byte, y, m int) []byte { return appendTwo(append(appendYear(b, y), '-'), m) }

func appendDay(b []byte, n vi.Day) []byte {
	y, m, d := n.Civil()
	return appendTwo(append(appendMonth(b, y, m), '-'), d)
}

// A shape says how many ends an expression of time has.
type shape uint8

const (
	single shape = iota
	between
	since   // no end
	clock   // a time of day without a day: taken, but no date
	invalid // a day that no calendar has
)

// A moment is an expression of time as a rule reads it.
type moment struct {
	from, to stretch
	shape    shape
	form     form
	lean     lean
	starts   bool // an open range of which only the beginning is told
}

// A lean says on which side of the publication words put a date.
type lean int8

const (
	past         lean = -2 // words behind it say so
	likelyPast   lean = -1 // words shortly before it do
	likelyFuture lean = 1
	future       lean = 2
	beginning    lean = 3 // "từ ngày 1/1": as often to come as past
)

func (l lean) ahead() bool { return l == likelyFuture || l == future }

// value returns the date value of a complete moment and its first and last
// day; last is empty when the moment has no end. It is false when a day does
// not exist or the end lies before the beginning.
func (m moment) value() (value, first, last string, ok bool) {
	var buf [40]byte
	from, end, ok := m.from.days()
	if !ok {
		return "", "", "", false
	}
	b := buf[:0]
	switch m.shape {
	case since:
		b = append(m.from.appendValue(b, fromEnd), "/.."...)
	case between:
		_, to, ok := m.to.days()
		if !ok || to < from {
			return "", "", "", false
		}
		end = to
		if (m.from.grain == dayGrain) != (m.to.grain == dayGrain) {
			b = appendDay(append(appendDay(b, from), '/'), to)
			break
		}
		b = m.to.appendValue(append(m.from.appendValue(b, fromEnd), '/'), toEnd)
	default:
		b = m.from.appendValue(b, noEnd)
	}
	value = string(b)
	first = dayString(value, from)
	switch {
	case m.shape == since:
	case end == from:
		last = first
	default:
		last = dayString("", end)
	}
	return value, first, last, true
}

// dayString returns the ISO day n, sharing the memory of value where that is
// the same text.
func dayString(value string, n vi.Day) string {
	var buf [12]byte
	b := appendDay(buf[:0], n)
	if len(value) >= len(b) && value[:len(b)] == string(b) {
		return value[:len(b)]
	}
	return string(b)
}
