package crawl

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

const (
	maxDelay   = time.Minute
	maxBackoff = 6 * time.Hour
	// maxRetryAfter bounds what a server can ask for in Retry-After.
	maxRetryAfter = 24 * time.Hour
	// A server that fails this often in a row is left alone for a while.
	hostFailures = 8
	robotsTTL    = 24 * time.Hour
	robotsRetry  = time.Hour
)

// A host is one server name and what politeness knows of it.
type host struct {
	corpus.Host
	loopback bool
	portal   *portal.Profile
	robots   *robots
	// robotsAt is when robots.txt was fetched, asking that it is under way.
	robotsAt time.Time
	asking   bool
	dirty    bool
}

// base is the pause that is kept whatever the server's answers are.
func (h *host) base(cfg *Config) time.Duration {
	d := cfg.Delay
	if d == 0 && !h.loopback {
		d = time.Second
	}
	if h.portal != nil {
		d = max(d, h.portal.Crawl.Delay)
	}
	if h.robots != nil {
		d = max(d, h.robots.delay)
	}
	return d
}

// pause is the time between two requests now.
func (h *host) pause(cfg *Config) time.Duration { return max(h.base(cfg), h.Delay) }

// answered adapts the pause to a good answer: it moves towards the response
// time, so that a slow server is busy with us at most half of the time.
func (h *host) answered(cfg *Config, took time.Duration) {
	if h.Failures > 0 || h.Reason != "" {
		h.Failures, h.Reason, h.dirty = 0, "", true
	}
	want := took
	if h.loopback && h.base(cfg) == 0 {
		want = 0
	}
	next := min((h.Delay+want)/2, maxDelay)
	if next < 5*time.Millisecond {
		next = 0
	}
	if (next - h.Delay).Abs() > 50*time.Millisecond {
		h.dirty = true
	}
	h.Delay = next
}

// failed lengthens the pause after an answer that speaks of a server in
// trouble, and says until when the server is to be left alone, zero for not.
func (h *host) failed(cfg *Config, o outcome, now time.Time) time.Time {
	h.Failures++
	h.Reason, h.dirty = o.reason, true
	h.Delay = min(max(2*h.Delay, h.base(cfg)), maxDelay)
	switch {
	case o.status == http.StatusTooManyRequests || o.status == http.StatusServiceUnavailable:
		wait := doubled(cfg.Backoff, h.Failures-1)
		if o.retryAfter > 0 {
			wait = min(o.retryAfter, maxRetryAfter)
		}
		h.RetryAt = now.Add(wait)
	case h.Failures >= hostFailures:
		h.RetryAt = now.Add(doubled(cfg.Backoff, h.Failures-hostFailures))
	default:
		return time.Time{}
	}
	return h.RetryAt
}

// doubled is d × 2ⁿ, at most maxBackoff.
func doubled(d time.Duration, n int) time.Duration {
	for ; n > 0 && d < maxBackoff; n-- {
		d *= 2
	}
	return min(d, maxBackoff)
}

// retryAfter reads both forms of the header; 0 when there is none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 {
		return min(time.Duration(min(s, maxRetryAfter.Seconds())*float64(time.Second)), maxRetryAfter)
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(t.Sub(now), 0)
	}
	return 0
}
