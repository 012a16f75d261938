package crawl

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// A profiles finds the portal file of a host, and remembers what it found.
type profiles struct {
	set   *portal.Set
	mu    sync.Mutex
	known map[string]*portal.Profile
}

const maxProfiles = 4096

func newProfiles(set *portal.Set) *profiles {
	return &profiles{set: set, known: map[string]*portal.Profile{}}
}

// of returns the profile of a host with or without a port, nil when unknown.
func (p *profiles) of(host string) *portal.Profile {
	if p.set == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	found, known := p.known[host]
	if !known && len(p.known) < maxProfiles {
		found = p.set.ForURL("http://"+host+"/", time.Time{})
		p.known[host] = found
	}
	return found
}

// A scope says which hosts a crawl stays on: those of the start URLs with and
// without "www.", and those that their portal files name beside them.
type scope struct {
	profiles *profiles
	mu       sync.RWMutex
	hosts    map[string]bool
	portals  map[string]bool
}

func newScope(p *profiles) *scope {
	return &scope{profiles: p, hosts: map[string]bool{}, portals: map[string]bool{}}
}

func (s *scope) add(host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts[host] = true
	if bare, ok := strings.CutPrefix(host, "www."); ok {
		s.hosts[bare] = true
	} else {
		s.hosts["www."+host] = true
	}
	if p := s.profiles.of(host); p != nil {
		s.portals[p.ID] = true
	}
}

func (s *scope) has(host string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.hosts[host] || len(s.portals) == 0 {
		return s.hosts[host]
	}
	p := s.profiles.of(host)
	return p != nil && s.portals[p.ID]
}

// Paging as Vietnamese portals write it: WordPress, NukeViet, Joomla, Liferay,
// SharePoint, Drupal and their relatives.
var (
	pagedPath  = regexp.MustCompile(`(?i)(?:/(?:page|trang|paged|p)[-/]?(\d{1,5})|[-_](?:trang|page|p)-?(\d{1,5}))(?:\.[a-z]{3,5})?/?$`)
	pagedParam = regexp.MustCompile(`(?i)^(?:page|p|trang|pg|paged|pageno|pagenum|pagenumber|page_?index|pageid_cur|currentpage|cur_?page|start|limitstart|offset|.*_cur)$`)
)

// pageNumber is the number of a list page, 0 when the URL is no paged one.
func pageNumber(u *url.URL) int {
	if m := pagedPath.FindStringSubmatch(u.Path); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2])
		return n
	}
	if u.RawQuery == "" {
		return 0
	}
	for _, pair := range strings.Split(u.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 1e6 && pagedParam.MatchString(name) {
			return n
		}
	}
	return 0
}

// sectionOf names the section that a list page belongs to: its path and query
// without the page number.
func sectionOf(u *url.URL) string {
	p := pagedPath.ReplaceAllString(u.EscapedPath(), "")
	var kept []string
	if u.RawQuery != "" {
		for _, pair := range strings.Split(u.RawQuery, "&") {
			if name, _, _ := strings.Cut(pair, "="); !pagedParam.MatchString(name) {
				kept = append(kept, pair)
			}
		}
	}
	if p = strings.TrimSuffix(p, "/"); p == "" {
		p = "/"
	}
	if len(kept) > 0 {
		p += "?" + strings.Join(kept, "&")
	}
	if len(p) > 200 {
		p = p[:200]
	}
	return p
}

// priorityOf orders the targets of a server: start pages, feeds and sitemaps,
// sections, then articles from the newest to the oldest, then what is not
// known, the shallow before the deep, then deep list pages.
func priorityOf(t *corpus.Target, u *url.URL, now time.Time) int {
	switch t.Kind {
	case corpus.SeedTarget:
		return 1000
	case corpus.FeedTarget:
		return 950
	case corpus.SitemapTarget:
		return 900
	case corpus.ListTarget:
		if n := pageNumber(u); n > 1 {
			return max(600-n, 100)
		}
		return 850
	}
	day, err := time.Parse(time.DateOnly, t.Published[:min(len(t.Published), 10)])
	if err != nil {
		day = t.ChangedAt
	}
	if !day.IsZero() {
		age := int(now.Sub(day).Hours() / 24)
		if age < 100 {
			return 800 - max(age, 0)
		}
		return max(640-age/30, 200)
	}
	return max(690-10*t.Depth, 300) + min(5*t.Hops, 50)
}

// outOfDates says that a target is known before the fetch to be outside the
// range asked for: by the day it was published, or because it was last changed
// before the range begins.
func (c *Config) outOfDates(t *corpus.Target) bool {
	day := t.Published[:min(len(t.Published), 10)]
	if len(day) == 10 {
		return c.Since != "" && day < c.Since || c.Until != "" && day > c.Until
	}
	return c.Since != "" && !t.ChangedAt.IsZero() && t.ChangedAt.In(vietnam).Format(time.DateOnly) < c.Since
}
