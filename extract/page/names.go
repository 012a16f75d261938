package page

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/trich-vn/trich/internal/vi"
)

//go:embed data/*.tsv
var data embed.FS

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
	whole map[string]meaning // one part
	pairs []namePattern      // several parts, or any stretch
}

type namePattern struct {
	text string
	any  bool
	m    meaning
}

var nameWords = sync.OnceValues(func() (*nameTable, error) { return loadNames() })

func loadNames() (*nameTable, error) {
	rows, err := vi.ReadTable(data, "data/names.tsv")
	if err != nil {
		return nil, err
	}
	t := &nameTable{whole: map[string]meaning{}}
	for _, r := range rows {
		m, ok := meaningWords[r.Get("means")]
		if !ok {
			return nil, r.Errorf("unknown meaning %q", r.Get("means"))
		}
		name := r.Get("name")
		if name != strings.ToLower(name) {
			return nil, r.Errorf("%q is not in lower case", name)
		}
		switch stem, wild := strings.CutSuffix(name, "*"); {
		case wild:
			t.pairs = append(t.pairs, namePattern{stem, true, m})
		case strings.Contains(name, "-"):
			t.pairs = append(t.pairs, namePattern{"-" + name + "-", false, m})
		default:
			t.whole[name] = m
		}
	}
	return t, nil
}

// meaning reads an element's tag, class, id and style.
func (w *walker) meaning(n *xhtml.Node) meaning {
	var m meaning
	switch n.DataAtom {
	case atom.Nav, atom.Footer:
		m = meansJunk
	case atom.Aside, atom.Header, atom.Form:
		m = meansSide
	case atom.Marquee, atom.Menu, atom.Label:
		m = meansJunk
	case atom.Article, atom.Main:
		m = meansBody
	case atom.Figcaption, atom.Caption:
		m = meansCaption
	case atom.Time:
		m = meansDate
	}
	if n.DataAtom == atom.Form && attr(n, "id") == "aspnetForm" || n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return 0
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "data-role", "role", "type", "data-slot", "itemprop":
			if a.Val != "" {
				m |= w.nameMeaning(a.Key, a.Val)
			}
		case "style":
			if cssHas(a.Val, "display", "none") || cssHas(a.Val, "visibility", "hidden") {
				m |= meansHidden
			}
		case "hidden":
			m |= meansHidden
		case "aria-hidden":
			if a.Val == "true" && n.DataAtom != atom.Body {
				m |= meansSide
			}
		case "rel":
			if a.Val == "author" {
				m |= meansAuthor
			}
		}
	}
	return m
}

// nameMeaning reads one attribute; pages repeat the same few hundred values.
func (w *walker) nameMeaning(key, value string) meaning {
	memo := key[:1] + value
	if m, ok := w.names[memo]; ok {
		return m
	}
	for part := range strings.FieldsSeq(value) {
		w.named[part] = struct{}{}
	}
	t, err := nameWords()
	if err != nil {
		panic(err) // checked in New
	}
	m := t.read(value)
	if key == "class" {
		for part := range strings.FieldsSeq(value) {
			switch part {
			case "hidden", "hide", "d-none", "NLPlaceholderShow", "sr-only", "visually-hidden", "screen-reader-text":
				m |= meansHidden
			case "location-stamp", "dateline":
				m |= meansGlued
			}
		}
	}
	w.names[memo] = m
	return m
}

// read looks the parts of a name up.
func (t *nameTable) read(value string) meaning {
	if len(value) > 400 {
		return 0
	}
	split := "-" + splitName(value) + "-"
	var m meaning
	for part := range strings.SplitSeq(split, "-") {
		if part != "" {
			m |= t.whole[part]
		}
	}
	lower := strings.ToLower(value)
	for _, p := range t.pairs {
		if p.any && strings.Contains(lower, p.text) || !p.any && strings.Contains(split, p.text) {
			m |= p.m
		}
	}
	return m
}

// splitName parts a name at case changes, digits and punctuation with dashes,
// in lower case: "ListNews_top2" is "list-news-top".
func splitName(s string) string {
	var b strings.Builder
	prev := rune('-')
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
			r = '-'
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			b.WriteByte('-')
		}
		prev = r
		if r == '-' {
			b.WriteByte('-')
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
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
	if _, err := provinceTable(); err != nil {
		return fmt.Errorf("provinces: %w", err)
	}
	return nil
}
