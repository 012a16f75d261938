package vi

import "math"

// The Vietnamese lunar calendar. Its months begin on the day of the new moon
// and its eleventh month holds the winter solstice, both by the clock of
// Hanoi (UTC+7); China reckons in UTC+8, and so the two differ where a new
// moon or a solar term falls in the hour between. The course of sun and moon
// follows J. Meeus, Astronomical Formulae for Calculators (1982) and
// Astronomical Algorithms (1991), the reckoning of the months Hồ Ngọc Đức's
// published description of the calendar.

const (
	hanoi       = 7.0 / 24          // days ahead of universal time
	lunation    = 29.530588853      // days between two new moons, on average
	moonEpoch   = 2415021.076998695 // a new moon of 1900, number 0
	solsticeArc = 9                 // the arc of 30° that begins at the winter solstice
)

// A LunarDay is a day of the Vietnamese lunar calendar. Year is the solar
// year in which the lunar year begins; Leap marks an intercalary month.
type LunarDay struct {
	Year, Month, Day int
	Leap             bool
}

// Solar returns the day of the Gregorian calendar, and false when the lunar
// calendar has no such day. It holds for the years 1900 to 2199.
func (l LunarDay) Solar() (Day, bool) {
	if l.Year < 1900 || l.Year > 2199 || l.Month < 1 || l.Month > 12 || l.Day < 1 || l.Day > 30 {
		return 0, false
	}
	k, ok := l.moon()
	if !ok {
		return 0, false
	}
	first := newMoonDay(k)
	if l.Day > int(newMoonDay(k+1)-first) {
		return 0, false
	}
	return first + Day(l.Day-1), true
}

// moon returns the number of the new moon that begins l's month.
func (l LunarDay) moon() (k int, ok bool) {
	from := l.Year - 1 // the solar year whose eleventh month comes before l
	if l.Month >= 11 {
		from++
	}
	a, b := month11(from), month11(from+1)
	k = moonNumber(a)
	off := (l.Month + 1) % 12 // months since the eleventh
	leap := 0
	if b-a > 365 { // thirteen months between two solstices
		leap = leapOffset(k)
	}
	switch {
	case l.Leap && (leap == 0 || off != (leap+11)%12):
		return 0, false
	case l.Leap:
		off = leap
	case leap > 0 && off >= leap:
		off++
	}
	return k + off, true
}

// month11 returns the first day of the lunar month that holds the winter
// solstice of a solar year.
func month11(y int) Day {
	k := int((float64(Civil(y, 12, 31)) - 2415021) / lunation)
	first := newMoonDay(k)
	if sunArc(first) >= solsticeArc {
		first = newMoonDay(k - 1)
	}
	return first
}

// moonNumber returns the number of the new moon on a day.
func moonNumber(n Day) int { return int(math.Floor((float64(n)-moonEpoch)/lunation + 0.5)) }

// leapOffset returns how many months after the eleventh month that begins at
// new moon k the intercalary one comes: the first without a principal term.
func leapOffset(k int) int {
	arc := sunArc(newMoonDay(k + 1))
	for i := 2; i < 14; i++ {
		next := sunArc(newMoonDay(k + i))
		if next == arc {
			return i - 1
		}
		arc = next
	}
	return 13
}

// newMoonDay returns the day, in Hanoi, of new moon number k.
func newMoonDay(k int) Day { return Day(math.Floor(newMoon(float64(k)) + 0.5 + hanoi)) }

// newMoon returns the Julian date, in universal time, of new moon number k.
func newMoon(k float64) float64 {
	t := k / 1236.85
	t2, t3 := t*t, t*t*t
	mean := 2415020.75933 + 29.53058868*k + 0.0001178*t2 - 0.000000155*t3 +
		0.00033*sin(166.56+132.87*t-0.009173*t2)
	sun := 359.2242 + 29.10535608*k - 0.0000333*t2 - 0.00000347*t3
	moon := 306.0253 + 385.81691806*k + 0.0107306*t2 + 0.00001236*t3
	node := 21.2964 + 390.67050646*k - 0.0016528*t2 - 0.00000239*t3
	c := (0.1734-0.000393*t)*sin(sun) + 0.0021*sin(2*sun) -
		0.4068*sin(moon) + 0.0161*sin(2*moon) - 0.0004*sin(3*moon) +
		0.0104*sin(2*node) - 0.0051*sin(sun+moon) - 0.0074*sin(sun-moon) +
		0.0004*sin(2*node+sun) - 0.0004*sin(2*node-sun) -
		0.0006*sin(2*node+moon) + 0.0010*sin(2*node-moon) + 0.0005*sin(2*moon+sun)
	clock := -0.000278 + 0.000265*t + 0.000262*t2 // dynamical time ahead of universal
	return mean + c - clock
}

// sunArc returns in which arc of 30° of its yearly way, 0 to 11, the sun
// stands when day n begins in Hanoi.
func sunArc(n Day) int {
	t := (float64(n) - 0.5 - hanoi - 2451545) / 36525
	t2 := t * t
	anomaly := 357.52910 + 35999.05030*t - 0.0001559*t2 - 0.00000048*t*t2
	long := 280.46645 + 36000.76983*t + 0.0003032*t2 +
		(1.914600-0.004817*t-0.000014*t2)*sin(anomaly) +
		(0.019993-0.000101*t)*sin(2*anomaly) + 0.000290*sin(3*anomaly)
	long = math.Mod(long, 360)
	if long < 0 {
		long += 360
	}
	return int(long / 30)
}

func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }

// CanChi returns the stem 0–9 (Giáp = 0) and branch 0–11 (Tý = 0) of the
// lunar year that begins in a solar year.
func CanChi(year int) (stem, branch int) { return (year + 6) % 10, (year + 8) % 12 }

// YearOfCanChi returns the year with a stem and a branch that lies nearest to
// a given one, and false when no year bears both.
func YearOfCanChi(stem, branch, near int) (int, bool) {
	for off := 0; off <= 30; off++ {
		for _, y := range [2]int{near - off, near + off} {
			if s, b := CanChi(y); s == stem && b == branch {
				return y, true
			}
		}
	}
	return 0, false
}
