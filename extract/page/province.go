package page

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// provinces is the table of provinces in the form it is asked in. Values are
// indexes into names.
type provinces struct {
	names     []string
	now       []int          // what it belongs to since July 2025
	byName    map[string]int // vi.Key of name or alias
	byHost    map[string]int
	districts map[string]int // squeezed; -1 where several provinces have one
	communes  map[string]int // since July 2025, with "xã" or "phường", squeezed; -1 likewise
	// begins holds the first words of the names.
	begins map[string]bool
	// persons holds the provinces named after a person, whose name means the
	// province only after "thành phố".
	persons map[int]bool
	// exact holds the names of districts and communes as they are spelled:
	// one syllable alone is told from its likes only by its marks.
	exact map[string]bool
}

var provinceTable = sync.OnceValues(func() (*provinces, error) { return loadProvinces() })

func loadProvinces() (*provinces, error) {
	rows, err := vi.ReadTable(vi.Data, "data/provinces.tsv")
	if err != nil {
		return nil, err
	}
	t := &provinces{
		byName: map[string]int{}, byHost: map[string]int{}, districts: map[string]int{}, communes: map[string]int{},
		begins: map[string]bool{}, persons: map[int]bool{}, exact: map[string]bool{},
	}
	for i, r := range rows {
		name := r.Get("province")
		t.names = append(t.names, name)
		for _, alias := range append(r.List("aliases"), name) {
			key := nameKey(alias)
			if other, dup := t.byName[key]; dup && other != i {
				return nil, r.Errorf("%q is %s already", alias, t.names[other])
			}
			t.byName[key] = i
			first, _, _ := strings.Cut(key, " ")
			t.begins[first] = true
		}
		if r.Get("person") != "" {
			t.persons[i] = true
		}
		if host := r.Get("host"); host != "" {
			t.byHost[host] = i
		}
	}
	for i, r := range rows {
		now, ok := t.byName[nameKey(r.Get("now"))]
		if !ok {
			return nil, r.Errorf("%q is no province", r.Get("now"))
		}
		t.now = append(t.now, now)
		for _, d := range r.List("districts") {
			key := squeeze(d)
			t.exact[nameKey(d)] = true
			if other, dup := t.districts[key]; dup && other != i {
				t.districts[key] = -1
			} else if !dup {
				t.districts[key] = i
			}
		}
	}
	return t, t.readCommunes()
}

// readCommunes reads which province the communes since July 2025 lie in.
func (t *provinces) readCommunes() error {
	rows, err := vi.ReadTable(vi.Data, "data/areas_new.tsv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		in := r.List("within")
		at, ok := t.byName[nameKey(in[0])]
		if !ok {
			return r.Errorf("%q is no province", in[0])
		}
		if len(in) > 1 {
			at = -1
		}
		t.communes[squeeze(r.Get("area"))] = at
		_, name, _ := strings.Cut(r.Get("area"), " ")
		t.exact[nameKey(name)] = true
	}
	return nil
}

// nameKey is vi.Key with single spaces in the place of punctuation.
func nameKey(s string) string {
	return strings.Join(strings.FieldsFunc(vi.Key(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r)
	}), " ")
}

// squeeze keeps the letters of s without diacritics: names of the Central
// Highlands are written in many ways ("Đăk R’lấp", "ĐắkRLấp").
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, vi.Fold(s))
}

// isPlace says that s is the name of a province.
func isPlace(s string) bool {
	t, err := provinceTable()
	if err != nil {
		return false
	}
	_, ok := t.byName[nameKey(s)]
	return ok
}

// provinceOfHost returns the province whose portal the host belongs to.
func provinceOfHost(address string) string {
	t, err := provinceTable()
	if err != nil {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for host := strings.ToLower(u.Hostname()); host != ""; {
		if i, ok := t.byHost[host]; ok {
			return t.names[i]
		}
		_, rest, more := strings.Cut(host, ".")
		if !more {
			break
		}
		host = rest
	}
	return ""
}

// scanned bounds how much of a text is searched for names of provinces.
const scanned = 10 << 10

// A word is one word of a text with what stands right before it.
type word struct {
	text string // as printed
	// joined says that only spaces, dashes or apostrophes part it from the
	// word before.
	joined bool
	// spaced says that nothing but a space does.
	spaced bool
}

func (w word) key() string { return vi.Key(w.text) }

// capital says that the word begins with a capital letter.
func (w word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(r)
}

func wordsOf(s string) []word {
	if len(s) > scanned {
		s = strings.ToValidUTF8(s[:scanned], "")
	}
	out := make([]word, 0, len(s)/5)
	start, joined, spaced := -1, false, false
	end := func(i int) {
		if start >= 0 {
			out = append(out, word{s[start:i], joined && len(out) > 0, spaced && len(out) > 0})
			start, joined, spaced = -1, true, true
		}
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
		default:
			end(i)
			if !strings.ContainsRune(" -–'’.", r) {
				joined = false
			}
			spaced = spaced && r == ' '
		}
	}
	end(len(s))
	return out
}

// afterUnit says that the word before i makes the name at i a district's.
func afterUnit(words []word, i int) bool {
	if i == 0 || !words[i].joined {
		return false
	}
	two := func(first string) bool { return i > 1 && words[i-1].joined && words[i-2].key() == first }
	switch words[i-1].key() {
	case "huyện", "tp", "tx", "quận":
		return true
	case "xã":
		return two("thị")
	case "phố":
		return two("thành")
	case "ủy", "uỷ":
		return two("huyện") || two("thị") || two("thành")
	}
	return false
}

// afterSmall says that the word before i makes the name at i that of a commune, a
// ward or a street: "xã Quảng Bình" lies in Thanh Hóa.
func afterSmall(words []word, i int) bool {
	if i == 0 || !words[i].spaced {
		return false
	}
	before := ""
	if i > 1 && words[i-1].joined {
		before = words[i-2].key()
	}
	switch words[i-1].key() {
	case "xã":
		return before != "thị"
	case "trấn":
		return before == "thị"
	case "khu":
		return before == "đặc"
	case "phường", "đường", "thôn", "ấp":
		return true
	}
	return false
}

// citySpelling says that a name begins with the word for a city.
func citySpelling(key string) bool { return key == "tp" || key == "tphcm" || key == "thành" }

// tally counts the provinces a text speaks of, each mention with a weight.
// anyCase takes names in small letters too, as sites write their own.
func (t *provinces) tally(scores []float64, text string, weight float64, anyCase bool) {
	words := wordsOf(text)
	for i := 0; i < len(words); i++ {
		if !anyCase && !words[i].capital() {
			continue
		}
		if n, p := t.provinceAt(words, i, anyCase); n > 0 {
			if afterSmall(words, i) || t.persons[p] && !afterUnit(words, i) && !citySpelling(words[i].key()) {
				i += n - 1
				continue
			}
			w := weight
			if i > 0 && words[i].joined {
				switch words[i-1].key() {
				case "tỉnh", "ubnd", "hđnd":
					w *= 1.5
				}
			}
			scores[p] += w
			i += n - 1
			continue
		}
		if afterUnit(words, i) {
			if n, p := t.named(t.districts, "", words, i); n > 0 {
				scores[p] += weight
				i += n - 1
			}
		}
	}
}

// tallyCommunes counts the provinces of the communes that a text names.
func (t *provinces) tallyCommunes(scores []float64, text string, weight float64) {
	words := wordsOf(text)
	for i := 1; i < len(words); i++ {
		unit := words[i-1].key()
		if !words[i].capital() || !words[i].joined || unit != "phường" && (unit != "xã" || i > 1 && words[i-2].key() == "thị") {
			continue
		}
		if n, p := t.named(t.communes, squeeze(unit), words, i); n > 0 {
			scores[p] += weight
			i += n - 1
		}
	}
}

// provinceAt returns how many words at i name a province, and which.
func (t *provinces) provinceAt(words []word, i int, anyCase bool) (int, int) {
	key := ""
	best, at := 0, 0
	for n := 1; n <= 4 && i+n <= len(words); n++ {
		w := words[i+n-1]
		if n > 1 {
			if !w.joined {
				break
			}
			key += " "
		}
		if !anyCase && !w.capital() {
			break
		}
		key += w.key()
		if n == 1 && !t.begins[key] {
			break
		}
		if p, ok := t.byName[key]; ok {
			best, at = n, p
		}
	}
	return best, at
}

// named returns how many words at i are a name of the table, written behind
// unit, and the province it lies in.
func (t *provinces) named(table map[string]int, unit string, words []word, i int) (int, int) {
	key := unit
	best, at := 0, -1
	for n := 1; n <= 4 && i+n <= len(words); n++ {
		w := words[i+n-1]
		if n > 1 && !w.joined {
			break
		}
		key += squeeze(w.text)
		if p, ok := table[key]; ok && p >= 0 && (n > 1 || t.exact[nameKey(w.text)]) {
			best, at = n, p
		}
	}
	if next := i + best; best > 0 && next < len(words) && words[next].spaced && words[next].capital() {
		return 0, -1 // "huyện Tuy An Bắc" is not huyện Tuy An
	}
	return best, at
}

// merged is the day since when there are 34 provinces and no districts.
const merged = "2025-07-01"

// provinceOf decides which province an article is about: the one its title,
// its agency and its text speak of, where one stands out; of an article since
// July 2025 that names none, the one its communes lie in; of another, the one
// that its dateline, its title or its communes tell. Empty when none does.
func provinceOf(title, agency, lead, text, published string) string {
	t, err := provinceTable()
	if err != nil {
		return ""
	}
	scores := make([]float64, len(t.names))
	t.tally(scores, agency, 6, true)
	t.tally(scores, title, 4, false)
	t.tally(scores, lead, 2, false)
	t.tally(scores, text, 1, false)
	body := strings.TrimPrefix(strings.TrimPrefix(text, title), "\n\n")
	if published == "" {
		published = firstDay(body)
	}
	if slices.Max(scores) == 0 && published >= merged {
		t.tallyCommunes(scores, agency, 6)
		t.tallyCommunes(scores, title, 4)
		t.tallyCommunes(scores, text, 1)
	}
	if slices.Max(scores) == 0 {
		t.tallyHeads(scores, title, body, published)
	}
	if published >= merged {
		t.toNow(scores)
	}
	if slices.Max(scores) == 0 && published < merged {
		t.tallyOld(scores, title, body)
	}
	return t.standsOut(scores)
}

// toNow gives the provinces that ended what is said of them to their successors.
func (t *provinces) toNow(scores []float64) {
	for i, now := range t.now {
		if now != i {
			scores[now] += scores[i]
			scores[i] = 0
		}
	}
}

// standsOut returns the province that leads the others by half, "" when none does.
func (t *provinces) standsOut(scores []float64) string {
	best, second := 0, 0.0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	for i, s := range scores {
		if i != best && s > second {
			second = s
		}
	}
	if scores[best] < 1 || scores[best] < 1.5*second {
		return ""
	}
	return t.names[best]
}
