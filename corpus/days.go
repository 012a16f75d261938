package corpus

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Days returns the first and the last day that a date value covers, as ISO
// days; either is empty on an open side. The values are those of Date.Value:
// 2024, 2024-03, 2024-03-04, 2024-Q1, 2024-H1, 2018/2023, 2024-07-01/..,
// 2024-04-12T20:30, 2025-03-04TMO.
func Days(value string) (first, last string, err error) {
	from, to, isRange := strings.Cut(value, "/")
	if !isRange {
		return daysOf(value)
	}
	if first, _, err = daysOf(from); err != nil {
		return "", "", err
	}
	if _, last, err = daysOf(to); err != nil {
		return "", "", err
	}
	if first != "" && last != "" && last < first {
		return "", "", fmt.Errorf("date value %q ends before it begins", value)
	}
	return first, last, nil
}

// daysOf reads one side of a date value.
func daysOf(value string) (first, last string, err error) {
	if value == ".." {
		return "", "", nil
	}
	bad := fmt.Errorf("no date value: %q", value)
	day, _, timed := strings.Cut(value, "T")
	if timed && len(day) != len(time.DateOnly) {
		return "", "", bad
	}
	parts := strings.SplitN(day, "-", 2)
	year, err := strconv.Atoi(parts[0])
	if err != nil || len(parts[0]) != 4 {
		return "", "", bad
	}
	if len(parts) == 1 {
		return span(year, 1, 12)
	}
	rest := parts[1]
	switch {
	case len(rest) == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4':
		month := int(rest[1]-'1')*3 + 1
		return span(year, month, month+2)
	case len(rest) == 2 && rest[0] == 'H' && (rest[1] == '1' || rest[1] == '2'):
		month := int(rest[1]-'1')*6 + 1
		return span(year, month, month+5)
	case len(rest) == 2:
		month, err := strconv.Atoi(rest)
		if err != nil || month < 1 || month > 12 {
			return "", "", bad
		}
		return span(year, month, month)
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", "", bad
	}
	return day, day, nil
}

// span returns the first day of month from and the last day of month to.
func span(year, from, to int) (first, last string, err error) {
	begin := time.Date(year, time.Month(from), 1, 0, 0, 0, 0, time.UTC)
	end := time.Date(year, time.Month(to)+1, 0, 0, 0, 0, 0, time.UTC)
	return begin.Format(time.DateOnly), end.Format(time.DateOnly), nil
}
