package crawl

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/gocolly/colly/v2"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
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
	hdr http.Header
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

func newJar() http.CookieJar {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // cookiejar.New never fails without options
	}
	return jar
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
		case x.Status >= 500 || x.Status == http.StatusTooManyRequests:
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
	defer w.archive(ctx, o, t)
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
	case s == http.StatusTooManyRequests || s == http.StatusRequestTimeout || s == http.StatusTooEarly || s >= 500:
		o.retryAfter, o.server = retryAfter(x.Header, w.now()), true
		o.fail(corpus.TargetRetry, fmt.Sprintf("HTTP %d", s))
	case s >= 200 && s < 300:
		w.answered(ctx, o, u, x)
	default:
		o.fail(corpus.TargetFailed, fmt.Sprintf("HTTP %d", s))
	}
}

// failed sorts errors into those worth another try and those that are not.
func (w *worker) failed(o *outcome, err error) {
	reason, again := explain(err)
	state := corpus.TargetFailed
	if again {
		state, o.server = corpus.TargetRetry, true
	}
	o.fail(state, reason)
}

// explain puts an error into few words and says whether trying again may help.
func explain(err error) (reason string, again bool) {
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	var netErr net.Error
	switch {
	case errors.Is(err, errAddress):
		return errAddress.Error() + tailOf(err, errAddress), false
	case errors.Is(err, errTooLarge):
		return errTooLarge.Error() + tailOf(err, errTooLarge), false
	case errors.Is(err, errEncoding):
		return errEncoding.Error() + tailOf(err, errEncoding), false
	case errors.Is(err, errSlowBody):
		return errSlowBody.Error(), true
	case errors.Is(err, errTruncated):
		return errTruncated.Error(), true
	case errors.As(err, &cert):
		return "certificate: " + cert.Err.Error(), false
	case errors.As(err, &dns):
		return "name not found", dns.IsTemporary || dns.IsTimeout
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused", true
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection reset", true
	case errors.Is(err, context.Canceled):
		return "stopped", true
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return "headers over the limit", false
	case errors.As(err, &netErr) && netErr.Timeout():
		return "no answer in time", true
	case strings.Contains(err.Error(), "malformed"), strings.Contains(err.Error(), "invalid"), strings.Contains(err.Error(), "cannot contain multiple"), strings.Contains(err.Error(), "bad "):
		return "malformed answer: " + shortError(err), true
	}
	return shortError(err), true
}

// tailOf is what an error says after a sentinel.
func tailOf(err, sentinel error) string {
	if _, tail, ok := strings.Cut(err.Error(), sentinel.Error()); ok && len(tail) < 200 {
		return tail
	}
	return ""
}

func shortError(err error) string {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	s := err.Error()
	return s[:min(len(s), 200)]
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

func (w *worker) gone(ctx context.Context, o *outcome, reason string) {
	o.fail(corpus.TargetGone, reason)
	if o.t.BodyHash != 0 {
		status := o.status
		if status < 400 {
			status = http.StatusNotFound
		}
		w.hand(ctx, o, &corpus.Page{Source: o.t.URL, URL: o.t.URL, Status: status})
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
	if w.loops(ctx, o.t.URL, to.String()) {
		o.fail(corpus.TargetFailed, "redirect loop")
		return
	}
	o.t.State, o.t.Location, o.reason = corpus.TargetRedirect, to.String(), "redirect"
	n := corpus.Target{URL: to.String(), Kind: o.t.Kind, Section: o.t.Section, From: o.t.URL, Depth: o.t.Depth, Hops: o.t.Hops + 1, Title: o.t.Title, Published: o.t.Published}
	w.place(o, &n, to)
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

// answered handles a body.
func (w *worker) answered(ctx context.Context, o *outcome, u *url.URL, x *Exchange) {
	if d := x.Header.Get("Content-Disposition"); strings.HasPrefix(strings.ToLower(strings.TrimSpace(d)), "attachment") {
		o.fail(corpus.TargetSkipped, "an attachment, no page")
		return
	}
	body := x.decoded
	media := mediaType(x.Header, body)
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		o.fail(corpus.TargetFailed, "empty body")
	case looksLikeSitemap(body) || o.t.Kind == corpus.SitemapTarget && media != corpus.HTML:
		o.t.Kind = corpus.SitemapTarget
		w.entries(o, u, x, func(b []byte, each func(mapEntry)) error { return readSitemap(b, w.cfg.sitemapBytes, each) })
	case looksLikeFeed(body):
		o.t.Kind = corpus.FeedTarget
		w.entries(o, u, x, readFeed)
	case media == corpus.HTML:
		w.page(ctx, o, u, x)
	default:
		o.fail(corpus.TargetSkipped, "no page: "+media)
	}
}

// mediaType believes the bytes before the header.
func mediaType(h http.Header, body []byte) string {
	named, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	sniffed, _, _ := strings.Cut(http.DetectContentType(body), ";")
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		sniffed = corpus.Text
	}
	switch named {
	case "text/html", "application/xhtml+xml", "text/xml", "application/xml", "":
		switch sniffed {
		case corpus.Text, corpus.HTML, "text/xml":
			if named == "" || named == "application/xhtml+xml" || named == "text/html" {
				return corpus.HTML
			}
			return named
		case "application/octet-stream":
			if named != "" {
				return corpus.HTML
			}
		}
		return sniffed
	case corpus.Text:
		return sniffed
	}
	return named
}

// entries takes the URLs of a sitemap or a feed.
func (w *worker) entries(o *outcome, u *url.URL, x *Exchange, read func([]byte, func(mapEntry)) error) {
	hash := bodyHash(x.decoded)
	same := hash == o.t.BodyHash
	err := read(x.decoded, func(e mapEntry) {
		w.sendAhead(o)
		to, err := normalise(u, e.URL)
		if err != nil || o.t.Kind == corpus.SitemapTarget && !strings.HasPrefix(e.URL, "http") {
			return
		}
		n := corpus.Target{URL: to.String(), Kind: corpus.PageTarget, Section: sectionOf(u), From: o.t.URL, Depth: max(o.t.Depth, 1), Title: e.Title, Published: e.Published}
		if n.Published == "" {
			n.Published = e.Modified
		}
		n.ChangedAt = changedAt(e.Modified, w.now())
		switch {
		case e.Index:
			n.Kind = corpus.SitemapTarget
		case o.t.Kind == corpus.FeedTarget:
			n.Kind = corpus.ArticleTarget
		}
		if w.place(o, &n, to) {
			o.links++
		}
	})
	if err != nil && len(o.found) == 0 && !o.sent {
		if errors.Is(err, errTruncated) {
			o.fail(corpus.TargetRetry, shortError(err))
		} else {
			o.fail(corpus.TargetFailed, string(o.t.Kind)+": "+shortError(err))
		}
		return
	}
	if err != nil {
		o.reason = "in part: " + shortError(err)
	}
	o.good(x, hash, !same)
}

// changedAt reads when a page is said to have changed, zero when that is not
// known or cannot be.
func changedAt(modified string, now time.Time) time.Time {
	now = now.Add(5 * time.Minute) // clocks differ
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(form, modified); err == nil && !t.After(now) {
			return t
		}
	}
	if t, err := time.ParseInLocation(time.DateOnly, modified, vietnam); err == nil && !t.After(now) {
		return t
	}
	return time.Time{}
}

// sendAhead hands over what a long sitemap gave so far, so that its fifty
// thousand entries are never in memory together.
func (w *worker) sendAhead(o *outcome) {
	if len(o.found) < aheadTargets {
		return
	}
	w.results <- outcome{job: o.job, partial: true, found: o.found}
	o.found = nil
	o.sent = true
}

// good marks a target fetched.
func (o *outcome) good(x *Exchange, hash uint64, changed bool) {
	etag, modified := x.Header.Get("ETag"), x.Header.Get("Last-Modified")
	if changed && o.t.BodyHash != 0 && etag != "" && etag == o.t.ETag && !strings.HasPrefix(etag, "W/") {
		// The same strong validator over another body: it is worth nothing.
		o.t.Distrust = true
	}
	o.t.State, o.t.Location = corpus.TargetDone, ""
	o.t.ETag, o.t.LastModified, o.t.BodyHash = etag, modified, hash
	o.changed = changed
}

// bodyHash is a stable hash of a body, never 0. It guards against chance, not
// against intent: a page that forges another's hash only hides itself.
func bodyHash(b []byte) uint64 {
	return uint64(crc32.Checksum(b, castagnoli))<<32 | uint64(crc32.ChecksumIEEE(b)) | 1
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// page handles an HTML page.
func (w *worker) page(ctx context.Context, o *outcome, u *url.URL, x *Exchange) {
	s := scanPage(u, x.decoded, x.Header)
	if reason, again := notThePage(s); reason != "" {
		switch {
		case again:
			o.server = true
			o.fail(corpus.TargetRetry, reason)
		case reason == errorPageGone:
			w.gone(ctx, o, reason)
		default:
			o.fail(corpus.TargetFailed, reason)
		}
		return
	}
	if s.refresh != "" && s.text < thinText {
		if to, err := normalise(s.base, s.refresh); err == nil && to.String() != o.t.URL {
			w.redirected(ctx, o, s.base, s.refresh)
			if o.t.State == corpus.TargetRedirect {
				o.reason = "meta refresh"
			}
			return
		}
	}
	hash := bodyHash(x.decoded)
	same := hash == o.t.BodyHash
	if canon := w.canonicalOf(s, u); canon != nil {
		if t, known, err := w.frontier.Lookup(ctx, canon.String()); err == nil && known && t.State == corpus.TargetDone {
			o.t.State, o.t.Location, o.reason = corpus.TargetAlias, canon.String(), "canonical"
			return
		}
		n := corpus.Target{URL: canon.String(), Kind: o.t.Kind, Section: o.t.Section, From: o.t.URL, Depth: o.t.Depth, Title: o.t.Title, Published: o.t.Published}
		if w.place(o, &n, canon) {
			o.t.State, o.t.Location, o.reason = corpus.TargetAlias, canon.String(), "canonical"
			return
		}
	}
	// Only now: a page that names another as its canonical one is nobody's twin,
	// or each of the two would lead to the other.
	if !same && o.t.Kind != corpus.SeedTarget {
		if first, twin := w.twins.twin(u.Host, hash, o.t.URL); twin {
			o.t.State, o.t.Location, o.reason = corpus.TargetAlias, first, sameBody
			o.t.BodyHash = hash
			return
		}
	}
	o.good(x, hash, !same)
	o.page = true
	p := &corpus.Page{Source: o.t.URL, URL: o.t.URL, MediaType: corpus.HTML, Status: x.Status, Header: x.Header, Body: x.decoded}
	if same {
		p.Status, p.Body = http.StatusNotModified, nil
	}
	w.hand(ctx, o, p)
	if o.t.State != corpus.TargetDone {
		return
	}
	w.follow(o, u, s)
}

// canonicalOf is the page's canonical URL where it is another one, in scope
// and believable.
func (w *worker) canonicalOf(s *scan, u *url.URL) *url.URL {
	if s.canonical == "" {
		return nil
	}
	canon, err := normalise(s.base, s.canonical)
	if err != nil || canon.String() == u.String() || !w.scope.has(canon.Host) || !sameDocument(u, canon) {
		return nil
	}
	if canon.Scheme != u.Scheme && canon.Host == u.Host && canon.RequestURI() == u.RequestURI() {
		return nil // says https where http is what answers, or the reverse
	}
	return canon
}

const (
	sameBody       = "the same body"
	errorPageGone  = "error page: not found"
	errorPageAgain = "error page: the server is in trouble"
	scriptWall     = "script wall: a cookie set by script is asked for"
)

var (
	goneTitle  = regexp.MustCompile(`(?i)^\W*(?:(?:lỗi|error|http)?\W*40[34]\b|(?:page|file|resource)?\s*not found|không tìm thấy|trang (?:này )?không tồn tại|trang bạn (?:yêu cầu|tìm)|bài viết không tồn tại|nội dung không tồn tại)`)
	againTitle = regexp.MustCompile(`(?i)^\W*(?:(?:lỗi|error|http)?\W*50[0-4]\b|runtime error|server error|internal server error|service unavailable|bad gateway|gateway time-?out|database error|error establishing|(?:hệ thống|website|trang web|cổng thông tin)?\s*(?:đang|tạm ngừng để) (?:bảo trì|nâng cấp)|under maintenance|site offline|maintenance)`)
)

// notThePage recognises answers with status 200 that are not the page asked
// for: error pages by their title, and walls that want a script run.
func notThePage(s *scan) (reason string, again bool) {
	title := strings.TrimSpace(s.title)
	switch {
	case s.reloads && s.text < thinText:
		return scriptWall, false
	case len(title) < 120 && s.text < 4*thinText && goneTitle.MatchString(title):
		return errorPageGone, false
	case len(title) < 120 && s.text < 4*thinText && againTitle.MatchString(title):
		return errorPageAgain, true
	}
	return "", false
}

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
			n.Kind, n.Depth = corpus.ListTarget, o.t.Depth
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
	case w.cfg.outOfDates(n.Published):
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
