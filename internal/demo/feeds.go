package demo

import (
	"encoding/xml"
	"fmt"
	"html"
	"time"
)

const xmlType = "application/xml; charset=utf-8"

type rssFeed struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	About   string    `xml:"channel>description"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title     string `xml:"title"`
	Link      string `xml:"link"`
	GUID      string `xml:"guid"`
	Published string `xml:"pubDate"`
	About     string `xml:"description"`
	Category  string `xml:"category"`
}

// rss lists the newest articles; the description is HTML with a picture, as
// portals' feeds have it.
func (s *site) rss() []byte {
	feed := rssFeed{Version: "2.0", Title: s.Name, Link: origin + s.home(), About: "Tin mới của " + s.Name}
	for _, a := range s.Articles[:min(perFeed, len(s.Articles))] {
		feed.Items = append(feed.Items, rssItem{
			Title: a.Title, Link: origin + s.article(a), GUID: fmt.Sprintf("%s-%d", s.ID, a.number),
			Published: a.Published.Format(time.RFC1123Z), Category: s.sectionOf(a).Name,
			About: fmt.Sprintf(`<img src="%s%s"> %s`, origin, s.photo(a, 0), html.EscapeString(a.Lead)),
		})
	}
	return document(feed)
}

type sitemapEntry struct {
	Loc      string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"`
}

type urlSet struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Entries []sitemapEntry `xml:"url"`
}

type indexSet struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Entries []sitemapEntry `xml:"sitemap"`
}

func sitemapIndex(paths []string) []byte {
	var set indexSet
	for _, p := range paths {
		set.Entries = append(set.Entries, sitemapEntry{Loc: origin + p})
	}
	return document(set)
}

func (s *server) mountSitemaps(one *site) {
	var news, pages urlSet
	for _, a := range one.inSitemap() {
		news.Entries = append(news.Entries, sitemapEntry{origin + one.article(a), a.Published.Format(time.RFC3339)})
	}
	for _, section := range one.Sections {
		pages.Entries = append(pages.Entries, sitemapEntry{Loc: origin + one.section(section.ID, 1)})
	}
	pages.Entries = append(pages.Entries, sitemapEntry{Loc: origin + one.contact()})
	leaves := one.leafSitemaps()
	s.add(leaves[0], resource{mediaType: xmlType, body: document(news)})
	if len(leaves) > 1 {
		s.add(leaves[1], resource{mediaType: xmlType, body: document(pages)})
		s.add(one.sitemap(), resource{mediaType: xmlType, body: sitemapIndex(leaves)})
	}
}

func document(v any) []byte {
	body, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("demo: %v", err))
	}
	return append([]byte(xml.Header), body...)
}
