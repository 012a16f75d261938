package crawl

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/trich-vn/trich/corpus"
)

const (
	sameBody       = "the same body"
	errorPageGone  = "error page: not found"
	errorPageHome  = "redirect to the home page"
	errorPageElse  = "redirect to an error page"
	errorPageAgain = "error page: the server is in trouble"
	scriptWall     = "script wall: a cookie set by script is asked for"
)

var (
	goneTitle  = regexp.MustCompile(`(?i)^\W*(?:(?:lỗi|error|http)?\W*40[34]\b|(?:page|file|resource)?\s*not found|không tìm thấy|trang (?:này )?không tồn tại|trang bạn (?:yêu cầu|tìm)|bài viết không tồn tại|nội dung không tồn tại)`)
	againTitle = regexp.MustCompile(`(?i)^\W*(?:(?:lỗi|error|http)?\W*50[0-4]\b|runtime error|server error|internal server error|service unavailable|bad gateway|gateway time-?out|database error|error establishing|(?:hệ thống|website|trang web|cổng thông tin)?\s*(?:đang|tạm ngừng để) (?:bảo trì|nâng cấp)|under maintenance|site offline|maintenance)`)
)

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
		// When a page was changed is not when it was published.
		n.ChangedAt = changedAt(e.Modified, w.now())
		switch {
		case e.Index:
			n.Kind = corpus.SitemapTarget
		case o.t.Kind == corpus.FeedTarget:
			n.Kind = corpus.ArticleTarget
		}
		before := len(o.found)
		if w.place(o, &n, to) {
			o.links++
		}
		// A sitemap earns its visit by a page that was not offered before: an
		// index that leads to indexes for ever does not.
		if !e.Index && len(o.found) > before {
			o.fruits = [2]bool{true, true}
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
	if w.isOther(ctx, o, s) || w.refreshed(ctx, o, s) || w.isAlias(ctx, o, w.canonicalOf(s, u)) {
		return
	}
	// Only what is kept may be the first of its body.
	hash := bodyHash(x.decoded)
	same := hash == o.t.BodyHash
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
	} else {
		w.archivedPage(ctx, o, p)
	}
	if o.fatal != nil {
		return
	}
	w.hand(ctx, o, p)
	if o.t.State == corpus.TargetDone {
		w.follow(o, u, s)
	}
}

// isOther closes a target whose answer is not the page asked for.
func (w *worker) isOther(ctx context.Context, o *outcome, s *scan) bool {
	reason, again := notThePage(s)
	switch {
	case reason == "":
		return false
	case again:
		o.server = true
		o.fail(corpus.TargetRetry, reason)
	case reason == errorPageGone:
		w.gone(ctx, o, reason)
	default:
		o.fail(corpus.TargetFailed, reason)
	}
	return true
}

// refreshed follows a page that says little but where to go.
func (w *worker) refreshed(ctx context.Context, o *outcome, s *scan) bool {
	if s.refresh == "" || s.text >= thinText {
		return false
	}
	to, err := normalise(s.base, s.refresh)
	if err != nil || to.String() == o.t.URL {
		return false
	}
	w.redirected(ctx, o, s.base, s.refresh)
	if o.t.State == corpus.TargetRedirect {
		o.reason = "meta refresh"
	}
	return true
}

// isAlias closes a target whose page names another URL as its own, nil for
// none, and sees to it that the other is fetched.
func (w *worker) isAlias(ctx context.Context, o *outcome, canon *url.URL) bool {
	if canon == nil {
		return false
	}
	t, known, err := w.frontier.Lookup(ctx, canon.String())
	if err != nil {
		return false
	}
	switch {
	case known && t.State == corpus.TargetDone:
	case known && t.State != corpus.TargetNew && t.State != corpus.TargetRetry:
		return false // it is no better, or says the same of this one
	case !known:
		n := corpus.Target{URL: canon.String(), Kind: o.t.Kind, Section: o.t.Section, From: o.t.URL, Depth: o.t.Depth, Title: o.t.Title, Published: o.t.Published}
		if !w.place(o, &n, canon) {
			return false
		}
		fallthrough
	default:
		o.unsure = true
	}
	o.t.State, o.t.Location, o.reason = corpus.TargetAlias, canon.String(), "canonical"
	return true
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
