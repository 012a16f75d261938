package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// number writes a decimal number as the language does: 1.107 and 12,50 in
// Vietnamese, 1,107 and 12.50 in English.
func (l *language) number(text string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = "−", rest
	}
	whole, fraction, isFraction := strings.Cut(text, ".")
	group, point := ".", ","
	if l.code == "en" {
		group, point = ",", "."
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(r)
	}
	if isFraction {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// count writes a number of things.
func (l *language) count(n int64) string { return l.number(strconv.FormatInt(n, 10)) }

// decimal writes a figure; an absent one is empty.
func (l *language) decimal(d *corpus.Decimal) string {
	if d == nil {
		return ""
	}
	return l.number(d.String())
}

// when writes a date value for people: 04/03/2024, quý I/2024, 6 tháng đầu
// năm 2024. In English, where 04/03 is two days, days stay ISO. What it does
// not know is written as it is.
func (l *language) when(value string) string {
	from, to, isRange := strings.Cut(value, "/")
	if !isRange {
		return l.whenOne(value)
	}
	switch {
	case to == "..":
		return l.say("when.since", l.whenOne(from))
	case from == "..":
		return l.say("when.until", l.whenOne(to))
	}
	if months, ok := firstMonths(from, to); ok {
		return l.say("when.months", months, from[:4])
	}
	return l.whenOne(from) + "–" + l.whenOne(to)
}

// firstMonths reads 2024-01/2024-09 as the first nine months of a year.
func firstMonths(from, to string) (months int, ok bool) {
	if len(from) != 7 || len(to) != 7 || from[:4] != to[:4] || !strings.HasSuffix(from, "-01") {
		return 0, false
	}
	months, err := strconv.Atoi(to[5:])
	return months, err == nil && months > 1 && months < 12
}

var partsOfDay = map[string]string{"MO": "when.morning", "MI": "when.noon", "AF": "when.afternoon", "EV": "when.evening", "NI": "when.night"}

func (l *language) whenOne(value string) string {
	day, clock, timed := strings.Cut(value, "T")
	parts := strings.Split(day, "-")
	out := value
	switch {
	case l.code == "en" && (len(parts) == 3 || len(parts) == 2 && parts[1] < "A"):
		out = day
	case len(parts) == 3:
		out = parts[2] + "/" + parts[1] + "/" + parts[0]
	case len(parts) == 2 && len(parts[1]) == 2 && parts[1][0] == 'Q':
		out = l.say("when.quarter", quarterName(l.code, parts[1][1:]), parts[0])
	case len(parts) == 2 && parts[1] == "H1":
		out = l.say("when.half1", parts[0])
	case len(parts) == 2 && parts[1] == "H2":
		out = l.say("when.half2", parts[0])
	case len(parts) == 2 && len(parts[1]) == 2:
		out = parts[1] + "/" + parts[0]
	}
	if !timed || len(parts) != 3 {
		return out
	}
	if key, isPart := partsOfDay[clock]; isPart {
		return l.say(key) + " " + out
	}
	return clock + " " + out
}

// quarterName writes quarters as Vietnamese offices do, in Roman numerals.
func quarterName(code, digit string) string {
	if roman, ok := map[string]string{"1": "I", "2": "II", "3": "III", "4": "IV"}[digit]; ok && code == "vi" {
		return roman
	}
	return digit
}

// webURL returns the address when it is one that a reader can follow safely,
// else nothing.
func webURL(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}
