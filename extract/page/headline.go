package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// headline finds the line that is the article's title. at is -1 when the
// title stands only in the page's meta data; title is empty when it has none.
func (d *pageDoc) headline(mainAt int32, junk []bool) (title string, at int32) {
	m := &d.elems[mainAt]
	known := d.knownTitles()
	best, at := float32(2.5), int32(-1)
	end := min(m.lineEnd, m.line+12)
	for i := int32(0); i < end; i++ {
		s := d.titleScore(i, mainAt, junk, known)
		if s < best || at < 0 && s == best {
			continue
		}
		if _, isDate := readDateLine(d.lines[i].text); !isDate {
			best, at = s, i
		}
	}
	if at >= 0 {
		for at > 0 && d.lines[at].soft && d.goesOn(at-1, at) {
			at--
		}
		return d.joinSoft(at, 4), at
	}
	if d.meta.ogTitle == "" && d.meta.headline == "" || len(known) == 0 {
		if title, at := d.titleInBody(mainAt); title != "" {
			return title, at
		}
	}
	if len(known) > 0 {
		return known[0].text, -1
	}
	// A heading right above the body is its title, be it a menu word.
	for i := m.line - 1; i >= max(m.line-3, 0); i-- {
		if l := &d.lines[i]; l.heading > 0 && l.linked == 0 && d.elems[l.elem].means&meansBox == 0 {
			return l.text, i
		}
	}
	return "", -1
}

// A knownTitle is a title from the page's meta data.
type knownTitle struct{ text, key string }

// knownTitles lists the titles of the meta data, the most trusted first,
// without the name of the site.
func (d *pageDoc) knownTitles() []knownTitle {
	if d.titles == nil {
		d.titles = d.readTitles()
	}
	return d.titles
}

func (d *pageDoc) readTitles() []knownTitle {
	out := []knownTitle{}
	for _, s := range []string{d.meta.ogTitle, d.meta.headline, d.meta.title} {
		s = d.withoutSite(s)
		if utf8.RuneCountInString(s) < 8 || len(strings.Fields(s)) < 2 || d.isSection(s) {
			continue
		}
		out = append(out, knownTitle{s, titleKey(s)})
	}
	return out
}

// isSection says that a short title is also the text of a link of the page: it
// names a section in the menu rather than an article.
func (d *pageDoc) isSection(s string) bool {
	if len(strings.Fields(s)) > 6 {
		return false
	}
	key := vi.Key(s)
	for i := range d.lines {
		if l := &d.lines[i]; l.linked == l.size() && l.folded() == key && d.elems[l.elem].means&meansTitle == 0 {
			return true
		}
	}
	return false
}

// titleKey is how titles are compared: letters and digits only.
func titleKey(s string) string { return lettersOf(vi.Key(s)) }

// lettersOf drops all but letters and digits from a key.
func lettersOf(key string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, key)
}

var titleSeparators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " / "}

// withoutSite cuts the name of the site off a page title, and returns nothing
// when the whole of it is one.
func (d *pageDoc) withoutSite(s string) string {
	s = strings.Trim(s, " |-–—»")
	for range 4 {
		cut := false
		for _, sep := range titleSeparators {
			if head, tail, ok := cutLast(s, sep); ok && d.isSite(tail) {
				s, cut = head, true
			} else if head, tail, ok := strings.Cut(s, sep); ok && d.isSite(head) {
				s, cut = tail, true
			}
		}
		if !cut {
			break
		}
	}
	if d.isSite(s) {
		return ""
	}
	return strings.TrimSpace(s)
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// isSite says that a part of a page title names the site.
func (d *pageDoc) isSite(s string) bool {
	key := vi.Key(strings.TrimSpace(s))
	if key == "" {
		return true
	}
	if site := vi.Key(d.meta.siteName); site != "" && key == site {
		return true
	}
	if len(strings.Fields(key)) <= 12 && opensWith(key, "site") && !d.onPage(key) {
		return true
	}
	return furnitureOf(key) != notFurniture || strings.HasSuffix(key, ".vn") || strings.HasSuffix(key, ".com")
}

// onPage says that a heading of the page reads so: then it is no site's name.
func (d *pageDoc) onPage(key string) bool {
	for i := range d.lines {
		if l := &d.lines[i]; (l.heading > 0 && l.heading <= 2) && l.folded() == key {
			return true
		}
	}
	return false
}

// titleScore says how much speaks for line i as the title of the article in
// mainAt. What cannot be one has less than nothing.
func (d *pageDoc) titleScore(i, mainAt int32, junk []bool, known []knownTitle) float32 {
	l := &d.lines[i]
	n := l.size()
	if n < 6 || n > 320 || l.runes() > 400 {
		return -1
	}
	if l.linked*10 >= n*8 && l.heading == 0 && n < 20 {
		return -1
	}
	var s float32
	matched := false
	key := lettersOf(l.folded())
	for _, k := range known {
		switch {
		case key == k.key:
			s, matched = s+5, true
		case len(key) >= 20 && strings.Contains(k.key, key):
			s, matched = s+3, true
		case len(k.key) >= 20 && strings.HasPrefix(key, k.key):
			s, matched = s+2, true
		default:
			continue
		}
		break
	}
	if !matched && furnitureOf(l.folded()) != notFurniture {
		return -1
	}
	s += d.titleLooks(l, matched)
	if junk[l.elem] {
		s -= 4
	}
	return s + d.titlePlace(i, mainAt)
}

// titleLooks scores markup and wording.
func (d *pageDoc) titleLooks(l *line, matched bool) float32 {
	var s float32
	switch l.heading {
	case 1:
		s += 4
	case 2:
		s += 3
	case 3:
		s += 2
	case 4, 5, 6:
		s++
	}
	means := d.elems[l.elem].means
	if p := d.elems[l.elem].parent; p >= 0 && d.elems[p].lineEnd-d.elems[p].line <= 4 {
		means |= d.elems[p].means
	}
	if means&meansTitle != 0 && means&meansBox == 0 {
		s += 2.5
	}
	if means&meansBox != 0 {
		s -= 5
	}
	if means&(meansLead|meansCaption|meansDate|meansAuthor) != 0 {
		s -= 2
	}
	if l.bold*10 >= l.size()*9 {
		s++
	}
	if l.center {
		s += 0.5
	}
	if l.linked*2 > l.size() && !matched {
		s -= 3
	}
	if n := l.size(); n > 200 {
		s -= float32(n-200) / 30
	}
	words := len(strings.Fields(l.text))
	if words < 3 {
		s -= 3
	}
	if strings.HasSuffix(l.text, ".") && l.heading > 0 && l.heading < 4 {
		s -= 0.5
	} else if strings.HasSuffix(l.text, ".") || words > 45 {
		s -= 2
	}
	if strings.HasSuffix(l.text, ":") || strings.HasSuffix(l.text, ",") || strings.HasSuffix(l.text, ";") {
		s -= 2
	}
	return s
}

// titlePlace scores where a line stands beside the body.
func (d *pageDoc) titlePlace(i, mainAt int32) float32 {
	m := &d.elems[mainAt]
	if i >= m.line {
		before := int32(0)
		for j := m.line; j < i; j++ {
			if d.lines[j].score > 0 {
				before += d.lines[j].letters
			}
		}
		switch in := i - m.line; {
		case before > 80:
			return -4 // sentences do not stand before the title
		case in <= 2:
			return 1.5
		case in <= 5:
			return 0.5
		default:
			return -float32(in) / 3
		}
	}
	gap := m.line - i
	var s float32
	switch {
	case gap <= 6:
		s = 2
	case gap <= 15:
		s = 1
	case gap > 60:
		s = -3
	case gap > 30:
		s = -1.5
	}
	if c := d.common(d.lines[i].elem, mainAt); d.elems[c].depth <= 2 && gap > 10 {
		s--
	}
	return s
}

// joinSoft returns line i with the lines that only <br> parts from it.
func (d *pageDoc) joinSoft(i int32, most int) string {
	text := d.lines[i].text
	for j := i + 1; j < int32(len(d.lines)) && most > 1; j++ {
		if !d.lines[j].soft || !d.goesOn(i, j) {
			break
		}
		text += " " + d.lines[j].text
		most--
	}
	return text
}

// goesOn says that line j is set as line i is, in the same element.
func (d *pageDoc) goesOn(i, j int32) bool {
	l, m := &d.lines[i], &d.lines[j]
	return m.elem == l.elem && m.heading == l.heading && (l.bold*10 >= l.size()*9) == (m.bold*10 >= m.size()*9)
}

// titleInBody takes the first lines of the body as its title where they look
// like one: bold or in capitals, no sentence.
func (d *pageDoc) titleInBody(mainAt int32) (string, int32) {
	m := &d.elems[mainAt]
	for i := m.line; i < min(m.lineEnd, m.line+3); i++ {
		l := &d.lines[i]
		if furnitureOf(l.folded()) != notFurniture {
			continue
		}
		if words := len(strings.Fields(l.text)); words < 3 || words > 45 || endsSentence(l.text) {
			return "", -1
		}
		if l.bold*10 >= l.size()*9 || capitals(l.text) || l.heading > 0 {
			return d.joinSoft(i, 4), i
		}
		return "", -1
	}
	return "", -1
}

// capitals says that a text is written in capitals.
func capitals(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 4
}
