package extract

import (
	"strings"
	"time"
)

// spanOf returns the first and the last day of a period of months.
func spanOf(v string) (first, last time.Time, ok bool) {
	a, b, two := strings.Cut(v, "/")
	if !two {
		return ends(v)
	}
	first, _, ok = ends(a)
	_, last, ok2 := ends(b)
	return first, last, ok && ok2
}

// isMonth reports that v is one month: 2006-01.
func isMonth(v string) bool {
	return len(v) == len("2006-01") && v[4] == '-' && !isQuarter(v) && !isHalf(v)
}

// dayOnly drops the time of day: a figure covers days.
func dayOnly(v string) string {
	i := strings.IndexByte(v, 'T')
	if i <= 0 {
		return v
	}
	from, to, two := strings.Cut(v, "/")
	if !two {
		return v[:i]
	}
	if from, to = dayOnly(from), dayOnly(to); from != to {
		return from + "/" + to
	}
	return from
}

// lastYearOf returns the year in which the period v ends: the police half-year
// from 15 December 2020 to 14 June 2021 is one of 2021.
func lastYearOf(v string) string {
	if _, b, two := strings.Cut(v, "/"); two && len(b) >= 4 && b[0] != '.' {
		return b[:4]
	}
	return yearOf(v)
}

// yearOf returns the year that the value v begins with, "" when v is shorter.
func yearOf(v string) string {
	if len(v) < 4 {
		return ""
	}
	return v[:4]
}

// atoi reads a string of digits.
func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// shiftYears moves every year of a date value. 29 February becomes the 28th.
func shiftYears(v string, by int) string {
	if v == "" || by == 0 {
		return v
	}
	b := []byte(v)
	for i := 0; i+4 <= len(b); i++ {
		if i > 0 && b[i-1] != '/' || !digits4(b[i:]) {
			continue
		}
		y := atoi(string(b[i:i+4])) + by
		if y < 1000 || y > 9999 {
			return ""
		}
		copy(b[i:], []byte{byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10)})
		if i+10 <= len(b) && string(b[i+4:i+10]) == "-02-29" && (y%4 != 0 || y%100 == 0 && y%400 != 0) {
			b[i+9] = '8'
		}
	}
	return string(b)
}

func digits4(b []byte) bool {
	for i := range 4 {
		if b[i] < '0' || b[i] > '9' {
			return false
		}
	}
	return true
}

// previous returns the stretch of the same length just before v: the week, the
// month, the quarter before.
func previous(v string) string {
	first, last, ok := ends(v)
	if !ok {
		return ""
	}
	switch {
	case isMonth(v):
		return first.AddDate(0, -1, 0).Format("2006-01")
	case isQuarter(v):
		p := first.AddDate(0, -3, 0)
		return p.Format("2006") + "-Q" + string(rune('1'+(int(p.Month())-1)/3))
	case isHalf(v):
		p := first.AddDate(0, -6, 0)
		return p.Format("2006") + "-H" + string(rune('1'+(int(p.Month())-1)/6))
	case len(v) == 4:
		return shiftYears(v, -1)
	}
	days := int(last.Sub(first).Hours()/24) + 1
	from, to := first.AddDate(0, 0, -days), first.AddDate(0, 0, -1)
	if days == 1 {
		return to.Format(time.DateOnly)
	}
	return from.Format(time.DateOnly) + "/" + to.Format(time.DateOnly)
}

// ends returns the first and last day of the values that previous knows.
func ends(v string) (first, last time.Time, ok bool) {
	if a, b, two := strings.Cut(v, "/"); two {
		first, _, ok = day(a)
		last, _, ok2 := day(b)
		return first, last, ok && ok2 && !last.Before(first)
	}
	switch {
	case isQuarter(v):
		return monthsOf("2006", v[:4], 3*int(v[6]-'1'), 3)
	case isHalf(v):
		return monthsOf("2006", v[:4], 6*int(v[6]-'1'), 6)
	case len(v) == len("2006"):
		return monthsOf("2006", v, 0, 12)
	case len(v) == len("2006-01"):
		return monthsOf("2006-01", v, 0, 1)
	}
	return day(v)
}

// day returns an ISO day as the first and the last day. What is none is not parsed:
// a failing time.Parse costs an allocation.
func day(v string) (first, last time.Time, ok bool) {
	if len(v) != len(time.DateOnly) {
		return first, last, false
	}
	t, err := time.Parse(time.DateOnly, v)
	return t, t, err == nil
}

// monthsOf returns the first and last day of n months from the given month, counted
// from 0, of the year or month v.
func monthsOf(layout, v string, from, n int) (first, last time.Time, ok bool) {
	t, err := time.Parse(layout, v)
	first = t.AddDate(0, from, 0)
	return first, first.AddDate(0, n, -1), err == nil
}

// isQuarter reports that v is a quarter: 2006-Q1.
func isQuarter(v string) bool { return len(v) == len("2006-Q1") && v[5] == 'Q' }

// isHalf reports that v is half a year: 2006-H1.
func isHalf(v string) bool { return len(v) == len("2006-H1") && v[5] == 'H' }
