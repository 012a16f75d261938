package crawl

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"github.com/trich-vn/trich/corpus"
)

// onlySelfRedirects follows a redirect at once only when it leads back to the
// same page, as servers do that set a cookie first. Any other target goes
// through the frontier, robots.txt and the pauses like every URL.
func onlySelfRedirects(req *http.Request, via []*http.Request) error {
	to, err := normalise(nil, req.URL.String())
	if err != nil || len(via) > maxSelfHops {
		return http.ErrUseLastResponse
	}
	if from, err := normalise(nil, via[0].URL.String()); err != nil || from.String() != to.String() {
		return http.ErrUseLastResponse
	}
	return nil
}

// redirected puts the target of a redirect into the frontier.
func (w *worker) redirected(ctx context.Context, o *outcome, u *url.URL, location string) {
	to, err := normalise(u, location)
	switch {
	case location == "":
		o.fail(corpus.TargetFailed, fmt.Sprintf("HTTP %d without a location", o.status))
		return
	case err != nil:
		o.fail(corpus.TargetFailed, "redirect refused: "+shortError(err))
		return
	case to.String() == o.t.URL:
		o.fail(corpus.TargetFailed, "redirect loop: to itself")
		return
	case o.t.Hops+1 > maxHops:
		o.fail(corpus.TargetFailed, fmt.Sprintf("more than %d redirects", maxHops))
		return
	}
	if addr, err := literalAddr(to.Hostname()); err == nil {
		if err := checkAddress(addr, w.cfg.AllowLoopback); err != nil {
			o.fail(corpus.TargetFailed, "redirect refused: "+err.Error())
			return
		}
	}
	if !w.scope.has(to.Host) {
		// The start page may move inside its own domain, and the crawl with it.
		if o.t.Kind != corpus.SeedTarget || groupOf(to) != o.t.Group {
			o.fail(corpus.TargetSkipped, "redirect to another host: "+to.Host)
			return
		}
		w.scope.add(to.Host)
	}
	if reason := softGone(to); reason != "" && o.t.BodyHash != 0 && o.t.Kind != corpus.SeedTarget {
		w.gone(ctx, o, reason)
		return
	}
	if w.loops(ctx, o.t.URL, to.String()) {
		o.fail(corpus.TargetFailed, "redirect loop")
		return
	}
	o.t.State, o.t.Location, o.reason = corpus.TargetRedirect, to.String(), "redirect"
	n := corpus.Target{URL: to.String(), Kind: o.t.Kind, Section: o.t.Section, From: o.t.URL, Depth: o.t.Depth, Hops: o.t.Hops + 1, Title: o.t.Title, Published: o.t.Published}
	w.place(o, &n, to)
}

// errorPath is where portals send visitors of pages that are no more.
var errorPath = regexp.MustCompile(`(?i)/(?:(?:trang|page|error|loi|http)[-_]?)?404(?:\.[a-z]+|/)?$|/(?:error|page-?not-?found|not-?found|khong-tim-thay|loi)(?:\.[a-z]+|/)?$`)

// softGone says why a redirect of a page that was good means that it is gone,
// "" when it may have moved.
func softGone(to *url.URL) string {
	switch {
	case to.Path == "/" && to.RawQuery == "":
		return errorPageHome
	case errorPath.MatchString(to.Path):
		return errorPageElse
	}
	return ""
}

// loops follows known redirects from a URL and says whether they lead back.
func (w *worker) loops(ctx context.Context, from, to string) bool {
	for range maxHops {
		t, known, err := w.frontier.Lookup(ctx, to)
		if err != nil || !known || t.State != corpus.TargetRedirect {
			return false
		}
		if t.Location == from {
			return true
		}
		to = t.Location
	}
	return false
}
