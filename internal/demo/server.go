package demo

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"html"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A resource is one answer, made beforehand.
type resource struct {
	mediaType string
	body      []byte
	// modified is set on what may be asked for again with a condition.
	modified time.Time
}

// A server holds all answers by path and sorted query.
type server struct {
	name  string
	pages map[string]resource
	sites []*site
}

func newServer(name string) *server {
	return &server{name: name, pages: map[string]resource{}}
}

// meaningless lists query parameters that do not change what is served.
var meaningless = []string{"inheritRedirect", "redirect", "utm_source", "fbclid"}

// key brings an address to one form.
func key(path string, query url.Values) string {
	for _, name := range meaningless {
		query.Del(name)
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func (s *server) add(address string, r resource) {
	u, err := url.Parse(address)
	if err != nil {
		panic(fmt.Sprintf("demo: %s: %v", address, err))
	}
	s.pages[key(u.Path, u.Query())] = r
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	found, ok := s.pages[key(r.URL.Path, r.URL.Query())]
	if !ok {
		s.missing(w, r)
		return
	}
	here := "http://" + r.Host
	if r.TLS != nil {
		here = "https://" + r.Host
	}
	body := bytes.ReplaceAll(found.body, []byte(origin), []byte(here))
	w.Header().Set("Content-Type", found.mediaType)
	if found.modified.IsZero() {
		w.Header().Set("Cache-Control", "no-cache")
	} else {
		h := fnv.New64a()
		h.Write(body)
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, h.Sum64()))
	}
	http.ServeContent(w, r, "", found.modified, bytes.NewReader(body))
}

// missing answers with the error page of the site the address belongs to.
func (s *server) missing(w http.ResponseWriter, r *http.Request) {
	for _, one := range s.sites {
		if strings.HasPrefix(r.URL.Path, one.Base+"/") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(one.render(view{Kind: "missing", Title: "Không tìm thấy trang", Path: one.home()}))
			return
		}
	}
	http.NotFound(w, r)
}

// mount makes every answer of a site.
func (s *server) mount(one *site) {
	s.sites = append(s.sites, one)
	s.mountArticles(one)
	s.mountSections(one)
	latest := one.Articles[:min(perHome, len(one.Articles))]
	s.addPage(one, one.home(), view{Kind: "home", Title: one.Name, Items: one.items(latest)})
	s.addPage(one, one.contact(), view{Kind: "contact", Title: "Liên hệ"})
	s.addPage(one, one.login(), view{Kind: "login", Title: "Đăng nhập"})
	s.addPage(one, one.documents(), view{Kind: "documents", Title: "Văn bản chỉ đạo điều hành"})
	s.addPage(one, one.search(), view{Kind: "search", Title: "Tìm kiếm"})
	s.addPage(one, one.siteMap(), view{Kind: "sitemap", Title: "Sơ đồ cổng"})
	s.add(one.style(), resource{mediaType: "text/css; charset=utf-8", body: []byte(style)})
	s.add(one.pdf(), resource{mediaType: "application/pdf", body: []byte(emptyPDF)})
	s.add(one.feed(), resource{mediaType: "application/rss+xml; charset=utf-8", body: one.rss()})
	s.mountSitemaps(one)
	s.add("/robots.txt", resource{mediaType: "text/plain; charset=utf-8", body: s.robots()})
}

// addPage makes a page that is no article, without any validator: portals
// serve their lists fresh each time. SharePoint's header names no charset.
func (s *server) addPage(one *site, address string, v view) {
	v.Path = address
	s.add(address, resource{mediaType: one.mediaType(), body: one.render(v)})
}

func (s *site) mediaType() string {
	if s.CMS == "sharepoint" {
		return "text/html"
	}
	return "text/html; charset=utf-8"
}

func (s *server) mountArticles(one *site) {
	for _, a := range one.Articles {
		v := view{Kind: "article", Title: a.Title, Path: one.article(a), Article: &a,
			Section: one.sectionOf(a), Related: one.related(a)}
		s.add(v.Path, resource{mediaType: one.mediaType(), body: one.render(v), modified: a.Published})
		if one.CMS == "nukeviet" {
			v.Kind = "print"
			s.add(one.print(a), resource{mediaType: one.mediaType(), body: one.render(v), modified: a.Published})
		}
		s.add(one.photo(a, 0), resource{mediaType: "image/jpeg", body: picture(), modified: a.Published})
		for i, b := range a.Blocks {
			if b.Kind == "caption" {
				s.add(one.photo(a, i), resource{mediaType: "image/jpeg", body: picture(), modified: a.Published})
			}
		}
	}
}

func (s *server) mountSections(one *site) {
	for _, section := range one.Sections {
		all := one.inSection(section.ID)
		for page, from := 1, 0; from < len(all); page, from = page+1, from+perPage {
			v := view{Kind: "section", Title: section.Name, Section: section,
				Items: one.items(all[from:min(from+perPage, len(all))])}
			if page > 1 {
				v.Newer = one.section(section.ID, page-1)
			}
			if from+perPage < len(all) {
				v.Older = one.section(section.ID, page+1)
			}
			s.addPage(one, one.section(section.ID, page), v)
		}
	}
}

// addRoot makes the page above several portals and their common sitemap.
func (s *server) addRoot() {
	var page strings.Builder
	fmt.Fprintf(&page, "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>%s</title></head><body><h1>%[1]s</h1><ul>", html.EscapeString(s.name))
	var maps []string
	for _, one := range s.sites {
		fmt.Fprintf(&page, "<li><a href=\"%s\">%s</a></li>", one.home(), html.EscapeString(one.Name))
		maps = append(maps, one.leafSitemaps()...)
	}
	page.WriteString("</ul></body></html>\n")
	s.add("/", resource{mediaType: "text/html; charset=utf-8", body: []byte(page.String())})
	s.add("/sitemap.xml", resource{mediaType: xmlType, body: sitemapIndex(maps)})
}

// robots joins the rules of all sites of the host.
func (s *server) robots() []byte {
	var b strings.Builder
	b.WriteString("# robots.txt\nUser-agent: *\n")
	for _, one := range s.sites {
		for _, prefix := range one.Disallowed() {
			fmt.Fprintf(&b, "Disallow: %s%s\n", one.Base, prefix)
		}
	}
	fmt.Fprintf(&b, "\nSitemap: %s/sitemap.xml\n", origin)
	return []byte(b.String())
}

const style = `body{font-family:Arial,sans-serif;margin:0 auto;max-width:70rem;line-height:1.5}
img{max-width:100%}
.hidden,.hide{display:none}
`

// emptyPDF is a document of one empty page.
const emptyPDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`

// picture is the one photograph all articles share.
var picture = sync.OnceValue(func() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 40))
	for y := range 40 {
		for x := range 64 {
			img.Set(x, y, color.RGBA{uint8(4 * x), uint8(6 * y), 160, 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		panic(fmt.Sprintf("demo: %v", err))
	}
	return out.Bytes()
})
