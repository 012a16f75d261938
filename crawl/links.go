package crawl

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/unicode"
)

const (
	// maxLinks bounds the links taken from one page.
	maxLinks    = 3000
	maxLinkText = 120
	// sentenceBytes is the length from which a run of text is taken for prose.
	sentenceBytes = 120
)

// A scan is what a crawl needs to know of an HTML page. It is read tag by
// tag: deep nesting and endless pages cost nothing but their length.
type scan struct {
	base      *url.URL
	links     []link
	cut       int // links over maxLinks
	feeds     []string
	canonical string
	refresh   string // target of a meta refresh
	next      string // rel=next
	noFollow  bool
	title     string
	text      int  // bytes of visible text
	prose     int  // bytes of it in runs as long as sentences
	reloads   bool // a script sets a cookie and loads the page again
	password  bool
	form      *form // the form being read
	posts     bool  // the pages of a list are turned by a form without addresses
}

// A link is a reference and what was written on it.
type link struct {
	href string
	text string
	list bool // stands in paging, or is marked as such
}

// reloadScript is the shape of a wall that lets in only who runs a script: a
// cookie is set and the page loaded again.
var (
	setsCookie = regexp.MustCompile(`document\s*\.\s*cookie\s*=`)
	loadsAgain = regexp.MustCompile(`location\s*\.\s*(?:reload|replace|assign)\s*\(|location(?:\s*\.\s*href)?\s*=`)
	refreshURL = regexp.MustCompile(`(?i)^\s*([0-9.]*)\s*[;,]?\s*(?:url\s*=)?\s*['"]?\s*([^'"]*)`)
)

// scanPage reads the links of a page. body is as served.
func scanPage(page *url.URL, body []byte, header http.Header) *scan {
	s := &scan{base: page}
	r := tagReader{rest: utf8Body(body, header)}
	seen := map[string]bool{}
	inLink := false
	for {
		text, tag, more := r.next()
		s.take(text, inLink)
		if !more {
			s.endForm(seen)
			return s
		}
		switch tag.name {
		case "a", "area":
			inLink = !tag.end && s.anchor(tag, seen)
		case "iframe", "frame":
			if !tag.end {
				tag.href = tag.src
				s.anchor(tag, seen)
			}
			if name := tag.name; name == "iframe" && !tag.end {
				r.raw(name)
			}
		case "link":
			s.linkTag(tag)
		case "meta":
			s.metaTag(tag)
		case "base":
			if u, err := page.Parse(cleanRef(tag.href)); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
				s.base = u
			}
		case "form":
			s.endForm(seen)
			if !tag.end {
				s.form = newForm(tag)
			}
		case "input", "select", "option", "button":
			s.password = s.password || strings.EqualFold(tag.typ, "password")
			if s.form != nil {
				s.form.field(tag)
			}
		case "title":
			if !tag.end && s.title == "" {
				s.title = html.UnescapeString(string(r.raw("title")))
			}
		case "script":
			if !tag.end {
				s.script(r.raw("script"))
			}
		case "style", "textarea", "xmp", "noembed", "noframes":
			if !tag.end {
				r.raw(tag.name)
			}
		case "plaintext":
			return s
		}
	}
}

// endForm takes the pages that a form leads to.
func (s *scan) endForm(seen map[string]bool) {
	f := s.form
	if s.form = nil; f == nil || f.page == "" {
		return
	}
	pages := f.pages()
	s.posts = s.posts || len(pages) == 0
	for _, href := range pages {
		if s.add(href, seen) {
			s.links[len(s.links)-1].list = true
		}
	}
}

// take counts text and keeps the beginning of what is written on a link.
func (s *scan) take(text []byte, inLink bool) {
	if text = bytes.TrimSpace(text); len(text) == 0 {
		return
	}
	s.text += len(text)
	if s.form != nil && s.form.open {
		s.form.text(string(text[:min(len(text), maxLinkText)]))
	}
	if len(text) >= sentenceBytes {
		s.prose += len(text)
	}
	if !inLink || len(s.links) == 0 {
		return
	}
	if l := &s.links[len(s.links)-1]; len(l.text) < maxLinkText {
		l.text += string(text[:min(len(text), maxLinkText)])
	}
}

func (s *scan) script(text []byte) {
	s.reloads = s.reloads || len(text) < 8192 && setsCookie.Match(text) && loadsAgain.Match(text)
}

// anchor takes a link and says whether its text is to be read.
func (s *scan) anchor(a *tag, seen map[string]bool) bool {
	href := cleanRef(a.href)
	rel := " " + strings.ToLower(a.rel) + " "
	if isScriptRef(href) {
		s.posts = s.posts || isPostBackPaging(href)
		return false
	}
	if href == "" || href[0] == '#' || strings.Contains(rel, " nofollow ") || !s.add(href, seen) {
		return false
	}
	next := strings.Contains(rel, " next ")
	if next && s.next == "" {
		s.next = href
	}
	s.links[len(s.links)-1].list = next || strings.Contains(rel, " prev ")
	return true
}

// add takes a reference once, while there is room.
func (s *scan) add(href string, seen map[string]bool) bool {
	if seen[href] {
		return false
	}
	if len(s.links) >= maxLinks {
		s.cut++
		return false
	}
	seen[href] = true
	s.links = append(s.links, link{href: href})
	return true
}

func isScriptRef(href string) bool {
	i := strings.IndexByte(href, ':')
	if i < 0 || i > 12 {
		return false
	}
	switch strings.ToLower(href[:i]) {
	case "javascript", "mailto", "tel", "sms", "data", "about", "file", "ftp", "skype", "zalo", "viber", "callto", "fax":
		return true
	}
	return false
}

func (s *scan) linkTag(a *tag) {
	rel, typ := " "+strings.ToLower(a.rel)+" ", strings.ToLower(a.typ)
	switch {
	case strings.Contains(rel, " canonical ") && s.canonical == "":
		s.canonical = a.href
	case strings.Contains(rel, " next ") && s.next == "":
		s.next = a.href
	case strings.Contains(rel, " alternate ") && (strings.Contains(typ, "rss") || strings.Contains(typ, "atom")) && len(s.feeds) < 50:
		s.feeds = append(s.feeds, a.href)
	}
}

func (s *scan) metaTag(a *tag) {
	switch {
	case strings.EqualFold(a.httpEquiv, "refresh") && s.refresh == "":
		if m := refreshURL.FindStringSubmatch(a.content); m != nil {
			s.refresh = strings.TrimSpace(m[2])
		}
	case strings.EqualFold(a.named, "robots"):
		c := strings.ToLower(a.content)
		s.noFollow = strings.Contains(c, "nofollow") || strings.Contains(c, "none")
	}
}

// utf8Body makes the bytes readable for a tokenizer. Links are ASCII in every
// charset that portals use but UTF-16, so only that is converted.
func utf8Body(body []byte, header http.Header) []byte {
	endian := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		endian = unicode.BigEndian
	default:
		_, p, _ := mime.ParseMediaType(header.Get("Content-Type"))
		switch strings.ToLower(p["charset"]) {
		case "utf-16", "utf-16le":
		case "utf-16be":
			endian = unicode.BigEndian
		default:
			return body
		}
		// A header that says UTF-16 over a body without a zero byte lies.
		if bytes.IndexByte(body[:min(len(body), 512)], 0) < 0 {
			return body
		}
	}
	out, err := unicode.UTF16(endian, unicode.UseBOM).NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return out
}
