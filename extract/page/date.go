package page

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// A stamp is a point in time as a page prints it: a day, with or without the
// time of day.
type stamp struct {
	day   string // 2006-01-02
	clock string // 15:04:05, "" where none
	zone  string // +07:00 unless the page says another
}

func (s stamp) zero() bool { return s.day == "" }

// rfc returns the stamp as RFC 3339, "" without a time of day.
func (s stamp) rfc() string {
	if s.day == "" || s.clock == "" {
		return ""
	}
	zone := s.zone
	if zone == "" {
		zone = "+07:00"
	}
	return s.day + "T" + s.clock + zone
}

var (
	// 27/12/2022, 4-3-2024, 25.04.2019, 05 08 2019; ngày 7 tháng 3 năm 2026
	dmyPattern = regexp.MustCompile(`(\d{1,2})\s?([/.\-–]|\s)\s?(\d{1,2})\s?(?:[/.\-–]|\s)\s?((?:19|20)\d\d)`)
	wordedDMY  = regexp.MustCompile(`(\d{1,2})\s*(?:tháng|/)\s*(\d{1,2})\s*,?\s*năm\s*((?:19|20)\d\d)`)
	// 12 Tháng Bảy, 2024
	monthName = regexp.MustCompile(`(\d{1,2})\s+tháng\s+(một|hai|ba|tư|bốn|năm(?:\s*,|\s+năm)|sáu|bảy|tám|chín|mười một|mười hai|mười|giêng|chạp|\d{1,2})\s*[,/]?\s*((?:19|20)\d\d)`)
	// 2017-05-30, 2017/05/30
	ymdPattern   = regexp.MustCompile(`((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})`)
	clockPattern = regexp.MustCompile(`(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{1,2})(?:\s?(?:'|phút))?(?::(\d{1,2}))?(?:\.\d+)?\s?(am|pm|sa|ch)?`)
	zonePattern  = regexp.MustCompile(`(?:gmt|utc)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?|([+-])(\d\d):?(\d\d)$`)
	zuluPattern  = regexp.MustCompile(`:\d\d(?:\.\d+)?z\b`)
	englishMonth = regexp.MustCompile(`(?:(\d{1,2})\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:(\d{1,2}),?\s+)?((?:19|20)\d\d)`)
)

// readStamp finds the date, and the time beside it, in a short text.
func readStamp(s string) stamp {
	st, _ := cutStamp(strings.ToLower(s))
	return st
}

// cutStamp finds the stamp in s, which is in lower case, and returns what is
// left of s without it.
func cutStamp(s string) (stamp, string) {
	day, from, to := findDay(s)
	if day == "" {
		return stamp{}, s
	}
	st := stamp{day: day}
	rest := s[:from] + " " + s[to:]
	// The day's own digits are gone, so that 05-30+0716:29 reads 16:29.
	if strings.HasPrefix(s[to:], "+07") && len(s) > to+4 && s[to+3] >= '0' && s[to+3] <= '2' && strings.Contains(s[to+3:], ":") {
		rest = s[:from] + " " + s[to+3:]
	}
	rest = strings.Replace(rest, " t", " ", 1)
	if m := zonePattern.FindStringSubmatchIndex(rest); m != nil {
		st.zone = zoneOf(rest, m)
		rest = rest[:m[0]] + " " + rest[m[1]:]
	} else if m := zuluPattern.FindStringIndex(rest); m != nil {
		st.zone, rest = "Z", rest[:m[1]-1]+" "
	}
	if m := clockPattern.FindStringSubmatchIndex(rest); m != nil {
		if c := clockOf(rest, m); c != "" {
			st.clock = c
			rest = rest[:m[0]] + " " + rest[m[1]:]
		}
	}
	if st.zone == "Z" && st.clock != "" {
		return st.local(), rest
	}
	return st, rest
}

// local turns a stamp in UTC to Vietnamese time: a Vietnamese page that says Z
// means the same instant.
func (s stamp) local() stamp {
	t, err := time.Parse("2006-01-02T15:04:05Z", s.day+"T"+s.clock+"Z")
	if err != nil {
		s.zone = ""
		return s
	}
	t = t.Add(7 * time.Hour)
	return stamp{day: t.Format("2006-01-02"), clock: t.Format("15:04:05"), zone: "+07:00"}
}

// findDay returns the first valid day of s and where it stands.
func findDay(s string) (day string, from, to int) {
	from = len(s) + 1
	try := func(loc []int, y, m, d string) {
		if loc[0] < from {
			if v := validDay(y, m, d); v != "" {
				day, from, to = v, loc[0], loc[1]
			}
		}
	}
	for _, m := range ymdPattern.FindAllStringSubmatchIndex(s, 4) {
		if clearOf(s, m[0], m[1]) {
			try(m, s[m[2]:m[3]], s[m[4]:m[5]], s[m[6]:m[7]])
		}
	}
	for _, m := range dmyPattern.FindAllStringSubmatchIndex(s, 4) {
		if clearOf(s, m[0], m[1]) {
			try(m, s[m[8]:m[9]], s[m[6]:m[7]], s[m[2]:m[3]])
		}
	}
	if m := monthName.FindStringSubmatchIndex(s); m != nil {
		try(m, group(s, m, 3), monthNumber(group(s, m, 2)), group(s, m, 1))
	}
	for _, m := range wordedDMY.FindAllStringSubmatchIndex(s, 2) {
		try(m, s[m[6]:m[7]], s[m[4]:m[5]], s[m[2]:m[3]])
	}
	if day == "" {
		if m := englishMonth.FindStringSubmatchIndex(s); m != nil {
			d := group(s, m, 1) + group(s, m, 3)
			try(m, group(s, m, 4), strconv.Itoa(strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", group(s, m, 2))/3+1), d)
		}
	}
	if day == "" {
		return "", 0, 0
	}
	return day, from, to
}

// monthNumber returns the number of a month named in words.
func monthNumber(s string) string {
	if strings.HasPrefix(s, "năm") {
		return "5" // with the comma or the second "năm" that tells it from nine months of a year
	}
	for i, names := range [...]string{"một giêng", "hai", "ba", "tư bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai chạp"} {
		for _, n := range strings.Fields(names) {
			if n == s && n != "mười" || s == names {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return s
}

// clearOf says that no digit or sign makes the match part of something longer:
// a document number, a range, a phone.
func clearOf(s string, from, to int) bool {
	if from > 0 {
		c := s[from-1]
		if c >= '0' && c <= '9' || c == '/' || c == '.' && from > 1 && unicode.IsDigit(rune(s[from-2])) {
			return false
		}
	}
	if to < len(s) {
		c := s[to]
		if c >= '0' && c <= '9' || c == '/' {
			return false
		}
	}
	return true
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

func validDay(y, m, d string) string {
	yy, _ := strconv.Atoi(y)
	mm, _ := strconv.Atoi(m)
	dd, _ := strconv.Atoi(d)
	if yy < 1990 || mm < 1 || mm > 12 || dd < 1 {
		return ""
	}
	if t := time.Date(yy, time.Month(mm), dd, 0, 0, 0, 0, time.UTC); t.Day() != dd {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", yy, mm, dd)
}

func clockOf(s string, m []int) string {
	h, _ := strconv.Atoi(group(s, m, 1))
	mi, _ := strconv.Atoi(group(s, m, 2))
	sec, _ := strconv.Atoi(group(s, m, 3))
	switch group(s, m, 4) {
	case "pm", "ch":
		if h < 12 {
			h += 12
		}
	case "am", "sa":
		if h == 12 {
			h = 0
		}
	}
	if h > 23 || mi > 59 || sec > 59 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d:%02d", h, mi, sec)
}

func zoneOf(s string, m []int) string {
	sign, h, mi := group(s, m, 1), group(s, m, 2), group(s, m, 3)
	if sign == "" {
		sign, h, mi = group(s, m, 4), group(s, m, 5), group(s, m, 6)
	}
	if mi == "" {
		mi = "00"
	}
	hours, _ := strconv.Atoi(h)
	if hours > 14 {
		return ""
	}
	return fmt.Sprintf("%s%02d:%s", sign, hours, mi)
}

// parseMeta reads a date of meta data: ISO 8601 in all the spellings CMSs
// give it, RFC 1123, Unix seconds, or a printed Vietnamese date.
func parseMeta(s string) stamp {
	s = strings.TrimSpace(s)
	if s == "" {
		return stamp{}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.000 -07:00", time.RFC1123Z, time.RFC1123} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1990 {
			if t.Location() == time.UTC {
				t = t.In(hanoi)
			}
			return stamp{t.Format("2006-01-02"), t.Format("15:04:05"), t.Format("-07:00")}
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) == 10 {
		t := time.Unix(n, 0).In(hanoi)
		return stamp{t.Format("2006-01-02"), t.Format("15:04:05"), "+07:00"}
	}
	if len(s) > 80 {
		return stamp{}
	}
	return readStamp(s)
}

var hanoi = time.FixedZone("+07", 7*3600)

// A dateLine is a line that is a date and next to nothing else.
type dateLine struct {
	stamp
	// updated says that the label speaks of a change, labelled that there is
	// a label of publication at all.
	updated, labelled bool
	// gmt says that the zone is printed, as page clocks and newspapers do.
	gmt bool
	// rest is what else the line holds, at most a few words.
	rest string
}

// hasDay says that a text may hold a day: a year beside a sign of dates, or
// the words of one.
func hasDay(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if (s[i] != '2' || s[i+1] != '0') && (s[i] != '1' || s[i+1] != '9') || !isDigit(s[i+2]) || !isDigit(s[i+3]) {
			continue
		}
		if i > 1 && (s[i-1] == '/' || s[i-1] == '.' || s[i-1] == '-' || s[i-1] == ' ' && (isDigit(s[i-2]) || s[i-2] < 'A' || s[i-2] == ',')) {
			return true
		}
		if i+5 < len(s) && (s[i+4] == '-' || s[i+4] == '/' || s[i+4] == '.') && isDigit(s[i+5]) {
			return true
		}
		if i > 2 && s[i-1] >= utf8.RuneSelf { // a dash longer than ASCII's
			return true
		}
		if strings.Contains(s, "tháng") || i > 4 && s[i-1] == ' ' && s[i-2] < utf8.RuneSelf && englishMonth.MatchString(strings.ToLower(s)) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// readDateLine reads a line as the line of the date of publication.
func readDateLine(text string) (dateLine, bool) {
	if len(text) > 240 || !hasDay(text) {
		return dateLine{}, false
	}
	key := strings.ToLower(vi.Key(text))
	st, rest := cutStamp(key)
	if st.zero() {
		return dateLine{}, false
	}
	d := dateLine{stamp: st, gmt: strings.Contains(key, "gmt")}
	d.updated = strings.Contains(key, "cập nhật")
	for _, l := range [...]string{"cập nhật", "đăng", "xuất bản", "post", "publish", "ngày viết", "ngày tạo"} {
		d.labelled = d.labelled || strings.Contains(key, l)
	}
	for _, l := range wordsFor("date") {
		rest = cutWord(rest, l)
	}
	d.rest = strings.TrimFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	letters := 0
	for _, r := range d.rest {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return d, letters <= 3 || letters <= 40 && (d.clock != "" || d.labelled || key[0] >= '0' && key[0] <= '9' || letters <= 20 && strings.ContainsAny(key, "|-")) && !strings.ContainsAny(d.rest, ",;")
}

// cutWord removes a word or words from s wherever they stand alone.
func cutWord(s, word string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return s
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(word):])
		if i > 0 && unicode.IsLetter(before) || i+len(word) < len(s) && (unicode.IsLetter(after)) {
			from = i + len(word)
			continue
		}
		s = s[:i] + " " + s[i+len(word):]
		from = i
	}
}

var urlDay = regexp.MustCompile(`(?:^|[/\-_.])((?:19|20)\d\d)[/\-]?(0[1-9]|1[0-2])[/\-]?(0[1-9]|[12]\d|3[01])(?:\d{3,9})?(?:[/\-_.]|$)`)

// dayInURL reads a day from an address: /2024/03/05/, -20260307075519174.htm.
func dayInURL(address string) string {
	if m := urlDay.FindStringSubmatch(address); m != nil {
		return validDay(m[1], m[2], m[3])
	}
	return ""
}

// layoutStamp reads the date element of a profile: by the profile's format
// where it gives one, else as any printed date.
func layoutStamp(text, format string) stamp {
	if format != "" {
		if t, err := time.ParseInLocation(format, strings.TrimSpace(text), hanoi); err == nil {
			st := stamp{day: t.Format("2006-01-02")}
			if strings.Contains(format, "15") || strings.Contains(format, "03") {
				st.clock, st.zone = t.Format("15:04:05"), "+07:00"
			}
			return st
		}
	}
	return parseMeta(text)
}
