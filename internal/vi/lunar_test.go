package vi

import (
	"fmt"
	"testing"
	"time"
)

func TestCivil(t *testing.T) {
	for at := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2110; at = at.AddDate(0, 0, 1) {
		y, m, d := at.Year(), int(at.Month()), at.Day()
		n := Civil(y, m, d)
		if gy, gm, gd := n.Civil(); gy != y || gm != m || gd != d {
			t.Fatalf("Civil(%d, %d, %d) comes back as %d-%d-%d", y, m, d, gy, gm, gd)
		}
		if want := (int(at.Weekday())+6)%7 + 1; n.Weekday() != want {
			t.Fatalf("%s: weekday %d, want %d", at, n.Weekday(), want)
		}
		if d == 1 {
			if want := at.AddDate(0, 1, -1).Day(); DaysIn(y, m) != want {
				t.Fatalf("DaysIn(%d, %d) = %d, want %d", y, m, DaysIn(y, m), want)
			}
		}
	}
}

// solar writes the day of a lunar date as month-day or year-month-day.
func solar(l LunarDay) string {
	n, ok := l.Solar()
	if !ok {
		return "none"
	}
	y, m, d := n.Civil()
	return fmt.Sprintf("%d-%02d-%02d", y, m, d)
}

// TestTet holds the first days of the lunar years as they were kept in
// Vietnam. In 1985, 2007 and 2030 China's new year is another day.
func TestTet(t *testing.T) {
	for year, want := range map[int]string{
		1985: "01-21", 1990: "01-27", 1991: "02-15", 1992: "02-04", 1993: "01-23", 1994: "02-10", 1995: "01-31",
		1996: "02-19", 1997: "02-07", 1998: "01-28", 1999: "02-16", 2000: "02-05", 2001: "01-24",
		2002: "02-12", 2003: "02-01", 2004: "01-22", 2005: "02-09", 2006: "01-29", 2007: "02-17",
		2008: "02-07", 2009: "01-26", 2010: "02-14", 2011: "02-03", 2012: "01-23", 2013: "02-10",
		2014: "01-31", 2015: "02-19", 2016: "02-08", 2017: "01-28", 2018: "02-16", 2019: "02-05",
		2020: "01-25", 2021: "02-12", 2022: "02-01", 2023: "01-22", 2024: "02-10", 2025: "01-29",
		2026: "02-17", 2027: "02-06", 2028: "01-26", 2029: "02-13", 2030: "02-02", 2031: "01-23",
		2032: "02-11", 2033: "01-31", 2034: "02-19", 2035: "02-08",
	} {
		if got := solar(LunarDay{Year: year, Month: 1, Day: 1}); got != fmt.Sprintf("%d-%s", year, want) {
			t.Errorf("Tết of %d is %s, want %s", year, got, want)
		}
	}
}

func TestLunarDays(t *testing.T) {
	for _, c := range []struct {
		day  LunarDay
		want string
	}{
		{LunarDay{2024, 3, 10, false}, "2024-04-18"}, // the Hùng kings' day
		{LunarDay{2025, 3, 10, false}, "2025-04-07"},
		{LunarDay{2024, 1, 15, false}, "2024-02-24"},
		{LunarDay{2025, 1, 15, false}, "2025-02-12"},
		{LunarDay{2024, 8, 15, false}, "2024-09-17"}, // mid-autumn
		{LunarDay{2025, 8, 15, false}, "2025-10-06"}, // after the intercalary sixth month
		{LunarDay{2023, 7, 15, false}, "2023-08-30"}, // after the intercalary second month
		{LunarDay{2024, 12, 23, false}, "2025-01-22"},
		{LunarDay{2025, 6, 1, true}, "2025-07-25"},
		{LunarDay{2023, 2, 1, true}, "2023-03-22"},
		{LunarDay{2020, 4, 1, true}, "2020-05-23"},
		{LunarDay{2024, 6, 1, true}, "none"},    // no leap month that year
		{LunarDay{2024, 12, 30, false}, "none"}, // the year ended with a 29th
		{LunarDay{2023, 12, 30, false}, "2024-02-09"},
		{LunarDay{2024, 13, 1, false}, "none"},
		{LunarDay{1800, 1, 1, false}, "none"},
	} {
		if got := solar(c.day); got != c.want {
			t.Errorf("%+v is %s, want %s", c.day, got, c.want)
		}
	}
}

// TestLunarYearsJoin walks 250 years: months follow each other without a gap
// and last 29 or 30 days.
func TestLunarYearsJoin(t *testing.T) {
	prev, _ := LunarDay{Year: 1901, Month: 1, Day: 1}.Solar()
	for y := 1901; y < 2150; y++ {
		for m := 1; m <= 12; m++ {
			for _, leap := range []bool{false, true} {
				n, ok := LunarDay{y, m, 1, leap}.Solar()
				if !ok {
					if !leap {
						t.Fatalf("%d/%d does not begin", m, y)
					}
					continue
				}
				if gap := n - prev; (y > 1901 || m > 1 || leap) && gap != 29 && gap != 30 {
					t.Fatalf("%d/%d (leap %v) begins %d days after the month before", m, y, leap, gap)
				}
				prev = n
			}
		}
	}
}

func TestCanChi(t *testing.T) {
	for year, want := range map[int][2]int{1984: {0, 0}, 2024: {0, 4}, 2025: {1, 5}, 2023: {9, 3}, 2019: {5, 11}, 1954: {0, 6}} {
		if s, b := CanChi(year); s != want[0] || b != want[1] {
			t.Errorf("CanChi(%d) = %d, %d, want %v", year, s, b, want)
		}
		if got, ok := YearOfCanChi(want[0], want[1], year-7); !ok || got != year {
			t.Errorf("YearOfCanChi(%v, %d) = %d, %v, want %d", want, year-7, got, ok, year)
		}
	}
	if y, ok := YearOfCanChi(0, 1, 2024); ok {
		t.Errorf("Giáp Sửu is %d, want no year", y)
	}
}
