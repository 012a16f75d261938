package demo

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// origin stands for scheme and host until a request tells them.
const origin = "https://origin.invalid"

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"weekday": weekday,
	"date":    func(layout string, t time.Time) string { return t.In(Vietnam).Format(layout) },
	"upper":   strings.ToUpper,
	"absolute": func(path string) string {
		return origin + path
	},
	"join": strings.Join,
}).ParseFS(files, "templates/*.html"))

// A link is an anchor of a menu or a breadcrumb.
type link struct{ Name, URL string }

// An item is one line of a list of articles.
type item struct {
	Title, Lead, URL, Photo string
	Published               time.Time
	Hits                    int
}

// A view is everything a page template shows.
type view struct {
	*site
	// Kind is home, section, article, print, contact, login, documents,
	// search, sitemap or missing.
	Kind    string
	Title   string
	Path    string
	Section Section
	Article *Article
	Items   []item
	Related []item
	Newer   string
	Older   string
	Hits    int
}

// render fills the template of the site's CMS.
func (s *site) render(v view) []byte {
	v.site = s
	v.Hits = counter(v.Path)
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, s.CMS+".html", v); err != nil {
		panic(fmt.Sprintf("demo: %s %s: %v", s.CMS, v.Path, err))
	}
	return out.Bytes()
}

// Menu, HomeURL and the like give the templates the site's addresses.
func (v view) Menu() []link {
	out := []link{{"Trang chủ", v.home()}}
	for _, s := range v.Sections {
		out = append(out, link{s.Name, v.section(s.ID, 1)})
	}
	return append(out, link{"Văn bản", v.documents()}, link{"Sơ đồ cổng", v.siteMap()}, link{"Liên hệ", v.contact()})
}

func (v view) HomeURL() string    { return v.home() }
func (v view) StyleURL() string   { return v.style() }
func (v view) FeedURL() string    { return v.feed() }
func (v view) LoginURL() string   { return v.login() }
func (v view) SearchURL() string  { return v.search() }
func (v view) ContactURL() string { return v.contact() }
func (v view) PDFURL() string     { return v.pdf() }
func (v view) PrintURL() string   { return v.print(*v.Article) }
func (v view) SectionURL() string { return v.section(v.Section.ID, 1) }

// Photo is the address of the picture at the article's nth block; 0 is also
// the small picture of the lists.
func (v view) Photo(n int) string { return v.photo(*v.Article, n) }

// Canonical is the page's one true address, host and all.
func (v view) Canonical() string { return origin + v.Path }

// Text writes a line of the article as the site's editor stores it: SharePoint
// with named entities for the letters of Latin-1, decomposed where the article
// is.
func (v view) Text(s string) template.HTML {
	if v.Article != nil && v.Article.Decomposed {
		s = norm.NFD.String(s)
	}
	s = html.EscapeString(s)
	if v.CMS == "sharepoint" {
		s = entities.Replace(s)
	}
	return template.HTML(s)
}

var entities = strings.NewReplacer(
	"à", "&agrave;", "á", "&aacute;", "â", "&acirc;", "ã", "&atilde;", "è", "&egrave;", "é", "&eacute;",
	"ê", "&ecirc;", "ì", "&igrave;", "í", "&iacute;", "ò", "&ograve;", "ó", "&oacute;", "ô", "&ocirc;",
	"õ", "&otilde;", "ù", "&ugrave;", "ú", "&uacute;", "ý", "&yacute;", "Đ", "&#272;", "đ", "&#273;",
	"“", "&ldquo;", "”", "&rdquo;", "’", "&rsquo;")

func (s *site) items(articles []Article) []item {
	var out []item
	for _, a := range articles {
		out = append(out, item{Title: a.Title, Lead: a.Lead, URL: s.link(a), Photo: s.photo(a, 0),
			Published: a.Published, Hits: counter(a.ID)})
	}
	return out
}

// related lists the section's other articles, as portals do under each one.
func (s *site) related(a Article) []item {
	var others []Article
	for _, b := range s.Articles {
		if b.ID != a.ID && len(others) < 3 {
			others = append(others, b)
		}
	}
	return s.items(others)
}

func (s *site) sectionOf(a Article) Section {
	return s.Sections[s.sectionNumber(a.Section)-1]
}

// SectionLink is the address of a section's first page.
func (v view) SectionLink(x Section) string { return v.section(x.ID, 1) }

// Latest lists the newest articles for the side column.
func (v view) Latest() []item {
	return v.items(v.Articles[:min(perHome, len(v.Articles))])
}
