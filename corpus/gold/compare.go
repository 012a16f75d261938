package gold

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold lets two texts be compared by their words alone: lower case, without
// diacritics and punctuation.
func fold(s string) string {
	s = norm.NFD.String(strings.ReplaceAll(strings.ToLower(s), "đ", "d"))
	var b strings.Builder
	for _, r := range s {
		switch {
		case norm.NFD.PropertiesString(string(r)).CCC() != 0:
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// wordsF1 is how far two texts share their words, 0 to 1.
func wordsF1(a, b string) float64 {
	counts := map[string]int{}
	as, bs := strings.Fields(fold(a)), strings.Fields(fold(b))
	for _, w := range as {
		counts[w]++
	}
	common := 0
	for _, w := range bs {
		if counts[w] > 0 {
			counts[w]--
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(as)+len(bs))
}

// contains reports whether one folded text stands in another as whole words.
func contains(text, words string) bool {
	return words != "" && strings.Contains(" "+text+" ", " "+words+" ")
}

// days are the first and the last day that a date value covers, as far as it
// tells them: 2024-H1 and 2024-01/2024-06 are the same.
type days struct{ first, last string }

func interval(value string) days {
	parts := strings.Split(strings.ToUpper(value), "/")
	return days{ends(parts[0]).first, ends(parts[len(parts)-1]).last}
}

var (
	clock    = regexp.MustCompile(`(\d)T.*`)
	yearPart = regexp.MustCompile(`^(\d{4})-([HQ])(\d)$`)
	year     = regexp.MustCompile(`^\d{4}$`)
	month    = regexp.MustCompile(`^(\d{4})-(\d\d)$`)
)

func ends(v string) days {
	v = clock.ReplaceAllString(v, "$1")
	if m := yearPart.FindStringSubmatch(v); m != nil {
		months := 3
		if m[2] == "H" {
			months = 6
		}
		first := (number(m[3])-1)*months + 1
		return days{m[1] + "-" + pad(first) + "-01", lastDay(number(m[1]), first+months-1)}
	}
	if year.MatchString(v) {
		return days{v + "-01-01", v + "-12-31"}
	}
	if m := month.FindStringSubmatch(v); m != nil {
		return days{v + "-01", lastDay(number(m[1]), number(m[2]))}
	}
	return days{v, v}
}

func lastDay(year, month int) string {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// number reads what a regular expression has found to be digits.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// round4 brings a number to four decimals, the form in which they are compared.
func round4(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
	return y
}
