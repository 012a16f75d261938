package vi

// A Day is a day of the (proleptic) Gregorian calendar, counted as a Julian
// day number.
type Day int

// Civil returns the day of a year, a month 1–12 and a day 1–31.
func Civil(y, m, d int) Day {
	a := (14 - m) / 12
	y += 4800 - a
	m += 12*a - 3
	return Day(d + (153*m+2)/5 + 365*y + y/4 - y/100 + y/400 - 32045)
}

// Civil returns year, month and day.
func (n Day) Civil() (y, m, d int) {
	a := int(n) + 32044
	b := (4*a + 3) / 146097
	c := a - 146097*b/4
	e := (4*c + 3) / 1461
	f := c - 1461*e/4
	g := (5*f + 2) / 153
	return 100*b + e - 4800 + g/10, g + 3 - 12*(g/10), f - (153*g+2)/5 + 1
}

// Weekday returns 1 for Monday to 7 for Sunday.
func (n Day) Weekday() int { return int(n)%7 + 1 }

// DaysIn returns the length of a month.
func DaysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && y%100 != 0 || y%400 == 0 {
			return 29
		}
		return 28
	}
	return 31
}
