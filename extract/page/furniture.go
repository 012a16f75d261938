package page

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// A furniture is what a line of a page is when it is not the article's: a
// menu word, a counter, the heading of a list of other articles.
type furniture uint8

const (
	notFurniture furniture = iota
	isMenu
	isUI
	isShare
	isCounter
	isClock
	isRelated
	isComment
	isTags
	isRating
	isFooter
	isLogin
	isMore
)

var furnitureNames = map[string]furniture{
	"menu": isMenu, "ui": isUI, "share": isShare, "counter": isCounter, "clock": isClock, "related": isRelated,
	"comment": isComment, "tags": isTags, "rating": isRating, "footer": isFooter, "login": isLogin, "more": isMore,
}

// furnitureTable is data/furniture.tsv in the form it is asked in.
type furnitureTable struct {
	exact  map[string]furniture
	prefix map[string][]phrase // by first word
	suffix []phrase
	within []phrase
}

type phrase struct {
	text string
	what furniture
}

var furnitureWords = sync.OnceValues(func() (*furnitureTable, error) { return loadFurniture() })

func loadFurniture() (*furnitureTable, error) {
	rows, err := vi.ReadTable(data, "data/furniture.tsv")
	if err != nil {
		return nil, err
	}
	t := &furnitureTable{exact: map[string]furniture{}, prefix: map[string][]phrase{}}
	for _, r := range rows {
		what, ok := furnitureNames[r.Get("what")]
		if !ok {
			return nil, r.Errorf("unknown kind of furniture %q", r.Get("what"))
		}
		key := vi.Key(r.Get("phrase"))
		switch r.Get("match") {
		case "exact":
			t.exact[key] = what
			if bare := bareKey(key); bare != "" {
				t.exact[bare] = what
			}
		case "prefix":
			w := firstWord(key)
			t.prefix[w] = append(t.prefix[w], phrase{key, what})
		case "edge":
			w := firstWord(key)
			t.prefix[w] = append(t.prefix[w], phrase{key, what})
			t.suffix = append(t.suffix, phrase{key, what})
		case "suffix":
			t.suffix = append(t.suffix, phrase{key, what})
		case "within":
			t.within = append(t.within, phrase{key, what})
		default:
			return nil, r.Errorf("unknown match %q", r.Get("match"))
		}
	}
	return t, nil
}

func firstWord(key string) string {
	for i, r := range key {
		if r == ' ' || r == ':' {
			return key[:i]
		}
	}
	return key
}

// bareKey is the key without bullets, figures and punctuation at its ends.
func bareKey(key string) string {
	return strings.TrimFunc(key, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '×'
	})
}

// Limits of what furniture may be long: words that begin a menu item also
// begin sentences.
const (
	longestFurniture = 160
	longestFooter    = 320
)

// furnitureOf says what a line is besides an article's. key is vi.Key of the line.
func furnitureOf(key string) furniture {
	t, err := furnitureWords()
	if err != nil {
		panic(err) // checked in New
	}
	n := utf8.RuneCountInString(key)
	if n > longestFooter {
		return notFurniture
	}
	if what, ok := t.exact[key]; ok {
		return what
	}
	bare := bareKey(key)
	if what, ok := t.exact[bare]; ok && n <= 60 {
		return what
	}
	if bare == "" {
		return isUI
	}
	for _, s := range [2]string{key, bare} {
		for _, p := range t.prefix[firstWord(s)] {
			if strings.HasPrefix(s, p.text) && wordEnd(s, len(p.text)) && (n <= longestFurniture && !sentenceAfter(s, p) || p.what == isFooter) {
				return p.what
			}
		}
	}
	if n <= 60 {
		for _, p := range t.suffix {
			if strings.HasSuffix(bare, p.text) && counted(bare[:len(bare)-len(p.text)], key) {
				return p.what
			}
		}
	}
	for _, p := range t.within {
		if strings.Contains(key, p.text) {
			return p.what
		}
	}
	return otherwise(key, bare)
}

// sentenceAfter says that a furniture word only opens a sentence of its own:
// "Đánh giá bài viết …, đồng chí …".
func sentenceAfter(s string, p phrase) bool {
	rest := s[len(p.text):]
	return utf8.RuneCountInString(rest) > 60 && strings.ContainsAny(rest, ",.") && !strings.HasPrefix(strings.TrimSpace(rest), ":")
}

// counted says that before a counter word stands nothing but a figure.
func counted(before, key string) bool {
	letters := 0
	for _, r := range before {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters == 0 && strings.ContainsAny(key, "0123456789") || strings.TrimSpace(before) == ""
}

// wordEnd says that a word ends in s at byte i.
func wordEnd(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(s[:i])
	next, _ := utf8.DecodeRuneInString(s[i:])
	return !unicode.IsLetter(last) || !unicode.IsLetter(next)
}

// otherwise recognises by shape what no table can list.
func otherwise(key, bare string) furniture {
	if foreignUI(key) || twiceTheSame(bare) {
		return isUI
	}
	if key[0] == '#' {
		return isTags
	}
	if strings.HasPrefix(key, "trang ") && breadcrumbPattern.MatchString(key) {
		return isMenu
	}
	if len(key) < 40 && strings.HasSuffix(key, " trước") && agoPattern.MatchString(key) {
		return isClock
	}
	if isAddressLine(key) {
		return isFooter
	}
	return notFurniture
}

// foreignUI says that a short line holds no Latin letter, as the button of a
// portal whose interface speaks another language.
func foreignUI(key string) bool {
	letters := 0
	for _, r := range key {
		if unicode.Is(unicode.Latin, r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 0 && letters <= 12
}

// twiceTheSame says that the line says a short thing twice, as the title of a
// portlet beside its hidden copy does.
func twiceTheSame(bare string) bool {
	half := len(bare) / 2
	if len(bare)%2 == 0 || len(bare) > 120 || half < 3 {
		return false
	}
	return bare[half] == ' ' && bare[:half] == bare[half+1:]
}

var (
	phonePattern = regexp.MustCompile(`(?:^|[^\p{L}])(?:điện thoại|đt|sđt|tel|fax|hotline)(?:\s*(?:ban biên tập|trực ban|liên hệ))?\s*[:.]\s*[(+]?\d[\d .()-]{5,}`) // of six digits and more: "ĐT.605" is a road
	agoPattern   = regexp.MustCompile(`^(?:khoảng |cách đây )?\d+ (?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm) trước$`)
	// "Trang chủ » Tin tức » An ninh"
	breadcrumbPattern = regexp.MustCompile(`^trang (?:chủ|nhất)\s*[>»›/|\\→-]`)
	mailPattern       = regexp.MustCompile(`(?:^|[^\p{L}])e-?mail\s*:\s*\S+@|\S+@\S+\.\S+`)
)

func hasPhoneWord(key string) bool {
	for _, w := range [...]string{"thoại", "đt", "tel", "fax", "hotline"} {
		if strings.Contains(key, w) {
			return true
		}
	}
	return false
}

// isAddressLine recognises a line of contact data.
func isAddressLine(key string) bool {
	if len(key) > 500 {
		return false
	}
	mail := strings.Contains(key, "@") && mailPattern.MatchString(key)
	phone := strings.ContainsAny(key, "0123456789") && hasPhoneWord(key) && phonePattern.MatchString(key)
	return phone && mail || (phone || mail) && len(key) < 150
}
