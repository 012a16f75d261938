package crawl

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A MemoryFrontier keeps targets in memory: for one small crawl without a
// database, and as the plainest statement of what a Frontier does.
type MemoryFrontier struct {
	mu      sync.Mutex
	targets []*corpus.Target
	byURL   map[string]*corpus.Target
	leased  map[int64]bool
	hosts   map[string]corpus.Host
	yields  map[[2]string][]corpus.Yield
	archive map[string]corpus.ArchiveRecord
	cycle   time.Time
}

// NewMemoryFrontier returns an empty frontier.
func NewMemoryFrontier() *MemoryFrontier {
	return &MemoryFrontier{
		byURL: map[string]*corpus.Target{}, leased: map[int64]bool{}, hosts: map[string]corpus.Host{},
		yields: map[[2]string][]corpus.Yield{}, archive: map[string]corpus.ArchiveRecord{},
	}
}

// Begin opens a cycle or resumes the unfinished one.
func (m *MemoryFrontier) Begin(_ context.Context, now, since time.Time) (corpus.Cycle, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := corpus.Cycle{Start: m.cycle, Resumed: m.cycle.After(since)}
	if !c.Resumed {
		m.cycle, c.Start = now, now
	}
	c.InFlight = len(m.leased)
	clear(m.leased)
	return c, nil
}

// Due names the hosts that have something to lease.
func (m *MemoryFrontier) Due(_ context.Context, q corpus.LeaseQuery) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var hosts []string
	for _, t := range m.targets {
		if m.isDue(t, q) && !slices.Contains(hosts, t.Host) {
			hosts = append(hosts, t.Host)
		}
	}
	return hosts, nil
}

// Lease hands out targets that are due.
func (m *MemoryFrontier) Lease(_ context.Context, q corpus.LeaseQuery) ([]corpus.Target, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []*corpus.Target
	for _, t := range m.targets {
		if t.Host == q.Host && m.isDue(t, q) {
			due = append(due, t)
		}
	}
	slices.SortStableFunc(due, func(a, b *corpus.Target) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.ID, b.ID))
	})
	var out []corpus.Target
	for _, t := range due[:min(len(due), q.Max)] {
		out = append(out, *t)
		m.leased[t.ID] = true
	}
	return out, nil
}

func (m *MemoryFrontier) isDue(t *corpus.Target, q corpus.LeaseQuery) bool {
	switch {
	case m.leased[t.ID]:
		return false
	case t.State == corpus.TargetNew:
		return true
	case t.State == corpus.TargetRetry:
		return !t.NextAt.After(q.Now)
	}
	return !t.NextAt.IsZero() && !t.NextAt.After(q.Cycle)
}

// Record keeps a batch.
func (m *MemoryFrontier) Record(_ context.Context, b corpus.FrontierBatch) (map[string]int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	added := map[string]int{}
	for _, t := range b.Found {
		if old := m.byURL[t.URL]; old != nil {
			m.learn(old, &t)
			continue
		}
		t.ID, t.State = int64(len(m.targets)+1), corpus.TargetNew
		m.targets = append(m.targets, &t)
		m.byURL[t.URL] = &t
		added[t.From]++
	}
	for _, t := range b.Done {
		if old := m.byURL[t.URL]; old != nil {
			*old = t
			delete(m.leased, t.ID)
		}
	}
	for _, r := range b.Archived {
		if !r.Revisit {
			m.archive[r.URL] = r
		}
	}
	for _, h := range b.Hosts {
		m.hosts[h.Host] = h
	}
	for _, y := range b.Yields {
		m.keepYield(y)
	}
	return added, nil
}

// learn takes over what a new mention knows of a URL that is there already. A
// start URL becomes one and is due again even when it was found as a link.
func (m *MemoryFrontier) learn(old, t *corpus.Target) {
	if old.Title == "" {
		old.Title = t.Title
	}
	if old.Published == "" {
		old.Published = t.Published
	}
	if t.ChangedAt.After(old.FetchedAt) && old.State == corpus.TargetDone && old.Unchanged < 3 && !m.leased[old.ID] {
		old.NextAt = m.cycle
	}
	if t.Kind == corpus.SeedTarget && old.Kind != corpus.SeedTarget {
		old.Kind, old.Priority, old.Depth = t.Kind, t.Priority, 0
	}
}

func (m *MemoryFrontier) keepYield(y corpus.Yield) {
	k := [2]string{y.Portal, y.Section}
	if n := len(m.yields[k]); n > 0 && m.yields[k][n-1].Cycle.Equal(y.Cycle) {
		addYield(&m.yields[k][n-1], y)
		return
	}
	m.yields[k] = append(m.yields[k], y)
}

// Lookup finds the target of a URL.
func (m *MemoryFrontier) Lookup(_ context.Context, url string) (corpus.Target, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t := m.byURL[url]; t != nil {
		return *t, true, nil
	}
	return corpus.Target{}, false, nil
}

// Archived finds the newest record that holds the payload of a URL.
func (m *MemoryFrontier) Archived(_ context.Context, url string) (corpus.ArchiveRecord, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, known := m.archive[url]
	return r, known, nil
}

// Hosts returns the hosts that politeness remembers.
func (m *MemoryFrontier) Hosts(context.Context) ([]corpus.Host, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []corpus.Host
	for _, h := range m.hosts {
		out = append(out, h)
	}
	return out, nil
}

// End closes the run.
func (m *MemoryFrontier) End(_ context.Context, drained bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if drained {
		m.cycle = time.Time{}
	}
	return nil
}

// Targets returns a copy of every target, in the order they were found.
func (m *MemoryFrontier) Targets() []corpus.Target {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]corpus.Target, len(m.targets))
	for i, t := range m.targets {
		out[i] = *t
	}
	return out
}
