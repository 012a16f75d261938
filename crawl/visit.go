package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"runtime/debug"
	"time"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/publicsuffix"

	"github.com/trich-vn/trich/corpus"
)

const (
	maxHops       = 10
	maxSelfHops   = 3
	thinText      = 600 // bytes of visible text below which a page says little
	aheadTargets  = 500
	proseBytes    = 600 // of prose make a page look like an article
	headlineBytes = 25  // a link text from this length on is taken for a headline
)

// An outcome is what came of one job.
type outcome struct {
	job        job
	t          corpus.Target // with its new state
	status     int
	reason     string
	retryAfter time.Duration
	// server says that the failure speaks of the server, not of the page.
	server  bool
	elapsed time.Duration
	bytes   int64
	verdict Verdict
	page    bool // a body was taken by the sink, or known to be unchanged
	changed bool
	found   []corpus.Target
	links   int // links that look like articles
	cuts    []cut
	robots  *robots
	// unsure says that the page an alias leads to is not known to be good: the
	// next cycle looks again.
	unsure bool
	// partial marks targets sent ahead of a long sitemap's outcome.
	partial, sent bool
	// archived is where the answers stand; fatal ends the run.
	archived []corpus.ArchiveRecord
	fatal    error
	// fruits says, for the shape and the family of the URL, that the page was
	// worth its visit.
	fruits [2]bool
}

type cut struct{ reason, url string }

// A worker visits one target at a time.
type worker struct {
	*crawler
	c   *colly.Collector
	got *colly.Response
	// trail is that of the visit under way.
	trail *trail
}

// newCollector makes a colly collector that fetches and nothing else. Init,
// not NewCollector: the latter lets environment variables override the code.
func (w *worker) newCollector(rt http.RoundTripper, jar http.CookieJar) {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = w.cfg.agent()
	c.AllowURLRevisit, c.IgnoreRobotsTxt, c.ParseHTTPErrorResponse = true, true, true
	c.MaxBodySize = 0
	c.SetRequestTimeout(0)
	c.WithTransport(rt)
	c.SetCookieJar(jar)
	c.SetRedirectHandler(onlySelfRedirects)
	c.OnResponse(func(r *colly.Response) { w.got = r })
	w.c = c
}

// A smallJar keeps few cookies of a host: a server that sets a new one with
// every page fills neither the memory nor the requests.
type smallJar struct{ jar *cookiejar.Jar }

const maxCookies = 30

func newJar() http.CookieJar {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		panic(err) // cookiejar.New fails for no options that are given here
	}
	return smallJar{jar}
}

func (j smallJar) Cookies(u *url.URL) []*http.Cookie { return j.jar.Cookies(u) }

func (j smallJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	if room := maxCookies - len(j.jar.Cookies(u)); len(cookies) > room {
		cookies = cookies[:max(room, 0)]
	}
	j.jar.SetCookies(u, cookies)
}

// work does jobs until there are none.
func (w *worker) work(ctx context.Context) {
	for j := range w.jobs {
		o := w.do(ctx, j)
		w.results <- o
	}
}

// do does one job. A panic, be it colly's, a parser's or the sink's, costs the
// page and not the run.
func (w *worker) do(ctx context.Context, j job) (o outcome) {
	o = outcome{job: j, t: j.target}
	defer func() {
		if r := recover(); r != nil {
			w.cfg.Logger.Error("panic", "url", j.target.URL, "panic", r, "stack", string(debug.Stack()))
			o.found, o.verdict = nil, Verdict{}
			o.fail(corpus.TargetFailed, fmt.Sprintf("panic: %v", r))
		}
	}()
	u, err := url.Parse(j.target.URL)
	if err != nil {
		o.fail(corpus.TargetFailed, err.Error())
		return o
	}
	if j.robots {
		w.fetchRobots(ctx, &o, u)
		return o
	}
	w.visit(ctx, &o, u)
	return o
}

func (o *outcome) fail(state corpus.TargetState, reason string) {
	o.t.State, o.reason = state, reason
}

// fetch asks for one URL by colly and gives the hops of the way. head is how
// much of the body is wanted, 0 for all.
func (w *worker) fetch(ctx context.Context, rawURL string, hdr http.Header, head int64) (*trail, error) {
	t := &trail{head: head}
	w.got = nil
	w.c.Context = withTrail(ctx, t)
	hdr.Set("User-Agent", w.agent)
	err := w.c.Request(http.MethodGet, rawURL, nil, nil, hdr)
	w.c.Context = context.Background()
	if err == nil && w.got == nil {
		err = errors.New("no answer")
	}
	return t, err
}

// fetchRobots asks for robots.txt, follows up to five redirects, and turns the
// answer into rules: 4xx allows everything, 5xx and silence nothing for now.
func (w *worker) fetchRobots(ctx context.Context, o *outcome, u *url.URL) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range 6 {
		t, err := w.fetch(ctx, at.String(), http.Header{"Accept": {"text/plain"}}, maxRobots)
		w.archive(ctx, o, t)
		x := t.last()
		if x != nil {
			o.elapsed, o.bytes = x.Elapsed, int64(len(x.Body))
		}
		switch {
		case err != nil:
			o.reason, _ = explain(err)
			o.robots = &robots{closed: "robots.txt: " + o.reason}
			return
		case x.Status >= 300 && x.Status < 400:
			next, err := normalise(at, x.Header.Get("Location"))
			if err != nil {
				o.robots = &robots{}
				return
			}
			at = next
			continue
		case x.Status >= 500 || x.Status == http.StatusTooManyRequests || x.Status == http.StatusProxyAuthRequired:
			o.status, o.retryAfter = x.Status, retryAfter(x.Header, w.now())
			o.reason = fmt.Sprintf("robots.txt: HTTP %d", x.Status)
			o.robots = &robots{closed: o.reason}
			return
		case x.Status >= 400:
			o.robots = &robots{}
			return
		}
		o.robots = parseRobots(x.decoded, w.cfg.UserAgent)
		return
	}
	o.robots = &robots{}
}

// visit fetches a target and decides what its answer means.
func (w *worker) visit(ctx context.Context, o *outcome, u *url.URL) {
	hdr := http.Header{"Accept": {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"}, "Accept-Language": {"vi,en;q=0.5"}}
	asked := conditional(&o.t) && (o.t.ETag != "" || o.t.LastModified != "")
	if asked {
		if o.t.ETag != "" {
			hdr.Set("If-None-Match", o.t.ETag)
		}
		if o.t.LastModified != "" {
			hdr.Set("If-Modified-Since", o.t.LastModified)
		}
	}
	t, err := w.fetch(ctx, o.t.URL, hdr, 0)
	x := t.last()
	o.t.FetchedAt = w.now()
	for _, hop := range t.hops {
		o.elapsed += hop.Elapsed
		o.bytes += int64(len(hop.Body))
	}
	w.trail = t
	defer func() {
		w.archive(ctx, o, t)
		w.trail = nil
	}()
	if err != nil {
		w.failed(o, err)
		return
	}
	o.status, o.t.Status = x.Status, x.Status
	switch s := x.Status; {
	case s == http.StatusNotModified:
		w.notModified(ctx, o, x, asked)
	case s >= 300 && s < 400:
		w.redirected(ctx, o, u, x.Header.Get("Location"))
	case s == http.StatusNotFound || s == http.StatusGone:
		w.gone(ctx, o, fmt.Sprintf("HTTP %d", s))
	case s == http.StatusTooManyRequests || s == http.StatusRequestTimeout || s == http.StatusTooEarly || s == http.StatusProxyAuthRequired || s >= 500:
		o.retryAfter, o.server = retryAfter(x.Header, w.now()), true
		o.fail(corpus.TargetRetry, fmt.Sprintf("HTTP %d", s))
	case s >= 200 && s < 300:
		w.answered(ctx, o, u, x)
	default:
		// A wall that lets nobody in answers 403 to everything.
		o.server = s == http.StatusForbidden
		o.fail(corpus.TargetFailed, fmt.Sprintf("HTTP %d", s))
	}
}

// notModified handles a 304. One that was not asked for is a fault of the
// server, and the page is asked for again.
func (w *worker) notModified(ctx context.Context, o *outcome, x *Exchange, asked bool) {
	if !asked {
		o.t.Distrust = true
		o.fail(corpus.TargetRetry, "304 without a condition")
		return
	}
	o.t.State, o.page = corpus.TargetDone, true
	w.hand(ctx, o, &corpus.Page{Source: o.t.URL, URL: o.t.URL, Status: http.StatusNotModified, Header: x.Header})
}

// gone marks a target that is no longer served. Where something was kept of it
// the sink is told; what stands in its place with another status counts as 404.
func (w *worker) gone(ctx context.Context, o *outcome, reason string) {
	o.fail(corpus.TargetGone, reason)
	if o.t.BodyHash != 0 {
		status := o.status
		if status < 400 {
			status = http.StatusNotFound
		}
		w.hand(ctx, o, &corpus.Page{Source: o.t.URL, URL: o.t.URL, Status: status, Reason: reason})
	}
}

// hand gives a page to the sink.
func (w *worker) hand(ctx context.Context, o *outcome, p *corpus.Page) {
	p.FetchedAt, p.Portal, p.Title, p.Published = o.t.FetchedAt, o.t.Portal, o.t.Title, o.t.Published
	v, err := w.sink.Page(ctx, p)
	if err != nil {
		o.page = false
		o.fail(corpus.TargetRetry, "kept not: "+shortError(err))
		return
	}
	if p.Status == http.StatusNotModified {
		v.Change = Unchanged
		if v.Kind == "" {
			v.Kind = o.t.Kind
		}
	}
	if v.Change == ChangeUnknown {
		v.Change = New
		if before := o.job.target; before.BodyHash != 0 && before.Kind == corpus.ArticleTarget {
			v.Change = Changed
		}
	}
	o.verdict = v
	if v.Kind == corpus.ArticleTarget && v.Published != "" {
		w.stale.note(o.t.Section, w.cfg.Since != "" && v.Published < w.cfg.Since)
	}
}
