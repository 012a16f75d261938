package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// How many tokens before a figure the person its sentence tells of is looked for, how
// many back from "ông" the one that it means was named, how many back from a name it
// was told with its office, and how many behind a name the office stands.
const (
	personBack  = 40
	personNamed = 250
	officeNamed = 600
	officeAhead = 4
)

// tellsOfPerson reports that what leads to m tells of somebody's own affairs: "Gia đình
// anh Sùng A Páo vay 50 triệu đồng", "Ông còn hiến 200 m2 đất". The time that the
// paragraphs before report on is none of theirs.
func (x *attaches) tellsOfPerson(d *doc, tl *timeline, m *mention) bool {
	for k := m.i - 1; k >= tl.line && k >= m.i-personBack; k-- {
		if !x.persons.has(d.id(k)) || d.owners[k] != free {
			continue
		}
		if x.kin.has(d.id(k+1)) || k > 0 && x.kin.has(d.id(k-1)) {
			continue // "bà con", "chị em"
		}
		if k > 0 && x.homes.has(d.id(k-1)) {
			return true // "hộ ông Bền", "gia đình chị"
		}
		return x.inPrivate(d, k)
	}
	return false
}

// inStory reports that the paragraph that ends at tl.lines is about somebody who is named
// before date k, without an office, and that k is over before what the text was about:
// it is of that one's affairs.
func (x *attaches) inStory(d *doc, tl *timeline, k int) bool {
	b := tl.behindLine()
	if b < 0 || b == k || d.dates[k].Last >= d.dates[b].First {
		return false
	}
	return x.tellsOfPerson(d, tl, &mention{i: d.dates[k].i})
}

// opensStory reports that date k tells since when in a year before something went on, and not
// that it still does, in an article that reports on no time: "Từ cuối năm 2023, nhóm này thuê
// nhà". What the paragraphs behind it tell is of no such time.
func (x *attaches) opensStory(d *doc, tl *timeline, k int) bool {
	t := &d.dates[k]
	if tl.first >= 0 || tl.line == 0 || !strings.HasSuffix(t.Value, "..") || yearOf(t.First) >= yearOf(d.art.Published) {
		return false
	}
	return !d.wordIn(t.i, min(t.j+2, len(d.toks)), x.now)
}

// inPrivate reports that the person at token k, "ông" or "ông Lê Văn Bền, ấp 3", was
// named without an office.
func (x *attaches) inPrivate(d *doc, k int) bool {
	for n := k; n >= 0 && n >= k-personNamed; n-- {
		if !x.persons.has(d.id(n)) {
			continue
		}
		e := n + 1
		if d.id(e) == x.teacher {
			e++ // "cô giáo Lường Thị Hoa"
		}
		for e < len(d.toks) && d.toks[e].Kind == vi.Word && d.toks[e].Flags&vi.Upper != 0 && !d.newLine(e) {
			e++
		}
		if e-n < 3 || d.toks[e-1].Flags&vi.Upper == 0 {
			continue // "bà Lụa": named in full before
		}
		return !x.inOffice(d, n, e) && !x.officeBefore(d, n+1, e)
	}
	return false
}

// officeBefore reports that the name [i, j) was told before with an office beside it.
func (x *attaches) officeBefore(d *doc, i, j int) bool {
	for k := i - 1; k >= 0 && k >= i-officeNamed; k-- {
		n := 0
		for i+n < j && d.id(k+n) == d.id(i+n) {
			n++
		}
		if i+n == j && x.inOffice(d, k, k+n) {
			return true
		}
	}
	return false
}

// inOffice reports that an office stands beside the name [i, j).
func (x *attaches) inOffice(d *doc, i, j int) bool {
	titles := d.x.officials.titles
	for k := max(i-officeAhead, 0); k < min(j+officeAhead, len(d.toks)); k++ {
		if k >= i && k < j {
			continue
		}
		if _, n := titles.at(d.toks, k); n > 0 {
			return true
		}
	}
	return false
}
