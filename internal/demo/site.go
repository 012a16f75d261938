package demo

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"time"
)

const (
	perPage  = 2 // articles on a section page, few so that there is pagination
	perHome  = 3
	perFeed  = 4
	instance = "Xk3Lm9" // the Liferay portlet's name in its URLs
)

// A site is one portal at one place: it knows the address of everything it
// serves. All addresses are rooted paths, some with a query.
type site struct {
	Portal
	Base     string
	Articles []Article
}

func newSite(p Portal, all []Article, base string) *site {
	s := &site{Portal: p, Base: base}
	for _, a := range all {
		if a.Portal == p.ID {
			s.Articles = append(s.Articles, a)
		}
	}
	return s
}

func (s *site) sectionNumber(id string) int {
	for i, x := range s.Sections {
		if x.ID == id {
			return i + 1
		}
	}
	return 0
}

// inSection lists the articles of a section, newest first.
func (s *site) inSection(id string) []Article {
	var out []Article
	for _, a := range s.Articles {
		if a.Section == id {
			out = append(out, a)
		}
	}
	return out
}

func (s *site) article(a Article) string {
	switch s.CMS {
	case "sharepoint":
		return fmt.Sprintf("%s/tintuc/Lists/Posts/Post.aspx?CategoryId=%d&ItemID=%d&PublishedDate=%s",
			s.Base, s.sectionNumber(a.Section), a.number, cursor(a))
	case "liferay":
		return fmt.Sprintf("%s/web/%s/%s/-/asset_publisher/%s/content/%s", s.Base, s.ID, a.Section, instance, a.Slug)
	default:
		return fmt.Sprintf("%s/tin-tuc/%s/%s-%d.html", s.Base, a.Section, a.Slug, a.number)
	}
}

// link is the article's address as the site's own lists give it: Liferay adds
// parameters that say where the reader came from and mean nothing.
func (s *site) link(a Article) string {
	if s.CMS != "liferay" {
		return s.article(a)
	}
	return s.article(a) + "?inheritRedirect=false&redirect=" + url.QueryEscape(s.section(a.Section, 1))
}

func cursor(a Article) string { return a.Published.UTC().Format("2006-01-02T15:04:05Z") }

// section is the address of a section's nth page, counted from 1.
func (s *site) section(id string, page int) string {
	var first, rest string
	switch s.CMS {
	case "sharepoint":
		first = fmt.Sprintf("%s/tintuc/Lists/Posts/AllPosts.aspx?CategoryId=%d", s.Base, s.sectionNumber(id))
		if page > 1 { // the list goes on before the last article shown
			rest = "&PublishedDate=" + cursor(s.inSection(id)[perPage*(page-1)-1])
		}
	case "liferay":
		first = fmt.Sprintf("%s/web/%s/%s", s.Base, s.ID, id)
		rest = fmt.Sprintf("?p_p_id=101_INSTANCE_%s&_101_INSTANCE_%[1]s_cur=%d", instance, page)
	default:
		first = fmt.Sprintf("%s/tin-tuc/%s/", s.Base, id)
		rest = fmt.Sprintf("page-%d/", page)
	}
	if page == 1 {
		return first
	}
	return first + rest
}

func (s *site) home() string      { return s.Base + "/" }
func (s *site) contact() string   { return s.Base + "/lien-he" }
func (s *site) documents() string { return s.Base + "/van-ban" }
func (s *site) search() string    { return s.Base + "/tim-kiem" }
func (s *site) siteMap() string   { return s.Base + "/so-do-cong" }
func (s *site) pdf() string       { return s.Base + "/van-ban/ke-hoach-chuyen-doi-so.pdf" }
func (s *site) style() string     { return s.Base + "/static/style.css" }
func (s *site) sitemap() string   { return s.Base + "/sitemap.xml" }

func (s *site) feed() string {
	return s.Base + map[string]string{
		"sharepoint": "/tintuc/rss.aspx",
		"liferay":    "/web/" + s.ID + "/-/asset_publisher/" + instance + "/rss",
		"nukeviet":   "/rss/",
	}[s.CMS]
}

func (s *site) login() string {
	return s.Base + map[string]string{
		"sharepoint": "/_layouts/Authenticate.aspx",
		"liferay":    "/c/portal/login",
		"nukeviet":   "/users/login/",
	}[s.CMS]
}

func (s *site) print(a Article) string {
	return fmt.Sprintf("%s/print/%s/%s-%d.html", s.Base, a.Section, a.Slug, a.number)
}

func (s *site) photo(a Article, n int) string {
	return fmt.Sprintf("%s/anh/%s-%d.jpg", s.Base, a.ID, n)
}

// leafSitemaps lists the sitemaps that hold pages, not sitemaps.
func (s *site) leafSitemaps() []string {
	if s.CMS == "sharepoint" {
		return []string{s.sitemap()}
	}
	return []string{s.Base + "/sitemap-news.xml", s.Base + "/sitemap-pages.xml"}
}

// inSitemap lists the articles the sitemap names. The SharePoint portal's
// forgets its oldest two, which only pagination leads to.
func (s *site) inSitemap() []Article {
	if s.CMS == "sharepoint" {
		return s.Articles[:len(s.Articles)-2]
	}
	return s.Articles
}

// counter makes up a number of visits that stays the same for a path.
func counter(path string) int {
	h := fnv.New32a()
	h.Write([]byte(path))
	return 120 + int(h.Sum32()%48000)
}

var weekdays = [...]string{"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"}

func weekday(t time.Time) string { return weekdays[t.Weekday()] }
