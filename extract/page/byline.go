package page

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// A credit is what a line at the end of an article says of its origin.
type credit struct {
	byline string // author or pen name, as printed
	origin string // newspaper or portal of a repost
	// labelled says that the line names its role: "Tác giả:", "Theo".
	labelled bool
}

var (
	bylineLabel = regexp.MustCompile(`(?i)^(?:tác giả|người viết|người đăng|thực hiện|nội dung|phóng viên|bài viết|biên tập|tin,? ảnh|tin và ảnh|tin - ảnh|tin/ảnh|bài,? ảnh|bài và ảnh|bài - ảnh|bài & ảnh|tin bài|tin,? bài|tin, bài,? ảnh|ảnh,? tin|tin,? video|ảnh và tin|phóng sự|ghi chép|by|author)\s*[:：]\s*`)
	bareLabel   = regexp.MustCompile(`^(?:Tin(?:,| và| -|/)? ảnh|Bài(?:,| và| -|/)? ảnh|Tin(?:,| -)? bài|Tin|Bài|PV|Phóng viên|CTV|BTV|Phóng sự của|Ghi chép của|TIN|BÀI)\s*[:.]?\s+`)
	labelInside = regexp.MustCompile(`(?i:tác giả|người viết|người đăng|đăng bởi)\s*[:：]\s*(\p{Lu}[\p{L}.’' ]*?)(?:\s*(?:$|[|,;•·(–-]|\d|(?i:ngày|lượt|nguồn|cập nhật|lúc|vào|thứ|chủ nhật)))`)
	photoCredit = regexp.MustCompile(`\s*[;,–-]?\s*(?:Ảnh|ảnh|ẢNH|Video|video)\s*[:：].*$`)
	onlyLabel   = regexp.MustCompile(`^(?i:tin|bài|video|và|thực hiện|nội dung|[\s,/&–:-])*$`)
	originLabel = regexp.MustCompile(`(?i)^\(?\s*(?:theo|nguồn tin|nguồn|nguồn bài viết|trích nguồn|trích|source)\s*(?:[:：]\s*|\s+)`)
	bracketEnd  = regexp.MustCompile(`\s*\(([^()]{1,60})\)\s*$`)
	// staff is the author by the work alone, with or without a beat.
	staff = regexp.MustCompile(`^(?i:PV|(?:Nhóm|Tổ) (?:PV|phóng viên|tác giả)(?: \p{Lu}[\p{L} ]{1,30})?)$`)
	// beside is what a byline says of the author behind a mark: his paper, his post.
	beside    = regexp.MustCompile(`^(.+?)(?:\s+[-–—]\s*|,\s+)(.+)$`)
	compiled  = regexp.MustCompile(`\s+(?:-\s*|–\s*)?(?i:t/h|tổng hợp)$`)
	shortForm = regexp.MustCompile(`^[BCDĐGHKLMNPQRSTVX]{3,}(?:\s|$)`)
	nameSplit = regexp.MustCompile(`\s*(?:[–—,;&/+]|\s-\s|\s-|-\s|\svà\s)\s*`)
)

// readCredit reads a line as credit: a byline or the origin of a repost.
func readCredit(text string) (credit, bool) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > 120 {
		return credit{}, false
	}
	if m := originPrefix(text); m != "" {
		if c, ok := readCredit(text[len(m):]); ok && c.byline != "" && c.origin != "" { // "Theo Hoàng Nam/TTXVN"
			return c, true
		}
		rest := strings.Trim(strings.TrimSpace(text[len(m):]), ".()[]“”\"")
		if isOrigin(rest, strings.HasPrefix(strings.ToLower(m), "theo")) {
			return credit{origin: rest, labelled: true}, true
		}
		return credit{}, false
	}
	if i := photoCredit.FindStringIndex(text); i != nil && !onlyLabel.MatchString(text[:i[0]]) {
		text = text[:i[0]]
	}
	var c credit
	text, c.labelled = cutBylineLabel(text)
	if text == "" {
		return credit{}, false
	}
	if m := bracketEnd.FindStringSubmatchIndex(text); m != nil && m[0] > 0 {
		inside := text[m[2]:m[3]]
		if org := strings.TrimPrefix(strings.TrimPrefix(inside, "Theo "), "theo "); isOrganisation(org) || org != inside {
			c.origin = org
		}
		text = text[:m[0]]
	}
	text = compiled.ReplaceAllString(text, "")
	if m := beside.FindStringSubmatch(text); m != nil && (isOrganisation(m[2]) || shortForm.MatchString(m[2])) && isNames(trimName(m[1])) {
		c.origin, text = m[2], m[1]
	}
	if i := strings.LastIndexAny(text, "/|"); i > 0 && isOrganisation(strings.TrimSpace(text[i+1:])) {
		c.origin, text = strings.TrimSpace(text[i+1:]), text[:i]
	}
	text = trimName(text)
	if isOrganisation(text) {
		c.origin = text
		return c, utf8.RuneCountInString(text) <= 60 && (c.labelled || bareOrganisation(text))
	}
	if !isNames(text) && !staff.MatchString(text) {
		return credit{}, false
	}
	c.byline = withoutAvatar(text)
	return c, true
}

// opensDate says that the words are the beginning of a date: "Thứ" of "Thứ 3,
// 17/10/2023".
func opensDate(s string) bool {
	key := vi.Key(strings.TrimSpace(s))
	for _, w := range wordsFor("date") {
		if strings.HasPrefix(w, key) {
			return true
		}
	}
	return false
}

// bylineBeside returns the author that a line of publication names beside the
// date: "Hoài Thu - 12/07/2024", "12/07/2024 | Lượt xem: 5 | Tác giả: Hoài Thu".
func bylineBeside(text string) string {
	beside := besideDate(text)
	if cr, ok := readCredit(beside); ok && cr.byline != "" && !opensDate(beside) {
		return cr.byline
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '|' || r == '•' || r == '·' }) {
		if cr, ok := readCredit(part); ok && cr.byline != "" && cr.labelled {
			return cr.byline
		}
	}
	if m := labelInside.FindStringSubmatch(text); m != nil {
		if cr, ok := readCredit(m[1]); ok {
			return cr.byline
		}
	}
	return ""
}

// withoutAvatar drops the letter that stands for a picture before a name: "K
// Kim Phong".
func withoutAvatar(s string) string {
	first, rest, ok := strings.Cut(s, " ")
	if ok && utf8.RuneCountInString(first) == 1 && strings.HasPrefix(rest, first) {
		return rest
	}
	return s
}

// cutBylineLabel cuts the words that name the author's role; labelled says
// that they were there with a colon, which nothing but a byline has.
func cutBylineLabel(text string) (rest string, labelled bool) {
	if strings.ContainsAny(text, ":：") {
		if m := bylineLabel.FindString(text); m != "" {
			return strings.TrimSpace(text[len(m):]), true
		}
	}
	switch text[0] {
	case 'T', 'B', 'P', 'C', 'G':
		if m := bareLabel.FindString(text); m != "" && isNames(trimName(text[len(m):])) && furnitureOf(vi.Key(text)) == notFurniture {
			return strings.TrimSpace(text[len(m):]), false
		}
	}
	return text, false
}

// originPrefix returns the words that name an origin at the beginning of s.
func originPrefix(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "( "))
	switch unicode.ToLower(first) {
	case 't', 'n', 's':
		return originLabel.FindString(s)
	}
	return ""
}

// trimName removes the punctuation around a name.
func trimName(s string) string {
	s = strings.TrimSpace(s)
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		if r == '.' && n > 0 && len(s) > 2 && isInitials(s) || unicode.IsLetter(r) || unicode.IsDigit(r) {
			break
		}
		s = strings.TrimSpace(s[:len(s)-n])
	}
	return strings.TrimLeft(s, "-–—*•.,:;()[]\"“” ")
}

// isInitials says that s ends in an initial: "T.H."
func isInitials(s string) bool {
	s = strings.TrimSuffix(s, ".")
	i := strings.LastIndexByte(s, '.')
	r, n := utf8.DecodeRuneInString(s[i+1:])
	return i > 0 && n == len(s)-i-1 && unicode.IsLetter(r)
}

// isNames says that s is one name of a person or up to four of them.
func isNames(s string) bool {
	parts := nameSplit.Split(s, -1)
	if glued := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '–' }); len(parts) == 1 && len(glued) == 2 && strings.Contains(glued[0], " ") && strings.Contains(glued[1], " ") {
		parts = glued // LÊ NAM-HÀ DUY
	}
	if s == "" || len(parts) > 4 {
		return false
	}
	places := 0
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if !isName(p) {
			return false
		}
		if isPlace(p) {
			places++
		}
	}
	return places == 0 || len(parts) == 2 && places == 1 // "Thái Bình - Đức Quang"
}

// isName says that s looks like the name or pen name of a person: one to five
// capitalised words of letters, none of them the name of an office.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 || utf8.RuneCountInString(s) > 36 {
		return false
	}
	if holdsWord(vi.Key(s), "function") >= 0 {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && (i == 0 || w != "và" && w != "bin") {
			return false
		}
		for _, c := range w {
			if !unicode.IsLetter(c) && c != '.' && c != '\'' && c != '’' && !unicode.Is(unicode.Mn, c) {
				return false
			}
		}
	}
	if len(words) == 1 {
		// One word is a pen name only as initials or in full capitals' shape.
		n := utf8.RuneCountInString(s)
		return n >= 2 && n <= 12 && (strings.Contains(s, ".") || n >= 3) && furnitureOf(vi.Key(s)) == notFurniture
	}
	return !isOrganisation(s) && furnitureOf(vi.Key(s)) == notFurniture
}

// isOrganisation says that s opens like the name of an office or newspaper.
func isOrganisation(s string) bool { return opensWith(vi.Key(s), "organisation") }

// isOrigin says that s names where a text was taken from.
func isOrigin(s string, theo bool) bool {
	if s == "" || utf8.RuneCountInString(s) > 80 {
		return false
	}
	if isOrganisation(s) || strings.Contains(s, "://") || strings.Contains(s, ".vn") || strings.Contains(s, ".com") || strings.Contains(s, ".net") {
		return !hasVerb(s)
	}
	words := strings.Fields(s)
	if len(words) > 6 || strings.ContainsAny(s, ",:;") {
		return false
	}
	if !theo {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || strings.Contains(strings.ToLower(s), "online") || strings.Contains(strings.ToLower(s), "điện tử")
}

// hasVerb says that the words go on as a sentence or a headline does: "Theo
// Báo cáo của …", "Công an huyện tổng kết công tác năm".
func hasVerb(s string) bool {
	key := vi.Key(s)
	list := strings.Fields(key)
	verbs := headlineWords()
	// The first word names the organisation; two of them may ("Hội thẩm").
	for i := 1; i < len(list); i++ {
		if verbs[list[i]] || i+1 < len(list) && verbs[list[i]+" "+list[i+1]] ||
			i+2 < len(list) && verbs[list[i]+" "+list[i+1]+" "+list[i+2]] {
			return true
		}
	}
	return strings.HasPrefix(key, "báo cáo ")
}

// headlineWords is data/headline.tsv.
var headlineWords = sync.OnceValue(func() map[string]bool {
	rows, err := vi.ReadTable(data, "data/headline.tsv")
	if err != nil {
		panic(err) // the table is embedded and tested
	}
	set := map[string]bool{}
	for _, r := range rows {
		set[vi.Key(r.Get("word"))] = true
	}
	return set
})

// bareOrganisation says that a line is the name of an organisation and nothing
// more, as sites print it above their pages and sources below.
func bareOrganisation(s string) bool {
	return isOrganisation(s) && !hasVerb(s) && !strings.ContainsFunc(s, unicode.IsDigit) && len(strings.Fields(s)) <= 12
}
