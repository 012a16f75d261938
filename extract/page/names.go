package page

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/trich-vn/trich/internal/vi"
)

//go:embed data/*.tsv
var data embed.FS

// Files is what reads pages, this package's source and its tables: other files
// may read another article from a page.
//
//go:embed *.go data/*.tsv
var Files embed.FS

// A meaning is what an element's name says about its text.
type meaning uint16

const (
	meansJunk meaning = 1 << iota
	meansSide
	meansBody
	meansTitle
	meansLead
	meansDate
	meansAuthor
	meansOrigin
	meansCaption
	meansCategory
	meansClock
	// meansKeep takes back that a name sounds like junk.
	meansKeep
	// meansBox is the heading of a box of the page, not of the article.
	meansBox
	// meansHidden is an element that the page does not show.
	meansHidden
	// meansGlued is an inline element that the page draws apart from the text
	// after it, though no space stands between them.
	meansGlued
)

var meaningWords = map[string]meaning{
	"junk": meansJunk, "side": meansSide, "body": meansBody, "title": meansTitle, "lead": meansLead, "date": meansDate,
	"author": meansAuthor, "origin": meansOrigin, "caption": meansCaption, "category": meansCategory, "clock": meansClock,
	"box": meansBox, "keep": meansKeep,
}

// nameTable is data/names.tsv in the form it is asked in.
type nameTable struct {
	// parts holds names of one to three parts, joined with dashes.
	parts map[string]meaning
	// stems holds stretches of letters by their first three.
	stems map[string][]nameStem
}

type nameStem struct {
	text string
	m    meaning
}

var nameWords = sync.OnceValues(func() (*nameTable, error) { return loadNames() })

func loadNames() (*nameTable, error) {
	rows, err := vi.ReadTable(data, "data/names.tsv")
	if err != nil {
		return nil, err
	}
	t := &nameTable{parts: map[string]meaning{}, stems: map[string][]nameStem{}}
	for _, r := range rows {
		var m meaning
		for _, word := range r.List("means") {
			one, ok := meaningWords[word]
			if !ok {
				return nil, r.Errorf("unknown meaning %q", word)
			}
			m |= one
		}
		name := r.Get("name")
		stem, wild := strings.CutSuffix(name, "*")
		switch {
		case name != strings.ToLower(name):
			return nil, r.Errorf("%q is not in lower case", name)
		case wild && len(stem) < 3:
			return nil, r.Errorf("%q is too short to be looked for everywhere", name)
		case strings.Count(name, "-") > 2:
			return nil, r.Errorf("%q has more than three parts", name)
		case wild:
			t.stems[stem[:3]] = append(t.stems[stem[:3]], nameStem{stem, m})
		default:
			t.parts[name] = m
		}
	}
	return t, nil
}

// meaning reads an element's tag, class, id and style.
func (w *walker) meaning(n *xhtml.Node, st style) (m meaning, class, id int32) {
	m = tagMeaning(n.DataAtom)
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "class", "id", "data-role", "role", "type", "data-slot", "itemprop":
			if a.Val == "" {
				continue
			}
			info := w.nameMeaning(a.Key, a.Val)
			m |= info.m
			switch a.Key {
			case "class":
				class = info.number
			case "id":
				id = info.number
			}
		case "hidden":
			m |= meansHidden
		case "aria-hidden":
			if a.Val == "true" {
				m |= meansSide
			}
		case "rel":
			if a.Val == "author" {
				m |= meansAuthor
			}
		}
	}
	if st&styleHidden != 0 {
		m |= meansHidden
	}
	if n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Form && attr(n, "id") == "aspnetForm" {
		m = 0 // they hold the whole page, whatever they are called
	}
	return m, class, id
}

// tagMeaning is what the name of the tag itself says.
func tagMeaning(a atom.Atom) meaning {
	switch a {
	case atom.Nav, atom.Footer, atom.Marquee, atom.Menu, atom.Label:
		return meansJunk
	case atom.Aside, atom.Header, atom.Form:
		return meansSide
	case atom.Article, atom.Main:
		return meansBody
	case atom.Figcaption, atom.Caption:
		return meansCaption
	case atom.Time:
		return meansDate
	}
	return 0
}

// A nameInfo is what one attribute value says, and its number on this page.
type nameInfo struct {
	m      meaning
	number int32
}

// nameMeaning reads one attribute; pages repeat the same few hundred values.
func (w *walker) nameMeaning(key, value string) nameInfo {
	if info, ok := w.names[value]; ok {
		return info
	}
	info := nameInfo{m: meaningOf(value), number: int32(len(w.names) + 1)}
	for part := range strings.FieldsSeq(value) {
		w.named[part] = append(w.named[part], info.number)
		if key == "class" {
			info.m |= classMeaning(part)
		}
	}
	w.names[value] = info
	return info
}

// classMeaning knows class names whose meaning is fixed by frameworks.
func classMeaning(name string) meaning {
	switch name {
	case "hidden", "hide", "d-none", "NLPlaceholderShow", "sr-only", "visually-hidden", "screen-reader-text":
		return meansHidden
	case "location-stamp", "dateline":
		return meansGlued
	}
	return 0
}

// meanings keeps what names said on other pages: a portal's are all alike.
var meanings struct {
	sync.RWMutex
	of map[string]meaning
}

// mostMeanings bounds the names kept; made-up ones must not fill the memory.
const mostMeanings = 20_000

func meaningOf(value string) meaning {
	meanings.RLock()
	m, ok := meanings.of[value]
	meanings.RUnlock()
	if ok {
		return m
	}
	t, err := nameWords()
	if err != nil {
		panic(err) // checked in New
	}
	m = t.read(value)
	if len(value) > 100 {
		return m
	}
	meanings.Lock()
	if meanings.of == nil || len(meanings.of) >= mostMeanings {
		meanings.of = make(map[string]meaning, 1024)
	}
	meanings.of[strings.Clone(value)] = m
	meanings.Unlock()
	return m
}

// read looks the parts of a name up.
func (t *nameTable) read(value string) meaning {
	if len(value) > 400 {
		return 0
	}
	split := splitName(value)
	var m meaning
	var at [3]int // where the last three parts begin
	parts := 0
	for i := 0; i < len(split); {
		j := i
		for j < len(split) && split[j] != '-' {
			j++
		}
		at[0], at[1], at[2] = at[1], at[2], i
		parts++
		m |= t.parts[split[i:j]]
		if parts > 1 {
			m |= t.parts[split[at[1]:j]]
		}
		if parts > 2 {
			m |= t.parts[split[at[0]:j]]
		}
		i = j + 1
	}
	for i := 0; i+3 <= len(value); i++ {
		for _, s := range t.stems[lower3(value[i:i+3])] {
			if len(value) >= i+len(s.text) && strings.EqualFold(value[i:i+len(s.text)], s.text) {
				m |= s.m
			}
		}
	}
	return m
}

// lower3 returns three bytes in lower case, without allocation where they are.
func lower3(s string) string {
	for i := 0; i < 3; i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

// splitName parts a name at case changes, digits and punctuation with single
// dashes, in lower case: "ListNews_top2" is "list-news-top".
func splitName(s string) string {
	b := make([]byte, 0, len(s)+8)
	prev := byte('-')
	dash := func() {
		if n := len(b); n > 0 && b[n-1] != '-' {
			b = append(b, '-')
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if prev >= 'a' && prev <= 'z' {
				dash()
			}
			b = append(b, c+'a'-'A')
		case c >= 'a' && c <= 'z' || c >= utf8.RuneSelf:
			b = append(b, c)
		default:
			dash()
		}
		prev = c
	}
	return strings.TrimSuffix(string(b), "-")
}

// checkTables reads the embedded tables; its error names file and line.
func checkTables() error {
	if _, err := nameWords(); err != nil {
		return fmt.Errorf("names of elements: %w", err)
	}
	if _, err := furnitureWords(); err != nil {
		return fmt.Errorf("furniture: %w", err)
	}
	if _, err := commonWords(); err != nil {
		return fmt.Errorf("common words: %w", err)
	}
	if _, err := words(); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if _, err := provinceTable(); err != nil {
		return fmt.Errorf("provinces: %w", err)
	}
	return nil
}
