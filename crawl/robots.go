package crawl

import (
	"bufio"
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read; RFC 9309 asks for at least
// 500 KiB.
const maxRobots = 512 << 10

// maxCrawlDelay bounds what a robots.txt can ask for: a crawl-delay of a day
// is a slip of the pen.
const maxCrawlDelay = 2 * time.Minute

// A robots holds the rules of one host for one user agent.
type robots struct {
	rules    []robotsRule
	delay    time.Duration
	sitemaps []string
	// closed is why everything is disallowed, for now.
	closed string
}

type robotsRule struct {
	allow   bool
	pattern string
}

// parseRobots reads robots.txt as RFC 9309 says: groups are joined when their
// user-agent line names the product token, the group "*" speaks only when none
// does. Lines that are no rules are skipped.
func parseRobots(body []byte, product string) *robots {
	body = body[:min(len(body), maxRobots)]
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	product = productToken(product)
	var ours, all robots
	var named bool
	p := robotsParser{product: product, ours: &ours, all: &all}
	var sitemaps []string
	sc := bufio.NewScanner(bytes.NewReader(body))
	sc.Buffer(make([]byte, 0, 4096), maxRobots+1)
	sc.Split(scanAnyLine)
	for sc.Scan() {
		key, value, ok := robotsLine(sc.Text())
		if !ok {
			continue
		}
		if key == "sitemap" {
			if len(sitemaps) < 100 {
				sitemaps = append(sitemaps, value)
			}
			continue
		}
		p.line(key, value)
		named = named || p.named
	}
	r := &all
	if named {
		r = &ours
	}
	r.sitemaps = sitemaps
	return r
}

// robotsParser keeps which groups the lines being read belong to.
type robotsParser struct {
	product     string
	ours, all   *robots
	inOurs      bool
	inAll       bool
	named       bool
	inGroupHead bool
}

func (p *robotsParser) line(key, value string) {
	if key == "user-agent" {
		if !p.inGroupHead {
			p.inOurs, p.inAll, p.inGroupHead = false, false, true
		}
		switch token := productToken(value); {
		case value == "*":
			p.inAll = true
		case token != "" && token == p.product:
			p.inOurs, p.named = true, true
		}
		return
	}
	switch key {
	case "allow", "disallow":
		p.inGroupHead = false
		if value == "" {
			return
		}
		p.each(func(r *robots) {
			r.rules = append(r.rules, robotsRule{key == "allow", normaliseEscapes(value, "/:@!$&'()*+,;=?#[]|")})
		})
	case "crawl-delay":
		p.inGroupHead = false
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			delay := min(time.Duration(s*float64(time.Second)), maxCrawlDelay)
			p.each(func(r *robots) { r.delay = delay })
		}
	}
}

func (p *robotsParser) each(f func(*robots)) {
	if p.inOurs {
		f(p.ours)
	}
	if p.inAll {
		f(p.all)
	}
}

// robotsLine splits a line into its lower-case key and its value.
func robotsLine(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

// productToken is the leading run of letters, "_" and "-", in lower case.
func productToken(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r > 'z' || !isLetter(byte(r)) && r != '_' && r != '-'
	})
	if end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}

// scanAnyLine splits at \r, \n and \r\n.
func scanAnyLine(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// allows says whether the URL may be fetched: the longest matching rule wins,
// allow before disallow.
func (r *robots) allows(u *url.URL) bool {
	if r.closed != "" {
		return false
	}
	if u.Path == "/robots.txt" {
		return true
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normaliseEscapes(path, "/:@!$&'()*+,;=?#[]|")
	best, allow := -1, true
	for _, rule := range r.rules {
		if len(rule.pattern) < best || len(rule.pattern) == best && !rule.allow {
			continue
		}
		if matchRobots(rule.pattern, path) {
			best, allow = len(rule.pattern), rule.allow
		}
	}
	return allow
}

// matchRobots matches a pattern with * and a final $ against the beginning of
// a path, in time proportional to their lengths times the number of stars.
func matchRobots(pattern, path string) bool {
	anchored := strings.HasSuffix(pattern, "$")
	pattern = strings.TrimSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, part := range parts[1:] {
		if anchored && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		j := strings.Index(rest, part)
		if j < 0 {
			return false
		}
		rest = rest[j+len(part):]
	}
	return !anchored || rest == ""
}
