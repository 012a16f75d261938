package web

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// searchPage is the hits of a search, or all articles when nothing was typed.
type searchPage struct {
	Words  string
	Total  string
	Lines  []articleLine
	Facets []facetList
	Hold   []link
	Pager  pager
	// Facts and Officials ask the same words of figures and officials.
	Facts, Officials string
	Formats          []link
}

func search(c *call) error {
	page := searchPage{Words: c.query.Text}
	q := c.query
	q.Limit, q.Offset = c.view.per+1, (c.view.page-1)*c.view.per
	var err error
	if q.Text == "" {
		err = c.site.read(c.ctx(), tableArticles, q, func(r cells) { page.Lines = append(page.Lines, c.lineOf(r)) })
	} else {
		page.Lines, err = c.hits(q)
	}
	if err != nil {
		return err
	}
	if page.Total, err = c.count(tableArticles, len(page.Lines)); err != nil {
		return err
	}
	page.Pager = c.pager("/search", len(page.Lines))
	page.Lines = page.Lines[:min(len(page.Lines), c.view.per)]
	if page.Facets, err = c.articleFacets(); err != nil {
		return err
	}
	// The words stand in the search box already.
	page.Hold = slices.DeleteFunc(c.holding("/search", nil), func(l link) bool { return l.Name == "q" })
	same := func(url.Values) {}
	page.Facts, page.Officials = c.again("/facts", same), c.again("/officials", same)
	page.Formats = c.formats(tableArticles)
	return c.show(200, "search", c.lang.say("search.title"), page)
}

func (c *call) hits(q Query) ([]articleLine, error) {
	hits, err := c.store.Search(c.ctx(), q)
	if err != nil {
		return nil, err
	}
	// Typed without diacritics, all hits are alike.
	typedWithMarks := strings.ContainsFunc(q.Text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
	lines := make([]articleLine, len(hits))
	for i, h := range hits {
		lines[i] = articleLine{
			Title: h.Title, TitleMarks: h.TitleMarks, Lead: h.Snippet, SnippetMarks: h.SnippetMarks,
			URL: c.link("/article/"+itoa(h.ID), "q", q.Text), Published: h.Published, Portal: h.Portal, Province: h.Province,
			Facts: c.factsLine(h.Counts+h.Percentages, h.Officials, h.Dates), Folded: !h.Exact && typedWithMarks,
		}
	}
	return lines, nil
}
