// Package portal knows the portals and the software they run on: where to
// start, what the address of an article looks like, which element holds the
// headline. Each portal is one TOML file; adding one touches no Go file.
//
//	portal.go  profiles, and which of them an address belongs to
//	file.go    reading and checking the files
//	lint.go    what is allowed but probably not meant
//
// A file without hosts describes a family of content management systems. A
// portal names its family in "cms" and needs selectors of its own only where
// it differs; without either its pages are read by structure.
package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"sort"
	"strings"
	"time"
)

// A Profile is one portal, or one family of CMSs.
type Profile struct {
	// ID is the file's name without .toml: letters, digits, dots and dashes.
	ID   string
	Name string
	// CMS is the ID of the family whose layouts serve after the portal's own.
	CMS string
	// Province is the province the portal belongs to, as the province table
	// of extract/page writes it; Agency who runs it.
	Province, Agency string
	// Hosts are host names; "*.example.vn" takes in all below example.vn.
	Hosts []string
	// Start holds the addresses a crawl begins with.
	Start []string
	// ArticleURL recognises the address of an article, nil where unknown.
	ArticleURL *regexp.Regexp
	// ListURL recognises section and list pages, nil where unknown.
	ListURL *regexp.Regexp
	// Feeds and Sitemaps are addresses of RSS or Atom feeds and of sitemaps.
	Feeds, Sitemaps []string
	// Detect holds CSS selectors; a page that matches any of them was made by
	// this family.
	Detect []string
	// Layouts holds the portal's own layouts, newest first.
	Layouts []Layout
	Crawl   Crawl
	// digest is that of the file's bytes.
	digest [sha256.Size]byte
	// File is where the profile was read from.
	File string

	family *Profile
}

// A Layout says where things stand on an article page between two days. All
// fields but the first three are CSS selectors, tried in order.
type Layout struct {
	// From and Until are the first and last day the layout was served, zero
	// where open.
	From, Until time.Time
	// DateFormat is a Go reference time for the date element where the usual
	// Vietnamese forms do not fit, e.g. "01/02/2006".
	DateFormat string

	Title, Lead, Body, Date, Byline, Origin, Caption, Junk, Category, Tags []string
}

// Crawl holds what the crawler has to know of a portal.
type Crawl struct {
	// Delay is the least pause between two requests, 0 for the default.
	Delay time.Duration
	// LegacyTLS allows TLS below 1.2, which some portals still speak.
	LegacyTLS bool
	// MaxDepth bounds how many links a crawl follows from a start address, 0
	// for the default.
	MaxDepth int
}

// AllLayouts returns the portal's own layouts and then its family's, those
// valid at when first. A zero when means today's.
func (p *Profile) AllLayouts(when time.Time) []Layout {
	all := p.Layouts
	if p.family != nil {
		all = append(append([]Layout(nil), all...), p.family.Layouts...)
	}
	out := make([]Layout, 0, len(all))
	for _, valid := range []bool{true, false} {
		for _, l := range all {
			if l.valid(when) == valid {
				out = append(out, l)
			}
		}
	}
	return out
}

func (l *Layout) valid(when time.Time) bool {
	if when.IsZero() {
		return l.Until.IsZero()
	}
	return !when.Before(l.From) && (l.Until.IsZero() || when.Before(l.Until.AddDate(0, 0, 1)))
}

// IsArticle says whether the address looks like an article of the portal;
// known is false where the profile has no pattern.
func (p *Profile) IsArticle(address string) (yes, known bool) {
	if p.ArticleURL == nil {
		return false, false
	}
	return p.ArticleURL.MatchString(address), true
}

// A Set holds all profiles that were read.
type Set struct {
	profiles []*Profile
	byID     map[string]*Profile
	byHost   map[string][]*Profile
	version  string
}

// Version names the files that were read, by names and contents, in twelve
// hexadecimal digits: under others a page may be read differently.
func (s *Set) Version() string { return s.version }

// All returns every profile, in order of ID.
func (s *Set) All() []*Profile { return s.profiles }

// ByID returns the profile of that name, or nil.
func (s *Set) ByID(id string) *Profile { return s.byID[id] }

// Families returns the profiles that serve unknown hosts, in order of ID.
func (s *Set) Families() []*Profile {
	var out []*Profile
	for _, p := range s.profiles {
		if len(p.Detect) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// ForURL returns the portal whose hosts take in the address, or nil. Among
// several the one with the longest host wins, then one with a layout valid at
// when (zero: today's).
func (s *Set) ForURL(address string, when time.Time) *Profile {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return nil
	}
	host := canonicalHost(u.Hostname())
	if p := s.pick(host, when); p != nil {
		return p
	}
	for host != "" {
		if p := s.pick("*."+host, when); p != nil {
			return p
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return nil
}

func (s *Set) pick(key string, when time.Time) *Profile {
	list := s.byHost[key]
	for _, p := range list {
		for i := range p.Layouts {
			if p.Layouts[i].valid(when) {
				return p
			}
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

// canonicalHost is the host in lower case without "www." and the final dot.
func canonicalHost(host string) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(host), "."), "www.")
}

// NewSet returns a set of the given profiles.
func NewSet(list ...*Profile) *Set {
	profiles := map[string]*Profile{}
	for _, p := range list {
		profiles[p.ID] = p
	}
	return newSet(profiles)
}

func newSet(profiles map[string]*Profile) *Set {
	s := &Set{byID: profiles, byHost: map[string][]*Profile{}}
	for _, p := range profiles {
		s.profiles = append(s.profiles, p)
	}
	sort.Slice(s.profiles, func(i, j int) bool { return s.profiles[i].ID < s.profiles[j].ID })
	files := sha256.New()
	for _, p := range s.profiles {
		fmt.Fprintf(files, "%s %x\n", p.ID, p.digest)
		p.family = profiles[p.CMS]
		for _, h := range p.Hosts {
			s.byHost[h] = append(s.byHost[h], p)
		}
	}
	s.version = hex.EncodeToString(files.Sum(nil))[:12]
	return s
}
