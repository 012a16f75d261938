// Package demo is a small web of three invented provincial portals, served
// from embedded files, for `make demo` and for tests that run the whole
// pipeline against a real HTTP server. The people, the figures and the
// provinces are invented; the page structures follow three content management
// systems that Vietnamese portals run on (SharePoint, Liferay, NukeViet), with
// the furniture that surrounds an article there: page clocks, visit counters,
// menus, related lists, comment forms, licence lines.
//
// The same request always gives the same bytes, and articles carry ETag and
// Last-Modified, so that a second crawl is answered with 304. What the pages
// say is offered as data by Articles, so that a test can compare.
package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

//go:embed portals.json articles/*.txt templates/*.html
var files embed.FS

// A Portal is one invented site.
type Portal struct {
	// ID is also the path prefix under Handler.
	ID string
	// CMS is the page structure: sharepoint, liferay or nukeviet.
	CMS      string
	Name     string
	Province string
	Sections []Section
	// What stands in the footer and must never reach an article.
	Owner, Address, Phone, Email, Licence, Editor string
	// Clock is what the page clock shows, always the same.
	Clock string
}

// A Section is a part of a portal with pages of its own.
type Section struct {
	ID, Name string
}

type world struct {
	portals  []Portal
	articles []Article
}

// load reads the embedded files once. A mistake in them is a mistake in the
// program, found by the first test, so it panics.
var load = sync.OnceValue(func() world {
	w, err := readWorld()
	if err != nil {
		panic(fmt.Sprintf("demo: %v", err))
	}
	return w
})

func readWorld() (world, error) {
	var w world
	raw, err := files.ReadFile("portals.json")
	if err != nil {
		return w, err
	}
	if err := json.Unmarshal(raw, &w.portals); err != nil {
		return w, fmt.Errorf("portals.json: %w", err)
	}
	w.articles, err = readArticles(w.portals)
	return w, err
}

// Portals lists the invented portals in the order of the home page.
func Portals() []Portal { return append([]Portal(nil), load().portals...) }

// Articles lists what the portals publish: by portal, newest first.
func Articles() []Article { return append([]Article(nil), load().articles...) }

// Handler serves all portals of one host, each under /ID/, with a home page,
// a robots.txt and a sitemap index above them.
func Handler() http.Handler {
	w := load()
	s := newServer("Ba cổng thông tin mẫu")
	for _, p := range w.portals {
		s.mount(newSite(p, w.articles, "/"+p.ID))
	}
	s.addRoot()
	return s
}

// PortalHandler serves one portal at the root of its own host, as real ones
// are. It returns an error for an identifier that Portals does not list.
func PortalHandler(id string) (http.Handler, error) {
	w := load()
	for _, p := range w.portals {
		if p.ID == id {
			s := newServer(p.Name)
			s.mount(newSite(p, w.articles, ""))
			return s, nil
		}
	}
	return nil, fmt.Errorf("demo: no portal %q", id)
}

// Path is where Handler serves the article. PortalHandler serves it at the
// same path without the portal's prefix.
func (a Article) Path() string {
	for _, p := range load().portals {
		if p.ID == a.Portal {
			return newSite(p, load().articles, "/"+p.ID).article(a)
		}
	}
	return ""
}

// Furniture lists texts that stand on the portal's article pages and belong to
// no article: none of them may be found in an extracted text.
func (p Portal) Furniture() []string {
	return []string{p.Owner, p.Address, p.Phone, p.Email, p.Licence, p.Editor, p.Clock}
}

// Disallowed lists the path prefixes, relative to the portal's root, that its
// robots.txt forbids. Pages link there all the same, as real ones do.
func (p Portal) Disallowed() []string { return disallowed[p.CMS] }

var disallowed = map[string][]string{
	"sharepoint": {"/_layouts/", "/_vti_bin/"},
	"liferay":    {"/c/portal/"},
	"nukeviet":   {"/users/", "/print/"},
}
