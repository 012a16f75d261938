package crawl

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// take takes what came of a job.
func (c *crawler) take(o outcome) {
	if o.partial {
		c.found = append(c.found, o.found...)
		return
	}
	q := c.queues[o.job.host.Host.Host]
	q.group.busy--
	c.inflight--
	now := c.now()
	if c.note(o.fatal); o.fatal != nil {
		return
	}
	c.archived = append(c.archived, o.archived...)
	if o.job.robots {
		c.takeRobots(q, &o, now)
		return
	}
	if o.reason == "stopped" {
		c.back = append(c.back, o.job.target)
		return
	}
	switch {
	case o.server:
		q.failed(c.cfg, o, now)
	case o.status != 0:
		q.answered(c.cfg, o.elapsed)
	}
	if q.group.limit == 1 {
		q.group.readyAt = now.Add(q.pause(c.cfg))
	}
	c.settle(q, &o, now)
	c.tally.count(&o)
	c.log(&o)
	c.found = append(c.found, o.found...)
	o.found = nil
	c.done = append(c.done, o)
	if c.cfg.Archive == nil {
		c.held += o.bytes
	}
}

// takeRobots installs the rules of a host and the sitemaps they name.
func (c *crawler) takeRobots(q *queue, o *outcome, now time.Time) {
	q.asking = false
	if o.reason == "stopped" || o.robots == nil {
		return
	}
	q.robots, q.robotsAt = o.robots, now
	if o.reason != "" {
		c.tally.r.Reasons[o.reason]++
	}
	if q.robots.closed != "" {
		o.server = true
		q.failed(c.cfg, *o, now)
		if q.Failures >= c.cfg.Attempts {
			q.RetryAt = later(q.RetryAt, now.Add(robotsRetry))
		} else {
			q.RetryAt = later(q.RetryAt, now.Add(doubled(c.cfg.Retry, q.Failures-1)))
		}
		return
	}
	u, err := url.Parse(o.job.target.URL)
	if err != nil {
		return
	}
	for _, s := range q.robots.sitemaps {
		if to, err := normalise(u, s); err == nil && c.scope.has(to.Host) {
			c.seed(corpus.SitemapTarget, to)
		}
	}
	if len(q.robots.sitemaps) == 0 && (q.portal == nil || len(q.portal.Sitemaps) == 0) {
		if to, err := normalise(u, "/sitemap.xml"); err == nil {
			c.seed(corpus.SitemapTarget, to)
			c.found[len(c.found)-1].From = guessedFrom
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// settle gives a target its state and its next date. A start page is looked at
// again in the next cycle whatever became of it.
func (c *crawler) settle(q *queue, o *outcome, now time.Time) {
	t := &o.t
	t.Reason = o.reason
	switch t.State {
	case corpus.TargetDone:
		if o.verdict.Kind != "" && t.Kind != corpus.SeedTarget && t.Kind != corpus.ListTarget {
			t.Kind = o.verdict.Kind
		}
		t.Reason = cmp.Or(t.Reason, o.verdict.Reason)
	case corpus.TargetRetry:
		c.again(q, o, now)
	case corpus.TargetGone:
		scheduleGone(t, o.job.target.State, now)
		if t.From == guessedFrom {
			o.t.State, o.reason = corpus.TargetSkipped, ""
		}
	case corpus.TargetRedirect:
		t.NextAt = now.Add(redirectPause)
	case corpus.TargetAlias:
		t.NextAt = now.Add(aliasPause)
		if o.unsure {
			t.NextAt = now
		}
	case corpus.TargetSkipped:
		t.NextAt = now.Add(skippedPause)
	default:
		t.State, t.NextAt = corpus.TargetFailed, now.Add(failedPause)
	}
	if t.Kind == corpus.SeedTarget && t.State != corpus.TargetRetry {
		t.NextAt = now
		return
	}
	if o.job.target.State == corpus.TargetNew && (t.State == corpus.TargetAlias || t.State == corpus.TargetSkipped) {
		c.traps.visited(o.job.shape, [2]bool{})
	}
}

// again decides when a page that failed for now is due, or gives it up.
func (c *crawler) again(q *queue, o *outcome, now time.Time) {
	t := &o.t
	t.Attempts++
	limit := c.cfg.Attempts
	if o.status == 429 || o.status == 503 {
		limit = max(limit, maxPutOff)
	}
	if t.Attempts >= limit {
		// It may be well tomorrow; a page that never is costs ever fewer tries.
		o.reason = fmt.Sprintf("%s (%d times)", o.reason, t.Attempts)
		t.State, t.Reason, t.Attempts = corpus.TargetFailed, o.reason, 0
		t.Interval = min(max(2*t.Interval, firstPause), longPause)
		t.NextAt = now.Add(t.Interval)
		return
	}
	t.NextAt = later(now.Add(doubled(c.cfg.Retry, t.Attempts-1)), q.RetryAt)
	if q.retryAt.IsZero() || t.NextAt.Before(q.retryAt) {
		q.retryAt = t.NextAt
	}
}

// record makes durable which URLs were found, and judges the pages by how many
// of them were new. It costs less than a commit and is done more often.
func (c *crawler) record(ctx context.Context) error {
	if len(c.found) > 0 {
		added, err := c.frontier.Record(ctx, corpus.FrontierBatch{Found: c.found})
		if err != nil {
			return fmt.Errorf("frontier: %w", err)
		}
		for from, n := range added {
			c.added[from] += n
		}
		for _, t := range c.found {
			c.queue(t.Host, t.Group).exhausted = false
		}
		clear(c.found)
		c.found = c.found[:0]
	}
	for i := c.judged; i < len(c.done); i++ {
		o := &c.done[i]
		fresh := c.added[o.job.target.URL]
		delete(c.added, o.job.target.URL)
		c.tally.r.Found += fresh
		if o.t.State == corpus.TargetDone {
			c.finishVisit(o, fresh)
		}
	}
	c.judged = len(c.done)
	return nil
}

// commit makes durable, in this order: the archive, what the sink took, the URLs
// found on those pages, and that the pages are done.
func (c *crawler) commit(ctx context.Context) error {
	if len(c.done)+len(c.found)+len(c.back)+len(c.archived) == 0 {
		return nil
	}
	defer func() { c.kept = c.now() }()
	if c.cfg.Archive != nil && len(c.archived) > 0 {
		if err := c.cfg.Archive.Flush(ctx); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
	}
	if len(c.done) > 0 {
		if err := c.sink.Flush(ctx); err != nil {
			return fmt.Errorf("keeping pages: %w", err)
		}
	}
	if err := c.record(ctx); err != nil {
		return err
	}
	batch := corpus.FrontierBatch{Done: c.back, Archived: c.archived}
	for i := range c.done {
		batch.Done = append(batch.Done, c.done[i].t)
	}
	for _, q := range c.order {
		if q.dirty {
			batch.Hosts = append(batch.Hosts, q.Host)
			q.dirty = false
		}
	}
	if _, err := c.frontier.Record(ctx, batch); err != nil {
		return fmt.Errorf("frontier: %w", err)
	}
	clear(c.done)
	c.done, c.back, c.archived, c.judged, c.held = c.done[:0], c.back[:0], c.archived[:0], 0, 0
	return nil
}

// finishVisit says when a good page is looked at again and whether its kind of
// URL is worth more visits.
func (c *crawler) finishVisit(o *outcome, fresh int) {
	u, err := url.Parse(o.t.URL)
	if err != nil {
		return
	}
	if o.t.Kind == corpus.PageTarget && (fresh > 0 || o.links >= listLinks) {
		o.t.Kind = corpus.ListTarget
	}
	// Clocks and counters change the bytes of a page, not its article.
	changed := o.changed && o.verdict.Change != Unchanged
	scheduleNext(&o.t, o.t.FetchedAt, changed, fresh, pageNumber(u) > 1)
	if o.job.target.State == corpus.TargetNew {
		c.traps.visited(o.job.shape, o.fruits)
	}
}
