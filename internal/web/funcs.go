package web

import (
	"fmt"
	"html/template"
)

// menu lists the pages that every page leads to.
var menu = []string{"facts", "officials", "compare", "help"}

// templateFuncs are the words and forms that templates use, in one language.
func (s *site) templateFuncs(l *language) template.FuncMap {
	return template.FuncMap{
		"t":     l.say,
		"term":  l.term,
		"count": l.count,
		"num":   l.number,
		"when":  l.when,
		"link":  func(path string, pairs ...string) string { return s.linkTo(l, path, pairs...) },
		"asset": s.assetURL,
		"web":   webURL,
		"code":  func() string { return l.code },
		// otherLang is the language a form has to carry along.
		"otherLang": func() string {
			if l.code == s.opts.Lang {
				return ""
			}
			return l.code
		},
		"version":   func() string { return s.opts.Version },
		"indicator": func(id string) string { return s.indicatorName(l, id) },
		"marked":    marked,
		"articleURL": func(id int64) string {
			return s.linkTo(l, fmt.Sprintf("/article/%d", id))
		},
		"menu": func() []string { return menu },
	}
}

func (s *site) indicatorName(l *language, id string) string {
	if s.opts.Indicator != nil && id != "" {
		if name := s.opts.Indicator(id, l.code); name != "" {
			return name
		}
	}
	return id
}

// A piece is a part of a text, marked or not.
type piece struct {
	Text string
	Mark bool
}

// marked cuts a text at the marks, which are code points in order; marks that
// do not fit the text are left out.
func marked(text string, marks [][2]int) []piece {
	runes := []rune(text)
	var pieces []piece
	at := 0
	for _, m := range marks {
		if m[0] < at || m[1] <= m[0] || m[1] > len(runes) {
			continue
		}
		if m[0] > at {
			pieces = append(pieces, piece{string(runes[at:m[0]]), false})
		}
		pieces = append(pieces, piece{string(runes[m[0]:m[1]]), true})
		at = m[1]
	}
	if at < len(runes) {
		pieces = append(pieces, piece{string(runes[at:]), false})
	}
	return pieces
}
