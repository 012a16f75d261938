package crawl

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/unicode"
)

// maxLinks bounds the links taken from one page.
const maxLinks = 3000

// A scan is what a crawl needs to know of an HTML page. It is read token by
// token: deep nesting and endless pages cost nothing but their length.
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
	text      int // bytes of visible text
	scripts   int
	reloads   bool // a script sets a cookie and loads the page again
	password  bool
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
	z := html.NewTokenizer(bytes.NewReader(utf8Body(body, header)))
	z.SetMaxBuf(1 << 20)
	seen := map[string]bool{}
	var inTitle, inScript, inStyle, inLink bool
	for {
		switch z.Next() {
		case html.ErrorToken:
			return s
		case html.TextToken:
			switch {
			case inTitle && len(s.title) < 300:
				s.title += string(z.Text())
			case inScript:
				b := z.Raw()
				s.scripts += len(b)
				s.reloads = s.reloads || len(b) < 8192 && setsCookie.Match(b) && loadsAgain.Match(b)
			case inStyle:
			default:
				b := bytes.TrimSpace(z.Raw())
				s.text += len(b)
				if inLink && len(b) > 0 && len(s.links) > 0 {
					if l := &s.links[len(s.links)-1]; len(l.text) < 120 {
						l.text += string(b)
					}
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch atom.Lookup(name) {
			case atom.Title:
				inTitle = s.title == ""
			case atom.Script:
				inScript = true
			case atom.Style:
				inStyle = true
			case atom.A, atom.Area:
				inLink = s.anchor(attrs(z, more), seen)
			case atom.Link:
				s.linkTag(attrs(z, more))
			case atom.Meta:
				s.metaTag(attrs(z, more))
			case atom.Base:
				if u, err := page.Parse(cleanRef(attrs(z, more)["href"])); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
					s.base = u
				}
			case atom.Iframe, atom.Frame:
				s.anchor(map[string]string{"href": attrs(z, more)["src"]}, seen)
			case atom.Input:
				s.password = s.password || strings.EqualFold(attrs(z, more)["type"], "password")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Title:
				inTitle = false
			case atom.Script:
				inScript = false
			case atom.Style:
				inStyle = false
			case atom.A:
				inLink = false
			}
		}
	}
}

// attrs reads the attributes a crawl looks at.
func attrs(z *html.Tokenizer, more bool) map[string]string {
	m := make(map[string]string, 4)
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch string(k) {
		case "href", "src", "rel", "type", "content", "http-equiv", "name", "class":
			if _, twice := m[string(k)]; !twice {
				m[string(k)] = string(v)
			}
		}
	}
	return m
}

// anchor takes a link and says whether its text is to be read.
func (s *scan) anchor(a map[string]string, seen map[string]bool) bool {
	href := cleanRef(a["href"])
	if href == "" || href[0] == '#' || isScriptRef(href) || seen[href] {
		return false
	}
	rel := " " + strings.ToLower(a["rel"]) + " "
	if strings.Contains(rel, " nofollow ") {
		return false
	}
	if len(s.links) >= maxLinks {
		s.cut++
		return false
	}
	seen[href] = true
	next := strings.Contains(rel, " next ")
	if next && s.next == "" {
		s.next = href
	}
	s.links = append(s.links, link{href: href, list: next || strings.Contains(rel, " prev ")})
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

func (s *scan) linkTag(a map[string]string) {
	rel, typ := " "+strings.ToLower(a["rel"])+" ", strings.ToLower(a["type"])
	switch {
	case strings.Contains(rel, " canonical ") && s.canonical == "":
		s.canonical = a["href"]
	case strings.Contains(rel, " next ") && s.next == "":
		s.next = a["href"]
	case strings.Contains(rel, " alternate ") && (strings.Contains(typ, "rss") || strings.Contains(typ, "atom")) && len(s.feeds) < 50:
		s.feeds = append(s.feeds, a["href"])
	}
}

func (s *scan) metaTag(a map[string]string) {
	switch {
	case strings.EqualFold(a["http-equiv"], "refresh") && s.refresh == "":
		if m := refreshURL.FindStringSubmatch(a["content"]); m != nil {
			s.refresh = strings.TrimSpace(m[2])
		}
	case strings.EqualFold(a["name"], "robots"):
		c := strings.ToLower(a["content"])
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
