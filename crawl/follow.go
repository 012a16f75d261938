package crawl

import (
	"net/url"
	"strings"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// follow places the links of a page.
func (w *worker) follow(o *outcome, u *url.URL, s *scan) {
	// Where the sink does not say, a page with prose on it is taken for an article.
	list := o.verdict.Kind != corpus.ArticleTarget && (o.verdict.Kind != "" || s.prose < proseBytes)
	if !list {
		o.fruits = [2]bool{true, true}
	}
	section := o.t.Section
	if list {
		section = sectionOf(u)
	}
	if s.cut > 0 {
		o.cuts = append(o.cuts, cut{cutLinks, o.t.URL})
	}
	for _, f := range s.feeds {
		if to, err := normalise(s.base, f); err == nil && o.t.Depth <= 1 {
			w.place(o, &corpus.Target{URL: to.String(), Kind: corpus.FeedTarget, From: o.t.URL, Depth: o.t.Depth + 1}, to)
		}
	}
	if s.noFollow {
		return
	}
	paged := false
	for _, l := range s.links {
		if !list && w.offered.has(u.Host, l.href) {
			continue
		}
		to, err := normalise(s.base, l.href)
		if err != nil {
			continue
		}
		n := corpus.Target{URL: to.String(), Kind: corpus.PageTarget, Section: section, From: o.t.URL, Depth: o.t.Depth + 1}
		if pageNumber(to) > 0 && (l.list || sectionOf(to) == sectionOf(u)) {
			n.Kind, n.Depth, paged = corpus.ListTarget, o.t.Depth, true
			if w.stale.is(section) {
				o.cuts = append(o.cuts, cut{cutDate, n.URL})
				continue
			}
		}
		if !w.place(o, &n, to) {
			continue
		}
		if list {
			w.weigh(o, n.URL, to)
		}
		if list && (n.Kind == corpus.ArticleTarget || n.Kind == corpus.PageTarget && len(l.text) >= headlineBytes) {
			o.links++
		}
		if isRooted(l.href) {
			w.offered.add(u.Host, l.href)
		}
	}
	if s.posts && !paged {
		o.cuts = append(o.cuts, cut{cutForm, o.t.URL})
	}
}

// weigh notes a link that no page of this one's shape, or of its family, had
// shown before and that leads out of it.
func (w *worker) weigh(o *outcome, link string, u *url.URL) {
	to := shapeKeys(u)
	for i, key := range o.job.shape {
		if key == "" || to[i] == key {
			continue
		}
		if !w.offered.has(key, link) {
			w.offered.add(key, link)
			o.fruits[i] = true
		}
	}
}

// isRooted says that a reference means the same on every page of a host.
func isRooted(href string) bool {
	return strings.HasPrefix(href, "/") || strings.HasPrefix(href, "http")
}

// place offers a target to the frontier and says whether it belongs there.
func (w *worker) place(o *outcome, n *corpus.Target, u *url.URL) bool {
	if !w.scope.has(u.Host) {
		return false
	}
	profile := w.profiles.of(u.Host)
	if reason := w.cutFor(n, u, profile); reason != "" {
		if reason != cutFile {
			o.cuts = append(o.cuts, cut{reason, n.URL})
		}
		return false
	}
	n.Portal = o.t.Portal
	if profile != nil {
		n.Portal = profile.ID
		if n.Kind == corpus.PageTarget {
			n.Kind = kindOf(profile, n.URL)
		}
	}
	if w.offered.has("", n.URL) && n.Title == "" && n.Hops == 0 && n.ChangedAt.IsZero() {
		return true
	}
	w.offered.add("", n.URL)
	n.Host, n.Group = u.Host, groupOf(u)
	n.Priority = priorityOf(n, u, w.now())
	o.found = append(o.found, *n)
	return true
}

// cutFor says why a target has no place in the frontier, "" when it has.
func (w *worker) cutFor(n *corpus.Target, u *url.URL, profile *portal.Profile) string {
	depth := w.cfg.MaxDepth
	if depth == 0 && profile != nil {
		depth = profile.Crawl.MaxDepth
	}
	switch {
	case n.Kind == corpus.SitemapTarget || n.Kind == corpus.FeedTarget:
		return ""
	case depth > 0 && n.Depth > depth:
		return cutMaxDepth
	case w.cfg.outOfDates(n):
		return cutDate
	}
	return cutURL(u, w.now().Year())
}

// kindOf asks the portal file what a URL is.
func kindOf(p *portal.Profile, address string) corpus.TargetKind {
	if yes, _ := p.IsArticle(address); yes {
		return corpus.ArticleTarget
	}
	if p.ListURL != nil && p.ListURL.MatchString(address) {
		return corpus.ListTarget
	}
	return corpus.PageTarget
}
