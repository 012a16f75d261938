package page

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// leastData is the length from which the text in a page's data can be its
// article.
const leastData = 200

// fromData takes the article from JSON-LD: pages that a script fills often
// carry it there for search engines. nil when they do not.
func fromData(d *pageDoc, p *corpus.Page) *corpus.Article {
	m := &d.meta
	if utf8.RuneCountInString(m.articleBody) < leastData {
		return nil
	}
	text := m.articleBody
	if strings.Contains(text, "</") || strings.Contains(text, "<p>") {
		text = html.UnescapeString(text)
		root, err := parseHTML([]byte(text))
		if err != nil {
			return nil
		}
		inner := read(root, false)
		var lines []string
		for i := range inner.lines {
			lines = append(lines, inner.lines[i].text)
		}
		inner.release()
		text = strings.Join(lines, "\n")
	}
	g := &draft{method: "generic", title: m.headline, tags: m.tags, category: m.section, address: d.address(p), agency: d.agency()}
	if g.title == "" {
		for _, k := range d.knownTitles() {
			g.title = k.text
			break
		}
	}
	lines := joinWrapped(splitLines(text))
	for i := range lines {
		if titleKey(lines[i].text) != titleKey(g.title) && lines[i].what == notFurniture {
			g.pieces = append(g.pieces, lines[i].piece())
		}
	}
	g.published, g.updated = parseMeta(m.published), parseMeta(m.modified)
	g.takeCredits()
	for _, author := range m.authors {
		if cr, ok := readCredit(author); ok && g.byline == "" && cr.byline != "" && !d.isSiteName(cr.byline) {
			g.byline = cr.byline
		}
	}
	if len(g.pieces) == 0 {
		return nil
	}
	return g.write(p)
}
