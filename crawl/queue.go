package crawl

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/trich-vn/trich/corpus"
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
	hosts, err := c.frontier.Due(ctx, c.leaseQuery("", 0))
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

func (c *crawler) leaseQuery(hostName string, most int) corpus.LeaseQuery {
	now := c.now()
	return corpus.LeaseQuery{Host: hostName, Now: now, Cycle: c.cycle.Start, Until: now.Add(leaseTime), Max: most}
}

// leaseSize is how many targets of a host are leased: what it is asked for in a
// minute. More would keep better ones waiting that are found meanwhile, fewer
// would commit more often than need be.
func (h *host) leaseSize(cfg *Config) int {
	pause := max(h.pause(cfg), time.Millisecond)
	return min(max(int(time.Minute/pause), leastLease), mostLease)
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
		got, err := c.frontier.Lease(ctx, c.leaseQuery(q.Host.Host, q.leaseSize(c.cfg)))
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
func (c *crawler) pick() (next *job, wait time.Duration, any bool) {
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
	if t.Kind == corpus.SeedTarget {
		t.NextAt = c.now()
		list(&c.tally.r.Failures, t, reason)
	}
	c.tally.r.By[t.State]++
	c.tally.r.Reasons[reason]++
	c.back = append(c.back, *t)
}

// release hands the leased targets of a parked host back, with the reason.
func (c *crawler) release(q *queue) {
	for _, t := range q.targets {
		if t.State == corpus.TargetNew || t.State == corpus.TargetRetry {
			t.State, t.NextAt, t.Reason = corpus.TargetRetry, q.RetryAt, q.Reason
			if t.Kind == corpus.SeedTarget {
				list(&c.tally.r.Failures, &t, q.Reason)
			}
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
