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
	leaseSize   = 64
	leaseTime   = time.Hour
	batchPages  = 32
	batchFound  = 2000
	batchBytes  = 8 << 20 // of pages that the sink may still hold
	batchEvery  = 100 * time.Millisecond
	cycleMaxAge = 20 * time.Hour
	askDueEvery = 30 * time.Second
	// A page that a server puts off with 429 or 503 may be put off this often.
	maxPutOff     = 6
	failedPause   = 7 * day
	skippedPause  = 14 * day
	redirectPause = 14 * day
	aliasPause    = 30 * day
	guessedFrom   = "(guess)"
)

// A job is one thing for a worker to do.
type job struct {
	target  corpus.Target
	robots  bool
	section string
	shape   shape
	host    *host
}

// A queue holds what was leased of one host.
type queue struct {
	*host
	group     *group
	targets   []corpus.Target
	exhausted bool
	retryAt   time.Time // earliest retry noted in this run
}

// A group is what shares one politeness limit.
type group struct {
	busy    int
	limit   int
	readyAt time.Time
}

// A crawler is one run. Its loop owns everything but what is marked shared.
type crawler struct {
	cfg      *Config
	agent    string
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
	back     []corpus.Target // leased targets handed back
	archived []corpus.ArchiveRecord
	found    []corpus.Target
	held     int64 // bytes of the pages in done
	inflight int
	asked    int // pages dispatched
	stopped  string
	deadline time.Time
	askedDue time.Time
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
	known := newProfiles(cfg.Portals)
	c := &crawler{
		cfg: &cfg, agent: cfg.agent(), frontier: frontier, sink: sink, now: time.Now,
		scope: newScope(known), profiles: known, offered: newSeenTable(), twins: newTwinTable(), stale: newStaleTable(),
		jobs: make(chan job), results: make(chan outcome, cfg.Workers),
		queues: map[string]*queue{}, groups: map[string]*group{}, traps: newTrapBook(),
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

func (c *crawler) queue(hostName, groupName string) *queue {
	if q := c.queues[hostName]; q != nil {
		return q
	}
	u := url.URL{Host: hostName}
	h := &host{Host: corpus.Host{Host: hostName, Group: groupName}, loopback: isLoopbackHost(u.Hostname()), portal: c.profiles.of(hostName)}
	g := c.groups[groupName]
	if g == nil {
		g = &group{limit: max(c.cfg.PerHost, 1)}
		if h.loopback && c.cfg.PerHost == 0 {
			g.limit = c.cfg.Workers
		}
		c.groups[groupName] = g
	}
	q := &queue{host: h, group: g}
	c.queues[hostName] = q
	c.order = append(c.order, q)
	return q
}

// askDue opens queues for hosts in scope that have something due.
func (c *crawler) askDue(ctx context.Context) error {
	c.askedDue = c.now()
	hosts, err := c.frontier.Due(ctx, c.leaseQuery(""))
	if err != nil {
		return fmt.Errorf("frontier: %w", err)
	}
	for _, h := range hosts {
		if c.scope.has(h) {
			c.queue(h, groupOf(&url.URL{Host: h})).exhausted = false
		}
	}
	return nil
}

func (c *crawler) leaseQuery(hostName string) corpus.LeaseQuery {
	now := c.now()
	return corpus.LeaseQuery{Host: hostName, Now: now, Cycle: c.cycle.Start, Until: now.Add(leaseTime), Max: leaseSize}
}

// run starts the workers and the loop, and stops them.
func (c *crawler) run(ctx, keep context.Context) {
	fetchCtx, cancel := context.WithCancel(keep)
	defer cancel()
	rt := newTransport(c.cfg, c.profiles)
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
		next, wait, any := c.pick(keep)
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
			c.note(c.commit(keep))
			c.progress()
		case <-ctx.Done():
		}
		if len(c.done) >= batchPages || len(c.found) >= batchFound || c.held >= batchBytes {
			c.note(c.commit(keep))
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

// refill leases for hosts whose queue ran dry.
func (c *crawler) refill(ctx context.Context) error {
	now := c.now()
	if now.Sub(c.askedDue) > askDueEvery {
		if err := c.askDue(ctx); err != nil {
			return err
		}
	}
	for _, q := range c.order {
		if len(q.targets) > 0 || q.exhausted || c.parked(q, now) {
			continue
		}
		// What was found last may be the best.
		if err := c.commit(ctx); err != nil {
			return err
		}
		got, err := c.frontier.Lease(ctx, c.leaseQuery(q.Host.Host))
		if err != nil {
			return fmt.Errorf("frontier: %w", err)
		}
		q.targets, q.exhausted = got, len(got) == 0
	}
	return nil
}

// parked says that a server is to be left alone for longer than the run waits.
func (c *crawler) parked(q *queue, now time.Time) bool {
	return q.RetryAt.Sub(now) > c.cfg.Patience
}

// pick chooses the next job: of the hosts that may be asked now, the one that
// waited longest. wait is how long until one may be, any whether there is one.
func (c *crawler) pick(ctx context.Context) (next *job, wait time.Duration, any bool) {
	now := c.now()
	wait = time.Minute
	var best *queue
	for _, q := range c.order {
		if len(q.targets) == 0 || q.asking {
			continue
		}
		if c.parked(q, now) {
			c.release(q)
			continue
		}
		any = true
		ready := q.group.readyAt
		if q.RetryAt.After(ready) {
			ready = q.RetryAt
		}
		if q.group.busy >= q.group.limit {
			continue
		}
		if w := ready.Sub(now); w > 0 {
			wait = min(wait, w)
			continue
		}
		if best == nil || q.group.readyAt.Before(best.group.readyAt) {
			best = q
		}
	}
	if best == nil {
		return nil, wait, any
	}
	return c.jobFor(best), 0, any
}

// jobFor takes the first target of a queue that may be fetched; robots.txt
// comes before all others.
func (c *crawler) jobFor(q *queue) *job {
	now := c.now()
	if q.robots == nil || q.robots.closed != "" || now.Sub(q.robotsAt) > robotsTTL {
		return &job{target: q.targets[0], robots: true, host: q.host}
	}
	for len(q.targets) > 0 {
		t := q.targets[0]
		u, err := url.Parse(t.URL)
		switch {
		case err != nil:
			c.skip(&t, err.Error(), failedPause)
		case !q.robots.allows(u):
			c.skip(&t, "robots.txt", skippedPause)
		case t.Kind == corpus.ListTarget && pageNumber(u) > 1 && c.stale.is(sectionOf(u)):
			c.skip(&t, cutDate, day)
		case t.State == corpus.TargetNew && t.Kind != corpus.SeedTarget && c.traps.closed(shapeKeys(u)):
			c.tally.cut(cut{cutFruit, t.URL})
			c.skip(&t, cutFruit, skippedPause)
		default:
			return &job{target: t, section: sectionOf(u), shape: shapeKeys(u), host: q.host}
		}
		q.targets = q.targets[1:]
	}
	return nil
}

// skip closes a target without a visit.
func (c *crawler) skip(t *corpus.Target, reason string, pause time.Duration) {
	t.State, t.Reason, t.NextAt = corpus.TargetSkipped, reason, c.now().Add(pause)
	c.tally.r.By[t.State]++
	c.tally.r.Reasons[reason]++
	c.back = append(c.back, *t)
}

// release hands the leased targets of a parked host back, with the reason.
func (c *crawler) release(q *queue) {
	for _, t := range q.targets {
		if t.State == corpus.TargetNew || t.State == corpus.TargetRetry {
			t.State, t.NextAt, t.Reason = corpus.TargetRetry, q.RetryAt, q.Reason
		}
		c.back = append(c.back, t)
	}
	c.cfg.Logger.Warn("host left alone", "host", q.Host.Host, "until", q.RetryAt, "reason", q.Reason)
	q.targets, q.exhausted = nil, true
}

// sent notes that a worker has a job.
func (c *crawler) sent(j job) {
	q := c.queues[j.host.Host.Host]
	q.group.busy++
	c.inflight++
	q.group.readyAt = c.now().Add(q.pause(c.cfg))
	if j.robots {
		q.asking = true
		return
	}
	q.targets = q.targets[1:]
	c.asked++
}

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
	c.note(o.fatal)
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
	c.done = append(c.done, o)
	c.held += o.bytes
	c.found = append(c.found, o.found...)
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
			q.RetryAt = later(q.RetryAt, now.Add(doubled(c.cfg.Retry, q.Failures-1, maxBackoff)))
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

// settle gives a target its state and its next date.
func (c *crawler) settle(q *queue, o *outcome, now time.Time) {
	t := &o.t
	t.Reason = o.reason
	switch t.State {
	case corpus.TargetDone:
		if o.verdict.Kind != "" && t.Kind != corpus.SeedTarget && t.Kind != corpus.ListTarget {
			t.Kind = o.verdict.Kind
		}
		if o.verdict.Reason != "" && t.Reason == "" {
			t.Reason = o.verdict.Reason
		}
	case corpus.TargetRetry:
		c.again(q, o, now)
	case corpus.TargetGone:
		t.NextAt = now.Add(goneInterval)
		if t.From == guessedFrom {
			o.t.State, o.reason = corpus.TargetSkipped, ""
		}
	case corpus.TargetRedirect:
		t.NextAt = now.Add(redirectPause)
		if t.Kind == corpus.SeedTarget {
			t.NextAt = now
		}
	case corpus.TargetAlias:
		t.NextAt = now.Add(aliasPause)
	case corpus.TargetSkipped:
		t.NextAt = now.Add(skippedPause)
	default:
		t.State, t.NextAt = corpus.TargetFailed, now.Add(failedPause)
	}
	if o.job.target.State != corpus.TargetNew || t.Kind == corpus.SeedTarget {
		return
	}
	if t.State == corpus.TargetAlias || t.State == corpus.TargetSkipped {
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
		t.State, t.NextAt = corpus.TargetFailed, now.Add(failedPause)
		o.reason = fmt.Sprintf("%s (%d times)", o.reason, t.Attempts)
		t.Reason = o.reason
		return
	}
	t.NextAt = later(now.Add(doubled(c.cfg.Retry, t.Attempts-1, maxBackoff)), q.RetryAt)
	if q.retryAt.IsZero() || t.NextAt.Before(q.retryAt) {
		q.retryAt = t.NextAt
	}
}

// commit makes durable, in this order: what the sink took, the URLs found on
// those pages, and that the pages are done.
func (c *crawler) commit(ctx context.Context) error {
	if len(c.done)+len(c.found)+len(c.back)+len(c.archived) == 0 {
		return nil
	}
	if len(c.done) > 0 {
		if err := c.sink.Flush(ctx); err != nil {
			return fmt.Errorf("keeping pages: %w", err)
		}
	}
	added := map[string]int{}
	if len(c.found) > 0 {
		var err error
		if added, err = c.frontier.Record(ctx, corpus.FrontierBatch{Found: c.found}); err != nil {
			return fmt.Errorf("frontier: %w", err)
		}
	}
	for _, t := range c.found {
		c.queue(t.Host, t.Group).exhausted = false
	}
	batch := corpus.FrontierBatch{Done: c.back, Archived: c.archived}
	for i := range c.done {
		o := &c.done[i]
		fresh := added[o.job.target.URL]
		c.tally.r.Found += fresh
		if o.t.State == corpus.TargetDone {
			c.finishVisit(o, fresh)
		}
		batch.Done = append(batch.Done, o.t)
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
	clear(c.found)
	c.done, c.back, c.found, c.archived, c.held = c.done[:0], c.back[:0], c.found[:0], c.archived[:0], 0
	return nil
}

// finishVisit says when a good page is looked at again and whether its kind of
// URL is worth more visits.
func (c *crawler) finishVisit(o *outcome, fresh int) {
	u, err := url.Parse(o.t.URL)
	if err != nil {
		return
	}
	if fresh > 0 && o.t.Kind == corpus.PageTarget {
		o.t.Kind = corpus.ListTarget
	}
	scheduleNext(&o.t, o.t.FetchedAt, o.changed, fresh, pageNumber(u) > 1)
	if o.job.target.State == corpus.TargetNew {
		c.traps.visited(o.job.shape, o.fruits)
	}
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
	if c.fatal == nil && c.cfg.Archive != nil {
		c.note(c.cfg.Archive.Flush(ctx))
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
