package corpus

import (
	"fmt"
	"time"
)

// The lengths of period that figures can be compared by.
const (
	ByYear    = "year"
	ByHalf    = "half"
	ByQuarter = "quarter"
	ByMonth   = "month"
)

// The ways to count a year and its parts: from January, or as the police do,
// from 15 December to 14 December.
const (
	CalendarBasis  = "calendar"
	ReportingBasis = "reporting"
)

// monthsOf gives the months of a period's length.
var monthsOf = map[string]int{ByYear: 12, ByHalf: 6, ByQuarter: 3, ByMonth: 1}

// A Period is a year, half, quarter or month: Label is its date value, and what
// figures are compared as; Basis is how it is counted.
type Period struct{ Label, By, Basis string }

// PeriodOf names the period between two ISO days; ok is false when it is no
// year, half, quarter or month. The police count from the 15th (in 2018 from
// the 16th) of the month before to the 14th (15th).
func PeriodOf(first, last string) (p Period, ok bool) {
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return p, false
	}
	to, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return p, false
	}
	basis := CalendarBasis
	if d := from.Day(); (d == 15 || d == 16) && to.Day() == d-1 {
		// Half a month later both days are those of the calendar.
		basis = ReportingBasis
		from = time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		to = time.Date(to.Year(), to.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	}
	if from.Day() != 1 || to.AddDate(0, 0, 1).Day() != 1 {
		return p, false
	}
	year, month := from.Year(), int(from.Month())
	switch months := (to.Year()-year)*12 + int(to.Month()) - month + 1; {
	case months == 12 && month == 1:
		return Period{fmt.Sprintf("%04d", year), ByYear, basis}, true
	case months == 6 && month%6 == 1:
		return Period{fmt.Sprintf("%04d-H%d", year, month/6+1), ByHalf, basis}, true
	case months == 3 && month%3 == 1:
		return Period{fmt.Sprintf("%04d-Q%d", year, month/3+1), ByQuarter, basis}, true
	case months == 1:
		return Period{fmt.Sprintf("%04d-%02d", year, month), ByMonth, basis}, true
	}
	return p, false
}

// Days returns the calendar days by which a period is asked for: the police year
// 2025 is asked for as 2025, though it begins in 2024.
func (p Period) Days() (first, last string) {
	first, last, err := Days(p.Label)
	if err != nil {
		return "", ""
	}
	return first, last
}

// maxPeriods bounds the periods between two that lie far apart.
const maxPeriods = 600

// PeriodsBetween lists the periods from one to another of the same length and
// basis, both included.
func PeriodsBetween(from, to Period) []Period {
	first, _ := from.Days()
	at, err := time.Parse(time.DateOnly, first)
	var all []Period
	for months := monthsOf[from.By]; err == nil && months > 0 && len(all) < maxPeriods; at = at.AddDate(0, months, 0) {
		p, ok := PeriodOf(at.Format(time.DateOnly), at.AddDate(0, months, -1).Format(time.DateOnly))
		if !ok {
			break
		}
		p.Basis = from.Basis
		if all = append(all, p); p.Label >= to.Label {
			break
		}
	}
	return all
}
