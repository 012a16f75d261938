package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/trich-vn/trich/internal/export"
)

// factsPage is the table of figures.
type factsPage struct {
	Facts   []fact
	Total   string
	None    bool
	Pager   pager
	Filters filters
	Heads   []head
	Formats []link
	Sort    string
}

// A head is the head of a column; URL sorts by it.
type head struct {
	Key, URL string
	// Order is ascending or descending where the rows are sorted by it.
	Order string
}

// heads lists the columns of the table: the key among the messages and the
// columns of the store to sort by, of which the first that it can is taken.
var heads = [][]string{
	{"facts.head.value", "value"}, {"facts.head.what"}, {"facts.head.period", "period_first", "period"},
	{"facts.head.place", "province"}, {"facts.head.article", "published"},
}

// facts shows the table of figures.
func facts(c *call) error {
	page := factsPage{Sort: c.values.Get("sort")}
	q := c.query
	q.Sort, q.Limit, q.Offset = c.view.sort, c.view.per+1, (c.view.page-1)*c.view.per
	err := c.site.read(c.ctx(), tableFacts, q, func(r cells) { page.Facts = append(page.Facts, c.factOf(r)) })
	if err != nil {
		return err
	}
	if page.Total, err = c.count(tableFacts, len(page.Facts)); err != nil {
		return err
	}
	page.None = len(page.Facts) == 0
	page.Pager = c.pager("/facts", len(page.Facts))
	page.Facts = page.Facts[:min(len(page.Facts), c.view.per)]
	if page.Filters, err = c.filters("/facts", factFilters); err != nil {
		return err
	}
	page.Heads = c.heads()
	page.Formats = c.formats(tableFacts)
	return c.show(200, "facts", c.lang.say("facts.title"), page)
}

// sortOf is the order asked for, which is one of facts.
func (c *call) sortOf(table string) string {
	if table == tableFacts {
		return c.view.sort
	}
	return ""
}

// heads are the heads of the table with links that sort by them.
func (c *call) heads() []head {
	var out []head
	for _, h := range heads {
		x := head{Key: h[0]}
		if i := slices.IndexFunc(h[1:], func(column string) bool { return slices.Contains(c.opts.Sorts, column) }); i >= 0 {
			column := h[1+i]
			sort := column
			switch c.view.sort {
			case column:
				x.Order, sort = "ascending", "-"+column
			case "-" + column:
				x.Order, sort = "descending", ""
			}
			x.URL = c.again("/facts", func(v url.Values) {
				v.Del("sort")
				if sort != "" {
					v.Set("sort", sort)
				}
			})
		}
		out = append(out, x)
	}
	return out
}

// formats are the downloads of the answer that the page shows.
func (c *call) formats(table string, change ...func(url.Values)) []link {
	var links []link
	for _, name := range downloads {
		if slices.Contains(export.Formats(), name) {
			links = append(links, link{Text: strings.ToUpper(name), URL: c.again("/export/"+table+"."+name, func(v url.Values) {
				v.Del("per")
				for _, f := range change {
					f(v)
				}
			})})
		}
	}
	return links
}

// A pager leads to the pages around this one.
type pager struct {
	Page           string
	Previous, Next string
}

// pager returns the links around a page that was asked for one row more than
// it shows.
func (c *call) pager(path string, rows int) pager {
	to := func(page int) string {
		return c.again(path, func(v url.Values) {
			if page > 1 {
				v.Set("page", strconv.Itoa(page))
			}
		})
	}
	p := pager{}
	if c.view.page > 1 {
		p.Previous = to(c.view.page - 1)
	}
	if rows > c.view.per && c.view.page < maxPage {
		p.Next = to(c.view.page + 1)
	}
	if p.Previous != "" || p.Next != "" {
		p.Page = strconv.Itoa(c.view.page)
	}
	return p
}
