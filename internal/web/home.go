package web

import (
	"net/url"
	"time"
)

// homePage is where a reader begins.
type homePage struct {
	Totals []link
	Facets []facetList
	Newest []articleLine
}

// An articleLine is an article in a list.
type articleLine struct {
	Title, URL, Published, Portal, Province, Lead string
	TitleMarks, SnippetMarks                      [][2]int
	Facts                                         string
	// Folded says that the words were found without their diacritics only.
	Folded bool
}

// A facetList is the values of one column, each a link to what has it.
type facetList struct {
	Key    string
	Values []link
}

const newest = 12

func home(c *call) error {
	page := homePage{}
	for _, t := range []struct{ key, table, kind, path string }{
		{"total.articles", tableArticles, "", "/search"},
		{"total.counts", tableFacts, "count", "/facts"},
		{"total.percentages", tableFacts, "percentage", "/facts"},
		{"total.dates", tableFacts, "date", "/facts"},
		{"total.officials", tableOfficials, "", "/officials"},
	} {
		n, err := c.total(c.ctx(), t.table, t.kind)
		if err != nil {
			return err
		}
		page.Totals = append(page.Totals, link{Text: c.lang.say(t.key), Rows: c.lang.count(n), URL: c.link(t.path, "kind", t.kind)})
	}
	var err error
	if page.Facets, err = c.articleFacets(); err != nil {
		return err
	}
	err = c.site.read(c.ctx(), tableArticles, Query{Limit: newest}, func(r cells) { page.Newest = append(page.Newest, c.lineOf(r)) })
	if err != nil {
		return err
	}
	return c.show(200, "home", c.lang.say("home.title"), page)
}

func (c *call) lineOf(r cells) articleLine {
	return articleLine{
		Title: r.text("title"), URL: c.link("/article/" + r.text("id")), Published: r.text("published"),
		Portal: r.text("portal"), Province: r.text("province"), Lead: r.text("lead"),
		Facts: c.factsLine(r.integer("counts")+r.integer("percentages"), r.integer("officials"), r.integer("dates")),
	}
}

// factsLine says how much was found in an article.
func (c *call) factsLine(figures, officials, dates int64) string {
	return c.lang.say("article.found", c.lang.count(figures), c.lang.count(officials), c.lang.count(dates))
}

// articleFacets lists the provinces, portals and years of the articles that
// the page is about.
func (c *call) articleFacets() ([]facetList, error) {
	var lists []facetList
	for _, column := range []string{"province", "portal", "year"} {
		var values []Facet
		var err error
		if c.plain() {
			values, err = c.facet(c.ctx(), tableArticles, column)
		} else {
			values, err = c.soon(tableArticles, column)
		}
		if err != nil {
			return nil, err
		}
		list := facetList{Key: "filter." + column}
		for _, v := range values[:min(len(values), maxOptions)] {
			list.Values = append(list.Values, c.facetLink(column, v))
		}
		if len(list.Values) > 0 {
			lists = append(lists, list)
		}
	}
	return lists, nil
}

// facetLink leads to the articles with a value, and back when it holds.
func (c *call) facetLink(column string, f Facet) link {
	x := link{Text: f.Value, Rows: c.lang.count(f.Rows)}
	x.URL = c.again("/search", func(v url.Values) {
		name, value := column, f.Value
		if column == "year" {
			name, value = "from", f.Value+"-01-01"
		}
		if x.Current = v.Get(name) == value; x.Current {
			v.Del(name)
			if column == "year" {
				v.Del("to")
			}
			return
		}
		v.Set(name, value)
		if column == "year" {
			v.Set("to", f.Value+"-12-31")
		}
	})
	return x
}

// today is the day that a download's file name holds.
func today() string { return time.Now().Format(time.DateOnly) }
