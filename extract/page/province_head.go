package page

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// What tells the province of an article that names none: the mark of its paper
// before the first words, the district that its title begins with, and until
// June 2025 the communes and districts it names together.

// datelines holds the provinces of the papers by their marks: QNO.
var datelines = sync.OnceValues(func() (map[string]int, error) {
	t, err := provinceTable()
	if err != nil {
		return nil, err
	}
	rows, err := vi.ReadTable(vi.Data, "data/datelines.tsv")
	if err != nil {
		return nil, err
	}
	marks := map[string]int{}
	for _, r := range rows {
		p, ok := t.byName[nameKey(r.Get("province"))]
		if !ok {
			return nil, r.Errorf("%q is no province", r.Get("province"))
		}
		marks[r.Get("mark")] = p
	}
	return marks, nil
})

// dateline is the mark before the first words of an article: "(QNO) -", "BHG -",
// "(Baothanhhoa.vn) -".
var dateline = regexp.MustCompile(`^(?:\(([^()\n]{2,30})\)\s*[-–]?|(\p{Lu}{2,5})\s?[-–])\s*\p{L}`)

// dayIn is a day in numbers.
var dayIn = regexp.MustCompile(`\b([0-3]?\d)[/-]([01]?\d)[/-](20\d\d)\b`)

// dayWithin is how many bytes at the head of a text are searched for its day.
const dayWithin = 1200

// firstDay returns the first day that the head of a text names in numbers as an
// ISO day, "" when it names none.
func firstDay(text string) string {
	m := dayIn.FindStringSubmatch(text[:min(len(text), dayWithin)])
	if m == nil {
		return ""
	}
	return m[3] + "-" + ("0" + m[2])[len(m[2])-1:] + "-" + ("0" + m[1])[len(m[1])-1:]
}

// tallyHeads counts the province of the dateline and of a district that the title
// begins with, "Chư Pưh: Thu ngân sách …".
func (t *provinces) tallyHeads(scores []float64, title, body, published string) {
	if m := dateline.FindStringSubmatch(body); m != nil {
		if p := t.ofDateline(m[1] + m[2]); p >= 0 {
			scores[p]++
		}
	}
	head, _, found := strings.Cut(title, ":")
	if !found || utf8.RuneCountInString(head) > 30 || published >= merged {
		return
	}
	words := wordsOf(head)
	if n, p := t.named(t.districts, "", words, 0); n == len(words) && n > 0 {
		scores[p]++
	}
}

// ofDateline returns the province of the paper that a dateline names, -1 when it
// is not known: by its mark, or by the province in its host.
func (t *provinces) ofDateline(mark string) int {
	marks, err := datelines()
	if err != nil {
		return -1
	}
	if p, ok := marks[strings.TrimSpace(mark)]; ok {
		return p
	}
	if !strings.Contains(mark, ".vn") {
		return -1
	}
	host, best, size := squeeze(mark), -1, 4 // shorter names are met by chance
	for p, name := range t.names {
		if key := squeeze(name); len(key) > size && strings.Contains(host, key) {
			best, size = p, len(key)
		}
	}
	return best
}

// An oldArea is where a commune of one name lay until June 2025.
type oldArea struct {
	district string // squeezed
	province int
}

// oldCommunes holds the communes until June 2025 by the key of unit and name.
var oldCommunes = sync.OnceValues(func() (map[string][]oldArea, error) {
	t, err := provinceTable()
	if err != nil {
		return nil, err
	}
	rows, err := vi.ReadTable(vi.Data, "data/areas_old.tsv")
	if err != nil {
		return nil, err
	}
	all := map[string][]oldArea{}
	for _, r := range rows {
		for _, in := range r.List("within") {
			district, province, commune := strings.Cut(in, ", ")
			if !commune {
				continue
			}
			p, ok := t.byName[nameKey(province)]
			if !ok {
				return nil, r.Errorf("%q is no province", province)
			}
			key := nameKey(r.Get("area"))
			all[key] = append(all[key], oldArea{squeeze(district), p})
		}
	}
	return all, nil
})

// oldHead is how many bytes at the head of a text are searched for communes.
const oldHead = 3000

// tallyOld counts the provinces of the communes that the title and the head of
// the text name: those of which only one province has one of the name, and those
// whose district is named too.
func (t *provinces) tallyOld(scores []float64, title, body string) {
	all, err := oldCommunes()
	if err != nil {
		return
	}
	text := title + "\n" + strings.ToValidUTF8(body[:min(len(body), oldHead)], "")
	words, heads := wordsOf(text), len(wordsOf(title))
	districts := map[string]bool{}
	for i := range words {
		if !words[i].capital() || !afterUnit(words, i) {
			continue
		}
		key := ""
		for n := i; n < min(i+4, len(words)) && (n == i || words[n].joined); n++ {
			key += squeeze(words[n].text)
			districts[key] = true
		}
	}
	for i := 1; i < len(words); i++ {
		if !words[i].capital() || !afterSmall(words, i) {
			continue
		}
		weight := 0.5 // one mention in passing tells nothing
		if i < heads {
			weight = 1
		}
		t.countOld(scores, all, districts, words, i, weight)
	}
}

// countOld counts the province of the commune named at word i.
func (t *provinces) countOld(scores []float64, all map[string][]oldArea, districts map[string]bool, words []word, i int, weight float64) {
	key := words[i-1].key()
	if key == "trấn" {
		key = "thị trấn"
	}
	var found []oldArea
	end := i
	for n := i; n < min(i+4, len(words)) && (n == i || words[n].joined) && words[n].capital(); n++ {
		if key += " " + words[n].key(); len(all[key]) > 0 {
			found, end = all[key], n+1
		}
	}
	if end < len(words) && words[end].spaced && words[end].capital() {
		return // "xã Thanh Ba" is not xã Thanh
	}
	in := map[int]bool{}
	for _, a := range found {
		if districts[a.district] {
			scores[a.province]++ // the commune and its district
			return
		}
		in[a.province] = true
	}
	if len(in) == 1 {
		scores[found[0].province] += weight
	}
}
