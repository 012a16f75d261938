package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/trich-vn/trich/corpus"
)

const (
	leastLease    = 16
	mostLease     = 256
	leaseTime     = time.Hour
	batchPages    = 64  // are judged together
	commitPages   = 512 // are kept together
	batchFound    = 2000
	batchBytes    = 2 << 20 // of pages that the sink may still hold
	batchEvery    = 100 * time.Millisecond
	progressEvery = 500 * time.Millisecond
	cycleMaxAge   = 20 * time.Hour
	askDueEvery   = 30 * time.Second
	// A page that a server puts off with 429 or 503 may be put off this often.
	maxPutOff     = 6
	failedPause   = 7 * day
	skippedPause  = 14 * day
	redirectPause = 14 * day
	aliasPause    = 30 * day
	guessedFrom   = "(guess)"
	listLinks     = 5 // links to articles make a page a list
)

// A crawler is one run. Its loop owns everything but what is marked shared.
type crawler struct {
	cfg      *Config
	agent    string
	proxy    func(*url.URL) (*url.URL, error)
	frontier Frontier
	sink     Sink
	now      func() time.Time

	// shared with the workers
	scope    *scope
	profiles *profiles
	offered  *seenTable
	twins    *twinTable
	stale    *staleTable
	jobs     chan job
	results  chan outcome

	queues   map[string]*queue
	order    []*queue
	groups   map[string]*group
	traps    *trapBook
	tally    *tally
	cycle    corpus.Cycle
	done     []outcome
	judged   int             // of done, by what was found on them
	added    map[string]int  // new URLs, by the page they were found on
	back     []corpus.Target // leased targets handed back
	archived []corpus.ArchiveRecord
	found    []corpus.Target
	held     int64 // bytes of the pages in done
	inflight int
	asked    int // pages dispatched
	stopped  string
	deadline time.Time
	askedDue time.Time
	shown    time.Time // the last progress
	kept     time.Time // the last commit
	fatal    error
}

// Run crawls from the seeds until nothing is due any more, a limit is reached
// or ctx ends; then it waits Config.Grace for the pages under way and keeps
// what there is. The error tells of a configuration that cannot work or of a
// frontier or sink that failed; pages that failed stand in the report.
func Run(ctx context.Context, cfg Config, frontier Frontier, sink Sink) (Report, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return Report{}, err
	}
	proxy, err := cfg.proxies()
	if err != nil {
		return Report{}, err
	}
	known := newProfiles(cfg.Portals)
	c := &crawler{
		cfg: &cfg, agent: cfg.agent(), proxy: proxy, frontier: frontier, sink: sink, now: time.Now,
		scope: newScope(known), profiles: known, offered: newSeenTable(), twins: newTwinTable(), stale: newStaleTable(),
		jobs: make(chan job), results: make(chan outcome, cfg.Workers),
		queues: map[string]*queue{}, groups: map[string]*group{}, traps: newTrapBook(), added: map[string]int{},
	}
	seeds, err := c.parseSeeds()
	if err != nil {
		return Report{}, err
	}
	if err := cfg.checkContact(seeds); err != nil {
		return Report{}, err
	}
	started := c.now()
	if c.cycle, err = frontier.Begin(ctx, started, started.Add(-cycleMaxAge)); err != nil {
		return Report{}, fmt.Errorf("frontier: %w", err)
	}
	c.tally = newTally(c.cycle, started)
	if cfg.For > 0 {
		c.deadline = started.Add(cfg.For)
	}
	keep := context.WithoutCancel(ctx)
	if err := c.plant(keep, seeds); err != nil {
		return Report{}, err
	}
	c.run(ctx, keep)
	return c.finish(keep)
}

func (c *crawler) parseSeeds() ([]*url.URL, error) {
	var out []*url.URL
	for _, s := range c.cfg.Seeds {
		u, err := normalise(nil, s)
		if err != nil {
			return nil, fmt.Errorf("start URL %q: %w", s, err)
		}
		out = append(out, u)
	}
	if len(out) == 0 {
		return nil, errors.New("nothing to crawl: no start URL")
	}
	return out, nil
}

// plant puts the start URLs, and what portal files name beside them, into the
// frontier, and opens the queues of hosts that have work left.
func (c *crawler) plant(ctx context.Context, seeds []*url.URL) error {
	for _, u := range seeds {
		c.scope.add(u.Host)
		c.seed(corpus.SeedTarget, u)
		if t, known, err := c.frontier.Lookup(ctx, u.String()); err == nil && known && t.State == corpus.TargetRedirect {
			if to, err := url.Parse(t.Location); err == nil && groupOf(to) == groupOf(u) {
				c.scope.add(to.Host)
			}
		}
		p := c.profiles.of(u.Host)
		if p == nil {
			continue
		}
		for kind, list := range map[corpus.TargetKind][]string{corpus.FeedTarget: p.Feeds, corpus.SitemapTarget: p.Sitemaps} {
			for _, s := range list {
				if to, err := normalise(u, s); err == nil && c.scope.has(to.Host) {
					c.seed(kind, to)
				}
			}
		}
	}
	known, err := c.frontier.Hosts(ctx)
	if err != nil {
		return fmt.Errorf("frontier: %w", err)
	}
	if err := c.commit(ctx); err != nil {
		return err
	}
	for _, h := range known {
		if c.scope.has(h.Host) {
			q := c.queue(h.Host, h.Group)
			q.Host = h
		}
	}
	return c.askDue(ctx)
}

func (c *crawler) seed(kind corpus.TargetKind, u *url.URL) {
	t := corpus.Target{URL: u.String(), Host: u.Host, Group: groupOf(u), Kind: kind}
	if p := c.profiles.of(u.Host); p != nil {
		t.Portal = p.ID
	}
	t.Priority = priorityOf(&t, u, c.now())
	c.found = append(c.found, t)
}

// run starts the workers and the loop, and stops them.
func (c *crawler) run(ctx, keep context.Context) {
	fetchCtx, cancel := context.WithCancel(keep)
	defer cancel()
	rt := newTransport(c.cfg, c.profiles, c.proxy)
	defer rt.close()
	jar := newJar()
	var wg sync.WaitGroup
	for range c.cfg.Workers {
		w := &worker{crawler: c}
		w.newCollector(rt, jar)
		wg.Go(func() { w.work(fetchCtx) })
	}
	c.loop(ctx, keep)
	grace := time.AfterFunc(c.cfg.Grace, cancel)
	defer grace.Stop()
	if c.fatal != nil {
		cancel()
	}
	for c.inflight > 0 {
		c.take(<-c.results)
	}
	close(c.jobs)
	wg.Wait()
}

// loop hands out jobs and takes results until there is no more to do.
func (c *crawler) loop(ctx, keep context.Context) {
	tick := time.NewTicker(batchEvery)
	defer tick.Stop()
	for c.fatal == nil {
		c.note(c.refill(keep))
		if c.shallStop(ctx) {
			return
		}
		next, wait, any := c.pick()
		if !any && c.inflight == 0 {
			if !c.idle(ctx, keep) {
				return
			}
			continue
		}
		var jobs chan job
		var j job
		var timer <-chan time.Time
		switch {
		case next != nil:
			jobs, j = c.jobs, *next
		case wait == 0:
			continue // everything at hand was skipped
		default:
			timer = time.After(wait)
		}
		select {
		case jobs <- j:
			c.sent(j)
		case o := <-c.results:
			c.take(o)
		case <-timer:
		case <-tick.C:
			if c.now().Sub(c.kept) >= batchEvery/2 {
				c.note(c.commit(keep))
			}
			if c.now().Sub(c.shown) >= progressEvery {
				c.progress()
			}
		case <-ctx.Done():
		}
		switch {
		case len(c.done) >= commitPages || c.held >= batchBytes:
			c.note(c.commit(keep))
		case len(c.done)-c.judged >= batchPages || len(c.found) >= batchFound:
			c.note(c.record(keep))
		}
	}
}

// note keeps the first error that ends the run.
func (c *crawler) note(err error) {
	if err != nil && c.fatal == nil {
		c.fatal = err
	}
}

func (c *crawler) shallStop(ctx context.Context) bool {
	switch {
	case ctx.Err() != nil:
		c.stopped = StopSignal
	case !c.deadline.IsZero() && c.now().After(c.deadline):
		c.stopped = StopDeadline
	case c.cfg.MaxPages > 0 && c.asked >= c.cfg.MaxPages:
		c.stopped = StopPages
	case c.cfg.MaxBytes > 0 && c.tally.r.Bytes >= c.cfg.MaxBytes:
		c.stopped = StopBytes
	default:
		return false
	}
	return true
}

// idle is called when no host has anything to do: it makes sure of that, waits
// for pages that are due again soon, and says whether to go on.
func (c *crawler) idle(ctx, keep context.Context) bool {
	if len(c.done)+len(c.found)+len(c.back) > 0 {
		c.note(c.commit(keep))
		return c.fatal == nil
	}
	now := c.now()
	var next time.Time
	waiting := false
	for _, q := range c.order {
		if !q.exhausted && !c.parked(q, now) {
			return true
		}
		waiting = waiting || !q.retryAt.IsZero() || c.parked(q, now)
		if q.retryAt.IsZero() || c.parked(q, now) {
			continue
		}
		if next.IsZero() || q.retryAt.Before(next) {
			next = q.retryAt
		}
	}
	if next.IsZero() || next.Sub(now) > c.cfg.Patience {
		c.stopped = StopDrained
		if waiting {
			c.stopped = StopWaiting
		}
		return false
	}
	select {
	case <-time.After(max(next.Sub(now), 0) + time.Millisecond):
	case <-ctx.Done():
		return true
	}
	for _, q := range c.order {
		if !q.retryAt.IsZero() && !q.retryAt.After(c.now()) {
			q.exhausted, q.retryAt = false, time.Time{}
		}
	}
	return true
}

// finish keeps what is left to keep and closes the run.
func (c *crawler) finish(ctx context.Context) (Report, error) {
	for _, q := range c.order {
		c.back = append(c.back, q.targets...)
		q.targets = nil
	}
	if c.fatal == nil {
		c.note(c.commit(ctx))
	}
	for _, q := range c.order {
		h := c.tally.host(q.Host.Host)
		if q.RetryAt.After(c.now()) {
			h.Parked, h.Reason = q.RetryAt, q.Reason
		}
		if !q.retryAt.IsZero() && (c.tally.r.NextDue.IsZero() || q.retryAt.Before(c.tally.r.NextDue)) {
			c.tally.r.NextDue = q.retryAt
		}
	}
	c.tally.r.Stopped = c.stopped
	report := c.tally.close(c.now())
	if c.fatal != nil {
		return report, c.fatal
	}
	if _, err := c.frontier.Record(ctx, corpus.FrontierBatch{Yields: report.Yields}); err != nil {
		return report, fmt.Errorf("frontier: %w", err)
	}
	drained := slices.Contains([]string{StopDrained, StopWaiting}, c.stopped)
	if err := c.frontier.End(ctx, drained); err != nil {
		return report, fmt.Errorf("frontier: %w", err)
	}
	c.progress()
	return report, nil
}

func (c *crawler) progress() {
	c.shown = c.now()
	if c.cfg.Progress == nil {
		return
	}
	r := &c.tally.r
	p := Progress{Fetched: r.Fetched, Articles: r.Articles, Failed: r.By[corpus.TargetFailed], InFlight: c.inflight, Bytes: r.Bytes, Elapsed: c.now().Sub(r.Started)}
	if n := len(c.done); n > 0 {
		p.URL = c.done[n-1].t.URL
	}
	c.cfg.Progress(p)
}

func (c *crawler) log(o *outcome) {
	switch o.t.State {
	case corpus.TargetFailed, corpus.TargetRetry:
		c.cfg.Logger.Warn("page", "url", o.t.URL, "state", string(o.t.State), "status", o.status, "reason", o.reason)
	default:
		c.cfg.Logger.Debug("page", "url", o.t.URL, "state", string(o.t.State), "status", o.status, "kind", string(o.t.Kind), "bytes", o.bytes, "reason", o.reason)
	}
}
