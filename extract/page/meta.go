package page

import (
	"encoding/json"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metadata is what the page says about itself outside its text. Lists are in
// the order of trust.
type metadata struct {
	title       string // <title>
	ogTitle     string
	headline    string // JSON-LD or microdata
	description string
	siteName    string
	authors     []string
	published   string
	modified    string
	canonical   string
	section     string
	tags        []string
	ogType      string
	generator   string
	refresh     string
	// ldType is the JSON-LD type of the page's article, when it says one.
	ldType string
	// articleBody is the article's text as JSON-LD gives it.
	articleBody string
	// itemPublished is the microdata date, which some CMSs fill with the date
	// of the last change.
	itemPublished string
}

// head reads <head>, whose elements hold no text of the article.
func (w *walker) head(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Title:
			if w.meta.title == "" {
				w.meta.title = nodeText(c)
			}
		case atom.Meta:
			w.metaTag(c)
		case atom.Link:
			w.linkTag(c)
		case atom.Script:
			w.script(c)
		}
	}
}

// first sets *to to the value unless something stands there already.
func first(to *string, value string) {
	if *to == "" {
		*to = oneLine(value)
	}
}

func (w *walker) metaTag(n *xhtml.Node) {
	m := &w.meta
	content := attr(n, "content")
	if strings.EqualFold(attr(n, "http-equiv"), "refresh") {
		first(&m.refresh, content)
	}
	if content == "" {
		return
	}
	switch strings.ToLower(attr(n, "itemprop")) {
	case "headline":
		first(&m.headline, content)
	case "datepublished":
		first(&m.itemPublished, content)
	case "datemodified":
		first(&m.modified, content)
	case "articlesection":
		first(&m.section, content)
	}
	name := attr(n, "property")
	if name == "" {
		name = attr(n, "name")
	}
	switch strings.ToLower(name) {
	case "og:title":
		first(&m.ogTitle, content)
	case "twitter:title", "dc.title", "title":
		first(&m.headline, content)
	case "og:type":
		first(&m.ogType, content)
	case "og:site_name", "application-name":
		first(&m.siteName, content)
	case "og:description", "description":
		first(&m.description, content)
	case "og:url":
		first(&m.canonical, content)
	case "author", "article:author", "dable:author", "dc.creator", "creator", "sailthru.author":
		m.authors = append(m.authors, oneLine(content))
	case "article:published_time", "pubdate", "publishdate", "publish-date", "date", "dc.date", "dc.date.issued",
		"dcterms.created", "article.published", "og:published_time", "published_date", "datepublished":
		first(&m.published, content)
	case "article:modified_time", "lastmod", "og:updated_time", "last-modified":
		first(&m.modified, content)
	case "article:section":
		first(&m.section, content)
	case "article:tag", "news_keywords":
		w.addTags(strings.Split(content, ","))
	case "generator":
		first(&m.generator, content)
	}
}

func (w *walker) addTags(list []string) {
	for _, t := range list {
		if t = oneLine(t); t == "" || len(t) > 200 || len(w.meta.tags) >= 50 {
			continue
		}
		dup := false
		for _, have := range w.meta.tags {
			dup = dup || strings.EqualFold(have, t)
		}
		if !dup {
			w.meta.tags = append(w.meta.tags, t)
		}
	}
}

func (w *walker) linkTag(n *xhtml.Node) {
	if strings.EqualFold(attr(n, "rel"), "canonical") {
		if href := strings.TrimSpace(attr(n, "href")); href != "" {
			w.meta.canonical = href
		}
	}
}

// script keeps JSON-LD and measures the rest.
func (w *walker) script(n *xhtml.Node) {
	if n.FirstChild == nil {
		w.scripts++
		return
	}
	data := n.FirstChild.Data
	w.scripts++
	w.scriptBytes += len(data)
	if !strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") || len(data) > 1<<20 {
		return
	}
	var v any
	if err := json.Unmarshal([]byte(strings.TrimSpace(data)), &v); err != nil {
		return // a page with broken JSON-LD is read as one without
	}
	w.jsonLD(v, 0)
}

// jsonLD looks for an article in JSON-LD.
func (w *walker) jsonLD(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			w.jsonLD(x, depth+1)
		}
	case map[string]any:
		if isArticleType(v["@type"]) {
			w.linkedArticle(v)
			return
		}
		for _, key := range []string{"@graph", "mainEntity"} {
			w.jsonLD(v[key], depth+1)
		}
	}
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || v == "BlogPosting" || v == "Report"
	case []any:
		for _, x := range v {
			if isArticleType(x) {
				return true
			}
		}
	}
	return false
}

func (w *walker) linkedArticle(v map[string]any) {
	m := &w.meta
	str := func(key string) string { s, _ := v[key].(string); return s }
	m.ldType = "Article"
	first(&m.headline, str("headline"))
	if m.articleBody == "" {
		m.articleBody = str("articleBody")
	}
	// JSON-LD stands before meta: it is written for the article alone.
	if s := str("datePublished"); s != "" {
		m.published = oneLine(s)
	}
	if s := str("dateModified"); s != "" {
		m.modified = oneLine(s)
	}
	first(&m.section, str("articleSection"))
	switch k := v["keywords"].(type) {
	case string:
		w.addTags(strings.Split(k, ","))
	case []any:
		for _, x := range k {
			if s, ok := x.(string); ok {
				w.addTags([]string{s})
			}
		}
	}
	m.authors = append(names(v["author"]), m.authors...)
	if p := names(v["publisher"]); len(p) > 0 {
		first(&m.siteName, p[0])
	}
}

// names returns the names in a JSON-LD author or publisher.
func names(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{oneLine(v)}
	case map[string]any:
		if s, ok := v["name"].(string); ok && s != "" {
			return []string{oneLine(s)}
		}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, names(x)...)
		}
		return out
	}
	return nil
}

// itemprop reads microdata on elements of the text.
func (w *walker) itemprop(n *xhtml.Node) {
	prop := attr(n, "itemprop")
	if prop == "" {
		return
	}
	m := &w.meta
	switch prop {
	case "headline":
		first(&m.headline, nodeText(n))
	case "author":
		if name := itempropName(n); name != "" {
			m.authors = append([]string{name}, m.authors...)
		}
	case "datePublished":
		if c := attr(n, "content"); c != "" {
			first(&m.itemPublished, c)
		} else if c := attr(n, "datetime"); c != "" {
			first(&m.itemPublished, c)
		} else {
			first(&m.itemPublished, nodeText(n))
		}
	}
}

// itempropName returns the name within a microdata author.
func itempropName(n *xhtml.Node) string {
	var found string
	var walk func(*xhtml.Node)
	walk = func(x *xhtml.Node) {
		for c := x.FirstChild; c != nil && found == ""; c = c.NextSibling {
			if c.Type == xhtml.ElementNode && attr(c, "itemprop") == "name" {
				if found = attr(c, "content"); found == "" {
					found = nodeText(c)
				}
				return
			}
			walk(c)
		}
	}
	walk(n)
	if found == "" {
		if found = attr(n, "content"); found == "" {
			found = nodeText(n)
		}
	}
	return oneLine(found)
}

// hiddenMeta reads the microdata that some CMSs hide in the page.
func (w *walker) hiddenMeta(n *xhtml.Node) {
	w.itemprop(n)
	if attr(n, "itemprop") != "" {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode {
			switch c.DataAtom {
			case atom.Script:
				w.script(c)
			case atom.Meta:
				w.metaTag(c)
			default:
				if attr(c, "itemprop") != "" {
					w.itemprop(c)
				}
			}
		}
	}
}
