package page

import (
	"bytes"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds within which a page is read. Articles are a thousand times smaller.
const (
	maxPage  = 16 << 20 // bytes of markup
	maxDepth = 200      // open elements once markup is found to nest too deep
)

// parseHTML parses a page, whatever its markup. Markup that nests deeper than
// the parser takes is flattened first.
func parseHTML(text []byte) (*xhtml.Node, error) {
	if len(text) > maxPage {
		text = text[:maxPage]
	}
	root, err := xhtml.Parse(bytes.NewReader(text))
	if err == nil {
		return root, nil
	}
	return xhtml.Parse(strings.NewReader(flatten(text)))
}

// flatten drops the tags of elements that would nest too deep and keeps their
// text.
func flatten(text []byte) string {
	var b strings.Builder
	b.Grow(len(text))
	z := xhtml.NewTokenizer(bytes.NewReader(text))
	var open []atom.Atom
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.StartTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if void(a) {
				b.WriteString(raw)
				continue
			}
			if len(open) >= maxDepth || formatting(a) && len(open) >= maxDepth/4 {
				b.WriteByte(' ')
				continue
			}
			open = append(open, a)
			b.WriteString(raw)
		case xhtml.EndTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			a := atom.Lookup(name)
			for i := len(open) - 1; i >= 0; i-- {
				if open[i] == a {
					open = open[:i]
					b.WriteString(raw)
					break
				}
			}
		default:
			b.Write(z.Raw())
		}
	}
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// formatting says that the parser opens the element again in every block
// until it is closed.
func formatting(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike,
		atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}
