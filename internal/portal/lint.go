package portal

import (
	"fmt"
	"net/url"
	"sort"
	"strings"
	"time"
)

// Lint returns what is allowed in the files but probably not meant, one line a
// finding, each naming its file. check is asked about every CSS selector, so
// that this package needs no selector library; nil checks none.
func Lint(s *Set, check func(selector string) error) []string {
	var out []string
	say := func(p *Profile, format string, args ...any) {
		out = append(out, p.File+": "+fmt.Sprintf(format, args...))
	}
	for _, p := range s.All() {
		lintAddresses(p, say)
		if len(p.Detect) > 0 && len(p.Layouts) == 0 {
			say(p, "a family without a layout finds nothing")
		}
		for key, list := range p.selectors() {
			for _, sel := range list {
				if check == nil {
					continue
				}
				if err := check(sel); err != nil {
					say(p, "%s: selector %q: %v", key, sel, err)
				}
			}
		}
		for _, h := range p.Hosts {
			for _, other := range s.byHost[h] {
				if other.ID > p.ID {
					say(p, "host %s stands in %s too", h, other.File)
				}
			}
		}
	}
	sort.Strings(out)
	return out
}

func lintAddresses(p *Profile, say func(*Profile, string, ...any)) {
	own := &Set{byHost: map[string][]*Profile{}}
	for _, h := range p.Hosts {
		own.byHost[h] = []*Profile{p}
	}
	for _, list := range [][]string{p.Start, p.Feeds, p.Sitemaps} {
		for _, a := range list {
			if own.ForURL(a, p.someDay()) == nil {
				u, _ := url.Parse(a)
				say(p, "%s: %s is none of its hosts", a, u.Host)
			}
		}
	}
	for _, a := range p.Start {
		if yes, known := p.IsArticle(a); known && yes {
			say(p, "start address %s looks like an article", a)
		}
	}
	if len(p.Hosts) > 0 && len(p.Start) == 0 {
		say(p, "no start address: it cannot be crawled by name")
	}
	if p.ArticleURL != nil && strings.HasPrefix(p.ArticleURL.String(), "^/") {
		say(p, "article: the pattern sees whole addresses, none begins with /")
	}
}

// someDay returns a day on which one of the portal's layouts was served.
func (p *Profile) someDay() (day time.Time) {
	for _, l := range p.Layouts {
		if !l.Until.IsZero() {
			return l.Until
		}
	}
	return day
}

// selectors lists the CSS selectors of a profile by key.
func (p *Profile) selectors() map[string][]string {
	out := map[string][]string{"detect": p.Detect}
	for _, l := range p.Layouts {
		for key, list := range map[string][]string{
			"title": l.Title, "lead": l.Lead, "body": l.Body, "date": l.Date, "byline": l.Byline,
			"origin": l.Origin, "caption": l.Caption, "junk": l.Junk, "category": l.Category, "tags": l.Tags,
		} {
			out[key] = append(out[key], list...)
		}
	}
	return out
}
